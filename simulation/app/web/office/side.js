// One office: its run, made in a worker of its own, with the log of all days and the minutes of the days around the time that is shown.

import {Office} from "../engine/engine.js";
import {Happenings} from "./happenings.js";
import {Log, gently} from "./log.js";

const CELLS = 90_000, SPAN = [2, 10], KEPT = 4, DAY_STEPS = 540, EVENTS_A_DAY = 8;

class Side {
  // clock(): the clock of the page; changed: called when there is something new to show.
  constructor(app, clock, changed) {
    Object.assign(this, {app, clock, changed, run: null, coming: null, loading: null, error: null, day: 0});
    this.office = app.pool.compiled.then((module) => new Office(Office.worker(app.made.engine), module, app.made.layout));
  }

  // Show a run from now on; until it is there, the one before goes on. wanted: {key, scenario, days, seed}.
  async show(wanted) {
    if (wanted.key === (this.coming ?? this.run)?.key) return;
    const {scenario, days, seed} = wanted, coming = this.coming = {...wanted, windows: new Map()};
    this.loading = this.error = null;
    try {
      let given;
      const posts = Object.entries(scenario.segments[0].values).reduce((sum, [key, value]) => sum + (key.endsWith(".posts") ? value : 0), 0), room = {events: 2 ** Math.ceil(Math.log2(posts * days * EVENTS_A_DAY + 1))};
      const office = await this.office, done = await office.run(scenario, [seed], days, {events: true, room}, (result) => { given = result; });
      if (!done || this.coming !== coming) return;
      coming.made = given;
      coming.seats = given.teams.length;
      coming.span = Math.max(SPAN[0], Math.min(SPAN[1], Math.floor(CELLS / (coming.seats * DAY_STEPS))));
      await this.load(coming, Math.floor(Math.min(this.day, days - 1) / coming.span));
      if (this.coming !== coming || !coming.windows.size) return;
      coming.log = await gently(new Log(this.app.declared, scenario, days), given);
      const happenings = await gently(new Happenings(coming.log, this.clock()));
      if (this.coming !== coming) return;
      coming.happenings = happenings;
      this.run = coming;
      this.coming = null;
      this.changed();
    } catch (error) {
      if (this.coming !== coming) return;
      this.coming = null;
      this.error = error;
      this.changed();
    }
  }

  get stale() { return this.coming !== null; }

  // Minutes of some days: those of the number-th window. A run of fewer days begins as a longer one does.
  async load(run, number) {
    const first = number * run.span, last = Math.min(run.days - 1, first + run.span - 1);
    this.loading = number;
    let given;
    const office = await this.office, room = {steps: (last - first + 1) * 2 * DAY_STEPS}, done = await office.run(run.scenario, [run.seed], last + 1, {trail: [first, last], room}, (result) => { given = result; });
    if (this.loading === number) this.loading = null;
    if (!done || !given) return;
    const {steps, trail} = given, days = new Map();
    steps.day.forEach((day, row) => { if (days.has(day)) days.get(day)[1] = row; else days.set(day, [row, row]); });
    run.windows.set(number, {steps, trail, days});
    for (const held of [...run.windows.keys()].sort((a, b) => Math.abs(b - number) - Math.abs(a - number)).slice(0, Math.max(0, run.windows.size - KEPT))) run.windows.delete(held);
    this.changed();
  }

  // What is seen at a minute of a day: {window, row (of the end of that minute), whether it is before the first or after the last}; null while it is not there. The days
  // that follow are fetched meanwhile.
  frame(day, minute) {
    this.day = day;
    const {run} = this;
    if (!run) return null;
    const number = Math.floor(day / run.span), window = run.windows.get(number);
    if (!this.coming && this.loading !== number) {
      const next = (number + 1) * run.span < run.days ? number + 1 : number;
      if (!window) this.fetch(run, number);
      else if (this.loading === null && !run.windows.has(next)) this.fetch(run, next);
    }
    if (!window) return null;
    const [first, last] = window.days.get(day), {minute: minutes} = window.steps;
    let low = first, high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (minutes[middle] < minute) low = middle + 1;
      else high = middle;
    }
    return {window, row: low, before: minute < minutes[first] - 1, after: minute > minutes[last]};
  }

  fetch(run, number) { this.load(run, number).catch((error) => { this.loading = null; this.error = error; this.changed(); }); }

  close() { this.office.then((office) => office.close()); }
}

export {Side};
