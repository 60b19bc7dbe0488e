// The runs of both sides: twin worlds in order, what is known already taken from before, what is asked anew coming as soon as it is there.

import {measuring} from "../core/outcomes.js";
import {paired} from "../core/paired.js";
import {conflicts, scenario, workingDays} from "../core/scenario.js";
import {SIDES, documents} from "../core/state.js";

const KEPT = 1200, GROUP = "1 what if";

class Twins {
  // changed(twins): called when there is something new.
  constructor(app, changed) {
    Object.assign(this, {app, changed, known: new Map(), failures: []});
    const {columns, series} = app.declared;
    this.places = series.map(({column}) => columns.indexOf(column));
  }

  // Ask for what a state wants; gives sentences on what does not go together, and then asks for nothing.
  ask(state) {
    const {declared} = this.app, laid = SIDES.map((which) => documents(declared, state, which));
    const scenarios = laid.map((those) => scenario(declared, those)), needs = laid.map((those) => those.flatMap((one) => one.needs ?? []));
    const wrong = [...new Set(scenarios.flatMap((made, i) => conflicts(declared, made, needs[i])))];
    if (wrong.length) { this.app.pool.drop(GROUP); return wrong; }
    const days = workingDays(scenarios[0].segments[0].values, state.years), names = scenarios.map((made) => `${days} ${JSON.stringify(made)}`);
    const seeds = Array.from({length: state.worlds}, (_, world) => state.seed + world);
    Object.assign(this, {state, days, names, seeds, scenarios, same: names[0] === names[1]});
    this.failures = [];
    const tasks = new Map();
    for (const seed of seeds) scenarios.forEach((made, i) => this.add(tasks, made, names[i], SIDES[i], seed, days));
    this.app.pool.ask(GROUP, [...tasks.values()]);
    this.left = tasks.size;
    return [];
  }

  add(tasks, made, name, side, seed, days) {
    const key = `${seed} ${name}`;
    if (this.known.has(key) || tasks.has(key)) return;
    tasks.set(key, {
      key, scenario: made, seed, days, options: {daily: true},
      done: (result) => {
        this.keep(key, {outcomes: measuring(this.app.declared, made, days)(result), series: this.drawn(result.daily, days)});
        this.left -= 1;
        this.changed(this);
      },
      failed: (error) => {
        this.keep(key, {failed: String(error.message ?? error)});
        this.failures.push({side, why: String(error.message ?? error)});
        this.left -= 1;
        this.changed(this);
      },
    });
  }

  // The columns that are drawn, each an array over days.
  drawn(daily, days) {
    const width = this.app.declared.columns.length;
    return this.places.map((place) => Float64Array.from({length: days}, (_, day) => daily[day * width + place]));
  }

  keep(key, run) {
    this.known.set(key, run);
    for (const old of this.known.keys()) {
      if (this.known.size <= KEPT) break;
      if (!this.names.some((name) => old.endsWith(name))) this.known.delete(old);
    }
  }

  // The worlds in which both sides have run: [{world, seed, a, b}], each side with its outcomes and series.
  pairs() {
    return this.seeds.map((seed, world) => ({world, seed, a: this.known.get(`${seed} ${this.names[0]}`), b: this.known.get(`${seed} ${this.names[1]}`)}))
      .filter(({a, b}) => a?.outcomes && b?.outcomes);
  }

  // What can be said of each outcome, B against A, by key: what paired.js gives.
  differences(pairs = this.pairs()) {
    const {outcomes, t} = this.app.declared;
    return Object.fromEntries(outcomes.map(({key, better}) => [key, paired(pairs.map(({b}) => b.outcomes[key]), pairs.map(({a}) => a.outcomes[key]), better, t)]));
  }

  // A series day by day over worlds: median and the 10th and 90th percentile, in the unit shown.
  band(pairs, side, place, factor, most = 220) {
    const step = Math.max(1, Math.ceil(this.days / most)), x = [], low = [], middle = [], high = [];
    const at = (sorted, share) => { const k = (sorted.length - 1) * share, f = Math.floor(k); return sorted[f] + (sorted[Math.min(f + 1, sorted.length - 1)] - sorted[f]) * (k - f); };
    const values = new Float64Array(pairs.length);
    for (let day = 0; day < this.days; day += step) {
      pairs.forEach((pair, i) => { values[i] = pair[side].series[place][day] * factor; });
      const sorted = values.slice().sort();
      x.push(day); low.push(at(sorted, 0.1)); middle.push(at(sorted, 0.5)); high.push(at(sorted, 0.9));
    }
    return {x, low, middle, high};
  }

  close() { this.app.pool.drop(GROUP); }
}

export {Twins};
