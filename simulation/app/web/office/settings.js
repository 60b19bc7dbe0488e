// Which run is shown: office, policies, twin world; and the twin of an office, with one thing changed.

import {h, fill} from "../core/dom.js";
import {seedOf, write} from "../core/state.js";
import {pair, t, valueWords} from "../core/text.js";
import {titled} from "../core/scenario.js";

const VIEWS = ["ab", "a", "b"];

const levers = (declared) => declared.levers.flatMap(({levers: held}) => held);

// Fields that say which run is shown, and the twin. go(change, soon): change the state; more(change): the page's own settings.
function settings(app, state, view, world, change, act) {
  const {declared} = app, option = (value, text, chosen) => h("option", {value, selected: value === chosen}, text);
  const office = h("label", {}, t("office.office"), " ", h("select", {data: {set: "office"}, onchange: ({target}) => act.go({office: target.value, own: null})},
    state.own ? option("", pair(state.own.title), "") : null, declared.offices.map((one) => option(one.name, titled(one), state.own ? "" : state.office))));
  const number = h("label", {}, t("office.world"), " ", h("input", {type: "number", min: "1", max: String(state.worlds), step: "1", value: world + 1, data: {set: "world"},
    onchange: ({target}) => act.more({world: String(Number(target.value) - 1)})}));
  const shown = h("label", {}, t("office.view"), " ", h("select", {data: {set: "view"}, onchange: ({target}) => act.more({view: target.value})}, VIEWS.map((one) => option(one, t(`office.view.${one}`), view))));
  const run = h("p.quiet", {}, t("office.run", {world: world + 1, worlds: state.worlds, seed: seedOf(state.seed, world)}), " ", h("a", {href: write(declared, {...state, page: "what-if", more: {}})}, t("office.levers")));
  return {which: [office, shown, number], twin: [h("h2", {}, t("office.twin")), h("p", {}, t("office.twin.text")), twinOf(app, state, change, act), run]};
}

// The head of an office: its policy, to be chosen.
function head(app, state, side, act) {
  const policies = [["none", t("office.policy.none")], ...app.declared.policies.map((one) => [one.name, titled(one)])];
  return [h("span.tag", {class: side}, side.toUpperCase()), " ", h("select", {"aria-label": t(`office.policy.${side}`), data: {set: side}, onchange: ({target}) => act.go({[side]: {...app.state[side], policy: target.value}})},
    policies.map(([name, text]) => h("option", {value: name, selected: name === state[side].policy}, text)))];
}

// One lever: B becomes A with that changed. The lever may be moved while the offices run.
function twinOf(app, state, change, act) {
  const {declared} = app, parameter = declared.parameters[change], lever = levers(declared).find(({key}) => key === change), was = act.valueOf(state, "a", change), now = act.valueOf(state, "b", change);
  const choose = h("select", {data: {set: "change"}, onchange: ({target}) => twinBy(app, target.value, act)}, h("option", {value: "", selected: !change}, t("office.twin.choose")),
    declared.levers.map(({title, levers: held}) => h("optgroup", {label: pair(title)}, held.map(({key, title: named}) => h("option", {value: key, selected: key === change}, pair(named))))));
  const box = h("div.row.middle", {}, h("label", {}, t("office.twin.change"), " ", choose));
  if (!parameter || !lever) return box;
  const told = h("output", {}, valueWords(parameter, now)), set = (value) => { fill(told, valueWords(parameter, value)); act.go({b: {...app.state.a, set: {...app.state.a.set, [change]: value}}}, true); };
  const field = parameter.kind === "bool" ? h("input", {type: "checkbox", checked: now === true, data: {set: "lever"}, onchange: ({target}) => set(target.checked)})
    : h("input", {type: "range", min: String(lever.low ?? parameter.low), max: String(lever.high ?? parameter.high), step: parameter.whole ? "1" : "any", value: String(now), data: {set: "lever"},
      oninput: ({target}) => set(parameter.whole ? Number(target.value) : Number(Number(target.value).toPrecision(3)))});
  box.append(h("label.lever", {title: pair(parameter.text)}, pair(lever.title), " ", field, " ", told), h("span.quiet", {}, t("office.twin.was", {value: valueWords(parameter, was)})));
  return box;
}

// Choose the lever: B becomes A with it switched, or as A has it until it is moved.
function twinBy(app, key, act) {
  const {a, more} = app.state, was = key && act.valueOf(app.state, "a", key);
  act.go({...(key ? {b: {...a, set: {...a.set, [key]: typeof was === "boolean" ? !was : was}}} : {}), more: {...more, change: key}});
}

export {VIEWS, levers, settings, head};
