"""Ablation: what is off, contributions and interactions of known numbers, the same worlds throughout."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simulation.cli import ablate as command
from simulation.experiments import ablation as job
from simulation.experiments.compare import compare
from simulation.measures.outcomes import OUTCOMES
from simulation.rules.order import MECHANISMS
from simulation.scenario import ScenarioError, load

ON = ("talk", "strain", "crew")


def made(effect, worlds=5, pairs=True, spread=0.1):
    """An ablation of three mechanisms in which every outcome is the effect of those that are on, plus the world and a little noise."""
    rng, rows = np.random.default_rng(3), []
    for world in range(worlds):
        for off in job.variants(ON, pairs):
            value = 10.0 * world + effect(set(ON) - set(off)) + spread * rng.normal()
            rows.append({"off": job.named(off), "replicate": world, "seed": world + 1, **dict.fromkeys((outcome.key for outcome in OUTCOMES), value)})
    return job.Ablation(load("social_agency"), ON, pairs, 1, 220, worlds, 1, pd.DataFrame(rows), pd.DataFrame(columns=["off"]))


def act(on):
    """Talk adds 2, strain 5; crew adds 3, and 4 more with talk; strain and talk take 1 away together."""
    return 2 * ("talk" in on) + 5 * ("strain" in on) + 3 * ("crew" in on) + 4 * ({"talk", "crew"} <= on) - ({"talk", "strain"} <= on)


def test_each_each_two_and_all_are_switched_off():
    assert job.variants("abc") == [(), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")]
    assert job.variants("abc", False) == [(), ("a",), ("b",), ("c",), ("a", "b", "c")]
    assert job.variants("ab") == [(), ("a",), ("b",), ("a", "b")] and job.variants("a") == [(), ("a",)]
    base, laid = job.lay_out("social_agency", "present")
    assert len(laid) == 1 + 14 + 91 + 1 and laid[()] is base and base.policy == "present"
    for off, scenario in laid.items():
        assert {name for name in MECHANISMS if not scenario.values[f"mechanisms.{name}"]} == set(off)
        assert {key for key in base.values if scenario.values[key] != base.values[key]} == {f"mechanisms.{name}" for name in off}


def test_what_is_off_already_is_left_off():
    base, laid = job.lay_out("social_agency", None, False, ["mechanisms.crew=false"])
    assert len(laid) == 15 and ("crew",) not in laid and not base.values["mechanisms.crew"]


def test_contributions_are_what_goes_missing():
    table = made(act).contributions
    told = table[table.outcome == "exhaustion"].set_index("mechanism")
    assert list(told.index) == [*ON, job.TOGETHER, job.ALL]
    assert told.contribution.to_numpy() == pytest.approx([5, 4, 7, -3, 13], abs=0.5)
    assert (told.low < told.contribution).all() and (told.worlds == 5).all() and list(told.verdict) == ["worse"] * 3 + ["better", "worse"]
    assert told.contribution[list(ON)].sum() + told.contribution[job.TOGETHER] == pytest.approx(told.contribution[job.ALL])
    assert told.as_it_stands[job.ALL] - told.without[job.ALL] == pytest.approx(told.contribution[job.ALL])


def test_interactions_are_two_by_two_contrasts():
    found = made(act, spread=0.05)
    told = found.interactions[found.interactions.outcome == "exhaustion"].set_index(["first", "second"])
    assert list(told.index) == list(combinations(ON, 2))
    assert told.interaction.to_numpy() == pytest.approx([-1, 4, 0], abs=0.3) and list(told.told)[:2] == [True, True]
    assert told.both["talk", "crew"] == pytest.approx(8, abs=0.3)
    assert told.first_alone["talk", "crew"] == pytest.approx(1, abs=0.3) and told.second_alone["talk", "crew"] == pytest.approx(3, abs=0.3)
    wide = found.outcomes.pivot(index="replicate", columns="off", values="exhaustion")
    apart = wide[""] - wide["talk"] - wide["crew"] + wide["talk+crew"]
    assert told.p["talk", "crew"] == pytest.approx(stats.ttest_1samp(apart, 0.0).pvalue)
    assert made(act, pairs=False).interactions.empty


def test_false_interactions_are_as_rare_as_promised():
    """With no interaction anywhere, q promises that in nine of ten ablations none is told; 200 trials of the test alone, as in the
    table."""
    rng, none = np.random.default_rng(5), 0
    for _ in range(200):
        p = [job._p(rng.normal(size=6)) for _ in range(78)]
        none += not (stats.false_discovery_control(p) <= job.FALSE_SHARE).any()
    assert none / 200 > 0.9 - 3 * np.sqrt(0.09 / 200)


def test_a_run_that_broke_or_gave_nothing_is_left_out():
    found = made(act)
    rows = found.outcomes[~((found.outcomes.off == "talk") & (found.outcomes.replicate == 2))].copy()
    rows.loc[rows.off == "strain", "leavers"] = np.nan
    less = job.Ablation(found.office, ON, True, 1, 220, 5, 1, rows, found.failures)
    told = less.contributions.set_index(["outcome", "mechanism"])
    assert told.worlds["exhaustion", "talk"] == 4 and told.worlds["exhaustion", "crew"] == 5 and told.worlds["exhaustion", job.TOGETHER] == 4
    assert told.worlds["leavers", "strain"] == 0 and np.isnan(told.contribution["leavers", "strain"])
    pair = less.interactions.set_index(["outcome", "first", "second"])
    assert pair.worlds["exhaustion", "talk", "strain"] == 4 and pair.worlds["leavers", "strain", "crew"] == 0
    assert not pair.told["leavers", "strain", "crew"]


def test_runs_are_those_of_a_comparison_and_threads_change_nothing(tiny):
    asked = {"office": "social_agency", "policy": "present", "years": 6 / 220, "replicates": 2, "seed": 5, "overrides": tiny, "pairs": False}
    found, again = (job.ablate(**asked, workers=workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(found.outcomes, again.outcomes, check_exact=True)
    assert len(found.outcomes) == 2 * 16 and list(found.outcomes.seed)[:17] == [5] * 16 + [6] and found.failures.empty
    compared = compare(policies=("laissez_faire", "present"), years=6 / 220, replicates=2, seed=5, overrides=tiny, workers=1)
    expected = compared.outcomes[compared.outcomes.policy == "present"].exhaustion
    assert list(found.outcomes[found.outcomes.off == ""].exhaustion) == list(expected)
    assert (found.outcomes[found.outcomes.off == "episode"].bad_endings == 0).all()


@pytest.mark.parametrize("given, said", [
    ({"replicates": 0}, "ablate: replicates: must be a whole number from 1"), ({"years": 0}, "years: must be"), ({"policy": "presant"}, "did you mean present?"),
    ({"overrides": {f"mechanisms.{name}": False for name in MECHANISMS}}, "at least one must be on"),
])
def test_bad_input_is_refused_before_anything_runs(given, said, monkeypatch):
    monkeypatch.setattr(job, "runs", None)
    with pytest.raises(ScenarioError, match=re.escape(said)):
        job.ablate(**given)


def test_the_help_tells_the_defaults():
    assert (command.DEFAULT_YEARS, command.DEFAULT_REPLICATES) == (job.DEFAULT_YEARS, job.DEFAULT_REPLICATES)
