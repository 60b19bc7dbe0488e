"""Where no results can be written a command says so before it computes anything, also to root, whom permissions do not stop."""

from pathlib import Path

import pytest
from terminal import guichet

from simulation.scenario.write import writable


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no /proc, a folder in which root cannot write either")
@pytest.mark.parametrize("command", [["compare"], ["run", "social_agency"], ["sweep", "levers"], ["ablate"]], ids=lambda command: command[0])
def test_it_is_told_before_anything_is_run(command, monkeypatch):
    def no_run(*args, **kwargs):
        raise AssertionError("something was run")

    monkeypatch.setattr("simulation.engine.run.Engine", no_run)
    found = guichet(*command, "--out", "/proc/results")
    assert found.exit_code == 2 and "/proc" in found.output and "another" in found.output


def test_a_look_leaves_nothing_behind(tmp_path):
    assert writable(tmp_path) and not list(tmp_path.iterdir())
    assert not writable(tmp_path / "no") and not writable(__file__)
