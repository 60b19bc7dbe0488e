// Outcomes of a run: the formulas that Python wrote down as trees, evaluated in the same order, hence to the same bits.
import {groupsAgainstTeams} from "./groups.js";

const DONE = {"+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, per: (part, whole, times) => (whole > 0 ? times * part / whole : NaN)};

// Make a function of a run's result that gives every outcome by key. declared: outcomes, columns; scenario: as the engine took it; days: of the run.
function measuring(declared, scenario, days) {
  const width = declared.columns.length, {values} = scenario.segments[0], years = days / values["calendar.days_per_year"];
  return ({sums, tail, ties, teams}) => {
    const rows = tail.length / width, ends = new Map();
    const leaves = {
      sum: (i) => sums[i], last: (i) => tail[(rows - 1) * width + i], days: () => days, years: () => years, months: () => 12 * years,
      machine_failure: () => values["demand.deflection_failure"], groups: (least) => groupsAgainstTeams(ties, teams, least),
      end: (i) => { if (!ends.has(i)) ends.set(i, mean(tail, i, width, rows)); return ends.get(i); },
    };
    const value = (tree) => {
      if (typeof tree === "number") return tree;
      const [what, ...rest] = tree;
      return what in DONE ? DONE[what](...rest.map(value)) : leaves[what](...rest);
    };
    return Object.fromEntries(declared.outcomes.map(({key, formula}) => [key, value(formula)]));
  };
}

function mean(tail, column, width, rows) {
  let total = 0;
  for (let row = 0; row < rows; row++) total += tail[row * width + column];
  return total / rows;
}

export {measuring};
