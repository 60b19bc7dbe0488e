"""One outcome of a study as an array of points by replicates, checked; and products of it that noise does not inflate.

What follows rests on one identity. The mean of R noisy values squared is too large by the variance of that mean. The mean of the products
of *different* replicates is not: its expectation is the square of the expectation (a U-statistic, Hoeffding 1948), whether the noise of
different points is independent or common (the same worlds at every point). For values a and b of R replicates it is (R ā b̄ − mean(a b)) /
(R − 1): see `product`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ..paired import LEVEL

POINT, REPLICATE, SEED = "point", "replicate", "seed"
RESAMPLES = 1000
"""Resamples of a bootstrap: its standard error is then itself known to 2 %."""


class AnalysisError(ValueError):
    """A method cannot be used on these tables: says what was given, what is needed, and how to mend it."""


class Unmoved(AnalysisError):
    """An outcome is the same at all points: there is nothing to explain."""


class OnlyNoise(AnalysisError):
    """An outcome differs between points by no more than noise does: there is nothing to share out."""


class TooFew(AnalysisError):
    """There are so few points for the noise that every share might be nothing or all."""


class Measured(NamedTuple):
    """An outcome of a study. axes: names; x: point x axis, a frame in the order of points; y: point x replicate, finite; common: whether a
    replicate has one seed at all points (the same world everywhere); left_out: replicates that not all points have, and that are not
    used."""

    outcome: str
    axes: tuple[str, ...]
    x: pd.DataFrame
    y: np.ndarray
    common: bool
    left_out: int


def measured(design: pd.DataFrame, rows: pd.DataFrame, outcome: str, axes: Sequence[str] | None = None) -> Measured:
    """Check both tables and give one outcome at all points. axes: columns of the design, all but `point` if not given.

    Replicates that are not whole (a sweep that was cut short, a run that failed, an outcome that is not defined) are left out.
    """
    axes = tuple(column for column in design.columns if column != POINT) if axes is None else tuple(axes)
    _columns("design", design, (POINT, *axes))
    _columns("rows", rows, (POINT, REPLICATE, outcome))
    if not axes:
        raise AnalysisError("design: no axis; it needs `point` and at least one column more")
    if len(set(axes)) < len(axes):
        raise AnalysisError(f"axes: {', '.join(axes)}: each may be named once")
    if design[POINT].duplicated().any():
        raise AnalysisError(f"design: point {design[POINT][design[POINT].duplicated()].iloc[0]} is there twice; each point has one row")
    blank = [axis for axis in axes if design[axis].isna().any()]
    if blank:
        raise AnalysisError(f"design: axis {blank[0]} has empty cells; every point needs a value of every axis")
    twice = rows.duplicated([POINT, REPLICATE])
    if twice.any():
        first = rows[twice].iloc[0]
        raise AnalysisError(f"rows: point {first[POINT]}, replicate {first[REPLICATE]} is there twice; keep one row for each run")
    x = design.sort_values(POINT).set_index(POINT)[list(axes)]
    wide = rows.pivot(index=POINT, columns=REPLICATE, values=outcome).reindex(x.index).astype(float)
    wide = wide.where(np.isfinite(wide))
    whole = wide.columns[wide.notna().all()]
    if not len(whole):
        lacking = wide.index[wide.isna().all(axis=1)] if wide.isna().all(axis=1).any() else wide.index[wide.isna().any(axis=1)]
        raise AnalysisError(f"rows: no replicate has a finite {outcome} at all {len(x)} points; {len(lacking)} points lack it, the first is "
                            f"{lacking[0] if len(lacking) else '?'}: finish the sweep, or choose an outcome that is defined in every run")
    y = wide[whole].to_numpy()
    if len(x) < 2 or not np.ptp(y.mean(axis=1)) > 1e-12 * np.abs(y).max():
        raise Unmoved(f"rows: {outcome} is the same at all {len(x)} points; there is nothing to explain")
    return Measured(outcome, axes, x, y, _common(rows, whole), wide.shape[1] - len(whole))


def _columns(name, table, needed):
    lacking = [column for column in needed if column not in table.columns]
    if lacking:
        raise AnalysisError(f"{name}: no column {lacking[0]}; it has {', '.join(map(str, table.columns[:12]))}")
    if not table.columns.is_unique:
        raise AnalysisError(f"{name}: column {table.columns[table.columns.duplicated()][0]} is there twice; names must be unique")


def _common(rows, whole):
    """Whether each replicate has one seed, and that at more than one point."""
    used = rows[rows[REPLICATE].isin(whole)] if SEED in rows.columns else rows[:0]
    return len(used) > 0 and bool((used.groupby(REPLICATE)[SEED].nunique() == 1).all())


def numbers(found: Measured) -> np.ndarray:
    """The axes as numbers, point x axis; yes and no are 1 and 0."""
    worded = [axis for axis in found.axes if not pd.api.types.is_numeric_dtype(found.x[axis])]
    if worded:
        raise AnalysisError(f"axis {worded[0]}: holds words such as {found.x[worded[0]].iloc[0]!r}; this method needs numbers: leave the axis out "
                            "or study its values one by one")
    values = found.x.to_numpy(float)
    if not np.isfinite(values).all():
        raise AnalysisError("design: every axis needs finite values")
    return values


def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The mean product of different replicates (last axis): the product of the expectations, without the noise. With one replicate, the
    plain product."""
    many = a.shape[-1]
    whole = a.mean(axis=-1) * b.mean(axis=-1)
    return whole if many < 2 else (many * whole - (a * b).mean(axis=-1)) / (many - 1)


def above_rounding(variance, y: np.ndarray):
    """Whether a variance made of such products is more than what rounding leaves of values of that size. y: point x ... x replicate."""
    return variance > 1e-12 * np.square(y - y.mean()).mean()


def noise(y: np.ndarray) -> float:
    """The mean variance between replicates (last axis) of the same point; NaN for one replicate."""
    return float(np.var(y, axis=-1, ddof=1).mean()) if y.shape[-1] > 1 else np.nan


def jackknife(estimate, y: np.ndarray) -> np.ndarray:
    """The variance of an estimate that the choice of worlds brings: replicates (last axis) left out one by one (Efron and Stein 1981); NaN
    for fewer than 3."""
    many = y.shape[-1]
    if many < 3:
        return np.full_like(np.asarray(estimate(y), float), np.nan)
    less = np.array([estimate(np.delete(y, one, axis=-1)) for one in range(many)])
    return (many - 1) / many * ((less - less.mean(axis=0)) ** 2).sum(axis=0)


def half_width(variance: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """Half the width of a normal interval."""
    return ndtri(0.5 + level / 2) * np.sqrt(variance)


def counts(many: int, resamples: int = RESAMPLES, seed: int = 1) -> np.ndarray:
    """Bootstrap weights, resample x item: how often each item is drawn, over the number of items."""
    return np.random.default_rng(seed).multinomial(many, np.full(many, 1.0 / many), size=resamples) / many
