// An office of one's own: a log of contacts or an office file, read by the server on this machine.

import {h, fill} from "../core/dom.js";
import {pair, t, word} from "../core/text.js";

const MOST_MB = 50;

// What came of the last file is held by the application's newest form: a page that is drawn again, in the other language, says it again.
class Own {
  constructor(app, take) {
    Object.assign(this, {app, take, held: app.own?.held, file: app.own?.file});
    app.own = this;
    this.said = h("div.own-said", {role: "status"});
    const {channels} = app.declared.order, channel = h("select", {id: "own-channel", onchange: () => this.again()}, channels.map((one) => h("option", {value: one, selected: one === "phone"}, word("channels", one))));
    const map = h("input", {id: "own-map", type: "text", placeholder: "arrival=ARRIVEE outcome=ISSUE", onchange: () => this.again()}), field = (input, key) => h("label.field", {for: input.id}, h("span", {}, t(key)), input);
    Object.assign(this, {channel, map});
    const file = h("input", {id: "own-file", type: "file", accept: ".csv,.gz,.toml", onclick: () => { file.value = ""; }, onchange: () => file.files[0] && this.read(file.files[0])});  // emptied, else a browser says nothing of the same file chosen again
    this.box = h("details.panel", {open: Boolean(this.held)}, h("summary", {}, t("what_if.import")), h("p.quiet", {}, t("what_if.import_text")),
      app.alone ? h("p", {}, t("what_if.import_alone")) : [field(channel, "what_if.import_channel"), field(map, "what_if.import_map"), field(file, "what_if.import_file")], this.said);
    this.show();
  }

  show() {
    const {name, told, why} = this.held ?? {};
    if (why) fill(this.said, wrong(name, why()));
    else if (told) fill(this.said, t("what_if.import_done", {title: pair(told.title)}), this.remarks(pair(told.said)));
    else fill(this.said, name ? t("what_if.import_busy", {name}) : []);
  }

  // The first line for all to see, the others for who opens them: each a heading, or none, and a text.
  remarks([first, ...more]) {
    const line = ([head, text]) => [head ? h("strong", {}, head, h("br")) : [], text];
    return [first ? h("p.quiet", {}, line(first)) : [],
      more.length ? h("details", {}, h("summary", {}, t("what_if.import_more")), h("ul", {}, more.map((one) => h("li", {}, line(one))))) : []];
  }

  // What is said of a file has changed: it is read again.
  again() { if (this.file) this.read(this.file); }

  async read(file) {
    this.file = file;
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
    if (!answer.ok) return say({why: () => pair(told.problems)});
    say({told});
    this.app.own.take(told);
  }
}

// Why a file could not be used: one problem in the sentence, several below it.
function wrong(name, [first, ...more]) {
  return more.length ? [h("p", {}, t("what_if.import_wrong", {name, why: ""})), h("ul", {}, [first, ...more].map((one) => h("li", {}, one)))] : t("what_if.import_wrong", {name, why: first});
}

export {Own};
