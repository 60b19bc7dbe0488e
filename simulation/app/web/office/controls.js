// What moves time: play and pause, steps, speed, the next event of a kind, the scrub bar with its marks; each with a key.

import {h} from "../core/dom.js";
import {t} from "../core/text.js";
import {JUMPS} from "./happenings.js";

const SPEEDS = [0.5, 1, 2, 5, 15, 60, 240], STEPS = {minute: 1, hour: 60, day: "day"};

// The bar. act: {play(), step(size, direction), jump(direction), seek(t), speed(value), kind(name)}.
function controls(act, {speed, kind}) {
  const button = (key, run, more = {}) => h("button.plain", {type: "button", title: t(`office.key.${key}`), onclick: run, ...more}, t(`office.do.${key}`));
  const made = {
    play: h("button.play", {type: "button", onclick: act.play, data: {do: "play"}}, t("office.do.play")),
    scrub: h("input", {type: "range", min: "0", step: "1", "aria-label": t("office.scrub"), oninput: ({target}) => act.seek(Number(target.value))}),
    marks: h("canvas.marks", {"aria-hidden": "true"}),
    now: h("strong.now", {}),
    speed: h("select", {onchange: ({target}) => act.speed(Number(target.value))}, SPEEDS.map((one) => h("option", {value: one, selected: one === speed}, t("office.speed.of", {n: String(one).replace(".", t("office.point"))})))),
    kind: h("select", {onchange: ({target}) => act.kind(target.value)}, Object.keys(JUMPS).map((one) => h("option", {value: one, selected: one === kind}, t(`office.jump.${one}`)))),
  };
  const steps = (direction) => Object.keys(STEPS).map((size) => button(`${size}_${direction > 0 ? "on" : "back"}`, () => act.step(size, direction), {data: {do: `${size}${direction}`}}));
  made.root = h("div.controls", {role: "group", "aria-label": t("office.controls")},
    h("div.row.middle", {}, made.play, h("span.steps", {}, steps(-1).reverse(), steps(1)), h("label", {}, t("office.speed"), " ", made.speed),
      h("span.jumps", {}, h("label", {}, t("office.jump"), " ", made.kind), button("previous", () => act.jump(-1)), button("next", () => act.jump(1), {data: {do: "next"}}))),
    h("div.scrub", {}, made.now, h("div", {}, made.marks, made.scrub)));
  return made;
}

// Marks of the events of a kind above the scrub bar, the first office in the upper half. sides: [{happenings, colour}].
function drawMarks(canvas, sides, kind, length) {
  const {clientWidth: width, clientHeight: height} = canvas, ratio = Math.min(2, devicePixelRatio || 1);
  if (!width) return;
  Object.assign(canvas, {width: width * ratio, height: height * ratio});
  const c = canvas.getContext("2d"), inset = 8;
  c.scale(ratio, ratio);
  sides.forEach(({happenings: one, colour}, side) => {
    if (!one) return;
    const times = one.of(kind).map((i) => one.times[i]), half = height / sides.length, bins = new Map();
    for (const time of times) {
      const x = Math.floor((width - 2 * inset) * time / length);
      bins.set(x, (bins.get(x) ?? 0) + 1);
    }
    const most = Math.max(1, ...bins.values());
    c.fillStyle = colour;
    for (const [x, n] of bins) {
      const tall = Math.max(3, (half - 1) * n / most);
      c.fillRect(inset + x, (side + 1) * half - tall, 1.5, tall);
    }
  });
}

// What a key asks for: [what, …], or null. A key in a field is the field's.
function asked({key, shiftKey, ctrlKey, altKey, metaKey, target}) {
  if (ctrlKey || altKey || metaKey || target.closest?.("input:not([type=checkbox]), select, textarea")) return null;
  const back = shiftKey ? -1 : 1, lower = key.toLowerCase();
  if (key === " ") return target.closest?.("button, summary, a, input") ? null : ["play"];
  if (key === "ArrowRight" || key === "ArrowLeft") return ["step", shiftKey ? "hour" : "minute", key === "ArrowRight" ? 1 : -1];
  if (lower === "k") return ["play"];
  if (lower === "m") return ["step", "minute", back];
  if (lower === "h") return ["step", "hour", back];
  if (lower === "d") return ["step", "day", back];
  if (lower === "n") return ["jump", back];
  if (lower === "f") return ["follow", back];
  if (key === "+" || key === "-") return ["faster", key === "+" ? 1 : -1];
  return key === "Escape" ? ["unfollow"] : null;
}

export {SPEEDS, controls, drawMarks, asked};
