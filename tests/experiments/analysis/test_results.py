"""Folders of results: read while they are written, analysed as their design allows, each policy and what policies change."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest
from folder import write
from functions import ISHIGAMI, ishigami, saltelli, trajectories

from simulation.experiments.analysis.measured import AnalysisError
from simulation.experiments.analysis.results import _stands_for, analyse, read

GRID = pd.DataFrame(list(product([1.0, 2.0, 3.0], [0, 1])), columns=["load", "rooms"])


def gain(axes, policy):
    """Policy b adds 2 × (load − 2); rooms add 1 under both."""
    return axes["rooms"] + (policy == "b") * 2 * (axes["load"] - 2)


def test_a_folder_is_read_whole(tmp_path):
    found = read(write(tmp_path / "r", "grid", GRID, gain, failed=[(3, 1)]))
    assert (found.name, found.kind, found.policies, found.failed) == ("mine", "grid", ("a", "b"), 1)
    assert found.axes == {"the load": "load", "the rooms": "rooms"} and found.outcomes == ("exhaustion",)
    assert len(found.rows) == 6 * 2 * 4 - 1 and read(tmp_path / "r", ["all"]).outcomes == ("exhaustion", "cost_total")
    with pytest.raises(AnalysisError, match="no 'leavers' in these results; they have exhaustion, cost_total"):
        read(tmp_path / "r", ["leavers"])


def test_what_is_no_folder_of_results_is_refused(tmp_path):
    with pytest.raises(AnalysisError, match="holds no study.*guichet sweep"):
        read(tmp_path)
    with pytest.raises(AnalysisError, match="does not exist"):
        read(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(AnalysisError, match="is a file; give the folder"):
        read(tmp_path / "file")
    folder = write(tmp_path / "r", "grid", GRID, gain)
    for part in folder.glob("part-*"):
        part.unlink()
    with pytest.raises(AnalysisError, match="no run is done yet.*guichet sweep mine"):
        read(folder)
    manifest = folder / "_manifest.json"
    begun = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(begun | {"sessions": [{"command": ["guichet", "sweep", "./my mine.toml"]}]}), encoding="utf-8")
    with pytest.raises(AnalysisError, match="run the study first: guichet sweep './my mine.toml'"):
        read(folder)
    (folder / "part-1.parquet").write_bytes(b"PAR1")
    with pytest.raises(AnalysisError, match="a part cannot be read"):
        read(folder)
    (folder / "_design.parquet").unlink()
    with pytest.raises(AnalysisError, match="is not whole: its _design.parquet is gone; give the command of the sweep again"):
        read(folder)
    (folder / "_manifest.json").write_text("{")
    with pytest.raises(AnalysisError, match="its _manifest.json is broken"):
        read(folder)


def test_a_grid_gives_effects_of_each_policy_and_of_their_difference_and_a_map(tmp_path):
    found = analyse(read(write(tmp_path / "r", "grid", GRID, gain)))
    effect = found.tables["effects"].set_index(["policy", "term", "what"]).effect
    assert effect["a", "the rooms", "low to high"] == pytest.approx(1.0, abs=0.05)
    assert effect["b − a", "the load", "low to high"] == pytest.approx(4.0, abs=0.05)
    assert effect["b − a", "the rooms", "low to high"] == pytest.approx(0.0, abs=0.05)
    share = found.tables["shares"].set_index(["policy", "term"]).share
    assert share["b − a", "the load"] == pytest.approx(1.0, abs=0.01)
    regimes = found.tables["regimes"]
    assert len(regimes) == 6 and set(regimes[regimes.load == 1.0].verdict) == {"better"} and set(regimes[regimes.load == 3.0].verdict) == {"worse"}
    power = found.tables["power"].set_index("twins")
    assert power.smallest_effect[True] < 0.1 < power.smallest_effect[False]
    assert "replicates" not in found.tables and "no true zero" in found.notes.note.iloc[-1]


def test_there_is_a_map_where_pairs_of_values_are_crossed_in_twin_worlds(tmp_path):
    scattered = pd.DataFrame({"load": np.linspace(1.0, 3.0, 6), "rooms": np.linspace(0.0, 1.0, 6)})
    assert "regimes" not in analyse(read(write(tmp_path / "s", "sobol", scattered, gain))).tables
    other = analyse(read(write(tmp_path / "o", "grid", GRID, gain, seeds="independent")))
    assert "regimes" not in other.tables and not other.notes.note.str.contains("seeds").any()
    rounded = analyse(read(write(tmp_path / "d", "sobol", pd.concat([GRID, GRID.iloc[:2]]), gain)))
    assert len(rounded.tables["regimes"]) == 3 * 2 and not rounded.notes.note.str.contains("differ in nothing").any()


def test_replicates_are_judged_where_there_is_a_true_zero(tmp_path):
    found = analyse(read(write(tmp_path / "r", "grid", GRID, gain), ["cost_total"]))
    assert len(found.tables["replicates"]) == 12 and set(found.tables["replicates"].outcome) == {"cost_total"}


def test_a_saltelli_design_gives_sobol_indices(tmp_path):
    x = pd.DataFrame(saltelli(3, 128), columns=["p", "q", "r"])
    told = analyse(read(write(tmp_path / "r", "saltelli", x, lambda axes, policy: ishigami(np.array([[*axes.values()]]))[0], ("a",), 2))).tables["sobol"]
    assert list(told.axis) == ["the p", "the q", "the r"] and set(told.policy) == {"a"}
    assert (np.abs(told.st - np.array(ISHIGAMI[1])) < 4 * (told.st_high - told.st_low) / 2 / 1.28).all()


def test_a_morris_design_gives_elementary_effects_on_the_scale_of_its_steps(tmp_path):
    x = pd.DataFrame(trajectories(2, 6), columns=["p", "q"])
    x["q"] = 10.0 ** (3 * x.q)
    told = analyse(read(write(tmp_path / "r", "morris", x, lambda axes, policy: axes["p"] + 2 * np.log10(axes["q"]), ("a",), 2, log=["q"])))
    assert told.tables["morris"].mu_star.to_numpy() == pytest.approx([1.0, 6.0], abs=0.1)


def test_one_at_a_time_gives_swings_and_what_cannot_be_said_is_noted(tmp_path):
    x = pd.DataFrame([(2.0, 0), (1.0, 0), (3.0, 0), (2.0, 1)], columns=["load", "rooms"])
    found = analyse(read(write(tmp_path / "r", "one_at_a_time", x, gain, seeds="independent")))
    assert set(found.tables["swings"].policy) == {"a", "b"}  # without common seeds there are no twins
    assert found.tables["swings"].set_index(["policy", "axis", "value"]).difference["b", "the load", 3.0] == pytest.approx(2.0, abs=0.1)
    bad = analyse(read(write(tmp_path / "s", "saltelli", GRID, gain)))
    assert "sobol" not in bad.tables and bad.notes.note.str.contains("not a Saltelli design").sum() == 3


def test_of_linked_keys_one_that_tells_the_levels_apart_stands_for_the_axis():
    """Under each policy by itself: the office as it is may have other values."""
    design = pd.DataFrame({"policy": ["a", "a", "a", "b", "b", "b"], "one": [1.0, 1.0, 1.2, 3.0, 3.0, 1.2], "two": [0.1, 0.6, 0.2, 0.1, 0.6, 0.2], "three": [0, 1, 1, 0, 1, 1]})
    assert _stands_for("x", ["one", "two"], design, "f") == "two" and _stands_for("x", ["one"], design, "f") == "one"
    with pytest.raises(AnalysisError, match="axis x: none of its keys one, three tells its levels apart"):
        _stands_for("x", ["one", "three"], design, "f")
