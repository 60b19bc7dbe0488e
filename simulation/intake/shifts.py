"""Which shifts, of how many people each, put as many at work as were able to serve.

The model divides the roster among shifts, and on each weekday a share of it works; a person is at work during the part of the shift that
lies within opening hours. Shifts start and end on the half-hour, last from three to nine hours, and hold whole people. They are found
step by step: each step makes the one move (add, drop, lengthen, shorten, or swap a person) that brings the sum of squared
differences down most, until none does; the weekdays' shares are refitted to each roster by least squares.
"""

from dataclasses import dataclass

import numpy as np

from .hours import HALVES, Week

SHORTEST, LONGEST = 6, 18
"""Length of a shift in half-hours."""

MOST_SHIFTS = 24
"""As many as a scenario may list."""

WORTH = 0.004
"""A move must lower the sum of squares by this share of its start, or the roster would follow noise."""


@dataclass(frozen=True)
class Roster:
    """``starts`` and ``ends`` (hours of day) and ``people`` of each shift; ``weekday``: share of the roster at work on each day of the week; ``planned``:
    people at work by day of the week × 48; ``error``: root mean square difference (people) from those able to serve."""

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
    """The roster that comes nearest to the people able to serve (days of the week × 48)."""
    covers, spans = _candidates(week)
    dates = week.dates_per_day.astype(float)
    people = np.zeros(len(covers), dtype=int)
    target = _target(able, week)
    best, base = _misfit(people, covers, target, week.open, dates)[0], float((dates[:, None] * target**2).sum())
    while True:
        moves = [(_misfit(people + move, covers, target, week.open, dates)[0], number) for number, move in enumerate(_moves(people, covers))]
        value, number = min(moves)
        if best - value < WORTH * base * 0.25:
            break
        people = people + list(_moves(people, covers))[number]
        best = value
    return _roster(people, covers, spans, target, week, dates)


def _target(able, week):
    """People able to serve, within opening hours."""
    return able * week.open


def _candidates(week):
    """All shifts within the widest opening hours: which half-hours each covers, and its hours."""
    first, last = int(min(week.opens) * 2), int(max(week.closes) * 2)
    shortest = min(SHORTEST, last - first)
    spans = [(start, end) for start in range(first, last) for end in range(start + shortest, min(start + LONGEST, last) + 1)]
    halves = np.arange(HALVES)
    return np.array([(halves >= start) & (halves < end) for start, end in spans], dtype=float), spans


def _moves(people, covers):
    """Ways to change the roster by one person: one more, one less, or one from a shift to another."""
    eye = np.eye(len(covers), dtype=int)
    held = np.flatnonzero(people)
    if np.count_nonzero(people) < MOST_SHIFTS:
        yield from eye
    yield from (-eye[old] for old in held)
    yield from (eye[new] - eye[old] for old in held for new in range(len(covers)) if new != old)


def _misfit(people, covers, target, is_open, dates):
    """Sum of squared differences over dates, and the weekdays' shares: 1 on the day with most people."""
    roster = people @ covers * is_open
    top = (roster * target).sum(axis=1)
    share = np.divide(top, (roster**2).sum(axis=1), out=np.zeros(len(target)), where=(roster**2).sum(axis=1) > 0)
    share = share / share.max() if share.max() > 0 else share
    return float((dates[:, None] * (share[:, None] * roster - target) ** 2).sum()), share


def _roster(people, covers, spans, target, week, dates):
    """The roster, in plain numbers, shifts by start."""
    _, share = _misfit(people, covers, target, week.open, dates)
    held = [number for number in np.argsort([start * 100 + end for start, end in spans]) if people[number]]
    posts = people.sum()
    share = np.round(share * posts) / posts
    planned = share[:, None] * (people @ covers) * week.open
    error = np.sqrt((dates[:, None] * (planned - target) ** 2).sum() / (dates[:, None] * week.open).sum())
    return Roster(tuple(spans[i][0] / 2 for i in held), tuple(spans[i][1] / 2 for i in held), tuple(int(people[i]) for i in held),
                  tuple(float(round(value, 4)) for value in share), planned, float(error))
