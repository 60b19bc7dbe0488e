"""What virtual trials share: worlds that are alike up to a day, errors over worlds, who was there and for how long, how their episodes
ended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import nan, sqrt

import numpy as np

from ...measures.events import CODE
from ...scenario import Scenario
from ...scenario.declare import Change, Values
from .lab import Diary

ROUNDING = 1e-9
"""What is smaller is rounding."""


def dated(office: Scenario, *changes: tuple[int, Mapping]) -> Scenario:
    """The same office with values that change on days: (day, values). Twin worlds are alike to the bit up to the first of these."""
    made = replace(office, changes=(*office.changes, *(Change(day, Values(values)) for day, values in changes)))
    return made.with_values({})  # checked as a file is


def jackknife(statistic: Callable[[list], float], worlds: Sequence) -> tuple[float, float]:
    """A statistic of worlds, whatever each consists of, and its standard error by leaving out one after the other (Efron 1982)."""
    worlds = list(worlds)
    n, value = len(worlds), float(statistic(worlds))
    if n < 2:
        return value, nan
    without = np.array([statistic(worlds[:i] + worlds[i + 1:]) for i in range(n)])
    return value, float(sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2)))


def share(part: float, whole: float) -> float:
    """A share; NaN of nothing."""
    return part / whole if whole > 0 else nan


def gain(parts: Sequence, wholes: Sequence, parts_without: Sequence, wholes_without: Sequence) -> tuple[float, float]:
    """By how many percent a ratio of sums over worlds is larger than in the twin worlds without, and its standard error."""
    def of(worlds):
        part, whole, part_without, whole_without = np.sum(worlds, axis=0)
        return 100.0 * (share(share(part, whole), share(part_without, whole_without)) - 1.0)

    return jackknife(of, list(zip(parts, wholes, parts_without, wholes_without)))


def seen(found: tuple[float, float]) -> tuple[float, float]:
    """A difference between twins, and its error. One that is nought in every world is none, not one of the right sign: NaN, which lies in
    no band."""
    value, error = found
    return (nan, nan) if abs(value) < ROUNDING and not error > ROUNDING else found


def joined(diary: Diary) -> np.ndarray:
    """The day on which each person joined, by number on the payroll; before the run for those who are there when it starts."""
    events = diary.events
    people = 1 + int(max(events["who"].max(initial=-1), diary.seats["person"].max(initial=-1)))
    day = np.full(people, np.iinfo(np.int64).max)
    start, hire = events[events["event"] == CODE["start"]], events[events["event"] == CODE["hire"]]
    day[start["who"]] = -start["value"].astype(np.int64)
    day[hire["who"]] = hire["day"]
    return day


def episodes(diary: Diary, first: int, end: int) -> np.ndarray:
    """The episodes that people faced from one day up to, not including, another."""
    events = diary.events
    return events[(events["event"] == CODE["episode"]) & (events["who"] >= 0) & (events["day"] >= first) & (events["day"] < end)]


def by_person(faced: np.ndarray, people: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Of episodes, how many each of these people faced and how many of them ended well."""
    people = np.asarray(people, np.int64)
    most = 1 + int(max(faced["who"].max(initial=-1), people.max(initial=-1)))
    return (np.bincount(faced["who"], minlength=most)[people], np.bincount(faced["who"], faced["value"], most)[people])
