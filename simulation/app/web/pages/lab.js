// The Lab: folders of results, and what each holds.

import {asked, inside} from "../core/assets.js";
import {command, fill, h} from "../core/dom.js";
import {number, pair, t} from "../core/text.js";
import {heading} from "../lab/draw.js";
import {parallelView} from "../lab/parallel.js";
import {othersView, patternsView, theoriesView} from "../lab/patterns.js";
import {rowsOf, studyOf, withUnit} from "../lab/runs.js";
import {studyPage} from "../lab/study.js";
import {costsView, mechanismsView, regretView, whenMap} from "../lab/when.js";

function lab(root, app) {
  const body = h("div.lab-body", {"aria-live": "off"}), chooser = h("div.row.lab-chooser"), held = inside("study");
  let shown = null, now = "", folders = null, listing = null, closed = false, again = 0;
  root.classList.add("lab");
  root.append(h("h1", {}, t("lab.title")), h("p", {}, t(held ? "lab.lead.file" : "lab.lead")), chooser, body);

  async function update(state) {
    if (held) return show(held, state);
    if (app.alone) return void fill(body, h("p.panel", {}, t("lab.alone"), " ", h("code", {}, "guichet export --study FOLDER")));
    if (!folders && !(await (listing ??= list().finally(() => { listing = null; })))) return;
    state = app.state;  // it may have changed meanwhile
    choose(state);
    const name = state.more.study;
    if (!name || !folders.some((one) => one.name === name)) {
      again += 1;  // whatever is still being read is not wanted any more
      now = "";
      shown = null;
      return void (name ? problem("unknown", {name}) : fill(body, overview()));
    }
    const outcomes = state.more.outcome && state.more.asked ? state.more.asked : "", wanted = `${name} ${outcomes}`;
    if (wanted === now) return void shown?.update(app.state);
    now = wanted;
    await open(name, outcomes);
  }

  // The list of folders; false (and a sentence) if there is none.
  async function list() {
    fill(body, h("p.quiet", {role: "status"}, t("lab.looking")));
    const answer = await ask("results");
    if (closed) return false;
    if (answer.problem) { problem(answer.problem, answer.named); return false; }
    folders = answer.folders;
    root.dataset.root = answer.root;
    return true;
  }

  async function open(name, outcomes) {
    const mine = again += 1;
    shown = null;
    fill(body, h("p.quiet", {role: "status"}, t("lab.reading", {name})));
    const answer = await ask(`results/${name.split("/").map(encodeURIComponent).join("/")}${outcomes ? `?outcomes=${encodeURIComponent(outcomes)}` : ""}`);
    if (closed || mine !== again) return;  // another folder was chosen meanwhile
    if (answer.problem) { now = ""; problem(answer.problem, answer.named); return; }
    fill(body);
    show(answer, app.state);
  }

  // What the server says, or that it does not answer.
  async function ask(address) {
    try { return await asked(address, "json"); } catch { return {problem: "server", named: {}}; }
  }

  function problem(key, named) {
    const known = `lab.problem.${key}` in app.declared.texts.en ? key : "unreadable";
    fill(body, h("div.problem", {role: "alert"}, h("p", {}, t(`lab.problem.${known}`, Object.fromEntries(Object.entries(named ?? {}).map(([what, value]) => [what, typeof value === "number" ? number(value) : value])))), h("button.plain", {type: "button", onclick: () => { folders = null; now = ""; update(app.state); }}, t("lab.again"))));
  }

  function choose(state) {
    const name = state.more.study ?? "";
    fill(chooser, h("label.lab-choice", {}, t("lab.folder"), h("select", {data: {choice: "study"}, onchange: ({target}) => pick(target.value)}, h("option", {value: "", selected: !name}, t("lab.choose")), folders.map((one) => h("option", {value: one.name, selected: one.name === name}, `${one.name} – ${t(`lab.kind.${one.kind}`)}`)))));
  }

  const pick = (study) => app.go({...app.state, more: {study}});

  // All folders, with what they hold.
  function overview() {
    if (!folders.length) return h("p.panel", {}, t("lab.none_here", {folder: root.dataset.root}), " ", h("code", {}, "guichet sweep levers"));
    return h("ul.lab-folders", {}, folders.map((one) => h("li", {}, h("button.plain", {type: "button", data: {folder: one.name}, onclick: () => pick(one.name)}, h("b", {}, one.name), h("span", {}, [t(`lab.kind.${one.kind}`), one.title ? pair(one.title) : ""].filter(Boolean).join(" · "))))));
  }

  function show(data, state) {
    if (!shown) {
      try {
        fill(body);
        shown = page(data);
        shown.update(state);
      } catch (error) {  // data of a folder may be anything
        shown = null;
        now = "";
        console.warn(error);
        problem("unreadable", {why: error.message});
      }
      return;
    }
    shown.update(state);
  }

  function page(data) {
    if (data.kind === "study" || data.kind === "comparison") return studyPage(body, {app, data, ask: more(data)});
    if (data.kind === "when") return whenPage(data);
    if (data.kind === "ensemble") return ensemblePage(data);
    body.append(heading(pair(data.title), data.name), made(data));
    if (data.kind === "patterns") body.append(...[data.tables.patterns ? patternsView(data) : [], data.tables.theories ? theoriesView(data) : []].flat(Infinity));
    const others = othersView(data.others);
    if (others.length) body.append(h("h2", {}, t("lab.others")), ...others);
    return {update() {}};
  }

  // Ask for an outcome that is not there yet, beside those that are.
  const more = (data) => (key) => app.go({...app.state, more: {...app.state.more, outcome: key, asked: [...data.outcomes.map((one) => one.key), key].slice(-12).join(",")}});

  const made = ({facts}) => h("p.quiet", {}, [facts.started?.slice?.(0, 10), facts.version ? `guichet ${facts.version}` : ""].filter(Boolean).join(" · "), facts.command ? [" · ", h("code", {}, command(facts.command))] : "");

  function whenPage(data) {
    const map = h("div"), tools = h("div.row.lab-tools"), maps = [...new Set(rowsOf(data.tables.maps).map((row) => row.map))], words = pair(data.words);
    body.append(...[heading(pair(data.title), data.name), made(data), h("p", {}, words.caution), tools, map, data.tables.mechanisms ? mechanismsView(app, data) : [], data.tables.regret ? regretView(app, data) : [], data.tables.costs ? costsView(data) : []].flat(Infinity));
    return {update(state) {
      const chosen = maps.includes(state.more.map) ? state.more.map : maps[0], outcome = data.outcomes.some(({key}) => key === state.more.outcome) ? state.more.outcome : data.outcomes[0].key;
      const choice = (key, title, value, options) => h("label.lab-choice", {}, title, h("select", {data: {choice: key}, onchange: ({target}) => app.go({...app.state, more: {...app.state.more, [key]: target.value}}, true)}, options.map(([one, said]) => h("option", {value: one, selected: one === value}, said))));
      fill(tools, choice("map", t("lab.map"), chosen, maps.map((one) => [one, words.maps[one] ?? one])), choice("outcome", t("lab.outcome"), outcome, data.outcomes.map(({key, title, unit}) => [key, withUnit(pair(title), pair(unit))])));
      fill(map, whenMap(app, data, {map: chosen, outcome}));
    }};
  }

  // Members of an ensemble are points of parallel coordinates, each of which opens.
  function ensemblePage(data) {
    const count = data.weight.length, every = [...Array(count).keys()], weight = {name: "weight", title: [t("lab.weight"), t("lab.weight")], keys: [], column: "weight", log: false, unit: ["", ""]};
    const study = studyOf(app, {...data, policies: [{name: "", title: data.title, base: data.base}], outcomes: [], keys: data.axes.map(({column}) => column), axes: [...data.axes, weight],
      points: {point: every, sample: every, policy: every.map(() => ""), values: {...data.values, weight: data.weight}}, runs: {point: every, replicate: every.map(() => 0), seed: every.map(() => data.seed ?? 1), values: {}}});
    const place = h("div"), change = (more) => app.go({...app.state, more: {...app.state.more, ...more}}, true);
    body.append(heading(data.title[0], data.name), made(data), h("p", {}, t("lab.ensemble", {n: count})), place);
    const draw = () => fill(place, parallelView(study, {outcome: null, kept: app.state.more.keep, from: Math.max(0, Math.floor(Number(app.state.more.from)) || 0), change, redraw: draw}));
    let drawn = false;
    return {update() { if (!drawn) { drawn = true; draw(); } }};
  }

  return {update, close() { closed = true; root.classList.remove("lab"); }};
}

export {lab};
