// The pages: what all share, and which one is shown.

import {assets} from "./core/assets.js";
import {dress} from "./core/charts.js";
import {h, fill} from "./core/dom.js";
import {Pool} from "./core/pool.js";
import {languageOf, read, write} from "./core/state.js";
import {speak, spoken, t} from "./core/text.js";
import {lab} from "./pages/lab.js";
import {lessons} from "./pages/lessons.js";
import {office} from "./pages/office.js";
import {whatIf} from "./pages/what_if.js";

// Each page: open(root, app) draws it and gives {update(state), close()}.
const PAGES = {"what-if": whatIf, office, lessons, lab};

class App {
  constructor(made) {
    Object.assign(this, {made, declared: made.declared, alone: made.alone, pool: new Pool(made), shown: null});
    addEventListener("hashchange", () => this.follow());
    addEventListener("unhandledrejection", ({reason}) => this.tell(t("broken", {what: reason?.message ?? reason})));
    addEventListener("error", ({message}) => this.tell(t("broken", {what: message})));
  }

  // Go where the address says.
  follow() {
    speak(this.declared, languageOf(location.hash) ?? document.documentElement.dataset.lang);  // before the address is read: what is wrong with it is told in the language of the page
    const {state, problems} = read(this.declared, location.hash);
    state.lang = spoken();
    if (!Object.hasOwn(PAGES, state.page)) { problems.push(t("page.lost")); state.page = "what-if"; }
    this.state = state;
    const again = !this.shown || this.page !== state.page || this.lang !== state.lang;
    const other = this.page !== undefined && this.page !== state.page;
    if (again) this.open();
    else this.update();
    if (other) scrollTo(0, 0);  // another page begins at its top, as any link does
    this.tell(problems.length ? [t("address"), ...problems] : []);
  }

  // Change the state: the address first, then the page. soon: replace the entry of the history, for a lever that moves.
  go(state, soon = false) {
    const address = write(this.declared, state);
    if (address === location.hash) return;
    if (!soon) { location.hash = address; return; }
    history.replaceState(null, "", address);
    this.state = state;
    this.update();
  }

  // Bring the page to the state; the menu leads to the other pages with all that is set now.
  update() {
    this.shown.update(this.state);
    for (const one of this.menu.children) one.href = write(this.declared, {...this.state, page: one.dataset.page, more: {}});
  }

  open() {
    this.shown?.close?.();
    this.page = this.state.page;
    this.lang = this.state.lang;
    document.title = `${t(`nav.${this.page}`)} – ${t("brand")}`;
    const root = h("main", {id: "content", tabindex: "-1"});
    this.menu = h("nav", {"aria-label": t("nav")}, Object.keys(PAGES).map((page) => h("a", {href: `#${page}`, "aria-current": page === this.page ? "page" : null, data: {page}}, t(`nav.${page}`))));
    this.said = h("div.said", {role: "status", "aria-live": "polite"});
    fill(document.body, h("a.skip", {href: "#content", onclick: (event) => { event.preventDefault(); root.focus(); }}, t("skip")),
      h("header.top", {}, h("span.brand", {title: t("brand.long")}, t("brand")),
        this.menu,
        h("span.tools", {}, h("button.plain", {type: "button", "aria-pressed": String(document.documentElement.classList.contains("presenter")), title: t("presenter.label"), onclick: () => this.present()}, t("presenter")),
          h("button.plain", {type: "button", lang: spoken() === "fr" ? "en" : "fr", "aria-label": t("language.label"), data: {tool: "language"}, onclick: () => this.go({...this.state, lang: spoken() === "fr" ? "en" : "fr"})}, t("language")))),
      this.banner(), this.said, root);
    this.shown = PAGES[this.page](root, this);
    this.update();
  }

  // What this is, on every page.
  banner() {
    const grades = Object.values(this.declared.parameters).map(({grade}) => grade), count = (grade) => grades.filter((one) => one === grade).length;
    return h("aside.banner", {"aria-label": t("banner.more")}, h("details", {}, h("summary", {}, t("banner"), " ", h("span.link", {}, t("banner.more"))),
      h("p", {}, t("banner.text", {n: grades.length, measured: count("measured"), analogous: count("analogous"), assumed: count("assumed")}))));
  }

  present() {
    document.documentElement.classList.toggle("presenter");
    this.open();
  }

  // Say something to whoever looks, in a place that screen readers watch; a list, or nothing.
  tell(what) {
    const lines = [].concat(what).filter(Boolean);
    fill(this.said, lines.length ? h("div.problem", {}, lines.map((line) => h("p", {}, line)), h("button.plain", {type: "button", onclick: () => this.tell([])}, t("close"))) : []);
  }
}

async function start() {
  const made = await assets();
  speak(made.declared, document.documentElement.dataset.lang || (navigator.language?.startsWith("fr") ? "fr" : "en"));
  if (typeof WebAssembly === "undefined" || typeof Worker === "undefined") { fill(document.body, h("main", {}, h("p.problem", {}, t("no_wasm")))); return; }
  document.documentElement.dataset.lang ||= spoken();
  dress(made.declared);
  globalThis.app = new App(made);
  globalThis.app.follow();
}

start().catch((error) => {
  console.error(error);
  fill(document.body, h("main", {}, h("p", {role: "alert"}, String(error.message ?? error))));
});
