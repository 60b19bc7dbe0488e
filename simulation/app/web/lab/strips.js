// Distributions by policy: every run as a dot, with a box from quarter to quarter, whiskers from tenth to tenth, and the mean.

import {h, table} from "../core/dom.js";
import {figure as framed} from "../core/charts.js";
import {mean, quantile} from "../core/paired.js";
import {t} from "../core/text.js";
import {across, figure, label, reach, reachable, readout, scale, size, stage} from "./draw.js";
import {addressOf, outcomeTitle, pointWords, policyTitle, runWords, unitOf, withUnit} from "./runs.js";

const MOST_DOTS = 1200;

function stripsView(study, {outcome}) {
  const {runs, points, policies} = study.data, values = runs.values[outcome], told = readout(), unit = unitOf(study, outcome), name = outcomeTitle(study, outcome);
  const groups = policies.map(({name: policy}, order) => {
    const held = runs.point.flatMap((number, run) => (study.at.has(number) && points.policy[study.at.get(number)] === policy && Number.isFinite(values[run]) ? [run] : []));
    return {policy, order, held, numbers: held.map((run) => values[run])};
  });
  const every = Math.ceil(groups.reduce((total, {held}) => total + held.length, 0) / MOST_DOTS);
  const chart = stage(name, 300, (width) => drawn(study, groups, {name, unit, told, every, values}, width)).element;
  const head = [t("lab.policy"), t("lab.runs"), withUnit(t("lab.mean"), unit), t("lab.tenth", {n: 10}), t("lab.tenth", {n: 25}), t("lab.median"), t("lab.tenth", {n: 75}), t("lab.tenth", {n: 90})];
  const rows = groups.map(({policy, numbers}) => [policyTitle(study, policy), String(numbers.length), figure(numbers.length ? mean(numbers) : NaN), ...[0.1, 0.25, 0.5, 0.75, 0.9].map((share) => figure(quantile(numbers, share)))]);
  const caption = [t("lab.strips.caption"), every > 1 ? t("lab.strips.some", {n: every}) : ""].join(" ");
  return [framed(name, [chart, told], caption), h("details", {}, h("summary", {}, t("table")), table(head, rows, name))];
}

function drawn(study, groups, {name, unit, told, every, values}, width) {
  const letter = size(), margin = Math.min(width * 0.3, letter * 14), tall = 96, top = 8, bottom = top + tall * groups.length, height = bottom + letter * 4.4;
  const [low, high] = reach(groups.flatMap(({numbers}) => numbers)), at = scale(low, high, margin, width - 16), marks = [], {colours} = study.app.declared;
  const svg = h("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name}, across(at, low, high, {y: bottom, top, title: withUnit(name, unit)}),
    groups.map(({policy, order, held, numbers}) => {
      const middle = top + (order + 0.5) * tall, colour = order ? colours.policies[(order - 1) % colours.policies.length] : colours.baseline;
      const dots = held.filter((_, i) => i % every === 0).map((run, i) => {
        const x = at(values[run]), y = middle - 30 + 32 * jitter(i), point = study.at.get(study.data.runs.point[run]), go = addressOf(study, run);
        const element = h("circle", {cx: x, cy: y, r: 4, fill: colour, "fill-opacity": 0.6, stroke: colour, "stroke-width": 0.8});
        marks.push({element, x, y, go, words: [`${pointWords(study, point)}: ${figure(values[run])} ${unit}`, go ? t("lab.opens", {run: runWords(study, run)}) : runWords(study, run)].join(" · ")});
        return element;
      });
      const [p10, p25, p50, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => at(quantile(numbers, share))), y = middle + 26;
      return [h("g", {"aria-hidden": "true"}, label(policyTitle(study, policy), margin - 10, middle, Math.floor(margin / (letter * 0.54)), {"text-anchor": "end"}), h("line", {x1: margin, x2: width - 8, y1: top + (order + 1) * tall, y2: top + (order + 1) * tall, class: "lab-grid"})),
              dots, numbers.length ? h("g", {"aria-hidden": "true"}, h("line", {x1: p10, x2: p90, y1: y, y2: y, stroke: colour, "stroke-width": 2}),
                h("rect", {x: p25, y: y - 9, width: Math.max(1, p75 - p25), height: 18, fill: "white", stroke: colour, "stroke-width": 2}), h("line", {x1: p50, x2: p50, y1: y - 9, y2: y + 9, stroke: colour, "stroke-width": 3}),
                h("path", {d: diamond(at(mean(numbers)), y), fill: "#1f2933"})) : null];
    }));
  return marks.length ? reachable(svg, marks, told, t("lab.hint.run")) : svg;
}

const diamond = (x, y) => `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`;
const jitter = (i) => (i * 0.6180339887) % 1;  // the golden ratio spreads dots evenly, the same each time

export {stripsView};
