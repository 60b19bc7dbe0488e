// The runs of a lesson: every side in the same twin worlds, kept for as long as the lesson is on.

import {measuring} from "../core/outcomes.js";
import {mean, paired, quantile} from "../core/paired.js";
import {scenario} from "../core/scenario.js";
import {documents} from "../core/state.js";

const GROUP = "lesson";

class Runs {
  constructor(app, lesson, seed, worlds) {
    const {declared} = app;
    Object.assign(this, {app, lesson, seed, worlds, changed: () => {}, problem: null});
    this.columns = [...new Set([lesson.bet.column, ...lesson.claims.map(({measure}) => measure.column)].filter(Boolean))];
    this.sides = Object.fromEntries(Object.entries(lesson.sides).map(([name, side]) => {
      const made = scenario(declared, documents(declared, {office: lesson.office, own: null, [name]: side}, name));
      return [name, {made, measure: measuring(declared, made, lesson.days), done: Array(worlds).fill(null)}];
    }));
  }

  // Run what is missing of some sides, world by world.
  ask(names) {
    const tasks = [], {app, lesson} = this;
    for (let world = 0; world < this.worlds; world++) {
      for (const name of names) {
        const side = this.sides[name], seed = this.seed + world;
        if (side.done[world]) continue;
        tasks.push({key: `${lesson.name}/${name}/${seed}`, scenario: side.made, seed, days: lesson.days, options: {daily: true}, done: (result) => this.keep(side, world, result), failed: (error) => { this.problem = error.message; this.changed(); }});
      }
    }
    app.pool.ask(GROUP, tasks);
  }

  stop() { this.app.pool.drop(GROUP); }

  keep(side, world, result) {
    const {columns} = this.app.declared, days = Object.fromEntries(this.columns.map((name) => {
      const place = columns.indexOf(name);
      return [name, Float64Array.from({length: this.lesson.days}, (_, day) => result.daily[day * columns.length + place])];
    }));
    side.done[world] = {outcomes: side.measure(result), days};
    this.changed();
  }

  // The worlds that are done on all of some sides.
  ready(names) { return Array.from({length: this.worlds}, (_, world) => world).filter((world) => names.every((name) => this.sides[name].done[world])); }

  // A measure of a side in some worlds: an outcome, or a column over some days.
  values(measure, name, worlds) {
    const {done} = this.sides[name];
    return worlds.map((world) => (measure.outcome ? done[world].outcomes[measure.outcome] : over(done[world].days[measure.column], measure)));
  }

  // What can be said of a measure of a side against another.
  compare(measure, name, against, better = null) {
    const worlds = this.ready([name, against]);
    return paired(this.values(measure, name, worlds), this.values(measure, against, worlds), better, this.app.declared.t);
  }

  // The bet's column of a side by stretches of days, over worlds: mean, and the band of eight in ten.
  curve(name, names = [name]) {
    const {bet, stretches} = this.lesson, worlds = this.ready(names);
    return Array.from({length: stretches}, (_, i) => {
      const values = this.values({...bet, first: i * bet.days, last: (i + 1) * bet.days}, name, worlds);
      return {mean: mean(values), low: quantile(values, 0.1), high: quantile(values, 0.9)};
    });
  }
}

function over(column, {first, last, times, sum}) {
  let total = 0;
  for (let day = first; day < last; day++) total += column[day];
  return times * (sum ? total : total / (last - first));
}

export {Runs};
