// What stands beside the pictures: the legend, the keys, and what the runs come to.

import {h, fill, table} from "../core/dom.js";
import {measuring} from "../core/outcomes.js";
import {decimalsFor, exact, number, pair, t} from "../core/text.js";
import {LEVELS} from "./floor.js";
import {INK} from "./sketch.js";

function legend() {
  const edge = (i) => (i < LEVELS.length - 1 ? t("office.under", {n: exact(LEVELS[i][0])}) : t("office.over", {n: exact(LEVELS.at(-2)[0])}));
  return h("div.legend", {}, h("span", {}, t("office.strain")), LEVELS.map(([, colour, full], i) => h("span.level", {}, h("svg", {width: "20", height: "20", viewBox: "0 0 20 20", "aria-hidden": "true"},
    h("path", {d: chord(full), fill: colour}), h("circle", {cx: "10", cy: "10", r: "9", fill: "none", stroke: INK, "stroke-width": "1.4"})), edge(i))), h("span", {}, t("office.legend")));
}

// The part of a circle that is full to a share, from below.
function chord(full) {
  const half = Math.acos(1 - 2 * full), x = 8.4 * Math.sin(half), y = 10 + 8.4 * Math.cos(half);
  return full >= 1 ? "M10 1.6 A8.4 8.4 0 1 0 10.01 1.6 Z" : `M${10 - x} ${y} A8.4 8.4 0 ${full > 0.5 ? 1 : 0} 0 ${10 + x} ${y} Z`;
}

// The keys, and whether single letters are among them. change(on): told when that is switched.
function keys(change) {
  const all = ["play", "minute", "hour", "day", "event", "person", "speed", "escape"];
  return h("details.keys", {}, h("summary", {}, t("office.keys")), h("ul", {}, all.map((one) => h("li", {}, t(`office.keys.${one}`)))),
    h("label", {}, h("input", {type: "checkbox", checked: true, onchange: ({target}) => change(target.checked)}), " ", t("office.keys.on")));
}

// What the runs come to, by the formulas that hold everywhere. sides: those that are shown, with a run.
function tellOutcomes(root, declared, sides, world) {
  const values = sides.map(({run}) => measuring(declared, run.scenario, run.days)(run.made));
  const rows = declared.outcomes.filter(({main}) => main).map(({key, title, unit}) => {
    const here = values.map((one) => one[key]), digits = decimalsFor([], here);
    return [[pair(title), pair(unit) ? h("small", {}, pair(unit)) : null], ...here.map((value, i) => h("span", {data: {outcome: key, side: sides[i].name, value: String(value)}}, number(value, digits)))];
  });
  fill(root, h("p", {}, t("office.outcomes.text", {n: world + 1})), table([t("office.outcome"), ...sides.map(({name}) => name.toUpperCase())], rows, t("office.outcomes")));
}

export {legend, keys, tellOutcomes};
