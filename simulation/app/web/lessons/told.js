// What came out of a lesson's runs, in words: nothing is said that the figures of this run do not say.

import {mean} from "../core/paired.js";
import {decimalsFor, number, pair, t, unitFor} from "../core/text.js";

const outcomeOf = (app, measure) => app.declared.outcomes.find(({key}) => key === measure.outcome);
const sideName = (lesson, side) => t(`lessons.${lesson.name}.side.${side}`);

// Whether a figure is a percentage, which is written with its sign.
const percent = (app, measure) => (measure.outcome ? outcomeOf(app, measure).unit[0].startsWith("%") : measure.times === 100);
const written = (app, measure, value, decimals) => (percent(app, measure) ? t("share", {n: number(value, decimals)}) : number(value, decimals));
const apart = (app, measure, value, decimals, signed) => (percent(app, measure) ? t(Math.abs(value) < 2 ? "lessons.points_few" : "lessons.points", {n: number(value, decimals, signed)}) : number(value, decimals, signed));

// The same with its unit; an index has none that could be said.
function byUnit(app, measure, value, decimals) {
  const unit = measure.outcome ? outcomeOf(app, measure).unit : measure.unit, said = apart(app, measure, value, decimals);
  return percent(app, measure) || unit[0].startsWith("index") ? said : [said, unitFor(value, pair(unit))].filter(Boolean).join(" ");
}

// Figures of a measure of a side against another, as texts.
function figures(runs, measure, side, against) {
  const {app} = runs, better = measure.outcome ? outcomeOf(app, measure).better : null, found = runs.compare(measure, side, against, better);
  const digits = decimalsFor([(found.high - found.low) / 2], [found.mean, found.mean_against]), say = (value) => written(app, measure, value, digits), off = (value) => apart(app, measure, value, digits, true);
  const {difference, twin_worlds: n} = found, higher = runs.compare(measure, side, against).better;
  return {...found, higher, digits, said: {mean: say(found.mean), against: say(found.mean_against), times: number(found.mean / found.mean_against, 1), difference: off(difference), by: byUnit(app, measure, Math.abs(difference), digits), low: number(found.low, digits, true), high: number(found.high, digits, true), n,
                                           count: difference < 0 ? n - higher - found.ties : higher}};
}

const direction = ({low, high}) => (low > 0 ? "higher" : high < 0 ? "lower" : null);

// How sure a difference is, as a sentence.
function sureness(found) {
  if (found.twin_worlds < 2) return "";
  if (found.verdict === "same") return t("lessons.same", found.said);
  const way = direction(found);
  if (!way) return t("lessons.cannot", found.said);
  const [low, high] = [found.low, found.high].map(Math.abs).sort((a, b) => a - b).map((end) => number(end, found.digits));  // of a decrease its size is told
  return t(`lessons.told.${way}`, {...found.said, low, high});
}

// A paragraph of "why" with its figures; another one where this run does not bear it out.
function claimed(runs, claim, i) {
  const {lesson, app} = runs, {measure, side, against, says} = claim;
  const found = figures(runs, measure, side, against), own = side === against;
  if (own) {
    const worlds = runs.ready([side]), value = mean(runs.values(measure, side, worlds)), digits = decimalsFor([], [value]);
    return {text: t(`lessons.${lesson.name}.why.${i + 1}`, {mean: written(app, measure, value, Math.min(1, digits))}), note: "", held: true};
  }
  const held = !says || direction(found) === says, title = measure.outcome ? pair(outcomeOf(app, measure).title) : t(`lessons.${lesson.name}.unit`);
  const text = held ? t(`lessons.${lesson.name}.why.${i + 1}`, found.said) : t("lessons.otherwise", {title, side: sideName(lesson, side), against: sideName(lesson, against), way: t(`lessons.way.${says}`), mean: found.said.mean, against_value: found.said.against});
  return {text, note: sureness(found), held};
}

export {figures, claimed, sureness, outcomeOf, sideName, written};
