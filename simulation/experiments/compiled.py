"""Runs by the compiled engine: the same figures as the Mesa model, to the bit, for many seeds of one scenario."""

import numpy as np

from ..engine.run import Engine
from ..measures.outcomes import Run, outcomes_of
from ..scenario import Scenario


def outcomes_of_seeds(scenario: Scenario, seeds, days: int) -> list[dict[str, float]]:
    """Give the outcomes of a run under each seed."""
    engine = Engine(scenario, days)
    return [outcomes_of(facts(scenario, engine.one(seed), days)) for seed in seeds]


def facts(scenario, made, days) -> Run:
    """What the outcomes need to know of a run of the engine."""
    ties = tuple((int(a), int(b), float(made.ties[a, b])) for a, b in np.argwhere(made.ties > 0.0) if a < b)
    return Run(days, scenario.values["calendar.days_per_year"], tuple(tuple(row) for row in made.daily.tolist()),
               tuple(int(team) for team in made.teams), ties, scenario.values["demand.deflection_failure"])
