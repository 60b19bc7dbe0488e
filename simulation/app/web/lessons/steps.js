// The steps of a lesson. Each: (view) → {content: elements, refresh() when a run is done, close()}. view: {app, lesson, runs, bet, room, set(more)}.

import {band, big, draw, faded, figure} from "../core/charts.js";
import {command, fill, h, table} from "../core/dom.js";
import {first, write} from "../core/state.js";
import {number, pair, t} from "../core/text.js";
import {Panel, ended} from "./classroom.js";
import {axisEnd, drawing, ordinal, pickOptions, picking, stretchNames, unitOfTime} from "./draw.js";
import {revealed} from "./reveal.js";
import {claimed, outcomeOf, sideName} from "./told.js";

const text = (view, key) => t(`lessons.${view.lesson.name}.${key}`);
const colours = ({app}) => ({a: app.declared.colours.baseline, b: app.declared.colours.policies[0], c: app.declared.colours.policies[1]});

function hook(view) {
  return {content: [h("p.lead", {}, text(view, "hook.1")), h("p.lead", {}, text(view, "hook.2"))]};
}

function question(view) {
  const sides = Object.keys(view.lesson.sides);
  return {content: [h("p.ask", {}, text(view, "question")), h("h3", {}, t("lessons.sides")),
    h("div.cards", {}, sides.map((side) => h("div.panel", {class: `side-${side}`}, h("h4", {}, text(view, `side.${side}`)), h("p", {}, text(view, `side.${side}.text`))))),
    h("h3", {}, t("lessons.discuss")), h("ul", {}, [1, 2, 3].map((i) => h("li", {}, text(view, `ask.${i}`)))), h("p.quiet", {}, t("lessons.same_worlds", {n: view.runs.worlds}))]};
}

// Place a bet: the side that is given is run first, so that it can be shown.
function bet(view) {
  const {lesson, runs} = view, {kind} = lesson.bet, status = h("p.quiet", {role: "status"}), own = h("div"), meaning = outcomeOf(view.app, {outcome: lesson.bet.outcome ?? lesson.bet.column});
  const said = () => fill(status, t(view.bet ? "lessons.bet.placed" : "lessons.bet.none"));
  const placed = (value) => { view.set({bet: Array.isArray(value) ? value.join(",") : value}, true); said(); };
  const ready = () => runs.ready(["a"]).length;
  let given = [], tool = null;
  const panel = new Panel(view.app, () => ({lesson: lesson.name, ...(kind === "curve" ? {given, high: axisEnd(given, lesson.bet.room)} : {})}), view.room, (room) => view.set({room}, true));
  const refresh = () => {
    if (kind !== "curve") return;
    if (runs.problem) { fill(status, t("lessons.failed", {why: runs.problem})); return; }
    if (ready() < Math.min(lesson.enough, runs.worlds)) { fill(status, t("lessons.first", {n: ready()})); return; }
    given = runs.curve("a").map(({mean}) => mean);
    const high = Math.max(axisEnd(given, lesson.bet.room), ...(view.bet ?? []));
    if (tool) { tool.show(given, high); return; }
    tool = drawing({labels: stretchNames(lesson.stretches, lesson.bet.days), given, first: Math.floor(lesson.bet.first / lesson.bet.days), high, points: view.bet, names: {given: text(view, "given"), unit: text(view, "unit")}, changed: placed});
    fill(own, tool.element);
    tool.show(given, high);
    panel.element.classList.remove("early");
    said();
  };
  if (kind === "curve") { panel.element.classList.add("early"); runs.ask(["a"]); } else { fill(own, picking({question: text(view, "bet"), options: pickOptions(lesson), picked: view.bet, changed: placed})); said(); }
  return {content: [kind === "curve" ? h("p.ask", {}, text(view, "bet")) : null, panel.element, own, meaning ? h("p.quiet", {}, meant(meaning)) : null, status], refresh, close() { panel.close(); tool?.close(); }};
}

// What an outcome means, after its name unless it begins with that.
const meant = ({title, meaning}) => (pair(meaning).startsWith(pair(title)) ? pair(meaning) : t("lessons.meaning", {title: pair(title), meaning: pair(meaning)}));

// All sides, world by world.
function run(view) {
  const {lesson, runs} = view, chart = h("div.plot"), said = h("p", {role: "status"}), beside = h("div"), bar = h("progress", {max: "1", "aria-label": t("lessons.progress")}), names = Object.keys(lesson.sides);
  if (view.room) ended(view.app, view.room, "closed");
  runs.ask(names);
  let drawn = 0;
  const refresh = () => {
    const done = names.map((name) => runs.ready([name]).length).reduce((a, b) => a + b), all = runs.worlds * names.length, worlds = runs.ready(names).length;
    bar.setAttribute("value", String(done / all));
    fill(said, runs.problem ? t("lessons.failed", {why: runs.problem}) : t(worlds === runs.worlds ? "lessons.ran" : "lessons.runs", {n: worlds, of: runs.worlds}));
    if (worlds === drawn) return;
    drawn = worlds;
    const [traces, layout] = outcomeChart(view, names);
    draw(chart, traces, layout);
    fill(beside, h("details", {}, h("summary", {}, t("table")), outcomeTable(view, names)));
  };
  return {content: [h("p", {}, view.bet ? null : t("lessons.bet.missing")), bar, said, figure(text(view, "question"), plotted(view, chart), legend(view, names), beside)], refresh};
}

// The bet's outcome under some sides: curves with bands, or a mark with a band for each.
function outcomeChart(view, names) {
  const {lesson, runs, app} = view, colour = colours(view);
  if (lesson.bet.kind === "curve") {
    const labels = stretchNames(lesson.stretches, lesson.bet.days), curves = names.map((name) => runs.curve(name, names));
    const traces = names.flatMap((name, i) => band(labels, curves[i].map(({low}) => low), curves[i].map(({mean}) => mean), curves[i].map(({high}) => high), colour[name], sideName(lesson, name), name === "a" ? "dash" : "solid"));
    const every = Math.ceil(labels.length * (big() ? 70 : 45) / Math.min(1400, innerWidth - 110)), ticks = labels.filter((_, i) => i % every === 0);
    return [traces, {height: big() ? 520 : 400, xaxis: {type: "category", tickangle: 0, tickvals: ticks, ticktext: ticks.map(ordinal), title: {text: unitOfTime(labels)}}, margin: {l: 50, r: 16, t: 12, b: 55}, yaxis: {rangemode: "tozero"}}];
  }
  const outcome = outcomeOf(app, {outcome: lesson.bet.outcome}), worlds = runs.ready(names), marks = names.map((name) => ({name, values: runs.values({outcome: outcome.key}, name, worlds)}));
  const traces = marks.map(({name, values}) => {
    const sorted = [...values].sort((a, b) => a - b), middle = values.reduce((a, b) => a + b, 0) / values.length, at = (share) => sorted[Math.round((sorted.length - 1) * share)];
    return {x: [middle], y: [sideName(lesson, name)], mode: "markers", type: "scatter", marker: {size: big() ? 20 : 14, color: colour[name]}, name: sideName(lesson, name), hovertemplate: `%{x:.1f}<extra></extra>`,
            error_x: {type: "data", symmetric: false, array: [at(0.9) - middle], arrayminus: [middle - at(0.1)], color: faded(colour[name], 0.6), thickness: big() ? 8 : 5, width: 0}};
  });
  return [traces, {height: (big() ? 110 : 75) * names.length + 70, xaxis: {rangemode: "tozero"}, yaxis: {autorange: "reversed"}}];
}

// A chart under the unit of its curves; Plotly would cut a long one on a phone.
function plotted(view, chart) {
  const {bet} = view.lesson, outcome = outcomeOf(view.app, bet);
  return h("div", {}, h("p.quiet.unit", {}, bet.kind === "curve" ? text(view, "unit") : `${pair(outcome.title)} (${pair(outcome.unit)})`), chart);
}

const legend = (view, names) => h("ul.legend", {}, names.map((name) => h("li", {}, h("span.swatch", {class: `swatch-${name}${name === "a" && view.lesson.bet.kind === "curve" ? " dashed" : ""}`, "aria-hidden": "true"}), sideName(view.lesson, name))), h("li.quiet", {}, t("lessons.bands")));

function outcomeTable(view, names, more = []) {
  const {lesson, runs} = view;
  if (lesson.bet.kind === "curve") {
    const labels = stretchNames(lesson.stretches, lesson.bet.days), curves = names.map((name) => runs.curve(name, names)), say = (value) => number(value, 1);
    return table([t("lessons.when"), ...names.map((name) => sideName(lesson, name)), ...more.map(({name}) => name)],
      labels.map((label, i) => [label, ...curves.map((curve) => t("lessons.span", {mean: say(curve[i].mean), low: say(curve[i].low), high: say(curve[i].high)})), ...more.map(({values}) => (values[i] === null ? "–" : say(values[i])))]), text(view, "unit"));
  }
  const worlds = runs.ready(names), outcome = outcomeOf(view.app, {outcome: lesson.bet.outcome});
  return table([t("lessons.side"), pair(outcome.title)], names.map((name) => { const values = runs.values({outcome: outcome.key}, name, worlds); return [sideName(lesson, name), number(values.reduce((a, b) => a + b, 0) / values.length, 2)]; }), `${pair(outcome.title)} (${pair(outcome.unit)})`);
}

// A step that tells what came out needs all worlds; until they are there, it says how many are.
function whenReady(view, tell) {
  const {runs, lesson} = view, names = Object.keys(lesson.sides), place = h("div"), wait = h("p.quiet", {role: "status"});
  let told = false;
  runs.ask(names);
  const refresh = () => {
    const worlds = runs.ready(names).length;
    if (runs.problem && worlds < runs.worlds) fill(wait, t("lessons.failed", {why: runs.problem}));
    else fill(wait, worlds < runs.worlds ? t("lessons.runs", {n: worlds, of: runs.worlds}) : "");
    if (told || worlds < runs.worlds) return;
    told = true;
    tell(place);
  };
  return {content: [wait, place], refresh};
}

const reveal = (view) => whenReady(view, (place) => revealed(view, place, {outcomeChart, outcomeTable, legend, plotted, ended, text}));

function why(view) {
  return whenReady(view, (place) => fill(place, view.lesson.claims.map((claim, i) => { const {text: said, note, held} = claimed(view.runs, claim, i); return h("div.why", {class: held ? null : "otherwise"}, h("p.lead", {}, said), note ? h("p.quiet", {}, note) : null); }),
    h("h3", {}, t("lessons.limits")), h("p", {}, text(view, "limits")), h("p.quiet", {}, t("lessons.illustration"))));
}

// Things to try, as addresses of the other pages, and the same lesson in other worlds.
function further(view) {
  const {app, lesson} = view, {seed} = app.state;
  const link = ({page, office, a, b}) => write(app.declared, {...first(app.declared, page), lang: app.state.lang, office, a, b, seed, years: lesson.years < 1 ? 1 : lesson.years});
  return {content: [h("ul.tries", {}, lesson.tries.map((one, i) => h("li", {}, h("a", {href: link(one), data: {try: one.page}}, text(view, `try.${i + 1}`)), h("small", {}, t(`nav.${one.page}`)))),
    h("li", {}, h("a", {href: write(app.declared, {...app.state, seed: seed + 1000, more: {lesson: lesson.name, step: "run", bet: app.state.more.bet}})}, t("lessons.other_worlds")), h("small", {}, t("lessons.other_worlds.why")))),
    h("h3", {}, t("lessons.take")), h("p", {}, t("lessons.take.how")), h("pre.command", {}, command(`guichet export --lesson ${lesson.name} --lang ${app.state.lang}`))]};
}

const STEPS = {hook, question, bet, run, reveal, why, try: further};
const MINUTES = {hook: 1, question: 2, bet: 2, run: 1, reveal: 1, why: 2, try: 1};

export {STEPS, MINUTES};
