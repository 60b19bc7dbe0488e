"""From daily figures to patterns for `guichet calibrate`: a value and its standard error each, under the names of our measures.

Days are not independent: somebody who is ill today is ill tomorrow. Standard errors of means come from the circular block bootstrap (Politis & Romano 1992),
whose variance has a closed form, with the block length of Politis & White 2004 (Econometric Reviews 23:53, corrected by Patton, Politis & White 2009,
28:372), and are no less than a first-order autoregression gives. For counts they are at least half of Garwood's exact 68.3 % Poisson interval (1936,
Biometrika 28:437), so that two leavers, or none, are not taken for a sure rate.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from ..measures.outcomes import measure
from .staff import Staff

LEAST_HEADS = 0.5
"""Least standard error of a head count (people): one that never changes is still known to the person only."""

ONE_SIGMA = 0.682689492137
"""Level of an interval of one standard deviation either way."""


class Made(NamedTuple):
    """A pattern made of data. count: events or person-days that it rests on; method: where its standard error comes from; block: days in a block."""

    measure: str
    value: float
    error: float
    unit: str
    count: float
    days: int
    method: str
    block: int


def patterns(staff: Staff, days_per_year: float) -> tuple[Made, ...]:
    """The patterns of daily figures. days_per_year: working days, as `calendar.days_per_year` of the office has them."""
    made = [_head_count(staff)]
    if "absences" in staff.days:
        made.append(_absence(staff))
    if "leavers" in staff.days:
        made.append(_rate(staff, "leavers", "leavers", lambda heads: days_per_year))
    if "incidents" in staff.days:
        made.append(_rate(staff, "incidents", "incidents_reported", lambda heads: days_per_year / heads))
    if "contacts" in staff.days:
        made.append(_contacts(staff))
    return tuple(made)


def _known(staff, name):
    """Head count and a figure on the days on which it was recorded."""
    there = staff.days[staff.days[name].notna()]
    return there.head_count.to_numpy(float), there[name].to_numpy(float)


def _head_count(staff):
    heads = staff.days.head_count.to_numpy(float)
    error, block = mean_error(heads)
    return _made(
        "daily.headcount",
        heads.mean(),
        max(error, LEAST_HEADS),
        heads.sum(),
        len(heads),
        "serial correlation" if error > LEAST_HEADS else "half a person",
        block,
    )


def _absence(staff):
    """A ratio of sums, in percent of person-days; its error is that of the mean of what each day adds to it."""
    heads, absent = _known(staff, "absences")
    share = absent.sum() / heads.sum()
    error, block = mean_error(100.0 * (absent - share * heads) / heads.mean())
    floor = 100.0 * poisson_error(absent.sum() / 5.0) * 5.0 / heads.sum()  # as if all came in weeks off: a spell is one event, not five
    return _made(
        "absence_rate",
        100.0 * share,
        max(error, floor),
        absent.sum(),
        len(heads),
        "serial correlation" if error >= floor else "exact Poisson, spells of a week",
        block,
    )


def _rate(staff, name, key, per):
    """A rate of events: the larger of the exact Poisson error and that of serially correlated days, which sees that events come in clusters."""
    heads, events = _known(staff, name)
    factor = per(heads.mean())
    error, block = mean_error(events)
    exact = poisson_error(events.sum()) / len(events)
    return _made(
        key, events.mean() * factor, max(error, exact) * factor, events.sum(), len(events), "serial correlation" if error > exact else "exact Poisson", block
    )


def _contacts(staff):
    _, contacts = _known(staff, "contacts")
    error, block = mean_error(contacts)
    exact = poisson_error(contacts.sum()) / len(contacts)
    return _made(
        "daily.contacts", contacts.mean(), max(error, exact), contacts.sum(), len(contacts), "serial correlation" if error > exact else "exact Poisson", block
    )


def _made(key, value, error, count, days, method, block):
    return Made(key, float(value), float(error), measure(key).unit, float(count), days, method, block)


def poisson_error(count: float) -> float:
    """Half of Garwood's exact interval of a Poisson mean at `ONE_SIGMA`; 0.92 for no event, about √n for many."""
    tail = (1.0 - ONE_SIGMA) / 2.0
    low = chi2.ppf(tail, 2.0 * count) / 2.0 if count > 0 else 0.0
    return float(chi2.ppf(1.0 - tail, 2.0 * count + 2.0) / 2.0 - low) / 2.0


def mean_error(series: np.ndarray) -> tuple[float, int]:
    """Standard error of the mean of a series of days, and the block length (days): the larger of the block bootstrap's, which is too small where blocks are
    few, and of that of a first-order autoregression, which fits what comes in spells."""
    block = block_length(series)
    return max(_block_error(series, block), _spell_error(series)), block


def _block_error(series, block):
    """Circular block bootstrap, in closed form."""
    n = len(series)
    sums = np.cumsum(np.concatenate([[0.0], series, series[: block - 1]]))
    means = (sums[block : block + n] - sums[:n]) / block
    return float(np.sqrt(((means - series.mean()) ** 2).mean() / (n / block - 1.0)))


def _spell_error(series):
    """√(s² (1 + r) / (1 - r) / n), r the correlation of one day with the next, freed of its bias (Marriott & Pope 1954, Biometrika 41:390)."""
    n, apart = len(series), series - series.mean()
    variance = float(apart @ apart) / (n - 1)
    if variance <= 0:
        return 0.0
    found = float(apart[1:] @ apart[:-1]) / float(apart @ apart)
    r = min(max(found + (1.0 + 3.0 * found) / n, 0.0), 1.0 - 2.0 / n)
    return float(np.sqrt(variance * (1.0 + r) / (1.0 - r) / n))


def block_length(series: np.ndarray) -> int:
    """Days in a block: Politis and White's automatic choice for the circular block bootstrap; at most a quarter of the series."""
    n, apart = len(series), series - series.mean()
    variance = float(apart @ apart) / n
    if variance <= 0:
        return 1
    most = min(n // 2, int(np.ceil(np.sqrt(n))) + max(5, int(np.log10(n)) + 1))
    covariance = np.array([float(apart[lag:] @ apart[: n - lag]) / n for lag in range(most + 1)])
    quiet, bound = max(5, int(np.sqrt(np.log10(n)))), 2.0 * np.sqrt(np.log10(n) / n)
    small = np.abs(covariance[1:] / variance) < bound
    first = next((lag for lag in range(len(small)) if small[lag : lag + quiet].all()), len(small))
    reach = min(2 * max(first, 1), most)
    lags = np.arange(-reach, reach + 1)
    window = np.minimum(1.0, 2.0 * (1.0 - np.abs(lags) / reach))  # flat top
    held = window * covariance[np.abs(lags)]
    spectrum = float(held.sum())
    bend = float((np.abs(lags) * held).sum())
    if spectrum <= 0:
        return 1
    length = (2.0 * bend**2 / (4.0 / 3.0 * spectrum**2)) ** (1 / 3) * n ** (1 / 3)
    return int(np.clip(round(length), 1, n // 4))
