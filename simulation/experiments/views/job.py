"""What three instruments say of one virtual office against what is so, in one world and in more for intervals.

World r has the seed of the first plus r; its run is the one that any other command makes of that scenario, length and seed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import numpy as np
import pandas as pd

from ...scenario import Problem, Scenario, ScenarioError, load
from ...scenario.messages import near
from .. import DEFAULT_ENGINE, DEFAULT_OFFICE, DEFAULT_SEED, paired
from ..compare import check_size, working_days
from ..detail import run_in_full
from ..drivers import Failure
from .documents import documents
from .facts import FACTS, estimates
from .interviews import interviews
from .observation import observation
from .office import ASSUMED, ASSUMPTIONS, DOCUMENTS, INSTRUMENTS, INTERVIEWS, OBSERVATION, TRUTH, VIEWS, Office
from .truth import what_is_so

DEFAULT_YEARS, DEFAULT_REPLICATES, DEFAULT_INTERVIEWS, DEFAULT_DAYS = 1, 20, 12, 20
"""What is run if nothing is said: some fifteen seconds."""

ESTIMATES = {
    "replicate": "world, from 0",
    "seed": "seed of the run",
    "fact": "key of the fact",
    "view": "truth (what is so), documents, interviews or observation",
    "value": "what it says, in the unit of the fact; empty where it says nothing",
    "unit": "unit",
}
"""Columns of the table of estimates."""

SUMMARY = {
    "fact": "key of the fact",
    "view": "truth, documents, interviews or observation",
    "worlds": "worlds in which it says something",
    "mean": "mean over those worlds, in the unit of the fact",
    "low": f"lower end of the {paired.LEVEL:.0%} t interval of the mean",
    "high": "upper end of that interval",
    "p10": "10th percentile over worlds",
    "p90": "90th percentile over worlds",
    "error": "mean over worlds of: what it says, less what is so (worlds in which both are there)",
    "error_low": f"lower end of the {paired.LEVEL:.0%} t interval of the error",
    "error_high": "upper end of that interval",
    "miss": "root mean square over worlds of that difference: how far one such study is off",
    "unit": "unit",
}
"""Columns of the summary."""

PRACTICES = {
    "replicate": "world, from 0",
    "seed": "seed of the run",
    "practice": "number of the practice in that run",
    "name": "what stories call it",
    "name_fr": "the same in French",
    "kind": "kind of situation that it answers",
    "tacitness": "how much of it cannot be put into words, 0 to 1",
    "named": "whether the community has a name for it",
    "holders": "people who hold it at the end of the run",
    "uses": "times it was used in the run",
    **{view: f"whether it was seen by {said}" for view, said in ((DOCUMENTS, "the documents"), (INTERVIEWS, "the interviews"), (OBSERVATION, "the observer"))},
}
"""Columns of the table of shared practices."""


@dataclass(frozen=True)
class Views:
    """What was found. office: the scenario; interviews, observed: people asked and days watched; assumed: the constants of the instruments; estimates,
    practices: columns as above; failures: a row for each run that broke."""

    office: Scenario
    years: float
    days: int
    interviews: int
    observed: int
    assumed: SimpleNamespace
    replicates: int
    seed: int
    estimates: pd.DataFrame
    practices: pd.DataFrame
    failures: pd.DataFrame

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Each fact by each view, over worlds: columns of `SUMMARY`."""
        rows = []
        for fact in FACTS:
            held = {view: self.by_world(fact.key, view) for view in VIEWS}
            rows += [{"fact": fact.key, "view": view} | _over_worlds(held[view], held[TRUTH]) | {"unit": fact.unit} for view in VIEWS]
        return pd.DataFrame(rows, columns=list(SUMMARY))

    def by_world(self, fact: str, view: str) -> np.ndarray:
        """What a view says of a fact, world by world."""
        table = self.estimates
        return table[(table.fact == fact) & (table["view"] == view)].sort_values("replicate").value.to_numpy(float)

    def row(self, fact: str, view: str):
        """One row of the summary."""
        return self.summary[(self.summary.fact == fact) & (self.summary["view"] == view)].iloc[0]


def _over_worlds(values, truth):
    """What is said of a fact over worlds."""
    known = values[np.isfinite(values)]
    apart = (values - truth)[np.isfinite(values - truth)]
    (low, high), (error_low, error_high) = paired.interval(known), paired.interval(apart)
    p10, p90 = np.quantile(known, (0.1, 0.9)) if len(known) else (np.nan, np.nan)
    return {"worlds": len(known), "mean": paired.mean(known), "low": low, "high": high, "p10": p10, "p90": p90, "error": paired.mean(apart), "error_low": error_low,
            "error_high": error_high, "miss": float(np.sqrt(paired.mean(apart**2)))}


def views(office=DEFAULT_OFFICE, policy=None, years: float = DEFAULT_YEARS, interviews: int = DEFAULT_INTERVIEWS, observed: int = DEFAULT_DAYS,
          replicates: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED, overrides: Mapping | list[str] | None = None,
          assumed: Mapping | None = None, progress: Callable[[int, int], None] | None = None, engine: str = DEFAULT_ENGINE) -> Views:
    """Study an office in so many worlds.

    office, policy: shipped names or paths; years: of `calendar.days_per_year` working days; interviews: people asked, 0 for none; observed: days of
    observation at the end of the run; seed: of the first world; overrides: values laid over both, a mapping or texts ``key=value``; assumed: constants of the
    instruments by key that are to be other than `ASSUMPTIONS` says; progress: is called with (worlds done, worlds in all).
    """
    check(years, interviews, observed, replicates, seed, engine)
    return views_of(load(office, policy, overrides), years, interviews, observed, replicates, seed, assumed, progress, engine)


def check(years, interviews, observed, replicates, seed, engine=DEFAULT_ENGINE):
    """Raise ScenarioError with what is wrong with the size of the fieldwork."""
    check_size(years, replicates, seed, None, engine, "views")
    for key, given in (("interviews", interviews), ("days-observed", observed)):
        if given < 0:
            raise ScenarioError([Problem("views", key=key, given=str(given), allowed="must be a whole number from 0")])


def assume(given: Mapping | None) -> SimpleNamespace:
    """All constants of the instruments, some of them as given."""
    known = {one.key: one for one in ASSUMPTIONS}
    problems = []
    for key, value in (given or {}).items():
        if key not in known:
            hint = near(key, known)
            problems.append(Problem("views", key=f"assume {key}", given=str(value), allowed=f"must be one of {', '.join(known)}",
                                    hint=f"did you mean {hint}?" if hint else ""))
        elif not known[key].least <= value <= known[key].most:
            problems.append(Problem("views", key=f"assume {key}", given=f"{value:g}",
                                    allowed=f"must be a number from {known[key].least:g} to {known[key].most:g} ({known[key].unit})"))
    if problems:
        raise ScenarioError(problems)
    return SimpleNamespace(**vars(ASSUMED) | dict(given or {}))


def views_of(office: Scenario, years=DEFAULT_YEARS, interviews=DEFAULT_INTERVIEWS, observed=DEFAULT_DAYS, replicates=DEFAULT_REPLICATES, seed=DEFAULT_SEED,
             assumed=None, progress=None, engine=DEFAULT_ENGINE) -> Views:
    """The same for an office that is loaded."""
    assumed = assume(assumed)
    days, progress = working_days(office, years), progress or (lambda done, total: None)
    rows, practices, broken = [], [], []
    progress(0, replicates)
    for world in range(replicates):
        head = {"replicate": world, "seed": seed + world}
        try:
            run = run_in_full(office, days, seed + world, engine=engine)
            found, shared = studied(Office(office, run, seed + world, observed), interviews, observed, assumed)
        except Exception as error:  # whatever broke, the other worlds go on
            broken.append(head | Failure("running", f"{type(error).__name__}: {error}")._asdict())
        else:
            rows += [head | row for row in found]
            practices += [head | row for row in shared]
        progress(world + 1, replicates)
    return Views(office, years, days, interviews, observed, assumed, replicates, seed, pd.DataFrame(rows, columns=list(ESTIMATES)),
                 pd.DataFrame(practices, columns=list(PRACTICES)), pd.DataFrame(broken, columns=["replicate", "seed", *Failure._fields]))


def seen(office: Office, asked: int, observed: int, assumed=ASSUMED) -> dict:
    """What is so and what each instrument sees of it, by view."""
    return {TRUTH: what_is_so(office), DOCUMENTS: documents(office), INTERVIEWS: interviews(office, asked, assumed),
            OBSERVATION: observation(office, observed, assumed)}


def studied(office: Office, asked: int, observed: int, assumed=ASSUMED) -> tuple[list[dict], list[dict]]:
    """Study one run: rows of estimates, and of its shared practices."""
    found = seen(office, asked, observed, assumed)
    truth = found[TRUTH]
    rows = [{"fact": fact.key, "view": view, "unit": fact.unit, "value": said[fact.key]}
            for view, said in ((view, estimates(office, truth, found[view])) for view in VIEWS) for fact in FACTS]
    return rows, [_practice(office, office.practices[number], found) for number in sorted(truth.shared)]


def _practice(office, q, found):
    plain = {name: getattr(q, name) for name in ("practice", "name", "kind", "tacitness", "holders", "uses")}
    return {**plain, "name_fr": office.names[q.practice].fr, "named": q.named >= 0,
            **{view: q.practice in found[view].practices for view in INSTRUMENTS}}
