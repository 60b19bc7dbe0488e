// A study as the page holds it: points, their runs, what a value or a side is called, and the address at which a run opens in The office.

import {first, write} from "../core/state.js";
import {pair, t} from "../core/text.js";
import {figure} from "./draw.js";

const MINUS = " − ";

// The data of a study with ways to look things up. app: for declarations and language.
function studyOf(app, data) {
  const at = new Map(data.points.point.map((number, i) => [number, i])), runsOf = data.points.point.map(() => []);
  data.runs.point.forEach((number, run) => { if (at.has(number)) runsOf[at.get(number)].push(run); });
  const policies = new Map(data.policies.map((policy) => [policy.name, policy])), outcomes = new Map([...(data.kept ?? []), ...data.outcomes].map((one) => [one.key, one]));
  return {app, data, at, runsOf, policies, outcomes};
}

const policyTitle = (study, name) => (study.policies.has(name) ? pair(study.policies.get(name).title) : name);
const sideTitle = (study, side) => side.split(MINUS).map((name) => policyTitle(study, name)).join(MINUS);
const outcomeTitle = (study, key) => pair(study.outcomes.get(key)?.title ?? [key, key]);
const unitOf = (study, key) => pair(study.outcomes.get(key)?.unit ?? ["", ""]);
const withUnit = (title, unit) => (unit ? `${title} (${unit})` : title);

// A value of an axis as people read it.
function shownValue(value) {
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (Array.isArray(value)) return value.map(shownValue).join(t("semicolon"));
  return typeof value === "number" ? figure(value, false, 4) : String(value ?? "–");
}

// What stands for a point of an axis of linked keys: the value of the first that varies.
const valueAt = (study, axis, i) => study.data.points.values[axis.column]?.[i];

// The side of a point: its policy with its values laid over it.
function sideOf(study, i) {
  const {base} = study.policies.get(study.data.points.policy[i]), values = Object.fromEntries(study.data.keys.map((key) => [key, study.data.points.values[key][i]]));
  return {policy: base.policy, set: {...base.set, ...values}, changes: base.changes};
}

// Where the run-th run opens: the address of The office, or null where no address can say it. against: a point that stands beside it, in the same world.
function addressOf(study, run, against = null, page = "office") {
  const {app, data} = study, i = study.at.get(data.runs.point[run]), base = study.policies.get(data.points.policy[i])?.base;
  if (!base || base.problem) return null;
  const sides = {a: sideOf(study, i)};
  if (against !== null) {
    const other = study.policies.get(data.points.policy[against]).base;
    if (!other.problem && other.office === base.office && JSON.stringify(other.own) === JSON.stringify(base.own)) Object.assign(sides, {a: sideOf(study, against), b: sideOf(study, i)});
  }
  return officeAddress(app, base, sides, data.runs.seed[run], data.facts?.days ?? data.days, page);
}

// The address of a page with an office and sides. seed: a number, or the text of one that is too large for numbers. One side is shown alone.
function officeAddress(app, base, sides, seed, days, page = "office") {
  const state = {...first(app.declared, page), lang: app.state.lang, ...sides, seed, more: page === "office" ? {view: sides.b ? "ab" : "a"} : {}}, years = days / base.per_year;
  if (base.office) state.office = base.office;
  if (base.own) state.own = base.own;
  if (years >= 0.25 && years <= app.declared.start.most_years) state.years = years;
  return write(app.declared, state);
}

// Of the runs of a point the one that is nearest to their mean; -1 if none is held.
function typical(study, i, outcome) {
  const values = study.data.runs.values[outcome], mean = study.data.means?.[outcome]?.mean[i];
  let best = -1, least = Infinity;
  for (const run of study.runsOf[i]) {
    const far = values && Number.isFinite(values[run]) && Number.isFinite(mean) ? Math.abs(values[run] - mean) : Number.MAX_VALUE;
    if (far < least || best < 0) [best, least] = [run, far];
  }
  return best;
}

// What a point is, in words.
function pointWords(study, i) {
  const {data} = study, values = data.axes.map((axis) => `${pair(axis.title)} ${shownValue(valueAt(study, axis, i))}`);
  return [...(data.policies.length > 1 ? [policyTitle(study, data.points.policy[i])] : []), ...values].join(", ");
}

const runWords = (study, run) => t("lab.run", {seed: study.data.runs.seed[run]});

// Rows of a table that was sent column by column.
function rowsOf(table) {
  const names = Object.keys(table ?? {}), count = names.length ? table[names[0]].length : 0;
  return Array.from({length: count}, (_, i) => Object.fromEntries(names.map((name) => [name, table[name][i]])));
}

export {MINUS, studyOf, policyTitle, sideTitle, outcomeTitle, unitOf, withUnit, shownValue, valueAt, addressOf, officeAddress, typical, pointWords, runWords, rowsOf};
