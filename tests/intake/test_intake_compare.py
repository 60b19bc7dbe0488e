"""The log and its simulation side by side."""

import numpy as np
import pandas as pd
import pytest

from simulation.intake.compare import AVERAGE, LOG, OWN, compare, log_table, with_model
from simulation.intake.office import office


@pytest.fixture(scope="module")
def made_office(made_fit):
    return office(made_fit, "made")[0]


def replay(fit):
    """A `simulate` that gives back the log itself; of those who hung up after no wait, as many as wanted a person."""
    table = log_table(fit)
    table = table[np.random.default_rng(1).random(len(table)) < table["weight"]]
    return lambda scenario, seed, days: pd.DataFrame(
        {
            "day": table["day"],
            "arrival_minute": 30.0 * table["half"],
            "wait_minutes": table["wait"],
            "served": ~table["gone"],
            "service_minutes": 1.0,
        }
    )


def test_the_log_beside_itself(made_fit, made_office):
    found = compare(made_fit, made_office, replay(made_fit), seeds=2)
    means = found.means()
    for world in (AVERAGE, OWN):
        assert means.loc[world, "wait"] == pytest.approx(means.loc[LOG, "wait"], rel=0.02)
        assert found.shape(world) > 0.99
    assert means.loc[LOG, "wait"] == pytest.approx(60 * made_fit.mean_wait)
    assert means.loc[LOG, "gone"] == pytest.approx(made_fit.gave_up)
    assert len(found.by_day.loc[LOG]) == 45 and (found.spread().loc[OWN].fillna(0) == 0).all()


def test_worlds_seeds_and_progress(made_fit, made_office):
    seen, told = [], []

    def simulate(scenario, seed, days):
        seen.append((scenario.name, seed, days))
        return pd.DataFrame({"day": [0], "arrival_minute": [600.0], "wait_minutes": [2.0], "served": [False], "service_minutes": [0.0]})

    found = compare(made_fit, made_office, simulate, 3, lambda done, total: told.append((done, total)))
    assert len(seen) == 6 and {days for *_, days in seen} == {45} and {name for name, *_ in seen} == {"made", "made+own_days"}
    assert told[-1] == (6, 6)
    assert found.means().loc[AVERAGE, "wait"] == 120 and found.by_half.loc[AVERAGE, "gone"].dropna().tolist() == [1.0]


def test_a_simulation_without_contacts(made_fit, made_office):
    empty = pd.DataFrame({"day": [], "arrival_minute": [], "wait_minutes": [], "served": [], "service_minutes": []})
    assert np.isnan(compare(made_fit, made_office, lambda *_: empty, 1).means().loc[OWN, "wait"])


def test_the_model_comes_close_to_a_made_up_office(made_fit, made_office):
    """The office behind this log is what the model is: same rules, same hours. Waits agree within a fifth, and the shape of the day."""
    found = compare(made_fit, made_office, with_model("phone"), seeds=2)
    means = found.means()
    for world in (AVERAGE, OWN):
        assert means.loc[world, "wait"] == pytest.approx(means.loc[LOG, "wait"], rel=0.2)
        assert means.loc[world, "gone"] == pytest.approx(means.loc[LOG, "gone"], rel=0.2)
        assert means.loc[world, "contacts"] == pytest.approx(means.loc[LOG, "contacts"], rel=0.05)
        assert found.shape(world) > 0.8
