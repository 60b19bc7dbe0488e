"""Comparisons made of given numbers, not of runs: charts and words are judged by what they say of them."""

import numpy as np
import pandas as pd
import pytest

from simulation.experiments.compare import SERIES, Arm, Comparison
from simulation.measures.outcomes import OUTCOMES
from simulation.scenario import load

TITLES = {"laissez_faire": ("Laissez-faire", "Laissez-faire"), "present": ("Present manager", "Manager présent"),
          "discreet": ("Discreet manager", "Manager discret"), "care": ("Care <b>first</b> & all", "Le soin </script> d'abord")}


@pytest.fixture(scope="session")
def office():
    """Any office will do."""
    return load("social_agency")


@pytest.fixture(scope="session")
def made(office):
    """Make a comparison in which policies shift outcomes: ``made({"present": {"exhaustion": (-0.2, 0.1)}})`` gives mean and spread of the
    difference; what is not said is equal in all twins."""
    def make(shifts, policies=("laissez_faire", "present", "discreet"), worlds=6, years=0.5, failures=(), days=30):
        arms = tuple(Arm(policy, *TITLES.get(policy, (policy, policy)), office) for policy in policies)
        rows, series = [], []
        for world in range(worlds):
            for policy in policies:
                values = {o.key: 10.0 + np.sin(world + len(o.key)) + shift(shifts, policy, o.key, world, worlds) for o in OUTCOMES}
                rows.append({"policy": policy, "twin_world": world, "seed": 1 + world, **values})
                series.append(pd.DataFrame({"policy": policy, "twin_world": world, "seed": 1 + world, "day": np.arange(days),
                                            **{name: np.arange(days) * 0.1 + world for name in SERIES}}))
        broken = pd.DataFrame(list(failures), columns=["policy", "twin_world", "seed", "stage", "message"])
        return Comparison(office, arms, years, round(years * 220), worlds, 1, pd.DataFrame(rows), pd.concat(series), broken)
    return make


def shift(shifts, policy, key, world, worlds):
    """A difference with the mean and the spread that were asked for, the same in every call."""
    mean, spread = shifts.get(policy, {}).get(key, (0.0, 0.0))
    return mean + spread * (2.0 * world / (worlds - 1) - 1.0 if worlds > 1 else 0.0)
