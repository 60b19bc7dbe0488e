"""What the columns of an analysis' tables mean; the command writes it beside them."""

from ..paired import COLUMNS as PAIRED
from ..paired import LEVEL

_LOW, _HIGH = f"lower end of its {LEVEL:.0%} interval", "upper end of that interval"
_OF = {"outcome": "key of the outcome", "policy": "policy; “b − a”: what b changes against a in twin worlds; empty: the office as it is"}
_PAIRED = {name: PAIRED[name] for name in ("twin_worlds", "mean_against", "mean", "difference", "low", "high", "p10", "p90", "better", "ties", "verdict", "variance_ratio")}

COLUMNS = {
    "sobol": _OF | {
        "axis": "axis", "s1": "share of the variance between points that the axis brings by itself", "s1_low": _LOW, "s1_high": _HIGH,
        "st": "share that it brings by itself or with others", "st_low": _LOW, "st_high": _HIGH,
        "stochastic": "share of all variance that is chance: between replicates of a point", "base": "base samples", "replicates": "replicates of each point"},
    "morris": _OF | {
        "axis": "axis", "mu": "mean elementary effect: change of the outcome over the whole axis", "mu_low": _LOW, "mu_high": _HIGH,
        "mu_star": "mean size of the effects, whatever their sign", "mu_star_low": _LOW, "mu_star_high": _HIGH,
        "sigma": "standard deviation of the effects: how much they depend on the other axes", "sigma_low": _LOW, "sigma_high": _HIGH,
        "floor": "mean size that noise alone would give"},
    "swings": _OF | {
        "axis": "axis", "value": "its value at the point", "base_value": "its value at the base", "mean": "mean of the outcome at the point", "mean_against": "mean at the base",
        "difference": "mean at the point less mean at the base, in the same replicates", "low": _LOW, "high": _HIGH, "verdict": PAIRED["verdict"],
        "swing": "from the lowest to the highest difference of the axis, zero included"},
    "effects": _OF | {
        "term": "axis, or axis × axis", "what": "low to high: from the low to the high end of the axis; bend: how far the middle lies below the line between the ends; a word: its difference from the mean of all words",
        "effect": "the effect, in the unit of the outcome", "low": _LOW, "high": _HIGH},
    "shares": _OF | {
        "term": "axis, or axis × axis", "share": "share of the variance between points; empty where none is left once noise is taken off", "low": _LOW, "high": _HIGH,
        "explained": "share that all terms explain together"},
    "regimes": _OF | {"against": "policy that it is compared with", "points": "pairs of points over which it was averaged"} | _PAIRED,
    "replicates": {
        "point": "number of the point", "outcome": "key of the outcome", "replicates": "replicates that gave a value", "mean": "their mean", "sd": "their standard deviation",
        "cv": "coefficient of variation", "stable_from": "replicates from which on the coefficient stands still", "needed": "replicates needed for that; empty if the mean is zero; 4 where there are fewer, from which on it can be told",
        "more": "how many are still missing"},
    "power": _OF | {
        "twins": "whether differences are between twin worlds", "worlds": "worlds (median over points)", "sd": "standard deviation between worlds, pooled over points", "power": "chance to show the smallest effect",
        "smallest_effect": "smallest true difference between two points that is shown with this power", "unit": "unit of the outcome"},
    "notes": {
        "outcome": "key of the outcome", "policy": "policy, or pair of policies", "note": "what could not be said, and why",
        "kind": "never: the same in all runs; unmoved: no axis moves it; alike: the same under both policies; no zero: it has no true zero; noise: points differ no more than noise does"},
}
"""For each table the meaning of its columns. A regime map has, before `points`, a column for each of its two axes, by the axis' key."""
