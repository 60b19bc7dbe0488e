"""When the office is open: the weekdays, and the hours of each, from when contacts are in fact served.

An automatic voice unit answers all night, so that contacts alone say nothing; only half-hours in which people serve count.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..measures.story_words import WEEKDAYS

HALVES = 48
"""Half-hours in a day."""

BUSY = 0.12
"""A half-hour is open if it serves at least this share of what a busy half-hour (the 75th percentile) of the weekday does."""

OPEN_DAY = 0.2
"""A date is a working day if it serves at least this share of the median of its weekday; a weekday, of a tenth of the median day."""


@dataclass(frozen=True)
class Week:
    """The week of the office. Its first day is the weekday of the log's first working date; weekdays without work are left out.

    ``weekdays`` (0 Monday … 6 Sunday), ``opens`` and ``closes`` (hours of day) are in the order of the model's week; ``dates`` are
    the working dates of the log.
    """

    weekdays: tuple[int, ...]
    opens: tuple[float, ...]
    closes: tuple[float, ...]
    dates: tuple[pd.Timestamp, ...]

    def __len__(self):
        return len(self.weekdays)

    def names(self, lang="en"):
        """The names of the days, in the model's order."""
        return tuple(WEEKDAYS[lang][weekday] for weekday in self.weekdays)

    @cached_property
    def open(self):
        """Which half-hours are open: bool, days of the week × 48."""
        halves = np.arange(HALVES) / 2
        return np.array([(halves >= first) & (halves < last) for first, last in zip(self.opens, self.closes)])

    @property
    def dates_per_day(self):
        """How many working dates of the log fall on each day of the week."""
        return np.bincount(self.place(pd.Series(self.dates)), minlength=len(self))

    def place(self, days: pd.Series) -> np.ndarray:
        """Place of each date in the model's week (0 first); -1 for a weekday that is closed."""
        table = np.full(7, -1)
        table[list(self.weekdays)] = np.arange(len(self))
        return table[days.dt.day_of_week.to_numpy()]

    def number(self, days: pd.Series) -> np.ndarray:
        """Number of each date among the days of a run that begins on the log's first working date (0 first); days of the run
        are all open days of the week, so that a holiday in the log leaves a gap."""
        since = (days.dt.normalize() - self.dates[0]).dt.days.to_numpy()
        return since // 7 * len(self) + self.place(days)

    @property
    def run_days(self):
        """Length (days) of the run that covers the log."""
        return int(self.number(pd.Series(self.dates[-1:]))[0]) + 1

    def inside(self, contacts: pd.DataFrame) -> np.ndarray:
        """Which contacts count: on a working date, and within the hours or, outside them, answered by a person all the same."""
        place = self.place(contacts["day"])
        half = np.minimum((contacts["arrival"] // 30).astype(int), HALVES - 1)
        within = self.open[np.maximum(place, 0), half] & (place >= 0)
        return contacts["day"].isin(self.dates).to_numpy() & (place >= 0) & (within | (contacts["outcome"] == "agent").to_numpy())


def find_week(contacts: pd.DataFrame) -> Week:
    """The week of a log."""
    served = contacts[contacts["outcome"] == "agent"]
    a_day = served.groupby("day").size()
    weekday = a_day.index.day_of_week
    typical = a_day.groupby(weekday).median()
    open_weekdays = typical[typical >= OPEN_DAY * 0.1 * a_day.median()].index
    dates = [
        day for day, count, number in zip(a_day.index, a_day, weekday) if number in open_weekdays and count >= OPEN_DAY * typical[number]
    ]
    order = sorted(open_weekdays, key=lambda number: (number - dates[0].day_of_week) % 7)
    hours = [_hours(served[served["day"].isin([day for day in dates if day.day_of_week == number])]) for number in order]
    return Week(tuple(map(int, order)), tuple(first for first, _ in hours), tuple(last for _, last in hours), tuple(dates))


def _hours(served):
    """First and last hour of a weekday: the stretch of half-hours that serve, of the median date (of the mean, with one or two)."""
    half = np.minimum(served["arrival"] // 30, HALVES - 1).astype(int)
    counts = pd.crosstab(served["day"], half).reindex(columns=range(HALVES), fill_value=0).to_numpy()
    typical = np.median(counts, axis=0) if len(counts) > 2 else counts.min(axis=0)
    if not typical.any():
        typical = counts.mean(axis=0)
    busy = np.flatnonzero(typical >= max(BUSY * np.quantile(typical[typical > 0], 0.75), 1e-9))
    return float(busy[0] / 2), float((busy[-1] + 1) / 2)


def half_of(contacts: pd.DataFrame, week: Week) -> np.ndarray:
    """Half-hour of the day in which each contact arrived; those outside the hours count at their edge."""
    place = np.maximum(week.place(contacts["day"]), 0)
    first, last = (np.array(edge)[place] * 2 for edge in (week.opens, week.closes))
    return np.clip(contacts["arrival"] // 30, first, last - 1).astype(int).to_numpy()


def half_hours(contacts: pd.DataFrame, week: Week, weight=None) -> np.ndarray:
    """Contacts by working date and half-hour of arrival (dates × 48), weighted if asked."""
    counts = np.zeros((len(week.dates), HALVES))
    row = pd.Index(week.dates).get_indexer(contacts["day"])
    np.add.at(counts, (row, half_of(contacts, week)), 1.0 if weight is None else weight)
    return counts
