// Runs in Web Workers, as many as there are cores. Work comes in groups; newer work of a group takes the place of what waits and ends what is running for nothing.

import {Office} from "../engine/engine.js";

class Pool {
  // made: what `assets` gives; size: how many workers.
  constructor(made, size = Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2))) {
    this.made = made;
    this.groups = new Map();
    this.places = Array.from({length: size}, () => ({office: null, task: null}));
    this.compiled = WebAssembly.compile(made.wasm);
    this.ready = this.compiled.then((module) => Promise.all(this.places.map((place) => this.open(place, module))));
  }

  open(place, module) {
    place.office = new Office(Office.worker(this.made.engine), module, this.made.layout);
    return place.office.ready;
  }

  // Do tasks, in order, in the place of all that the group has: each {scenario, seed, days, options, done(result), failed(error)}; `key` tells which are the same.
  ask(group, tasks) {
    const before = this.groups.get(group) ?? [], wanted = new Map(tasks.map((task) => [task.key, task]));
    for (const place of this.places) {
      if (!place.task || !before.includes(place.task)) continue;
      const same = wanted.get(place.task.key);
      if (same && !place.task.dropped) {  // it goes on, for whoever asks now
        Object.assign(place.task, {done: same.done, failed: same.failed});
        wanted.delete(same.key);
        tasks = tasks.map((task) => (task === same ? place.task : task));
      } else {
        place.task.dropped = true;
        place.office.cancel();
      }
    }
    this.groups.set(group, tasks);
    this.ready.then(() => this.go());
  }

  // Let everything of a group go.
  drop(group) { this.ask(group, []); }

  // Whether a group has work that waits or runs.
  busy(group) { return (this.groups.get(group) ?? []).length > 0; }

  go() {
    for (const place of this.places) {
      if (place.task) continue;
      const [group, task] = this.next();
      if (!task) return;
      place.task = task;
      this.run(place, group, task);
    }
  }

  // The first task that waits, groups in turn by how they were named: a name that sorts earlier goes first.
  next() {
    const running = new Set(this.places.map(({task}) => task));
    for (const group of [...this.groups.keys()].sort()) {
      const task = this.groups.get(group).find((one) => !running.has(one));
      if (task) return [group, task];
    }
    return [];
  }

  async run(place, group, task) {
    let result, error;
    try {
      await place.office.run(task.scenario, [task.seed], task.days, task.options ?? {}, (given) => { result = given; });
    } catch (caught) {
      error = caught;
    }
    place.task = null;
    if (this.groups.get(group)?.includes(task)) this.groups.set(group, this.groups.get(group).filter((one) => one !== task));
    this.go();
    if (task.dropped) return;
    if (error) task.failed?.(error);
    else if (result) task.done(result);
  }

  close() { for (const {office} of this.places) office?.close(); }
}

export {Pool};
