"""Runs by either driver, as what the outcomes and charts need of them: the one place where a driver is chosen.

The compiled engine and the Mesa model give the same figures, to the bit. The engine releases the GIL and runs in threads, one `Engine` for each
scenario; the model runs in processes.
"""

import threading
from collections.abc import Iterator, Sequence
from threading import Event
from typing import NamedTuple

import numpy as np

from ..measures.daily import NAMES
from ..measures.outcomes import Run, run_of
from ..scenario import Scenario
from . import COMPILED, DEFAULT_ENGINE
from .parallel import in_processes, in_threads

MOST_ENGINES = 12
"""Engines that are held at a time, each with a state for each thread (some 18 MB); of more scenarios, each thread turns one engine from one to the next (a millisecond)."""

DAYS_AT_A_TIME = 220
"""An engine looks after so many days whether it should go on."""


class Failure(NamedTuple):
    """Where a run broke, and what was said."""

    stage: str
    message: str


class RunResult(NamedTuple):
    """What a run gave: its facts and, day by day, the columns asked for; or its failure."""

    run: Run | None = None
    series: np.ndarray | None = None
    failure: Failure | None = None


def run_once(scenario: Scenario, seed: int, days: int, columns: Sequence[str] = (), engine: str = DEFAULT_ENGINE) -> RunResult:
    """Run a scenario once. columns: of the daily table, to be kept. What goes wrong is told, not raised."""
    return runner(scenario, days, columns, engine)(seed)


def runner(scenario: Scenario, days: int, columns: Sequence[str] = (), engine: str = DEFAULT_ENGINE, stop: Event | None = None, after=None):
    """Give a function of a seed that does what `run_once` does; the compiled engine is made once. stop: once set, ends a compiled run as a failure;
    after: such a function of this thread, for as many days and columns, that is not needed any more: its engine is turned to this scenario."""
    if engine != COMPILED:
        return lambda seed: _with_mesa(scenario, seed, days, columns)
    return _Compiled(scenario, days, columns, stop, getattr(after, "engine", None))


def runs(scenarios: Sequence[Scenario], tasks: Sequence[tuple[int, int]], days: int, columns: Sequence[str] = (), engine: str = DEFAULT_ENGINE,
         workers: int = 1) -> Iterator[tuple[int, RunResult]]:
    """Run tasks, each (place of the scenario, seed), side by side; give (position of the task, what `run_once` gives) as they are ready."""
    if engine != COMPILED:
        return in_processes(_with_mesa, [(scenarios[which], seed, days, columns) for which, seed in tasks], workers)
    stop = Event()
    if len(scenarios) > MOST_ENGINES:
        return in_threads(_Turned(scenarios, days, columns, stop), tasks, workers, stop.set)
    made = [_Compiled(scenario, days, columns, stop) for scenario in scenarios]
    return in_threads(lambda which, seed: made[which](seed), tasks, workers, stop.set)


class _Turned:
    """Runs of many scenarios: each thread has one engine, which is turned from one to the next."""

    def __init__(self, *asked):
        self.asked, self.own = asked, threading.local()

    def __call__(self, which, seed):
        scenarios, *how = self.asked
        if getattr(self.own, "which", None) != which:
            before = getattr(self.own, "made", None)
            self.own.which, self.own.made = which, _Compiled(scenarios[which], *how, getattr(before, "engine", None))
        return self.own.made(seed)


class _Compiled:
    """Runs of a scenario by the compiled engine, which is made once."""

    def __init__(self, scenario, days, columns=(), stop=None, used=None):
        from ..engine.run import Engine
        self.scenario, self.days, self.places, self.stop = scenario, days, [NAMES.index(name) for name in columns], stop
        try:
            if used:
                used.turn_to(scenario)
            self.engine, self.failure = used or Engine(scenario, days, daily=bool(columns)), None
        except Exception as error:  # whatever broke, the other runs go on
            self.engine, self.failure = None, _broken("setting up", error)

    def __call__(self, seed):
        if self.failure:
            return self.failure
        stage = "running"
        try:
            made = self.engine.one(seed, self._look, DAYS_AT_A_TIME) if self.days > DAYS_AT_A_TIME else self.engine.one(seed)
            stage = "measuring"
            return RunResult(self._facts(made), made.daily[:, self.places] if self.places else None)
        except Exception as error:
            return _broken(stage, error)

    def _look(self, state):
        if self.stop is not None and self.stop.is_set():
            raise InterruptedError

    def _facts(self, made):
        values = self.scenario.values
        return Run(self.days, values["calendar.days_per_year"], made.sums, made.tail, tuple(made.teams.tolist()), made.ties, values["demand.deflection_failure"])


def _with_mesa(scenario, seed, days, columns):
    """Run the Mesa model once."""
    from ..model import FrontOffice
    stage, model = "setting up", None
    try:
        model = FrontOffice(scenario, seed=seed)
        for day in range(days):
            stage = f"day {day}"
            model.run(day + 1)
        stage = "measuring"
        teams = (-1 if person is None else person.team for person in model.staff)
        ties = ((seat, other, person.ties[other]) for seat, person in enumerate(model.staff) if person is not None
                for other in sorted(person.ties) if seat < other)
        places = [NAMES.index(name) for name in columns]
        return RunResult(run_of(model.daily, scenario.values, teams, ties), np.array(model.daily)[:, places] if places else None)
    except Exception as error:  # whatever broke, the other runs go on
        return _broken(stage, error)
    finally:
        if model is not None:
            model.close()


def _broken(stage, error):
    return RunResult(failure=Failure(stage, f"{type(error).__name__}: {error}"))
