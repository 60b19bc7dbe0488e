"""Replicates until the coefficient of variation of the outcomes stands still, at every point: `analysis.replicates` says how many, here they are run.

All points get as many, so that every replicate is whole. The number is at most doubled at a time: what few runs say of how many are needed is rough.
"""

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..measures.outcomes import MAIN
from ..scenario import Problem, ScenarioError
from . import DEFAULT_EPS, parquet
from .analysis.measured import POINT, REPLICATE
from .analysis.replicates import FEWEST, has_zero, more_replicates
from .store import PART, Store
from .study import MOST_RUNS, Study


class Needs(NamedTuple):
    """What is still needed. more: replicates that the worst point needs; restless: how many pairs of point and outcome do not stand still, of how many judged;
    worst: the outcome and point that need most; undefined: pairs without a coefficient (a mean of zero, or no value)."""

    more: int
    restless: int
    judged: int
    undefined: int
    worst: tuple[str, int] | None


def judged(study: Study) -> tuple[str, ...]:
    """The outcomes by which it is judged: the main ones that are kept, else all that are kept, without those on a scale that has no true zero."""
    kept = [key for key in study.outcomes if has_zero(key)]
    main = [outcome.key for outcome in MAIN if outcome.key in kept]
    if not kept:
        raise ScenarioError([Problem("--until-stable", key="outcomes", given=", ".join(study.outcomes), allowed="at least one must have a true zero",
                                     hint="a coefficient of variation means nothing for the others; keep one more under [study]")])
    return tuple(main or kept)


def check(study: Study, eps: float, most: int):
    """Refuse what cannot be done, before anything runs."""
    judged(study)
    if not (isfinite(eps) and eps > 0):
        raise ScenarioError([Problem("--until-stable", given=str(eps), allowed="must be a number over 0", hint=f"{DEFAULT_EPS:g} is usual")])
    if most < study.replicates:
        raise ScenarioError([Problem("--at-most", given=str(most), allowed=f"must be at least {study.replicates}, the replicates of the study as it stands")])
    if study.points * most > MOST_RUNS:
        raise ScenarioError([Problem("--at-most", given=f"{study.points:,} points × {most:,} replicates", allowed=f"must be at most {MOST_RUNS:,} runs")])


def needs(study: Study, folder, eps: float) -> Needs:
    """What the results of a study still need."""
    outcomes = judged(study)
    parts = sorted(Path(folder).glob(f"{PART}*.parquet"))
    rows = pd.concat([parquet.frame(part, [POINT, REPLICATE, "stage", *outcomes]) for part in parts], ignore_index=True)
    table = more_replicates(rows[rows.stage == ""], outcomes, eps)
    known = table[table.needed.notna() & ((table.replicates >= FEWEST) | (study.replicates < FEWEST))]
    worst = known.loc[known.more.astype(int).idxmax()] if len(known) else None
    return Needs(int(known.more.max()) if len(known) else 0, int((known.more > 0).sum()), len(known), study.points * len(outcomes) - len(known),
                 (worst.outcome, int(worst[POINT])) if worst is not None and worst.more > 0 else None)


def until_stable(study: Study, eps: float, most: int, run: Callable[[Study], Store],
                 tell: Callable[[Study, Needs, int], None] = lambda study, needs, more: None) -> tuple[Study, Store, Needs]:
    """Run a study, and more replicates of it, until none is needed or there are so many; give it as it has grown, its store, and what is still needed.

    run: does all runs of a study that are not there; tell: called with the study as it stands, what it needs, and how many replicates will be added.
    """
    while True:
        store = run(study)
        found = needs(study, store.folder, eps)
        more = min(found.more, study.replicates, most - study.replicates)
        if more <= 0:
            return study, store, found
        tell(study, found, more)
        study = study.with_replicates(study.replicates + more)
