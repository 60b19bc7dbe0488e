"""How long a service takes.

The model draws lognormal times from a mean and a coefficient of variation. These are taken from the moments of the sample, not from
the likelihood: the mean carries the load of the office, and must be right even where the shape is not quite lognormal (Brown et al.
2005, JASA 100:36-50, sect. 4, find it very nearly so once services of a few seconds are set apart).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SHORT = 10 / 60
"""A service up to this long (min) is hardly one: in the bank of Brown et al., agents hung up on callers to get a rest."""


@dataclass(frozen=True)
class Service:
    """``minutes`` and ``cv`` with their standard errors; ``log_mean`` and ``log_sd`` of log minutes by maximum likelihood over services
    that are not ``short`` (share); ``distance``: greatest gap between that lognormal and the sample (Kolmogorov-Smirnov); ``sample`` in
    minutes, sorted."""

    minutes: float
    minutes_error: float
    cv: float
    cv_error: float
    log_mean: float
    log_sd: float
    short: float
    distance: float
    sample: np.ndarray


def fit_service(contacts: pd.DataFrame) -> Service:
    """Mean and coefficient of variation of the service times."""
    sample = np.sort(contacts["service"].dropna().to_numpy())
    mean, spread = sample.mean(), sample.std(ddof=1) if np.ptp(sample) else 0.0
    cv = spread / mean
    # influence of each value on the coefficient of variation: d(cv) = (z² - 1) cv / 2 - cv² z, with z the standardised value
    z = (sample - mean) / spread if spread > 0 else np.zeros_like(sample)
    influence = (z**2 - 1) * cv / 2 - cv**2 * z
    logs = np.log(sample[sample > SHORT]) if (sample > SHORT).sum() > 1 else np.log(sample)
    wide = logs.std(ddof=1) if np.ptp(logs) else 0.0
    from scipy.stats import kstest
    distance = kstest((logs - logs.mean()) / wide, "norm").statistic if wide > 0 else 1.0  # all alike: as far from a bell as can be
    return Service(float(mean), float(spread / np.sqrt(len(sample))), float(cv), float(influence.std() / np.sqrt(len(sample))),
                   float(logs.mean()), float(wide), float((sample <= SHORT).mean()), float(distance), sample)
