// What differs between the sides, in words, as a table, day by day; and what it costs, and what the manager sees of it.

import {band, draw, figure} from "../core/charts.js";
import {h, fill, table} from "../core/dom.js";
import {mean} from "../core/paired.js";
import {SIDES} from "../core/state.js";
import {decimalsFor, exact, listed, number, pair, quoted, small, spoken, t, word} from "../core/text.js";

const FEW = 10;

// What a side is called: its policy, and whether levers were moved.
function sideTitle(declared, state, which) {
  const policy = declared.policies.find(({name}) => name === state[which].policy), moved = Object.keys(state[which].set).length + state[which].changes.length;
  const title = policy ? pair(policy.title) : t("what_if.none");
  return moved ? t("what_if.moved", {title}) : title;
}

const span = (years) => word("spans", String(years)) ?? t(years < 2 ? "what_if.years_few" : "what_if.years_many", {n: exact(years)});

// Decimals of an outcome: those that its interval is worth.
const decimalsOf = ({low, high, difference, mean_against}) => decimalsFor([(high - low) / 2], [difference, mean_against]);

// The interval of the mean difference, times a factor; of a decrease told as such (times below zero) the ends change places. signed: with a sign before each end.
function intervalWords(declared, row, decimals, times = 1, signed = true) {
  const [low, high] = [times * row.low, times * row.high].sort((a, b) => a - b).map((end) => number(end, decimals, signed));
  return t("what_if.interval", {level: Math.round(100 * declared.level), low, high});
}

// In how many twin worlds B did better: as reports say it.
function counted(row, better) {
  const words = (key) => word("summary", key);
  const named = (said, more) => said.replace(/\{(\w+)\}/g, (_, name) => more[name]);
  if (!row.twin_worlds) return words("nowhere");
  if (row.verdict === "same") return named(words("equal"), {n: row.twin_worlds});
  return named(words("count"), {verb: words(better ? "better" : "more"), better: row.better, n: row.twin_worlds}) + (row.ties ? named(words(row.ties === 1 ? "tie" : "ties"), {ties: row.ties}) : "");
}

const tag = (verdict) => h(`span.tag.${verdict === "cannot tell" || verdict === "same" ? "unknown" : verdict}`, {}, word("verdicts", verdict));

// The answer: what can be told of the main outcomes, what cannot, what it costs.
function answer(declared, state, rows, same) {
  if (same) return h("div.answer", {}, h("p.lead", {}, t("what_if.same")));
  const main = declared.outcomes.filter((outcome) => outcome.main), told = [], unknown = [], equal = [];
  for (const outcome of main) {
    const row = rows[outcome.key];
    if (row.verdict === "same") equal.push(small(pair(outcome.title)));
    else if (row.verdict === "cannot tell" || !row.twin_worlds) unknown.push(small(pair(outcome.title)));
    else told.push(sentence(declared, state, outcome, row));
  }
  const titles = Object.fromEntries(SIDES.map((which) => [which, sideTitle(declared, state, which)])), cost = rows.cost_running, worlds = Math.max(...Object.values(rows).map((row) => row.twin_worlds));
  const money = Math.abs(cost.difference) >= 0.5 ? t("what_if.sum", {n: number(Math.abs(cost.difference)), more: t(`what_if.sum.${cost.difference > 0 ? "more" : "less"}`), interval: intervalWords(declared, cost, 0, Math.sign(cost.difference), false)}) : "";
  return h("div.answer", {}, h("p.lead", {}, t("what_if.lead", {...titles, span: span(state.years)}), told.length ? "" : ` ${t("what_if.nothing")}`),
    told.length ? h("ul", {}, told.map((said) => h("li", {}, said))) : [],
    unknown.length ? h("p", {}, t("what_if.unknown", {list: listed(unknown)})) : [], equal.length ? h("p", {}, t("what_if.unchanged", {list: listed(equal)})) : [],
    money ? h("p", {}, money) : [], worlds < FEW ? h("p.quiet", {}, t("what_if.few", {n: worlds})) : []);
}

// "2.1 fewer departures over two years (80 %: 0.4 to 3.9); better in 43 of 50 twin worlds".
function sentence(declared, state, outcome, row) {
  const times = outcome.key === "leavers" ? state.years : 1, decimals = decimalsFor([times * (row.high - row.low) / 2]);
  const [way, sign] = row.difference < 0 ? ["less", -1] : ["more", 1];
  const said = t(`what_if.say.${outcome.key}.${way}`, {s: spoken() === "fr" && Math.abs(times * row.difference) < 2 ? "" : "s", n: number(sign * times * row.difference, decimals), span: span(state.years), interval: intervalWords(declared, row, decimals, sign * times, false)});
  return [tag(row.verdict), " ", said, t("semicolon"), counted(row, outcome.better)];
}

// A table of outcomes: both sides, the difference with its interval, drawn and written.
function outcomesTable(declared, state, rows, keys, caption) {
  const outcomes = keys.map((key) => declared.outcomes.find((outcome) => outcome.key === key));
  const head = [t("what_if.col.outcome"), ...SIDES.map((which) => h("span", {}, `${which.toUpperCase()} – ${sideTitle(declared, state, which)}`)), t("what_if.col.difference"), t("what_if.col.picture"), t("what_if.col.verdict")];
  return table(head, outcomes.map((outcome) => {
    const row = rows[outcome.key], decimals = decimalsOf(row);
    return [[pair(outcome.title), h("small", {title: pair(outcome.meaning)}, pair(outcome.unit) + t("semicolon") + t(`what_if.better.${outcome.better ?? "neither"}`))],
      number(row.mean_against, decimals), number(row.mean, decimals),
      [number(row.difference, decimals, true), h("small", {}, intervalWords(declared, row, decimals))], whisker(row), [tag(row.verdict), h("small", {}, counted(row, outcome.better))]];
  }), caption);
}

// The interval around zero as a small picture; the figures stand beside it.
function whisker({low, high, difference}) {
  if (!Number.isFinite(low)) return "";
  const reach = 1.1 * Math.max(Math.abs(low), Math.abs(high), 1e-12), x = (value) => 80 + 76 * value / reach;
  return h("svg.whisker", {viewBox: "0 0 160 18", width: 160, height: 18, "aria-hidden": "true"}, h("line", {x1: 80, x2: 80, y1: 0, y2: 18, class: "zero"}),
    h("line", {x1: x(low), x2: x(high), y1: 9, y2: 9, class: "span"}), h("circle", {cx: x(difference), cy: 9, r: 4, class: low > 0 || high < 0 ? "sure" : "open"}));
}

// Day by day: a band for each side, and where something changes on a date.
class Bands {
  constructor(app) {
    this.app = app;
    this.chart = h("div.chart");
    this.told = h("span");
    this.pick = h("select", {id: "series", onchange: () => this.show(this.twins, this.pairs)}, app.declared.series.map(({column, outcome}) =>
      h("option", {value: column}, pair(app.declared.outcomes.find(({key}) => key === outcome).title))));
    this.box = h("section", {}, h("div.row.middle", {}, h("h2", {}, t("what_if.bands")), h("label", {for: "series"}, `${t("what_if.bands_pick")} `, this.pick)), figure(t("what_if.bands"), this.chart, this.told));
  }

  show(twins, pairs) {
    Object.assign(this, {twins, pairs});
    if (!pairs?.length) return;
    const {declared} = this.app, place = Math.max(0, declared.series.findIndex(({column}) => column === this.pick.value)), {factor, outcome} = declared.series[place];
    const unit = pair(declared.outcomes.find(({key}) => key === outcome).unit), colours = {a: declared.colours.baseline, b: declared.colours.policies[0]}, ends = [];
    const traces = SIDES.flatMap((which) => {
      const {x, low, middle, high} = twins.band(pairs, which, place, factor), name = `${which.toUpperCase()} – ${sideTitle(declared, twins.state, which)}`;
      ends.push([name, middle.at(-1), (high.at(-1) - low.at(-1)) / 2]);
      return band(x, low, middle, high, colours[which], name, which === "a" ? "dash" : "solid");
    });
    const days = [...new Set(twins.scenarios.flatMap((made) => [...made.segments.slice(1).map(({first}) => first), ...made.changes.map(({day}) => day)]))].filter((day) => day < twins.days);
    draw(this.chart, traces, {showlegend: true, legend: {orientation: "h", traceorder: "normal", x: 0, y: 1.02, yanchor: "bottom"}, margin: {l: 55, r: 16, t: 34, b: 42}, height: 330, xaxis: {title: {text: t("what_if.day")}}, yaxis: {title: {text: unit}},
      shapes: days.map((day) => ({type: "line", x0: day, x1: day, yref: "paper", y0: 0, y1: 1, line: {color: declared.colours.ink, width: 1, dash: "dot"}}))});
    const decimals = decimalsFor(ends.map(([,, half]) => half), ends.map(([, value]) => value));
    fill(this.told, t("what_if.bands_text", {n: pairs.length, values: listed(ends.map(([name, value]) => `${quoted(name)} ${number(value, decimals)}`))}));
  }
}

// What the manager sees beside what is so: means of both sides.
function seen(declared, state, pairs) {
  const head = [t("what_if.col.outcome"), ...SIDES.map((which) => `${which.toUpperCase()} – ${sideTitle(declared, state, which)}`)];
  return table(head, declared.seen.map((key) => {
    const outcome = declared.outcomes.find((one) => one.key === key);
    return [[pair(outcome.title), h("small", {}, pair(outcome.unit))], ...SIDES.map((which) => number(mean(pairs.map((one) => one[which].outcomes[key]).filter((value) => !Number.isNaN(value))), 2))];
  }), t("what_if.seen"));
}

export {answer, outcomesTable, Bands, seen};
