// Groups in the network of ties held against the teams: `measures/groups.py` and `measures/outcomes.mutual_information` step by step and sum by sum, hence to the same bits.

const THRESHOLD = 1e-7, ROUNDING = 1e-12;  // as in `measures/groups.py`, which says what they are for

// Of people in their seats, how far the groups that ties above `least` form are their teams. ties: seat by seat, in rows; teams: below zero where nobody sits.
function groupsAgainstTeams(ties, teams, least) {
  const seats = teams.length, sitting = [...teams.keys()].filter((seat) => teams[seat] >= 0), edges = [];
  sitting.forEach((one, first) => sitting.slice(first + 1).forEach((other, k) => {
    if (ties[one * seats + other] > least) edges.push([first, first + 1 + k, ties[one * seats + other]]);
  }));
  if (!edges.length) return NaN;
  const words = 16 * (1 << (32 - Math.clz32(seats))) + 256;
  return mutualInformation(louvain(sitting.length, edges, words), sitting.map((seat) => teams[seat]));
}

function mutualInformation(first, second) {
  const entropy = (labels) => {
    const counts = new Map();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return -added([...counts.values()].map((count) => count / labels.length * log(count / labels.length)));
  };
  const whole = added([entropy(first), entropy(second)]), both = entropy(first.map((label, i) => `${label} ${second[i]}`));
  return whole > 0 ? 2 * (whole - both) / whole : NaN;
}

// Level after level: nodes are moved between groups, then each group becomes a node. A network is, for each node, its neighbours in the order they came, with weights.
function louvain(count, edges, words) {
  const draw = generator(words), group = Array.from({length: count}, (_, node) => node);
  let network = Array.from({length: count}, () => new Map());
  for (const [one, other, weight] of edges) tie(network, one, other, weight);
  const whole = added(degrees(network)) / 2;
  let before = modularity(network, group, count);
  for (;;) {
    const inner = Array.from(network, (_, node) => node);
    move(network, whole, shuffled(network.length, draw), inner);
    const left = [...new Set(inner)].sort((a, b) => a - b);
    for (const node of inner.keys()) inner[node] = left.indexOf(inner[node]);
    for (const node of group.keys()) group[node] = inner[group[node]];
    const now = modularity(network, inner, left.length);
    if (now - before <= THRESHOLD) return group;
    before = now;
    const folded = left.map(() => new Map());
    network.forEach((near, node) => near.forEach((weight, other) => { if (other >= node) tie(folded, inner[node], inner[other], weight); }));
    network = folded;
  }
}

function tie(network, one, other, weight) {
  const sum = (network[one].get(other) ?? 0) + weight;
  network[one].set(other, sum);
  network[other].set(one, sum);
}

function degrees(network) {
  return network.map((near, node) => added(near.values()) + (near.get(node) ?? 0));
}

// Move each node to the group, of its neighbours', where the modularity gains most, until none moves.
function move(network, whole, order, inner) {
  const degree = degrees(network), total = [...degree], square = whole * whole;
  for (let moves = 1; moves > 0;) {
    moves = 0;
    for (const node of order) {
      const own = inner[node], to = new Map();
      network[node].forEach((weight, other) => { if (other !== node) to.set(inner[other], (to.get(inner[other]) ?? 0) + weight); });
      total[own] -= degree[node];
      const leaving = -(to.get(own) ?? 0) / whole + total[own] * degree[node] / (2 * square);
      let best = own, most = ROUNDING;
      to.forEach((weight, there) => {
        const gain = leaving + weight / whole - total[there] * degree[node] / (2 * square);
        if (gain > most) [most, best] = [gain, there];
      });
      total[best] += degree[node];
      if (best !== own) {
        inner[node] = best;
        moves += 1;
      }
    }
  }
}

function modularity(network, inner, count) {
  const degree = degrees(network), total = added(degree), half = total / 2, norm = 1 / (total * total), within = Array(count).fill(0), ends = Array(count).fill(0);
  network.forEach((near, node) => {
    ends[inner[node]] += degree[node];
    near.forEach((weight, other) => { if (other >= node && inner[other] === inner[node]) within[inner[node]] += weight; });
  });
  return added(within.map((weight, group) => weight / half - ends[group] * ends[group] * norm));
}

function added(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

// The natural logarithm of a share over zero, as `rules/numeric.log` has it: browsers need not agree in the last bit of theirs.
function log(x) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  let k = (view.getUint32(0) >>> 20) - 1023;
  view.setUint32(0, view.getUint32(0) & 0xfffff | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m >= 1.4142135623730951) [m, k] = [m * 0.5, k + 1];
  const f = m - 1, s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
  const even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return k * 6.93147180369123816490e-01 - (half - (s * (half + (even + odd)) + k * 1.90821492927058770002e-10) - f);
}

// `random.shuffle` of Python.
function shuffled(count, draw) {
  const order = Array.from({length: count}, (_, node) => node);
  for (let last = count - 1; last > 0; last--) {
    const bits = 32 - Math.clz32(last + 1);
    let chosen = last + 1;
    while (chosen > last) chosen = draw() >>> (32 - bits);
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

// Python's generator with seed 1, 32 bits at a time, from the start again after so many: MT19937 of Matsumoto and Nishimura (1998), ACM TOMACS 8(1).
function generator(words) {
  const size = 624, state = new Uint32Array(size), mixed = (i) => state[i] ^ state[i] >>> 30;
  state[0] = 19650218;
  for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, mixed(i - 1)) + i;
  const mix = (times, at, factor, plus) => {
    for (; times > 0; times--) {
      state[at] = (state[at] ^ Math.imul(mixed(at - 1), factor)) + plus(at);
      at += 1;
      if (at === size) [state[0], at] = [state[size - 1], 1];
    }
    return at;
  };
  mix(size - 1, mix(size, 1, 1664525, () => 1), 1566083941, (at) => -at);
  state[0] = 0x80000000;
  const given = [];
  let used = 0;
  return () => {
    if (given.length < words && used === given.length) {
      const at = given.length % size, next = state[at] & 0x80000000 | state[(at + 1) % size] & 0x7fffffff;
      let y = state[at] = state[(at + 397) % size] ^ next >>> 1 ^ (next & 1 ? 0x9908b0df : 0);
      y ^= y >>> 11;
      y ^= y << 7 & 0x9d2c5680;
      y ^= y << 15 & 0xefc60000;
      given.push((y ^ y >>> 18) >>> 0);
    }
    return given[used++ % words];
  };
}

export {groupsAgainstTeams};
