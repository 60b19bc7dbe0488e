// How far bets are from what the runs gave. A distance, in the unit of what was bet on; no marks.

import {mean, quantile} from "../core/paired.js";

const SAME = "same";

// Mean distance between a drawn curve and what happened.
const apart = (points, happened) => mean(points.map((value, i) => Math.abs(value - happened[i])));

// What a curve is held against: from the first stretch that was drawn on, the side that is bet on, its band, and the side that was given.
function curveTruth(runs) {
  const {bet} = runs.lesson, names = ["a", bet.side], from = Math.floor(bet.first / bet.days), [given, went] = names.map((name) => runs.curve(name, names).slice(from));
  return {from, went, given, happened: went.map(({mean}) => mean), unchanged: apart(given.map(({mean}) => mean), went.map(({mean}) => mean))};
}

const curveScore = (points, truth) => ({distance: apart(points, truth.happened), inside: points.filter((value, i) => value >= truth.went[i].low && value <= truth.went[i].high).length, of: points.length});

// Which picks hold: the side that is highest and all that cannot be told from it; if that is all of them, that they are the same.
function pickTruth(runs) {
  const {bet} = runs.lesson, worlds = runs.ready(bet.sides), measure = {outcome: bet.outcome};
  const means = Object.fromEntries(bet.sides.map((side) => [side, mean(runs.values(measure, side, worlds))]));
  const top = bet.sides.reduce((best, side) => (means[side] > means[best] ? side : best));
  const level = bet.sides.filter((side) => side === top || ["cannot tell", "same"].includes(runs.compare(measure, top, side).verdict));
  return {means, top, right: level.length === bet.sides.length ? [SAME] : level};
}

// By how much a pick misses: what the picked side lies below the highest; for "the same", what the lowest does.
function pickScore(pick, {means, top, right}) {
  if (right.includes(pick)) return 0;
  const lowest = Math.min(...Object.values(means));
  return right.includes(SAME) ? means[top] - lowest : means[top] - (pick === SAME ? lowest : means[pick]);
}

// A class: its middle curve, how far that is off, and how far its members are.
function classCurves(bets, truth) {
  const middle = truth.happened.map((_, i) => quantile(bets.map((points) => points[i]), 0.5)), distances = bets.map((points) => apart(points, truth.happened));
  return {middle, distance: apart(middle, truth.happened), median: quantile(distances, 0.5), better: distances.filter((one) => one < truth.unchanged).length};
}

export {SAME, curveTruth, curveScore, pickTruth, pickScore, classCurves};
