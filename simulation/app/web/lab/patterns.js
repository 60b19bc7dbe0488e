// The pattern report: which observed patterns the model gives, fitted and kept aside apart; rival theories on the same patterns; any other tables.

import {h, table} from "../core/dom.js";
import {pair, t} from "../core/text.js";
import {figure, plusMinus, scale} from "./draw.js";
import {rowsOf} from "./runs.js";

const USES = ["fit", "kept"];

// A row for each pattern: its findings, and whether all hold.
function grouped(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.pattern, [...(found.get(row.pattern) ?? []), row]);
  return [...found].map(([key, findings]) => ({key, findings, use: findings[0].use, holds: findings.every((one) => one.holds)}));
}

const mark = (words, holds) => h(`span.tag.${holds ? "better" : "worse"}`, {}, words[holds ? "pass" : "fail"]);

function patternsView(data) {
  const words = pair(data.words), rows = rowsOf(data.tables.patterns), arms = [...new Set(rows.map((row) => row.arm))];
  if (arms.length > 1) return theoriesView(data, "patterns");
  const found = grouped(rows), count = (use) => found.filter((one) => one.use === use);
  return [h("div.answer", {}, USES.filter((use) => count(use).length).map((use) => h("p.lead", {}, words.counts[use].replace("{holds}", count(use).filter(({holds}) => holds).length).replace("{all}", count(use).length))), h("p", {}, words.caution)),
    USES.filter((use) => count(use).length).map((use) => [h("h2", {}, words.uses[use]), h("p", {}, words.lead[use]), h("p.quiet", {}, t("lab.patterns.bands")),
      table([...words.head.slice(0, 4), t("lab.patterns.place"), words.head[4], words.head[5]], count(use).flatMap(({key, findings}) => findings.map((row, i) => [
        i ? h("span.away", {}, key) : [h("b", {}, key), " ", pair(data.patterns[key] ?? [row.title, row.title])], [pair([row.finding, row.finding_fr]) || "–", h("small", {}, pair([row.unit, row.unit_fr]))], value(row), limits(words, row), band(row), [mark(words, row.holds), row.close ? h("small", {}, words.close) : ""], i ? "" : row.source])), words.uses[use])])];
}

const value = (row) => plusMinus(row.value, row.error);

function limits(words, {low, high}) {
  const [from, to] = [low, high].map((end) => (Number.isFinite(end) ? figure(end) : ""));
  return from && to ? words.between.replace("{low}", from).replace("{high}", to) : from ? words.at_least.replace("{low}", from) : to ? words.at_most.replace("{high}", to) : "–";
}

// Where a figure lies: the band green, the figure with two standard errors either way.
function band({low, high, value, error, holds}) {
  if (![low, high, value].every(Number.isFinite) || high <= low) return "";
  const wide = high - low, at = scale(low - wide * 0.6, high + wide * 0.6, 0, 150), inside = (place) => Math.max(2, Math.min(148, place)), x = inside(at(value)), ends = [value - 2 * (error ?? 0), value + 2 * (error ?? 0)].map((end) => inside(at(end)));
  const colour = holds ? "#1b6e53" : "#a63d00";
  return h("svg", {width: 150, height: 22, "aria-hidden": "true"}, h("rect", {x: at(low), y: 3, width: at(high) - at(low), height: 16, fill: "#cfe8dc"}), h("line", {x1: ends[0], x2: ends[1], y1: 11, y2: 11, stroke: colour, "stroke-width": 2}),
    holds ? h("circle", {cx: x, cy: 11, r: 5, fill: colour}) : h("path", {d: `M${x - 5} 6L${x + 5} 16M${x - 5} 16L${x + 5} 6`, stroke: colour, "stroke-width": 3, fill: "none"}));
}

// Theories, or members of an ensemble, side by side.
function theoriesView(data, name = "theories") {
  const words = pair(data.words), rows = rowsOf(data.tables[name]), arms = [...new Set(rows.map((row) => row.arm))], found = Object.fromEntries(arms.map((arm) => [arm, new Map(grouped(rows.filter((row) => row.arm === arm)).map((one) => [one.key, one]))]));
  const known = arms.every((arm) => data.theories[arm]), keys = [...new Set(rows.map((row) => row.pattern))], title = (key) => [h("b", {}, key), " ", pair(data.patterns[key] ?? [key, key]), h("small", {}, words.uses[rows.find((row) => row.pattern === key).use])];
  if (!known) {
    const share = (key) => arms.filter((arm) => found[arm].get(key)?.holds).length / arms.length;
    return [h("h2", {}, words.members), table([words.head[0], "%"], keys.map((key) => [title(key), figure(100 * share(key))]), words.members)];
  }
  const counted = (arm, use) => { const of = [...found[arm].values()].filter((one) => one.use === use); return [of.filter(({holds}) => holds).length, of.length]; };
  return [h("h2", {}, words.theories), arms.map((arm) => { const [[fit, fits], [kept, kepts]] = USES.map((use) => counted(arm, use)); return h("p", {}, words.explains.replace("{title}", pair(data.theories[arm].title)).replace("{fit}", fit).replace("{fits}", fits).replace("{kept}", kept).replace("{kepts}", kepts)); }),
    table([words.head[0], ...arms.map((arm) => pair(data.theories[arm].title))], keys.map((key) => [title(key), ...arms.map((arm) => (found[arm].has(key) ? mark(words, found[arm].get(key).holds) : "–"))]), words.theories),
    h("dl", {}, arms.map((arm) => [h("dt", {}, pair(data.theories[arm].title)), h("dd", {}, pair(data.theories[arm].meaning))]))];
}

// Tables of an unknown kind, as they are.
function othersView(others) {
  return Object.entries(others ?? {}).map(([name, {rows, table: held}]) => {
    const names = Object.keys(held), shown = names.length ? held[names[0]].length : 0;
    return h("details", {}, h("summary", {}, t("lab.file", {name, n: rows})), shown < rows ? h("p.quiet", {}, t("lab.file.some", {n: shown})) : "", table(names, Array.from({length: shown}, (_, i) => names.map((one) => cell(held[one][i]))), name));
  });
}

const cell = (value) => (typeof value === "number" ? figure(value) : value === null ? "–" : typeof value === "boolean" ? t(value ? "yes" : "no") : String(value));

export {patternsView, theoriesView, othersView};
