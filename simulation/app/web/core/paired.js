// Paired differences of twins, as experiments/paired.py has them, sum by sum in the order of NumPy, hence to the same bits.

// NumPy's pairwise summation (`add.reduce` over contiguous numbers).
function sum(values, from = 0, count = values.length) {
  if (count < 8) {
    let total = -0;
    for (let i = 0; i < count; i++) total += values[from + i];
    return total;
  }
  if (count <= 128) {
    const r = Array.from({length: 8}, (_, i) => values[from + i]);
    let i = 8;
    for (; i < count - count % 8; i += 8) for (let k = 0; k < 8; k++) r[k] += values[from + i + k];
    let total = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < count; i++) total += values[from + i];
    return total;
  }
  let half = Math.floor(count / 2);
  half -= half % 8;
  return sum(values, from, half) + sum(values, from + half, count - half);
}

const mean = (values) => (values.length ? sum(values) / values.length : NaN);

// Variance with n - 1.
function variance(values) {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) * (value - middle))) / (values.length - 1);
}

// A quantile between two values, by straight lines (NumPy's default).
function quantile(values, share) {
  if (!values.length) return NaN;
  const sorted = [...values].sort((a, b) => a - b), at = (sorted.length - 1) * share, low = Math.floor(at), t = at - low;
  const a = sorted[low], b = sorted[Math.min(low + 1, sorted.length - 1)];
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

// What can be said of differences between twins. values, others: under two sides in the same worlds; better: "lower", "higher" or null; student: quantiles of t by n.
function paired(values, others, better, student) {
  const known = values.map((value, i) => [value, others[i]]).filter(([a, b]) => !Number.isNaN(a) && !Number.isNaN(b));
  const [mine, theirs] = [known.map(([a]) => a), known.map(([, b]) => b)], apart = known.map(([a, b]) => a - b), n = apart.length;
  const [low, high] = interval(apart, student);
  return {
    twin_worlds: n, mean_against: mean(theirs), mean: mean(mine), difference: mean(apart), low, high, p10: quantile(apart, 0.1), p90: quantile(apart, 0.9),
    better: apart.filter((value) => (better === "lower" ? value < 0 : value > 0)).length, ties: apart.filter((value) => value === 0).length,
    verdict: verdict(apart, low, high, better), variance_ratio: ratio(mine, theirs, apart),
  };
}

function interval(apart, student) {
  const n = apart.length;
  if (n < 2) return [NaN, NaN];
  const half = student[n] * Math.sqrt(variance(apart)) / Math.sqrt(n), middle = mean(apart);
  return [middle - half, middle + half];
}

function verdict(apart, low, high, better) {
  if (apart.length > 1 && apart.every((value) => value === 0)) return "same";
  if (!(low > 0 || high < 0)) return "cannot tell";
  if (!better) return low > 0 ? "higher" : "lower";
  return (low > 0) === (better === "higher") ? "better" : "worse";
}

function ratio(values, others, apart) {
  if (values.length < 2) return NaN;
  const unpaired = variance(values) + variance(others);
  return unpaired > 0 ? variance(apart) / unpaired : NaN;
}

export {mean, quantile, paired};
