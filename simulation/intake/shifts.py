"""Which shifts, of how many people each, put as many at work as were able to serve.

The model divides the roster among shifts, and on each weekday a share of it works; a person is at work during the part of the shift that
lies within opening hours. Shifts start and end on the half-hour, last from three to nine hours, and hold whole people. First the people
able to serve are split into a factor of the weekday and one of the hour; days that come near the fullest one count as full. Then the
roster grows step by step: each step makes the one move (one person more, one less, or from one shift to another) that brings the
sum of squared differences down most, until none does by much. At last the weekdays' shares are fitted again, in whole people.
"""

from dataclasses import dataclass

import numpy as np

from .hours import HALVES, Week

SHORTEST, LONGEST = 6, 18
"""Length of a shift in half-hours."""

MOST_SHIFTS = 24
"""As many as a scenario may list."""

WORTH, SMALL = 0.001, 10
"""A move must lower the sum of squares by this share of that without any roster, or the roster would follow noise; where more people than so many are needed at once one of them
is worth less, and the share is as many times smaller."""

FULL = 0.9
"""Weekdays with at least this share of the people of the fullest one have the whole roster at work."""


@dataclass(frozen=True)
class Roster:
    """``starts`` and ``ends`` (hours of day) and ``people`` of each shift; ``weekday``: share of the roster at work on each day of the
    week; ``planned``: people at work by day of the week × 48; ``error``: root mean square difference (people) from those able to serve."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    people: tuple[int, ...]
    weekday: tuple[float, ...]
    planned: np.ndarray
    error: float

    @property
    def posts(self):
        """People on the roster."""
        return sum(self.people)


def fit_shifts(able: np.ndarray, week: Week) -> Roster:
    """The roster that comes nearest to the people able to serve (days of the week × 48); while it is open, an office has at least one."""
    target, dates = np.maximum(able, 1.0) * week.open, week.dates_per_day[:, None].astype(float)
    covers, spans = _candidates(week)
    share = _shares(target, week.open, dates)
    people = np.zeros(len(covers), dtype=int)
    best = _misfit(people, share, covers, target, week.open, dates)
    least = WORTH * best / max(1.0, target.max() / SMALL)
    while True:
        moves = list(_moves(people))
        values = [_misfit(people + move, share, covers, target, week.open, dates) for move in moves]
        if best - min(values) < least:
            return _roster(people, covers, spans, target, week, dates)
        best = min(values)
        people = people + moves[values.index(best)]


def _shares(target, is_open, dates):
    """Factor of each weekday, from people ≈ weekday × hour (by turns, least squares); 1 for the full ones."""
    factor = np.ones((len(target), 1))
    for _ in range(100):
        hour = _ratio(dates * factor * target, dates * factor**2 * is_open, axis=0)
        factor = _ratio(hour * target, hour**2 * is_open, axis=1)
    full = factor >= FULL * factor.max()
    return np.where(full, 1.0, np.minimum(factor / factor[full].mean(), 1.0))


def _ratio(top, bottom, axis):
    """Ratio of sums along an axis, 0 where there is nothing."""
    top, bottom = top.sum(axis=axis, keepdims=True), bottom.sum(axis=axis, keepdims=True)
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _candidates(week):
    """All shifts within the widest opening hours: which half-hours each covers, and its first and last."""
    first, last = int(min(week.opens) * 2), int(max(week.closes) * 2)
    shortest = min(SHORTEST, last - first)
    spans = [(start, end) for start in range(first, last) for end in range(start + shortest, min(start + LONGEST, last) + 1)]
    halves = np.arange(HALVES)
    return np.array([(halves >= start) & (halves < end) for start, end in spans], dtype=float), spans


def _moves(people):
    """Ways to change the roster by one person: one more, one less, or one from a shift to another."""
    eye = np.eye(len(people), dtype=int)
    held = np.flatnonzero(people)
    if len(held) < MOST_SHIFTS:
        yield from eye
        yield from (eye[new] - eye[old] for old in held for new in range(len(people)) if new != old)
    yield from (-eye[old] for old in held)
    yield from (eye[new] - eye[old] for old in held for new in held if new != old)


def _misfit(people, share, covers, target, is_open, dates):
    """Sum over dates of squared differences between people at work and people able to serve."""
    return float((dates * (share * (people @ covers) * is_open - target) ** 2).sum())


def _roster(people, covers, spans, target, week, dates):
    """The roster in plain numbers, shifts by their hours."""
    posts, roster = int(people.sum()), people @ covers * week.open
    share = np.clip(_ratio(roster * target, roster**2, axis=1), 1 / posts, 1)
    share = np.round(share * posts) / posts
    planned = share * roster
    error = np.sqrt((dates * (planned - target) ** 2).sum() / (dates * week.open).sum())
    held = sorted((number for number in np.flatnonzero(people)), key=lambda number: spans[number])
    return Roster(tuple(spans[i][0] / 2 for i in held), tuple(spans[i][1] / 2 for i in held), tuple(int(people[i]) for i in held),
                  tuple(float(round(value, 4)) for value in share[:, 0]), planned, float(error))
