// Regime maps: over two axes, how much one policy does better than another; and the mean of an outcome under each.

import {h, table} from "../core/dom.js";
import {figure as framed} from "../core/charts.js";
import {decimalsFor, number, pair, t, word} from "../core/text.js";
import {cells} from "./cells.js";
import {figure, readout} from "./draw.js";
import {addressOf, outcomeTitle, pointWords, policyTitle, rowsOf, runWords, shownValue, sideTitle, typical, unitOf, valueAt, withUnit} from "./runs.js";

const OPEN = ["cannot tell", "same"];

// Which sides a map can show: differences first, then the mean under each policy.
function mapSides(study) {
  if (study.data.axes.length !== 2) return [];
  const cellsOf = new Set(study.data.points.point.map((_, i) => study.data.axes.map((axis) => JSON.stringify(valueAt(study, axis, i))).join("|")));
  const differences = [...new Set(rowsOf(study.data.tables.regimes).map(({policy, against}) => `${policy} − ${against}`))];
  return cellsOf.size <= 400 ? [...differences, ...study.data.policies.map(({name}) => name)] : differences;
}

function values(study, axis) {
  const found = new Map(study.data.points.point.map((_, i) => [JSON.stringify(valueAt(study, axis, i)), valueAt(study, axis, i)]));
  return [...found.values()].sort((a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b))));
}

const axisTitle = (axis) => withUnit(pair(axis.title), pair(axis.unit));

function mapView(study, {outcome, side}) {
  const [across, up] = study.data.axes, x = values(study, across), y = values(study, up), told = readout(), unit = unitOf(study, outcome);
  const differs = side.includes(" − "), rows = differs ? differences(study, outcome, side, across, up) : means(study, outcome, side, across, up);
  if (!rows.some(({value}) => Number.isFinite(value))) return h("p.panel", {}, t("lab.map.none", {outcome: outcomeTitle(study, outcome), side: sideTitle(study, side)}));
  const most = Math.max(...rows.map(({value}) => Math.abs(value)).filter(Number.isFinite), 0) || 1, known = rows.map(({value}) => value).filter(Number.isFinite), low = Math.min(...known), high = Math.max(...known);
  const better = study.outcomes.get(outcome)?.better, way = better === "lower" ? -1 : 1, stops = study.app.declared.colours.diverging;
  const decimals = differs ? decimalsFor(rows.map((row) => (row.high - row.low) / 2), known) : null, shown = (value) => (decimals === null ? figure(value) : number(value, decimals, true));
  const found = rows.filter(({value}) => Number.isFinite(value)).map((row) => ({
    column: x.findIndex((one) => JSON.stringify(one) === JSON.stringify(row.x)), row: y.findIndex((one) => JSON.stringify(one) === JSON.stringify(row.y)),
    share: differs ? way * row.value / most : 0.5 + 0.5 * (row.value - low) / (high - low || 1), text: shown(row.value), hatched: differs && OPEN.includes(row.verdict), go: row.go,
    words: [`${pair(across.title)} ${shownValue(row.x)}, ${pair(up.title)} ${shownValue(row.y)}: ${shown(row.value)} ${unit}${differs ? ` [${shown(row.low)}${t("semicolon")}${shown(row.high)}], ${word("verdicts", row.verdict)}` : ` ± ${figure(row.error)}`}`,
            row.run >= 0 && row.go ? t("lab.opens", {run: runWords(study, row.run)}) : ""].filter(Boolean).join(" · ")}));
  const name = `${outcomeTitle(study, outcome)}: ${sideTitle(study, side)}`;
  const chart = cells(name, {x: x.map(shownValue), y: y.map(shownValue), titles: [axisTitle(across), axisTitle(up)], found, stops, signed: differs, told, hint: t("lab.hint")});
  const [policy, against] = side.split(" − ");
  const caption = differs ? t("lab.map.caption", {outcome: outcomeTitle(study, outcome), unit, policy: policyTitle(study, policy), against: policyTitle(study, against)})
    : t("lab.map.mean", {outcome: outcomeTitle(study, outcome), unit, policy: policyTitle(study, policy)});
  const head = differs ? [axisTitle(across), axisTitle(up), withUnit(t("lab.difference"), unit), t("lab.interval"), t("lab.verdict"), t("lab.worlds"), t("lab.open")]
    : [axisTitle(across), axisTitle(up), withUnit(t("lab.mean"), unit), t("lab.error"), t("lab.open")];
  const lines = rows.map((row) => [shownValue(row.x), shownValue(row.y), shown(row.value), ...(differs ? [`${shown(row.low)}${t("semicolon")}${shown(row.high)}`, word("verdicts", row.verdict), String(row.worlds)] : [figure(row.error)]), opens(study, row.go, row.run)]);
  return [framed(name, [chart, told], caption), h("details", {}, h("summary", {}, t("table")), table(head, lines, name))];
}

// A link to a run, or why there is none.
const opens = (study, go, run) => (go ? h("a", {href: go}, runWords(study, run)) : "–");

function same(study, axis, i, value) { return JSON.stringify(valueAt(study, axis, i)) === JSON.stringify(value); }

function pointOf(study, across, up, row, policy) {
  return study.data.points.point.findIndex((_, i) => study.data.points.policy[i] === policy && same(study, across, i, row.x) && same(study, up, i, row.y));
}

function differences(study, outcome, side, across, up) {
  const {regimes} = study.data.tables, names = Object.keys(regimes), [first, second] = [names[3], names[4]];
  return rowsOf(regimes).filter((row) => row.outcome === outcome && `${row.policy} − ${row.against}` === side).map((one) => {
    const row = {x: one[first], y: one[second], value: one.difference ?? NaN, low: one.low ?? NaN, high: one.high ?? NaN, verdict: one.verdict, worlds: one.twin_worlds};
    const mine = pointOf(study, across, up, row, one.policy), theirs = pointOf(study, across, up, row, one.against), run = mine < 0 ? -1 : typical(study, mine, outcome);
    return {...row, run, go: run < 0 ? null : addressOf(study, run, theirs < 0 ? null : theirs)};
  });
}

function means(study, outcome, policy, across, up) {
  const {mean, error} = study.data.means[outcome];
  return study.data.points.point.flatMap((_, i) => {
    if (study.data.points.policy[i] !== policy) return [];
    const run = typical(study, i, outcome);
    return [{x: valueAt(study, across, i), y: valueAt(study, up, i), value: mean[i] ?? NaN, error: error[i], run, go: run < 0 ? null : addressOf(study, run), words: pointWords(study, i)}];
  });
}

export {mapSides, mapView, opens};
