// The office: its floor plan, alive, one run of those behind the bands of What if?; two side by side on one clock.

import {h, fill} from "../core/dom.js";
import {conflicts, lay, scenario, workingDays} from "../core/scenario.js";
import {documents, seedOf, write} from "../core/state.js";
import {pair, personName, spoken, t, valueWords, word} from "../core/text.js";
import {keys, legend, tellOutcomes} from "../office/beside.js";
import {Clock} from "../office/clock.js";
import {SPEEDS, asked, controls, drawMarks} from "../office/controls.js";
import {Floor} from "../office/floor.js";
import {Happenings, JUMPS} from "../office/happenings.js";
import {wholly} from "../office/log.js";
import {Panel, namesake, peopleTable, twin} from "../office/panel.js";
import {VIEWS, head, levers, settings} from "../office/settings.js";
import {Side} from "../office/side.js";
import {foremost, scene, told} from "../office/words.js";

const NAMES = ["a", "b"], NEW_DAYS = 20, LONGEST_AGE = 2.4, QUIET_MS = 6000, LIGHT_MS = 120, STILL_MS = 600;

class OfficePage {
  constructor(root, app) {
    const {declared} = app;
    Object.assign(this, {root, app, declared, t: 0, playing: false, speed: 5, kind: "call", view: "ab", world: 0, change: "", person: null, practice: null, last: 0, lit: 0, spoke: 0, asking: 0,
                         clock: null, letters: true, reduced: matchMedia("(prefers-reduced-motion: reduce)")});
    this.sides = Object.fromEntries(NAMES.map((name) => [name, {name, side: null, happenings: null}]));
    this.onkey = (event) => this.key(event);
    document.addEventListener("keydown", this.onkey);
    this.sized = new ResizeObserver(() => { this.marked = ""; this.wake(); });
    this.build();
  }

  build() {
    const act = {play: () => this.play(), step: (size, way) => this.step(size, way), jump: (way) => this.jump(way), seek: (at) => this.seek(at),
                 speed: (speed) => { this.speed = speed; this.keep(); }, kind: (kind) => { this.kind = kind; this.marked = ""; this.keep(); this.wake(); }};
    this.problem = h("div", {role: "alert"});
    this.which = h("div.row.middle.which");
    this.twin = h("section.panel.twin");
    this.bar = controls(act, this);
    for (const one of Object.values(this.sides)) {
      one.canvas = h("canvas.floor", {role: "img", tabindex: "0", "aria-label": t("office.canvas", {office: one.name.toUpperCase()}), data: {side: one.name}, onclick: (event) => this.pick(one, event)});
      one.title = h("h2");
      one.changed = h("p.changed");
      one.text = h("p.scene");
      one.floor = new Floor(one.canvas);
      one.root = h("section.side", {data: {side: one.name}}, h("div.row.middle", {}, one.title, one.changed), one.canvas, one.text);
      this.sized.observe(one.canvas);
    }
    this.live = h("p.away", {"aria-live": "polite"});
    this.people = h("select", {data: {set: "person"}, onchange: ({target}) => this.follow(target.value || null)});
    this.practices = h("select", {data: {set: "practice"}, onchange: ({target}) => this.followPractice(target.value || null)});
    this.stories = h("div");
    this.panel = new Panel(this.stories);
    this.outcomes = h("div.outcomes");
    this.listed = h("details.people", {ontoggle: () => this.wake()}, h("summary", {}, t("office.people")), h("div.panes"));
    fill(this.root, h("div.office", {}, h("div.head", {}, h("h1", {}, t("office.title")), this.which), this.problem, h("div.sides", {}, NAMES.map((name) => this.sides[name].root)), this.live, this.bar.root, legend(), this.twin,
      h("div.panel", {}, h("h2", {}, t("office.follow")), h("div.row.middle", {}, h("label", {}, t("office.follow.person"), " ", this.people), h("label", {}, t("office.follow.practice"), " ", this.practices)), this.stories),
      h("h2", {}, t("office.outcomes")), this.outcomes, this.listed, keys((on) => { this.letters = on; })));
  }

  // --- what is asked for ---

  update(state) {
    const problems = this.read(state);
    this.show(state, problems);
    fill(this.problem, problems.length ? h("div.problem", {}, problems.map((line) => h("p", {}, line))) : []);
    const key = JSON.stringify([state.office, state.own, state.a, state.b, state.worlds, state.seed, state.years, this.view, this.world, this.change]);
    if (key !== this.drawn && !(this.twin.contains(document.activeElement) && document.activeElement.type === "range")) {
      this.drawn = key;
      this.redraw(state);
    }
    this.wake();
  }

  redraw(state) {
    const held = this.root.contains(document.activeElement) ? document.activeElement.dataset.set : null;
    const act = {go: (change) => this.app.go({...this.app.state, ...change}, true), more: (more) => this.more(more), valueOf: (...of) => this.valueOf(...of)};
    const made = settings(this.app, state, this.view, this.world, this.change, act);
    fill(this.which, made.which);
    fill(this.twin, made.twin);
    for (const {name, title} of Object.values(this.sides)) fill(title, head(this.app, state, name, act));
    if (held) this.root.querySelector(`[data-set="${held}"]`)?.focus();
  }

  // The page's own settings, as the address has them; what cannot be used is told.
  read({more, worlds}) {
    const problems = [], whole = (text, low, high) => /^\d{1,6}$/.test(text) && Number(text) >= low && Number(text) <= high, wrong = (key) => problems.push(t("problem.wrong", {key, given: more[key].slice(0, 80)}));
    const take = (key, ok, put, plain) => { if (more[key] === undefined) { if (plain) plain(); } else if (ok(more[key])) put(more[key]); else wrong(key); };
    take("world", (text) => whole(text, 0, worlds - 1), (text) => { this.world = Number(text); }, () => { this.world = 0; });
    take("view", (text) => VIEWS.includes(text), (text) => { this.view = text; }, () => { this.view = "ab"; });
    take("speed", (text) => SPEEDS.includes(Number(text)), (text) => { this.speed = Number(text); this.bar.speed.value = text; });
    take("jump", (text) => Object.hasOwn(JUMPS, text), (text) => { this.kind = this.bar.kind.value = text; });
    take("change", (text) => text === "" || levers(this.declared).some(({key}) => key === text), (text) => { this.change = text; }, () => { this.change = ""; });
    take("person", (text) => /^[ab]\d{1,5}$/.test(text), (text) => { this.person = text; }, () => { this.person = null; });
    take("practice", (text) => /^[ab]\d{1,5}$/.test(text), (text) => { this.practice = text; }, () => { this.practice = null; });
    take("at", (text) => /^\d{1,5}-\d{1,4}$/.test(text), (text) => { if (this.at !== text) { this.at = text; this.begin = text.split("-").map(Number); } });
    return problems;
  }

  // Begin what the state asks for, in both offices.
  show(state, problems) {
    const {declared} = this, made = {}, shown = [...this.view];
    for (const name of NAMES) {
      const held = documents(declared, state, name), policy = declared.policies.find((one) => one.name === state[name].policy);
      made[name] = scenario(declared, held);
      const bad = shown.includes(name) ? conflicts(declared, made[name], policy?.needs) : [];
      problems.push(...bad.map((line) => t("office.side_problem", {side: name.toUpperCase(), line})));
      const one = this.sides[name];
      one.root.hidden = !shown.includes(name);
      fill(one.changed, this.changedOf(state, name));
      if (bad.length) made[name] = null;
    }
    const fine = shown.filter((name) => made[name]);
    if (!fine.length) return;
    const days = workingDays(made[fine[0]].segments[0].values, state.years);
    const hours = JSON.stringify([days, fine.map((name) => made[name].segments.map(({first, values}) => [first, values["calendar.open_hour"], values["calendar.close_hour"], values["calendar.overtime_minutes"], values["calendar.days_per_week"]]))]);
    if (hours !== this.hours) {
      const before = this.clock?.at(this.t);
      this.hours = hours;
      this.clock = new Clock(fine.map((name) => made[name]), days);
      if (before) this.t = this.clock.of(Math.min(before.day, days - 1), before.minute);
      this.bar.scrub.max = String(Math.floor(this.clock.length - 1));
      for (const one of Object.values(this.sides)) one.happenings = null;
    }
    if (!this.ever) this.t = this.clock.of(0, this.clock.firsts[0] + 60);
    if (this.begin) {
      const [day, minute] = this.begin;
      if (day < 1 || day > days) problems.push(t("problem.wrong", {key: "at", given: this.at}));
      else this.t = this.clock.of(day - 1, minute);
      this.begin = null;
    }
    this.ever = true;
    for (const name of shown) {
      if (!made[name]) continue;
      const one = this.sides[name], own = workingDays(made[name].segments[0].values, state.years), seed = seedOf(state.seed, this.world);
      one.side ??= new Side(this.app, () => this.clock, () => this.arrived(one));
      one.side.day = this.clock.at(this.t).day;
      one.side.show({key: JSON.stringify([made[name], own, seed]), scenario: made[name], days: own, seed, declared});
    }
    this.marked = "";
  }

  // The levers that a side sets itself, in words.
  changedOf(state, name) {
    const {set, changes} = state[name], all = Object.entries(set);
    const lever = (key) => { const named = levers(this.declared).find((one) => one.key === key); return named ? pair(named.title) : key; };
    return [all.slice(0, 4).map(([key, value]) => t("office.set", {lever: lever(key), value: valueWords(this.declared.parameters[key], value)})).join(" · "), all.length > 4 || changes.length ? " …" : ""].join("");
  }

  valueOf(state, name, key) { return lay(this.declared, documents(this.declared, state, name)).values[key]; }

  // A run or some days of it are there.
  arrived(one) {
    const {side} = one;
    if (side.error) fill(this.problem, h("div.problem", {}, h("p", {}, t("office.failed", {side: one.name.toUpperCase(), what: side.error.message}))));
    if (side.run && one.run !== side.run) {
      one.run = side.run;
      one.happenings = one.run.happenings;
      this.marked = "";
      if ([this.person?.[0], this.practice?.[0], this.first?.name].includes(one.name)) this.lists();
      if (this.first) tellOutcomes(this.outcomes, this.declared, this.shown.filter(({run}) => run), this.world);
    }
    this.wake();
  }

  get shown() { return [...this.view].map((name) => this.sides[name]); }
  get first() { return this.shown.find((one) => one.run); }

  // --- time ---

  play(on = !this.playing) {
    this.playing = on;
    if (on && this.t >= this.clock.length - 1) this.t = 0;
    fill(this.bar.play, t(on ? "office.do.pause" : "office.do.play"));
    if (!on) { this.keep(); this.say(true); }
    this.wake();
  }

  seek(at) {
    this.t = this.clock.held(at);
    this.lit = this.spoke = 0;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.keep(), 250);
    this.wake();
  }

  step(size, way) {
    if (!this.clock) return;
    if (this.playing) this.play(false);
    const {day, minute} = this.clock.at(this.t);
    if (size === "day") this.seek(this.clock.of(Math.min(Math.max(0, day + way), this.clock.days - 1), minute));
    else this.seek(Math.round(this.t) + way * (size === "hour" ? 60 : 1));
  }

  // Go to the next event of the kind that is chosen, of the one that is followed if anybody is.
  jump(way) {
    const from = this.jumped?.to === this.t ? this.jumped.from : this.t, found = this.shown.filter(({happenings}) => happenings).map((one) => {
      const {person, practice} = this.followed(one);
      return one.happenings.next(this.kind, from, way < 0, (e) => (person < 0 || e.who === person || e.whom === person) && (practice < 0 || e.practice === practice));
    }).filter(Boolean).sort((a, b) => way * (a.t - b.t))[0];
    if (this.playing) this.play(false);
    if (found) { this.seek(found.t + Math.min(0.5, this.span * 0.2)); this.jumped = {from: found.t, to: this.t}; }
    else fill(this.live, t(way < 0 ? "office.no_earlier" : "office.no_later"));
    this.bar.none = !found;
    this.lit = 0;
    this.wake();
  }

  get span() { return Math.min(45, Math.max(1.5, LONGEST_AGE * this.speed)); }

  // --- whom we follow ---

  // Who and what is followed in an office: numbers, -1 for nobody, null for a twin who is not there.
  followed(one) {
    const of = (text, across) => {
      if (!text || !one.run) return -1;
      const home = this.sides[text[0]], which = Number(text.slice(1));
      if (home === one) return which;
      return home.run ? across(home.run.log, which, one.run.log) : -1;
    };
    const person = of(this.person, (log, who, other) => twin(log, who, other)?.person ?? null), practice = of(this.practice, (log, which, other) => { const found = namesake(log, which, other); return found < 0 ? null : found; });
    return {person: person === null || person < 0 ? person : one.run?.log.people.has(person) ? person : null, practice: practice === null || practice < 0 ? practice : one.run?.log.practices[practice] ? practice : null};
  }

  follow(who) { this.more({person: who ?? ""}); }
  followPractice(which) { this.more({practice: which ?? ""}); }

  pick(one, event) {
    const box = one.canvas.getBoundingClientRect(), who = one.floor.whoAt(event.clientX - box.left, event.clientY - box.top);
    this.follow(who < 0 ? null : `${one.name}${who}`);
  }

  lists() {
    const one = this.first;
    if (!one) return;
    const {log} = one.run, home = this.person && this.sides[this.person[0]].run ? this.sides[this.person[0]] : one, kept = this.practice && this.sides[this.practice[0]].run ? this.sides[this.practice[0]] : one;
    fill(this.people, h("option", {value: ""}, t("office.follow.nobody")), [...home.run.log.people.values()].map(({person, channel, hired}) =>
      h("option", {value: `${home.name}${person}`}, `${personName(person)}, ${word("channels", channel)}${hired >= 0 ? `, ${t("office.since", {day: hired + 1})}` : ""}`)));
    fill(this.practices, h("option", {value: ""}, t("office.follow.none")), kept.run.log.richest().slice(0, 60).map(({practice}) => h("option", {value: `${kept.name}${practice}`}, kept.run.log.practice(practice))));
    this.people.value = this.person ?? "";
    this.practices.value = this.practice ?? "";
  }

  more(more) {
    const {state} = this.app;
    this.app.go({...state, more: {...state.more, ...this.kept(), ...more}}, true);
    this.lists();
    this.wake();
  }

  kept() {
    const {day, minute} = this.clock ? this.clock.at(this.t) : {day: 0, minute: 0};
    this.at = `${day + 1}-${Math.floor(minute)}`;
    return {at: this.at, speed: String(this.speed), jump: this.kind};
  }

  // Write where we are into the address.
  keep() { if (this.clock && !this.closed && this.app.state.page === "office") this.more({}); }

  // --- pictures ---

  wake() { if (!this.asking && !this.closed) this.asking = requestAnimationFrame((now) => this.picture(now)); }

  picture(now) {
    this.asking = 0;
    if (this.closed || !this.clock) return;
    const gone = Math.min(0.1, (now - this.last) / 1000), still = this.reduced.matches;
    if (still && this.playing && now - this.last < STILL_MS) { this.wake(); return; }
    this.last = now;
    if (this.playing && this.shown.every((one) => !one.run || one.frame)) this.t = this.clock.held(this.t + (still ? Math.max(1, this.speed * STILL_MS / 1000) : gone * this.speed));
    if (this.playing && this.t >= this.clock.length - 0.01) this.play(false);
    let moving = false;
    for (const one of this.shown) moving = this.one(one, gone, still) || moving;
    const due = now - this.lit > LIGHT_MS;
    if (due) { this.lit = now; this.light(); }
    if (this.playing || moving || !due || this.shown.some((one) => one.side?.stale)) this.wake();
  }

  // Draw one office; tells whether anybody is still on the way.
  one(one, seconds, reduced) {
    const {day, minute} = this.clock.at(this.t), frame = one.frame = one.run && day < one.run.days ? one.side.frame(day, minute) : null;
    one.root.classList.toggle("waits", Boolean(one.side?.stale || !frame));
    if (!frame) { one.side?.frame(Math.min(day, (one.run?.days ?? 1) - 1), minute); return true; }
    if (one.happenings?.clock !== this.clock) one.happenings = wholly(new Happenings(one.run.log, this.clock));
    one.floor.fit(one.run, day, this.declared.order.channels);
    if (!one.floor.plan) return true;
    const {person, practice} = this.followed(one);
    if (one.days !== day || one.fresh_of !== one.run) {
      one.days = day;
      one.fresh_of = one.run;
      one.fresh = new Set([...one.run.log.people.values()].filter(({hired}) => hired >= 0 && hired < day && day - hired <= NEW_DAYS).map((found) => found.person));
    }
    one.around = one.happenings.around(this.t, this.span);
    return one.floor.draw(frame, {run: one.run, happenings: one.happenings, seconds, reduced, person: person ?? -1, practice: practice ?? -1, around: one.around, held: one.happenings.holding(this.t),
                                  fresh: one.fresh, evening: this.clock.evening(day, this.t), kinds: this.declared.words[spoken()].short_kinds, fades: true});
  }

  // What stands beside the pictures, some times a second.
  light() {
    const {day, minute} = this.clock.at(this.t), log = this.first?.run.log;
    if (!log) return;
    const when = this.clock.evening(day, this.t) ? log.when({event: "", day, minute}, true) : log.when({event: "", day, minute: Math.max(0.001, minute)});
    fill(this.bar.now, when, this.bar.none ? h("small", {}, t("office.none_left")) : null);
    if (document.activeElement !== this.bar.scrub || this.playing) this.bar.scrub.value = String(Math.round(this.t));
    this.bar.scrub.setAttribute("aria-valuetext", when);
    const all = this.shown.map((one) => one.happenings), marked = this.kind + all.map((one, i) => (one ? this.shown[i].run.key : "")).join() + this.bar.marks.clientWidth;
    if (marked !== this.marked) { this.marked = marked; drawMarks(this.bar.marks, this.shown.map(({name, happenings}) => ({happenings, colour: name === "a" ? this.declared.colours.baseline : this.declared.colours.policies[0]})), this.kind, this.clock.length); }
    for (const one of this.shown) if (one.frame && one.run) this.describe(one);
    this.panel.show(this.shown.map((one) => ({name: one.name.toUpperCase(), run: one.run, ...this.followed(one)})), this.clock, this.t);
    if (this.listed.open) this.table();
    this.say(false);
  }

  describe(one) {
    const seen = foremost(one.happenings, one.around), said = [seen ? told(one.run.log, seen) : "", scene(one.run, one.frame)].filter(Boolean);
    if (said.join() !== one.said) { one.said = said.join(); fill(one.text, seen ? h("strong", {}, said[0], " ") : null, said.at(-1)); }
  }

  // For those who hear the page: at once when time stands, else now and then.
  say(at_once) {
    const now = performance.now();
    if (!at_once && (this.playing ? now - this.spoke < QUIET_MS : this.spoken === this.t)) return;
    this.spoke = now;
    this.spoken = this.t;
    const when = this.bar.now.firstChild?.textContent ?? "";
    fill(this.live, [when, ...this.shown.filter(({said}) => said).map((one) => t("office.side_problem", {side: one.name.toUpperCase(), line: one.text.textContent}))].map((line) => line.replace(/\.$/, "")).join(". "));
  }

  table() {
    const now = performance.now(), key = `${this.view}${this.shown.map((one) => one.run?.key).join()}${Math.floor(this.t)}`;
    if (key === this.listed.key || (this.playing && now - (this.listed.at ?? 0) < 2000)) return;
    Object.assign(this.listed, {key, at: now});
    fill(this.listed.lastChild, this.shown.filter(({frame}) => frame).map((one) => h("section.pane", {}, h("h3", {}, one.name.toUpperCase()),
      peopleTable(one.run, one.frame, one.happenings.holding(this.t), t("office.people_of", {side: one.name.toUpperCase()})))));
  }

  // --- keys ---

  key(event) {
    const what = asked(event);
    if (!what || !this.clock || (!this.letters && /^[a-z+-]$/i.test(event.key))) return;
    event.preventDefault();
    const [name, ...rest] = what;
    if (name === "follow") this.next(rest[0]);
    else if (name === "unfollow") this.more({person: "", practice: ""});
    else if (name === "faster") { const at = SPEEDS.indexOf(this.speed) + rest[0]; if (SPEEDS[at]) { this.speed = SPEEDS[at]; this.bar.speed.value = String(this.speed); this.keep(); } }
    else this[name](...rest);
  }

  // Follow the next person who is there.
  next(way) {
    const one = this.first;
    if (!one) return;
    const {day} = this.clock.at(this.t), there = [...one.run.log.people.values()].filter(({hired, left}) => hired < day + 1 && (left < 0 || left >= day)).map(({person}) => person);
    const at = there.indexOf(this.followed(one).person), to = at < 0 ? (way > 0 ? 0 : there.length - 1) : (at + way + there.length) % there.length;
    this.follow(`${one.name}${there[to]}`);
  }

  close() {
    if (this.app.state.page === "office" && this.clock) {
      Object.assign(this.app.state.more, this.kept());
      history.replaceState(null, "", write(this.declared, this.app.state));
    }
    this.closed = true;
    cancelAnimationFrame(this.asking);
    clearTimeout(this.later);
    this.sized.disconnect();
    document.removeEventListener("keydown", this.onkey);
    for (const {side} of Object.values(this.sides)) side?.close();
  }
}

function office(root, app) { return new OfficePage(root, app); }

export {office};
