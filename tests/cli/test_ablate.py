"""`guichet ablate`: a whole folder, figures on standard output, talk on standard error, exit codes."""

import hashlib
import json
import shlex

import pandas as pd
from terminal import guichet

from simulation.engine.run import Engine
from simulation.experiments.ablation import CONTRIBUTIONS, INTERACTIONS

TINY = [word for value in ("counter.posts=2", "counter.per_day=25", "phone.posts=2", "phone.per_day=60", "mail.posts=1", "mail.per_day=10",
                           "demand.population=400") for word in ("--set", value)]
SMALL = ["social_agency", "--policy", "present", "--years", "0.02", "--replicates", "2", "--workers", "1", *TINY]


def test_it_writes_a_whole_folder_that_can_be_made_again(here):
    told = guichet("ablate", *SMALL, "--out", "found")
    assert told.exit_code == 0, told.output
    assert sorted(path.name for path in (here / "found").iterdir()) == [
        "contributions.csv", "data_dictionary.csv", "interactions.csv", "manifest.json", "outcomes.csv", "report.html"]
    assert told.stderr.startswith("214 runs: 107 variants (14 mechanisms off in turn, and two at a time) × 2 twin worlds of 0.02 years; about ")
    assert "Exhaustion: " in told.stdout and "report.html in a browser" in told.stdout
    assert list(pd.read_csv(here / "found" / "contributions.csv").columns) == [*CONTRIBUTIONS, "unit"]
    assert list(pd.read_csv(here / "found" / "interactions.csv").columns) == [*INTERACTIONS, "unit"]
    manifest = json.loads((here / "found" / "manifest.json").read_text(encoding="utf-8"))
    program, command, *args = shlex.split(manifest["command"])
    assert (program, command) == ("guichet", "ablate") and len(manifest["mechanisms"]) == 14
    assert guichet("ablate", *args, "--out", "again", "--no-report").exit_code == 0
    for name in ("outcomes.csv", "contributions.csv", "interactions.csv"):
        assert hashlib.sha256((here / "again" / name).read_bytes()).hexdigest() == manifest["sha256"][name], name


def test_json_without_pairs(here):
    told = guichet("ablate", *SMALL, "--no-pairs", "--no-report", "--json")
    data = json.loads(told.stdout)
    assert told.exit_code == 0 and data["interactions"] == [] and len(data["answer"]) == 6 and "report.html" not in data["files"]
    assert {row["mechanism"] for row in data["contributions"]} == {*data["mechanisms"], "together", "all"}
    assert data["out"].startswith("results/ablate-social_agency-")


def test_french(here):
    told = guichet("ablate", *SMALL, "--no-pairs", "--lang", "fr", "--out", "f")
    assert told.exit_code == 0 and "32 simulations : 16 variantes (14 mécanismes coupés tour à tour)" in told.stderr and "Écrit dans f" in told.stdout


def test_bad_input_ends_with_two_and_nothing_runs(here, monkeypatch):
    monkeypatch.setattr(Engine, "one", None)
    for args, said in (([*SMALL, "--replicates", "0"], "replicates: must be"), (["social_agancy"], "did you mean social_agency?")):
        told = guichet("ablate", *args)
        assert told.exit_code == 2 and said in told.stderr and not list(here.iterdir())
    (here / "full").mkdir()
    (here / "full" / "x").touch()
    assert guichet("ablate", *SMALL, "--out", "full").exit_code == 2


def test_a_run_that_breaks_is_told_and_the_rest_is_written(here, monkeypatch):
    one, init, turn = Engine.one, Engine.__init__, Engine.turn_to

    def keep(self, scenario, *args, **named):
        init(self, scenario, *args, **named)
        self.scenario = scenario

    def turned(self, scenario):
        turn(self, scenario)
        self.scenario = scenario

    def broken(self, seed, *rest):
        """Break in the second world when nobody talks."""
        if seed == 2 and not self.scenario.values["mechanisms.talk"]:
            raise MemoryError("no room")
        return one(self, seed, *rest)

    monkeypatch.setattr(Engine, "__init__", keep)
    monkeypatch.setattr(Engine, "turn_to", turned)
    monkeypatch.setattr(Engine, "one", broken)
    told = guichet("ablate", *SMALL, "--no-pairs", "--no-report", "--out", "found")
    assert told.exit_code == 1 and "2 of 32 runs broke; the first: without talk, twin world 1 (seed 2), at running: MemoryError: no room" in told.stderr
    assert len(pd.read_csv(here / "found" / "failures.csv")) == 2
