"""`guichet compare`: a folder written whole or not at all, figures on standard output, talk on standard error, exit codes."""

import hashlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from terminal import guichet

import simulation
from simulation import model
from simulation.engine.run import Engine
from simulation.experiments.paired import COLUMNS

TINY = ["--set", "counter.posts=2", "--set", "counter.per_day=25", "--set", "phone.posts=2", "--set", "phone.per_day=60", "--set",
        "mail.posts=1", "--set", "mail.per_day=10", "--set", "demand.population=400"]
SMALL = ["social_agency", "--policies", "laissez_faire,present,discreet", "--years", "0.02", "--replicates", "2", "--workers", "1", *TINY]
ROOT = str(Path(simulation.__file__).parents[1])
PROGRAM = "from simulation.cli import main; main(prog_name='guichet')"


def test_it_writes_a_whole_folder_and_tells_where(here):
    told = guichet("compare", *SMALL, "--out", "found")
    assert told.exit_code == 0, told.output
    folder = here / "found"
    assert sorted(path.name for path in folder.iterdir()) == [
        "data_dictionary.csv", "differences.csv", "manifest.json", "outcomes.csv", "report.html"]
    assert [path.name for path in here.iterdir()] == ["found"]
    assert told.stderr.startswith("6 runs: 3 policies × 2 twin worlds of 0.02 years (4 working days each); about 5 s with 1 worker, compiled engine.")
    assert "Exhaustion, SD (lower is better)" in told.stdout and "report.html in a browser" in told.stdout
    assert list(pd.read_csv(folder / "differences.csv").columns) == [*COLUMNS, "unit"]
    assert len(pd.read_csv(folder / "outcomes.csv").policy.unique()) == 3
    assert (folder.stat().st_mode & 0o777) == 0o755


def test_the_manifest_is_enough_to_do_it_again(here):
    guichet("compare", *SMALL, "--no-report", "--out", "first")
    manifest = json.loads((here / "first" / "manifest.json").read_text(encoding="utf-8"))
    program, command, *args = shlex.split(manifest["command"])
    assert (program, command) == ("guichet", "compare")
    assert guichet("compare", *args, "--out", "second", "--workers", "1").exit_code == 0
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((here / "second" / name).read_bytes()).hexdigest() == digest, name
    assert manifest["seeds"] == [1, 2] and manifest["failures"] == [] and manifest["baseline"] == "laissez_faire"
    assert manifest["scenarios"]["present"]["values"]["counter.posts"] == 2 and len(manifest["scenarios"]["present"]["digest"]) == 64
    assert set(manifest["versions"]) >= {"guichet", "python", "mesa", "numpy", "plotly"}


def test_json_is_one_object_and_nothing_else(here):
    told = guichet("compare", *SMALL, "--json", "--no-report")
    data = json.loads(told.stdout)
    assert told.exit_code == 0 and data["policies"] == ["laissez_faire", "present", "discreet"]
    assert data["means"]["present"]["live_wait"] > 0 and {row["against"] for row in data["differences"]} == {"laissez_faire", "present"}
    folder = Path(data["out"])
    assert folder.parent == Path("results") and folder.name.startswith("compare-social_agency-")
    assert sorted(data["files"]) == sorted(path.name for path in folder.iterdir()) and "report.html" not in data["files"]


def test_french(here):
    told = guichet("compare", *SMALL, "--lang", "fr", "--no-report", "--out", "f")
    assert "6 simulations" in told.stderr and "Épuisement, écarts-types (moins, c'est mieux)" in told.stdout
    assert "Écrit dans f" in told.stdout


@pytest.mark.parametrize("args, said", [
    (["social_agancy"], "did you mean social_agency?"),
    (["--policies", "present"], "at least two policies are compared"),
    (["--policies", "present,discret"], "did you mean discreet?"),
    (["--years", "nan"], "compare: years: must be a number over 0 and at most 100 (given nan)"),
    (["--years", "-1", "--replicates", "0"], "replicates: must be a whole number from 1"),
    (["--replicates", "many"], "'many' is not a valid integer"),
    (["--seed", "-3"], "seed: must be a whole number from 0"),
    (["--workers", "0"], "workers: must be a whole number, at least 1"),
    (["--workers", "0"], "workers: must be a whole number, at least 1"),
    (["--engine", "numba"], "'numba' is not one of 'compiled', 'mesa'"),
    (["--set", "breaks.overlpa=1"], "did you mean breaks.overlap?"),
    (["--set", "breaks.overlap=7"], "must be at most 1"),
    (["--lang", "de"], "'de' is not one of 'en', 'fr'"),
    (["--out", "taken"], "--out taken: is there already and is not an empty folder"),
    (["--out", "taken/file/x"], "cannot be written to"),
])
def test_bad_input_writes_nothing_and_ends_with_2(here, args, said):
    (here / "taken").mkdir()
    (here / "taken" / "file").touch()
    told = guichet("compare", *args)
    assert (told.exit_code, told.stdout) == (2, ""), told.output
    assert said in told.stderr and "Traceback" not in told.stderr
    assert [path.name for path in here.iterdir()] == ["taken"]


def test_a_broken_run_is_told_and_the_rest_is_kept(here, monkeypatch):
    class Breaks(model.FrontOffice):
        def step(self):
            if self.seed == 3:
                raise ZeroDivisionError("nobody left")
            super().step()
    monkeypatch.setattr(model, "FrontOffice", Breaks)
    told = guichet("compare", *SMALL, "--replicates", "3", "--engine", "mesa", "--no-report", "--out", "kept")
    assert told.exit_code == 1
    assert "3 of 9 runs broke; the first: policy laissez_faire, twin world 2 (seed 3), at day 0: ZeroDivisionError: nobody" in told.stderr
    assert "failures.csv" in {path.name for path in (here / "kept").iterdir()}


def test_nothing_is_written_if_nothing_can_be_compared(here, monkeypatch):
    monkeypatch.setattr(Engine, "__init__", None)
    told = guichet("compare", *SMALL)
    assert told.exit_code == 1 and "nothing can be compared: 6 of 6 runs broke" in told.stderr
    assert not list(here.iterdir())


def test_a_report_that_cannot_be_made_leaves_nothing(here, monkeypatch):
    from simulation.charts import report
    monkeypatch.setattr(report, "report", lambda *_: 1 / 0)
    assert isinstance(guichet("compare", *SMALL, "--out", "found").exception, ZeroDivisionError)
    assert not list(here.iterdir())


def test_a_full_disk_leaves_nothing_half_written(here, monkeypatch):
    monkeypatch.setattr(Path, "write_bytes", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    told = guichet("compare", *SMALL, "--no-report", "--out", "found")
    assert told.exit_code == 1 and "the results cannot be written to found: No space left on device" in told.stderr
    assert not list(here.iterdir())


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_an_interrupted_comparison_leaves_nothing(here, engine):
    command = [sys.executable, "-c", PROGRAM, "compare", "--workers", "2", "--engine", engine, "--years", "100"]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=here, env=os.environ | {"PYTHONPATH": ROOT})
    assert started.stderr.readline().startswith("200 runs")
    time.sleep(2.5)
    started.send_signal(signal.SIGINT)
    said = started.communicate(timeout=30)[1]
    assert started.returncode == 130 and "Interrupted" in said and "Traceback" not in said
    assert not list(here.iterdir())


def test_the_help_tells_the_defaults_and_imports_nothing_heavy():
    code = "import sys\nfrom simulation.cli import main\ntry: main(['compare', '--help'])\nexcept SystemExit: print('HAS', *sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    shown, _, loaded = told.stdout.partition("HAS")
    shown = " ".join(shown.split())
    assert "laissez_faire, present, discreet, present_and_discreet" in shown and "[default: 50]" in shown and "[default: compiled]" in shown
    assert not {"mesa", "numba", "numpy", "pandas", "scipy", "plotly"} & set(loaded.split())


def test_the_compiled_engine_imports_no_mesa(here):
    """Nor does it import what draws and writes reports, if none is asked for."""
    code = f"import sys\nsys.argv[1:] = {['compare', *SMALL, '--no-report']}\ntry:\n  {PROGRAM}\nexcept SystemExit: print('HAS', *sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=here, env=os.environ | {"PYTHONPATH": ROOT})
    assert not {"mesa", "plotly"} & set(told.stdout.partition("HAS")[2].split())


def test_both_engines_write_the_same_figures(here):
    for engine in ("compiled", "mesa"):
        assert guichet("compare", *SMALL, "--engine", engine, "--no-report", "--out", engine).exit_code == 0
    for name in ("outcomes.csv", "differences.csv"):
        assert (here / "compiled" / name).read_bytes() == (here / "mesa" / name).read_bytes()
    manifest = json.loads((here / "mesa" / "manifest.json").read_text())
    assert manifest["engine"] == "mesa" and "--engine mesa" in manifest["command"]
