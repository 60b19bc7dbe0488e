"""How many replicates are enough: until the coefficient of variation stands still.

Lorscheid, Heine and Meyer (2012), Computational and Mathematical Organization Theory 18, watch the coefficient of variation (sd / mean)
over growing numbers of runs; Lee et al. (2015), JASSS 18(4) 4, call the smallest number n enough if |cv(n) − cv(m)| < eps for every larger
m. Two cautions: the last number of runs is always "stable", having none after it; and for a mean near zero the coefficient means
nothing. Hence `replicates_needed` asks for two things: that it held over the second half of the runs, and that the coefficient is known
within eps.
"""

from math import ceil, inf, isfinite, nan, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ...measures.outcomes import BY_KEY
from ..paired import LEVEL
from .measured import POINT, REPLICATE, AnalysisError

FEWEST = 4
"""Replicates below which nothing is said."""

NO_ZERO = ("SD", "points")
"""Units of scales whose zero is a convention."""


def has_zero(outcome: str) -> bool:
    """Whether an outcome, by its key, has a true zero, without which a coefficient of variation means nothing."""
    return outcome not in BY_KEY or BY_KEY[outcome].unit not in NO_ZERO


def coefficients(values) -> np.ndarray:
    """sd / |mean| of the first 2, 3, ... values. NaN where the mean is zero."""
    values = np.asarray(values, float)
    n = np.arange(1, len(values) + 1)
    centre = values.mean() if len(values) else 0.0
    total, squares = np.cumsum(values - centre), np.cumsum((values - centre) ** 2)
    mean = centre + total / n
    with np.errstate(divide="ignore", invalid="ignore"):
        sd = np.sqrt(np.maximum(squares - total ** 2 / n, 0.0) / (n - 1))
        told = sd / np.abs(mean)
    return np.where(np.isfinite(told), told, nan)[1:]


def stable_from(values, eps: float) -> int | None:
    """The smallest n such that |cv(n) − cv(m)| < eps for every m > n up to the number of values (Lee et al. 2015), all of them defined;
    None for fewer than 2 values, or where the last is not defined (mean zero)."""
    _check_eps(eps)
    told = coefficients(values)
    if not len(told) or np.isnan(told[-1]):
        return None
    begun = 1 + max(np.flatnonzero(np.isnan(told)), default=-1)  # the first worlds may all be zero, as with rare events
    told = told[begun:]
    highest = np.maximum.accumulate(told[::-1])[::-1]
    lowest = np.minimum.accumulate(told[::-1])[::-1]
    held = (highest - told < eps) & (told - lowest < eps)
    return 2 + begun + int(np.argmax(held))


def error_of_coefficient(cv: float, n: int) -> float:
    """The standard error of a coefficient of variation of n nearly normal values: cv √(1/(2(n − 1)) + cv²/n) (McKay 1932; Vangel 1996, by
    the delta method)."""
    return cv * sqrt(1.0 / (2.0 * (n - 1)) + cv * cv / n) if n > 1 else inf


def replicates_needed(values, eps: float, level: float = LEVEL) -> int | None:
    """How many replicates a point needs so that its coefficient of variation stands still and is known within ± eps; None where it is not
    defined.

    The larger of: the n of which the interval of the coefficient is no wider than ± eps, and twice the n from which it has been stable. At
    least 4.
    """
    _check_eps(eps)
    values = np.asarray(values, float)
    n = len(values)
    if n < FEWEST:
        return FEWEST
    cv = coefficients(values)[-1]
    if not isfinite(cv):
        return None
    z = ndtri(0.5 + level / 2)
    for_width = 1.0 + (z * cv / eps) ** 2 * (0.5 + cv * cv)
    while z * error_of_coefficient(cv, max(2, ceil(for_width) - 1)) <= eps and for_width > 2:
        for_width -= 1.0
    return max(FEWEST, ceil(for_width), 2 * stable_from(values, eps))


def by_point(rows: pd.DataFrame, outcomes):
    """Of each point and outcome the values that its replicates gave, in their order: (point, outcome, values)."""
    for point, group in rows.sort_values([POINT, REPLICATE]).groupby(POINT):
        for outcome in outcomes:
            values = group[outcome].to_numpy(float)
            yield point, outcome, values[np.isfinite(values)]


def spread(values: np.ndarray) -> dict:
    """How many values there are, their mean and standard deviation."""
    n = len(values)
    return {"replicates": n, "mean": values.mean() if n else nan, "sd": values.std(ddof=1) if n > 1 else nan}


def more_replicates(rows: pd.DataFrame, outcomes, eps: float, level: float = LEVEL) -> pd.DataFrame:
    """What each point still needs until the coefficient of variation of an outcome is stable: a row for each point and outcome.

    Columns: point, outcome, replicates (that gave a value), mean, sd, cv, stable_from, needed, more. needed and more are <NA> where the
    coefficient is not defined (mean zero); an outcome on a scale without a true zero (SD, points, balance of two shares) should be judged
    by `power` instead.
    """
    _check_eps(eps)
    lacking = [column for column in (POINT, REPLICATE, *outcomes) if column not in rows.columns]
    if lacking:
        raise AnalysisError(f"rows: no column {lacking[0]}; it has {', '.join(map(str, rows.columns[:12]))}")
    told = []
    for point, outcome, values in by_point(rows, outcomes):
        n, needed = len(values), replicates_needed(values, eps, level)
        told.append({POINT: point, "outcome": outcome, **spread(values), "cv": coefficients(values)[-1] if n > 1 else nan,
                     "stable_from": stable_from(values, eps), "needed": needed, "more": None if needed is None else max(0, needed - n)})
    table = pd.DataFrame(told, columns=[POINT, "outcome", "replicates", "mean", "sd", "cv", "stable_from", "needed", "more"])
    return table.astype({"stable_from": "Int64", "needed": "Int64", "more": "Int64"})


class Enough(NamedTuple):
    """Of an outcome: how many points there are, of how many the coefficient stands still, and the most that a point still needs. None where that cannot be told: from
    fewer than `FEWEST` replicates, or where the coefficient is not defined."""

    outcome: str
    points: int
    still: int | None
    more: int | None


def enough(table: pd.DataFrame) -> list[Enough]:
    """What the table of `more_replicates` comes to, outcome by outcome."""
    found = []
    for outcome, part in table.groupby("outcome", sort=False):
        known, few = part.more.dropna(), part.replicates.max() < FEWEST
        found.append(Enough(outcome, len(part), None if few else int((known == 0).sum()), None if few or not len(known) else int(known.max())))
    return found


def _check_eps(eps):
    if not (isfinite(eps) and eps > 0):
        raise AnalysisError(f"eps: {eps}; must be a number over 0, such as 0.05")
