"""Comparisons: twin worlds, balance, failures as rows, the same figures however they are made."""

import math
import pickle
import re

import numpy as np
import pandas as pd
import pytest

from simulation import model
from simulation.engine.run import Engine
from simulation.experiments import ENGINES
from simulation.experiments import compare as job
from simulation.experiments.drivers import run_once, runs
from simulation.measures.outcomes import LAST_DAYS, MAIN, OUTCOMES, outcomes_of
from simulation.scenario import ScenarioError, load

POLICIES = ("laissez_faire", "present", "discreet")


def test_a_row_for_each_run_and_a_column_for_each_outcome(compared):
    assert list(compared.outcomes.columns) == ["policy", "twin_world", "seed", *(outcome.key for outcome in OUTCOMES)]
    assert list(compared.outcomes.policy) == list(POLICIES) * 3
    assert list(compared.outcomes.twin_world) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert list(compared.outcomes.seed - compared.outcomes.twin_world) == [5] * 9
    assert compared.failures.empty and compared.days == 8
    assert compared.outcomes[[outcome.key for outcome in MAIN]].notna().all(axis=None)


def test_the_series_hold_every_day(compared):
    assert compared.series.groupby(["policy", "twin_world"]).size().tolist() == [8] * 9
    assert set(job.SERIES) <= set(compared.series.columns)


def same(one, other):
    """Compare all figures of two comparisons, to the bit."""
    for name in ("outcomes", "series", "differences", "failures"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


def test_threads_change_nothing(compared, tiny):
    same(compared, job.compare(policies=POLICIES, years=8 / 220, replicates=3, seed=5, overrides=tiny, workers=2))


def test_the_mesa_model_in_processes_gives_the_same_to_the_bit(compared, tiny):
    same(compared, job.compare(policies=POLICIES, years=8 / 220, replicates=3, seed=5, overrides=tiny, workers=2, engine="mesa"))


def ties(run):
    """The ties of pairs of people."""
    there = np.array(run.teams) >= 0
    return np.where(there[:, None] & there, np.triu(run.ties, 1), 0.0)


def test_the_ties_of_somebody_who_has_left_are_no_ties():
    """An empty seat at the end of a run: its groups are those that the Mesa model finds."""
    office = load("social_agency", None, {"turnover.leave_per_year": 0.45})
    ours, theirs = (run_once(office, 1, 60, (), engine).run for engine in ENGINES)
    assert -1 in ours.teams and np.array_equal(ties(ours), ties(theirs)) and outcomes_of(ours, ["groups_vs_teams"]) == outcomes_of(theirs, ["groups_vs_teams"])


def test_both_engines_tell_the_same_of_a_longer_run_whose_ends_differ(tiny):
    """Over more than the last days alone, with people who leave and ties that form."""
    office = load("social_agency", "present_and_discreet", tiny | {"turnover.leave_per_year": 0.8, "staff.hiring_days": 1.0, "staff.training_days": 1.0})
    found = [run_once(office, 3, 2 * LAST_DAYS + 1, job.SERIES, engine) for engine in ENGINES]
    runs = [one.run._replace(ties=ties(one.run)) for one in found]
    assert found[0].failure is None and runs[0].ties.any()
    assert all(np.array_equal(one, other) for one, other in zip(*runs, strict=True))
    assert found[0].series.tobytes() == found[1].series.tobytes()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_can_be_repeated_alone(compared, tiny, engine):
    again = outcomes_of(pickle.loads(pickle.dumps(run_once(load("social_agency", "present", tiny), 6, 8, engine=engine))).run)
    row = compared.outcomes[(compared.outcomes.policy == "present") & (compared.outcomes.seed == 6)].iloc[0]
    assert all(again[key] == row[key] or math.isnan(again[key]) and math.isnan(row[key]) for key in again)


def test_twins_of_the_same_policy_are_the_same(tiny):
    office = load("social_agency", "laissez_faire", tiny)
    found = job.compare_arms(office, [job.Arm("a", "A", "A", office), job.Arm("b", "B", "B", office)], 3 / 220, 2, workers=1)
    known = found.differences[found.differences.twin_worlds > 1]
    assert len(known) > 20 and set(known.verdict) == {"same"} and (known.ties == 2).all() and (known.better == 0).all()


def test_runs_are_interleaved_so_that_a_part_is_balanced(tiny, monkeypatch):
    monkeypatch.setattr(job, "runs", lambda scenarios, tasks, *rest: (result for result in list(runs(scenarios, tasks[:4], *rest))))
    found = job.compare(policies=("laissez_faire", "present"), years=1 / 220, replicates=4, overrides=tiny, workers=1)
    assert found.outcomes.groupby("policy").size().to_dict() == {"laissez_faire": 2, "present": 2}


class Breaks(model.FrontOffice):
    """A model that breaks under one seed, on its second day."""

    def step(self):
        if self.seed == 2 and self.day == 1:
            raise ZeroDivisionError("nobody left")
        super().step()


@pytest.mark.parametrize("engine, stage, said", [("mesa", "day 1", "ZeroDivisionError: nobody left"), ("compiled", "running", "MemoryError: no room")])
def test_a_run_that_breaks_is_a_row(tiny, monkeypatch, engine, stage, said):
    monkeypatch.setattr(model, "FrontOffice", Breaks)
    monkeypatch.setattr(Engine, "one", breaks_under_two(Engine.one))
    found = job.compare(policies=("laissez_faire", "present"), years=2 / 220, replicates=3, seed=1, overrides=tiny, workers=1, engine=engine)
    assert found.failures.to_dict("records")[0] == {"policy": "laissez_faire", "twin_world": 1, "seed": 2, "stage": stage, "message": said}
    assert len(found.failures) == 2 and len(found.outcomes) == 4 and list(found.series.groupby("seed").size()) == [4, 4]
    assert set(found.differences.twin_worlds) <= {0, 1, 2}


def breaks_under_two(one):
    """Let an engine have no room under one seed."""
    def broken(self, seed, *rest):
        if seed == 2:
            raise MemoryError("no room")
        return one(self, seed, *rest)
    return broken


@pytest.mark.parametrize("engine", ENGINES)
def test_what_cannot_be_set_up_is_a_row_too(tiny, monkeypatch, engine):
    monkeypatch.setattr(model, "FrontOffice", None)
    monkeypatch.setattr(Engine, "__init__", None)
    assert run_once(load("social_agency", None, tiny), 1, 1, engine=engine).failure.stage == "setting up"


def test_progress_counts_to_the_end(tiny):
    seen = []
    job.compare(policies=("laissez_faire", "present"), years=1 / 220, replicates=2, overrides=tiny, workers=1,
                progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("given, said", [
    ({"years": 0}, "compare: years: must be a number over 0 and at most 100 (given 0)"),
    ({"years": math.nan}, "given nan"),
    ({"replicates": 0}, "replicates: must be a whole number from 1"),
    ({"seed": -1}, "seed: must be a whole number from 0"),
    ({"seed": 2**63 - 3}, "seed: must be a whole number from 0"),
    ({"workers": 0}, "workers: must be a whole number, at least 1 (given 0)"),
    ({"engine": "numba"}, "engine: must be one of compiled, mesa (given numba)"),
    ({"policies": ["present"]}, "at least two policies are compared, the first being the baseline (given present)"),
    ({"policies": []}, "(given none)"),
    ({"policies": ["present", "present"]}, "policies: each policy can be named once (given present)"),
    ({"policies": ["present", "discret"]}, "did you mean discreet?"),
    ({"office": "social_agancy"}, "did you mean social_agency?"),
])
def test_bad_input_is_refused_before_anything_runs(given, said, monkeypatch):
    monkeypatch.setattr(job, "runs", None)
    with pytest.raises(ScenarioError, match=re.escape(said)):
        job.compare(**{"policies": ("laissez_faire", "present"), **given})


def test_all_problems_are_listed_once():
    with pytest.raises(ScenarioError) as found:
        job.lay_out("social_agency", ["presant", "discret"], ["breaks.overlap=7"])
    keys = [str(problem) for problem in found.value.problems]
    assert len(keys) == len(set(keys)) == 3


def test_a_policy_by_path_is_compared_with_the_office(tmp_path, tiny):
    path = tmp_path / "mine.toml"
    path.write_text('[policy]\nname = "mine"\ntitle_en = "Mine"\ntitle_fr = "La mienne"\n[breaks]\noverlap = 0.5\n', encoding="utf-8")
    _, arms = job.lay_out("social_agency", ["laissez_faire", path], tiny)
    assert [arm.name for arm in arms] == ["laissez_faire", "mine"]
    assert (arms[1].title("en"), arms[1].title("fr")) == ("Mine", "La mienne")


def test_the_guess_grows_with_the_work(tiny):
    _, arms = job.lay_out("social_agency", POLICIES, tiny)
    short, long = (job.guess_seconds(arms, years, 6, 2) for years in (0.5, 5))
    assert 0 < short < long and job.guess_seconds(arms, 5, 6, 4) < long


def test_rows_and_tables_agree(compared):
    row = compared.row("exhaustion", "present", "laissez_faire")
    values = compared.outcomes.pivot(index="twin_world", columns="policy", values="exhaustion")
    assert row.difference == pytest.approx((values.present - values.laissez_faire).mean())
    long = compared.long_outcomes()
    assert len(long) == 9 * len(OUTCOMES) and set(long[long.outcome == "live_wait"].unit) == {"min"}
    assert list(compared.against("laissez_faire", ["live_wait"]).policy) == ["present", "discreet"]
