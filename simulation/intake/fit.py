"""All estimates from a log, together."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .arrivals import Arrivals, fit_arrivals
from .capacity import Capacity, find_capacity
from .clean import Log
from .hours import Week, find_week, half_hours
from .patience import Patience, fit_patience
from .repeats import Again, fit_retry, fit_return, known_calls, population
from .service import SHORT, Service, fit_service
from .shifts import Roster, fit_shifts
from .waiting import Leavers, find_leavers


@dataclass(frozen=True)
class Fit:
    """What was estimated. ``contacts`` are those within opening hours, with the ``weight`` with which each wants a person; ``all`` is
    the profile of all contacts, ``new`` of those that are no repeats; ``repeats`` the share that are; estimates that the log cannot give
    are None."""

    log: Log
    week: Week
    contacts: pd.DataFrame
    leavers: Leavers
    all: Arrivals
    new: Arrivals
    service: Service
    patience: Patience | None
    retry: Again | None
    returns: Again | None
    after_short: Again | None
    repeats: float
    population: int
    known_customers: int
    known_share: float
    capacity: Capacity
    roster: Roster
    outside: int

    @property
    def mean_wait(self):
        """Mean wait (min) of all who wanted a person."""
        return float((self.contacts["wait"] * self.contacts["weight"]).sum() / self.contacts["weight"].sum())

    @property
    def gave_up(self):
        """Share of all who wanted a person who hung up."""
        return float(self.contacts.loc[self.contacts["outcome"] == "hang", "weight"].sum() / self.contacts["weight"].sum())


def fit_log(log: Log) -> Fit:
    """Every estimate that the log allows."""
    week = find_week(log.contacts)
    contacts = log.contacts[week.inside(log.contacts)].reset_index(drop=True)
    leavers = find_leavers(contacts)
    contacts["weight"] = leavers.weight
    every = fit_arrivals(contacts, week, leavers.weight)
    retry, returns, after_short = _repeats(contacts, week) if log.has_customers else (None, None, None)
    repeated = _repeat_counts(contacts, week, every, retry, returns)
    repeats = float(repeated.sum() / every.counts.sum())
    new = _new(every, repeated, week, _repeat_error(contacts, week, retry, returns))
    people, distinct, known = population(contacts, repeats)
    capacity = find_capacity(contacts, week, log.has_servers)
    return Fit(
        log,
        week,
        contacts,
        leavers,
        every,
        new,
        fit_service(contacts),
        fit_patience(contacts, leavers),
        retry,
        returns,
        after_short,
        repeats,
        people,
        distinct,
        known,
        capacity,
        fit_shifts(capacity.able, week),
        len(log.contacts) - len(contacts),
    )


def _repeats(contacts, week):
    """Who tries again after giving up; who comes back after a service, and after a very short one."""
    calls = known_calls(contacts, week)
    return fit_retry(calls), fit_return(calls), fit_return(calls.only_short(SHORT))


def _repeat_counts(contacts, week, every, retry, returns):
    """Expected repeats by working date × half-hour: those who gave up and those who were served, moved on by exponential delays of
    opening time."""
    found = np.zeros_like(every.counts)
    gone = (contacts["outcome"] == "hang").to_numpy()
    is_open = week.open[week.place(pd.Series(week.dates))]
    if retry:
        found += retry.share * _later(half_hours(contacts[gone], week, contacts.loc[gone, "weight"]), retry.delay, is_open)
    if returns:
        minutes = returns.delay * 30 * is_open.sum() / len(is_open)
        found += returns.share * _later(half_hours(contacts[~gone], week), minutes, is_open)
    return np.minimum(found, 0.9 * every.counts)


def _later(counts, delay, is_open):
    """Counts by half-hour moved on by an exponential delay (min of opening time, over nights), from anywhere in their half-hour."""
    rate = 30 / delay
    steps = np.arange(1, min(counts.size, int(20 / rate) + 3))
    stay = 1 + np.expm1(-rate) / rate
    kernel = np.concatenate([[stay], np.expm1(-rate) ** 2 / rate * np.exp(-rate * (steps - 1))])
    moved = np.zeros_like(counts)
    moved[is_open] = np.convolve(counts[is_open], kernel)[: is_open.sum()]
    return moved


def _repeat_error(contacts, week, retry, returns):
    """Standard error of the repeats a day, from those of the two shares."""
    gone = contacts["outcome"] == "hang"
    parts = [retry.share_error * contacts.loc[gone, "weight"].sum()] if retry else []
    parts += [returns.share_error * (~gone).sum()] if returns else []
    return float(np.hypot.reduce(parts) / len(week.dates)) if parts else 0.0


def _new(every, repeated, week, error):
    """The profile of contacts that are no repeats, from counts by date and half-hour."""
    left = every.counts - repeated
    rows, halves = np.nonzero(left)
    cells = pd.DataFrame({"day": [week.dates[row] for row in rows], "arrival": halves * 30.0 + 15})
    found = fit_arrivals(cells, week, left[rows, halves])
    return replace(found, per_day_error=float(np.hypot(found.per_day_error, error)))
