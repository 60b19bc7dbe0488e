// What is seen, in words: the office at a minute, and what has just happened there.

import {number, personName, t} from "../core/text.js";
import {ABSENT, BREAK, HELD, HELPING, IDLE, SERVING, TRAINING} from "./plan.js";

const WEIGHTS = ["call", "exit", "hire", "step_in", "naming", "invention", "trick", "grave", "death", "learned", "listening", "telling", "episode", "absence", "forgotten", "callout"];
const STATUS = {0: "off", [IDLE]: "idle", [SERVING]: "serving", [BREAK]: "break", [HELPING]: "helping", [HELD]: "held", [ABSENT]: "absent", [TRAINING]: "training"};

const ORDER = ["serving", "idle", "break", "helping", "held", "training", "absent"];

// The office as it stands: how many do what, who waits, who is most strained.
function scene(run, {window, row, before}) {
  if (before) return t("office.nobody");
  const {trail, steps} = window, base = row * run.seats, count = {}, strained = [];
  for (let seat = 0; seat < run.seats; seat++) {
    if (trail.person[base + seat] < 0) continue;
    const status = STATUS[trail.status[base + seat]];
    count[status] = (count[status] ?? 0) + 1;
    if (!["off", "absent", "training"].includes(status)) strained.push([trail.strain[base + seat], trail.person[base + seat]]);
  }
  const waiting = run.declared.order.channels.reduce((sum, _, k, all) => sum + steps.waiting[row * all.length + k], 0), [most] = strained.sort(([a], [b]) => b - a);
  const said = ORDER.filter((status) => count[status]).map((status) => t(`office.count.${status}`, {n: count[status]}));
  if (!strained.length) return t("office.nobody");
  const mean = strained.reduce((sum, [strain]) => sum + strain, 0) / strained.length;
  return t("office.scene", {said: said.join(", "), waiting, mean: number(mean, 1), who: personName(most[1]), most: number(most[0], 1)});
}

// One event in a sentence.
function told(log, e) {
  const who = log.person(e.who), whom = log.person(e.whom), practice = e.practice >= 0 ? log.practice(e.practice) : "";
  switch (e.event) {
    case "episode": return log.say("episode", {who, kind: log.kind(e.situation), user: log.user(e.whom), end: log.ended(e)});
    case "call": return t("office.told.call", {who, practice, kind: log.kind(e.situation), came: log.came(e)[0], end: log.ended(log.events[e.parent])});
    case "naming": return log.say("named", {who, n: Math.trunc(e.value), practice});
    case "step_in": return log.say("stepped", {whom});
    default: return t(`office.told.${e.event === "trick" ? "invention" : e.event}`, {who, whom, practice, n: log.number(Math.trunc(e.value))});
  }
}

// The one that matters most of what has just happened, or undefined.
function foremost(happenings, around) {
  const weight = ({e}) => WEIGHTS.indexOf(e.event === "episode" && happenings.grave.includes(e.situation) ? "grave" : e.event);
  return around.filter((one) => weight(one) >= 0).sort((a, b) => weight(a) - weight(b) || a.age - b.age)[0]?.e;
}

export {scene, told, foremost, STATUS};
