// Parallel coordinates: a line for each point through all its values to the mean of its outcome; handles on each axis keep some of them, a slider walks through those.

import {fill, h, table} from "../core/dom.js";
import {faded, figure as framed} from "../core/charts.js";
import {number, pair, t} from "../core/text.js";
import {figure, label, lines, plusMinus, readout, says, scale, size, stage, ticks} from "./draw.js";
import {addressOf, outcomeTitle, pointWords, policyTitle, runWords, shownValue, typical, unitOf, valueAt, withUnit} from "./runs.js";

const EACH = 25, MOST_LINKS = 12, STEPS = 100, DASHES = [[], [7, 5], [2, 4]];

// What stands on an upright line: values of an axis of the study, or means of the outcome. at(i): the place of point i from 0 (low) to 1.
function uprights(study, outcome) {
  const {data} = study, made = data.axes.map((axis) => upright(withUnit(pair(axis.title), pair(axis.unit)), data.points.point.map((_, i) => valueAt(study, axis, i)), axis.log));
  return outcome && data.means ? [...made, upright(withUnit(outcomeTitle(study, outcome), unitOf(study, outcome)), data.means[outcome].mean, false)] : made;
}

function upright(title, values, log) {
  if (values.every((value) => value === null || typeof value === "number")) {
    const known = values.filter((value) => value !== null), low = known.length ? known.reduce((a, b) => Math.min(a, b)) : 0, high = known.length ? known.reduce((a, b) => Math.max(a, b)) : 1;
    const way = scale(low, high, 0, 1, log && low > 0), marks = log && low > 0 ? [low, way.back(0.5), high] : ticks(low, high, 4);
    return {title, at: (i) => (values[i] === null ? NaN : way(values[i])), shown: (place) => figure(way.back(place)), marks: marks.map((value) => [way(value), figure(value)]), shownAt: (i) => shownValue(values[i])};
  }
  const words = [...new Set(values.map((value) => JSON.stringify(value)))].sort(), place = (i) => (words.length > 1 ? i / (words.length - 1) : 0.5), read = (i) => shownValue(JSON.parse(words[i]));
  return {title, at: (i) => place(words.indexOf(JSON.stringify(values[i]))), shown: (share) => read(Math.round(share * (words.length - 1))), marks: words.map((_, i) => [place(i), read(i)]), shownAt: (i) => shownValue(values[i])};
}

// What is kept, as the address has it: "number of the axis:from:to", joined by commas, in hundredths of the axis. What makes no sense is left out.
function readKept(text, count) {
  const kept = new Map();
  for (const one of String(text ?? "").split(",")) {
    const [axis, low, high] = one.split(":").map(Number);
    if (Number.isInteger(axis) && axis >= 0 && axis < count && low >= 0 && low < high && high <= STEPS) kept.set(axis, [low, high]);
  }
  return kept;
}

const writeKept = (kept) => [...kept].filter(([, [low, high]]) => low > 0 || high < STEPS).map(([axis, [low, high]]) => `${axis}:${low}:${high}`).join(",");

// settings: outcome, kept (text), from (first row of the table), change(more).
function parallelView(study, settings) {
  const {data, app} = study, all = uprights(study, settings.outcome), kept = readKept(settings.kept, all.length), told = readout(), rows = h("div"), name = t("lab.parallel");
  const colours = data.points.policy.map((policy) => { const order = data.policies.findIndex((one) => one.name === policy); return order > 0 ? app.declared.colours.policies[(order - 1) % 8] : app.declared.colours.baseline; });
  const dashes = data.points.policy.map((policy) => DASHES[Math.max(0, data.policies.findIndex((one) => one.name === policy)) % DASHES.length]);  // points of several policies lie on one another
  let shown = [], current = -1, first = settings.from, canvas = null, place = null;
  const fits = (i) => all.every((one, k) => { const at = one.at(i); return !kept.has(k) || (at >= kept.get(k)[0] / STEPS - 1e-9 && at <= kept.get(k)[1] / STEPS + 1e-9); });
  const count = h("output.lab-count"), walk = h("input", {type: "range", min: 0, step: 1, value: 0, "aria-label": t("lab.walk"), oninput: () => show(shown[Number(walk.value)] ?? -1),
    onkeydown: (event) => { if (event.key === "Enter") go(current); }, onfocus: () => show(shown[Number(walk.value)] ?? -1)});
  const open = h("button.plain", {type: "button", onclick: () => go(current)}, t("lab.open.run"));

  const runOf = (i) => typical(study, i, settings.outcome);
  function go(i) { const run = i < 0 ? -1 : runOf(i), to = run < 0 ? null : addressOf(study, run); if (to) location.hash = to; }
  function words(i) {
    if (i < 0) return "";
    const held = data.means?.[settings.outcome], value = held ? `: ${plusMinus(held.mean[i], held.error[i])} ${unitOf(study, settings.outcome)}` : "", run = runOf(i);
    return `${pointWords(study, i)}${value}${run >= 0 && addressOf(study, run) ? ` · ${t("lab.opens", {run: runWords(study, run)})}` : ""}`;
  }
  function show(i) {
    current = i;
    says(told, words(i), t("lab.hint.parallel"));
    walk.setAttribute("aria-valuetext", i < 0 ? t("lab.none") : words(i));
    open.disabled = i < 0 || runOf(i) < 0 || !addressOf(study, runOf(i));
    if (i >= 0 && shown.includes(i)) walk.value = shown.indexOf(i);
    paint();
  }
  function sift(change = true) {
    shown = data.points.point.flatMap((_, i) => (fits(i) ? [i] : []));
    walk.max = Math.max(0, shown.length - 1);
    walk.disabled = !shown.length;
    count.textContent = t("lab.kept", {n: number(shown.length), all: number(data.points.point.length)});
    if (change) { first = 0; settings.change({keep: writeKept(kept), from: ""}); }
    show(shown.includes(current) ? current : -1);
    list();
  }
  function list() {
    first = Math.min(first, Math.max(0, shown.length - 1));
    const some = shown.slice(first, first + EACH), outcomes = settings.outcome && data.means ? [settings.outcome] : [];
    const head = [t("lab.point"), ...(data.policies.length > 1 ? [t("lab.policy")] : []), ...data.axes.map((axis) => withUnit(pair(axis.title), pair(axis.unit))), ...outcomes.map((key) => withUnit(outcomeTitle(study, key), unitOf(study, key))), t("lab.runs")];
    const body = some.map((i) => [String(data.points.point[i]), ...(data.policies.length > 1 ? [policyTitle(study, data.points.policy[i])] : []), ...data.axes.map((axis) => shownValue(valueAt(study, axis, i))),
      ...outcomes.map((key) => { const {mean, error} = data.means[key]; return plusMinus(mean[i], error[i]); }), links(i)]);
    const turn = (by, text) => h("button.plain", {type: "button", disabled: by < 0 ? first === 0 : first + EACH >= shown.length, onclick: () => { first = Math.max(0, first + by); settings.change({from: first || ""}); list(); }}, text);
    fill(rows, table(head, body, t("lab.points")), h("p.row.middle", {}, turn(-EACH, t("lab.before")), t("lab.rows", {first: number(shown.length ? first + 1 : 0), last: number(Math.min(shown.length, first + EACH)), all: number(shown.length)}), turn(EACH, t("lab.after"))));
  }
  function links(i) {
    const runs = study.runsOf[i], made = runs.slice(0, MOST_LINKS).map((run) => { const to = addressOf(study, run); return to ? h("a.lab-run", {href: to, "aria-label": `${data.runs.replicate[run] + 1}: ${t("lab.point")} ${data.points.point[i]}, ${runWords(study, run)}`}, String(data.runs.replicate[run] + 1)) : h("span.lab-run", {}, String(data.runs.replicate[run] + 1)); });
    return [made.flatMap((link) => [link, " "]), runs.length > MOST_LINKS ? "…" : ""];
  }

  // The lines, on a canvas: what is not kept pale, what is pointed at on top.
  function paint() {
    if (!canvas) return;
    const {width, height, x, y, ratio} = place, pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const line = (i) => { let down = false; pen.beginPath(); all.forEach((one, k) => { const at = one.at(i); if (Number.isNaN(at)) { down = false; return; } if (down) pen.lineTo(x(k), y(at)); else pen.moveTo(x(k), y(at)); down = true; }); pen.stroke(); };
    const held = new Set(shown), faint = Math.max(0.12, Math.min(0.8, 60 / Math.max(1, shown.length)));
    pen.lineWidth = 1;
    pen.strokeStyle = "rgba(120,130,140,.13)";
    data.points.point.forEach((_, i) => { if (!held.has(i)) line(i); });
    pen.lineWidth = 1.4;
    for (const i of shown) { pen.strokeStyle = faded(colours[i], faint); pen.setLineDash(dashes[i]); line(i); }
    pen.setLineDash([]);
    if (current >= 0) { pen.lineWidth = 4; pen.strokeStyle = "#1f2933"; line(current); pen.lineWidth = 2; pen.strokeStyle = "#e69f00"; line(current); }
  }

  // The line that is nearest to a place of the picture.
  function near(px, py) {
    const {x, y} = place, k = Math.max(0, Math.min(all.length - 2, Math.floor((px - x(0)) / (x(1) - x(0) || 1)))), part = Math.max(0, Math.min(1, (px - x(k)) / ((x(k + 1) ?? 0) - x(k) || 1)));
    let best = -1, least = 9;
    for (const i of shown) {
      const far = Math.abs(y(all[k].at(i)) + part * (y(all[Math.min(k + 1, all.length - 1)].at(i)) - y(all[k].at(i))) - py);
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  // A handle at an end of what is kept on an axis: moved by the mouse, or by arrows, Home, End.
  function handle(k, end, x, y) {
    const range = () => kept.get(k) ?? [0, STEPS], text = () => all[k].shown(range()[end] / STEPS);
    const element = h("div.lab-handle", {role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": STEPS, "aria-label": t(end ? "lab.to" : "lab.from", {axis: all[k].title})});
    const put = () => {
      element.style.left = `${x(k) - 12}px`;
      element.style.top = `${y(range()[end] / STEPS) - (end ? 20 : 0)}px`;
      element.setAttribute("aria-valuenow", range()[end]);
      element.setAttribute("aria-valuetext", text());
      element.title = text();
    };
    const move = (value) => {
      const held = [...range()];
      held[end] = Math.round(Math.max(end ? held[0] + 1 : 0, Math.min(end ? STEPS : held[1] - 1, value)));
      kept.set(k, held);
      put();
      sift();
    };
    element.addEventListener("keydown", (event) => {
      const step = {ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10}[event.key], value = event.key === "Home" ? 0 : event.key === "End" ? STEPS : step === undefined ? null : range()[end] + step;
      if (value === null) return;
      event.preventDefault();
      move(value);
    });
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      const box = element.parentElement.getBoundingClientRect(), follow = ({clientY}) => move(STEPS * Math.max(0, Math.min(1, (y(0) - (clientY - box.top)) / (y(0) - y(1)))));
      element.addEventListener("pointermove", follow);
      element.addEventListener("pointerup", () => element.removeEventListener("pointermove", follow), {once: true});
      element.addEventListener("pointercancel", () => element.removeEventListener("pointermove", follow), {once: true});
      event.preventDefault();
      element.focus();
    });
    put();
    return element;
  }

  const chart = stage(name, Math.max(420, 132 * all.length), (width) => {
    const letter = size(), letters = Math.max(8, Math.floor(Math.min(178, all.length > 1 ? (width - 184) / (all.length - 1) : width) / (letter * 0.6))), top = 34 + letter * 1.15 * Math.max(...all.map((one) => lines(one.title, letters).length)), height = top + 300, left = 92, right = width - 92, x = (k) => (all.length > 1 ? left + k / (all.length - 1) * (right - left) : width / 2), y = (at) => height - 26 - at * (height - 26 - top);
    const ratio = globalThis.devicePixelRatio || 1;
    canvas = h("canvas", {width: Math.round(width * ratio), height: Math.round(height * ratio), "aria-hidden": "true", style: `width:${width}px;height:${height}px`});
    place = {width, height, x, y, ratio};
    const svg = h("svg", {width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true"}, all.map((one, k) => [h("line", {x1: x(k), x2: x(k), y1: y(0), y2: y(1), stroke: "#1f2933"}),
      label(one.title, x(k), (top - 24) / 2, letters, {"text-anchor": "middle"}),
      one.marks.map(([at, text]) => {
        const end = at > 0.97 ? -1 : at < 0.03 ? 1 : 0;  // there a handle is in the way
        return h("text", {x: x(k) + (end ? 16 : 5), y: y(at) + 4 + 9 * end, class: "lab-tick lab-halo"}, text);
      })]));
    canvas.addEventListener("pointermove", ({offsetX, offsetY}) => { const i = near(offsetX, offsetY); if (i !== current) show(i); canvas.style.cursor = i >= 0 ? "pointer" : ""; });
    canvas.addEventListener("click", ({offsetX, offsetY}) => go(near(offsetX, offsetY)));
    const held = h("div.lab-parallel", {style: `width:${width}px;height:${height}px`}, canvas, svg, all.flatMap((_, k) => [handle(k, 0, x, y), handle(k, 1, x, y)]));
    paint();
    return held;
  }).element;
  sift(false);
  const legend = data.policies.length > 1 ? h("p.lab-legend", {}, data.policies.map(({name: policy}, i) => h("span", {}, h("i", {class: ["", "dashed", "dotted"][i % DASHES.length], style: `border-color:${colours[data.points.policy.indexOf(policy)] ?? "#5b6470"}`}), ` ${policyTitle(study, policy)}`))) : null;
  const reset = h("button.plain", {type: "button", onclick: () => { kept.clear(); sift(); settings.redraw(); }}, t("lab.all"));
  return [framed(name, [legend, chart, h("p.row.middle", {}, h("label.lab-walk", {}, t("lab.walk"), walk), open, count, reset), told].filter(Boolean), t("lab.parallel.caption")), h("h3", {}, t("lab.points")), h("p.quiet", {}, t("lab.points.text")), rows];
}

export {parallelView};
