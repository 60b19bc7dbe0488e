// Who learned what from whom, followed through the log by parent links; as simulation/measures/lineage.py has it, over the same rows.

const MANAGER = -2, ORGANISATION = -3, BIRTHS = ["trick", "invention"];

// Add so many rows of a log from the first on, kinds of events and situations by name.
function rows(declared, {day, minute, event, who, whom, practice, situation, parent, value}, first, count, found) {
  const {events, order: {kinds}} = declared;
  for (let row = first; row < Math.min(day.length, first + count); row++) {
    found.push({row, day: day[row], minute: minute[row], event: events[event[row]], who: who[row], whom: whom[row], practice: practice[row], situation: kinds[situation[row]] ?? "",
                parent: parent[row], value: value[row]});
  }
}

// By what means a practice was learned. first: whether nobody held it before.
function howLearned(events, learned, first) {
  const parent = events[learned.parent];
  if (BIRTHS.includes(parent.event) && first && parent.who === learned.who) return "inventing";
  if (parent.event === "training" && parent.who === learned.who) return "training";
  return {telling: "telling", overheard: "overhearing", learned: "solving"}[parent.event] ?? "guide";
}

// The learning that the teacher's hold on the practice goes back to, or null.
function teacher(events, learned, how, life) {
  const parent = events[learned.parent], known = (row) => life.learnings.findLast((one) => one.row === row) ?? null;
  if (how === "telling") return known(parent.parent);
  if (how === "solving") return known(parent.row);
  if (how === "overhearing") return known(life.holders.get(events[parent.parent].who) ?? -1);
  return null;
}

// The life of each practice: learnings and losses in order, the row of its death (-1: none), its holders with the row of their learning.
function lives(events, count) {
  const found = Array.from({length: count}, () => ({learnings: [], losses: [], death: -1, holders: new Map()})), held = new Map();
  const loses = (e, number) => {
    if (found[number].holders.delete(e.who)) found[number].losses.push({row: e.row, day: e.day, who: e.who, how: e.event});
    held.get(e.who)?.delete(number);
  };
  for (const e of events) {
    if (e.event === "learned") learns(events, e, found[e.practice], held);
    else if (e.event === "forgotten") loses(e, e.practice);
    else if (e.event === "exit") for (const number of [...(held.get(e.who) ?? [])].sort((a, b) => a - b)) loses(e, number);
    else if (e.event === "death") found[e.practice].death = e.row;
  }
  return found;
}

function learns(events, e, life, held) {
  const how = howLearned(events, e, !life.learnings.length), from = teacher(events, e, how, life);
  life.learnings.push({row: e.row, day: e.day, who: e.who, source: e.whom, how, parent: from ? from.row : -1});
  life.holders.set(e.who, e.row);
  if (!held.has(e.who)) held.set(e.who, new Set());
  held.get(e.who).add(e.practice);
}

export {MANAGER, ORGANISATION, BIRTHS, rows, lives};
