// All state of a page is its address, after the #: `#what-if?office=…&a=…&b=…&b.breaks.overlap=1&b@120.rest_room.exists=false&b@200!train=0.3:outburst`. What cannot be used is told and left out.

import {LARGEST_SEED} from "../engine/engine.js";
import {exact, t} from "./text.js";
import {fault, parsed, happens, shown} from "./scenario.js";

const SIDES = ["a", "b"], LONGEST = 60_000, LAST_DAY = 36_600, MOST_TOLD = 20;

// Settings as they are when nothing is said. more: further settings that a page keeps, as texts (its own business to check).
function first(declared, page = "what-if") {
  const {office, years, worlds, seed} = declared.start;
  return {page, lang: "en", office, own: null, a: side("laissez_faire"), b: side("discreet"), years, worlds, seed, more: {}};
}

const side = (policy) => ({policy, set: {}, changes: []});

// The language that an address asks for, if it does.
const languageOf = (hash) => ["en", "fr"].find((one) => one === new URLSearchParams(hash.split("?")[1]).get("lang"));

// Read an address. Gives {state, problems}, in the language that is spoken.
function read(declared, hash) {
  const [page, query = ""] = hash.replace(/^#/, "").split("?"), state = first(declared, page || "what-if"), problems = [];
  if (query.length > LONGEST) return {state, problems: [t("problem.wrong", {key: "#", given: `${query.slice(0, 40)}…`})]};
  const names = (kind) => [...declared[kind].map(({name}) => name), ...(kind === "policies" ? ["none"] : [])];
  const wrong = (key, given) => problems.push(t("problem.wrong", {key: key.slice(0, 80), given: given.slice(0, 80)}));
  for (const [key, text] of new URLSearchParams(query)) {
    const [, which, day, setting] = key.match(/^([ab])(?:@(\d+))?\.(.+)$/) ?? [], [, of, on, action] = key.match(/^([ab])@(\d+)!(.+)$/) ?? [];
    if (key === "lang") { if (["en", "fr"].includes(text)) state.lang = text; else wrong(key, text); }
    else if (key === "office") { if (names("offices").includes(text)) state.office = text; else wrong(key, text); }
    else if (SIDES.includes(key)) { if (names("policies").includes(text)) state[key].policy = text; else wrong(key, text); }
    else if (key === "own") own(declared, state, text, problems, wrong);
    else if (Object.hasOwn(LIMITS, key)) limited(declared, state, key, text, problems);
    else if (setting) {
      const value = parsed(declared, setting, text), bad = fault(declared, setting, value);
      if (bad) problems.push(bad);
      else if (day === undefined) state[which].set[setting] = value;
      else if (Number(day) > LAST_DAY) wrong(key, day);
      else put(state[which], Number(day), setting, value);
    } else if (action) {
      const {change, bad} = Number(on) > LAST_DAY ? {bad: t("problem.wrong", {key, given: on.slice(0, 80)})} : happens(declared, Number(on), action, text);
      if (bad) problems.push(bad);
      else state[of].changes.push(change);
    } else state.more[key] = text;
  }
  return {state, problems: problems.length > MOST_TOLD ? [...problems.slice(0, MOST_TOLD), "…"] : problems};
}


const LIMITS = {years: (start) => [0.25, start.most_years, false], worlds: (start) => [2, start.most_worlds, true], seed: () => [0, 2 ** 53 - 1 - 1000, true]};

function limited(declared, state, key, text, problems) {
  const [, high] = LIMITS[key](declared.start), value = Number(text), bad = outside(declared, key, text);
  if (key === "seed" && state.page === "office" && value > high && /^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST_SEED) state.seed = text;  // of a study whose runs have seeds of their own: too large for a number, and the engine takes texts
  else if (bad) problems.push(bad);
  else state[key] = value;
}

// What is wrong with years, worlds or the first seed, as somebody wrote it; named: what it is called there. Empty if nothing is.
function outside(declared, key, text, named = key) {
  const [low, high, whole] = LIMITS[key](declared.start), value = Number(text);
  if (text.trim() !== "" && value >= low && value <= high && (!whole || Number.isInteger(value))) return "";
  return t("problem.bounds", {key: named, given: text.slice(0, 80), allowed: t(whole ? "problem.whole" : "problem.number", {low: exact(low), high: exact(high)})});
}

// An office of one's own, from a log or a file: what differs from the defaults, and its dated changes if it has any, as JSON. Its title is a pair (English, French), or one for both.
function own(declared, state, text, problems, wrong) {
  try {
    const {title, values, changes = []} = JSON.parse(text), plain = typeof values === "object" && !Array.isArray(values);  // a text or a number has no keys, and would pass
    const bad = [values, ...changes.map(({set = {}}) => set)].flatMap((set) => Object.entries(set).map(([key, value]) => fault(declared, key, value))).filter(Boolean);
    const dated = changes.map(({day, set = {}, action, amount, situation}) => {
      if (!Number.isInteger(day) || day < 0 || day > LAST_DAY) bad.push(t("problem.wrong", {key: "own", given: String(day).slice(0, 80)}));
      const {change, bad: why} = action ? happens(declared, day, String(action), [amount, situation].filter((one) => one !== null && one !== undefined).join(":")) : {change: {day}};
      if (why) bad.push(why);
      return {...change, set: {...set}};
    });
    if (!plain) wrong("own", text);
    else if (bad.length) problems.push(...bad);
    else state.own = {title: [0, 1].map((place) => String([title].flat()[place] ?? [title].flat()[0]).slice(0, 200)), values, ...(dated.length ? {changes: dated} : {})};
  } catch {
    wrong("own", text);
  }
}

// Set a value of a side on a day: changes of one day are one.
function put(one, day, key, value) {
  const held = one.changes.find((change) => change.day === day && !change.action);
  if (held) held.set[key] = value;
  else one.changes.push({day, set: {[key]: value}});
}

// The address of a state: its language, and what differs from what would be there anyway.
function write(declared, state) {
  const plain = first(declared, state.page), query = new URLSearchParams({lang: state.lang});
  for (const key of ["office", "years", "worlds", "seed"]) if (state[key] !== plain[key]) query.set(key, state[key]);
  if (state.own) query.set("own", JSON.stringify(state.own));
  for (const which of SIDES) {
    if (state[which].policy !== plain[which].policy) query.set(which, state[which].policy);
    for (const [key, value] of Object.entries(state[which].set)) query.set(`${which}.${key}`, shown(value));
    for (const {day, set, action, amount, situation} of state[which].changes) {
      for (const [key, value] of Object.entries(set)) query.set(`${which}@${day}.${key}`, shown(value));
      if (action) query.append(`${which}@${day}!${action}`, situation ? `${amount}:${situation}` : String(amount));
    }
  }
  for (const [key, value] of Object.entries(state.more)) if (value !== undefined && value !== null && value !== "") query.set(key, value);
  const said = query.toString();
  return `#${state.page}${said ? `?${said}` : ""}`;
}

// The seed of a world: so many after the first.
const seedOf = (seed, world) => (typeof seed === "string" ? String(BigInt(seed) + BigInt(world)) : seed + world);

// The documents that a side lays over one another: office, policy, levers with dated changes.
function documents(declared, state, which) {
  const {policy, set, changes} = state[which], named = declared.policies.find(({name}) => name === policy);
  return [state.own ?? declared.offices.find(({name}) => name === state.office), ...(named ? [named] : []), {values: set, changes}];
}

export {SIDES, LIMITS, first, languageOf, outside, read, write, put, seedOf, documents};
