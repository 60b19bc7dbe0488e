// A person's time in a run: episodes, help, what they learned from whom and taught to whom, absences, leaving; as simulation/measures/story_person.py tells it.

import {word} from "../core/text.js";
import {BIRTHS} from "./lineage.js";
import {FEW} from "./log.js";

function personStory(log, who) {
  const one = log.people.get(who), mine = log.of_person.get(who) ?? [];
  const parts = [["p_episodes", episodes], ["p_hard", grave, FEW], ["p_help", help, FEW], ["p_invented", invented, FEW], ["p_learned", learned], ["p_taught", taught],
                 ["p_lost", forgotten, FEW], ["p_care", care, FEW], ["p_exit", leaving]];
  return {title: log.person(who), facts: facts(log, one), sections: parts.map(([key, lines, shown]) => log.section(key, lines(log, mine, who), shown))};
}

function facts(log, one) {
  const team = one.team >= 0 ? log.say("team", {n: one.team + 1}) : "";
  const came = one.hired < 0 ? log.say("there", {days: log.number(one.tenure_start)}) : log.say("hired", {day: one.hired + 1});
  return [log.say("person", {who: log.person(one.person), n: one.person, channel: word("channels", one.channel), team}),
          `${came} ${one.left < 0 ? log.say("stayed_on") : log.say("gone", {day: one.left + 1})}`];
}

const of = (mine, event) => mine.filter((e) => e.event === event);
const well = (list) => list.filter(({value}) => value === 1).length;

// How often each was counted, the most first, those that came first before others (as Python's Counter).
function counted(list) {
  const found = new Map();
  for (const one of list) found.set(one, (found.get(one) ?? 0) + 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

function episodes(log, mine) {
  const faced = of(mine, "episode"), lines = [];
  if (faced.length) {
    const kinds = log.listed(counted(faced.map(({situation}) => situation)).map(([kind, n]) => log.say("kind_count", {n: log.number(n), kind: noun(kind, n)})));
    lines.push(log.total("faced", faced, {n: log.number(faced.length), well: log.number(well(faced)), kinds}));
  }
  for (const [practice, n] of counted(faced.filter((e) => e.practice >= 0).map((e) => e.practice)).slice(0, 3)) {
    const used = faced.filter((e) => e.practice === practice);
    lines.push(log.total("leaned", used, {n: log.number(n), practice: log.practice(practice), well: log.number(well(used))}));
  }
  const stepped = faced.flatMap((e) => log.follows(e, "step_in")), heard = of(mine, "overheard"), kept = of(mine, "story");
  if (stepped.length) lines.push(log.total("stepped_in", stepped, {times: log.times(stepped.length)}));
  if (heard.length) lines.push(log.total("noticed", heard, {n: log.number(heard.length)}));
  if (kept.length) {
    const answered = kept.flatMap((e) => log.follows(e, "invention"));
    lines.push(log.total("stories", [...kept, ...answered], {n: kept.length, m: answered.length}));
  }
  return lines;
}

// A kind of situation in the number that fits, without its article.
function noun(kind, n) {
  const [one, several] = word("kinds", kind);
  return n !== 1 ? several : one.replace(/^(a|an|un|une) /, "");
}

function grave(log, mine) {
  const kinds = log.declared.order.kinds.slice(4, 7), found = of(mine, "episode").filter(({situation}) => kinds.includes(situation));
  return found.sort((a, b) => kinds.indexOf(b.situation) - kinds.indexOf(a.situation))
    .map((e) => log.line(e, "episode", {kind: log.kind(e.situation), user: log.user(e.whom), end: log.ended(e)}));
}

function help(log, mine) {
  return mine.filter(({event}) => event === "call" || event === "join").map((e) => (e.event === "call" ? log.called(e, "calls_made")
    : log.line(e, e.value === 0 ? "joined_contain" : "joined_comfort", {practice: log.practice(e.practice)}, [log.events[e.parent]])));
}

function invented(log, mine) {
  return mine.filter(({event}) => BIRTHS.includes(event)).map((e) => {
    const practice = log.practice(e.practice), parent = log.events[e.parent];
    if (e.event === "invention") return log.line(e, "p_invention", {practice}, [parent]);
    return parent.event === "episode" ? log.line(e, "p_trick", {practice, user: log.user(parent.whom)}, [parent]) : log.line(e, "p_brought", {practice}, [parent]);
  });
}

function learned(log, mine, who) {
  const lines = [], seen = new Set(), all = log.lives.flatMap(({learnings}) => learnings.filter((one) => one.who === who)).sort((a, b) => a.row - b.row);
  for (const one of all) {
    const {practice} = log.events[one.row];
    if (one.how !== "inventing") {
      const line = log.learning(one, seen.has(practice));
      lines.push({...line, text: log.say("p_learned_line", {practice: log.practice(practice), text: line.text})});
    }
    seen.add(practice);
  }
  return lines;
}

function taught(log, mine, who) {
  const pupils = new Map();
  for (const {learnings} of log.lives) {
    for (const one of learnings) if (one.source === who) pupils.set(one.who, [...(pupils.get(one.who) ?? []), log.events[one.row]]);
  }
  return [...pupils].sort(([a, p], [b, q]) => q.length - p.length || a - b).map(([pupil, events]) => {
    events.sort((a, b) => a.row - b.row);
    const names = [...new Set(events.map(({practice}) => log.practice(practice)))], teacher = log.person(who);
    return log.total("pupil", events, {who: log.person(pupil), practices: log.listed(names), teacher, of_teacher: log.of(teacher)});
  });
}

function forgotten(log, mine) { return of(mine, "forgotten").map((e) => log.line(e, "p_forgot", {practice: log.practice(e.practice)})); }

function care(log, mine) {
  const lines = [], talks = of(mine, "listening"), cut = of(mine, "break_cut");
  if (talks.length) lines.push(log.total("listened", talks, {times: log.times(talks.length), voiced: log.times(well(talks))}));
  if (cut.length) lines.push(log.total("cut", cut, {times: log.times(cut.length)}));
  for (const e of mine) {
    if (e.event === "absence") lines.push(log.line(e, e.value === 1 ? "ill_one" : "ill", {n: Math.trunc(e.value)}));
    else if (e.event === "life_event") lines.push(log.line(e, "accident"));
  }
  return lines;
}

function leaving(log, mine) {
  return of(mine, "exit").flatMap((e) => {
    const deaths = log.lives.filter((life) => life.death >= 0 && life.losses.at(-1)?.row === e.row).map((life) => log.events[life.death]);
    const left = log.line(e, "left", {days: log.number(e.value)});
    return deaths.length ? [left, log.line(e, "left_with", {practices: log.listed(deaths.map(({practice}) => log.practice(practice)))}, deaths)] : [left];
  });
}

export {personStory};
