"""The one entry to the engine: simulate a scenario under some seeds."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from operator import index
from typing import NamedTuple

import numpy as np
from numba.core.event import Listener, install_listener

from ..measures.outcomes import LAST_DAYS
from ..rules.order import LARGEST_SEED
from . import layout as lay
from .build import Capacity, Plan
from .office import run

MOST_DAYS = 1_000_000
EVENTS_AT_FIRST = 1 << 14
STEPS_AT_FIRST = 1 << 10


def whole(name, value, largest):
    """Give a whole number from 0 to the largest allowed; anything else is a ValueError that says so."""
    try:
        number = index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= largest:
        raise ValueError(f"{name} must be a whole number from 0 to {largest} (given {value!r})")
    return number


class Result(NamedTuple):
    """What a run gives. daily: day x `measures.daily.NAMES`, or None if not asked for; sums: each column added up from the first day to the last;
    tail: the rows of the last `measures.outcomes.LAST_DAYS` days; events: records of `measures.events.FIELDS`, or None if not asked for; teams: of whoever is
    on each seat at the end, -1 if nobody; ties: seat x seat; status: 0; steps: the office (`layout.STEPS`) and trail: each seat (`layout.TRAIL`) at the end of
    each minute of the days asked for, step x seat, or None."""

    daily: np.ndarray | None
    sums: np.ndarray
    tail: np.ndarray
    events: np.ndarray | None
    teams: np.ndarray
    ties: np.ndarray
    status: int
    steps: np.ndarray | None = None
    trail: np.ndarray | None = None


class _Teller(Listener):
    """Says on standard error that something is being compiled, once; where the cache is warm, nothing is."""

    said = False

    def on_start(self, event):
        """Say it, the first time."""
        if not self.said:
            self.said = True
            how = "for this machine, once" if run.store else "for this process alone (no folder can be written; NUMBA_CACHE_DIR may name one)"
            print(f"compiling the engine {how}: about half a minute", file=sys.stderr, flush=True)

    def on_end(self, event):
        pass


_TELLER = _Teller()


class Engine:
    """A scenario made ready, to be run under many seeds; capacities that have proved too small stay doubled. Each thread keeps one state and uses it again.

    trail: the first and last day of which every minute is kept; machine: what runs the entry (`build.Native`, or `wasm.Wasmtime`, which one thread may use)."""

    def __init__(self, scenario, days, events=False, daily=True, trail=None, machine=None):
        self.days, self.with_events, self.with_daily, self.seen = whole("days", days, MOST_DAYS), events, daily, trail
        with install_listener("numba:compile", _TELLER):
            self.plan = Plan(scenario, machine)
        self.capacity = Capacity(events=EVENTS_AT_FIRST if events else 0, steps=STEPS_AT_FIRST if trail else 1)
        self._kept = threading.local()

    def turn_to(self, scenario):
        """Go on with another scenario: with the room that runs have needed, and this thread's state written over rather than made anew if it is as large. No other
        thread may be running this engine."""
        kept, before, self._kept = self._kept, self.plan, threading.local()
        state = getattr(kept, "state", None)
        self.plan = Plan(scenario, before.machine, state)
        if state and self.plan.sizes == before.sizes:
            vars(self._kept).update(vars(kept), status=before.machine.run(state, lay.PLAN))

    def one(self, seed, look=None, every=1):
        """Simulate one seed: 0 to 2^63 - 1. look: called with the state before the first day and after every so many; what it raises ends the run."""
        seed = whole("a seed", seed, LARGEST_SEED)
        while True:
            kept = self._ready()
            status = kept.status
            if status == lay.FINE:
                kept.request["seed"] = seed
                self.plan.machine.run(kept.state, lay.BEGIN)
                status = self._days(kept.state, look, every)
            if status == lay.FINE:
                return self._result(kept)
            larger = kept.capacity.doubled(status)
            if larger.total >= self.capacity.total:
                self.capacity = larger

    def _days(self, state, look, every):
        """Run all days, and let somebody look at the state in between."""
        for day in (*range(0, self.days, every), self.days) if look else (self.days,):
            status = self.plan.machine.run(state, lay.RUN, day)
            if status != lay.FINE:
                break
            if look:
                look(state)
        return status

    def _ready(self):
        """Give what this thread keeps: capacity, state and status of planning, made anew if other runs have needed more room."""
        kept, capacity = self._kept, self.capacity
        if getattr(kept, "capacity", None) is not capacity:
            vars(kept).clear()  # first let go of what was too small
            kept.state, kept.status = self.plan.state(self.days, capacity, self.days if self.with_daily else LAST_DAYS, self.seen)
            kept.request, kept.staff = (table.view(np.ndarray) for table in (kept.state.request, kept.state.staff))  # fields of a recarray take ten times as long
            kept.last = np.arange(max(0, self.days - LAST_DAYS), self.days) % max(1, len(kept.state.daily))
            kept.capacity = capacity
        return kept

    def _result(self, kept):
        """Copy what a run gives out of the state."""
        state, staff = kept.state, kept.staff
        steps = int(state.office[0].steps_count) if self.seen else 0
        return Result(
            state.daily.copy() if self.with_daily else None, state.sums.copy(), state.daily[kept.last],
            np.array(state.events[:state.office[0].events_count]) if self.with_events else None,
            np.where(staff["exists"] == 1, staff["team"], -1), state.ties.copy(), lay.FINE,
            np.array(state.steps[:steps]) if self.seen else None,
            np.array(state.trail[:steps * self.plan.seats]).reshape(steps, -1) if self.seen else None)


def simulate(scenario, seeds, days, events=False, daily=True, workers=1):
    """Simulate a scenario over so many days under each seed and give a list of `Result`; with more workers, side by side in threads."""
    engine = Engine(scenario, days, events, daily)
    seeds = list(seeds)
    if workers > 1 and len(seeds) > 1:
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(engine.one, seeds))
    return [engine.one(seed) for seed in seeds]
