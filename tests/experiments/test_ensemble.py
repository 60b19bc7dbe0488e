"""An ensemble laid under other commands: what is read, what is refused, which conclusions hold."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from terminal import guichet
from test_calibration import STUDY, write

from simulation.experiments.calibration import ensemble as job
from simulation.scenario import Change, ScenarioError, Values, load


def table(**rows):
    """A member's differences: outcome to (difference, verdict)."""
    return pd.DataFrame([{"outcome": key, "policy": "p", "difference": value, "verdict": verdict} for key, (value, verdict) in rows.items()])


def test_conclusions_are_weighted_shares():
    tables = [
        table(a=(1.0, "better"), b=(1.0, "cannot tell"), c=(0.0, "same"), d=(np.nan, "cannot tell")),
        table(a=(2.0, "better"), b=(-1.0, "worse"), c=(0.0, "same"), d=(np.nan, "cannot tell")),
        table(a=(3.0, "cannot tell"), b=(2.0, "higher"), c=(0.0, "same"), d=(3.0, "better")),
    ]
    told = job.conclusions(tables, np.array([0.5, 0.3, 0.2]), "difference", ("policy", "outcome")).set_index("outcome")
    assert list(told.holds) == ["yes", "open", "open", "yes"] and list(told.direction) == ["up", "up", "none", "up"]
    assert told.share_up["a"] == pytest.approx(1) and told.shown_up["a"] == pytest.approx(0.8) and told.difference["a"] == pytest.approx(1.7)
    assert told.share_up["b"] == pytest.approx(0.7) and told.share_down["b"] == pytest.approx(0.3) and told.shown_down["b"] == pytest.approx(0.3)
    assert told.share_up["c"] == told.share_down["c"] == 0 and list(told.members) == [3, 3, 3, 1]
    none = job.conclusions([table(a=(np.nan, "cannot tell"))], np.array([1.0]), "difference", ("policy", "outcome"))
    assert none.members[0] == 0 and none.holds[0] == "open"


def test_leaning_is_between():
    tables = [table(a=(1.0, "better"))] * 8 + [table(a=(-1.0, "cannot tell"))] * 2
    assert job.conclusions(tables, np.full(10, 0.1), "difference", ("policy", "outcome")).holds[0] == "leaning"


def made(values, weight):
    return job.Ensemble(None, {}, pd.DataFrame(values), np.array(weight))


def test_members_are_chosen_by_weight():
    kept = made({"demand.load": [0.1, 0.2, 0.3, 0.4]}, [0.5, 0.0, 0.25, 0.25])
    assert kept.chosen(4) is kept
    assert list(kept.chosen(3).values["demand.load"]) == [0.1, 0.1, 0.4] and kept.chosen(3).weight.sum() == pytest.approx(1)
    many = made({"demand.load": np.arange(100.0)}, np.arange(100.0) / 4950).chosen(50).values["demand.load"]
    assert many.mean() == pytest.approx(np.average(np.arange(100.0), weights=np.arange(100.0)), abs=1)


def test_what_a_policy_sets_stays_and_the_rest_is_the_members():
    office, laid = load("social_agency"), load("social_agency", "present")
    key = next(key for key in office.values if office.values[key] != laid.values[key] and isinstance(office.values[key], float))
    kept = made({key: [0.05], "demand.load": [1.1], "desks.rooms": [3]}, [1.0])
    over = kept.over(0, laid, office)
    assert over.values[key] == laid.values[key] and over.values["demand.load"] == 1.1 and over.values["desks.rooms"] == 3
    assert kept.over(0, office, office).values[key] == 0.05


def test_what_the_ensemble_sets_cannot_be_set_by_hand():
    with pytest.raises(ScenarioError, match="is set by the ensemble"):
        job.check(made({"demand.load": [1.0]}, [1.0]), [load("social_agency")], ["demand.load=2"])
    job.check(made({"demand.load": [1.0]}, [1.0]), [load("social_agency")], ["talk.transmit=0.2"])


def test_a_dated_change_of_what_was_fitted_is_refused_by_its_owner():
    kept = made({"demand.load": [1.0]}, [1.0])
    change = (Change(30, set=Values({"demand.load": 1.2})),)
    office, laid = (replace(load("social_agency", policy), changes=change) for policy in (None, "present"))
    job.check(kept, [load("social_agency"), load("social_agency", "present")])
    for scenarios, said in (([office], "set on day 30 by the office"), ([load("social_agency"), laid], "set on day 30 by the policy present")):
        with pytest.raises(ScenarioError, match=said):
            job.check(kept, scenarios)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder that `guichet calibrate` wrote."""

    folder = tmp_path_factory.mktemp("kept")
    file = write(folder / "little.toml", STUDY, budget=32)
    told = guichet("calibrate", str(file), "--out", str(folder / "out"), "--workers", "1", "--no-report")
    assert told.exit_code == 0, told.output
    return folder / "out"


def test_a_folder_is_read_and_its_office_runs(kept):
    found = job.read(kept)
    assert list(found.values) == ["demand.load", "talk.transmit"] and found.weight.sum() == pytest.approx(1)
    done = job.compare_over(found.chosen(2), str(kept / "office.toml"), ["laissez_faire", "present"], 0.01, 2, 5, workers=1)
    assert [sorted(set(one.outcomes.seed)) for one in done] == [[5, 6], [7, 8]]
    assert [one.arms[0].scenario.values["demand.load"] for one in done] == list(found.chosen(2).values["demand.load"])
    assert done[0].office.values["demand.population"] == 400


@pytest.mark.parametrize(
    "spoil, said",
    [
        (lambda folder: (folder / "manifest.json").unlink(), "is no folder of an ensemble"),
        (lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"), "cannot be read as JSON"),
        (lambda folder: (folder / "manifest.json").write_text(json.dumps({"format": "guichet run"}), encoding="utf-8"), "is not that of an ensemble"),
        (lambda folder: (folder / "ensemble.parquet").write_bytes((folder / "ensemble.parquet").read_bytes()[:-1]), "its checksum differs"),
    ],
)
def test_a_spoilt_folder_is_refused(kept, tmp_path, spoil, said):
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("manifest.json", "ensemble.parquet"):
        (copy / name).write_bytes((kept / name).read_bytes())
    spoil(copy)
    with pytest.raises(ScenarioError, match=re.escape(said)):
        job.read(copy)
