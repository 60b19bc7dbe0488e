"""Paired differences: the same world lived through under two policies, so that what differs is the policy.

Twin world r has the seed of the comparison plus r under every policy, and every draw is keyed (`rules.draws`): the same users come with
the same troubles, and the difference between the twins is far less noisy than either of them. `variance_ratio` says by how much.
"""

from math import nan, sqrt

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from ..measures.outcomes import BY_KEY, OUTCOMES

LEVEL = 0.8
"""Level of the intervals: in four cases of five they hold the true mean difference of this model."""

BETTER, WORSE, HIGHER, LOWER, CANNOT_TELL, SAME = "better", "worse", "higher", "lower", "cannot tell", "same"
VERDICTS = (BETTER, WORSE, HIGHER, LOWER, CANNOT_TELL, SAME)
"""What can be said of a difference. Higher, lower: where neither is better. Same: equal to the last digit in every twin world."""

COLUMNS = {
    "outcome": "key of the outcome",
    "policy": "policy",
    "against": "policy that it is compared with",
    "twin_worlds": "pairs in which both runs gave a value",
    "mean_against": "mean over those worlds under `against`, in the unit of the outcome",
    "mean": "the same under `policy`",
    "difference": "mean of the paired differences, policy less against",
    "low": f"lower end of the {LEVEL:.0%} t interval of the mean difference: how well the mean is known",
    "high": "upper end of that interval",
    "p10": "10th percentile of the differences over twin worlds: how much worlds differ from one another",
    "p90": "90th percentile of the same",
    "better": "twin worlds in which the policy did better (where neither is better: in which the value is higher)",
    "ties": "twin worlds in which both gave the same value",
    "verdict": "better, worse (or higher, lower) if the interval leaves zero out; cannot tell if it holds zero; same if all are ties",
    "variance_ratio": "variance of the paired differences over that of unpaired ones (sum of both variances): under 0.5, pairing pays",
}
"""Columns of the table of differences."""


def differences(values: pd.DataFrame, policies) -> pd.DataFrame:
    """The paired differences of every outcome between every two policies, the later against the earlier; the first policy is the baseline.

    values: columns policy, twin_world, and one for each outcome; a failed run is not there, and its twin worlds are left out of the pairs.
    """
    tables = {policy: values[values.policy == policy].set_index("twin_world") for policy in policies}
    rows = []
    for position, policy in enumerate(policies):
        for against in policies[:position]:
            worlds = tables[policy].index.intersection(tables[against].index)
            for outcome in OUTCOMES:
                pair = [tables[one].loc[worlds, outcome.key].to_numpy(float) for one in (policy, against)]
                rows.append({"outcome": outcome.key, "policy": policy, "against": against} | paired(*pair, outcome.better))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def paired(values, others, better) -> dict:
    """What can be said of the differences between twins: values under two policies in the same worlds. Pairs with a NaN are left out."""
    known = ~(np.isnan(values) | np.isnan(others))
    values, others = values[known], others[known]
    apart = values - others
    n = len(apart)
    low, high = interval(apart)
    gained = apart < 0 if better == "lower" else apart > 0
    p10, p90 = np.quantile(apart, (0.1, 0.9)) if n else (nan, nan)
    return {
        "twin_worlds": n, "mean_against": mean(others), "mean": mean(values), "difference": mean(apart), "low": low, "high": high,
        "p10": p10, "p90": p90, "better": int(gained.sum()), "ties": int((apart == 0).sum()), "verdict": verdict(apart, low, high, better),
        "variance_ratio": variance_ratio(values, others),
    }


def interval(apart):
    """The t interval of a mean at `LEVEL`; NaN for fewer than two values."""
    n = len(apart)
    if n < 2:
        return nan, nan
    half = stdtrit(n - 1, 0.5 + LEVEL / 2) * float(np.std(apart, ddof=1)) / sqrt(n)
    return mean(apart) - half, mean(apart) + half


def verdict(apart, low, high, better):
    """Say what the differences tell; nothing if the interval holds zero, or there is none."""
    if len(apart) > 1 and not apart.any():
        return SAME
    if not (low > 0 or high < 0):
        return CANNOT_TELL
    if better is None:
        return HIGHER if low > 0 else LOWER
    return BETTER if (low > 0) == (better == "higher") else WORSE


def variance_ratio(values, others):
    """Variance of the paired differences over that of the differences between unrelated worlds; NaN where nothing varies."""
    if len(values) < 2:
        return nan
    unpaired = np.var(values, ddof=1) + np.var(others, ddof=1)
    return float(np.var(values - others, ddof=1) / unpaired) if unpaired > 0 else nan


def mean(values) -> float:
    """The mean; NaN of nothing."""
    return float(np.mean(values)) if len(values) else nan


def in_natural_order(frame: pd.DataFrame, policies) -> pd.DataFrame:
    """Sort a table by outcome and policy as they were declared."""
    keys = {key: position for position, key in enumerate(BY_KEY)}
    order = {policy: position for position, policy in enumerate(policies)}
    ranks = {"outcome": keys, "policy": order}
    return frame.sort_values(["outcome", "policy"], key=lambda column: column.map(ranks[column.name]), kind="stable")
