// What charts of the Lab share: scales and ticks, a stage that is drawn anew when its width changes, marks that a mouse and a keyboard can reach.

import {fill, h} from "../core/dom.js";
import {number, t} from "../core/text.js";

// Round values from low to high, about so many.
function ticks(low, high, most = 6) {
  if (!(high > low)) return [low];
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((one) => one >= rough * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) found.push(i * step);
  return found;
}

// A straight (or logarithmic) way from values to places, and back.
function scale(low, high, from, to, log = false) {
  const told = log ? Math.log10 : (x) => x, [a, b] = [told(low), told(high)], span = b - a || 1;
  const at = (value) => (b === a ? (from + to) / 2 : from + (told(value) - a) / span * (to - from));
  at.back = (place) => { const x = a + (place - from) / (to - from) * span; return log ? 10 ** x : x; };
  return at;
}

// A number with so many digits that tell, without more zeros at the end than there must be.
function figure(value, signed = false, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return number(NaN);
  if (value === 0) return number(0);
  let decimals = Math.max(0, Math.min(6, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  while (decimals > 0 && Number(value.toFixed(decimals)) === Number(value.toFixed(decimals - 1))) decimals -= 1;
  return number(value, decimals, signed);
}

// A number and how far it is known, all with the decimals that this is worth: two digits of it.
function known(far, value, ends, signed = false) {
  const decimals = far > 0 && Number.isFinite(far) ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(far)))) : null;
  return [value, ...ends].map((one) => (decimals === null ? figure(one, signed) : number(one, decimals, signed)));
}

// A number with its interval, which stands for itself, too: {value, span, whole}.
function interval({value, low, high}, signed = false) {
  const [said, from, to] = known((high - low) / 2, value, [low, high], signed), span = `${from}${t("semicolon")}${to}`;
  return {value: said, span, whole: Number.isFinite(low) ? `${said} [${span}]` : said};
}

const plusMinus = (value, error) => (error > 1e-9 * Math.abs(value) ? known(error, value, [error]).join(" ± ") : figure(value));

// The lowest and highest of numbers, with a little room.
function reach(values, share = 0.04) {
  const known = values.filter((value) => Number.isFinite(value));
  if (!known.length) return [0, 1];
  const low = known.reduce((a, b) => Math.min(a, b)), high = known.reduce((a, b) => Math.max(a, b)), more = (high - low || Math.abs(high) || 1) * share;
  return [low - more, high + more];
}

// A place that is painted when it has a width, and again when that changes; narrower than `least` it scrolls. paint(width) gives what is in it.
function stage(label, least, paint) {
  const element = h("div.lab-stage", {tabindex: "0", role: "group", "aria-label": label});
  let width = 0;
  const again = () => { if (width) fill(element, paint(Math.max(least, width))); };
  new ResizeObserver(([{contentRect}]) => {
    const now = Math.floor(contentRect.width);
    if (now === width || !now) return;
    width = now;
    requestAnimationFrame(again);  // not at once: a picture that changes the width would be told in anger
  }).observe(element);
  return {element, again};
}

const size = () => (document.documentElement.classList.contains("presenter") ? 17 : 12);

// A horizontal axis with its ticks, from x = left to right at height y; lines up to `top`.
function across(at, low, high, {y, top, title = "", shown = figure, most = 6, log = false}) {
  const values = log ? decades(low, high) : ticks(low, high, most);
  return h("g", {"aria-hidden": "true"}, values.map((value) => [h("line", {x1: at(value), x2: at(value), y1: top, y2: y, class: "lab-grid"}),
    h("text", {x: at(value), y: y + size() + 4, "text-anchor": "middle", class: "lab-tick"}, shown(value))]),
    title ? h("text", {x: (at(low) + at(high)) / 2, y: y + 2.4 * size() + 8, "text-anchor": "middle", class: "lab-title"}, title) : null);
}

function decades(low, high) {
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) for (const times of [1, 2, 5]) if (times * 10 ** power >= low && times * 10 ** power <= high) found.push(times * 10 ** power);
  return found.length > 1 ? found : [low, high];
}

// What a folder is called, and its name where that is another.
const heading = (title, name) => h("h2.lab-name", {}, title, title === name ? null : h("small", {}, name));

// Text over several lines of at most so many letters.
function lines(text, most) {
  const found = [""];
  for (const one of String(text).split(" ")) {
    if (found.at(-1) && (found.at(-1) + " " + one).length > most) found.push(one);
    else found[found.length - 1] += (found.at(-1) ? " " : "") + one;
  }
  return found;
}

function label(text, x, y, most, properties = {}) {
  const held = lines(text, most), shift = (held.length - 1) / 2;
  return h("g", {}, held.map((line, i) => h("text", {x, y: y + (i - shift) * size() * 1.15, "dominant-baseline": "middle", class: "lab-tick", ...properties}, line)));
}

// Make marks reachable: one stop of the tab key, arrows to the next mark that way, Enter or a click opens its run; what is pointed at is told beneath.
// marks: {element, x, y, words, go} (go: an address, or null).
function reachable(svg, marks, readout, hint = "") {
  let current = 0;
  const at = (event) => { const found = event.target.closest?.("[data-mark]"); return found ? Number(found.dataset.mark) : -1; };
  const tell = (i) => says(readout, i < 0 ? "" : marks[i].words, hint);
  const turn = (i) => {
    marks[current].element.setAttribute("tabindex", "-1");
    current = i;
    marks[i].element.setAttribute("tabindex", "0");
    marks[i].element.focus();
  };
  const open = (i) => { if (i >= 0 && marks[i].go) location.hash = marks[i].go; };
  marks.forEach(({element, words, go}, i) => {
    element.dataset.mark = i;
    element.setAttribute("tabindex", i ? "-1" : "0");
    element.setAttribute("role", go ? "link" : "img");
    element.setAttribute("aria-label", words);
    element.classList.add("lab-mark");
    if (go) element.classList.add("lab-goes");
  });
  svg.setAttribute("tabindex", "-1");  // browsers make a picture that listens to the focus a stop of its own
  svg.addEventListener("click", (event) => open(at(event)));
  svg.addEventListener("focusin", (event) => tell(at(event)));
  svg.addEventListener("pointerover", (event) => tell(at(event)));
  svg.addEventListener("pointerleave", () => tell(-1));
  svg.addEventListener("keydown", (event) => {
    const way = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[event.key], from = at(event);
    if (from < 0) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(from); }
    if (event.key === "Home") { event.preventDefault(); turn(0); }
    if (event.key === "End") { event.preventDefault(); turn(marks.length - 1); }
    if (!way) return;
    event.preventDefault();
    const next = nearest(marks, from, way);
    if (next >= 0) turn(next);
  });
  tell(-1);
  return svg;
}

// The mark that lies next in a direction: near, and not far to the side.
function nearest(marks, from, [dx, dy]) {
  const here = marks[from];
  let best = -1, least = Infinity;
  marks.forEach((mark, i) => {
    const along = (mark.x - here.x) * dx + (mark.y - here.y) * dy, aside = Math.abs((mark.x - here.x) * dy) + Math.abs((mark.y - here.y) * dx);
    const far = along + 3 * aside;
    if (i !== from && along > 0.01 && far < least) [best, least] = [i, far];
  });
  return best;
}

const readout = () => h("p.lab-readout", {"aria-hidden": "true"});

// Say in it what is pointed at, or how to point.
function says(readout, words, hint) {
  readout.textContent = words || hint;
  readout.classList.toggle("quiet", !words);
}

// A colour between others that lie at shares from 0 to 1: [[share, colour], …]; and the ink that is read on it, black or white, whichever stands out more.
function between(stops, share) {
  const place = Math.max(0, Math.min(1, share)), i = Math.max(1, stops.findIndex(([at]) => at >= place)), [[low, one], [high, other]] = [stops[i - 1], stops[i]];
  const part = (place - low) / (high - low || 1), hex = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
  const rgb = [1, 3, 5].map((at) => Math.round(hex(one, at) + part * (hex(other, at) - hex(one, at))));
  return {colour: `rgb(${rgb.join(",")})`, ink: luminance(rgb) > 0.179 ? "black" : "white"};
}

// The relative luminance of a colour, as WCAG has it; at 0.179 black and white stand out alike.
function luminance(rgb) {
  const [r, g, b] = rgb.map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export {heading, ticks, scale, figure, interval, plusMinus, reach, stage, size, across, lines, label, reachable, readout, says, between};
