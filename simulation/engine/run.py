"""The one entry to the engine: simulate a scenario under some seeds."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from ..measures.daily import NAMES  # noqa: F401  (the columns of `Result.daily`)
from ..measures.outcomes import LAST_DAYS
from . import layout as lay
from .build import Capacity, Plan
from .office import run

EVENTS_AT_FIRST = 1 << 14


class Result(NamedTuple):
    """What a run gives. daily: day x `measures.daily.NAMES`, or None if not asked for; sums: each column added up from the first day to the last;
    tail: the rows of the last `measures.outcomes.LAST_DAYS` days; events: records of `measures.events.FIELDS`, or None if not asked for; teams: of whoever is
    on each seat at the end, -1 if nobody; ties: seat x seat; status: 0."""

    daily: np.ndarray | None
    sums: np.ndarray
    tail: np.ndarray
    events: np.ndarray | None
    teams: np.ndarray
    ties: np.ndarray
    status: int


class Engine:
    """A scenario made ready, to be run under many seeds; capacities that have proved too small stay doubled."""

    def __init__(self, scenario, days, events=False, daily=True):
        self.plan, self.days, self.with_events, self.with_daily = Plan(scenario), int(days), events, daily
        self.capacity = Capacity(events=EVENTS_AT_FIRST if events else 0)

    def one(self, seed):
        """Simulate one seed: 0 to 2^63 - 1."""
        while True:
            capacity = self.capacity
            state = self.plan.state(int(seed), self.days, capacity, None if self.with_daily else LAST_DAYS)
            status = run(state, self.days)
            if status == lay.FINE:
                return self._result(state)
            larger = capacity.doubled(status)
            if larger.total >= self.capacity.total:
                self.capacity = larger

    def _result(self, state):
        events = np.asarray(state.events)[:state.office[0].events_count] if self.with_events else None
        tail = np.arange(max(0, self.days - LAST_DAYS), self.days) % len(state.daily)
        return Result(state.daily if self.with_daily else None, state.sums, state.daily[tail], events, np.where(state.staff["exists"] == 1, state.staff["team"], -1), state.ties, int(state.office[0].status))


def simulate(scenario, seeds, days, events=False, daily=True, workers=1):
    """Simulate a scenario over so many days under each seed and give a list of `Result`; with more workers, side by side in threads."""
    engine = Engine(scenario, days, events, daily)
    seeds = list(seeds)
    if workers > 1 and len(seeds) > 1:
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(engine.one, seeds))
    return [engine.one(seed) for seed in seeds]
