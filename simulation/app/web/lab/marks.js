// Rows of marks with their intervals: tornado, Sobol indices, elementary effects, shares of variance.

import {h, table} from "../core/dom.js";
import {figure as framed} from "../core/charts.js";
import {pair, t} from "../core/text.js";
import {across, figure, interval, label, lines, reach, reachable, readout, scale, size, stage} from "./draw.js";
import {addressOf, outcomeTitle, rowsOf, runWords, shownValue, sideTitle, typical, unitOf, valueAt, withUnit} from "./runs.js";
import {opens} from "./maps.js";

// Of each table: the column that names rows, what is drawn of it, what orders rows, and whether values are shares of variance.
const KINDS = {
  swings: {row: "axis", measures: ["below", "above", "other"], order: "swing", shares: false},
  sobol: {row: "axis", measures: ["s1", "st"], order: "st", shares: true},
  morris: {row: "axis", measures: ["mu_star", "sigma", "floor"], order: "mu_star", shares: false},
  shares: {row: "term", measures: ["share"], order: "share", shares: true},
};

const axisOf = (study, name) => study.data.axes.find((axis) => axis.name === name);
const rowTitle = (study, name) => name.split(" × ").map((one) => (axisOf(study, one) ? pair(axisOf(study, one).title) : one)).join(" × ");

function marksView(study, kind, {outcome, side}) {
  const about = KINDS[kind], rows = rowsOf(study.data.tables[kind]).filter((row) => row.outcome === outcome && row.policy === side), words = pair(study.data.words), told = readout();
  const unit = about.shares ? words.share_unit : unitOf(study, outcome), name = `${outcomeTitle(study, outcome)}: ${sideTitle(study, side)}`;
  const names = [...new Set([...rows].sort((a, b) => (b[about.order] ?? 0) - (a[about.order] ?? 0)).map((row) => row[about.row]))];
  const found = rows.flatMap((row) => (kind === "swings" ? [swing(study, listed(study, row), outcome, side)] : about.measures.map((measure) => ({
    row: row[about.row], measure, value: row[measure], low: row[kind === "shares" ? "low" : `${measure}_low`] ?? row[measure], high: row[kind === "shares" ? "high" : `${measure}_high`] ?? row[measure],
    words: `${rowTitle(study, row[about.row])}: ${words.measures[measure]}`, go: null})))).filter(({value}) => Number.isFinite(value));
  if (!found.length) return [h("p.panel", {}, t("lab.nothing", {outcome: outcomeTitle(study, outcome), side: sideTitle(study, side), why: whyNot(study, outcome)}))];
  const used = about.measures.filter((measure) => found.some((mark) => mark.measure === measure));
  const legend = h("p.lab-legend", {}, used.map((measure) => h("span", {}, h("svg", {width: 18, height: 14, "aria-hidden": "true"}, symbol(kind === "swings" ? 1 : about.measures.indexOf(measure), 9, 7, study, 5, study.app.declared.colours.policies[about.measures.indexOf(measure)])), ` ${words.measures[measure]}`)));
  const chart = stage(name, 300, (width) => drawn(study, {name, names, used, found, about, unit, kind, told}, width)).element;
  const title = words.headings[kind][1];
  return [framed(name, [used.length > 1 ? legend : null, chart, told].filter(Boolean), title), h("details", {}, h("summary", {}, t("table")), asTable(study, kind, rows, found, words, unit, name))];
}

// What the analysis says of an outcome of which nothing can be said.
function whyNot(study, outcome) {
  return [...new Set(pair(study.data.notes ?? [[], []]).filter(([title]) => title === outcomeTitle(study, outcome)).map(([, , why]) => why))].join("; ");
}

// The values of a row of a tornado; lists, which its table holds as texts, as lists.
function listed(study, row) {
  const {kind} = study.app.declared.parameters[axisOf(study, row.axis)?.keys[0]] ?? {}, read = (value) => (kind === "list" && typeof value === "string" ? JSON.parse(value) : value);
  return {...row, value: read(row.value), base_value: read(row.base_value)};
}

// A mark of a tornado: what a value of an axis moves, and the run at that value.
function swing(study, row, outcome, side) {
  const axis = axisOf(study, row.axis), words = pair(study.data.words), measure = typeof row.value === "number" ? (row.value < row.base_value ? "below" : "above") : "other", policy = side.split(" − ")[0];
  const point = study.data.points.point.findIndex((_, i) => study.data.points.policy[i] === policy && study.data.points.role[i] === row.axis && axis && JSON.stringify(valueAt(study, axis, i)) === JSON.stringify(row.value));
  const run = point < 0 ? -1 : typical(study, point, outcome), go = run < 0 ? null : addressOf(study, run);
  const change = `${shownValue(row.base_value)} → ${shownValue(row.value)}`;
  return {row: row.axis, measure, value: row.difference, low: row.low ?? row.difference, high: row.high ?? row.difference, run, go, change,
          words: [`${rowTitle(study, row.axis)} ${change}: ${interval({...row, value: row.difference}, true).whole}`, go ? t("lab.opens", {run: runWords(study, run)}) : words.measures[measure]].join(" · ")};
}

// A mark that is told by its form as well as by its colour.
function symbol(order, x, y, study, r = 5, fill = study.app.declared.colours.policies[order]) {
  if (order === 0) return h("circle", {cx: x, cy: y, r, fill});
  if (order === 1) return h("rect", {x: x - r, y: y - r, width: 2 * r, height: 2 * r, fill});
  return h("path", {d: `M${x} ${y - r - 1}L${x + r + 1} ${y}L${x} ${y + r + 1}L${x - r - 1} ${y}Z`, fill});
}

function drawn(study, {name, names, used, found, about, unit, kind, told}, width) {
  const letter = size(), margin = Math.min(width * 0.42, letter * 25), bars = kind === "swings", letters = Math.floor((margin - 14) / (letter * 0.58));
  const tall = Math.max(30, letter * 1.3 * (used.length + 1), 10 + letter * 1.15 * Math.max(...names.map((row) => lines(rowTitle(study, row), letters).length), 1)), top = 10, bottom = top + tall * names.length, height = bottom + letter * 4.4;
  const ends = found.flatMap(({low, high, value}) => [value, 0, ...[low, high].filter((end) => !about.shares || (end > -0.35 && end < 1.35))]), [low, high] = reach(ends), at = scale(low, high, margin, width - 16), marks = [];
  const inside = (place) => Math.max(margin - 4, Math.min(width - 8, place));
  const svg = h("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name},
    across(at, low, high, {y: bottom, top, title: unit, most: 5}),
    h("line", {x1: at(0), x2: at(0), y1: top, y2: bottom, stroke: "#1f2933"}),
    h("g", {"aria-hidden": "true"}, names.map((row, i) => [label(rowTitle(study, row), margin - 10, top + (i + 0.5) * tall, letters, {"text-anchor": "end"}),
      h("line", {x1: margin, x2: width - 8, y1: top + (i + 1) * tall, y2: top + (i + 1) * tall, class: "lab-grid"})])),
    found.map((mark) => {
      const order = about.measures.indexOf(mark.measure), many = bars ? found.filter((one) => one.row === mark.row) : used, place = bars ? many.indexOf(mark) : used.indexOf(mark.measure);
      const y = top + (names.indexOf(mark.row) + (place + 0.75) / (many.length + 0.5)) * tall, x = inside(at(mark.value)), thick = Math.max(5, Math.min(16, tall / (many.length + 1.5)));
      const element = h("g", {}, bars ? h("rect", {x: Math.min(x, at(0)), y: y - thick / 2, width: Math.max(1, Math.abs(x - at(0))), height: thick, fill: study.app.declared.colours.policies[order], "fill-opacity": 0.8}) : null,
        h("rect", {x: x - 10, y: y - 10, width: 20, height: 20, fill: "transparent"}),
        h("line", {x1: inside(at(mark.low)), x2: inside(at(mark.high)), y1: y, y2: y, stroke: bars ? "#1f2933" : study.app.declared.colours.policies[order], "stroke-width": 1.8}),
        bars ? null : symbol(order, x, y, study));
      marks.push({element, x, y, words: bars ? mark.words : `${mark.words} ${mark.low === mark.high ? figure(mark.value) : interval(mark).whole}`, go: mark.go});
      return element;
    }));
  return marks.length ? reachable(svg, marks, told, t(bars ? "lab.hint" : "lab.hint.marks")) : svg;
}

function asTable(study, kind, rows, found, words, unit, name) {
  if (kind === "swings") {
    return table([t("lab.axis"), t("lab.key"), t("lab.value"), withUnit(t("lab.difference"), unit), t("lab.interval"), t("lab.open")],
      found.map((mark) => { const {value, span} = interval(mark, true); return [rowTitle(study, mark.row), axisOf(study, mark.row)?.keys.join(", ") ?? mark.row, mark.change, value, span, opens(study, mark.go, mark.run)]; }), name);
  }
  const {measures, row} = KINDS[kind], cell = (one, measure) => {
    const [low, high] = kind === "shares" ? [one.low, one.high] : [one[`${measure}_low`], one[`${measure}_high`]];
    return Number.isFinite(low) ? interval({value: one[measure], low, high}).whole : figure(one[measure]);
  };
  return table([t("lab.axis"), t("lab.key"), ...measures.map((measure) => (kind === "shares" ? unit.slice(0, 1).toUpperCase() + unit.slice(1) : withUnit(words.measures[measure], unit)))],
    rows.map((one) => [rowTitle(study, one[row]), one[row].split(" × ").map((axis) => axisOf(study, axis)?.keys.join(", ") ?? axis).join(" × "), ...measures.map((measure) => cell(one, measure))]), name);
}

export {KINDS, marksView};
