"""Sobol indices of a Saltelli design: what share of an outcome's variance each axis brings, alone (S1) and with all its interactions (ST).

First order: Saltelli et al. (2010), Computer Physics Communications 181, table 2 (b): V_i = mean(f(B) (f(AB_i) − f(A))). Total: Jansen
(1999), table 2 (f): V_Ti = mean((f(A) − f(AB_i))²) / 2. Both over the variance of f at A and B, as in `scipy.stats.sobol_indices`, which
gives the same figures for one replicate. With replicates every product is one of different replicates (`measured.product`), so the indices
are those of the *expected* outcome and the noise between worlds is told apart, as `stochastic`. With one replicate noise cannot be told
apart: it swells ST and shrinks S1.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..paired import LEVEL
from .measured import AnalysisError, Measured, OnlyNoise, TooFew, above_rounding, counts, half_width, jackknife, noise, numbers, product


class Sobol(NamedTuple):
    """table: a row for each axis with s1, st and the ends of their intervals; variance: of the expected outcome over the design;
    stochastic: share of a single run's variance that is noise between worlds, NaN for one replicate; base: base samples; replicates:
    replicates used."""

    table: pd.DataFrame
    variance: float
    stochastic: float
    base: int
    replicates: int


def sobol(found: Measured, level: float = LEVEL, seed: int = 1) -> Sobol:
    """The indices with intervals: normal, from a bootstrap over base samples; where worlds are common to all points, a jackknife over
    worlds is added."""
    y = found.y[saltelli_groups(numbers(found), found.axes)]
    parts = _parts(y)
    weights = counts(len(y), seed=seed)
    variance, varied = parts[0].mean(), above_rounding(weights @ parts[0], y)
    if not above_rounding(variance, y) or varied.mean() < 0.5 + level / 2:  # the interval of the variance holds zero
        raise OnlyNoise(f"{found.outcome}: no variance is left over the design once the noise of {y.shape[-1]} replicates is taken off; "
                            "add replicates, or widen the axes")
    s1, st = _indices(*(part.mean(axis=0) for part in parts))
    again = np.array(_indices(*((weights @ part)[varied[:, 0]] for part in parts)))
    spread = again.var(axis=1, ddof=1)
    if found.common and y.shape[-1] > 2:
        spread = spread + jackknife(lambda some: np.array(_indices(*(part.mean(axis=0) for part in _parts(some)))), y)
    half = half_width(spread, level)
    if (half[1] >= 1.0).all():
        raise TooFew(f"{found.outcome}: with {len(y)} base samples the interval of every total index is wider than all shares that there are; take more of them, or replicates")
    table = pd.DataFrame({"axis": found.axes, "s1": s1, "s1_low": s1 - half[0], "s1_high": s1 + half[0],
                          "st": st, "st_low": st - half[1], "st_high": st + half[1]})
    within = noise(y)
    return Sobol(table, float(variance), float(within / (variance + within)), len(y), y.shape[-1])


def _parts(y):
    """What each base sample adds to the variance (base x 1), to V_i and to V_Ti (base x axis). y: base x (A, AB_1 ..., B) x replicate."""
    y = y - y[:, [0, -1]].mean(axis=(0, 1))
    a, mixed, b = y[:, :1], y[:, 1:-1], y[:, -1:]
    return (product(a, a) + product(b, b)) / 2, product(b, mixed - a), product(a - mixed, a - mixed) / 2


def _indices(variance, first, total):
    with np.errstate(divide="ignore", invalid="ignore"):  # without a world that alone varies nothing is left: there is no interval then
        return first / variance, total / variance


def saltelli_groups(x: np.ndarray, axes) -> np.ndarray:
    """The points of a Saltelli design as base x (A, AB_1, ..., AB_d, B): positions in x (point x axis). AB_i is A with axis i taken from B.

    Known orders: base sample by base sample, as SALib writes them (without or with the BA_i of second order), or A, B, AB_1, ... one after
    the other.
    """
    points, d = x.shape
    orders = []
    for size in (d + 2, 2 * d + 2):
        if points % size == 0:
            orders.append(np.arange(points).reshape(-1, size)[:, [*range(d + 1), size - 1]])
    if points % (d + 2) == 0:
        orders.append(np.arange(points).reshape(d + 2, -1).T[:, [0, *range(2, d + 2), 1]])
    for groups in orders:
        a, mixed, b = x[groups[:, 0]], x[groups[:, 1:-1]], x[groups[:, -1]]
        own = np.eye(d, dtype=bool)
        if (mixed == np.where(own, b[:, None], a[:, None])).all():
            if len(groups) < 4:
                raise AnalysisError(f"design: {len(groups)} base samples; Sobol indices need at least 4, better hundreds")
            return groups
    raise AnalysisError(f"design: {points} points of {d} axes ({', '.join(axes)}) are not a Saltelli design; it has base samples of A, A with one axis "
                        f"from B in turn, and B, hence a multiple of {d + 2} points in that order: make the design with method saltelli and change no row")
