// The reveal: one's own bet and the class's against what came out, as distances in the unit of the outcome.

import {draw, faded, figure} from "../core/charts.js";
import {fill, h, table} from "../core/dom.js";
import {decimalsFor, listed, number, pair, t, word} from "../core/text.js";
import {SAME, classCurves, curveScore, curveTruth, pickScore, pickTruth} from "./score.js";
import {figures, outcomeOf, sideName, sureness, written} from "./told.js";

const MOST_LINES = 60;

// with: what steps give, to draw and to tell.
function revealed(view, place, given) {
  const {lesson, app} = view, answer = h("div.answer"), classes = h("div.answer", {hidden: true}), chart = h("div.plot"), beside = h("div"), names = Object.keys(lesson.sides), drawn = lesson.bet.kind === "curve" ? ["a", lesson.bet.side] : names, parts = {answer, classes, chart, beside, names: drawn};
  const tell = lesson.bet.kind === "curve" ? curves : picks;
  fill(place, answer, classes, figure(given.text(view, "question"), given.plotted(view, chart), given.legend(view, drawn), beside), h("h3", {}, t("lessons.what_differs")), differences(view, names));
  tell(view, parts, null, given);
  if (view.room) given.ended(app, view.room, "shown").then((tally) => { if (tally?.count && tally.lesson === lesson.name) tell(view, parts, tally.bets, given); });
}

function curves(view, {answer, classes, chart, beside, names}, bets, given) {
  const {lesson, runs, app} = view, truth = curveTruth(runs), digits = decimalsFor([truth.unchanged || 1]), say = (value) => number(value, digits), unit = given.text(view, "off");
  const labels = Array.from({length: lesson.stretches}, (_, i) => i), known = labels.slice(0, truth.from).map(() => null), colour = app.declared.colours.policies[2], extra = [], more = [];
  const side = sideName(lesson, lesson.bet.side), lines = [];
  if (bets) {
    const told = classCurves(bets, truth);
    classes.hidden = false;
    fill(classes, h("p.lead", {}, t("lessons.score.class", {n: bets.length, distance: say(told.distance), median: say(told.median)})), h("p", {}, t("lessons.score.class_better", {n: told.better, of: bets.length, unchanged: say(truth.unchanged)})));
    for (const points of bets.slice(0, MOST_LINES)) lines.push({values: [...known, ...points], style: {color: faded(app.declared.colours.policies[3], 0.35), width: 1.2}, name: t("lessons.bet.class")});
    lines.push({values: [...known, ...told.middle], style: {color: app.declared.colours.policies[3], width: 4}, name: t("lessons.bet.middle")});
    more.push({name: t("lessons.bet.middle"), values: [...known, ...told.middle]});
  }
  if (view.bet) {
    const {distance, inside, of} = curveScore(view.bet, truth);
    fill(answer, h("p.lead", {data: {distance: String(distance)}}, t("lessons.score.curve", {distance: say(distance), unit})), h("p", {}, t("lessons.score.inside", {n: inside, of, side})), h("p", {}, t("lessons.score.unchanged", {unchanged: say(truth.unchanged)})));
    lines.push({values: [...known, ...view.bet], style: {color: colour, width: 3.5, dash: "dot"}, name: t("lessons.bet.own")});
    more.push({name: t("lessons.bet.own"), values: [...known, ...view.bet]});
  } else fill(answer, bets ? null : h("p.lead", {}, t("lessons.bet.missing")), h("p", {}, t("lessons.score.unchanged", {unchanged: say(truth.unchanged)})));
  const [traces, layout] = given.outcomeChart(view, names);
  for (const {values, style, name} of lines) extra.push({x: traces[0].x, y: values, mode: "lines", line: style, name, hovertemplate: `${name}: %{y}<extra></extra>`});
  draw(chart, [...traces, ...extra], layout);
  fill(beside, keys(view, bets), h("details", {}, h("summary", {}, t("table")), given.outcomeTable(view, names, more)));
}

const keys = (view, bets) => h("ul.legend", {}, view.bet && view.lesson.bet.kind === "curve" ? h("li", {}, h("span.swatch.swatch-own.dotted", {"aria-hidden": "true"}), t("lessons.bet.own")) : null, bets ? h("li", {}, h("span.swatch.swatch-class", {"aria-hidden": "true"}), t("lessons.bet.middle")) : null);

function picks(view, {answer, classes, chart, beside, names}, bets, given) {
  const {lesson, runs, app} = view, truth = pickTruth(runs), outcome = outcomeOf(app, lesson.bet), measure = {outcome: outcome.key}, named = (pick) => (pick === SAME ? t("lessons.pick.same") : sideName(lesson, pick));
  const spread = Object.values(truth.means), digits = decimalsFor([Math.max(...spread) - Math.min(...spread)]), say = (value) => number(value, Math.min(3, digits + 1));
  const low = Math.min(...spread), bottom = lesson.bet.sides.find((side) => truth.means[side] === low);
  const came = truth.right.includes(SAME) ? t("lessons.score.alike") : t("lessons.score.highest", {side: listed(truth.right.map(named)), mean: say(truth.means[truth.top]), unit: pair(outcome.unit)});
  const score = view.bet ? pickScore(view.bet, truth) : null;
  fill(answer, h("p.lead", {}, came), h("p", {data: score === null ? {} : {distance: String(score)}}, score === null ? (bets ? "" : t("lessons.bet.missing")) : score === 0 ? t("lessons.score.right", {pick: named(view.bet)}) : t("lessons.score.pick", {pick: named(view.bet), distance: say(score), unit: pair(outcome.unit)})),
    h("p.quiet", {}, `${t("lessons.against", {side: sideName(lesson, truth.top), against: sideName(lesson, bottom)})} ${sureness(figures(runs, measure, truth.top, bottom))}`));
  const [traces, layout] = given.outcomeChart(view, names);
  draw(chart, traces, layout);
  const shown = h("details", {}, h("summary", {}, t("table")), given.outcomeTable(view, names));
  fill(beside, shown);
  if (!bets) return;
  const options = [...lesson.bet.sides, SAME], count = (pick) => bets.filter((one) => one === pick).length, right = bets.filter((one) => truth.right.includes(one)).length;
  classes.hidden = false;
  fill(classes, h("p.lead", {}, t("lessons.score.class_picks", {right, n: bets.length})),
    h("ul.tally", {}, options.map((pick) => h("li", {class: truth.right.includes(pick) ? "right" : null}, h("span.name", {}, named(pick)), h("span.count", {}, number(count(pick))), h("progress", {max: String(bets.length), value: String(count(pick)), "aria-label": named(pick)})))));
}

// What differs, outcome by outcome, from the first side.
function differences(view, names) {
  const {lesson, runs, app} = view, others = names.slice(1);
  const rows = lesson.shown.map((key) => {
    const outcome = outcomeOf(app, {outcome: key}), found = others.map((side) => figures(runs, {outcome: key}, side, "a")), digits = Math.max(...found.map((one) => one.digits)), say = (value) => written(app, {outcome: key}, value, digits);
    return [h("span", {title: pair(outcome.meaning)}, pair(outcome.title), h("small", {}, pair(outcome.unit))), say(found[0].mean_against), ...found.flatMap((one) => [say(one.mean), h("span", {}, `${one.said.difference} `, h("span.tag", {class: tagged(one.verdict)}, word("verdicts", one.verdict)), h("small", {}, t("lessons.interval", one.said)))])];
  });
  return table([t("lessons.outcome"), sideName(lesson, "a"), ...others.flatMap((side) => [sideName(lesson, side), t("lessons.difference")])], rows, t("lessons.what_differs"));
}

const tagged = (verdict) => (["better", "worse", "higher", "lower"].includes(verdict) ? verdict : "unknown");

export {revealed};
