// The teacher's side of a class's bets: a room is opened, students join from their own devices, and only how many have bet is shown until the reveal.

import {h, fill} from "../core/dom.js";
import {t} from "../core/text.js";

const EVERY = 1000;

async function call(method, path, body) {
  const answer = await fetch(path, {method, headers: {"Content-Type": "application/json"}, body: body === undefined ? undefined : JSON.stringify(body)});
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

// Whether this server collects bets, and where students join: {on, join}. A file collects none.
let known = null;
const inClass = (app) => (app.alone ? Promise.resolve({on: false}) : known ??= call("GET", "class.json").catch(() => ({on: false})));

// The panel at the bet. asked(): what a room is opened with; room: its code, or null; opened(code): tell the address.
class Panel {
  constructor(app, asked, room, opened) {
    Object.assign(this, {app, asked, room, opened, element: h("section.panel.class", {hidden: true, "aria-label": t("lessons.class")}), closed: false});
    inClass(app).then((found) => { if (found.on && !this.closed) this.start(found); });
  }

  start({join}) {
    this.join = join;
    this.element.hidden = false;
    this.count = h("p.lead", {role: "status"});
    this.trouble = h("p.bad", {role: "alert"});
    this.draw();
    this.poll();
  }

  draw() {
    const button = (key, work) => h("button", {type: "button", class: key === "open" ? null : "plain", data: {action: key}, onclick: () => this.act(work)}, t(`lessons.class.${key}`));
    if (!this.room) {
      fill(this.element, h("h3", {}, t("lessons.class")), h("p", {}, t("lessons.class.what")), h("div.row", {}, button("open", () => this.open())), this.trouble);
      return;
    }
    const [first] = this.join, address = first ? `${first}#${this.room}` : "", [host, path] = first?.split(/(?=\/join$)/) ?? [];
    fill(this.element, h("h3", {}, t("lessons.class")), h("div.joining", {},
      h("div", {}, first ? h("p.address", {}, t("lessons.class.join"), " ", h("strong", {}, host, h("wbr"), path)) : h("p.bad", {}, t("lessons.class.alone")),
        h("p.address", {}, t("lessons.class.code"), " ", h("strong.code", {data: {room: this.room}}, this.room)), this.join.length > 1 ? h("p.quiet", {}, t("lessons.class.others", {list: this.join.slice(1).join(", ")})) : null),
      first ? h("div.scan", {}, h("p", {}, t("lessons.class.scan")), h("img.qr", {src: `class/rooms/${this.room}/qr.svg`, alt: t("lessons.class.qr", {address})})) : null),
      h("p.quiet", {}, h("a", {href: address || null, target: "_blank", rel: "noopener"}, t("lessons.class.look"))), this.count,
      h("div.row", {}, button("close", () => this.set("closed")), button("again", () => this.set("open")), button("reset", () => call("POST", `class/rooms/${this.room}/reset`))), this.trouble);
  }

  async open() {
    const {room} = await call("POST", "class/rooms", this.asked());
    this.room = room;
    this.opened(room);
    this.draw();
  }

  set(phase) { return call("PUT", `class/rooms/${this.room}/phase`, {phase}); }

  async act(work) {
    try {
      await work();
      fill(this.trouble);
      await this.look();
    } catch (error) {
      this.tell(error);
    }
  }

  // What the server says, or that it is not there, which a browser tells in English.
  tell(error) { fill(this.trouble, error instanceof TypeError ? t("lessons.class.away") : t("lessons.class.trouble", {why: error.message})); }

  async look() {
    if (!this.room) return;
    const {count, phase} = await call("GET", `class/rooms/${this.room}/tally`);
    fill(this.count, t(`lessons.class.${phase === "open" ? "bets" : "done"}`, {n: count}));
  }

  async poll() {
    while (!this.closed) {
      if (this.room && !document.hidden) {
        try {
          await this.look();
          if (this.away) fill(this.trouble);
          this.away = false;
        } catch (error) {
          this.tell(error);
          this.away = error instanceof TypeError;
          if (this.away) await pause(5 * EVERY);
        }
      }
      await pause(EVERY);
    }
  }

  close() { this.closed = true; }
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

// End the bets of a room, or show them; what was bet, or null if there is no such class (any more).
async function ended(app, room, phase) {
  if (!room || !(await inClass(app)).on) return null;
  try {
    const before = await call("GET", `class/rooms/${room}/tally`);
    if (before.phase !== "shown" && before.phase !== phase) await call("PUT", `class/rooms/${room}/phase`, {phase});
    return await call("GET", `class/rooms/${room}/tally`);
  } catch {
    return null;
  }
}

export {Panel, ended, inClass};
