// A bet: a curve drawn over points in time (with a pointer, with arrow keys, or as numbers), or a pick. Students' pages hold this, too: it knows no engine and no charts.

import {h, fill} from "../core/dom.js";
import {number, t} from "../core/text.js";

const LEFT = 52, RIGHT = 14, TOP = 14, BOTTOM = 42, LOWEST = 240;

// A step of 1, 2 or 5 times a power of ten, at least so large.
function nice(size) {
  const power = 10 ** Math.floor(Math.log10(size)), of = size / power;
  return (of <= 1 ? 1 : of <= 2 ? 2 : of <= 5 ? 5 : 10) * power;
}

// The end of an axis that holds such values.
const axisEnd = (values, room) => { const most = Math.max(...values.filter(Number.isFinite), 0); return most > 0 ? 4 * nice(most * room / 4) : 1; };

// A curve to draw. labels: of each stretch; given: values of the side that is shown; first: from which stretch on one draws; high: end of the axis; points: what was drawn, or null;
// names: {given, unit}; changed(points) is called after each change. Gives {element, show(given, high)}.
function drawing({labels, given, first, high, points, names, changed}) {
  const count = labels.length - first, marks = [], fields = [];
  let now = points ? [...points] : null, width = 0, height = 0, last = null;
  const box = h("div.drawing"), canvas = h("svg", {role: "group", "aria-label": t("lessons.draw.label", {unit: names.unit})}), back = h("g", {"aria-hidden": "true"}), front = h("g");
  const line = h("polyline", {class: "drawn"});
  canvas.append(back, line, front);
  box.append(canvas);

  const step = () => nice(high / 200), digits = () => Math.max(0, -Math.floor(Math.log10(step())));
  const tidy = (value) => Math.min(high, Math.max(0, Number((Math.round(value / step()) * step()).toFixed(digits()))));
  const x = (i) => LEFT + (width - LEFT - RIGHT) * (i + 0.5) / labels.length, y = (value) => height - BOTTOM - (height - TOP - BOTTOM) * value / high;
  const start = () => tidy(given[first - 1] ?? given[first] ?? high / 2), values = () => now ?? Array(count).fill(start());
  const set = (i, value) => { now = [...values()]; now[i] = tidy(value); place(); changed(now); };

  for (let i = 0; i < count; i++) {
    const mark = h("circle", {role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": "0", "aria-label": labels[first + i], r: "8", onkeydown: (event) => keyed(event, i)});
    marks.push(mark);
    front.append(mark);
    fields.push(h("input", {type: "number", min: "0", "aria-label": labels[first + i], onchange: ({target}) => { if (target.value !== "" && Number.isFinite(Number(target.value))) set(i, Number(target.value)); else place(); }}));
  }

  function keyed(event, i) {
    const by = {ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10}[event.key], to = {ArrowLeft: i - 1, ArrowRight: i + 1}[event.key];
    if (by) set(i, values()[i] + by * high / 100);
    else if (event.key === "Home") set(i, 0);
    else if (event.key === "End") set(i, high);
    else if (to !== undefined) marks[Math.min(count - 1, Math.max(0, to))].focus();
    else return;
    event.preventDefault();
  }

  // Where a pointer is, as a point and its value; between two places of a quick pointer all points are set.
  function traced(event) {
    const {left, top} = canvas.getBoundingClientRect();
    const i = Math.round((event.clientX - left - LEFT) / (width - LEFT - RIGHT) * labels.length - 0.5) - first, at = Math.min(count - 1, Math.max(0, i));
    const value = (height - BOTTOM - (event.clientY - top)) / (height - TOP - BOTTOM) * high, from = last ?? [at, value];
    now = [...values()];
    for (let k = Math.min(from[0], at); k <= Math.max(from[0], at); k++) now[k] = tidy(from[0] === at ? value : from[1] + (value - from[1]) * (k - from[0]) / (at - from[0]));
    last = [at, value];
    place();
    changed(now);
  }
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); last = null; traced(event); event.preventDefault(); });
  canvas.addEventListener("pointermove", (event) => { if (canvas.hasPointerCapture(event.pointerId)) traced(event); });

  // Marks, line and fields where the values are.
  function place() {
    const drawn = values();
    marks.forEach((mark, i) => {
      for (const [key, value] of Object.entries({cx: x(first + i), cy: y(drawn[i]), class: now ? "mark" : "mark faint", "aria-valuemax": high, "aria-valuenow": drawn[i], "aria-valuetext": number(drawn[i], digits())})) mark.setAttribute(key, value);
      Object.assign(fields[i], {value: now ? String(drawn[i]) : "", max: String(high), step: "any"});
    });
    line.setAttribute("points", now ? drawn.map((value, i) => `${x(first + i)},${y(value)}`).join(" ") : "");
  }

  // Axes and what is given.
  function frame() {
    width = Math.max(260, box.clientWidth || 700);
    height = Math.max(LOWEST, Math.min(560, width * 0.52, innerHeight * 0.46));
    for (const [key, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`})) canvas.setAttribute(key, value);
    const every = Math.ceil(labels.length * 58 / (width - LEFT - RIGHT)), edge = x(first) - (x(1) - x(0)) / 2, ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * high);
    fill(back, h("rect", {class: "open", x: edge, y: TOP, width: width - RIGHT - edge, height: height - TOP - BOTTOM}),
      ticks.map((value) => [h("line", {class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value)}), h("text", {x: LEFT - 6, y: y(value) + 4, "text-anchor": "end"}, number(value, high < 4 ? 2 : high < 40 && high % 4 ? 1 : 0))]),
      labels.map((label, i) => (i % every ? null : h("text", {x: x(i), y: height - BOTTOM + 18, "text-anchor": "middle"}, ordinal(label)))),
      h("text", {x: (LEFT + width - RIGHT) / 2, y: height - 6, "text-anchor": "middle"}, unitOfTime(labels)),
      h("polyline", {class: "known", points: given.slice(0, first).map((value, i) => `${x(i)},${y(value)}`).join(" ")}),
      h("polyline", {class: "given", points: given.map((value, i) => [value, i]).slice(Math.max(0, first - 1)).map(([value, i]) => `${x(i)},${y(value)}`).join(" ")}));
    place();
  }
  const watch = new ResizeObserver(() => requestAnimationFrame(frame));  // not at once: a picture that changes the width would be told in anger
  watch.observe(box);
  frame();
  const element = h("div", {}, h("p.quiet.key", {}, h("span.dash", {"aria-hidden": "true"}), ` ${names.given} · ${names.unit}`), box, h("p.quiet", {}, t("lessons.draw.how")),
    h("details", {}, h("summary", {}, t("lessons.draw.numbers")), h("div.fields", {}, fields.map((field, i) => h("label", {}, h("small", {}, labels[first + i]), field)))));
  return {element, show(line, end) { given = line; high = end; if (now) now = now.map(tidy); frame(); }, close() { watch.disconnect(); }};
}

// A pick. options: [value, name, text] of each; picked: what was picked, or null; changed(value).
function picking({question, options, picked, changed}) {
  return h("fieldset.picks", {}, h("legend", {}, question), options.map(([value, name, text]) =>
    h("label.pick", {}, h("input", {type: "radio", name: "pick", value, checked: picked === value, onchange: () => changed(value)}), h("span", {}, h("strong", {}, name), text ? h("small", {}, text) : null))));
}

// Names of stretches of days: months, weeks, or the days they begin with.
function stretchNames(count, days) {
  return Array.from({length: count}, (_, i) => (days === 22 ? t("lessons.draw.month", {n: i + 1}) : days === 5 ? t("lessons.draw.week", {n: i + 1}) : t("lessons.draw.day", {n: Math.round((i + 0.5) * days)})));
}

// Options of a lesson's pick, with the one that says that they are alike.
const pickOptions = (lesson) => [...lesson.bet.sides.map((side) => [side, t(`lessons.${lesson.name}.side.${side}`), t(`lessons.${lesson.name}.side.${side}.text`)]), ["same", t("lessons.pick.same"), ""]];

// Of such a name the number, and of all of them what is counted.
const ordinal = (label) => label.replace(/^\D+/, "");
const unitOfTime = (labels) => labels[0].replace(/\s*\d+.*$/, "");

export {drawing, ordinal, picking, stretchNames, unitOfTime, pickOptions, axisEnd};
