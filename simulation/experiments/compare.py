"""Compare policies over one office in twin worlds: the main job.

Runs go world by world, all policies of a world together, so that a comparison that is cut short is still balanced.
"""

import math
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Integral, Real
from os import PathLike

import numpy as np
import pandas as pd

from ..measures.outcomes import OUTCOMES, outcomes_of
from ..rules.order import LARGEST_SEED
from ..scenario import Problem, Scenario, ScenarioError, load
from ..scenario.said import Titled
from . import (
    COMPILED,
    DEFAULT_ENGINE,
    DEFAULT_OFFICE,
    DEFAULT_POLICIES,
    DEFAULT_REPLICATES,
    DEFAULT_SEED,
    DEFAULT_YEARS,
    ENGINES,
    MESA,
    MOST_YEARS,
    paired,
)
from .drivers import Failure, runs
from .parallel import cores

SECONDS_PER_POST_YEAR = {COMPILED: 0.006, MESA: 0.4}
SECONDS_TO_START = {COMPILED: 2.0, MESA: 4.0}
"""Time of a run for each post and year, and until the workers are ready: measured here, told as a rough guess."""

MOST_REPLICATES = 100_000

SERIES = ("exhaustion", "coverage", "practices", "practices_shared", "practices_named")
"""Columns of the daily table that are kept for the charts."""

_UNITS = {outcome.key: outcome.unit for outcome in OUTCOMES}


@dataclass(frozen=True)
class Arm(Titled):
    """One side of a comparison: a policy laid over the office."""

    name: str
    title_en: str
    title_fr: str
    scenario: Scenario


@dataclass(frozen=True)
class Comparison:
    """What a comparison found, as tidy tables; figures have the units of the data dictionary.

    arms: the policies, the first the baseline; outcomes: a row for each run that was done (policy, twin_world, seed, a column an outcome);
    series: a row for each such run and day, with the columns of `SERIES`; failures: a row for each run that broke.
    """

    office: Scenario
    arms: tuple[Arm, ...]
    years: float
    days: int
    replicates: int
    seed: int
    outcomes: pd.DataFrame
    series: pd.DataFrame
    failures: pd.DataFrame

    @cached_property
    def differences(self) -> pd.DataFrame:
        """The paired differences between every two policies: columns of `paired.COLUMNS`."""
        return paired.differences(self.outcomes, self.policies)

    @property
    def with_units(self) -> pd.DataFrame:
        """`differences`, and in a last column the unit of each."""
        return self.differences.assign(unit=self.differences.outcome.map(_UNITS))

    @property
    def broken(self) -> str:
        """How many runs broke, and the first of them; nothing if none did."""
        if not len(self.failures):
            return ""
        first = self.failures.iloc[0]
        return (f"{len(self.failures)} of {len(self.failures) + len(self.outcomes)} runs broke; the first: policy {first.policy}, "
                f"twin world {first.twin_world} (seed {first.seed}), at {first.stage}: {first.message}")

    @property
    def policies(self) -> list[str]:
        """The names of the policies, the baseline first."""
        return [arm.name for arm in self.arms]

    @property
    def baseline(self) -> str:
        """The name of the policy that the others are compared with."""
        return self.arms[0].name

    def against(self, other: str, keys: Iterable[str] | None = None) -> pd.DataFrame:
        """The rows of `differences` against a policy, of some outcomes or all."""
        found = self.differences[self.differences.against == other]
        found = found if keys is None else found[found.outcome.isin(list(keys))]
        return paired.in_natural_order(found, self.policies)

    def row(self, outcome: str, policy: str, against: str):
        """One row of `differences`."""
        table = self.differences
        return table[(table.outcome == outcome) & (table.policy == policy) & (table.against == against)].iloc[0]

    def long_outcomes(self) -> pd.DataFrame:
        """The outcomes as a tidy long table: policy, twin_world, seed, outcome, value, unit."""
        long = self.outcomes.melt(["policy", "twin_world", "seed"], var_name="outcome", value_name="value")
        return long.assign(unit=long.outcome.map(_UNITS))


def compare(office=DEFAULT_OFFICE, policies: Iterable = DEFAULT_POLICIES, years: float = DEFAULT_YEARS,
            replicates: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED, overrides: Mapping | Iterable[str] | None = None,
            workers: int | None = None, progress: Callable[[int, int], object] | None = None, engine: str = DEFAULT_ENGINE) -> Comparison:
    """Compare policies over an office in twin worlds.

    office, policies: shipped names or paths, the first policy the baseline; years: of `calendar.days_per_year` working days, may be a
    fraction; replicates: twin worlds; seed: of the first world, the next ones add 1 each; overrides: values laid over office and policy,
    a mapping or texts ``key=value``; workers: as many as cores if not given; progress: is called with (runs done, runs in all), first when all is set up;
    engine: one of `ENGINES`.
    """
    whole, arms = lay_out(office, policies, overrides)
    return compare_arms(whole, arms, years, replicates, seed, workers, progress, engine)


def lay_out(office, policies, overrides=None) -> tuple[Scenario, tuple[Arm, ...]]:
    """Load the office by itself and under each policy. All problems of all files are raised together."""
    policies = list(policies)
    problems = _problems_of_names(policies)
    if strange := [policy for policy in policies if not isinstance(policy, (str, PathLike)) or not os.fspath(policy)]:
        raise ScenarioError([_problem("policies", ", ".join(map(repr, strange)), "must be names or paths of policies; the office as it is, is no policy")])
    loaded = []
    for policy in [None, *policies]:
        try:
            loaded.append(load(office, policy, overrides))
        except ScenarioError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if not problems:
        problems = _problems_of_names([scenario.policy for scenario in loaded[1:]])
    if problems:
        raise ScenarioError(problems)
    whole = loaded[0]
    return whole, tuple(Arm(laid.policy, laid.title_en.removeprefix(f"{whole.title_en}: "),
                            laid.title_fr.removeprefix(f"{whole.title_fr} : "), laid)
                        for laid in loaded[1:])


def _problems_of_names(names):
    """What is wrong with a list of policies."""
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    if twice:
        return [_problem("policies", ", ".join(twice), "each policy can be named once")]
    if len(names) < 2:
        given = ", ".join(map(str, names)) or "none"
        return [_problem("policies", given, "at least two policies are compared, the first being the baseline")]
    return []


def _problem(key, given, allowed):
    return Problem("compare", key=key, given=str(given), allowed=allowed)


def compare_arms(office: Scenario, arms: Iterable[Arm], years=DEFAULT_YEARS, replicates=DEFAULT_REPLICATES, seed=DEFAULT_SEED,
                 workers=None, progress=None, engine=DEFAULT_ENGINE) -> Comparison:
    """Compare scenarios that are already laid out, the first the baseline."""
    arms = tuple(arms)
    check_size(years, replicates, seed, workers, engine)
    replicates, seed = int(replicates), int(seed)  # NumPy's whole numbers do, and would overflow, or not be written as JSON
    days = working_days(office, years)
    tasks = [(which, seed + world) for world in range(replicates) for which in range(len(arms))]
    progress = progress or (lambda done, total: None)
    rows, series, broken = {}, {}, {}
    with closing(runs([arm.scenario for arm in arms], tasks, days, SERIES, engine, workers or cores())) as results:
        progress(0, len(tasks))
        for done, (position, result) in enumerate(results, 1):
            which, with_seed = tasks[position]
            head = {"policy": arms[which].name, "twin_world": with_seed - seed, "seed": with_seed}
            if result.failure:
                broken[position] = head | result.failure._asdict()
            else:
                rows[position] = head | outcomes_of(result.run)
                series[position] = result.series
            progress(done, len(tasks))
    outcomes = _table(rows, ["policy", "twin_world", "seed", *(o.key for o in OUTCOMES)])
    return Comparison(office, arms, years, days, replicates, seed, outcomes, _stacked(outcomes, series, days),
                      _table(broken, ["policy", "twin_world", "seed", *Failure._fields]))


def check_size(years: float, replicates: int, seed: int, workers: int | None = None, engine: str = DEFAULT_ENGINE, job: str = "compare", members: int = 1) -> None:
    """Raise ScenarioError with all that is wrong with the size of a comparison, or of another job in twin worlds. members: so many times, each in worlds of its own."""
    problems = []
    if not (isinstance(years, Real) and not isinstance(years, bool) and math.isfinite(years) and 0 < years <= MOST_YEARS):
        problems.append(_problem("years", repr(years), f"must be a number over 0 and at most {MOST_YEARS}"))
    if not (_whole(replicates) and 1 <= replicates <= MOST_REPLICATES):
        problems.append(_problem("replicates", repr(replicates), f"must be a whole number from 1 to {MOST_REPLICATES}"))
    else:
        last = LARGEST_SEED + 1 - int(replicates) * members
        if not (_whole(seed) and 0 <= seed <= last):
            problems.append(_problem("seed", repr(seed), f"must be a whole number from 0 to {last}"))
    if workers is not None and not (_whole(workers) and workers >= 1):
        problems.append(_problem("workers", repr(workers), "must be a whole number, at least 1"))
    if engine not in ENGINES:
        problems.append(_problem("engine", engine, f"must be one of {', '.join(ENGINES)}"))
    if problems:
        raise ScenarioError([replace(problem, file=job) for problem in problems])


def _whole(given):
    return isinstance(given, Integral) and not isinstance(given, bool)


def working_days(office: Scenario, years: float) -> int:
    """The working days of so many years, at least one."""
    return max(1, round(years * office.values["calendar.days_per_year"]))


def guess_seconds(arms: Iterable[Arm], years, replicates, workers, engine=DEFAULT_ENGINE) -> float:
    """Roughly how long a comparison takes."""
    posts = sum(value for arm in arms for key, value in arm.scenario.values.items() if key.endswith(".posts") or key == "staff.extra_posts")
    return SECONDS_TO_START[engine] + SECONDS_PER_POST_YEAR[engine] * posts * years * replicates / max(1, workers)


def _table(rows, columns):
    """Rows by position as a table, in the order of positions."""
    return pd.DataFrame([rows[position] for position in sorted(rows)], columns=columns)


def _stacked(outcomes, series, days):
    """The days of all runs, in the order of the table of outcomes, with the columns that the charts need."""
    heads = outcomes[["policy", "twin_world", "seed"]]
    heads = heads.loc[heads.index.repeat(days)].reset_index(drop=True).assign(day=np.tile(np.arange(days), len(outcomes)))
    values = np.concatenate([series[position] for position in sorted(series)]) if series else np.empty((0, len(SERIES)))
    return heads.join(pd.DataFrame(values, columns=list(SERIES)))
