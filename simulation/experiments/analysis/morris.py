"""Elementary effects of a Morris design: which axes matter (mu*), and which act unevenly or through others (sigma).

Morris (1991), Technometrics 33; mu* after Campolongo, Cariboni and Saltelli (2007), Environmental Modelling & Software 22. An elementary
effect is the change of the outcome over a step of one axis, by the step in shares of the axis' range. sigma² is taken with products of
different replicates (`measured.product`), so it holds no noise. mu* is a mean of absolute values and cannot be freed of noise: `floor` says
what mu* noise alone would give.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from ..paired import LEVEL
from .measured import AnalysisError, Measured, counts, jackknife, numbers, product


class Morris(NamedTuple):
    """table: a row for each axis: mu, mu_star, sigma in units of the outcome over the whole range of the axis, the ends of their intervals,
    and floor (NaN for one replicate): the mu* of an axis that does nothing; trajectories and replicates: how many were used."""

    table: pd.DataFrame
    trajectories: int
    replicates: int


def morris(found: Measured, bounds: dict[str, tuple[float, float]] | None = None, level: float = LEVEL, seed: int = 1) -> Morris:
    """mu, mu* and sigma with intervals: of Student's t, from a bootstrap over trajectories; where worlds are common to all points, a
    jackknife over worlds is added.

    bounds: the low and high end of axes, by which steps are scaled; the ends of the design where not given.
    """
    effects = elementary_effects(numbers(found), found.y, found.axes, bounds)
    told = _measures(effects)
    many = len(effects)
    spread = np.var(_resampled(effects, counts(many, seed=seed)), axis=1, ddof=1) * many / (many - 1)
    if found.common and effects.shape[-1] > 2:
        spread = spread + jackknife(_measures, effects)
    half = stdtrit(many - 1, 0.5 + level / 2) * np.sqrt(spread)
    worlds = effects.shape[-1]
    floor = np.sqrt(2 / np.pi * effects.var(axis=-1, ddof=1).mean(axis=0) / worlds) if worlds > 1 else np.nan
    table = pd.DataFrame({"axis": found.axes})
    for name, value, width in zip(("mu", "mu_star", "sigma"), told, half):
        table[name], table[f"{name}_low"], table[f"{name}_high"] = value, value - width, value + width
    return Morris(table.assign(floor=floor), many, worlds)


def _measures(effects):
    """mu, mu* and sigma, each by axis. effects: trajectory x axis x replicate."""
    return _resampled(effects, np.full((1, len(effects)), 1.0 / len(effects)))[:, 0]


def _resampled(effects, weights):
    """The same for each of many weightings of the trajectories: measure x resample x axis."""
    many = len(effects)
    away = effects - effects.mean(axis=0)
    mean = effects.mean(axis=-1)
    shift = np.einsum("rt,tak->rak", weights, away)
    variance = (weights @ product(away, away) - product(shift, shift)) * many / (many - 1)
    return np.array([weights @ mean, weights @ np.abs(mean), np.sqrt(np.maximum(variance, 0.0))])


def elementary_effects(x, y, axes, bounds=None) -> np.ndarray:
    """The effects, trajectory x axis x replicate. x: point x axis, trajectories of d + 1 points one after the other; y: point x
    replicate."""
    points, d = x.shape
    ends = np.array([(bounds or {}).get(axis, (x[:, i].min(), x[:, i].max())) for i, axis in enumerate(axes)], float)
    span = ends[:, 1] - ends[:, 0]
    if not (span > 0).all():
        raise AnalysisError(f"axis {axes[int(np.argmin(span))]}: does not vary; leave it out")
    if points % (d + 1) or points < 2 * (d + 1):
        raise AnalysisError(_not_morris(points, d, axes))
    steps = np.diff((x / span).reshape(-1, d + 1, d), axis=1)
    moved = steps != 0
    if not ((moved.sum(axis=2) == 1).all() and (moved.sum(axis=1) == 1).all()):
        raise AnalysisError(_not_morris(points, d, axes))
    which = moved.argmax(axis=2)
    step = np.take_along_axis(steps, which[..., None], axis=2)
    effects = np.diff(y.reshape(-1, d + 1, y.shape[1]), axis=1) / step
    return np.take_along_axis(effects, np.argsort(which, axis=1)[..., None], axis=1)


def _not_morris(points, d, axes):
    return (f"design: {points} points of {d} axes ({', '.join(axes)}) are not Morris trajectories; each is {d + 1} points in a row, of which every one moves "
            "one axis once, and at least 2 trajectories are needed: make the design with method morris and change no row (linked axes count as one)")
