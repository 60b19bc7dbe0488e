// What can be taken along: a link, the page as it stands, the figures, files of the scenario, and the command that gives the same figures.

import {h, fill, command, save} from "../core/dom.js";
import {oneADay, toml} from "../core/scenario.js";
import {SIDES, write} from "../core/state.js";
import {t} from "../core/text.js";

class Take {
  constructor(app, results) {
    Object.assign(this, {app, results});
    this.command = h("pre.command", {tabindex: "0"});
    this.files = h("p.quiet");
    this.watch = h("a", {}, t("what_if.look"));
    const button = (key, id, work) => h("button.plain", {type: "button", id, onclick: work}, t(key));
    const copy = button("copy", "copy", async () => {
      try { await navigator.clipboard.writeText(location.href); fill(copy, t("copied")); } catch { getSelection().selectAllChildren(this.command); }
      setTimeout(() => fill(copy, t("copy")), 1500);
    });
    this.box = h("section", {}, h("h2", {}, t("what_if.take")), h("p", {}, t("what_if.take_text")), this.command, this.files,
      h("div.row", {}, copy, button("what_if.take_html", "take-html", () => this.html()), button("what_if.take_csv", "take-csv", () => save("guichet.csv", this.csv(), "text/csv")),
        button("what_if.take_scenario", "take-scenario", () => this.scenario()),
        button("reset", "reset", () => { location.hash = `#what-if?lang=${this.state.lang}`; })), h("p", {}, this.watch));
  }

  update(state, twins) {
    Object.assign(this, {state, twins});
    fill(this.command, command(commandLine(this.app.declared, state)));
    fill(this.files, Object.keys(scenarioFiles(this.app.declared, state)).length ? t("what_if.take_files") : "");
    this.watch.setAttribute("href", write(this.app.declared, {...state, page: "office", more: {}}));
  }

  // The files, one after the other: of several at once, browsers drop some.
  async scenario() {
    for (const [name, text] of Object.entries(scenarioFiles(this.app.declared, this.state))) {
      save(name, text);
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  // A row for each side, world and outcome.
  csv() {
    const rows = this.twins.pairs().flatMap((pair) => SIDES.flatMap((which) => Object.entries(pair[which].outcomes).map(([key, value]) => [which, pair.world, pair.seed, key, Number.isNaN(value) ? "" : value].join(","))));
    return ["side,twin_world,seed,outcome,value", ...rows].join("\n") + "\n";
  }

  // The page as it stands, with its charts as pictures, without any script.
  async html() {
    const copy = this.results.cloneNode(true), charts = [...this.results.querySelectorAll(".js-plotly-plot")], places = [...copy.querySelectorAll(".js-plotly-plot")];
    await Promise.all(charts.map(async (chart, i) => {
      const picture = await globalThis.Plotly.toImage(chart, {format: "svg", width: chart.offsetWidth, height: chart.offsetHeight});
      places[i].replaceWith(h("img", {src: picture, alt: chart.closest("figure")?.getAttribute("aria-label") ?? ""}));
    }));
    for (const dead of copy.querySelectorAll("button, select, progress, script")) dead.remove();
    const style = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules].map((rule) => rule.cssText); } catch { return []; } }).filter((rule) => !rule.includes("plotly")).join("\n");
    const page = document.implementation.createHTMLDocument(document.title);
    page.documentElement.lang = this.state.lang;
    page.head.append(h("meta", {charset: "utf-8"}), h("meta", {"http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}), h("style", {}, style));
    page.body.append(h("main", {}, h("h1", {}, t("what_if.title")), h("p", {}, t("banner")), copy, h("pre.command", {}, command(commandLine(this.app.declared, this.state))), h("p.quiet", {}, location.href)));
    save("guichet.html", `<!DOCTYPE html>\n${page.documentElement.outerHTML}`, "text/html");
  }
}

const plain = (side) => side.policy !== "none" && !Object.keys(side.set).length && !side.changes.length;

// The files that the command line needs: a policy for each side on which a lever was moved, an office of one's own. By name.
function scenarioFiles(declared, state) {
  const files = {};
  if (state.own) files["my_office.toml"] = toml(declared, "office", {name: "my_office", title: state.own.title}, state.own.values, oneADay(state.own.changes ?? []));
  for (const which of SIDES) {
    if (plain(state[which]) && state.a.policy !== state.b.policy) continue;
    const named = declared.policies.find(({name}) => name === state[which].policy), changes = oneADay([...(named?.changes ?? []), ...state[which].changes].sort((a, b) => a.day - b.day));
    const title = [0, 1].map((place) => `${named ? named.title[place] : declared.texts[["en", "fr"][place]]["what_if.none"]} (${which.toUpperCase()})`);
    files[`side_${which}.toml`] = toml(declared, "policy", {name: `side_${which}`, title, needs: named?.needs}, {...named?.values, ...state[which].set}, changes);
  }
  return files;
}

function commandLine(declared, state) {
  const files = scenarioFiles(declared, state), policy = (which) => (`side_${which}.toml` in files ? `./side_${which}.toml` : state[which].policy);
  return `guichet compare ${state.own ? "./my_office.toml" : state.office} --policies ${SIDES.map(policy).join(",")} --years ${state.years} --replicates ${state.worlds} --seed ${state.seed}`;
}

export {Take};
