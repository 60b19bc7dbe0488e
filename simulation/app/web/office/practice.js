// The life of a practice: how it began, who learned it from whom, what it was called, when it was used, who lost it; as simulation/measures/story_practice.py tells it.

import {word} from "../core/text.js";
import {FEW, SHOWN} from "./log.js";

function practiceStory(log, which) {
  const q = log.practices[which], name = log.practice(which), plain = log.plain(which);
  return {title: name === plain ? name : `${name} (${plain})`, facts: facts(log, q), sections: [
    log.section("began", birth(log, q)), log.section("spread", learned(log, q)), log.section("changes", changes(log, q), FEW), log.section("calls", calls(log, q), FEW),
    log.section("use", uses(log, q)), log.section("losses", losses(log, q)), family(log, q), tree(log, q)]};
}

function facts(log, q) {
  const staff = [...log.people.values()].filter(({left}) => left < 0).length;
  return [log.say("answers", {kinds: word("kinds", q.kind)[1], crewed: q.crewed ? log.say("crewed") : "", valence: word("valences", q.valence)}),
          q.died >= 0 ? log.say("died", {day: q.died + 1}) : log.say("alive", {n: log.lives[q.practice].holders.size, staff})];
}

function birth(log, q) {
  const born = log.events[q.origin], parent = log.events[born.parent], lines = [];
  if (born.event === "training") return [log.line(born, "organised")];
  if (log.brought(q)) return [log.line(born, "brought", {days: log.number(parent.value)}, [parent])];
  const episode = log.around(born);
  if (episode) {
    lines.push(log.line(episode, "episode", {kind: log.kind(episode.situation), user: log.user(episode.whom), end: log.ended(episode)}));
    lines.push(...log.follows(episode, "step_in").map((e) => log.line(e, "stepped", {}, [episode])));
  }
  if (born.event === "invention" && parent?.event === "story") lines.push(log.line(parent, "kept"));
  lines.push(log.line(born, born.event === "invention" ? "invention" : "trick", {practice: log.practice(q.practice)}));
  if (q.parents.length) lines.push(log.line(born, "made_from", {parents: log.listed(q.parents.map((one) => log.practice(one)))}));
  return lines;
}

function learned(log, q) {
  const seen = new Set(), lines = [];
  for (const one of log.lives[q.practice].learnings) {
    if (one.how !== "inventing") lines.push(log.learning(one, seen.has(one.who)));
    seen.add(one.who);
  }
  return lines;
}

const CHANGES = {naming: "named", refinement: "refined", obsolete: "obsolete", guide: "written"};

function changes(log, q) {
  return (log.of_practice.get(q.practice) ?? []).flatMap((e) => {
    if (e.event === "training" && e.who < 0) return [log.line(e, "taught_all")];
    if (!(e.event in CHANGES)) return [];
    return [log.line(e, CHANGES[e.event], {n: Math.trunc(e.value), value: log.number(e.value, 2), practice: log.practice(q.practice)}, e.parent >= 0 ? [log.events[e.parent]] : [])];
  });
}

function calls(log, q) { return (log.of_practice.get(q.practice) ?? []).filter(({event}) => event === "call").map((e) => log.called(e, "called")); }

function uses(log, q) {
  const all = (log.of_practice.get(q.practice) ?? []).filter(({event}) => event === "episode");
  if (!all.length) return [log.total("unused", [])];
  const users = [...new Set(all.map(({who}) => log.person(who)))], by = users.length <= 3 ? log.listed(users) : log.say("people", {n: users.length});
  const well = all.filter(({value}) => value === 1).length, told = (key, e) => log.line(e, key, {kind: log.kind(e.situation), user: log.user(e.whom), end: log.ended(e)});
  return [log.total("uses", all, {times: log.times(all.length), by, n: log.number(all.length), well: log.number(well)}), told("first_use", all[0]),
          ...(all.length > 1 ? [told("last_use", all.at(-1))] : [])];
}

function losses(log, q) {
  const life = log.lives[q.practice], lines = life.losses.map(({row, how}) => log.line(log.events[row], how === "forgotten" ? "forgot" : "took"));
  if (life.death >= 0) {
    const death = log.events[life.death], last = log.events[life.losses.at(-1)?.row];
    lines.push(last ? log.line(death, "last_holder", {who: log.person(last.who)}, [last]) : log.line(death, "never_held"));
  }
  return lines;
}

// --- trees ---

// The practices that it was made from, and those that were made from it, each once, under the first of its parents.
function family(log, q) {
  const below = new Map(), waiting = new Set([q.practice]);
  for (const one of log.practices.slice(q.practice)) {
    const parent = one.parents.find((number) => waiting.has(number));
    if (parent === undefined) continue;
    below.set(parent, [...(below.get(parent) ?? []), one.practice]);
    waiting.add(one.practice);
  }
  const node = (number) => ({text: said(log, number), row: log.practices[number].origin, children: (below.get(number) ?? []).map(node)});
  const lines = q.parents.length ? [log.total("parents", q.parents.map((n) => log.events[log.practices[n].origin]), {parents: log.listed(q.parents.map((n) => said(log, n)))})] : [];
  const [roots, left_out] = pruned(below.size ? [node(q.practice)] : [], log.full ? log.practices.length : SHOWN);
  return {key: "family", title: log.say("family"), lines, left_out, roots};
}

// A practice with its inventor and day of birth.
function said(log, number) {
  const one = log.practices[number];
  return log.say("node_practice", {practice: log.practice(number), who: log.person(one.inventor), day: log.born(one)});
}

// Who taught whom, from the inventor on.
function tree(log, q) {
  const life = log.lives[q.practice], lost = new Map(life.losses.filter(({who}) => !life.holders.has(who)).map(({who, how}) => [who, how])), below = new Map();
  for (const one of life.learnings) below.set(one.parent, [...(below.get(one.parent) ?? []), one]);
  const node = (one) => {
    const fate = lost.has(one.who) ? log.say(`no_more_${lost.get(one.who)}`) : "", brought = one.how === "inventing" && log.brought(q);
    const text = log.say("node", {who: log.person(one.who), day: brought ? log.born(q) : log.day(one.day), how: word("how", brought ? "bringing" : one.how) + fate});
    return {text, row: one.row, children: (below.get(one.row) ?? []).map(node)};
  };
  const many = life.learnings.length >= 2, [roots, left_out] = pruned(many ? (below.get(-1) ?? []).map(node) : [], log.full ? life.learnings.length : SHOWN);
  return {key: "tree", title: log.say("tree"), lines: [], left_out, roots};
}

// The first nodes of some trees, level by level: the trees that are left, and how many nodes were cut.
function pruned(roots, most) {
  const kept = new Set();
  let size = 0;
  for (let level = roots; level.length; level = level.flatMap(({children}) => children)) {
    for (const node of level) {
      size += 1;
      if (kept.size < most) kept.add(node);
    }
  }
  const cut = (nodes) => nodes.filter((node) => kept.has(node)).map((node) => ({...node, children: cut(node.children)}));
  return [cut(roots), size - kept.size];
}

export {practiceStory};
