// The only door to engine.wasm: a scenario (the JSON that Scenario.to_json writes) in, typed arrays out. engine.json, written by Python, says what lies where.
//
// `Engine` runs in whatever thread makes it; `Office` is its counterpart on a page, with a Web Worker of its own. This file imports nothing, so that a page may
// hold it whole: `new Office(Office.worker(text of this file), bytes of engine.wasm, engine.json)`.

const PAGE = 65536, WIDTH = 16, LARGEST_SEED = 2n ** 63n - 1n;
const KINDS = {i8: BigInt64Array, f8: Float64Array, i4: Int32Array, f4: Float32Array, i1: Int8Array};
const SETTERS = {i8: "setBigInt64", f8: "setFloat64"};
const SHOWN = {i8: Float64Array, f8: Float64Array, i4: Int32Array, f4: Float32Array, i1: Int8Array};  // whole numbers up to 2^53 are exact there
const READ = {i8: (view, at) => Number(view.getBigInt64(at, true)), f8: (view, at) => view.getFloat64(at, true), i4: (view, at) => view.getInt32(at, true),
              f4: (view, at) => view.getFloat32(at, true), i1: (view, at) => view.getInt8(at)};

class Engine {
  // Make an engine of the bytes of engine.wasm, or of a compiled module of it, and the object in engine.json.
  static async make(wasm, layout) {
    const made = await WebAssembly.instantiate(wasm, {});
    return new Engine(made.instance ?? made, layout);
  }

  constructor(instance, layout) {
    Object.assign(this, {layout, memory: instance.exports.memory, entry: instance.exports.run, base: instance.exports.__heap_base.value});
    this.tables = Object.fromEntries(layout.tables.map((table, place) => [table.name, {...table, place}]));
  }

  // Take a scenario for runs of so many days. options: daily (a row for each day), events (the log), trail ([first, last] day of which every minute is kept),
  // room (what is known to be needed of the layout's room: less growing, hence fewer runs that must be begun again).
  load(scenario, days, options = {}) {
    if (!Number.isInteger(days) || days < 1) throw new RangeError(`days must be a whole number from 1 (given ${days})`);
    const {daily = false, events = false, trail = null} = options, room = this.room ??= {...this.layout.room};  // what has grown stays
    for (const [name, size] of Object.entries(options.room ?? {})) room[name] = Math.max(room[name], size);
    Object.assign(this, {scenario, days, options: {daily, events, trail}});
    this.sizes = Object.fromEntries(this.layout.sizes.map((name) => [name, 0]));
    Object.assign(this.sizes, {segments: scenario.segments.length, changes: scenario.changes.length});
    this.lay();
    if (this.entry(this.base, this.layout.jobs.COUNT, 0) === this.layout.impossible) {
      throw new RangeError("no office can follow this scenario: it must open before it closes, have users, rooms and teams, and no fewer posts than none");
    }
    for (const name of this.layout.counted) this.sizes[name] = this.get("request", 0, name);
    Object.assign(this.sizes, room, {days, rows: daily ? days : this.layout.last_days, events: events ? room.events : 0, steps: trail ? room.steps : 1});
    this.plan();
  }

  // Simulate one seed: a whole number, or a BigInt, from 0 to 2^63 - 1.
  run(seed) {
    return this.stretches(seed).next().value;
  }

  // The same in stretches of so many days: between two of them it gives the day, so that whoever asks may stop; at last it returns the result.
  *stretches(seed, days = this.days) {
    for (;;) {
      let status = this.begin(seed);
      for (let day = 0; !status && day < this.days;) {
        day = Math.min(day + days, this.days);
        status = this.entry(this.base, this.layout.jobs.RUN, day);
        if (!status && day < this.days) yield day;
      }
      if (!status) return this.result();
      this.grow(status);
    }
  }

  // Go to the eve of a run, of which `step` then shows minute after minute.
  begin(seed) {
    const given = BigInt(seed);
    if (given < 0n || given > LARGEST_SEED) throw new RangeError(`a seed must be a whole number from 0 to 2^63 - 1 (given ${seed})`);
    Object.assign(this, {seed: given, stepped: 0});
    this.set("request", 0, "seed", given);
    return this.entry(this.base, this.layout.jobs.BEGIN, 0);
  }

  // Run one minute and give what is seen at its end: {office, staff}, a value or an array for each field; null when the last day is over. Where there was too
  // little room, the run so far is repeated with more.
  step() {
    const wanted = this.stepped + 1, {STEP} = this.layout.jobs;
    let status = this.entry(this.base, STEP, 0);
    if (status === this.layout.over) return null;
    while (status) {
      this.grow(status);
      status = this.begin(this.seed);
      for (let done = 0; done < wanted && !status; done++) status = this.entry(this.base, STEP, 0);
    }
    this.stepped = wanted;
    return {office: this.columns("steps", 1), staff: this.columns("trail", this.sizes.seats)};
  }

  // What a run gives; fields as in `simulation.engine.run.Result`, records as an array for each field. With events, also what a story of the run needs: all
  // practices there were, by number, and the posts of each stretch of days.
  result() {
    const {options: {daily, events, trail}, sizes, layout} = this, width = layout.columns.length;
    const rows = this.numbers("daily"), tail = new Float64Array(Math.min(this.days, layout.last_days) * width);
    for (let i = tail.length / width, day = this.days; i-- > 0;) {
      day -= 1;
      tail.set(rows.subarray(day % sizes.rows * width, (day % sizes.rows + 1) * width), i * width);
    }
    const steps = this.get("office", 0, "steps_count"), staff = this.columns("staff", sizes.seats, ["exists", "team"]);
    return {
      seed: this.seed, sums: this.numbers("sums").slice(), tail, daily: daily ? rows.slice() : null,
      events: events ? this.columns("events", this.get("office", 0, "events_count")) : null,
      practices: events ? this.columns("practices", this.get("office", 0, "practices_used"), ["number", "kind", "valence", "crewed", "origin", "parent", "other_parent"]) : null,
      posts: events ? this.scenario.segments.map((_, segment) => this.posts(segment)) : null,
      teams: Int32Array.from(staff.team, (team, seat) => staff.exists[seat] ? team : -1), ties: this.numbers("ties").slice(),
      steps: trail ? this.columns("steps", steps) : null, trail: trail ? this.columns("trail", steps * sizes.seats) : null,
    };
  }

  // The desks under the parameters of the segment-th stretch of days: an array over seats for each field of a post.
  posts(segment = 0) {
    const seats = this.sizes.seats;
    return this.columns("posts", seats, ["channel", "team", "room", "open", "remote", "alone", "x", "y"], segment * seats);
  }

  // --- memory ---------------------------------------------------------------------------------------------------------------------

  // Lay the tables of the present sizes out in memory, all zero, with the header before them, and put the scenario in.
  lay() {
    let end = this.base + 24 * this.layout.tables.length;
    for (const table of Object.values(this.tables)) {
      const [rows, columns = 1] = table.lengths.map((sizes) => sizes.reduce((product, size) => product * (this.sizes[size] ?? Number(size)), 1));
      Object.assign(table, {rows, columns});
      if (table.same) continue;
      table.at = end = Math.ceil(end / WIDTH) * WIDTH;
      end += rows * columns * table.bytes;
    }
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(this.memory.buffer, this.base, end - this.base).fill(0);
    const header = new BigInt64Array(this.memory.buffer, this.base, 3 * this.layout.tables.length);
    for (const table of Object.values(this.tables)) {
      if (table.same) table.at = this.tables[table.same].at;
      header.set([table.at, table.rows, table.columns].map(BigInt), 3 * table.place);
    }
    this.fill();
  }

  // Put the scenario and what is asked into their tables.
  fill() {
    const {scenario, layout, options: {trail}} = this;
    scenario.segments.forEach(({first, values}, i) => {
      this.set("segments", i, "first", first);
      const missing = Object.keys(layout.parameters).find((key) => !(key in values));
      if (missing) throw new TypeError(`the scenario does not say ${missing}; Scenario.to_json writes all`);
      for (const [key, value] of Object.entries(values)) this.setParameter(i, key, value);
    });
    scenario.changes.forEach((change, i) => {
      const written = {day: change.day, share: change.amount, amount: Math.trunc(change.amount), action: layout.actions.indexOf(change.action),
                       situation: layout.situations.indexOf(change.situation)};
      for (const [name, value] of Object.entries(written)) this.set("changes", i, name, value);
    });
    const [first_seen, last_seen] = trail ?? [-1, -1];
    for (const [name, value] of Object.entries({...this.sizes, first_seen, last_seen})) this.set("request", 0, name, value);
  }

  // Write a value of a parameter wherever the kernels look for it; a list goes with its length.
  setParameter(segment, key, value) {
    const places = this.layout.parameters[key], fields = this.tables.params.fields;
    if (!places) throw new TypeError(`there is no parameter ${key}; \`guichet explain\` lists them`);
    for (const [name, index] of places) {
      const values = Array.isArray(value) ? value : [value];
      values.forEach((number, i) => this.set("params", segment, name, number, index + i));
      const count = fields[`${name}_count`];
      if (count) this.set("params", segment, `${name}_count`, Array.isArray(value) ? value.length : fields[name][2]);
    }
  }

  // Lay out all tables and let the kernels plan the office, with as much room as that takes.
  plan() {
    for (;;) {
      this.lay();
      const status = this.entry(this.base, this.layout.jobs.PLAN, 0);
      if (!status) return;
      this.double(status);
    }
  }

  // Make more room after a run that ended with a status other than 0.
  grow(status) {
    this.double(status);
    this.plan();
  }

  double(status) {
    const name = this.layout.grows[status];
    this.room[name] = this.sizes[name] *= 2;
  }

  at(table, row, name, index = 0) {
    const [offset, kind, length] = this.tables[table].fields[name];
    if (index >= length) throw new RangeError(`${name} holds up to ${length} numbers (given number ${index + 1}); shorten the list`);
    return [this.tables[table].at + row * this.tables[table].bytes + offset + index * KINDS[kind].BYTES_PER_ELEMENT, kind];
  }

  get(table, row, name) {
    const [at, kind] = this.at(table, row, name);
    return READ[kind](new DataView(this.memory.buffer), at);
  }

  set(table, row, name, value, index = 0) {
    const [at, kind] = this.at(table, row, name, index);
    new DataView(this.memory.buffer)[SETTERS[kind]](at, kind === "i8" ? BigInt(value) : Number(value), true);
  }

  // A table of plain numbers, as it lies in memory.
  numbers(name) {
    const {at, rows, columns, kind} = this.tables[name];
    return new KINDS[kind](this.memory.buffer, at, rows * columns);
  }

  // The first records of a table, from a row on: a copy of each field (or of some) as an array of its own; a list is told row by row.
  columns(name, count, names = Object.keys(this.tables[name].fields), from = 0) {
    const {at, bytes, fields} = this.tables[name], view = new DataView(this.memory.buffer), found = {};
    for (const field of names) {
      const [offset, kind, length] = fields[field], read = READ[kind], step = KINDS[kind].BYTES_PER_ELEMENT, made = new SHOWN[kind](count * length);
      for (let row = 0, i = 0; row < count; row++) {
        for (let k = 0, place = at + (from + row) * bytes + offset; k < length; k++, place += step) made[i++] = read(view, place);
      }
      found[field] = made;
    }
    return found;
  }
}

// --- in a worker -------------------------------------------------------------------------------------------------------------------

const STRETCH = 110;  // days, some hundredths of a second of an office of sixteen

// Answer the messages of an `Office`. Between two runs, and in the midst of a long one, the worker looks whether it has been told to stop.
function serve(scope) {
  let engine, wanted = 0, loaded = null;
  const {port1, port2} = new MessageChannel();
  const turn = () => new Promise((done) => { port1.onmessage = done; port2.postMessage(0); });
  // What was loaded last stays for the runs that follow: pages ask for one run at a time, so that both workers have some.
  const load = (...asked) => {
    const said = JSON.stringify(asked);
    if (said === loaded) return;
    loaded = null;
    engine.load(...asked);
    loaded = said;
  };
  const works = {
    async make({wasm, layout}) { engine = await Engine.make(wasm, layout); },
    async run({id, scenario, seeds, days, options}) {
      wanted = id;
      await turn();
      if (wanted === id) load(scenario, days, options);
      for (const seed of seeds) {
        if (wanted !== id) return false;
        const going = engine.stretches(seed, STRETCH);
        let next = going.next();
        for (; !next.done; next = going.next()) {
          await turn();
          if (wanted !== id) return false;
        }
        const result = next.value;
        scope.postMessage({id, result}, buffers(result));
        await turn();
      }
      return wanted === id;
    },
    async begin({scenario, seed, days}) {
      wanted = 0;  // there is one engine: runs that go on end here
      load(scenario, days, {});
      engine.begin(seed);
      return engine.posts();
    },
    async step() { return engine.step(); },
  };
  scope.onmessage = async ({data}) => {
    if (data.work === "cancel") { wanted = 0; return; }
    try {
      const done = await works[data.work](data);
      scope.postMessage({id: data.id, done: done === undefined ? true : done});
    } catch (error) {
      scope.postMessage({id: data.id, error: String(error?.message ?? error)});
    }
  };
}

// The memory of all typed arrays in a result, to be handed over instead of copied.
function buffers(result) {
  return Object.values(result).flatMap((value) => ArrayBuffer.isView(value) ? [value.buffer] : value && typeof value === "object" ? buffers(value) : []);
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) serve(globalThis);

// --- on a page ---------------------------------------------------------------------------------------------------------------------

class Office {
  // Give a worker from the text of this file, for pages that hold it. On pages opened as files, browsers refuse such a worker as a module: its last line goes.
  static worker(text) {
    return new Worker(URL.createObjectURL(new Blob([text.replace(/^export .*$/m, "")], {type: "text/javascript"})));
  }

  // worker: `new Worker(address of this file, {type: "module"})`, or `Office.worker(text)`.
  constructor(worker, wasm, layout) {
    Object.assign(this, {worker, last: 0, waiting: new Map()});
    worker.onmessage = ({data: {id, result, done, error}}) => {
      const {give, resolve, reject} = this.waiting.get(id);
      if (result) return give(result);
      this.waiting.delete(id);
      return error === undefined ? resolve(done) : reject(new Error(error));
    };
    worker.onerror = ({message}) => this.waiting.forEach(({reject}) => reject(new Error(message || "the worker could not be started")));
    this.ready = this.ask("make", {wasm, layout});
  }

  ask(work, what, give) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {give, resolve, reject});
      this.worker.postMessage({...what, id, work});
    });
  }

  // Run a scenario under each seed; give(result) is called after each. True when all are done, false when it was cancelled or another run was asked for.
  async run(scenario, seeds, days, options, give) {
    await this.ready;
    return this.ask("run", {scenario, seeds, days, options}, give);
  }

  // Stop before the next run, or in the midst of a long one.
  cancel() { this.worker.postMessage({work: "cancel"}); }

  // Go to the eve of a run, and give the desks; then `step` shows minute after minute. Runs that go on are cancelled: take another `Office` for them.
  async begin(scenario, seed, days) {
    await this.ready;
    return this.ask("begin", {scenario, seed, days});
  }

  step() { return this.ask("step", {}); }

  close() { this.worker.terminate(); }
}

export {Engine, Office, serve, LARGEST_SEED};
