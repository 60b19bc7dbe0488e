"""How long people are ready to wait, from waits that service cut short.

Those served did not show how long they would have waited: their wait is a lower bound (right censoring). The model's patience is a
Weibull time with scale θ and shape k, and a share b who leave at once when they would have to wait:

    P(patience > t) = (1 - b) exp(-(t/θ)^k)

b, θ and k by maximum likelihood; beside them the Kaplan-Meier curve, which assumes no shape. Both take waits offered to be independent of
patience. Sources: Brown et al. 2005, JASA 100:36-50, sect. 5; Kaplan & Meier 1958, JASA 53:457-481.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from .waiting import AT_ONCE, Leavers

BOUNDS = ((np.log(0.02), np.log(50_000)), (np.log(0.2), np.log(5)), (-12.0, 6.0))
"""Of log scale (min), log shape and the log odds of balking; those of the model."""

FEWEST_GONE = 30
"""With fewer who gave up, patience is taken to be exponential."""


@dataclass(frozen=True)
class Patience:
    """``scale`` (min), ``shape``, ``balk`` and their standard errors; the Kaplan-Meier curve (``times`` in min, ``alive``, ``low``,
    ``high``: 95 %); ``hazard``: rows of (from, to, rate per minute, Weibull's rate); ``waited`` and ``gave_up`` count what it rests on."""

    scale: float
    shape: float
    balk: float
    errors: tuple[float, float, float]
    times: np.ndarray
    alive: np.ndarray
    low: np.ndarray
    high: np.ndarray
    hazard: np.ndarray
    waited: int
    gave_up: int
    exponential_worse: float

    def survival(self, t):
        """Share who would wait longer than t (min)."""
        return (1 - self.balk) * np.exp(-((np.asarray(t) / self.scale) ** self.shape))


def fit_patience(contacts: pd.DataFrame, leavers: Leavers) -> Patience | None:
    """Patience, or None if nobody gave up."""
    waited = contacts["wait"].to_numpy() > 0
    wait = contacts["wait"].to_numpy()[waited]
    gave_up = (contacts["outcome"] == "hang").to_numpy()[waited]
    if not gave_up.any():
        return None
    fitted = _likeliest(wait, gave_up, leavers.at_once, exponential=gave_up.sum() < FEWEST_GONE)
    fixed = _likeliest(wait, gave_up, leavers.at_once, exponential=True)
    scale, shape, balk = _natural(fitted.x)
    errors = _errors(fitted.x, wait, gave_up, leavers.at_once)
    errors = (*errors[:2], float(np.hypot(errors[2], leavers.balk_error)))
    times, alive, low, high = kaplan_meier(wait, gave_up)
    stay = 1 - leavers.at_once / (leavers.at_once + waited.sum())
    hazard = _hazard(wait, gave_up, scale, shape)
    return Patience(scale, shape, balk, errors, times, alive * stay, low * stay, high * stay, hazard,
                    int(waited.sum()), int(gave_up.sum()), float(2 * (fixed.fun - fitted.fun)))


def _natural(x):
    return float(np.exp(x[0])), float(np.exp(x[1])), float(1 / (1 + np.exp(-x[2])))


def _likeliest(wait, gave_up, at_once, exponential=False):
    """The best log scale, log shape and log odds of balking."""
    mean = wait.sum() / max(gave_up.sum(), 1)
    start = [np.log(mean), 0.0, -4.0]
    bounds = [BOUNDS[0], (0.0, 0.0) if exponential else BOUNDS[1], BOUNDS[2]]
    return minimize(_minus_log_likelihood, start, args=(wait, gave_up, at_once), method="L-BFGS-B", bounds=bounds,
                    options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8})


def _minus_log_likelihood(x, wait, gave_up, at_once):
    """Of those who left at once b + (1-b) F(1.5 s), as one second is recorded up to there; of those who gave up (1-b) f(t); of those
    served (1-b) S(t)."""
    scale, shape, balk = _natural(x)
    soon = gave_up & (wait <= AT_ONCE)
    power = (wait / scale) ** shape
    density = np.log(shape / scale) + (shape - 1) * np.log(wait / scale) - power
    total = np.where(gave_up, density, -power)[~soon].sum() + np.log1p(-balk) * (~soon).sum()
    first = balk + (1 - balk) * -np.expm1(-((1.5 * AT_ONCE / scale) ** shape))
    return -(total + np.log(first) * (soon.sum() + at_once))


def _errors(x, wait, gave_up, at_once):
    """Standard errors of scale, shape and balk, from the curvature of the likelihood at its top."""
    step = 1e-3
    def f(shift):
        return _minus_log_likelihood(x + shift, wait, gave_up, at_once)
    eye = np.eye(3) * step
    curve = np.array([[(f(a + b) - f(a - b) - f(b - a) + f(-a - b)) / (4 * step**2) for b in eye] for a in eye])
    scale, shape, balk = _natural(x)
    slope = np.array([scale, shape, balk * (1 - balk)])
    try:
        variance = np.diag(np.linalg.inv(curve))
    except np.linalg.LinAlgError:
        variance = np.full(3, np.nan)
    return tuple(float(value) for value in slope * np.sqrt(np.maximum(variance, 0)))


def kaplan_meier(time, event, weight=None):
    """Times of events, share still there after each, and its 95 % limits (log-log, Greenwood). Ties: events before censoring."""
    weight = np.ones(len(time)) if weight is None else weight
    if (np.diff(time) < 0).any():
        order = np.argsort(time, kind="stable")
        time, event, weight = time[order], event[order], weight[order]
    at_risk = weight[::-1].cumsum()[::-1]
    moments, first = np.unique(time, return_index=True)
    gone = np.add.reduceat(np.where(event, weight, 0.0), first) if len(time) else np.array([])
    moments, risk, gone = (part[gone > 0] for part in (moments, at_risk[first], gone))
    alive = np.cumprod(1 - gone / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(gone / (risk * (risk - gone)))
        reach = 1.96 * np.sqrt(variance) / np.abs(np.log(alive))
        low, high = (np.nan_to_num(alive ** np.exp(sign * reach), nan=0.0) for sign in (1, -1))
    return moments, alive, low, high


def _hazard(wait, gave_up, scale, shape, width=1 / 6, last=5.0):
    """Rate of giving up in steps of ten seconds up to five minutes, and that of the Weibull."""
    edges = np.arange(0, last + width / 2, width)
    rows = []
    for start, end in zip(edges[:-1], edges[1:]):
        exposed = np.clip(wait - start, 0, width).sum()
        gone = (gave_up & (wait > start) & (wait <= end)).sum()
        weibull = ((end / scale) ** shape - (start / scale) ** shape) / width
        if exposed > 5:
            rows.append((start, end, gone / exposed, weibull, np.sqrt(gone) / exposed))
    return np.array(rows).reshape(-1, 5)
