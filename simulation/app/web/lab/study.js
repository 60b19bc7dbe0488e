// A study on the page: what it is, its charts as tabs that its design allows, and whether it says enough.

import {command, fill, h, table} from "../core/dom.js";
import {listed, number, pair, t, word} from "../core/text.js";
import {figure, heading, interval} from "./draw.js";
import {mapSides, mapView} from "./maps.js";
import {KINDS, marksView} from "./marks.js";
import {parallelView} from "./parallel.js";
import {MINUS, addressOf, officeAddress, outcomeTitle, policyTitle, rowsOf, shownValue, sideTitle, studyOf, unitOf, valueAt, withUnit} from "./runs.js";
import {stripsView} from "./strips.js";

// Which charts there are: name, and the sides that each can show (none: all policies at once).
function viewsOf(study) {
  const {tables} = study.data, sidesOf = (name) => [...new Set(rowsOf(tables[name]).map(({policy}) => policy))], found = [];
  if (mapSides(study).length) found.push(["map", mapSides(study)]);
  for (const name of Object.keys(KINDS)) if (tables[name]) found.push([name, sidesOf(name)]);
  if (tables.differences) found.push(["differences", null]);
  if (study.data.axes.length) found.push(["parallel", null]);
  found.push(["strips", null]);
  if (tables.power) found.push(["enough", null]);
  return found;
}

// Draw a study into an element. page: {app, data, outcomesFor(key): ask for another outcome}; gives update(state).
function studyPage(element, {app, data, ask}) {
  const study = studyOf(app, data), views = viewsOf(study), body = h("div", {role: "tabpanel", id: "lab-panel", tabindex: "0"}), tools = h("div.row.lab-tools"), tabs = h("div.lab-tabs", {role: "tablist", "aria-label": t("lab.views")});
  let told = "";
  const change = (more, soon = true) => app.go({...app.state, more: {...app.state.more, ...more}}, soon);

  function update(state) {
    const name = views.some(([one]) => one === state.more.view) ? state.more.view : views[0][0], sides = views.find(([one]) => one === name)[1];
    const outcome = data.outcomes.some(({key}) => key === state.more.outcome) ? state.more.outcome : firstWith(name), side = sides?.includes(state.more.side) ? state.more.side : sides?.[0] ?? "";
    const now = JSON.stringify([name, outcome, side]);
    if (now === told) return;  // brushes and pages of a table draw themselves
    told = now;
    fill(tabs, views.map(([one]) => tab(one, one === name)));
    body.setAttribute("aria-labelledby", `lab-tab-${name}`);
    fill(tools, outcome && !["enough", "differences"].includes(name) ? choice("outcome", t("lab.outcome"), outcome, options()) : null, sides && sides.length > 1 ? choice("side", t("lab.side"), side, sides.map((one) => [one, sideTitle(study, one)])) : null);
    const lost = state.more.asked && state.more.outcome && state.more.outcome !== outcome ? study.outcomes.get(state.more.outcome) : null;
    if (lost) tools.append(h("p.lab-note", {role: "status"}, t("lab.never", {outcome: pair(lost.title)})));
    draw(name, outcome, side);
  }

  // The first outcome of which a chart can say something.
  function firstWith(name) {
    const told = data.tables[name === "map" ? "regimes" : name]?.outcome ?? [];
    return (data.outcomes.find(({key}) => told.includes(key)) ?? data.outcomes[0])?.key;
  }

  function draw(name, outcome, side) {
    const settings = {outcome, side, kept: app.state.more.keep, from: Math.max(0, Math.min(1e7, Math.floor(Number(app.state.more.from)) || 0)), change, redraw: () => draw(name, outcome, side)};
    fill(body, name === "map" ? [mapView(study, settings)] : name in KINDS ? [marksView(study, name, settings), ...(name === "shares" ? effectsTable(study, settings) : [])] : name === "parallel" ? parallelView(study, settings)
      : name === "strips" ? stripsView(study, settings) : name === "differences" ? differencesTable(study) : enough(study));
  }

  const tab = (name, chosen) => h("button.lab-tab", {type: "button", role: "tab", id: `lab-tab-${name}`, "aria-selected": String(chosen), "aria-controls": "lab-panel", tabindex: chosen ? "0" : "-1", onclick: () => select(name), onkeydown: turn}, t(`lab.view.${name}`));
  const select = (name) => { change({view: name, side: "", from: ""}, false); };
  function turn(event) {
    const at = views.findIndex(([one]) => `lab-tab-${one}` === event.target.id), step = {ArrowRight: 1, ArrowLeft: -1}[event.key], to = event.key === "Home" ? 0 : event.key === "End" ? views.length - 1 : step ? (at + step + views.length) % views.length : -1;
    if (to < 0) return;
    event.preventDefault();
    change({view: views[to][0], side: "", from: ""});
    document.getElementById(`lab-tab-${views[to][0]}`)?.focus();
  }
  const choice = (key, title, value, list) => h("label.lab-choice", {}, title, h("select", {data: {choice: key}, onchange: ({target}) => (key === "outcome" && !data.outcomes.some((one) => one.key === target.value) ? ask(target.value) : change({[key]: target.value}))},
    list.map(([one, said]) => h("option", {value: one, selected: one === value}, said))));
  const options = () => (app.alone ? data.outcomes : data.kept ?? data.outcomes).map(({key, title, unit}) => [key, withUnit(pair(title), pair(unit))]);

  element.append(...head(study).flat(Infinity).filter(Boolean), tabs, tools, body, ...failures(study));
  return {update};
}

// What the study is.
function head(study) {
  const {data, app} = study, {facts} = data, lines = [];
  const say = (key, text) => { if (text) lines.push(h("div", {}, h("dt", {}, t(`lab.fact.${key}`)), h("dd", {}, text))); };
  if (data.design) say("design", t("lab.fact.design_of", {kind: pair(data.design.title), points: number(facts.points), replicates: number(facts.replicates ?? NaN)}));
  if (facts.runs) say("runs", `${t("lab.fact.runs_of", {done: number(facts.done), runs: number(facts.runs)})}${facts.failed ? ` · ${t("lab.fact.failed", {n: number(facts.failed)})}` : ""}`);
  const office = app.declared.offices.find(({name}) => name === (facts.office ?? data.office)), days = facts.days ?? data.days;
  say("office", office ? pair(office.title) : facts.office ?? data.office);
  say("policies", listed(data.policies.map(({title}) => pair(title))));
  say("days", days ? number(days) : "");
  if (facts.seeds) say("seeds", t(facts.seeds === "common" ? "lab.fact.common" : "lab.fact.independent", {first: facts.first_seed}));
  say("made", [facts.started?.slice?.(0, 10), facts.version ? `guichet ${facts.version}` : ""].filter(Boolean).join(" · "));
  say("command", facts.command ? h("code", {}, command(facts.command)) : "");
  const {shown} = data, live = whatIf(study), notes = [facts.done < facts.runs ? t("lab.running") : "", facts.same_program === false ? t("lab.other_program") : "",
    shown && (shown.points < shown.of_points || shown.runs < shown.of_runs) ? t("lab.thinned", {points: number(shown.points), of_points: number(shown.of_points), runs: number(shown.runs), of_runs: number(shown.of_runs)}) : "",
    data.policies.some(({base}) => base.problem) ? t("lab.base.scenario") : ""].filter(Boolean);
  const axes = data.axes.length ? h("details", {}, h("summary", {}, t("lab.axes", {n: data.axes.length})), table([t("lab.axis"), t("lab.keys"), t("lab.unit"), t("lab.values")], data.axes.map((axis) => [wholeTitle(app, axis), axis.keys.join(", "), pair(axis.unit) || "–", ran(study, axis)]), t("lab.axes", {n: data.axes.length}))) : "";
  return [heading(pair(data.title), data.study ?? data.name), h("dl.lab-facts", {}, lines), live ? h("p", {}, h("a", {href: live, data: {goes: "what-if"}}, t("lab.what_if"))) : "", notes.map((note) => h("p.lab-note", {}, note)), axes];
}

// What an axis is, at its full length where there is room for it.
function wholeTitle(app, {keys, title}) {
  const known = keys.length === 1 && app.declared.parameters[keys[0]];
  return known ? pair(known.text).replace(/\.$/, "") : pair(title);
}

// The values of an axis that were run.
function ran(study, axis) {
  const found = [...new Map(study.data.points.point.map((_, i) => [JSON.stringify(valueAt(study, axis, i)), valueAt(study, axis, i)])).values()];
  if (found.every((value) => typeof value === "number") && found.length > 6) return `${figure(Math.min(...found))} – ${figure(Math.max(...found))}`;
  return found.sort((a, b) => (typeof a === "number" ? a - b : 0)).slice(0, 12).map(shownValue).join(", ") + (found.length > 12 ? " …" : "");
}

// The study's office and first policies, live.
function whatIf(study) {
  const [a, b = a] = study.data.policies.map(({base}) => base);
  if (!a || a.problem || b.problem || a.office !== b.office || JSON.stringify(a.own) !== JSON.stringify(b.own)) return null;
  return officeAddress(study.app, a, {a: {policy: a.policy, set: a.set, changes: a.changes}, b: {policy: b.policy, set: b.set, changes: b.changes}}, study.app.declared.start.seed, study.data.facts?.days ?? study.data.days ?? 0, "what-if");
}

function effectsTable(study, {outcome, side}) {
  const rows = rowsOf(study.data.tables.effects).filter((row) => row.outcome === outcome && row.policy === side), unit = unitOf(study, outcome);
  if (!rows.length) return [];
  const title = (term) => term.split(" × ").map((one) => { const axis = study.data.axes.find(({name}) => name === one); return axis ? pair(axis.title) : one; }).join(" × "), what = (said) => (said === "low to high" ? t("lab.effect.slope") : said === "bend" ? t("lab.effect.bend") : said);
  return [h("details", {}, h("summary", {}, t("lab.effects")), h("p.quiet", {}, t("lab.effects.text")), table([t("lab.axis"), t("lab.effect"), withUnit(t("lab.size"), unit), t("lab.interval")], rows.map((row) => { const {value, span} = interval({...row, value: row.effect}, true); return [title(row.term), what(row.what), value, span]; }), t("lab.effects")))];
}

// Differences between policies; of a single pair its name stands above the table.
function differencesTable(study) {
  const rows = rowsOf(study.data.tables.differences), pairs = rows.map((row) => `${policyTitle(study, row.policy)}${MINUS}${policyTitle(study, row.against)}`), one = new Set(pairs).size === 1, sides = (said) => (one ? [] : [said]);
  const title = one ? `${t("lab.view.differences")} (${pairs[0]})` : t("lab.view.differences");
  return [h("h3", {}, title), table([t("lab.outcome"), ...sides(t("lab.side")), t("lab.difference"), t("lab.interval"), t("lab.verdict"), t("lab.worlds")], rows.map((row, i) => {
    const {value, span} = interval({...row, value: row.difference}, true);
    return [withUnit(outcomeTitle(study, row.outcome), unitOf(study, row.outcome)), ...sides(pairs[i]), value, span, word("verdicts", row.verdict) ?? row.verdict, figure(row.twin_worlds)];
  }), title)];
}

// Power, whether coefficients of variation stand still, and what could not be said.
function enough(study) {
  const {data} = study, words = pair(data.words), power = rowsOf(data.tables.power), notes = pair(data.notes);
  return [h("h3", {}, words.enough), h("p", {}, words.enough_text),
    table([words.columns.outcome, words.columns.between, words.columns.worlds, words.columns.sd, words.columns.smallest], power.map((row) => [withUnit(outcomeTitle(study, row.outcome), unitOf(study, row.outcome)), row.twins ? sideTitle(study, row.policy) : words.unlike, figure(row.worlds), figure(row.sd), figure(row.smallest_effect)]), words.enough),
    data.enough.length ? [h("p", {}, words.still_text.replaceAll("{eps}", number(data.eps, 2)).replaceAll("{plain}", String(data.eps))), table([words.columns.outcome, words.columns.still, words.columns.more], data.enough.map((one) => [outcomeTitle(study, one.outcome), one.still === null ? "–" : `${number(one.still)} / ${number(one.points)}`, one.still === null ? words.few.replace("{n}", data.fewest) : one.more === null ? "–" : number(one.more)]), words.columns.still)] : "",
    notes.length ? [h("h3", {}, words.notes), table([words.columns.outcome, t("lab.side"), words.columns.note], notes.map(([title, sides, why]) => [title, sides || "–", why]), words.notes)] : ""];
}

// Runs that broke, each of which can be opened, too.
function failures(study) {
  const held = study.data.failures ?? [];
  if (!held.length) return [];
  const rows = held.map(([point, replicate, seed, stage, message]) => {
    const i = study.at.get(point), base = i === undefined ? null : study.policies.get(study.data.points.policy[i])?.base, run = i === undefined || !base || base.problem ? null : addressOf({...study, data: {...study.data, runs: {point: [point], seed: [seed], replicate: [replicate], values: {}}}}, 0);
    return [String(point), String(replicate + 1), seed, stage, message, run ? h("a", {href: run}, t("lab.run", {seed})) : "–"];
  });
  return [h("details", {}, h("summary", {}, t("lab.failures", {n: held.length})), h("p", {}, t("lab.failures.text")), table([t("lab.point"), t("lab.replicate"), t("lab.seed"), t("lab.stage"), t("lab.message"), t("lab.open")], rows, t("lab.failures", {n: held.length})))];
}

export {studyPage};
