"""Ablation: each mechanism of the model switched off in turn, and two at a time, in the same worlds.

What a mechanism contributes to an outcome is the outcome of the office as it stands less the outcome without the mechanism, world by world.
Contributions do not add up to what all mechanisms bring together, since some act through others; what is missing is told as `TOGETHER`. The
interaction of two mechanisms is the outcome as it stands, less that without the first, less that without the second, plus that without
both: what the two do together beyond what each does alone (a 2 × 2 contrast in every world; Saltelli et al. 2008, Global Sensitivity
Analysis, section 2.6.1, one factor set at a time).
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import stdtr
from scipy.stats import false_discovery_control

from ..measures.outcomes import OUTCOMES, outcomes_of
from ..rules.order import MECHANISMS
from ..scenario import Problem, Scenario, ScenarioError, load
from . import DEFAULT_ENGINE, DEFAULT_OFFICE, DEFAULT_SEED, paired
from .compare import check_size, working_days
from .drivers import Failure, runs
from .parallel import cores

DEFAULT_YEARS, DEFAULT_REPLICATES = 1, 20
"""What is run if nothing is said: 107 variants take about a minute on two cores."""

ALL = "all"
"""In the place of a mechanism: all of them, off together, which leaves a plain queue."""

TOGETHER = "together"
"""In the place of a mechanism: what all bring, less the sum of what each contributes."""

FALSE_SHARE = 0.1
"""Share of false ones, at most, among interactions that are told (Benjamini and Hochberg 1995, for each outcome)."""

CONTRIBUTIONS = {
    "outcome": "key of the outcome",
    "mechanism": f"mechanism that was switched off; {ALL}: all of them; {TOGETHER}: what all bring less the sum of what each contributes",
    "worlds": "twin worlds in which both runs gave a value",
    "without": "mean without the mechanism, in the unit of the outcome (not for together)",
    "as_it_stands": "mean of the office as it stands, over the same worlds",
    "contribution": "mean over worlds of: as it stands, less without the mechanism",
    "low": f"lower end of the {paired.LEVEL:.0%} t interval of the contribution",
    "high": "upper end of that interval",
    "verdict": "what the mechanism does to the outcome: better, worse (or higher, lower), cannot tell, or same",
}
"""Columns of the table of contributions."""

INTERACTIONS = {
    "outcome": "key of the outcome",
    "first": "a mechanism",
    "second": "another",
    "worlds": "twin worlds in which all four runs gave a value",
    "both": "mean of: as it stands, less without both",
    "first_alone": "contribution of the first where the second is off: mean of without the second, less without both",
    "second_alone": "contribution of the second where the first is off: 0 if it does nothing without the first",
    "interaction": "mean of: as it stands, less without the first, less without the second, plus without both",
    "low": f"lower end of the {paired.LEVEL:.0%} t interval of the interaction",
    "high": "upper end of that interval",
    "p": "two-sided p of the t test that the interaction is zero",
    "q": "the same, adjusted for all pairs of the outcome (Benjamini and Hochberg 1995)",
    "told": f"whether q is at most {FALSE_SHARE:g}",
}
"""Columns of the table of interactions."""


@dataclass(frozen=True)
class Ablation:
    """What an ablation found. office: the scenario as it stands; mechanisms: those that were on; outcomes: a row for each run (off: names
    of the mechanisms that were off, joined by +; replicate, seed, a column an outcome); failures: a row for each run that broke."""

    office: Scenario
    mechanisms: tuple[str, ...]
    pairs: bool
    years: float
    days: int
    replicates: int
    seed: int
    outcomes: pd.DataFrame
    failures: pd.DataFrame

    @cached_property
    def contributions(self) -> pd.DataFrame:
        """What each mechanism contributes to each outcome: columns of `CONTRIBUTIONS`."""
        rows = []
        for outcome in OUTCOMES:
            held = self._by_off(outcome.key)
            stands, none = held[""], held[named(self.mechanisms)]
            rows += [_contribution(outcome, one, held[one], stands) for one in self.mechanisms]
            apart = sum(stands - held[one] for one in self.mechanisms)
            rows += [_contribution(outcome, TOGETHER, none + apart, stands) | {"without": np.nan}, _contribution(outcome, ALL, none, stands)]
        return pd.DataFrame(rows, columns=list(CONTRIBUTIONS))

    @cached_property
    def interactions(self) -> pd.DataFrame:
        """How each two mechanisms act together on each outcome: columns of `INTERACTIONS`; empty if pairs were not run."""
        tables = [self._interactions(outcome) for outcome in OUTCOMES] if self.pairs and len(self.mechanisms) > 1 else []
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(INTERACTIONS))

    def _interactions(self, outcome):
        """The interactions of one outcome."""
        held, rows = self._by_off(outcome.key), []
        for first, second in combinations(self.mechanisms, 2):
            neither = held[named((first, second))]
            parts = np.array([held[""] - neither, held[second] - neither, held[first] - neither, held[""] - held[first] - held[second] + neither])
            parts = parts[:, np.isfinite(parts).all(axis=0)]
            worlds = parts.shape[1]
            means = parts.mean(axis=1) if worlds else np.full(4, np.nan)
            rows.append((outcome.key, first, second, worlds, *means, *paired.interval(parts[-1]), _p(parts[-1])))
        table = pd.DataFrame(rows, columns=list(INTERACTIONS)[:-2])
        known = table.p.notna()
        table["q"] = np.nan
        if known.any():
            table.loc[known, "q"] = false_discovery_control(table.p[known])
        return table.assign(told=table.q <= FALSE_SHARE)

    def _by_off(self, key):
        """The values of an outcome by what was off, each an array by replicate; NaN where a run broke or gave none."""
        wide = self.outcomes.pivot(index="off", columns="replicate", values=key)
        wide = wide.reindex([named(off) for off in variants(self.mechanisms, self.pairs)], columns=range(self.replicates))
        return dict(zip(wide.index, wide.to_numpy(float)))


def _contribution(outcome, mechanism, without, as_it_stands):
    """A row of the table of contributions. without, as_it_stands: values by world."""
    told = paired.paired(as_it_stands, without, outcome.better)
    return {"outcome": outcome.key, "mechanism": mechanism, "worlds": told["twin_worlds"], "without": told["mean_against"], "as_it_stands": told["mean"],
            "contribution": told["difference"], "low": told["low"], "high": told["high"], "verdict": told["verdict"]}


def _p(apart):
    """The two-sided p of a t test of zero; 1 where all are zero, NaN for fewer than two values."""
    n = len(apart)
    if n < 2:
        return np.nan
    error = apart.std(ddof=1) / np.sqrt(n)
    return float(2 * stdtr(n - 1, -abs(apart.mean()) / error)) if error > 0 else float(apart.mean() == 0)


def variants(mechanisms, pairs: bool = True) -> list[tuple[str, ...]]:
    """What is off in each variant: nothing, each mechanism, each two of them, all."""
    two = list(combinations(mechanisms, 2)) if pairs else []
    found = [(), *((one,) for one in mechanisms), *two, tuple(mechanisms)]
    return list(dict.fromkeys(found))


def named(off) -> str:
    """The name of a variant: the mechanisms that are off."""
    return "+".join(off)


def ablate(office=DEFAULT_OFFICE, policy=None, pairs: bool = True, years: float = DEFAULT_YEARS, replicates: int = DEFAULT_REPLICATES,
           seed: int = DEFAULT_SEED, overrides: Mapping | list[str] | None = None, workers: int | None = None,
           progress: Callable[[int, int], None] | None = None, engine: str = DEFAULT_ENGINE) -> Ablation:
    """Switch off each mechanism that is on, and each two if pairs are asked for, and all, in so many worlds.

    office, policy: shipped names or paths; years: of `calendar.days_per_year` working days; seed: of the first world; overrides: values
    laid over both, a mapping or texts ``key=value``; workers: as many as cores if not given; progress: is called with (runs done, runs in
    all).
    """
    base, scenarios = lay_out(office, policy, pairs, overrides)
    return ablate_scenarios(base, scenarios, pairs, years, replicates, seed, workers, progress, engine)


def lay_out(office, policy=None, pairs: bool = True, overrides=None) -> tuple[Scenario, dict[tuple[str, ...], Scenario]]:
    """The office as it stands, and the scenario of each variant by what is off."""
    base = load(office, policy, overrides)
    on = tuple(name for name in MECHANISMS if base.values[_key(name)])
    if not on:
        raise ScenarioError([Problem("ablate", key="mechanisms", given="all off", allowed="at least one must be on, to be switched off")])
    for change in base.changes:
        for name in on:
            if _key(name) in change.set:
                raise ScenarioError([Problem("ablate", key=_key(name), given=f"set on day {change.day}",
                                             allowed="a mechanism that changes during the run cannot be switched off; take the change out")])
    return base, {off: base.with_values({_key(name): False for name in off}) if off else base for off in variants(on, pairs)}


def _key(mechanism):
    return f"mechanisms.{mechanism}"


def ablate_scenarios(base: Scenario, scenarios: Mapping[tuple[str, ...], Scenario], pairs: bool = True, years=DEFAULT_YEARS,
                     replicates=DEFAULT_REPLICATES, seed=DEFAULT_SEED, workers=None, progress=None, engine=DEFAULT_ENGINE) -> Ablation:
    """The same for variants that are already laid out. Runs go world by world, all variants together, so that a part is balanced."""
    check_size(years, replicates, seed, workers, engine, "ablate")
    days, offs = working_days(base, years), list(scenarios)
    tasks = [(which, seed + world) for world in range(replicates) for which in range(len(offs))]
    progress = progress or (lambda done, total: None)
    rows, broken = {}, {}
    with closing(runs(list(scenarios.values()), tasks, days, (), engine, workers or cores())) as results:
        progress(0, len(tasks))
        for done, (position, result) in enumerate(results, 1):
            which, with_seed = tasks[position]
            head = {"off": named(offs[which]), "replicate": with_seed - seed, "seed": with_seed}
            if result.failure:
                broken[position] = head | result.failure._asdict()
            else:
                rows[position] = head | outcomes_of(result.run)
            progress(done, len(tasks))
    on = tuple(name for name in MECHANISMS if base.values[_key(name)])
    return Ablation(base, on, pairs, years, days, replicates, seed, _table(rows, [outcome.key for outcome in OUTCOMES]), _table(broken, Failure._fields))


def _table(rows, columns):
    """Rows by position as a table, in the order of positions."""
    return pd.DataFrame([rows[position] for position in sorted(rows)], columns=["off", "replicate", "seed", *columns])
