// What is said, in the language that is on; figures and lists as people of that language write them (as charts/words.py does).

let declared = null, language = "en";

function speak(what, lang) {
  if (what) declared = what;
  language = lang;
  document.documentElement.lang = lang;
}

const spoken = () => language;
const place = () => (language === "fr" ? 1 : 0);

// One of a pair (English, French).
const pair = (both) => both[place()];

// A text of app/texts by its key, with names in braces filled in.
function t(key, named = {}) {
  const said = declared.texts[language][key];
  if (said === undefined) throw new Error(`there is no text ${key}`);
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in named ? String(named[name]) : whole));
}

// A word of reports and stories.
const word = (group, key) => declared.words[language][group][key];

const NARROW = "\u202f", MINUS = "\u2212", MISSING = "–", MOST_DECIMALS = 3;

function number(value, decimals = 0, signed = false) {
  if (value === null || !Number.isFinite(value)) return MISSING;
  const [whole, part] = toFixed(Math.abs(value), decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "fr" ? NARROW : ",");
  const text = part ? grouped + (language === "fr" ? "," : ".") + part : grouped;
  return (!/[1-9]/.test(text) ? "" : value < 0 ? MINUS : signed ? "+" : "") + text;
}

// A number with the decimals that it has.
const exact = (value) => (/e/.test(String(value)) ? String(value) : number(value, (String(value).split(".")[1] ?? "").length));

// Below two (English: at one) what is counted stands in the singular; units are declared in the plural.
const SINGULAR = {people: "person", bureaux: "bureau", "écarts-types": "écart-type"}, SAME = ["mois", "poids"];

// A value's unit: "1 break/day", "0.9 a month".
function unitFor(value, unit) {
  const [whole, first, rest] = unit.match(/^([^/ ]*)(.*)$/), few = language === "fr" ? Math.abs(value) < 2 : value === 1;
  if (first === "1") return t("per", {what: rest.slice(1).replace(/[()]/g, "")});
  if (!few || SAME.includes(first) || rest.startsWith(" ")) return whole;
  return (SINGULAR[first] ?? first.replace(/(?<=\p{Ll}{2})s$/u, "")) + rest;
}

// A setting's value in words: shares as percentages, factors with their sign, others with their unit. parameter: as declared.
function valueWords({kind, unit, whole}, value) {
  if (kind === "bool") return t(value ? "yes" : "no");
  if (Array.isArray(value)) return value.map(exact).join(t("semicolon"));
  if (typeof value !== "number") return String(value);
  if (unit[0] === "share" || unit[0] === "index") return t("share", {n: number(100 * value, 0)});
  if (unit[0] === "factor") return `× ${number(value, 2)}`;
  return [number(value, whole ? 0 : value < 10 && !Number.isInteger(value) ? 2 : 0), unitFor(value, pair(unit))].filter(Boolean).join("\u00a0");
}

// As Python rounds: half of an exactly representable last digit goes to the even one; `toFixed` rounds it up.
function toFixed(value, decimals) {
  const scale = 10 ** decimals, times = value * scale;
  if (times < 2 ** 50 && times % 1 === 0.5 && times / scale === value) return (2 * Math.round(times / 2) / scale).toFixed(decimals);
  return value.toFixed(decimals);
}

// Decimals that show intervals of such half-widths with two digits; if nothing varies, values of such a size with three.
function decimalsFor(widths, values = []) {
  const known = widths.filter((width) => Number.isFinite(width) && width > 0).sort((a, b) => a - b);
  if (known.length) return decimals(known[Math.floor(known.length / 2)], 2);
  const sizes = values.map(Math.abs).filter((size) => Number.isFinite(size) && size > 0);
  return sizes.length ? decimals(Math.max(...sizes), 3) : 0;
}

const decimals = (size, digits) => Math.max(0, Math.min(MOST_DECIMALS, digits - 1 - Math.floor(Math.log10(size))));

function listed(items) {
  return items.length < 2 ? items.join("") : items.slice(0, -1).join(", ") + t("and") + items.at(-1);
}

const small = (title) => title.slice(0, 1).toLowerCase() + title.slice(1);
const quoted = (text) => (language === "fr" ? `«\u00a0${text}\u00a0»` : `“${text}”`);

// What a person of the run is called, by number on the payroll.
function personName(person) {
  const {people} = declared.names, again = Math.floor(person / people.length);
  return people[person % people.length] + (again ? `-${again + 1}` : "");
}

export {speak, spoken, pair, t, word, number, exact, unitFor, valueWords, decimalsFor, listed, small, quoted, personName};
