// The settings of both sides: office, policies, levers in plain words, changes on a date. What is moved goes into the address.

import {h, fill} from "../core/dom.js";
import {fault, parsed, lay, titled} from "../core/scenario.js";
import {LIMITS, SIDES, documents, outside} from "../core/state.js";
import {pair, t, valueWords} from "../core/text.js";
import {Dates} from "./dates.js";

let last = 0;

class Levers {
  // go(state, soon): takes a new state.
  constructor(app, go) {
    Object.assign(this, {app, declared: app.declared, go, more: new Set(), box: h("form.levers", {"aria-label": t("what_if.settings"), onsubmit: (event) => event.preventDefault()})});
    this.short = new Map(this.declared.levers.flatMap(({levers}) => levers.map((lever) => [lever.key, lever])));
    this.dates = new Dates(app, {title: (key) => pair(this.short.get(key)?.title ?? this.declared.parameters[key].text), said: (key, value) => valueWords(this.declared.parameters[key], value), go});
  }

  // Draw all for a state. While somebody moves a lever it stays in their hand: only what belongs to others is drawn again.
  show(state) {
    this.state = state;
    const form = JSON.stringify([state.office, state.own, state.years, state.a.policy, state.b.policy, SIDES.map((which) => state[which].changes), [...this.more], state.lang]);
    if (form !== this.form) {
      const focus = document.activeElement?.id;
      fill(this.box, this.head(), this.groups(), this.others(), this.dates.draw(state));
      this.form = form;
      if (focus) document.getElementById(focus)?.focus();
    }
    this.dates.state = state;
    this.settle();
  }

  // Bring fields to what the state says.
  settle() {
    const laid = Object.fromEntries(SIDES.map((which) => [which, lay(this.declared, documents(this.declared, this.state, which)).values]));
    for (const key of Object.keys(LIMITS)) {
      const field = this.box.querySelector(`#${key}`);
      if (field && field !== document.activeElement) field.value = this.state[key];
    }
    for (const field of this.box.querySelectorAll("[data-key]")) {
      const {key, which} = field.dataset, value = laid[which][key];
      if (field === document.activeElement && field.type !== "range") continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = Array.isArray(value) ? value.join(", ") : value;
      field.closest(".lever-side")?.classList.toggle("moved", key in this.state[which].set);
    }
    for (const said of this.box.querySelectorAll("output[data-for]")) {
      const [which, key] = said.dataset.for.split(" ", 2);
      fill(said, valueWords(this.declared.parameters[key], laid[which][key]));
    }
  }

  head() {
    const {state, declared} = this;
    const pick = (id, label, value, choices, take) => h("label.field", {for: id}, h("span", {}, label),
      h("select", {id, onchange: ({target}) => take(target.value)}, choices.map(([name, title]) => h("option", {value: name, selected: name === value}, title))));
    const count = (key, label) => {
      const [min, max, whole] = LIMITS[key](declared.start);
      return h("label.field.short", {for: key}, h("span", {}, label), h("input", {id: key, type: "number", min, max, step: whole ? 1 : "any", value: state[key], onchange: ({target}) => {
        const bad = outside(declared, key, target.value, label);
        if (bad) { this.app.tell(bad); target.value = this.state[key]; }
        else this.go({...this.state, [key]: Number(target.value)});
      }}));
    };
    const policies = [["none", t("what_if.none")], ...declared.policies.map((policy) => [policy.name, titled(policy)])];
    const offices = [...(state.own ? [["", `${pair(state.own.title)} (${t("what_if.own")})`]] : []), ...declared.offices.map((office) => [office.name, titled(office)])];
    const office = pick("office", t("what_if.office"), state.own ? "" : state.office, offices, (name) => name && this.go({...this.state, office: name, own: null}));
    const of = (which) => pick(`policy-${which}`, t("what_if.policy", {side: which.toUpperCase()}), state[which].policy, policies,
      (name) => this.go({...this.state, [which]: {...this.state[which], policy: name}}));
    return h("div.panel", {}, office, h("div.two", {}, SIDES.map((which) => h(`div.of-${which}`, {}, of(which)))),
      h("div.three", {}, count("years", t("what_if.years")), count("worlds", t("what_if.worlds")), count("seed", t("what_if.seed"))));
  }

  groups() {
    return this.declared.levers.map(({name, title, levers}) => h("details.panel", {open: this.moved(levers) || (innerWidth > 900 && ["manager", "rest"].includes(name))},
      h("summary", {}, pair(title)), levers.map((lever) => this.row(lever.key, pair(lever.title)))));
  }

  moved(levers) { return levers.some(({key}) => SIDES.some((which) => key in this.state[which].set)); }

  // A lever: its name, what it means, and a field for each side.
  row(key, title) {
    const parameter = this.declared.parameters[key], meaning = `meaning-${++last}`;
    const about = h("div.meaning", {id: meaning, hidden: true}, h("p", {}, pair(parameter.text)),
      h("p.quiet", {}, [t("source", {source: parameter.source}), t(`grade.${parameter.grade}`), parameter.unit[0] && t("unit", {unit: pair(parameter.unit)}), key].filter(Boolean).join(" · ")));
    const ask = h("button.ask", {type: "button", "aria-expanded": "false", "aria-controls": meaning, "aria-label": t("about", {title}), title: `${pair(parameter.text)}\n${t("source", {source: parameter.source})} (${t(`grade.${parameter.grade}`)})`,
      onclick: () => { about.hidden = !about.hidden; ask.setAttribute("aria-expanded", String(!about.hidden)); }}, "?");
    return h("div.lever", {}, h("div.lever-name", {}, h("span", {}, title), ask), about, h("div.two", {}, SIDES.map((which) => this.field(key, title, which))));
  }

  field(key, title, which) {
    const parameter = this.declared.parameters[key], {kind, whole, choices} = parameter, side = which.toUpperCase();
    const common = {id: `${which}-${key}`, "aria-label": t("what_if.lever_of", {lever: title, side}), data: {key, which}};
    const set = (value, soon) => this.set(which, key, value, soon), told = h("output", {data: {for: `${which} ${key}`}});
    let made;
    if (kind === "bool") made = h("input", {...common, type: "checkbox", onchange: ({target}) => set(target.checked)});
    else if (kind === "str") made = h("select", {...common, onchange: ({target}) => set(target.value)}, choices.map((choice) => h("option", {value: choice}, choice)));
    else if (kind === "list" || !this.short.has(key)) made = h("input", {...common, type: "text", inputmode: "decimal", onchange: ({target}) => set(parsed(this.declared, key, target.value))});
    else {
      const {low, high} = this.span(key);
      made = h("input", {...common, type: "range", min: low, max: high, step: whole ? 1 : step(high - low), oninput: ({target}) => set(Number(target.value), true)});
    }
    const back = h("button.back", {type: "button", "aria-label": t("what_if.back", {lever: title, side}), title: t("what_if.back", {lever: title, side}), onclick: () => this.unset(which, key)}, "↺");
    return h(`div.lever-side.of-${which}`, {}, h("span.side", {"aria-hidden": "true"}, side), made, told, back);
  }

  // The span of a slider; it reaches what is set, though it be further.
  span(key) {
    const {low, high} = this.declared.parameters[key], short = this.short.get(key);
    const values = SIDES.map((which) => lay(this.declared, documents(this.declared, this.state, which)).values[key]);
    return {low: Math.min(short.low ?? low, ...values), high: Math.max(short.high ?? high, ...values)};
  }

  set(which, key, value, soon = false) {
    const bad = fault(this.declared, key, value);
    if (bad) { this.app.tell(bad); this.settle(); return; }
    const side = {...this.state[which], set: {...this.state[which].set, [key]: value}};
    const plain = lay(this.declared, documents(this.declared, {...this.state, [which]: {...side, set: {}, changes: []}}, which)).values[key];
    if (JSON.stringify(plain) === JSON.stringify(value)) delete side.set[key];
    this.go({...this.state, [which]: side}, soon);
  }

  unset(which, key) {
    const {[key]: _, ...set} = this.state[which].set;
    this.go({...this.state, [which]: {...this.state[which], set}});
  }

  // Any other setting, found by a word.
  others() {
    for (const which of SIDES) for (const key of Object.keys(this.state[which].set)) if (!this.short.has(key)) this.more.add(key);
    const said = h("p.quiet", {role: "status"}), found = h("div"), find = h("input", {id: "find", type: "text", autocomplete: "off", placeholder: t("what_if.more_hint")});
    const look = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const all = Object.entries(this.declared.parameters).filter(([key, {text}]) => words.length && !this.short.has(key) && words.every((one) => `${key} ${text.join(" ")}`.toLowerCase().includes(one)));
      fill(said, words.length && !all.length ? t("what_if.more_none") : "");
      fill(found, all.slice(0, 12).map(([key, {text}]) => h("button.plain.found", {type: "button", onclick: () => { this.more.add(key); this.show(this.state); }}, `${pair(text)} `, h("small", {}, key))));
    };
    find.addEventListener("input", look);
    return h("details.panel", {open: this.more.size > 0}, h("summary", {}, t("what_if.more")), [...this.more].map((key) => this.row(key, pair(this.declared.parameters[key].text))),
      h("label.field", {for: "find"}, h("span", {}, t("what_if.more_find")), find), said, found);
  }
}

// A step of a slider that gives a hundred places or more: 1, 2 or 5 times a power of ten.
function step(span) {
  const least = span / 100, power = 10 ** Math.floor(Math.log10(least * (1 + 1e-9)));
  return power * ([5, 2].find((times) => times * power <= least * (1 + 1e-9)) ?? 1);
}

export {Levers};
