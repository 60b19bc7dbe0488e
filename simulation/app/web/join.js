// A student's page: the bet of the room, and nothing else. Nobody is asked who they are; a random token of this browser makes a bet count once.

import {fill, h} from "./core/dom.js";
import {speak, spoken, t} from "./core/text.js";
import {drawing, pickOptions, picking, stretchNames} from "./lessons/draw.js";

const EVERY = 3000, PATIENCE = 1500;
let told = null, room = null, seen = null, bet = null, tool = null, sent = null, sending = false;
const place = h("main.lessons.join"), status = h("p.lead", {role: "status", "aria-live": "polite"});

function token() {
  const make = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  try {
    const held = localStorage.getItem("guichet-token") ?? make();
    localStorage.setItem("guichet-token", held);
    return held;
  } catch {
    return token.held ??= make();
  }
}

async function call(method, path, body) {
  const answer = await fetch(path, {method, headers: body ? {"Content-Type": "application/json"} : {}, body: body && JSON.stringify(body)});
  let said = {};
  try { said = await answer.json(); } catch { /* a refusal at the door is plain text */ }
  return {ok: answer.ok, status: answer.status, said};
}

// The bet that was sent, for whoever reloads the page: in this tab alone, and of this room and round.
function remember() { try { sessionStorage.setItem("guichet-bet", JSON.stringify({room, round: seen.round, sent})); } catch { /* then it is placed again, and counts once */ } }

function remembered() {
  try {
    const held = JSON.parse(sessionStorage.getItem("guichet-bet"));
    return held?.room === room && held.round === seen.round ? held.sent : null;
  } catch {
    return null;
  }
}

const pause = (time) => new Promise((done) => setTimeout(done, time));
const path = (code) => `class/rooms/${encodeURIComponent(code)}`;

function other() {
  const lang = spoken() === "fr" ? "en" : "fr";
  return h("button.plain", {type: "button", lang, "aria-label": t("language.label"), onclick: () => { speak(told, lang); draw(); }}, t("language"));
}

// What is on: a code to be typed, or the bet.
function draw() {
  document.title = `${t("lessons.join.title")} – ${t("brand")}`;
  tool?.close();
  tool = null;
  const head = h("header.row.middle", {}, h("h1", {}, seen ? t(`lessons.${seen.lesson}.title`) : t("lessons.join.title")), other());
  if (!seen) {
    const field = h("input", {type: "text", id: "code", maxlength: "4", size: "6", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true});
    fill(place, head, h("form.row", {onsubmit: (event) => { event.preventDefault(); enter(field.value); }}, h("label", {for: "code"}, t("lessons.join.code")), field, h("button", {type: "submit"}, t("lessons.join.enter"))), status, h("p.quiet", {}, t("lessons.join.nobody")));
    return;
  }
  const lesson = told.lessons[seen.lesson], text = (key) => t(`lessons.${lesson.name}.${key}`), first = Math.floor((lesson.bet.first ?? 0) / (lesson.bet.days ?? 1)), changed = (value) => { bet = value; say(); };
  const send = h("button.send", {type: "button", id: "send", onclick: () => post()}, t("lessons.join.send"));
  let own;
  if (lesson.bet.kind === "curve") {
    tool = drawing({labels: stretchNames(lesson.stretches, lesson.bet.days), given: seen.given, first, high: seen.high, points: bet, names: {given: text("given"), unit: text("unit")}, changed});
    own = [h("p.ask", {}, text("bet")), tool.element];
  } else own = picking({question: text("bet"), options: pickOptions(lesson), picked: bet, changed});
  fill(place, head, own, h("div.row.middle", {}, send), status, h("p.quiet", {}, t("lessons.join.nobody")));
  tool?.show(seen.given, seen.high);
  say();
}

// How the bet stands.
function say(trouble = "") {
  const key = seen?.phase !== "open" ? (sent ? "lessons.join.over" : "lessons.join.missed") : sent === null ? "lessons.join.place" : JSON.stringify(bet) === sent ? "lessons.join.counted" : "lessons.join.changed";
  fill(status, trouble || (seen ? t(key) : ""));
  const button = document.getElementById("send");
  if (button) button.disabled = sending || bet === null || seen.phase !== "open";
}

async function enter(code) {
  try {
    const {ok, said} = await call("GET", path(code.trim().toUpperCase()));
    if (!ok) { fill(status, t("lessons.join.lost")); return; }
    room = code.trim().toUpperCase();
    seen = said;
    sent = remembered();
    bet = sent && JSON.parse(sent);
    history.replaceState(null, "", `#${room}`);
    draw();
  } catch {
    fill(status, t("lessons.join.away"));
  }
}

// Send the bet until the server has it; sent twice, it still counts once.
async function post() {
  if (sending || bet === null) return;
  sending = true;
  say();
  const mine = JSON.stringify(bet), body = {token: token(), ...(Array.isArray(bet) ? {points: bet} : {pick: bet})};
  let trouble = "";
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      const {ok, status: code, said} = await call("PUT", `${path(room)}/bet`, body);
      trouble = ok ? "" : code === 409 ? t("lessons.join.refused") : code === 404 ? t("lessons.join.lost") : t("lessons.join.away");
      if (ok) { sent = mine; seen.round = said.round; remember(); }  // it counts in this round, even if the room was begun anew meanwhile
      if (code !== 429) break;
    } catch {
      trouble = t("lessons.join.away");
    }
    await pause(PATIENCE);
  }
  sending = false;
  say(trouble);
}

// Follow the room: closed, opened again, begun anew.
async function follow() {
  for (let away = false; ;) {
    await pause(EVERY);
    if (!room || document.hidden || sending) continue;
    try {
      const {ok, status: code, said} = await call("GET", path(room));
      if (code === 404) { sent = null; say(t("lessons.join.lost")); }
      if (!ok) continue;
      if (said.round !== seen.round) { bet = sent = null; seen = said; draw(); }
      const before = seen.phase;
      seen.phase = said.phase;
      if (before !== said.phase || away) say();
      away = false;
    } catch {
      away = true;
      say(t("lessons.join.away"));
    }
  }
}

async function start() {
  told = await (await fetch("join.json")).json();
  speak(told, navigator.language?.startsWith("fr") ? "fr" : "en");
  fill(document.body, place);
  draw();
  if (/^#[A-Za-z]{4}$/.test(location.hash)) await enter(location.hash.slice(1));
  document.documentElement.dataset.ready = "true";
  follow();
}

start().catch((error) => fill(document.body, h("main", {}, h("p", {role: "alert"}, String(error.message ?? error)))));
