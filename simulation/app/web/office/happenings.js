// What happens when, on the clock: the events of a log in order of time, who holds which practice by then, and the next event of a kind.

const SHOWN = new Set(["episode", "trick", "invention", "telling", "learned", "naming", "call", "join", "step_in", "listening", "exit", "hire", "forgotten", "death", "callout", "absence"]);

const PART = 8000;

// Kinds of events that one can jump to; each tells which events it means.
const JUMPS = {
  call: ({event}) => event === "call", grave: ({event, situation}, grave) => event === "episode" && grave.includes(situation), episode: ({event}) => event === "episode",
  step_in: ({event}) => event === "step_in", listening: ({event}) => event === "listening", invention: ({event, minute, day}) => ["invention", "trick"].includes(event) && (day > 0 || minute > 0),
  telling: ({event}) => event === "telling", learned: ({event, minute, day}) => event === "learned" && (day > 0 || minute > 0), naming: ({event}) => event === "naming",
  exit: ({event}) => event === "exit", hire: ({event}) => event === "hire", death: ({event}) => event === "death", absence: ({event}) => event === "absence",
};

class Happenings {
  constructor(log, clock) {
    Object.assign(this, {log, clock, times: [], events: [], marks: new Map()});
    this.nightly = new Set(log.declared.nightly);
    this.grave = log.declared.order.kinds.slice(4, 7);
    this.reset();
  }

  // Put what is shown in order of time, in parts that take some milliseconds each.
  *read() {
    const {log, times, events} = this;
    for (const e of log.events) {
      if (e.row % PART === 0) yield;
      if (!SHOWN.has(e.event) || (e.day === 0 && e.minute === 0)) continue;
      const time = this.timeOf(e);
      let place = times.length;
      while (place > 0 && times[place - 1] > time) place -= 1;  // nearly all are in order already
      if (place === times.length) { times.push(time); events.push(e); } else { times.splice(place, 0, time); events.splice(place, 0, e); }
    }
  }

  // When an event is told, on the clock.
  timeOf({event, day, minute}) { return this.nightly.has(event) ? this.clock.night(day) : this.clock.of(day, minute); }

  // The place of the first event after t.
  after(t) {
    let low = 0, high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Events of the stretch up to t: [{e, age}], age from 0 (just now) to 1.
  around(t, span) {
    const found = [];
    for (let i = this.after(t) - 1; i >= 0 && this.times[i] > t - span; i--) found.push({e: this.events[i], age: (t - this.times[i]) / span});
    return found.reverse();
  }

  // Places of the events of a kind.
  of(kind) {
    if (!this.marks.has(kind)) this.marks.set(kind, this.events.flatMap((e, i) => (JUMPS[kind](e, this.grave) ? [i] : [])));
    return this.marks.get(kind);
  }

  // The next (or previous) event of a kind: {e, t}, or null. about: tells whether an event counts.
  next(kind, t, back, about) {
    const places = this.of(kind).filter((i) => (back ? this.times[i] < t - 0.02 : this.times[i] > t + 0.02) && about(this.events[i])), place = back ? places.at(-1) : places[0];
    return place === undefined ? null : {e: this.events[place], t: this.times[place]};
  }

  // --- who holds what ---

  reset() {
    this.told = 0;
    this.reached = -Infinity;
    this.held = new Map();
  }

  // Who holds which practices at t: a set of numbers for each person.
  holding(t) {
    if (t < this.reached) this.reset();
    this.reached = t;
    const {events} = this.log;
    for (; this.told < events.length; this.told++) {
      const e = events[this.told];
      if (e.event !== "learned" && e.event !== "forgotten" && e.event !== "exit") continue;
      if (this.timeOf(e) > t && (e.day > 0 || e.minute > 0)) break;
      if (e.event === "exit") this.held.delete(e.who);
      else if (e.event === "forgotten") this.held.get(e.who)?.delete(e.practice);
      else if (this.held.has(e.who)) this.held.get(e.who).add(e.practice);
      else this.held.set(e.who, new Set([e.practice]));
    }
    return this.held;
  }
}

export {Happenings, JUMPS};
