"""What virtual studies are made with: offices, worlds, and diaries of everybody in them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from math import nan, sqrt
from typing import NamedTuple

import numpy as np

from ...engine.run import Engine, Result
from ...measures.daily import NAMES
from ...measures.outcomes import outcomes_of_many
from ...scenario import Scenario, load
from ..compare import working_days
from ..drivers import runs
from ..parallel import cores

DIARY = ("exists", "person", "team", "channel", "room", "tenure", "strain", "exhaustion", "trust", "belonging", "experience", "performance", "tie_sum", "disposition")
"""What a diary holds of each seat at the end of each day, unless told otherwise: fields of `engine.layout.STAFF`."""


class Diary(NamedTuple):
    """One world in full. seats: day x seat records, as they were at the end of the day (row 0: before the first day); events: records of
    `measures.events.FIELDS`, `event` a code of `measures.events.CODE`; daily: day x column of `measures.daily.NAMES`."""

    seats: np.ndarray
    events: np.ndarray
    daily: np.ndarray

    def column(self, name: str) -> np.ndarray:
        """A column of the daily table."""
        return self.daily[:, NAMES.index(name)]


@dataclass(frozen=True)
class Lab:
    """Where virtual studies are carried out. worlds: of each arm of a study, with seeds from `seed` on (arms of a study share them: twin worlds);
    over: values laid over an office, by its name, as a member of an ensemble has them; laid: values laid over every office after these and before those of the
    study, as a rival theory has them."""

    worlds: int = 12
    seed: int = 1
    workers: int = field(default_factory=cores)
    over: Mapping[str, Mapping] = field(default_factory=dict)
    laid: Mapping = field(default_factory=dict)

    @property
    def seeds(self) -> range:
        """The seeds of the worlds."""
        return range(self.seed, self.seed + self.worlds)

    def office(self, name: str, policy: str | None = None, values: Mapping = {}) -> Scenario:
        """An office, under a policy, with values of the study laid over it."""
        return load(name, policy, {**self.over.get(name, {}), **self.laid, **values})

    def days(self, scenario: Scenario, years: float) -> int:
        """So many years in working days."""
        return working_days(scenario, years)

    def outcomes(self, scenario: Scenario, days: int, keys: Sequence[str]) -> dict[str, np.ndarray]:
        """Outcomes by key, a number for each world."""
        values = outcomes_of_many([found.run for found in self._runs(scenario, days)], keys)
        return dict(zip(keys, values.T))

    def daily(self, scenario: Scenario, days: int, columns: Sequence[str]) -> np.ndarray:
        """Columns of the daily table: world x day x column."""
        return np.array([found.series for found in self._runs(scenario, days, columns)])

    def _runs(self, scenario, days, columns=()):
        found = [None] * self.worlds
        with closing(runs([scenario], [(0, seed) for seed in self.seeds], days, columns, workers=self.workers)) as results:
            for place, result in results:
                if result.failure:
                    raise RuntimeError(f"world {self.seeds[place]} broke at {result.failure.stage}: {result.failure.message}")
                found[place] = result
        return found

    def diaries(self, scenario: Scenario, days: int, fields: Sequence[str] = DIARY) -> list[Diary]:
        """Each world in full."""
        watched = self.watched(scenario, days, lambda state: np.array(state.staff[list(fields)]))
        return [Diary(np.array(seats), made.events, made.daily) for seats, made in watched]

    def watched(self, scenario: Scenario, days: int, look: Callable, every: int = 1, trail: tuple[int, int] | None = None) -> list[tuple[list, Result]]:
        """Each world, watched: what `look` makes of its state before the first day and after every so many, and the run with its events. trail: the first and
        last day of which every minute is kept. A world that needs more room than there was is begun again: of what was seen, the last time counts."""
        engine, looks = Engine(scenario, days, events=True, trail=trail), len(range(0, days, every)) + 1

        def one(seed):
            seen = []
            made = engine.one(seed, lambda state: seen.append(look(state)), every)
            return seen[-looks:], made

        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(one, self.seeds))


def mean(values) -> tuple[float, float]:
    """A mean over worlds and its standard error; worlds without a value (NaN) are left out."""
    values = np.asarray(values, float)
    values = values[~np.isnan(values)]
    if not len(values):
        return nan, nan
    return float(values.mean()), float(values.std(ddof=1) / sqrt(len(values))) if len(values) > 1 else nan


def ratio(parts, wholes) -> tuple[float, float]:
    """A ratio of sums over worlds and its standard error by the jackknife (Efron 1982)."""
    parts, wholes = np.asarray(parts, float), np.asarray(wholes, float)
    if wholes.sum() <= 0.0:
        return nan, nan
    n, value = len(parts), float(parts.sum() / wholes.sum())
    without = (parts.sum() - parts) / (wholes.sum() - wholes) if n > 1 else np.array([nan])
    return value, float(sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2)))


def jackknife(estimate: Callable, worlds: int) -> tuple[float, float]:
    """An estimate that all worlds give together, and its standard error by the jackknife (Efron 1982), which is not known (NaN) if one of the estimates is not finite. estimate: of places of worlds."""
    places = np.arange(worlds)
    without = np.array([estimate(np.delete(places, place)) for place in places]) if worlds > 1 else np.array([nan])
    if not np.isfinite(without).all():
        return float(estimate(places)), nan
    return float(estimate(places)), float(sqrt((worlds - 1) / worlds * np.sum((without - without.mean()) ** 2)))
