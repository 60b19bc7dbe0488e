"""`--until-stable`: replicates are added until nothing is needed, or to a stated end; cut short, it goes on."""

import json

import little_study
import numpy as np
import pandas as pd
import pytest
from little_study import STUDY, table, write
from terminal import guichet

from simulation.experiments import stable
from simulation.experiments import sweep as sweeps
from simulation.experiments.analysis.replicates import has_zero, more_replicates
from simulation.experiments.study_read import read_study
from simulation.measures.outcomes import MAIN, OUTCOMES
from simulation.scenario import ScenarioError

EPS = 0.15


@pytest.fixture
def here(here, monkeypatch):
    """A little study, and nothing is measured for long."""
    monkeypatch.setattr(sweeps, "PROBE_SECONDS", 0.01)
    write(here / "little.toml", STUDY.replace("[set]", 'outcomes = ["live_wait", "cost_per_case", "exhaustion"]\n[set]'), replicates=2)
    return here


def test_replicates_are_added_until_all_coefficients_stand_still(here):
    told = guichet("sweep", "little.toml", "--until-stable", EPS)
    assert told.exit_code == 0 and "do not stand still yet" in told.stderr and "Stable: all 24 coefficients" in told.stdout, told.output
    found = table(here / "results" / "little")
    many = found.replicate.max() + 1
    assert many > 2 and (found.groupby("point").size() == many).all() and f"with {many} replicates a point, {many - 2} of them added" in told.stdout
    needed = more_replicates(found, ["live_wait", "cost_per_case"], EPS)
    assert (needed.more == 0).all()
    before = needed_with(found[found.replicate < many // 2])
    assert before > 0, "half of them would have done"
    assert guichet("sweep", "little.toml").exit_code == 0 and len(table(here / "results" / "little")) == len(found), "what was added stays, also without the option"


def needed_with(rows):
    return int(more_replicates(rows, ["live_wait", "cost_per_case"], EPS).more.max())


def test_it_stops_at_a_stated_end_and_says_so(here):
    told = guichet("sweep", "little.toml", "--until-stable", 0.001, "--at-most", 7)
    assert told.exit_code == 0 and "NOT stable" in told.stdout and "--at-most 7" in told.stdout and "raise --at-most" in told.stdout
    assert table(here / "results" / "little").replicate.max() == 6
    found = json.loads(guichet("sweep", "little.toml", "--until-stable", 0.001, "--at-most", 8, "--json").stdout)
    assert (found["replicates"], found["added_replicates"]) == (8, 6) and found["until_stable"]["stable"] is False and found["until_stable"]["more"] > 100


def test_cut_short_it_goes_on_where_it_was(here, monkeypatch):
    sweep = little_study.start(here, "little.toml", "--until-stable", EPS)
    sweep.wait(timeout=60)
    whole = table(here / "results" / "little")
    assert sweep.returncode == 0
    real, calls = sweeps.Store.write, []

    def dies(store, columns):
        calls.append(store.study.replicates)
        if store.study.added:
            raise KeyboardInterrupt
        real(store, columns)
    monkeypatch.setattr(sweeps.Store, "write", dies)
    assert guichet("sweep", "little.toml", "--until-stable", EPS, "--out", "cut").exit_code == 130
    monkeypatch.setattr(sweeps.Store, "write", real)
    told = guichet("sweep", "little.toml", "--until-stable", EPS, "--out", "cut")
    assert told.exit_code == 0 and calls[-1] > 2 and "of the replicates were added by --until-stable to the 2" in told.stderr
    pd.testing.assert_frame_equal(table(here / "cut"), whole, check_exact=True)


def test_failed_runs_and_zero_means_are_undefined(tmp_path, monkeypatch):
    rows = pd.DataFrame({"point": np.repeat([0, 1], 8), "replicate": [*range(8)] * 2, "stage": [""] * 8 + ["running"] * 8, "leavers": 0.0, "live_wait": 5.0})
    rows.to_parquet(tmp_path / "part-1.parquet")
    study = type("Study", (), {"outcomes": ("leavers", "live_wait"), "points": 2, "replicates": 8})
    assert stable.needs(study, tmp_path, 0.1) == stable.Needs(0, 0, 1, 3, None)


def test_outcomes_on_a_scale_without_a_zero_are_not_judged(here):
    assert stable.judged(read_study("little.toml")) == ("live_wait", "cost_per_case") and not has_zero("exhaustion")
    write(here / "other.toml", STUDY.replace("[set]", 'outcomes = ["exhaustion"]\n[set]'))
    with pytest.raises(ScenarioError, match="at least one must have a true zero"):
        stable.judged(read_study("other.toml"))
    assert {outcome.unit for outcome in OUTCOMES if not has_zero(outcome.key)} == {"SD", "points"} and any(has_zero(one.key) for one in MAIN)


@pytest.mark.parametrize("args, said", [
    (["--at-most", 5], "--at-most: belongs to --until-stable"), *((["--until-stable", eps], f"--until-stable: must be a number over 0 (given {float(eps)})") for eps in (0, -1, "nan", "inf")),
    (["--until-stable", 0.1, "--at-most", 1], "must be at least 2, the replicates of the study"), (["--until-stable", "few"], "not a valid float"),
])
def test_bad_input_is_told_and_nothing_is_made(here, args, said):
    told = guichet("sweep", "little.toml", *args)
    assert told.exit_code == 2 and said in " ".join(told.stderr.split()) and not (here / "results").exists()


def test_a_dry_run_says_how_many_it_may_come_to(here):
    told = guichet("sweep", "little.toml", "--until-stable", EPS, "--at-most", 30, "--dry-run", "--lang", "fr")
    assert told.exit_code == 0 and "au plus 30 par point, 360 simulations en tout" in told.stdout.replace("\u202f", " ") and not (here / "results").exists()
