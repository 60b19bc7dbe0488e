"""Main effects and two-way interactions of any design, and one-at-a-time swings.

A linear model of orthogonal polynomials is fitted by least squares: for an axis of numbers with two values its slope, with more values
slope and curvature (Legendre polynomials on the range of the axis), for an axis of words a sum-to-zero contrast for each value but one; for
two axes the products of their slopes or contrasts. On a design that fills the space evenly this is the functional ANOVA (Sudret 2008,
Reliability Engineering & System Safety 93).
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from ..paired import LEVEL, paired
from .measured import RESAMPLES, AnalysisError, Measured, above_rounding, half_width, product


class Effects(NamedTuple):
    """effects: a row for each coefficient, in units of the outcome: term (axis, or axis × axis), what, effect and its interval; shares: a
    row for each term: share of the variance between points and its interval; explained: share of that variance that the whole model
    explains. Shares are NaN where no variance is left once noise is taken off."""

    effects: pd.DataFrame
    shares: pd.DataFrame
    explained: float


class _Column(NamedTuple):
    """A column of the model: its term, what its effect is, how many coefficients make the effect, and its values."""

    term: str
    what: str
    times: float
    values: np.ndarray


def effects(found: Measured, interactions: bool = True, level: float = LEVEL, seed: int = 1) -> Effects:
    """Fit the model.

    What an effect is: of an axis of numbers "low to high", the change from its low to its high end, the others averaged; "bend", how much
    the middle lies below the line between the ends; of a word, its difference from the mean of all; of two axes, the difference of
    differences between their ends.

    The standard error of an effect is the larger of two: from the residuals of the points' means (HC3, MacKinnon and White 1985: what the
    model does not explain, and noise that points do not share), and from the fits of the single replicates (noise that points share, as
    twin worlds do). Shares are freed of noise by products of different replicates; their intervals are normal, from a bootstrap of
    residuals.
    """
    columns = _model(found, interactions)
    basis = np.column_stack([np.ones(len(found.x)), *(column.values for column in columns)])
    n, p = basis.shape
    if n <= p or np.linalg.matrix_rank(basis) < p:
        raise AnalysisError(f"design: {n} points cannot tell {p} coefficients apart{' (main effects and interactions)' if interactions else ''}; add points"
                            f"{', or leave the interactions out' if interactions else ', or study fewer axes'}")
    solve = np.linalg.pinv(basis)
    fits = solve @ found.y
    mean = fits.mean(axis=1)
    error, free = _errors(basis, solve, found.y, fits)
    half = stdtrit(free, 0.5 + level / 2) * error
    times = np.array([column.times for column in columns])
    table = pd.DataFrame({"term": [column.term for column in columns], "what": [column.what for column in columns],
                          "effect": times * mean[1:], "low": times * mean[1:] - np.abs(times) * half[1:], "high": times * mean[1:] + np.abs(times) * half[1:]})
    shares, explained = _shares(columns, basis, solve, found.y, level, seed)
    return Effects(table, shares, explained)


def _model(found, interactions):
    """The columns of the model."""
    bases = {axis: _basis(axis, found.x[axis]) for axis in found.axes}
    columns = [column for base in bases.values() for column in base]
    if interactions:
        for one, other in combinations(found.axes, 2):
            columns += [_both(a, b) for a in bases[one] if a.what != BEND for b in bases[other] if b.what != BEND]
    return columns


SLOPE, BEND = "low to high", "bend"


def _basis(axis, values):
    """The columns of one axis."""
    known = values.unique()
    if len(known) < 2:
        raise AnalysisError(f"axis {axis}: does not vary; leave it out")
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values) and len(known) != 2:
        *kept, last = sorted(known, key=str)
        return [_Column(axis, str(word), 1.0, (values == word).to_numpy(float) - (values == last).to_numpy(float)) for word in kept]
    x = values.to_numpy(float)
    z = 2.0 * (x - x.min()) / np.ptp(x) - 1.0
    return [_Column(axis, SLOPE, 2.0, z)] + ([_Column(axis, BEND, 1.5, (3.0 * z * z - 1.0) / 2.0)] if len(known) > 2 else [])


def _both(a, b):
    what = SLOPE if a.what == b.what == SLOPE else f"{a.what}, {b.what}"
    return _Column(f"{a.term} × {b.term}", what, a.times * b.times, a.values * b.values)


def _errors(basis, solve, y, fits):
    """The standard error of each coefficient, and its degrees of freedom."""
    n, p = basis.shape
    lever = np.clip(1.0 - np.einsum("np,pn->n", basis, solve), 1e-9, None)
    left = (y.mean(axis=1) - basis @ fits.mean(axis=1)) / lever
    robust = np.sqrt((solve ** 2) @ left ** 2)
    if y.shape[1] < 2:
        return robust, np.full(p, n - p)
    worlds = fits.std(axis=1, ddof=1) / np.sqrt(y.shape[1])
    return np.maximum(robust, worlds), np.where(worlds > robust, y.shape[1] - 1, n - p)


def _shares(columns, basis, solve, y, level, seed):
    """The share of each term in the variance between points, freed of noise, and that of the whole model."""
    terms = list(dict.fromkeys(column.term for column in columns))
    members = [1 + np.flatnonzero([column.term == term for column in columns]) for term in terms]

    def told(some):
        """Shares of the terms, then of the model; some: point x replicate."""
        fits = solve @ some
        fits[0] = 0.0
        parts = [basis[:, held] @ fits[held] for held in members] + [basis @ fits, some]
        varied = [product(*(2 * (part - part.mean(axis=0),))).mean() for part in parts]
        return np.array(varied[:-1]) / varied[-1] if above_rounding(varied[-1], some) else np.full(len(varied) - 1, np.nan)

    n, p = basis.shape
    fitted = basis @ (solve @ y)
    left = (y - fitted) * np.sqrt(n / (n - p))
    draws = np.random.default_rng(seed).integers(n, size=(RESAMPLES // 4, n))
    again = np.array([told(fitted + left[draw]) for draw in draws])
    found, half = told(y), half_width(np.var(again, axis=0, ddof=1), level)
    return pd.DataFrame({"term": terms, "share": found[:-1], "low": (found - half)[:-1], "high": (found + half)[:-1]}), float(found[-1])


def one_at_a_time(found: Measured) -> pd.DataFrame:
    """The swings of a one-at-a-time design, for a tornado: a row for each point but the base, the axis with the widest swing first.

    Columns: axis, value, base_value, then difference from the base in the same replicates with its interval and verdict (`paired.paired`).
    Replicates are paired where the seeds are common; else the interval is of differences between unrelated worlds, and valid too.
    """
    same = found.x.to_numpy(object)[:, None] == found.x.to_numpy(object)[None]
    apart = (~same.astype(bool)).sum(axis=2)
    bases = np.flatnonzero((apart <= 1).all(axis=1))
    if not len(bases) or len(found.x) < 2:
        raise AnalysisError(f"design: {len(found.x)} points have no base from which every other differs in one axis; make the design with method "
                            "one_at_a_time")
    base = int(bases[0])
    rows = []
    for point in np.flatnonzero(apart[base] == 1):
        axis = found.axes[int(np.argmin(same[base, point].astype(bool)))]
        told = paired(found.y[point], found.y[base], None)
        rows.append({"axis": axis, "value": found.x[axis].iloc[point], "base_value": found.x[axis].iloc[base],
                     **{key: told[key] for key in ("mean", "mean_against", "difference", "low", "high", "verdict")}})
    table = pd.DataFrame(rows)
    swing = table.groupby("axis").difference.agg(lambda all_of: max(all_of.max(), 0.0) - min(all_of.min(), 0.0))
    return table.assign(swing=table.axis.map(swing)).sort_values(["swing", "axis"], ascending=[False, True], kind="stable", ignore_index=True)


