// One person or one practice that is followed: the diary, the life, the trees; of both offices side by side.

import {h, fill, table} from "../core/dom.js";
import {number, t, word} from "../core/text.js";
import {personStory} from "./person.js";
import {practiceStory} from "./practice.js";
import {STATUS} from "./words.js";

const LATEST = 7;

// Who sits on the same seat of another run as a person does, and is as many successors away from the first there; null if there is nobody.
function twin(log, who, other) {
  const one = log.people.get(who);
  return [...other.people.values()].find(({seat, generation, channel}) => one && seat === one.seat && generation === one.generation && channel === one.channel) ?? null;
}

// The practice of another run that goes by the same name, or -1.
function namesake(log, which, other) {
  const name = log.names[which]?.names[0];
  return other.names.findIndex(({names}) => names[0] === name);
}

const sentence = (line) => h("li", {}, line.when ? [h("span.when", {}, line.when), " "] : null, line.text);

function sections(story, log) {
  return story.sections.filter(({lines, roots}) => lines.length || roots.length).map((one) => [h("h4", {}, one.title), h("ul.lines", {}, one.lines.map(sentence)),
    one.roots.length ? h("ul.tree", {}, one.roots.map(branch)) : null, one.left_out ? h("p.quiet", {}, t("office.more", {n: one.left_out})) : null]);
}

const branch = (node) => h("li", {}, node.text, node.children.length ? h("ul", {}, node.children.map(branch)) : null);

// A diary or a life up to a time, and the whole of it below. key: what it is of; opened: keys of those whose whole is shown.
function pane(title, story, log, clock, at, key, opened) {
  const dated = story.sections.flatMap(({lines}) => lines).filter(({day}) => day >= 0).map((line) => ({...line, t: clock.of(line.day, line.minute)})).sort((a, b) => a.t - b.t || a.rows[0] - b.rows[0]);
  const past = dated.filter((line) => line.t <= at), latest = past.slice(-LATEST).reverse();
  return h("section.pane", {"aria-label": title}, h("h3", {}, title), h("p", {}, story.facts[0]),
    h("h4", {}, t("office.so_far")), latest.length ? h("ul.lines.latest", {}, latest.map(sentence)) : h("p.quiet", {}, t("office.nothing_yet")),
    h("details.whole", {open: opened.has(key), ontoggle: (event) => (event.target.open ? opened.add(key) : opened.delete(key))}, h("summary", {}, t("office.whole", {n: dated.length})), story.facts.slice(1).map((fact) => h("p", {}, fact)), sections(story, log)));
}

class Panel {
  constructor(root) {
    Object.assign(this, {root, key: "", opened: new Set(), stories: new Map()});
  }

  // sides: [{name, run, person, practice}] with -1 for none, null for one who is not there; at: the time on the clock.
  show(sides, clock, at) {
    const asked = sides.filter(({run}) => run), stories = asked.flatMap((side) => ["person", "practice"].filter((kind) => side[kind] !== -1).map((kind) => ({...side, kind, who: side[kind]})));
    const made = stories.map((one) => this.story(one)), reached = made.map((story) => (story ? story.sections.flatMap(({lines}) => lines).filter(({day, minute}) => day >= 0 && clock.of(day, minute) <= at).length : 0));
    const key = JSON.stringify([stories.map(({run, kind, who}) => [run.key, kind, who]), reached]);
    if (key === this.key) return;
    this.key = key;
    const panes = stories.map(({name, run, kind, who}, i) => (made[i] ? pane(t("office.of", {title: made[i].title, office: name}), made[i], run.log, clock, at, `${name} ${kind}`, this.opened)
      : h("section.pane", {}, h("h3", {}, name), h("p", {}, t(kind === "person" ? "office.no_twin" : "office.no_namesake")))));
    fill(this.root, ["person", "practice"].map((kind) => h("div.panes", {}, panes.filter((_, i) => stories[i].kind === kind))));
  }

  story({run, kind, who}) {
    if (who === null) return null;
    const key = JSON.stringify([run.key, kind, who]);
    if (!this.stories.has(key)) {
      if (this.stories.size > 20) this.stories.clear();
      this.stories.set(key, kind === "person" ? personStory(run.log, who) : practiceStory(run.log, who));
    }
    return this.stories.get(key);
  }
}

// Everybody in an office at a minute, as a table.
function peopleTable(run, {window: {trail}, row}, held, caption) {
  const rows = [];
  for (let seat = 0; seat < run.seats; seat++) {
    const i = row * run.seats + seat, who = trail.person[i];
    if (who < 0) continue;
    rows.push([run.log.person(who), word("channels", run.log.people.get(who).channel), t(`office.status.${STATUS[trail.status[i]]}`), number(trail.strain[i], 2), number(trail.exhaustion[i], 2),
               number(held.get(who)?.size ?? 0)]);
  }
  return table(["who", "post", "does", "strain", "exhaustion", "knows"].map((one) => t(`office.table.${one}`)), rows, caption);
}

export {Panel, twin, namesake, peopleTable};
