// The picture of an office on a canvas: the rooms once, people and what happens anew for each picture.

import {personName, t} from "../core/text.js";
import {ABSENT, BREAK, CONDITIONS, HELD, HELPING, IN_REST_ROOM, LISTENING, SERVING, TRAINING, managerAt, placeOf, planned} from "./plan.js";
import {ALARM, GLOW, GONE, GOOD, INK, MANAGER, PAPER, QUIET, Sketch, THREAD, USER, WOOD} from "./sketch.js";

// Strain in steps that differ in colour (Okabe and Ito) and in how full the head is.
const LEVELS = [[0.25, "#0072b2", 0.14], [0.5, "#56b4e9", 0.34], [1, "#f0e442", 0.56], [2.5, "#e69f00", 0.78], [Infinity, "#d55e00", 1]];
const MOST_THREADS = 12, FEW_THREADS = 5;
const NEAR = 0.16;  // seconds in which somebody covers most of the way

const level = (strain) => LEVELS.findIndex(([most]) => strain < most);

class Floor extends Sketch {
  constructor(canvas) {
    super();
    Object.assign(this, {canvas, context: canvas.getContext("2d"), plan: null, key: "", at: null, sofas: new Map()});
  }

  // Fit the plan to the canvas, the run and the day.
  fit(run, day, channels) {
    const {clientWidth: width, clientHeight: height} = this.canvas, ratio = Math.min(2, devicePixelRatio || 1), big = document.documentElement.classList.contains("presenter");
    const segment = run.scenario.segments.findLastIndex(({first}) => first <= day), key = [run.key, segment, width, height, ratio].join();
    if (key === this.key || !width) return;
    Object.assign(this, {key, ratio, big, font: width < 420 ? 10 : big ? 15 : 12});
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const posts = run.made.posts[segment];
    this.plan = planned(posts, run.scenario.segments[segment].values, channels, width, height, this.font);
    Object.assign(this, {posts, channels, at: null});
    this.ground = document.createElement("canvas");
    [this.ground.width, this.ground.height] = [this.canvas.width, this.canvas.height];
    const c = this.ground.getContext("2d");
    c.scale(ratio, ratio);
    this.rooms(c);
  }

  // --- people ---

  // Draw the office. frame: what `Side.frame` gives; view: {run, happenings, t, span, seconds, reduced, person, practice, around, held, dimmed, new}.
  draw(frame, view) {
    const {context: c, plan, ratio} = this;
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.globalAlpha = 1;
    c.drawImage(this.ground, 0, 0);
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    const {window, row} = frame, {trail, steps} = window, seats = view.run.seats, base = row * seats, where = this.where = new Map();
    this.targets(frame, view, base, seats);
    let moving = this.move(view);
    this.queues(c, steps, row);
    if (view.person >= 0) this.trace(c, frame, view);
    moving = this.manager(c, steps, row, view) || moving;
    const names = !(plan.r < 7.5 && seats > 24);
    for (let seat = 0; seat < seats; seat++) {
      const who = trail.person[base + seat], x = this.at[2 * seat], y = this.at[2 * seat + 1];
      if (who < 0 || !(this.seen[seat] > 0.02)) continue;
      where.set(who, [x, y, seat]);
      c.globalAlpha = Math.min(1, this.seen[seat]) * (view.person >= 0 && who !== view.person && view.fades ? 0.7 : 1);
      this.one(c, x, y, seat, who, trail, base, view, names);
    }
    c.globalAlpha = 1;
    const told = view.around.filter(({e}) => e.event === "telling"), shown = new Set(told.slice(-MOST_THREADS));
    view.labels = told.length <= FEW_THREADS;
    for (const one of view.around) if (one.e.event !== "telling" || shown.has(one)) this.happens(c, one, view);
    return moving;
  }

  // Where everybody is to be now.
  targets({window: {trail}, before, after}, view, base, seats) {
    this.to ??= new Float64Array(2 * seats);
    this.shown ??= new Float64Array(seats);
    this.seen ??= new Float64Array(seats);
    if (this.to.length !== 2 * seats) [this.to, this.shown, this.seen, this.at] = [new Float64Array(2 * seats), new Float64Array(seats), new Float64Array(seats), null];
    const runs = new Map(), talks = new Set();
    for (const {e} of view.around) {
      if (e.event === "join" && e.value === 0) runs.set(e.who, e.whom);
      else if (e.event === "listening") talks.add(e.who);
    }
    const seatOf = (who) => { for (let seat = 0; seat < seats; seat++) if (trail.person[base + seat] === who) return seat; return -1; };
    let calm = 0, beside = 0;
    for (const seat of this.sofas.keys()) if (trail.place[base + seat] !== IN_REST_ROOM) this.sofas.delete(seat);
    for (let seat = 0; seat < seats; seat++) {
      const who = trail.person[base + seat], status = trail.status[base + seat];
      let to = who < 0 || before || (after && view.evening) ? null : placeOf(this.plan, seat, status, trail.place[base + seat], calm, this.sofa(seat, trail.place[base + seat]));
      if (status === ABSENT || status === TRAINING) calm += 1;
      if (to && runs.has(who)) {
        const other = seatOf(runs.get(who));
        if (other >= 0) to = [this.plan.x[other] + this.plan.r * (beside++ % 2 ? -2.3 : 2.3), this.plan.y[other] - this.plan.r * 0.6];
      } else if (to && talks.has(who) && status === HELD) to = [this.plan.office.x + this.plan.office.w * 0.75, this.plan.office.y + this.plan.office.h * 0.6];
      this.shown[seat] = to ? 1 : 0;
      [this.to[2 * seat], this.to[2 * seat + 1]] = to ?? [this.plan.door.x, this.plan.door.y];
    }
    if (!this.at) { this.at = Float64Array.from(this.to); this.seen.set(this.shown); }
  }

  // The place in the rest room that somebody has kept since they came.
  sofa(seat, place) {
    if (place !== IN_REST_ROOM) return 0;
    if (!this.sofas.has(seat)) {
      const taken = new Set(this.sofas.values()), {rests} = this.plan, columns = rests.filter(([, y]) => y === rests[0][1]).length, odd = (i) => (i % columns + Math.floor(i / columns)) % 2;
      const order = rests.map((_, i) => i).sort((a, b) => odd(a) - odd(b) || a - b);  // not beside one another while there is room
      this.sofas.set(seat, order.find((one) => !taken.has(one)) ?? seat);
    }
    return this.sofas.get(seat);
  }

  // Go there; tells whether anybody is still on the way.
  move({seconds, reduced}) {
    const share = reduced ? 1 : 1 - Math.exp(-seconds / NEAR);
    let moving = false;
    for (let i = 0; i < this.at.length; i++) {
      const apart = this.to[i] - this.at[i];
      if (Math.abs(apart) < 0.3) this.at[i] = this.to[i];
      else { this.at[i] += apart * share; moving = true; }
    }
    for (let seat = 0; seat < this.seen.length; seat++) {
      const apart = this.shown[seat] - this.seen[seat];
      if (Math.abs(apart) < 0.02) this.seen[seat] = this.shown[seat];
      else { this.seen[seat] += apart * share; moving = true; }
    }
    return moving && !reduced;
  }

  one(c, x, y, seat, who, trail, base, view, names) {
    const {r} = this.plan, i = base + seat, status = trail.status[i], step = level(trail.strain[i]), [, colour, full] = LEVELS[step], followed = who === view.person;
    if (status === SERVING) this.user(c, x, y, seat);
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.fillStyle = status === ABSENT || status === TRAINING ? GONE : PAPER;
    c.fill();
    if (status !== ABSENT && status !== TRAINING) {
      const half = Math.acos(1 - 2 * full);
      c.beginPath();
      c.arc(x, y, r - 1, Math.PI / 2 - half, Math.PI / 2 + half);
      c.fillStyle = colour;
      c.fill();
    }
    const holds = view.held.get(who), mark = view.practice >= 0 && holds?.has(view.practice);
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.lineWidth = followed ? 4 : mark ? 4 : status === HELPING ? 3 : 1.4;
    c.strokeStyle = mark ? GLOW : status === HELPING ? ALARM : INK;
    c.setLineDash(status === ABSENT || status === TRAINING || status === HELD ? [3, 2.5] : []);
    c.stroke();
    c.setLineDash([]);
    if (followed) this.chevron(c, x, y - r - 4);
    if (status === BREAK) this.cup(c, x + r * 0.85, y - r * 0.2);
    c.textAlign = "center";
    if (names || followed) this.label(c, personName(who), x, y + r + 2, followed ? 700 : 500);
    const known = holds?.size ?? 0;
    if (r > 8 || followed) this.badge(c, x + r * 0.95, y - r * 0.95, String(known), known === 0);
    if (view.fresh.has(who)) this.label(c, t("office.new"), x, y - r - this.font - 4, 700, GOOD);
  }

  // Whoever is served: in front of the counter, on the line, in a letter.
  user(c, x, y, seat) {
    const {r, desk} = this.plan, channel = this.channels[this.posts.channel[seat]];
    c.fillStyle = c.strokeStyle = USER;
    c.lineWidth = 1.8;
    if (desk[seat] === 1) {
      c.beginPath();
      c.arc(x, this.plan.row[seat] ? y - r * 2 : this.plan.counterY - r * 0.85, r * 0.5, 0, 2 * Math.PI);
      c.fill();
    } else if (channel === "mail") {
      c.strokeRect(x - r * 1.9, y - r * 0.5, r * 0.8, r * 0.6);
      c.beginPath();
      c.moveTo(x - r * 1.9, y - r * 0.5);
      c.lineTo(x - r * 1.5, y - r * 0.15);
      c.lineTo(x - r * 1.1, y - r * 0.5);
      c.stroke();
    } else if (channel === "home") {
      c.beginPath();
      c.arc(x - r * 1.5, y, r * 0.5, 0, 2 * Math.PI);
      c.fill();
    } else {
      for (const k of [0.45, 0.8]) {
        c.beginPath();
        c.arc(x - r * 1.05, y, r * k, Math.PI * 0.75, Math.PI * 1.25);
        c.stroke();
      }
    }
  }

  // Who waits: in a row before the counter, by number elsewhere.
  queues(c, steps, row) {
    const {plan, channels} = this, waiting = channels.map((_, k) => steps.waiting[row * channels.length + k]), here = plan.fronts[0], r = Math.max(3, Math.min(this.font * 0.5, plan.r * 0.42)), y = 6 + this.font * 0.5;
    let x = plan.width - 8;
    c.textAlign = "right";
    for (let k = channels.length - 1; k >= 0; k--) {
      if (channels[k] === "counter" || !this.serves(k)) continue;
      const text = t("office.waiting", {channel: t(`office.channel.${channels[k]}`), n: waiting[k]});
      this.label(c, text, x, 6, 600, QUIET);
      x -= c.measureText(text).width + 14;
    }
    if (!here) return;
    const text = t("office.waiting", {channel: t("office.channel.counter"), n: waiting[channels.indexOf("counter")]});
    c.textAlign = "left";
    this.label(c, text, 8, 6, 600, INK);
    const first = 18 + c.measureText(text).width + r, most = Math.max(0, Math.floor((x - 14 - first) / (r * 2.6)));
    c.fillStyle = USER;
    for (let i = 0; i < Math.min(most, waiting[channels.indexOf("counter")]); i++) {
      c.beginPath();
      c.arc(first + i * r * 2.6, y, r, 0, 2 * Math.PI);
      c.fill();
    }
  }

  serves(channel) { return this.posts.channel.some((one, seat) => one === channel && this.posts.open[seat]); }

  // The manager, the door and what is behind it; tells whether the manager is still on the way.
  manager(c, steps, row, view) {
    const {plan} = this, where = steps.manager_where[row], at = managerAt(plan, where, steps.manager_room[row]), {office} = plan, open = where === LISTENING;
    c.strokeStyle = WOOD;
    c.lineWidth = 4;
    c.beginPath();
    c.moveTo(office.x, office.y + office.h - 6);
    c.lineTo(office.x - (open ? 12 : 0), office.y + office.h - (open ? 16 : 26));
    c.stroke();
    c.textAlign = "center";
    if (!at) { this.label(c, t("office.manager.away"), office.x + office.w / 2, office.y + office.h * 0.5, 400, QUIET); this.manager_at = null; return false; }
    this.manager_at ??= [...at];
    const share = this.manager_plan === plan && !view.reduced ? 1 - Math.exp(-view.seconds / NEAR) : 1;
    this.manager_plan = plan;
    this.manager_at = this.manager_at.map((one, k) => one + (at[k] - one) * share);
    const [x, y] = this.manager_at, r = plan.r * 0.8;
    c.fillStyle = MANAGER;
    c.fillRect(x - r, y - r, 2 * r, 2 * r);
    this.label(c, t(where === CONDITIONS ? "office.manager.conditions" : "office.manager"), x, y + r + 2, 700);
    return Math.hypot(at[0] - x, at[1] - y) > 0.5;
  }

  // The way of the person who is followed, over the last hour.
  trace(c, {window, row}, view) {
    const {trail, steps} = window, seats = view.run.seats, points = [], first = Math.max(0, row - 90);
    for (let at = first; at <= row; at++) {
      if (steps.day[at] !== steps.day[row]) continue;
      for (let seat = 0; seat < seats; seat++) {
        if (trail.person[at * seats + seat] !== view.person) continue;
        const to = placeOf(this.plan, seat, trail.status[at * seats + seat], trail.place[at * seats + seat], 0, this.sofas.get(seat) ?? 0), last = points.at(-1);
        if (to && (!last || last[0] !== to[0] || last[1] !== to[1])) points.push(to);
      }
    }
    if (points.length < 2) return;
    c.strokeStyle = "rgba(31,41,51,.6)";
    c.lineWidth = 2.5;
    c.setLineDash([2, 5]);
    c.beginPath();
    points.forEach(([x, y], i) => {
      const bow = (i % 2 ? 6 : -6) * (1 + Math.floor(i / 2) % 3);
      if (i) c.quadraticCurveTo((points[i - 1][0] + x) / 2 + bow, (points[i - 1][1] + y) / 2 + bow, x, y);
      else c.moveTo(x, y);
    });
    c.stroke();
    c.setLineDash([]);
  }

  // --- what happens ---

  happens(c, {e, age}, view) {
    const {r} = this.plan, here = this.where.get(e.who), there = this.where.get(e.whom), left = 1 - age, log = view.run.log;
    if (view.practice >= 0 && e.practice !== view.practice && ["telling", "learned", "naming", "invention", "trick"].includes(e.event)) return;
    c.globalAlpha = Math.min(1, left * 2.5);
    if (e.event === "episode" && here) this.flash(c, here, age, e, view);
    else if (e.event === "telling" && here && there) this.thread(c, here, there, view.reduced ? 1 : age, view.labels ? log.practice(e.practice) : "");
    else if (e.event === "learned" && here) this.bubble(c, here[0], here[1] - r * 2.2, `+ ${log.practice(e.practice)}`, GLOW);
    else if (["invention", "trick"].includes(e.event) && here) this.bubble(c, here[0], here[1] - r * 2.2, t("office.idea", {practice: log.practice(e.practice)}), GLOW);
    else if (e.event === "naming" && here) this.bubble(c, here[0], here[1] - r * 2.6, t("office.named", {practice: log.practice(e.practice)}), THREAD);
    else if (e.event === "call" && here) this.bubble(c, here[0], here[1] - r * 2.6, t("office.call", {practice: log.practice(e.practice)}), ALARM, 1.7);
    else if (e.event === "join" && here && there) this.joined(c, here, there, e.value === 0);
    else if (e.event === "step_in" && there) this.bubble(c, there[0], there[1] - r * 2.6, t("office.steps_in"), MANAGER);
    else if (e.event === "callout") this.bubble(c, this.plan.width * 0.5, this.plan.public.h * 0.6, t("office.callout"), ALARM);
    else if (e.event === "exit") this.leaves(c, e, age, view);
    else if (e.event === "hire") this.bubble(c, this.plan.door.x + 90, this.plan.door.y + 34, t("office.arrives", {who: personName(e.who)}), GLOW);
    c.globalAlpha = 1;
  }

  flash(c, [x, y], age, e, view) {
    const {r} = this.plan, grave = view.happenings.grave.includes(e.situation), wide = r * (view.reduced ? 1.7 : 1.3 + (grave ? 2.6 : 1.1) * age);
    c.strokeStyle = ALARM;
    c.lineWidth = grave ? 5 : 2.5;
    c.beginPath();
    c.arc(x, y, wide, 0, 2 * Math.PI);
    c.stroke();
    if (grave || e.who === view.person) this.bubble(c, x, y + r * 2.6, view.kinds[e.situation], ALARM, grave ? 1.2 : 1);
  }

  thread(c, [x, y], [p, q], age, text) {
    const mx = (x + p) / 2, my = Math.min(y, q) - 18 - Math.abs(x - p) * 0.12, go = Math.min(1, age * 1.6);
    const on = (s) => [(1 - s) ** 2 * x + 2 * (1 - s) * s * mx + s * s * p, (1 - s) ** 2 * y + 2 * (1 - s) * s * my + s * s * q];
    c.strokeStyle = THREAD;
    c.lineWidth = this.big ? 4 : 2.5;
    c.beginPath();
    c.moveTo(x, y);
    c.quadraticCurveTo(mx, my, p, q);
    c.stroke();
    const [a, b] = on(go);
    c.beginPath();
    c.arc(a, b, this.big ? 7 : 5, 0, 2 * Math.PI);
    c.fillStyle = THREAD;
    c.fill();
    c.textAlign = "center";
    if (text) this.label(c, text, on(0.5)[0], on(0.5)[1] - this.font - 3, 600, THREAD);
  }

  joined(c, [x, y], [p, q], contains) {
    const {r} = this.plan;
    c.strokeStyle = contains ? ALARM : GLOW;
    c.lineWidth = 3;
    c.setLineDash(contains ? [] : [4, 4]);
    c.beginPath();
    c.moveTo(x, y);
    c.lineTo(p, q);
    c.stroke();
    c.setLineDash([]);
    c.textAlign = "center";
    this.label(c, t(contains ? "office.contains" : "office.comforts"), x, contains ? y + r + this.font + 4 : y - r - this.font - 6, 700, contains ? ALARM : GOOD);
  }

  // Someone goes out by the door, and what nobody else knows goes out.
  leaves(c, e, age, view) {
    const {plan, font} = this, {lost, kept} = this.gone(e, view.run.log), out = view.reduced ? 0.5 : age, x = plan.door.x + 70 * (1 - out), y = plan.door.y + plan.r * 0.4, left = plan.door.x + 190;
    c.beginPath();
    c.arc(x, y, plan.r, 0, 2 * Math.PI);
    c.fillStyle = PAPER;
    c.fill();
    c.strokeStyle = INK;
    c.lineWidth = 1.5;
    c.stroke();
    c.textAlign = "center";
    this.label(c, personName(e.who), x, y + plan.r + 2, 700);
    this.bubble(c, left, y, t("office.leaves", {who: personName(e.who)}), ALARM);
    const lines = [...lost.slice(0, 5).map((name) => `✕ ${name}`), ...(kept ? [t("office.live_on", {n: kept})] : [])];
    lines.forEach((text, i) => this.bubble(c, left + 6, y + (i + 1) * (font + 12), text, text[0] === "✕" ? ALARM : QUIET));
  }

  // What a leaver knew: what is lost with them, and how much others know.
  gone(e, log) {
    this.known ??= new Map();
    if (!this.known.has(e)) {
      const all = log.lives.flatMap((life, which) => (life.losses.some(({row}) => row === e.row) ? [[which, life.death >= 0 && life.losses.at(-1).row === e.row]] : []));
      this.known.set(e, {lost: all.filter(([, dies]) => dies).map(([which]) => log.practice(which)), kept: all.filter(([, dies]) => !dies).length});
    }
    return this.known.get(e);
  }

  // Who stands at a place of the canvas, or -1.
  whoAt(x, y) {
    let found = -1, near = Math.max(18, this.plan?.r * 1.6);
    for (const [who, [a, b]] of this.where ?? []) {
      const apart = Math.hypot(a - x, b - y);
      if (apart < near) [found, near] = [who, apart];
    }
    return found;
  }
}

export {Floor, LEVELS};
