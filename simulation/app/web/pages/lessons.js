// Lessons: a list, and each lesson step by step. Where one is, and what one has bet, stands in the address.

import {fill, h} from "../core/dom.js";
import {write} from "../core/state.js";
import {t} from "../core/text.js";
import {inClass} from "../lessons/classroom.js";
import {Runs} from "../lessons/runs.js";
import {MINUTES, STEPS} from "../lessons/steps.js";

const ORDER = Object.keys(STEPS), MOST_VALUE = 1e6;

let kept = null;  // runs outlive a change of language or size of letters

function lessons(root, app) {
  let shown = null, key = null;
  root.classList.add("lessons");

  // What the address says of a lesson; what cannot be used is told and left out.
  function told(state) {
    const {lesson: name, step, bet, room} = state.more, problems = [], wrong = (what, given) => problems.push(t("problem.wrong", {key: what, given: String(given).slice(0, 80)}));
    const lesson = app.declared.lessons.find((one) => one.name === name) ?? null;
    if (name && !lesson) wrong("lesson", name);
    if (!lesson) return {lesson, problems};
    if (step && !ORDER.includes(step)) wrong("step", step);
    const made = bet === undefined ? null : asBet(lesson, bet), code = /^[A-Z]{4}$/.test(room ?? "") ? room : null;
    if (bet !== undefined && made === null) wrong("bet", bet);
    if (room && !code) wrong("room", room);
    return {lesson, step: ORDER.includes(step) ? step : ORDER[0], bet: made, room: code, problems};
  }

  function update(state) {
    const now = told(state), worlds = now.lesson ? Math.min(state.worlds, now.lesson.worlds) : 0, next = JSON.stringify([now.lesson?.name, now.step, state.seed, worlds, now.problems]);
    if (next === key) { if (shown) Object.assign(shown.view, {bet: now.bet, room: now.room}); return; }
    const moved = key !== null;
    key = next;
    shown?.close?.();
    shown = null;
    if (!now.lesson) { kept?.runs.stop(); fill(root, list(state, now.problems)); } else open(state, now, worlds);
    if (moved) { root.querySelector("[tabindex='-1']")?.focus(); scrollTo(0, 0); }
  }

  function open(state, {lesson, step, bet, room, problems}, worlds) {
    const name = JSON.stringify([lesson.name, state.seed, worlds]);
    if (kept?.name !== name || kept.runs.problem || kept.runs.app !== app) { kept?.runs.stop(); kept = {name, runs: new Runs(app, lesson, state.seed, worlds)}; }
    const {runs} = kept, view = {app, lesson, runs, bet, room, set: (more, soon) => app.go({...app.state, more: {...app.state.more, ...more}}, soon)};
    runs.changed = () => {};
    const made = STEPS[step](view);
    fill(root, h("p.crumb", {}, h("a", {href: write(app.declared, {...state, more: {}})}, t("lessons.all"))), h("h1", {}, t(`lessons.${lesson.name}.title`)), stepper(state, step), problems.map((problem) => h("p.problem", {}, problem)),
      h("section.step", {"aria-labelledby": "step"}, h("h2", {id: "step", tabindex: "-1"}, t(`lessons.step.${step}`), " ", h("small", {}, t("lessons.minutes", {n: MINUTES[step]}))), made.content), buttons(state, step));
    shown = {view, close: () => { runs.changed = () => {}; made.close?.(); }};
    runs.changed = () => made.refresh?.();
    made.refresh?.();
  }

  const at = (state, step) => write(app.declared, {...state, more: {...state.more, step}});
  const link = (step, content, more = {}) => h("a", {href: at(app.state, step), onclick: (event) => { event.preventDefault(); location.hash = at(app.state, step); }, ...more}, content);

  function stepper(state, step) {
    return h("nav", {"aria-label": t("lessons.steps")}, h("ol.steps", {}, ORDER.map((one) => h("li", {}, link(one, t(`lessons.step.${one}`), {"aria-current": one === step ? "step" : null, data: {step: one}})))));
  }

  function buttons(state, step) {
    const i = ORDER.indexOf(step);
    return h("div.row.turn", {}, i > 0 ? link(ORDER[i - 1], t("lessons.back"), {class: "button plain", data: {turn: "back"}}) : null,
      i < ORDER.length - 1 ? link(ORDER[i + 1], t("lessons.next", {step: t(`lessons.step.${ORDER[i + 1]}`)}), {class: "button", data: {turn: "next"}}) : h("a.button", {href: write(app.declared, {...state, more: {}})}, t("lessons.all")));
  }

  function list(state, problems) {
    const mode = h("p.quiet");
    inClass(app).then(({on}) => fill(mode, t(app.alone ? "lessons.mode.file" : on ? "lessons.mode.class" : "lessons.mode.alone")));
    return [h("h1", {tabindex: "-1"}, t("lessons.title")), h("p", {}, t("lessons.intro")), problems.map((problem) => h("p.problem", {}, problem)),
      h("ul.cards.list", {}, app.declared.lessons.map((lesson) => h("li.panel", {}, h("h2", {}, h("a", {href: write(app.declared, {...state, more: {lesson: lesson.name}}), data: {lesson: lesson.name}}, t(`lessons.${lesson.name}.title`))), h("p", {}, t(`lessons.${lesson.name}.teaser`))))), mode];
  }

  return {update, close() { shown?.close(); kept?.runs.stop(); }};
}

// A bet as an address holds it, or null.
function asBet(lesson, text) {
  const {bet, stretches} = lesson;
  if (bet.kind === "pick") return [...bet.sides, "same"].includes(text) ? text : null;
  const points = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  return points.length === stretches - Math.floor(bet.first / bet.days) && points.every((one) => one >= 0 && one <= MOST_VALUE) ? points : null;
}

export {lessons};
