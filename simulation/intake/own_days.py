"""The log's own days as changes on dates: the same office, with the demand of each day as it was, and as many of the roster at work.

A week of average days hides that some mornings bring half as many contacts again. Each date's half-hours are therefore set from the log,
drawn towards the average as far as their counts are noise: a Gamma-Poisson model, in which the rate of a half-hour is the expected one
times a factor of mean 1 and variance v, gives the rate ``expected × (count + 1/v) / (expected + 1/v)``. Of staff, only the share of the
roster is set, not the hours at which people came and went that day.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from ..scenario import Change, Scenario, Values
from .fit import Fit
from .hours import HALVES

KEYS = ("demand.load", "demand.hour_profile", "staff.weekday_share")
"""What is set on each date."""


def own_days(scenario: Scenario, fit: Fit) -> Scenario:
    """The scenario with the demand and staff of each date of the log; after the last date the average week goes on."""
    rates, expected = own_rates(fit)
    place = fit.week.place(pd.Series(fit.week.dates))
    days = fit.week.number(pd.Series(fit.week.dates))
    changes = [Change(int(day), Values({"demand.load": _neat(row.sum() / expected[at].sum()), "demand.hour_profile": _profile(row),
                                        "staff.weekday_share": (share,)}))
               for day, row, at, share in zip(days, rates, place, own_staff(fit))]
    normal = Values({key: scenario.values[key] for key in KEYS})
    closed = [Change(day, Values({"demand.load": 0.0})) for day in range(fit.week.run_days) if day not in set(days)]
    every = sorted([*changes, *closed, Change(fit.week.run_days, normal)], key=lambda change: change.day)
    return replace(scenario, name=f"{scenario.name}+own_days", changes=tuple(every))


def own_staff(fit: Fit) -> list[float]:
    """Share of the roster at work on each date: the people able to serve over the day, relative to the roster of that weekday, in whole
    people."""
    place, roster = fit.week.place(pd.Series(fit.week.dates)), fit.roster
    usual = np.array(roster.weekday)[place]
    factor = (fit.capacity.by_date * fit.week.open[place]).sum(axis=1) / roster.planned[place].sum(axis=1)
    return [float(round(share, 4)) for share in np.clip(np.round(usual * factor * roster.posts) / roster.posts, 1 / roster.posts, 1)]


def own_rates(fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """New contacts expected in each half-hour of each date of the log (dates × 48), and on an average day (days of the week × 48)."""
    expected = fit.new.expected(fit.week)
    place = fit.week.place(pd.Series(fit.week.dates))
    mean, counts = expected[place], fit.new.counts
    v = extra_variance(counts, mean)
    rates = np.divide(mean * (v * counts + 1), v * mean + 1)
    return rates, expected


def extra_variance(counts, mean) -> float:
    """Variance of the factor on the rate of half-hours beyond Poisson noise, by moments: Σ((n - m)² - n) / Σm², not below 0."""
    return max(0.0, float((((counts - mean) ** 2 - counts).sum()) / (mean**2).sum()))


def surges(fit: Fit, most: int = 6) -> list[tuple]:
    """Half-hours with far more contacts than their weekday and hour explain: (date, hour, contacts, expected), the worst first."""
    place = fit.week.place(pd.Series(fit.week.dates))
    mean, counts = fit.all.expected(fit.week)[place], fit.all.counts
    spread = np.sqrt(mean + extra_variance(counts, mean) * mean**2)
    score = np.divide(counts - mean, spread, out=np.zeros_like(mean), where=spread > 0)
    order = np.argsort(-score, axis=None)[:most]
    found = [
        (row, half)
        for row, half in zip(*np.unravel_index(order, score.shape))
        if score[row, half] > 4 and counts[row, half] > mean[row, half] + 20
    ]
    return [(fit.week.dates[row], half / 2, float(counts[row, half]), float(mean[row, half])) for row, half in found]


def _profile(row):
    """The 48 weights of a date."""
    shape = row / row.sum() * HALVES if row.sum() > 0 else np.ones(HALVES)
    return tuple(_neat(weight) for weight in shape)


def _neat(value):
    return float(f"{value:.6g}")
