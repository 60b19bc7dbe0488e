"""Docking: relations that other models have shown, asked of ours, restricted to them (Axtell et al. 1996: relational alignment).

Each relation is declared once, in a module of its own: what it says, the restriction of the office and why, what is varied and measured, and the contrasts
that test it. All arms of a relation run in the same worlds, so that a contrast is a mean of paired differences. It holds if it is above zero by more than
`ERRORS` standard errors; a relation is reproduced if all its contrasts hold, partly if some do. Restrictions, levels and contrasts were chosen by looking
at seeds from 1001 on, the figures that are told come from others; Oliva and Sterman's were made stricter after a look at these, too.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from math import sqrt

import numpy as np
import pandas as pd

from ...scenario import Problem, Scenario, ScenarioError, load
from .. import DEFAULT_ENGINE, DEFAULT_OFFICE, DEFAULT_SEED
from ..compare import SECONDS_PER_POST_YEAR, SECONDS_TO_START, check_size
from ..drivers import Failure, runs
from ..parallel import cores
from .form import DAYS_PER_YEAR, Contrast, Relation, Series
from .guechtouli import GUECHTOULI
from .henrich import HENRICH
from .march import MARCH
from .oliva_sterman import OLIVA_STERMAN

RELATIONS = {relation.key: relation for relation in (MARCH, HENRICH, OLIVA_STERMAN, GUECHTOULI)}

DEFAULT_REPLICATES = 20
ERRORS = 2.0
"""Standard errors by which a contrast must be above zero."""

REPRODUCED, PARTLY, NOT = VERDICTS = "reproduced", "partly reproduced", "not reproduced"

CELLS = {
    "relation": "key of the relation", "panel": "figure of the relation", "line": "line of the figure", "x": "place on its x axis", "n": "worlds",
    "value": "mean over worlds of what the figure shows", "error": "standard error of that mean",
}
"""Columns of the table of means."""

CONTRASTS = {
    "relation": "key of the relation", "contrast": "key of the contrast", "n": "worlds", "value": "mean over worlds of the sum of weight × value",
    "error": "standard error of that mean", "unit": "its unit", "holds": f"whether it is above zero by more than {ERRORS:g} standard errors",
}
"""Columns of the table of tests."""


@dataclass(frozen=True)
class Docked:
    """What was found. values: a row for each mark and world (relation, panel, line, x, replicate, seed, value); failures: a row for each run that broke."""

    relations: tuple[Relation, ...]
    replicates: int
    seed: int
    values: pd.DataFrame
    failures: pd.DataFrame

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The mean of each mark: columns of `CELLS`."""
        grouped = self.values.groupby(["relation", "panel", "line", "x"], sort=False).value
        rows = [(*key, *_mean(held.to_numpy())) for key, held in grouped]
        return pd.DataFrame(rows, columns=list(CELLS))

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        """The tests: columns of `CONTRASTS`."""
        rows = []
        for relation in self.relations:
            held = self.values[self.values.relation == relation.key].set_index(["panel", "line", "x"]).sort_index()
            for contrast in relation.contrasts:
                n, value, error = _mean(_added(held, contrast))
                rows.append((relation.key, contrast.key, n, value, error, contrast.unit.en, bool(n > 1 and value > ERRORS * error)))
        return pd.DataFrame(rows, columns=list(CONTRASTS))

    def verdict(self, relation: Relation) -> str:
        """What is said of a relation."""
        held = self.contrasts[self.contrasts.relation == relation.key].holds
        return REPRODUCED if held.all() else PARTLY if held.any() else NOT


def _added(held, contrast: Contrast) -> np.ndarray:
    """The contrast in each world in which all its marks have a value."""
    by_world = [weight * held.loc[[(panel, line, x)]].set_index("replicate").value for weight, panel, line, x in contrast.terms if (panel, line,
                                                                                                                                    x) in held.index]
    if len(by_world) < len(contrast.terms):
        return np.array([])
    return pd.concat(by_world, axis=1).dropna().sum(axis=1).to_numpy()


def _mean(values):
    """How many, mean, standard error of the mean."""
    n = len(values)
    return n, float(np.mean(values)) if n else np.nan, float(np.std(values, ddof=1)) / sqrt(n) if n > 1 else np.nan


def chosen(keys: Sequence[str] = ()) -> tuple[Relation, ...]:
    """The relations asked for, all if none is named."""
    for key in keys:
        if key not in RELATIONS:
            near = get_close_matches(key.lower(), RELATIONS, n=1)
            raise ScenarioError([Problem("dock", key="relation", given=key, allowed=f"must be one of {', '.join(RELATIONS)}",
                                         hint=f"did you mean {near[0]}?" if near else "")])
    return tuple(RELATIONS[key] for key in dict.fromkeys(keys)) or tuple(RELATIONS.values())


def restricted(relation: Relation) -> Scenario:
    """The office, restricted to a relation."""
    return load(DEFAULT_OFFICE, None, {key: value for restriction in relation.restrictions for key, value in restriction.values.items()})


def lay_out(relation: Relation, tested: bool = False) -> dict[str, Scenario]:
    """The scenario of each arm. tested: only of those that a contrast reads."""
    base, needed = restricted(relation), _needed(relation) if tested else {arm.name for arm in relation.arms}
    return {arm.name: replace(base.with_values(arm.values), changes=arm.changes) for arm in relation.arms if arm.name in needed}


def _needed(relation):
    """The arms that contrasts read."""
    marks = {term[1:] for contrast in relation.contrasts for term in contrast.terms}
    cells = [cell for panel in relation.panels for cell in panel.cells if (panel.key, cell.line, cell.x) in marks]
    return {name for cell in cells for name in (cell.arm, cell.twin) if name}


def how_many(laid: dict[str, dict[str, Scenario]], replicates: int) -> int:
    """The runs that it takes."""
    return replicates * sum(RELATIONS[key].worlds * len(arms) for key, arms in laid.items())


def guess_seconds(laid: dict[str, dict[str, Scenario]], replicates: int, workers: int, engine: str = DEFAULT_ENGINE) -> float:
    """Roughly how long it takes. laid: what `lay_out` gives for each relation by its key."""
    work = sum(scenario.values["counter.posts"] * RELATIONS[key].worlds * RELATIONS[key].days / DAYS_PER_YEAR
               for key, arms in laid.items() for scenario in arms.values())
    return SECONDS_TO_START[engine] + SECONDS_PER_POST_YEAR[engine] * work * replicates / max(1, workers)


def dock(keys: Sequence[str] = (), replicates: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED, workers: int | None = None,
         progress: Callable[[int, int], None] | None = None, engine: str = DEFAULT_ENGINE, tested: bool = False) -> Docked:
    """Run relations. keys: which, all if none is named; replicates: worlds; seed: of the first; tested: run only the arms that contrasts read."""
    return dock_scenarios({relation.key: lay_out(relation, tested) for relation in chosen(keys)}, replicates, seed, workers, progress, engine)


def dock_scenarios(laid: dict[str, dict[str, Scenario]], replicates=DEFAULT_REPLICATES, seed=DEFAULT_SEED, workers=None, progress=None,
                   engine=DEFAULT_ENGINE) -> Docked:
    """The same for arms that are already laid out."""
    check_size(1, replicates, seed, workers, engine, "dock", max((RELATIONS[key].worlds for key in laid), default=1))
    progress, total, done = progress or (lambda done, total: None), how_many(laid, replicates), 0
    rows, broken = [], []
    for key, arms in laid.items():
        relation, names = RELATIONS[key], list(arms)
        worlds = replicates * relation.worlds
        tasks = [(which, seed + world) for world in range(worlds) for which in range(len(names))]
        found = {}
        with closing(runs(list(arms.values()), tasks, relation.days, relation.columns, engine, workers or cores())) as results:
            progress(done, total)
            for position, result in results:
                which, with_seed = tasks[position]
                done += 1
                if result.failure:
                    broken.append((key, names[which], with_seed - seed, with_seed, *result.failure))
                else:
                    found[names[which], with_seed] = _measured(relation, names[which], Series(relation.columns, result.series))
                progress(done, total)
        rows += _rows(relation, found, worlds, seed)
    return Docked(tuple(RELATIONS[key] for key in laid), replicates, seed, pd.DataFrame(rows, columns=["relation", "panel", "line", "x", "replicate", "seed",
                                                                                                       "value"]),
                  pd.DataFrame(sorted(broken), columns=["relation", "arm", "replicate", "seed", *Failure._fields]))


def _measured(relation, arm, series):
    """What a run gives: the value of each mark that reads its arm, by the mark."""
    return {(panel.key, cell.line, cell.x, arm): cell.measure(series) for panel in relation.panels for cell in panel.cells if arm in (cell.arm, cell.twin)}


def _rows(relation, found, worlds, seed):
    """The marks whose arms were run, world by world; a mark whose run, or twin, broke is left out of that world."""
    for panel in relation.panels:
        for cell in panel.cells:
            read = [name for name in (cell.arm, cell.twin) if name]
            for world in range(worlds):
                if all((name, seed + world) in found for name in read):
                    values = [found[name, seed + world][panel.key, cell.line, cell.x, name] for name in read]
                    yield relation.key, panel.key, cell.line, cell.x, world, seed + world, values[0] - sum(values[1:])
