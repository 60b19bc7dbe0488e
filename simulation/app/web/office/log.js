// One run to tell from: its log in a form that can be followed, and its words; as `Log` of simulation/measures/story.py, with the same sentences.

import {number, pair, personName, spoken, word} from "../core/text.js";
import {BIRTHS, MANAGER, ORGANISATION, lives, rows} from "./lineage.js";

const SHOWN = 16, FEW = 8, PART = 3000, CHANGES = new Set(["refinement", "obsolete", "call", "guide"]);

const put = (map, key, one) => { const held = map.get(key); if (held) held.push(one); else map.set(key, [one]); };

// Let something read in parts, at once, or so that the page goes on between two of them.
function wholly(one, ...given) {
  for (const _ of one.read(...given)) continue;
  return one;
}

async function gently(one, ...given) {
  for (const _ of one.read(...given)) await new Promise((done) => { setTimeout(done); });
  return one;
}

class Log {
  // scenario: as the engine took it; days: of the run; full: leave nothing out. What the run gave is then read by `wholly` or `gently`.
  constructor(declared, scenario, days, full = false) {
    const {values} = scenario.segments[0];
    Object.assign(this, {declared, scenario, days, full, week: values["calendar.days_per_week"], year: values["calendar.days_per_year"], events: []});
    Object.assign(this, {of_practice: new Map(), of_person: new Map(), after: new Map(), children: new Map(), changed: new Map()});
  }

  // Read what a run with events gave, in parts that take some milliseconds each.
  *read(made) {
    const {declared, events, of_practice, of_person, after, children} = this;
    for (let first = 0; first < made.events.day.length; first += PART) {
      rows(declared, made.events, first, PART, events);
      yield;
      for (let row = first; row < events.length; row++) {
        const e = events[row];
        if (e.practice >= 0) put(of_practice, e.practice, e);
        if (e.practice >= 0 && CHANGES.has(e.event)) this.changed.set(e.practice, (this.changed.get(e.practice) ?? 0) + 1);
        if (e.who >= 0) put(of_person, e.who, e);
        if (e.parent >= 0) put(after, e.parent, e);
      }
      yield;
    }
    this.practices = practices(declared, events, made.practices);
    for (const q of this.practices) for (const parent of q.parents) put(children, parent, q.practice);
    this.people = people(declared, events, made.posts, this.scenario);
    yield;
    this.lives = lives(events, this.practices.length);
    this.names = practiceNames(declared, this.practices.map(({kind}) => kind), events.filter(({event}) => event === "naming").map(({practice}) => practice));
  }

  // --- words ---

  say(key, slots = {}) { return word("story", key).replace(/\{(\w+)\}/g, (whole, name) => (name in slots ? String(slots[name]) : whole)); }

  person(who) {
    if (who === ORGANISATION) return this.say("organisation");
    if (who === MANAGER) return this.say("manager");
    return this.people.has(who) ? personName(who) : this.say("nobody");
  }

  practice(which) { return pair(this.names[which].names); }
  plain(which) { return pair(this.names[which].plain); }
  kind(name) { return word("kinds", name)[0]; }
  number(value, digits = 0) { return number(value, digits).replaceAll("\u202f", "\u00a0"); }
  times(n) { return this.say(["never", "once", "twice"][n] ?? "times", {n: this.number(n)}); }
  day(day) { return this.say("day_n", {n: day + 1}); }
  born(q) { return this.brought(q) ? this.say("before") : this.day(q.born); }
  user(who) { return this.say("user", {n: who}); }
  ended(episode) { return this.say(episode.value === 1 ? "well" : "badly"); }
  listed(names) {
    const said = [...names];
    return said.length > 1 ? said.slice(0, -1).join(", ") + this.say("and") + said.at(-1) : said[0] ?? this.say("nobody");
  }

  // "de" with a name, as French elides it.
  of(name) { return (this.declared.names.of_elided.includes(name.slice(0, 1).toLowerCase()) || name.startsWith("Yv") ? "d'" : "de ") + name; }

  // When an event was: "day 37 (week 8, Tuesday), 10:42".
  when({event, day, minute}, nightly = false) {
    if (day === 0 && minute === 0) return this.say("before");
    const {weekdays} = this.declared.words[spoken()], time = nightly || this.declared.nightly.includes(event) ? this.say("evening") : clock(minute), weekday = day % this.week;
    return this.say("when", {day: day + 1, week: Math.floor(day / this.week) + 1, weekday: weekdays[weekday] ?? String(weekday + 1), time});
  }

  // --- lines ---

  // An event told by a sentence; others: the other events that it rests on. Who and whom are filled in.
  line(e, key, slots = {}, others = []) {
    const named = {who: this.person(e.who), whom: this.person(e.whom), of_whom: this.of(this.person(e.whom)), ...slots};
    const kept = [...new Set([e.row, ...others.map(({row}) => row)])].sort((a, b) => a - b);
    return {day: e.day, minute: e.minute, when: this.when(e), text: this.say(key, named), rows: kept};
  }

  // Many events in one sentence, which belongs to no one day.
  total(key, events, slots = {}) { return {day: -1, minute: 0, when: "", text: this.say(key, slots), rows: events.map(({row}) => row)}; }

  section(key, lines, shown = SHOWN) {
    const kept = this.full || lines.length <= shown ? lines : lines.slice(0, shown);
    return {key, title: this.say(key), lines: kept, left_out: lines.length - kept.length, roots: []};
  }

  // --- what came from what ---

  // Whether a practice was known before the run began.
  brought(q) { return ["start", "hire"].includes(this.events[this.events[q.origin].parent]?.event); }

  // The episode that an event goes back to, or undefined.
  around(e) {
    for (let row = e.row; row >= 0; row = this.events[row].parent) if (this.events[row].event === "episode") return this.events[row];
    return undefined;
  }

  follows(e, event) { return (this.after.get(e.row) ?? []).filter((one) => one.event === event); }

  // Who came when a crew was called: in words, and the events.
  came(call) {
    const joins = this.follows(call, "join"), groups = [["ran", joins.filter(({value}) => value === 0)], ["stayed", joins.filter(({value}) => value === 1)]];
    const said = groups.filter(([, group]) => group.length)
      .map(([key, group]) => this.say(key + (group.length === 1 ? "_one" : ""), {people: this.listed(group.map(({who}) => this.person(who)))}));
    return [said.join(", ") || this.say("no_one"), joins];
  }

  // One call for help: who came, in which role, and how the episode ended.
  called(call, key) {
    const episode = this.events[call.parent], [came, joins] = this.came(call);
    return this.line(call, key, {kind: this.kind(call.situation), user: this.user(episode.whom), came, end: this.ended(episode), practice: this.practice(call.practice)}, [episode, ...joins]);
  }

  // One learning: from whom, by what means.
  learning(one, again = false) {
    const event = this.events[one.row], parent = this.events[event.parent], slots = {again: again ? this.say("again") : ""};
    if (one.how === "telling") {
      const heard = this.heard(event);
      return this.line(event, heard.length > 1 ? "learned_tellings" : "learned_telling", {times: this.times(heard.length), ...slots}, heard);
    }
    if (one.how === "overhearing") {
      const episode = this.around(parent);
      return this.line(event, "learned_overhearing", {...slots, kind: this.kind(episode.situation), user: this.user(episode.whom)}, [parent, episode]);
    }
    const line = this.line(event, `learned_${one.how}`, slots, [parent]);
    return one.how === "guide" ? {...line, when: this.when(event, true)} : line;
  }

  // The tellings of a practice that its learner heard before they began to hold it, since they last forgot it if they did.
  heard(event) {
    const before = this.of_practice.get(event.practice).filter(({row}) => row < event.row);
    const since = Math.max(-1, ...before.filter((e) => e.event === "forgotten" && e.who === event.who).map(({row}) => row));
    return before.filter((e) => e.event === "telling" && e.whom === event.who && e.row > since);
  }

  // All practices, those with most to tell first.
  richest() {
    const weight = (q) => {
      const learners = new Set(this.lives[q.practice].learnings.map(({who}) => who)).size;
      return 2 * learners + 3 * (this.children.get(q.practice) ?? []).length + 5 * (this.names[q.practice].named ? 1 : 0) + Math.min(this.changed.get(q.practice) ?? 0, 20);
    };
    const weighed = this.practices.map((q) => [weight(q), q]);
    return weighed.sort(([a, p], [b, q]) => b - a || p.practice - q.practice).map(([, q]) => q);
  }
}

// A minute of the day as people of the language write it.
function clock(minute) {
  const whole = Math.floor(minute), hours = String(Math.floor(whole / 60) % 24), minutes = String(whole % 60).padStart(2, "0");
  return spoken() === "fr" ? `${hours}\u00a0h\u00a0${minutes}` : `${hours.padStart(2, "0")}:${minutes}`;
}

function practices(declared, events, {number: numbers, kind, valence, crewed, origin, parent, other_parent}) {
  const died = new Map(events.filter(({event}) => event === "death").map((e) => [e.practice, e.day])), {kinds, valences} = declared.order;
  return Array.from(numbers, (which, i) => {
    const birth = events[origin[i]];
    return {practice: which, kind: kinds[kind[i]], valence: valences[valence[i]], crewed: crewed[i] === 1, origin: origin[i], born: birth.day, died: died.get(which) ?? -1,
            inventor: BIRTHS.includes(birth.event) ? birth.who : ORGANISATION, parents: [parent[i], other_parent[i]].filter((one) => one >= 0)};
  });
}

// Everybody who was ever there, by number: seat, team, channel, when they came and went, and whose successor on the seat they are.
function people(declared, events, posts, scenario) {
  const found = new Map(), seats = [...posts[0].open].flatMap((open, seat) => (open ? [seat] : [])), segment = (day) => scenario.segments.findLastIndex(({first}) => first <= day);
  const held = new Map();
  for (const {event, day, who, value} of events) {
    if (event === "exit") found.get(who).left = day;
    if (event !== "start" && event !== "hire") continue;
    const hired = event === "hire", seat = hired ? value : seats[found.size], post = posts[hired ? segment(day) : 0], generation = held.get(seat) ?? 0;
    held.set(seat, generation + 1);
    found.set(who, {person: who, seat, generation, team: post.team[seat], channel: declared.order.channels[post.channel[seat]], hired: hired ? day : -1, left: -1, tenure_start: hired ? 0 : Math.trunc(value)});
  }
  return found;
}

// What practices are called (English, French): a code word of their kind in order of naming, else kind and number. kinds: of each, by number; namings: those named, in order.
function practiceNames(declared, kinds, namings) {
  const plain = kinds.map((kind, which) => [`${kind}-${which}`, `${declared.words.fr.short_kinds[kind]}-${which}`]);
  const found = plain.map((both) => ({names: both, plain: both, named: false})), ranks = {};
  for (const which of namings) {
    const kind = kinds[which], words = declared.names.practices[kind], rank = ranks[kind] = (ranks[kind] ?? -1) + 1, again = Math.floor(rank / words.length);
    found[which] = {names: words[rank % words.length].map((one) => one + (again ? `-${again + 1}` : "")), plain: plain[which], named: true};
  }
  return found;
}

export {Log, wholly, gently, SHOWN, FEW};
