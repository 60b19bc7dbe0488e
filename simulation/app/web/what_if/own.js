// An office of one's own: a log of contacts or an office file, read by the server on this machine.

import {h, fill} from "../core/dom.js";
import {pair, t, word} from "../core/text.js";

const MOST_MB = 50;

// What came of the last file is held by the application's newest form: a page that is drawn again, in the other language, says it again.
class Own {
  constructor(app, take) {
    const before = app.own;
    Object.assign(this, {app, take, held: before?.held, file: before?.file});
    app.own = this;
    this.said = h("div.own-said", {role: "status"});
    const {channels} = app.declared.order, channel = h("select", {id: "own-channel", onchange: () => this.again()}, channels.map((one) => h("option", {value: one, selected: one === (before?.channel.value ?? "phone")}, word("channels", one))));
    const map = h("input", {id: "own-map", type: "text", value: before?.map.value ?? "", placeholder: "arrival=ARRIVEE outcome=ISSUE", onchange: () => this.again()}), field = (input, key) => h("label.field", {for: input.id}, h("span", {}, t(key)), input);
    Object.assign(this, {channel, map});
    const file = h("input", {id: "own-file", type: "file", accept: ".csv,.gz,.toml", onclick: () => { file.value = ""; }, onchange: () => file.files[0] && this.read(file.files[0])});  // emptied, else a browser says nothing of the same file chosen again
    const dropped = app.alone ? {} : {ondragover: (event) => event.preventDefault(), ondrop: (event) => {  // else the browser leaves the page for the file
      event.preventDefault();
      this.box.open = true;
      if (event.dataTransfer.files[0]) this.read(event.dataTransfer.files[0]);
    }};
    this.box = h("details.panel", {...dropped, open: Boolean(this.held), ontoggle: () => this.box.open && this.box.scrollIntoView({block: "nearest"})}, h("summary", {}, t("what_if.import")), h("p.quiet", {}, t("what_if.import_text")),
      app.alone ? h("p", {}, t("what_if.import_alone")) : [field(channel, "what_if.import_channel"), field(map, "what_if.import_map"), field(file, "what_if.import_file")], this.said);
    this.show();
  }

  // What was said of a file goes when its office does: by going back, or by choosing another.
  update(state) {
    if (this.held?.told && !state.own) { this.held = undefined; this.show(); }
  }

  show() {
    const {name, told, why, ask, again} = this.held ?? {};
    if (again) fill(this.said, wrong(name, why()), this.asking(ask));
    else if (ask) fill(this.said, h("p", {}, t("what_if.import_otherwise", {name})), this.asking(ask), h("details", {}, h("summary", {}, t("what_if.import_more")), wrong(name, why())));
    else if (why) fill(this.said, wrong(name, why()));
    else if (told) fill(this.said, t("what_if.import_done", {title: pair(told.title)}), this.remarks(pair(told.said)));
    else fill(this.said, name ? t("what_if.import_busy", {name}) : []);
  }

  // The first line for all to see, the others for who opens them: each a heading, or none, and a text.
  remarks([first, ...more]) {
    const line = ([head, text]) => [head ? h("strong", {}, head, h("br")) : [], text];
    return [first ? h("p.quiet", {}, line(first)) : [],
      more.length ? h("details", {}, h("summary", {}, t("what_if.import_more")), h("ul", {}, more.map((one) => h("li", {}, line(one))))) : []];
  }

  // Columns, or outcomes, that are called otherwise: who sent the file chooses, what is likely stands there already. It becomes what could be typed above.
  asking({outcomes, ours, needed, theirs, likely}) {
    const none = (key) => ["", t(needed.includes(key) ? "what_if.import_choose" : "what_if.import_none")], named = theirs.map((name) => [name, name]), ends = outcomes ? ours.map(([key]) => [key, t(`what_if.outcome.${key.split(".")[1]}`)]) : [];
    const rows = outcomes ? theirs.map((name) => [name, name, ends]) : ours.map(([key, meaning]) => [key, h("span", {}, h("b", {}, key), ` – ${pair(meaning)}`), named]);
    const chosen = rows.map(([key, label, options], i) => {
      const select = h("select", {id: `own-ask-${i}`, data: {key}, onchange: () => { likely[key] = select.value; }, required: needed.includes(key)}, [none(key), ...options].map(([value, said]) => h("option", {value, selected: value === (likely[key] ?? "")}, said)));
      return [select, h("label.field", {for: select.id}, h("span", {}, label), select)];
    });
    const answers = (one) => {  // whether a pair that stands in the line already is one of those asked for now
      const [key, name = ""] = one.split(/\s*=\s*/);
      return outcomes ? key.startsWith("outcome.") && theirs.includes(name.replace(/^(["'])(.*)\1$/, "$2").toLowerCase()) : ours.some(([asked]) => asked === key);
    };
    const go = () => {
      if (!chosen.every(([select]) => select.reportValidity())) return;  // the browser says which is still to be chosen
      const pairs = chosen.map(([select]) => outcomes ? [select.value, select.dataset.key] : [select.dataset.key, select.value]).filter(([, name]) => name);
      const kept = this.map.value.trim().split(/[\s,;]+(?=[A-Za-z_.]+\s*=)/).filter((one) => one && !answers(one)).join(" ");
      this.map.value = [kept, ...pairs.map(([key, name]) => `${key}="${name}"`)].filter(Boolean).join(" ");
      this.again();
    };
    return h("fieldset.own-ask", {}, h("legend", {}, t(outcomes ? "what_if.import_ask_outcomes" : "what_if.import_ask")), chosen.map(([, field]) => field), h("button", {type: "button", onclick: go}, t("what_if.import_go")));
  }

  // What is said of a file has changed: it is read again.
  again() { if (this.file) this.read(this.file); }

  async read(file) {
    const asked = this.app.own.file === file ? this.app.own.held?.ask : undefined;
    this.app.own.file = this.file = file;
    const {name} = file, say = (held) => { this.app.own.held = {name, ...held}; this.app.own.show(); };
    if (file.size > MOST_MB * 1e6) return say({why: () => [t("what_if.too_large", {mb: MOST_MB})]});
    say({});
    let answer, told;
    try {
      answer = await fetch(`import?${new URLSearchParams({name, channel: this.channel.value, map: this.map.value})}`, {method: "POST", body: file, headers: {"Content-Type": "application/octet-stream"}});
      told = await answer.json();
    } catch {
      return say({why: () => [t("what_if.import_lost")]});
    }
    if (!answer.ok) return say({why: () => pair(told.problems), ask: told.ask ?? asked, again: !told.ask && Boolean(asked)});  // a wrong answer is asked for again
    say({told});
    this.app.own.take(told);
  }
}

// Why a file could not be used: one problem in the sentence, several below it.
function wrong(name, [first, ...more]) {
  return more.length ? [h("p", {}, t("what_if.import_wrong", {name, why: ""})), h("ul", {}, [first, ...more].map((one) => h("li", {}, one)))] : t("what_if.import_wrong", {name, why: first});
}

export {Own};
