"""Power: how many twin worlds show an effect of a given size, exactly, by the noncentral t distribution (Cohen 1988, chapter 2).

Paired: t with n − 1 degrees of freedom and noncentrality effect √n / sd of the differences. Unpaired, n worlds on either side: 2n − 2
degrees of freedom and noncentrality effect √(n/2) / sd within. Power is the chance that the two-sided test at 1 − level rejects, on either
side.
"""

from math import isfinite, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import nctdtr, stdtrit

from ..paired import LEVEL
from .measured import AnalysisError

POWER = 0.8
"""The power that is asked for by habit (Cohen 1988, p. 56)."""

MOST_WORLDS = 10_000_000


def power(worlds: int, effect: float, sd: float, level: float = LEVEL, pairs: bool = True) -> float:
    """The chance that the interval of the given level leaves zero out, if the true difference is `effect`.

    worlds: twin worlds (pairs), or worlds on either side; effect and sd in the unit of the outcome; sd: of the differences between twins
    (paired), or within each side (unpaired).
    """
    _check(effect, sd, level)
    if worlds < 2:
        return 0.0
    free, away = (worlds - 1, abs(effect) / sd * sqrt(worlds)) if pairs else (2 * worlds - 2, abs(effect) / sd * sqrt(worlds / 2))
    cut = stdtrit(free, 0.5 + level / 2)
    above, below = 1.0 - nctdtr(free, away, cut), nctdtr(free, away, -cut)
    return float(np.clip(above + (below if isfinite(below) else 0.0), 0.0, 1.0))


def worlds_for(effect: float, sd: float, wanted: float = POWER, level: float = LEVEL, pairs: bool = True) -> int:
    """The fewest twin worlds (or worlds on either side) with which the power reaches what is wanted."""
    _check(effect, sd, level)
    _share("wanted power", wanted)
    if not effect:
        raise AnalysisError("effect: 0 can never be shown; give the smallest effect of interest")
    low, high = 1, 2
    while power(high, effect, sd, level, pairs) < wanted:
        low, high = high, 2 * high
        if high > MOST_WORLDS:
            raise AnalysisError(f"effect: {effect:g} against a standard deviation of {sd:g} needs over {MOST_WORLDS:,} worlds; ask for a larger effect")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle, effect, sd, level, pairs) >= wanted else (middle, high)
    return high


def smallest_effect(worlds: int, sd: float, wanted: float = POWER, level: float = LEVEL, pairs: bool = True) -> float:
    """The smallest true difference that so many worlds show with the power wanted."""
    _check(1.0, sd, level)
    _share("wanted power", wanted)
    if worlds < 2:
        raise AnalysisError(f"worlds: {worlds}; at least 2 are needed")
    if wanted <= 1.0 - level:
        return 0.0
    top = 1.0
    while power(worlds, top * sd, sd, level, pairs) < wanted:
        top *= 2.0
    return sd * brentq(lambda share: power(worlds, share * sd, sd, level, pairs) - wanted, 0.0, top, xtol=1e-10)


def _check(effect, sd, level):
    if not isfinite(effect):
        raise AnalysisError(f"effect: {effect}; must be a finite number in the unit of the outcome")
    if not (isfinite(sd) and sd > 0):
        raise AnalysisError(f"sd: {sd}; must be over 0 (an outcome that never varies needs no power)")
    _share("level", level)


def _share(name, value):
    if not 0.0 < value < 1.0:
        raise AnalysisError(f"{name}: {value}; must lie between 0 and 1")
