// An office of one's own: a log of contacts or an office file, read by the server on this machine.

import {h, fill} from "../core/dom.js";
import {t, word} from "../core/text.js";

const MOST_MB = 50;

class Own {
  constructor(app, take) {
    this.said = h("div", {role: "status"});
    const {channels} = app.declared.order, channel = h("select", {id: "own-channel"}, channels.map((one) => h("option", {value: one, selected: one === "phone"}, word("channels", one))));
    const map = h("input", {id: "own-map", type: "text", placeholder: "arrival=ARRIVEE outcome=ISSUE"}), field = (input, key) => h("label.field", {for: input.id}, h("span", {}, t(key)), input);
    Object.assign(this, {channel, map});
    const file = h("input", {id: "own-file", type: "file", accept: ".csv,.gz,.toml", onchange: () => file.files[0] && this.read(file.files[0], take)});
    this.box = h("details.panel", {}, h("summary", {}, t("what_if.import")), h("p.quiet", {}, t("what_if.import_text")),
      app.alone ? h("p", {}, t("what_if.import_alone")) : [field(channel, "what_if.import_channel"), field(map, "what_if.import_map"), field(file, "what_if.import_file")], this.said);
  }

  async read(file, take) {
    fill(this.said, t("what_if.import_busy", {name: file.name}));
    try {
      if (file.size > MOST_MB * 1e6) throw new Error(t("what_if.too_large", {mb: MOST_MB}));
      const answer = await fetch(`import?${new URLSearchParams({name: file.name, channel: this.channel.value, map: this.map.value})}`, {method: "POST", body: file, headers: {"Content-Type": "application/octet-stream"}});
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error);
      fill(this.said, t("what_if.import_done", {title: told.title}), h("span.quiet", {}, h("br"), told.said[0] ?? ""),
        told.said.length > 1 ? h("details", {}, h("summary", {}, t("what_if.import_more")), h("ul", {lang: "en"}, told.said.slice(1).map((line) => h("li", {}, line)))) : []);
      take(told);
    } catch (error) {
      fill(this.said, t("what_if.import_wrong", {name: file.name, why: error.message}));
    }
  }
}

export {Own};
