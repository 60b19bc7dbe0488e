// Changes on a date: those there are, a time line, and a line to add one. A setting changes, or something happens that day (rule changes, a training, a crisis).

import {h, fill} from "../core/dom.js";
import {fault, allowed, parsed, happens, lay} from "../core/scenario.js";
import {SIDES, documents, put} from "../core/state.js";
import {exact, pair, t, number, word} from "../core/text.js";

const FIRST = {train: 0.3, rule_changes: 6, crisis: 30};  // amounts to begin with, those of the shipped policies

const BOTH = "A/B";

class Dates {
  // title(key), said(key, value): a setting and a value of it in words.
  constructor(app, {title, said, go}) { Object.assign(this, {app, declared: app.declared, title, said, go}); }

  draw(state) {
    this.state = state;
    const days = lay(this.declared, documents(this.declared, state, "a")).values["calendar.days_per_year"], end = Math.round(state.years * days);
    const all = SIDES.flatMap((which) => state[which].changes.flatMap((change) => [
      ...Object.entries(change.set).map(([key, value]) => ({which, day: change.day, key, said: t("what_if.change_said", {side: which.toUpperCase(), day: change.day, lever: this.title(key), value: this.said(key, value)})})),
      ...(change.action ? [{which, day: change.day, change, said: happening(which, change)}] : [])])).sort((a, b) => a.day - b.day);
    const ofOffice = (state.own?.changes ?? []).flatMap((change) => [...Object.entries(change.set).map(([key, value]) => t("what_if.change_said", {side: BOTH, day: change.day, lever: this.title(key), value: this.said(key, value)})), ...(change.action ? [happening(BOTH, change)] : [])]);
    const list = h("ul.changes", {}, ofOffice.map((said) => h("li", {}, `${said} (${t("what_if.own")})`)), all.map((one) => h("li", {}, one.said, " ",
      h("button.back", {type: "button", "aria-label": t("what_if.change_off"), title: t("what_if.change_off"), onclick: () => this.without(one)}, "×"))));
    return h("details.panel", {open: all.length + ofOffice.length > 0 || this.opened, ontoggle: ({target}) => { this.opened = target.open; }}, h("summary", {}, t("what_if.changes")), h("p.quiet", {}, t("what_if.changes_text", {days})), timeline(state, days, end), list, this.adding(end));
  }

  // The line to add one.
  adding(end) {
    const {declared} = this, happenings = Object.keys(declared.actions);
    const day = h("input", {id: "change-day", type: "number", min: 1, max: end - 1, value: Math.max(1, Math.min(end, Math.round(lay(declared, documents(declared, this.state, "a")).values["calendar.days_per_year"] / 4), Math.floor(end / 2)))});
    const side = h("select", {id: "change-side"}, SIDES.map((which) => h("option", {value: which, selected: which === "b"}, which.toUpperCase())));
    const setting = h("select", {id: "change-key"}, declared.levers.map(({title, levers}) => h("optgroup", {label: pair(title)}, levers.map(({key}) => h("option", {value: key}, this.title(key))))),
      h("optgroup", {label: t("what_if.actions")}, happenings.map((action) => h("option", {value: action}, t(`what_if.action.${action}`)))));
    const place = h("span"), hint = h("p.quiet", {}), label = h("span");
    const situation = h("select", {id: "change-situation"}, declared.order.kinds.map((kind) => h("option", {value: kind, selected: kind === "outburst"}, word("short_kinds", kind))));
    const situated = h("label.field.short", {for: "change-situation"}, h("span", {}, t("what_if.change_situation")), situation);
    let value;
    const suggest = () => {
      const key = setting.value, parameter = declared.parameters[key], choices = parameter?.kind === "bool" ? [["false", t("no")], ["true", t("yes")]] : parameter?.choices?.map((one) => [one, one]);
      value = choices ? h("select", {id: "change-value"}, choices.map(([one, said]) => h("option", {value: one}, said)))
        : h("input", {id: "change-value", type: "text", inputmode: "decimal", value: String(parameter ? parameter.default : FIRST[key])});
      fill(place, value);
      fill(label, t(parameter ? "what_if.change_value" : `what_if.amount.${key}`));
      fill(hint, choices ? "" : allowed(parameter ?? declared.actions[key]));
      situated.hidden = key !== "train";
    };
    setting.addEventListener("change", suggest);
    setting.value = "rest_room.exists";
    suggest();
    const add = () => {
      const when = Number(day.value), one = structuredClone(this.state[side.value]), bad = day.value !== "" && day.validity.valid && Number.isInteger(when) ? this.added(one, when, setting.value, value.value.trim(), situation.value)
        : t("problem.bounds", {key: t("what_if.change_day"), given: day.value, allowed: t("problem.whole", {low: 1, high: exact(Number(day.max))})});
      if (bad) this.app.tell(bad);
      else this.go({...this.state, [side.value]: one});
    };
    const field = (input, said, id = input.id) => h("label.field.short", {for: id}, said, input), text = (key) => h("span", {}, t(key));
    return [h("div.row", {}, field(day, text("what_if.change_day")), field(side, text("what_if.change_side")), field(setting, text("what_if.change_key")), field(place, label, "change-value"), situated), hint,
      h("button.plain", {type: "button", id: "change-add", onclick: add}, t("what_if.change_add"))];
  }

  // Add what was typed to a side; gives what is wrong with it, or nothing.
  added(one, day, key, text, situation) {
    if (!(key in this.declared.actions)) {
      const given = parsed(this.declared, key, text), bad = fault(this.declared, key, given);
      if (!bad) put(one, day, key, given);
      return bad;
    }
    const {change, bad} = happens(this.declared, day, key, key === "train" ? `${text}:${situation}` : text);
    if (change) one.changes.push(change);
    return bad;
  }

  without({which, day, key, change}) {
    const one = {...this.state[which], changes: this.state[which].changes.filter((held) => held !== change)};
    if (key) {
      one.changes = structuredClone(one.changes);
      for (const held of one.changes) if (held.day === day) delete held.set[key];
    }
    one.changes = one.changes.filter(({set, action}) => action || Object.keys(set).length);
    this.go({...this.state, [which]: one});
  }
}

// What happens on a day, in words.
function happening(which, {day, action, amount, situation}) {
  return t(`what_if.action_said.${action}`, {side: which.toUpperCase(), day, n: number(action === "train" ? 100 * amount : amount), situation: situation && word("short_kinds", situation)});
}

function timeline(state, days, end) {
  const x = (when) => 10 + 280 * Math.min(when, end) / end;
  const of = (which) => [...(state.own?.changes ?? []), ...state[which].changes];
  // A label that the next mark would cover is left out: the list beneath has all days.
  return h("svg.timeline", {viewBox: "0 0 300 58", role: "img", "aria-label": t("what_if.changes")}, h("line", {x1: 10, x2: 290, y1: 29, y2: 29, class: "axis"}),
    Array.from({length: Math.floor(state.years) + 1}, (_, year) => [h("line", {x1: x(year * days), x2: x(year * days), y1: 25, y2: 33, class: "axis"}), h("text", {x: x(year * days), y: 46, "text-anchor": "middle"}, String(year * days))]),
    SIDES.map((which, row) => of(which).map((change, i) => h("g", {class: `of-${which}`}, h("line", {x1: x(change.day), x2: x(change.day), y1: 29, y2: row ? 40 : 18, class: "mark"}),
      h("circle", {cx: x(change.day), cy: row ? 42 : 16, r: 5, class: "mark"}), of(which).some((other, j) => j !== i && x(other.day) > x(change.day) - (j < i ? 0.5 : 0) && x(other.day) < x(change.day) + 32) ? null : h("text", {x: x(change.day) + 8, y: row ? 56 : 13}, `${which.toUpperCase()} ${change.day}`)))));
}

export {Dates};
