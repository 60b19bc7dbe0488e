// Through what does B differ from A? Each mechanism off on both sides in the same worlds: what is then missing of the difference came through it.

import {draw, figure} from "../core/charts.js";
import {h, fill, table} from "../core/dom.js";
import {measuring} from "../core/outcomes.js";
import {mean, paired} from "../core/paired.js";
import {SIDES} from "../core/state.js";
import {decimalsFor, listed, number, pair, small, t, word} from "../core/text.js";

const GROUP = "2 through", WORLDS = 12;

class Through {
  constructor(app) {
    this.app = app;
    const {declared} = app, main = declared.outcomes.filter((outcome) => outcome.main);
    this.pick = h("select", {id: "through-of", onchange: () => this.show()}, main.map(({key, title}) => h("option", {value: key}, pair(title))));
    this.button = h("button", {type: "button", id: "through-go", onclick: () => (this.running ? this.stop() : this.start())}, t("what_if.through_go"));
    this.progress = h("span.quiet", {role: "status"});
    this.result = h("div");
    this.box = h("section", {}, h("h2", {}, t("what_if.through")), this.text = h("p"), h("div.row", {}, h("label.field.short", {for: "through-of"}, h("span", {}, t("what_if.through_of")), this.pick), this.button, this.progress), this.result);
    this.mechanisms = declared.order.mechanisms;
  }

  // Other settings, or other worlds: what was found is of no more use.
  update(twins) {
    const seeds = twins.seeds.slice(0, WORLDS), name = twins.names.join(), asked = `${seeds} ${name}`;
    if (asked === this.asked) return;
    this.stop();
    Object.assign(this, {asked, name, seeds, twins, held: null});
    fill(this.result);
    fill(this.text, t("what_if.through_text", {runs: 2 * (this.mechanisms.length + 1) * seeds.length}));
    this.button.disabled = twins.same;
  }

  // Outcomes by variant (what is off, "" nothing) and side, an array over worlds.
  start() {
    const {app, twins, mechanisms, seeds} = this, variants = ["", ...mechanisms], name = this.name;
    const held = new Map(), all = variants.length * 2 * seeds.length;
    let done = 0;
    const tasks = [];
    seeds.forEach((seed, world) => variants.forEach((off) => SIDES.forEach((which, i) => {
      const made = off ? without(twins.scenarios[i], off) : twins.scenarios[i], measure = measuring(app.declared, made, twins.days);
      tasks.push({key: `${seed} ${off} ${which} ${name}`, scenario: made, seed, days: twins.days, options: {}, failed: () => { done += 1; this.tell(done, all, held); },
        done: (result) => {
          const key = `${off} ${which}`;
          if (!held.has(key)) held.set(key, Array(seeds.length).fill(null));
          held.get(key)[world] = measure(result);
          done += 1;
          this.tell(done, all, held);
        }});
    })));
    this.running = true;
    fill(this.button, t("what_if.through_stop"));
    app.pool.ask(GROUP, tasks);
    this.tell(0, all, held);
  }

  tell(done, all, held) {
    fill(this.progress, t("what_if.through_progress", {done, all}));
    if (done < all) return;
    this.stop();
    this.held = held;
    this.show();
  }

  stop() {
    this.app.pool.drop(GROUP);
    this.running = false;
    fill(this.button, t("what_if.through_go"));
    fill(this.progress);
  }

  // The parts of the difference of an outcome, with what all together make more or less: [{mechanism, …paired}].
  parts(key) {
    const {outcomes, t: student} = this.app.declared, {better} = outcomes.find((outcome) => outcome.key === key);
    const apart = (off) => {
      const [a, b] = SIDES.map((which) => this.held.get(`${off} ${which}`) ?? []);
      return Array.from({length: Math.max(a.length, b.length)}, (_, i) => (a[i] && b[i] ? b[i][key] - a[i][key] : NaN));
    };
    const whole = apart(""), rows = this.mechanisms.map((mechanism) => ({mechanism, ...paired(whole, apart(mechanism), better, student)}));
    return {whole, rows};
  }

  show() {
    if (!this.held) return;
    const {declared} = this.app, outcome = declared.outcomes.find(({key}) => key === this.pick.value), {whole, rows} = this.parts(outcome.key);
    const known = whole.filter((value) => !Number.isNaN(value)), total = mean(known), rest = total - rows.reduce((sum, {difference}) => sum + (difference || 0), 0);
    const ordered = [...rows].filter(({difference}) => difference).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
    const decimals = decimalsFor(rows.map(({low, high}) => (high - low) / 2), [total]), title = (name) => word("mechanisms", name);
    const sure = ordered.filter(({low, high}) => low > 0 || high < 0), said = {outcome: pair(outcome.title), total: number(total, decimals, true), unit: pair(outcome.unit), n: known.length};
    const text = sure.length ? t("what_if.through_said", {...said, list: listed(sure.slice(0, 4).map(({mechanism, difference}) => t("what_if.through_part", {mechanism: small(title(mechanism)), n: number(difference, decimals, true)})))})
      : t("what_if.through_none", said);
    const chart = h("div.chart"), {baseline, policies} = declared.colours, bars = [...ordered.map((row) => [title(row.mechanism), row.difference, row.low, row.high]), [t("what_if.through_rest"), rest, NaN, NaN]];
    let from = 0;
    const bases = bars.map(([, value]) => { const base = from; from += value; return base; });
    fill(this.result, figure(t("what_if.through"), chart, text), h("details", {}, h("summary", {}, t("table")),
      table([t("what_if.through_mechanism"), t("what_if.through_share"), t("what_if.col.picture")],
        [...ordered.map((row) => [title(row.mechanism), number(row.difference, decimals, true), `${number(row.low, decimals, true)} … ${number(row.high, decimals, true)}`]),
          [t("what_if.through_rest"), number(rest, decimals, true), ""], [t("what_if.through_total"), number(total, decimals, true), ""]], t("what_if.through"))));
    draw(chart, [{type: "bar", orientation: "h", y: [...bars.map(([name]) => name), t("what_if.through_total")], x: [...bars.map(([, value]) => value), total], base: [...bases, 0],
      marker: {color: [...ordered.map(({low, high}) => (low > 0 || high < 0 ? policies[0] : "#e3e6ea")), "#e3e6ea", baseline], line: {color: baseline, width: 1}},
      error_x: {type: "data", symmetric: false, array: [...bars.map(([, value,, high]) => (Number.isFinite(high) ? high - value : 0)), 0], arrayminus: [...bars.map(([, value, low]) => (Number.isFinite(low) ? value - low : 0)), 0], thickness: 1},
      hovertemplate: "%{y}<extra></extra>"}], {height: 90 + 26 * (bars.length + 1), yaxis: {autorange: "reversed"}, xaxis: {title: {text: pair(outcome.unit)}, tickangle: 0, nticks: innerWidth < 700 ? 4 : 0, zeroline: true, zerolinecolor: "#56606b"}, margin: {l: 170, r: 16, t: 10, b: 44}});
  }

  close() { this.stop(); }
}

const without = (made, mechanism) => ({...made, segments: made.segments.map(({first, values}) => ({first, values: {...values, [`mechanisms.${mechanism}`]: false}}))});

export {Through};
