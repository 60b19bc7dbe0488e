"""How many people are able to serve, by weekday and half-hour.

Codes of servers seen in a half-hour count who served at some time in it, not who could at each moment: people come and go, take breaks, do
other work. What the queue feels shows in how many serve at once. While somebody waits, everybody who can serve does: the number serving
*is* the number able. While nobody waits, it is only a lower bound. So the number able is censored, just as patience is, and its mean is
estimated in the same way (Kaplan & Meier 1958, JASA 53:457-481), moment by moment within each half-hour of the weekday. Looking only at
moments when people wait would pick the moments when few were able. It is never taken to be more than the servers seen.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .hours import HALVES, Week

GRID = 1 / 6
"""The state of the office is looked at every so many minutes."""

SAMPLES = round(30 / GRID)
"""Looks in a half-hour."""


@dataclass(frozen=True)
class Capacity:
    """By day of the week × 48 half-hours, means over its dates: people ``able`` to serve, different servers ``seen`` (at least as many as
    serve at once), mean number ``serving``, share of time with somebody ``waiting``; ``by_date``: people able, working dates × 48;
    ``peak``: most serving at once."""

    able: np.ndarray
    seen: np.ndarray
    serving: np.ndarray
    waiting: np.ndarray
    by_date: np.ndarray
    peak: int


def find_capacity(contacts: pd.DataFrame, week: Week, has_servers: bool) -> Capacity:
    """Capacity of each day of the week."""
    busy, queue = state(contacts, week)
    seen = _servers(contacts, week) if has_servers else _most_around(busy)
    place = week.place(pd.Series(week.dates))
    able, mean_seen, serving, waiting = (np.zeros((len(week), HALVES)) for _ in range(4))
    for day in range(len(week)):
        on = place == day
        mean_seen[day], serving[day], waiting[day] = seen[on].mean(axis=0), busy[on].mean(axis=(0, 2)), queue[on].mean(axis=(0, 2))
        for half in np.flatnonzero(week.open[day]):
            able[day, half] = min(_able(busy[on, half].ravel(), queue[on, half].ravel())[0], mean_seen[day, half])
    usual = np.divide(able, mean_seen, out=np.zeros_like(able), where=mean_seen > 0)[place] * seen
    return Capacity(able, mean_seen, serving, waiting, _by_date(busy, queue, seen, usual), int(busy.max()))


def _by_date(busy, queue, seen, usual):
    """People able on each date: its own estimate where most of it is exact, else the usual share of the servers seen that day."""
    found = usual.copy()
    for date, half in zip(*np.nonzero(usual > 0)):
        own, unknown = _able(busy[date, half], queue[date, half])
        if unknown < 0.5:
            found[date, half] = min(own, seen[date, half])
    return found


def state(contacts: pd.DataFrame, week: Week) -> tuple[np.ndarray, np.ndarray]:
    """Number serving, and whether anybody waits: working dates × 48 half-hours × looks."""
    moments = np.arange(0, 1440, GRID) + GRID / 2
    shape = (len(week.dates), HALVES, SAMPLES)
    busy, queue = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=bool)
    parts = dict(list(contacts.groupby("day")))
    for row, date in enumerate(week.dates):
        part = parts[date]
        served, waited = part[part["outcome"] == "agent"], part[part["wait"] > 0]
        over = served["began"] + served["service"].fillna(0)
        busy[row] = _between(served["began"], over, moments).reshape(HALVES, SAMPLES)
        queue[row] = (_between(waited["joined"], waited["joined"] + waited["wait"], moments) > 0).reshape(HALVES, SAMPLES)
    return busy, queue


def _between(start, end, moments):
    return np.searchsorted(np.sort(start), moments, "right") - np.searchsorted(np.sort(end), moments, "right")


def _able(busy, waits):
    """Mean of a whole number that is exact where somebody waits and a lower bound elsewhere: the sum of P(able > n); and how much of
    the curve stays unknown, P(able > most seen)."""
    levels = np.arange(busy.max() + 1)
    at_risk = (busy[:, None] >= levels).sum(axis=0)
    exact = ((busy[:, None] == levels) & waits[:, None]).sum(axis=0)
    alive = np.cumprod(1 - exact / at_risk)
    return float(alive.sum()), float(alive[-1])


def _servers(contacts, week):
    """Different servers at work in each half-hour: working dates × 48."""
    named = contacts[(contacts["server"] != "") & contacts["began"].notna()]
    ends = named["began"], named["began"] + named["service"].fillna(0)
    halves = [np.clip(time // 30, 0, HALVES - 1).astype(int) for time in ends]
    row = pd.Index(week.dates).get_indexer(named["day"])
    both = pd.concat([pd.DataFrame({"row": row, "half": half.to_numpy(), "server": named["server"].to_numpy()}) for half in halves])
    found = np.zeros((len(week.dates), HALVES))
    counts = both[both["row"] >= 0].groupby(["row", "half"])["server"].nunique()
    found[counts.index.get_level_values(0), counts.index.get_level_values(1)] = counts
    return found


def _most_around(busy):
    """Where servers have no code: most serving at once in the half-hour and the two beside it."""
    most = busy.max(axis=2).astype(float)
    around = np.pad(most, ((0, 0), (1, 1)))
    return np.maximum(most, np.maximum(around[:, :-2], around[:, 2:]))
