// Folders of `guichet when`: maps of where discretion or presence pays, what each mechanism adds, regret, costs.

import {h, table} from "../core/dom.js";
import {figure as framed} from "../core/charts.js";
import {decimalsFor, number, pair, t} from "../core/text.js";
import {cells} from "./cells.js";
import {figure, readout} from "./draw.js";
import {officeAddress, rowsOf} from "./runs.js";

const OPEN = ["open", "flips"];
const titleOf = (data, key) => pair(data.outcomes.find((one) => one.key === key)?.title ?? [key, key]);
const unitOf = (data, key) => pair(data.outcomes.find((one) => one.key === key)?.unit ?? ["", ""]);
const gain = (data, row) => (data.outcomes.find(({key}) => key === row.outcome)?.better === "higher" ? row.difference : -row.difference);
const decimalsOf = (rows) => decimalsFor(rows.map((row) => (row.high - row.low) / 2), rows.map((row) => row.difference));
const interval = (row, decimals) => `${number(row.difference, decimals, true)} [${number(row.low, decimals, true)}${t("semicolon")}${number(row.high, decimals, true)}]`;

// settings: map, outcome.
function whenMap(app, data, {map, outcome}) {
  const words = pair(data.words), rows = rowsOf(data.tables.maps).filter((row) => row.map === map && row.outcome === outcome), told = readout();
  const [x, y] = ["x", "y"].map((axis) => [...new Set(rows.map((row) => row[axis]))].sort((a, b) => a - b)), most = Math.max(...rows.map((row) => Math.abs(row.difference))) || 1, decimals = decimalsOf(rows);
  const titles = [rows[0]?.across, rows[0]?.up].map((key) => words.axes[key] ?? key ?? ""), name = `${words.maps[map] ?? map}: ${titleOf(data, outcome)}`;
  const said = (row) => `${words.sides[row.zone] ?? row.zone}${row.why ? ` (${words.why[row.why] ?? row.why})` : ""}`;
  const found = rows.map((row) => ({column: x.indexOf(row.x), row: y.indexOf(row.y), share: gain(data, row) / most, text: `${number(row.difference, decimals, true)}${row.zone === "flips" ? " ⇄" : ""}`, hatched: OPEN.includes(row.zone), go: address(app, data, row),
    words: `${titles[0]} ${figure(row.x, false, 4)}, ${titles[1]} ${figure(row.y, false, 4)}: ${interval(row, decimals)} ${unitOf(data, outcome)}, ${said(row)}`}));
  const chart = cells(name, {x: x.map((value) => figure(value, false, 4)), y: y.map((value) => figure(value, false, 4)), titles, found, stops: app.declared.colours.diverging, told, hint: t(found.some(({go}) => go) ? "lab.hint.when" : "lab.hint.marks")});
  const lines = rows.map((row, i) => [figure(row.x, false, 4), figure(row.y, false, 4), number(row.present, decimals), number(row.discreet, decimals), interval(row, decimals), number(100 * Math.max(row.share_discreet, row.share_present)) + " %", said(row), found[i].go ? h("a", {href: found[i].go}, t("lab.open.both")) : "–"]);
  const head = [...titles, words.head[1], words.head[2], words.head[3], words.head[4], words.head[5], t("lab.open")];
  return [framed(name, [chart, told], words.caption), h("details", {}, h("summary", {}, t("table")), table(head, lines, name))];
}

// Both arms at a point, in the first world of the first member.
function address(app, data, row) {
  const held = data.runs?.[row.at];
  if (!held || held.sides.some((side) => side.problem)) return null;
  const [a, b] = held.sides;
  return officeAddress(app, a, {a: {policy: a.policy, set: a.set, changes: a.changes}, b: {policy: b.policy, set: b.set, changes: b.changes}}, held.seed, Math.round(held.years * a.per_year));
}

function mechanismsView(app, data) {
  const words = pair(data.words), rows = rowsOf(data.tables.mechanisms), names = [...new Set(rows.map((row) => row.mechanism ?? ""))], outcomes = data.outcomes.map(({key}) => key), told = readout();
  const most = Object.fromEntries(outcomes.map((key) => [key, Math.max(...rows.filter((row) => row.outcome === key).map((row) => Math.abs(row.difference))) || 1]));
  const decimals = Object.fromEntries(outcomes.map((key) => [key, decimalsOf(rows.filter((row) => row.outcome === key))])), title = (name) => (name ? pair(data.mechanisms[name] ?? [name, name]) : words.difference);
  const found = rows.map((row) => ({column: outcomes.indexOf(row.outcome), row: names.length - 1 - names.indexOf(row.mechanism ?? ""), share: gain(data, row) / most[row.outcome], text: number(row.difference, decimals[row.outcome], true), hatched: OPEN.includes(row.zone), go: null,
    words: `${title(row.mechanism)}, ${titleOf(data, row.outcome)}: ${interval(row, decimals[row.outcome])} ${unitOf(data, row.outcome)}, ${words.sides[row.zone] ?? row.zone}`}));
  const heads = outcomes.map((key) => `${titleOf(data, key)} (${unitOf(data, key)})`);
  const chart = cells(words.mechanisms, {x: heads, y: names.map(title).reverse(), found, stops: app.declared.colours.diverging, told, hint: t("lab.hint.marks"), left: 190, least: 760, tall: 34, below: false});
  const lines = names.map((name) => [title(name), ...outcomes.map((key) => { const row = rows.find((one) => (one.mechanism ?? "") === name && one.outcome === key); return row ? interval(row, decimals[key]) : "–"; })]);
  return [h("h2", {}, words.mechanisms), framed(words.mechanisms, [chart, told], words.mechanisms_text), h("details", {}, h("summary", {}, t("table")), table([t("lab.mechanism"), ...heads], lines, words.mechanisms))];
}

function regretView(app, data) {
  const words = pair(data.words), rows = rowsOf(data.tables.regret).filter((row) => row.future === "all"), outcomes = data.outcomes.map(({key}) => key), title = (name) => pair(data.policies[name] ?? [name, name]);
  const rank = (name) => rows.filter((row) => row.policy === name).reduce((sum, row) => sum + row.rank, 0), names = [...new Set(rows.map((row) => row.policy))].sort((a, b) => rank(a) - rank(b)), told = readout();
  const stops = [[0, "#f7f7f4"], [0.5, "#c9a27a"], [1, "#7a3b0a"]], heads = outcomes.map((key) => `${titleOf(data, key)} (${unitOf(data, key)})`);
  const most = Object.fromEntries(outcomes.map((key) => [key, Math.max(...rows.filter((row) => row.outcome === key).map((row) => row.regret)) || 1]));
  const found = rows.map((row) => ({column: outcomes.indexOf(row.outcome), row: names.length - 1 - names.indexOf(row.policy), share: row.regret / most[row.outcome], text: figure(row.regret), hatched: false, go: null,
    words: `${title(row.policy)}, ${titleOf(data, row.outcome)}: ${words.regret_head[1]} ${figure(row.regret)}${t("semicolon")}${words.regret_head[2]} ${figure(row.worst)} (${words.futures[row.worst_future] ?? row.worst_future})`}));
  const chart = cells(words.regret, {x: heads, y: names.map(title).reverse(), found, stops, signed: false, told, hint: t("lab.hint.marks"), left: 190, least: 760, tall: 34, below: false});
  const futures = Object.keys(words.futures).filter((one) => one !== "all").map((one) => words.futures[one]).join(", ");
  const lines = names.flatMap((name) => rows.filter((row) => row.policy === name).map((row) => [title(name), titleOf(data, row.outcome), figure(row.regret), figure(row.worst), words.futures[row.worst_future] ?? row.worst_future, row.policy === row.against ? "–" : interval(row, decimalsFor([(row.high - row.low) / 2], [row.difference])), words[row.told ? "yes" : "no"]]));
  return [h("h2", {}, words.regret), framed(words.regret, [chart, told], words.regret_caption.replace("{futures}", futures)), h("details", {}, h("summary", {}, t("table")), table([words.regret_head[0], t("lab.outcome"), ...words.regret_head.slice(1)], lines, words.regret))];
}

function costsView(data) {
  const words = pair(data.words), rows = rowsOf(data.tables.costs);
  return [h("h2", {}, words.costs), h("p", {}, words.costs_text), table(words.costs_head, rows.map((row) => [words.maps[row.part] ?? row.part, pair(data.policies[row.policy] ?? [row.policy, row.policy]), figure(row.manager_hours), figure(row.break_minutes), figure(row.room_euros), figure(row.breaks_cut), figure(row.minutes_kept)]), words.costs)];
}

export {whenMap, mechanismsView, regretView, costsView};
