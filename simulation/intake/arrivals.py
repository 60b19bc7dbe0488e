"""How many contacts come, and when: by half-hour of the day and by weekday.

The model draws contacts on weekday w at rate ``per_day × weekday_w × hour_h / Σ hour over the open half-hours of w``. The factors
are fitted by maximum likelihood for Poisson counts, which here means that row and column sums of the fit equal those of the log.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .hours import HALVES, Week, half_hours

STEPS = 500
"""Most rounds of the fit; it has met its sums long before."""


@dataclass(frozen=True)
class Arrivals:
    """``per_day`` is the mean over the days of the week; ``weekday`` the factor of each (mean 1); ``hour`` the 48 weights (mean 1 over
    half-hours that are ever open); ``counts`` dates × 48; ``dispersion`` the variance of daily totals within weekdays over Poisson's."""

    per_day: float
    weekday: tuple[float, ...]
    hour: tuple[float, ...]
    counts: np.ndarray
    per_day_error: float
    dispersion: float

    def expected(self, week: Week) -> np.ndarray:
        """Contacts by day of the week and half-hour that the model expects."""
        shape = np.array(self.hour) * week.open
        return self.per_day * np.array(self.weekday)[:, None] * shape / shape.sum(axis=1, keepdims=True)


def fit_arrivals(contacts: pd.DataFrame, week: Week, weight: np.ndarray) -> Arrivals:
    """The profile of contacts, each counted with its weight."""
    counts = half_hours(contacts, week, weight)
    place = week.place(pd.Series(week.dates))
    total = np.array([counts[place == day].sum(axis=0) for day in range(len(week))])
    dates = week.dates_per_day
    shape = _shape(total, week.open)
    mean = total.sum(axis=1) / dates
    per_day = float(mean.mean())
    spread = _dispersion(counts.sum(axis=1), place)
    error = float(np.sqrt(spread * (mean / dates).sum()) / len(week))
    return Arrivals(per_day, tuple(map(float, mean / per_day)), tuple(map(float, shape)), counts, error, spread)


def _shape(total, is_open):
    """The 48 weights: those of which each weekday's contacts, spread over its own hours, give the contacts of each half-hour."""
    shape = is_open.any(axis=0).astype(float)
    for _ in range(STEPS):
        spread = shape * is_open
        expected = (total.sum(axis=1, keepdims=True) * spread / spread.sum(axis=1, keepdims=True)).sum(axis=0)
        ratio = np.divide(total.sum(axis=0), expected, out=np.zeros(HALVES), where=expected > 0)
        shape = shape * ratio
        shape *= is_open.any(axis=0).sum() / shape.sum()
        if np.abs(ratio[expected > 0] - 1).max() < 1e-9:
            break
    return shape


def _dispersion(daily, place):
    """Variance of daily totals around the mean of their weekday, over the mean (1 for Poisson); 1 where it cannot be told."""
    chi, free = 0.0, 0
    for day in np.unique(place):
        part = daily[place == day]
        if len(part) > 1 and part.mean() > 0:
            chi, free = chi + ((part - part.mean()) ** 2).sum() / part.mean(), free + len(part) - 1
    return max(1.0, float(chi / free)) if free else 1.0
