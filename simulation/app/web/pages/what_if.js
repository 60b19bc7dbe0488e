// What if? Two sides of one office, their levers, and what differs between them.

import {h, fill} from "../core/dom.js";
import {t} from "../core/text.js";
import {Levers} from "../what_if/levers.js";
import {Own} from "../what_if/own.js";
import {Bands, answer, outcomesTable, seen} from "../what_if/results.js";
import {Twins} from "../what_if/simulate.js";
import {Take} from "../what_if/take.js";
import {Through} from "../what_if/through.js";

const LEAST = 2, EVERY = 250, MORE = 1.4;  // worlds before anything is shown; milliseconds between two pictures while worlds arrive, and how many times the worlds of the last

class WhatIf {
  constructor(root, app) {
    this.app = app;
    this.twins = new Twins(app, () => this.arrived());
    this.levers = new Levers(app, (state, soon) => app.go(state, soon));
    this.bands = new Bands(app);
    this.through = new Through(app);
    this.progress = h("progress", {max: 1, value: 0, "aria-label": t("what_if.worlds")});
    this.count = h("span.quiet", {role: "status"});
    this.pace = h("div.row.middle.progress", {}, this.progress, this.count);
    this.wrong = h("div");
    this.answer = h("div");
    this.main = h("div");
    this.money = h("div");
    this.seen = h("div");
    this.all = h("div");
    this.live = h("div.live", {}, this.answer, h("section", {}, h("h2", {}, t("what_if.main")), this.main), this.bands.box, h("section", {}, h("h2", {}, t("what_if.money")), h("p.quiet", {}, t("what_if.money_text")), this.money),
      h("section", {}, h("h2", {}, t("what_if.seen")), h("p.quiet", {}, t("what_if.seen_text")), this.seen), h("section", {}, h("h2", {}, t("what_if.all")), this.all));
    this.results = h("div.results", {"aria-busy": "true", hidden: true}, this.live, this.through.box);
    this.take = new Take(app, this.results);
    this.take.box.hidden = true;
    this.own = new Own(app, ({title, values, changes}) => app.go({...app.state, own: {title, values, ...(changes.length ? {changes} : {})}}));
    root.classList.add("what-if");
    root.append(h("h1", {}, t("what_if.title")), h("p.quiet", {}, t("what_if.intro")),
      h("div.columns", {}, h("div.settings", {}, this.levers.box, this.own.box), h("div", {}, this.pace, this.wrong, this.results, this.take.box)));
  }

  update(state) {
    clearTimeout(this.later);  // a picture that was due is of other settings
    this.state = state;
    this.levers.show(state);
    this.own.update(state);
    this.moved = performance.now();
    const wrong = this.twins.ask(state);
    fill(this.wrong, wrong.length ? h("div.problem", {}, h("p", {}, t(this.results.hidden ? "what_if.impossible_first" : "what_if.impossible")), wrong.map((line) => h("p", {}, line))) : []);
    this.live.classList.add("stale");
    this.pace.hidden = wrong.length > 0;
    this.results.setAttribute("aria-busy", "true");
    if (wrong.length) return;
    this.through.update(this.twins);
    this.take.update(state, this.twins);
    this.take.box.hidden = false;
    this.fresh = true;
    this.arrived();
  }

  // Something came: show it at once if nothing of these settings was shown, else when there is time.
  arrived() {
    const pairs = this.twins.pairs(), {worlds} = this.state, over = this.twins.left === 0;
    this.progress.value = pairs.length / worlds;
    fill(this.count, t("what_if.progress", {done: pairs.length, all: worlds}));
    if (over && this.twins.failures.length) this.app.tell(this.twins.failures.slice(0, 3).map(({side, why}) => t("what_if.run_failed", {side: side.toUpperCase(), why})));
    if (pairs.length < Math.min(LEAST, worlds)) return;
    clearTimeout(this.later);
    // intervals narrow with the root of the number of worlds: a picture of hardly more of them would show nothing new, and keep runs waiting
    if (!this.fresh && !over && pairs.length < MORE * this.pictured) return;
    const wait = this.fresh || over ? 0 : this.shown + EVERY - performance.now();
    if (wait > 0) this.later = setTimeout(() => this.show(this.twins.pairs()), wait);
    else this.show(pairs);
  }

  show(pairs) {
    const {app: {declared}, state, twins} = this, rows = twins.differences(pairs), keys = (group) => declared.outcomes.filter((outcome) => outcome.group === group).map(({key}) => key);
    Object.assign(this, {rows, fresh: false, shown: performance.now(), pictured: pairs.length});
    this.results.hidden = false;
    fill(this.answer, answer(declared, state, rows, twins.same));
    fill(this.main, outcomesTable(declared, state, rows, keys("main"), t("what_if.main")));
    this.bands.show(twins, pairs);
    fill(this.money, outcomesTable(declared, state, rows, keys("money"), t("what_if.money")));
    fill(this.seen, seen(declared, state, pairs));
    this.everything(rows, keys);
    this.live.classList.remove("stale");
    this.results.setAttribute("aria-busy", String(twins.left > 0));
    this.results.dataset.worlds = pairs.length;
  }

  // All outcomes, group by group; what is folded is drawn when somebody opens it.
  everything(rows, keys) {
    const {declared} = this.app, groups = Object.entries(declared.outcome_groups).filter(([name]) => name !== "main" && name !== "money");
    const draw = (held, name) => fill(held, outcomesTable(declared, this.state, this.rows, keys(name), name));
    if (!this.all.childElementCount) {
      fill(this.all, groups.map(([name, title]) => {
        const held = h("div"), details = h("details", {data: {group: name}, ontoggle: () => details.open && draw(held, name)}, h("summary", {}, title[this.state.lang === "fr" ? 1 : 0]), held);
        return details;
      }));
    } else for (const details of this.all.children) if (details.open) draw(details.lastElementChild, details.dataset.group);
  }

  close() {
    clearTimeout(this.later);
    this.through.close();
    this.twins.close();
  }
}

const whatIf = (root, app) => new WhatIf(root, app);

export {whatIf};
