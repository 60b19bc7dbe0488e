// An office, a policy, levers and dated changes laid over one another, as simulation/scenario does it; what is wrong is told in words, never run.

import {exact, t, pair, word} from "./text.js";

// The declaration of a parameter, or undefined: a key may come from an address, and be the name of anything.
const declaredOf = (declared, key) => (Object.hasOwn(declared.parameters, key) ? declared.parameters[key] : undefined);

// What is wrong with one value of a parameter, or null.
function fault(declared, key, value) {
  const parameter = declaredOf(declared, key), given = (Array.isArray(value) ? value.join(", ") : String(value)).slice(0, 80);
  if (!parameter) return t("problem.unknown", {key: key.slice(0, 80)});
  const ok = fits(parameter, value);
  return ok ? null : t("problem.bounds", {key, given, allowed: allowed(parameter)});
}

function fits({kind, whole, low, high, choices, lengths}, value) {
  const inside = (number) => typeof number === "number" && Number.isFinite(number) && number >= low && number <= high && (!whole || Number.isInteger(number));
  if (kind === "bool") return typeof value === "boolean";
  if (kind === "str") return choices.includes(value);
  if (kind !== "list") return inside(value);
  return Array.isArray(value) && value.length > 0 && value.length <= 366 && (!lengths || lengths.includes(value.length)) && value.every(inside);
}

// Something that happens on a day, from `amount` or `amount:situation`, as an address has it. Gives {change}, or what is wrong with it: {bad}.
function happens(declared, day, action, text) {
  const bounds = Object.hasOwn(declared.actions, action) ? declared.actions[action] : undefined, [given, situation = null] = text.split(/:(.*)/s), amount = given.trim() === "" ? NaN : Number(given);
  if (!bounds) return {bad: t("problem.unknown", {key: action})};
  if (!fits(bounds, amount)) return {bad: t("problem.bounds", {key: t(`what_if.action.${action}`), given, allowed: allowed(bounds)})};
  const kinds = action === "train" ? declared.order.kinds : [null];
  return kinds.includes(situation) ? {change: {day, set: {}, action, amount, situation}} : {bad: t("problem.bounds", {key: action, given: text, allowed: kinds[0] ? t("problem.choice", {choices: kinds.join(", ")}) : allowed(bounds)})};
}

// What may be given, in words.
function allowed({kind, whole, low, high, choices}) {
  if (kind === "bool") return t("problem.bool");
  if (kind === "str") return t("problem.choice", {choices: choices.join(", ")});
  return t(kind === "list" ? "problem.list" : whole ? "problem.whole" : "problem.number", {low: exact(low), high: exact(high)});
}

// A value from a text, as an address or a field holds it; a text that fits nothing is given back as it is, and found wrong by `fault`.
function parsed(declared, key, text) {
  const kind = declaredOf(declared, key)?.kind;
  if (kind === "bool") return text === "true" ? true : text === "false" ? false : text;
  if (kind === "list") return text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (kind === "str" || !kind) return text;
  return text.trim() === "" ? NaN : Number(text);
}

const shown = (value) => (Array.isArray(value) ? value.join(",") : String(value));

// The values and dated changes of documents laid over one another, later ones over earlier ones. Each has `values` and perhaps `changes`.
function lay(declared, documents) {
  const values = {};
  for (const [key, {default: first}] of Object.entries(declared.parameters)) values[key] = first;
  for (const document of documents) Object.assign(values, document.values);
  const changes = documents.flatMap((document) => document.changes ?? []).map((change, i) => [change, i]).sort(([a, i], [b, k]) => a.day - b.day || i - k).map(([change]) => change);
  return {values, changes};
}

// Dated changes so that no setting is set twice on a day, as files must have them: the later counts, as in `lay`.
function oneADay(changes) {
  const later = new Set();
  return [...changes].reverse().map((change) => {
    const set = Object.fromEntries(Object.entries(change.set ?? {}).filter(([key]) => !later.has(`${change.day} ${key}`)));
    for (const key of Object.keys(set)) later.add(`${change.day} ${key}`);
    return {...change, set};
  }).filter(({set, action}) => action || Object.keys(set).length).reverse();
}

// The scenario that the engine takes.
function scenario(declared, documents) {
  const {values, changes} = lay(declared, documents), segments = [{first: 0, values}];
  for (const change of changes) {
    if (!change.set || !Object.keys(change.set).length) continue;
    const last = segments.at(-1), current = {...last.values, ...change.set};
    if (last.first === change.day) last.values = current;
    else segments.push({first: change.day, values: current});
  }
  return {segments, changes: changes.map(({day, action = null, amount = 0, situation = null}) => ({day, action, amount: amount ?? 0, situation}))};
}

// What does not go together in a scenario, as sentences; none if all is well.
function conflicts(declared, made, needs = []) {
  const found = new Set(), {channels} = declared.order;
  for (const {values} of made.segments) {
    const total = ["floor", "rest_room", "listening", "conditions"].map((one) => values[`manager.${one}`]).reduce((a, b) => a + b, 0);
    if (total > 1 + 1e-9) found.add(t("problem.attention", {total: exact(Number(total.toFixed(3)))}));
    for (const channel of channels) {
      if (values[`${channel}.per_day`] > 0 && values[`${channel}.posts`] === 0 && !byOthers(channels, values, channel)) found.add(t("problem.served", {channel: word("channels", channel)}));
    }
    if (!channels.some((channel) => values[`${channel}.posts`] > 0)) found.add(t("problem.posts"));
    const days = values["calendar.days_per_week"], daily = (list) => (list.length === 1 ? Array(days).fill(list[0]) : list);
    const [opens, closes] = [daily(values["calendar.open_hour"]), daily(values["calendar.close_hour"])];
    if (opens.length !== days || closes.length !== days || opens.some((hour, i) => closes[i] <= hour)) found.add(t("problem.hours"));
    for (const key of ["demand.weekday_profile", "staff.weekday_share"]) if (![1, days].includes(values[key].length)) found.add(t("problem.weekdays", {key}));
    const [starts, ends, shares] = ["start", "end", "share"].map((one) => values[`staff.shift_${one}`]);
    if (starts.length !== ends.length || starts.length !== shares.length || starts.some((start, i) => ends[i] <= start) || Math.abs(shares.reduce((a, b) => a + b, 0) - 1) > 1e-6) found.add(t("problem.shifts"));
    for (const [first, second] of [["talk.solution", "talk.vent"], ["invention.protective_share", "invention.subversive_share"]]) {
      if (values[first] + values[second] > 1 + 1e-9) found.add(t("problem.shares", {first, second}));
    }
  }
  for (const channel of needs) if (!made.segments.some(({values}) => values[`${channel}.per_day`] > 0)) found.add(t("problem.channel", {channel: word("channels", channel)}));
  return [...found];
}

const evenly = (rank, share) => Math.trunc((rank + 1) * share + 1e-9) > Math.trunc(rank * share + 1e-9);

function byOthers(channels, values, channel) {
  if (channel === "home") return false;
  return channels.some((other) => other !== channel && other !== "home" && Array.from({length: values[`${other}.posts`]}, (_, rank) => rank).some((rank) => {
    const remote = other !== "counter" && evenly(rank, values["staff.remote_share"]);
    return evenly(rank, values["staff.blend"]) && !(remote && channel === "counter");
  }));
}

// The working days of so many years.
function workingDays(values, years) {
  const all = years * values["calendar.days_per_year"], low = Math.floor(all);
  return Math.max(1, all - low === 0.5 ? low + low % 2 : Math.round(all));  // as Python rounds
}

// A file of a policy (or of an office) that the command line takes. head: {name, title: [en, fr], text: [en, fr], needs}.
function toml(declared, kind, head, values, changes = []) {
  const lines = [`[${kind}]`, `name = ${literal(head.name)}`, `title_en = ${literal(head.title[0])}`, `title_fr = ${literal(head.title[1])}`];
  if (head.text?.[0]) lines.push(`text_en = ${literal(head.text[0])}`);
  if (head.text?.[1]) lines.push(`text_fr = ${literal(head.text[1])}`);
  if (head.needs?.length) lines.push(`needs_channel = [${head.needs.map((one) => literal(one)).join(", ")}]`);
  for (const group of Object.keys(declared.groups)) {
    const inside = Object.keys(declared.parameters).filter((key) => key.startsWith(`${group}.`) && key in values);
    if (inside.length) lines.push("", `# ${declared.groups[group].join(" / ")}`, `[${group}]`, ...inside.map((key) => `${key.slice(group.length + 1)} = ${written(declared, key, values[key])}`));
  }
  for (const {day, set = {}, action, amount, situation} of changes) {
    lines.push("", "[[changes]]", `day = ${day}`);
    if (Object.keys(set).length) lines.push(`set = { ${Object.entries(set).map(([key, value]) => `"${key}" = ${written(declared, key, value)}`).join(", ")} }`);
    if (action) lines.push(`action = ${literal(action)}`, `amount = ${Number.isInteger(amount) ? `${amount}.0` : amount}`);
    if (situation) lines.push(`situation = ${literal(situation)}`);
  }
  return lines.join("\n") + "\n";
}

const literal = (text) => JSON.stringify(text).replace(/\x7f/g, "\\u007f");

function written(declared, key, value) {
  if (Array.isArray(value)) return `[${value.map((one) => written(declared, key, one)).join(", ")}]`;
  if (typeof value === "string") return literal(value);
  return typeof value === "number" && !declared.parameters[key].whole && Number.isInteger(value) ? `${value}.0` : String(value);
}

// What a document of the shipped offices or policies is called.
const titled = (document) => pair(document.title);

export {fault, allowed, parsed, happens, shown, lay, scenario, conflicts, oneADay, workingDays, toml, titled};
