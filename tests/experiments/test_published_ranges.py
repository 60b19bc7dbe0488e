"""What parameters of the evidence's section D say about the offices as they come out, and not about one number: D22, D32, D38."""

import numpy as np
import pytest

from simulation.experiments.patterns.lab import Lab
from simulation.experiments.patterns.support import OFFICES

FIELDS = ("exists", "exhaustion", "disposition", "strain", "on_duty")


@pytest.fixture(scope="module")
def year():
    """The offices after a year: scenario and diaries by name."""
    lab = Lab(worlds=6)
    offices = {name: lab.office(name) for name in OFFICES}
    return {name: (office, lab.diaries(office, lab.days(office, 1.0), FIELDS)) for name, office in offices.items()}


def colleagues(diaries, name):
    """A field of everybody on the last day, less the mean of the office."""
    last = [diary.seats[-1][diary.seats[-1]["exists"] == 1] for diary in diaries]
    return np.concatenate([seats[name] - seats[name].mean() for seats in last])


def test_disposition_is_a_third_of_what_tells_colleagues_exhaustion_apart(year):
    """D22: .2 to .4, .32 by default."""
    shares = [np.corrcoef(colleagues(diaries, "exhaustion"), colleagues(diaries, "disposition"))[0, 1] ** 2 for _, diaries in year.values()]
    assert 0.27 < np.mean(shares) < 0.38 and min(shares) > 0.15 and max(shares) < 0.5


def test_support_counts_as_much_as_was_published(year):
    """D32: -.05 to -.25 SD of exhaustion for an SD of support, taken to be a fifth of its scale; by the target of exhaustion, at the mean evening strain."""
    effects = []
    for office, diaries in year.values():
        v = office.values
        load = np.mean([diary.column("strain_evening").mean() for diary in diaries])
        effects.append(-0.2 * v["exhaustion.support"] * v["exhaustion.load"] * load / colleagues(diaries, "exhaustion").std())
    assert -0.25 < np.mean(effects) < -0.10 and all(-0.30 < effect < -0.05 for effect in effects), effects


def test_helpers_lose_as_much_time_as_was_published(year):
    """D38: 1 to 6 % of time, 2.5 by default, in the default office."""
    _, diaries = year["social_agency"]
    busy, users = (sum(diary.column(name).sum() for diary in diaries) for name in ("busy_minutes", "care_users"))
    assert 0.02 < busy / users - 1.0 < 0.03
