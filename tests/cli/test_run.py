"""``guichet run``: a folder that is whole or not there, a summary that agrees with the tables, one message for bad input."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from terminal import guichet

from simulation.experiments import run as runs
from simulation.measures.daily import COLUMNS
from simulation.measures.outcomes import OUTCOMES
from simulation.scenario import load

SMALL = [part for text in ("counter.posts=4", "phone.posts=2", "mail.posts=0", "mail.per_day=0", "counter.per_day=80", "phone.per_day=60",
                           "episode.base=-2", "invention.trick=0.2", "talk.naming=0.5") for part in ("--set", text)]

DAYS = 6


def run(out, *args):
    return guichet("run", "social_agency", "--years", DAYS / 220, *SMALL, "--out", out, *args)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A run that is only read: its folder and what was printed."""
    out = tmp_path_factory.mktemp("runs") / "new" / "one"
    result = run(out)
    assert result.exit_code == 0, result.output
    return out, result.stdout


def test_all_files_are_written_and_nothing_else(done):
    out, _ = done
    assert sorted(os.listdir(out)) == sorted(runs.FILES)
    assert os.listdir(out.parent) == [out.name]


def test_the_folder_says_how_to_repeat_the_run(done):
    out, _ = done
    manifest = json.loads((out / "manifest.json").read_text())
    scenario = load(out / "scenario.toml")
    assert manifest["digest"] == scenario.digest == load("social_agency", overrides=SMALL[1::2]).digest
    assert (manifest["seed"], manifest["days"], manifest["days_per_week"]) == (1, DAYS, 5)
    assert manifest["command"][:3] == ["guichet", "run", "social_agency"] and manifest["command"][-2:] == SMALL[-2:]
    assert {"guichet", "python", "mesa", "numpy"} <= set(manifest["versions"])


def test_the_command_in_the_manifest_gives_the_same_bytes_in_another_process(done, tmp_path):
    out, _ = done
    command = json.loads((out / "manifest.json").read_text())["command"][1:]
    code = "from simulation.cli import main; main(prog_name='guichet')"
    subprocess.run([sys.executable, "-c", code, *command, "--out", tmp_path / "again"], check=True, capture_output=True,
                   env={**os.environ, "PYTHONHASHSEED": "7"})
    for name in runs.FILES:
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes(), name


def test_the_dictionary_file_has_the_columns_of_the_tables(done):
    out, _ = done
    told = pd.read_csv(out / "data_dictionary.csv")
    for name in ("daily", "events", "practices", "people", "ties"):
        assert list(told[told["table"] == name]["column"]) == list(pd.read_parquet(out / f"{name}.parquet").columns)


def test_the_summary_agrees_with_the_tables(done):
    out, said = done
    daily, practices = pd.read_parquet(out / "daily.parquet"), pd.read_parquet(out / "practices.parquet")
    said = " ".join(said.split())
    assert f"Contacts {daily['contacts'].sum():,}:" in said
    assert f"Episodes {daily['episodes'].sum():,} felt by staff, {daily.filter(like='reported_').sum().sum():,} reported" in said
    assert f"incivility {daily['episodes_incivility'].sum():,} {daily['reported_incivility'].sum():,}" in said
    assert f"improvising {daily['means_improvise'].sum():,}" in said
    assert f"Repertoire {(practices['died'] < 0).sum()} practices alive at the end" in said
    assert f"6 at the start, {6 + daily['joined'].sum() - daily['left'].sum()} at the end" in said
    named = practices[practices["named"] >= 0]["name"]
    assert len(named) and all(name in said for name in named[:12])
    assert f"guichet story {out}" in said


def test_json_is_one_object_and_nothing_else(done, tmp_path):
    result = run(tmp_path / "two", "--json")
    found = json.loads(result.stdout)
    assert result.stderr == ""
    assert set(found["outcomes"]) == {outcome.key for outcome in OUTCOMES}
    assert all(set(one) == {"value", "unit"} for one in found["outcomes"].values())
    assert set(found["totals"]) == {column.name for column in COLUMNS}
    assert found["totals"]["episodes"] == pd.read_parquet(done[0] / "daily.parquet")["episodes"].sum()
    assert len(found["practices"]) == len(pd.read_parquet(done[0] / "practices.parquet"))
    assert (found["days"], found["out"]) == (DAYS, str(tmp_path / "two"))


def test_the_mesa_model_writes_the_same_tables(done, tmp_path):
    assert run(tmp_path / "mesa", "--engine", "mesa").exit_code == 0
    for name in runs.PARQUET:
        assert (tmp_path / "mesa" / name).read_bytes() == (done[0] / name).read_bytes(), name
    assert json.loads((tmp_path / "mesa" / "manifest.json").read_text())["engine"] == "mesa"


def test_without_out_it_goes_to_results(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = guichet("run", "social_agency", "--policy", "discreet", "--years", 1 / 220, "--seed", 3, *SMALL)
    assert result.exit_code == 0
    assert (tmp_path / "results" / "run-social_agency+discreet-seed3" / "manifest.json").is_file()


def test_an_office_with_nobody_and_nothing_to_tell_is_told(tmp_path):
    result = guichet("run", "social_agency", "--years", 1 / 220, "--out", tmp_path / "x", "--set", "mechanisms.episode=false")
    assert result.exit_code == 0, result.output
    assert "Episodes    none." in result.stdout and "nan" not in result.stdout.lower().replace("nadia", "")


# --- bad input --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("args, said", [
    (("social_agenci",), "did you mean social_agency"), (("social_agency", "--policy", "discret"), "did you mean discreet"),
    (("social_agency", "--set", "breaks.overlap=2"), "must be at most 1"), (("social_agency", "--set", "nonsense"), "nonsense"),
    (("social_agency", "--years", "nan"), "years: must be a number over 0 and at most 100"), (("social_agency", "--years", "inf"), "years: must be a number over 0 and at most 100"),
    (("social_agency", "--years", "0"), "years: must be a number over 0 and at most 100"), (("social_agency", "--years", "-1"), "years: must be a number over 0 and at most 100"),
    (("social_agency", "--years", "1e9"), "years: must be a number over 0 and at most 100"), (("social_agency", "--years", "x"), "is not a valid float"),
    (("social_agency", "--seed", "-1"), "is not in the range"), (("social_agency", "--engine", "meso"), "'meso' is not one of 'compiled', 'mesa'"), ((), "Missing argument 'OFFICE'"),
])
def test_bad_input_gets_one_message_and_writes_nothing(tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    result = guichet("run", *args)
    assert result.exit_code == 2 and said in result.stderr and result.stdout == ""
    assert os.listdir(tmp_path) == []


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path, done):
    (tmp_path / "thesis.txt").write_text("ten years of work")
    result = run(tmp_path)
    assert result.exit_code == 2 and "not a run folder and not empty (it holds thesis.txt)" in result.stderr and "--force" in result.stderr
    assert os.listdir(tmp_path) == ["thesis.txt"]
    assert run(tmp_path, "--force").exit_code == 0
    assert (tmp_path / "thesis.txt").read_text() == "ten years of work"
    assert sorted(os.listdir(tmp_path)) == sorted([*runs.FILES, "thesis.txt"])


def test_a_run_folder_is_replaced_and_what_was_added_stays(tmp_path):
    assert run(tmp_path / "r").exit_code == 0
    (tmp_path / "r" / "notes.md").write_text("mine")
    assert run(tmp_path / "r", "--seed", 2).exit_code == 0
    assert json.loads((tmp_path / "r" / "manifest.json").read_text())["seed"] == 2
    assert (tmp_path / "r" / "notes.md").read_text() == "mine"
    assert runs.read(tmp_path / "r").manifest["seed"] == 2


def test_a_manifest_of_something_else_is_not_replaced(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "a web extension"}')
    result = run(tmp_path)
    assert result.exit_code == 2 and "holds a manifest.json that is not of a run" in result.stderr
    assert os.listdir(tmp_path) == ["manifest.json"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "is a file; give a folder" in run(tmp_path / "file").stderr
    assert "cannot write into" in run(tmp_path / "file" / "below").stderr


# --- what breaks ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine, broken", [("mesa", "simulation.model.FrontOffice"), ("compiled", "simulation.engine.run.Engine")])
def test_an_office_that_cannot_be_set_up_says_so(tmp_path, monkeypatch, engine, broken):
    def breaks(*_, **__):
        raise ValueError("no seats")

    monkeypatch.setattr(broken, breaks)
    result = run(tmp_path / "out", "--engine", engine)
    assert result.exit_code == 1 and "the run broke while it was set up: ValueError: no seats" in result.stderr


def test_a_run_that_breaks_says_where(tmp_path, monkeypatch):
    from simulation.model import FrontOffice

    def breaks(model, days):
        if days == 3:
            raise ZeroDivisionError("nobody [red]there")
        return kept(model, days)

    kept = FrontOffice.run
    monkeypatch.setattr(FrontOffice, "run", breaks)
    result = run(tmp_path / "out", "--engine", "mesa")
    assert result.exit_code == 1 and "the run broke on day 3: ZeroDivisionError: nobody [red]there; nothing was written" in result.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("error, code, said", [(KeyboardInterrupt(), 130, "Interrupted"),
                                               (OSError(28, "No space left on device"), 1, "No space left")])
def test_what_ends_the_writing_leaves_nothing_half_written(tmp_path, monkeypatch, error, code, said):
    assert run(tmp_path / "r").exit_code == 0
    before = {name: (tmp_path / "r" / name).read_bytes() for name in runs.FILES}
    kept = pd.DataFrame.to_parquet

    def full(table, path, **options):
        kept(table, path, **options)
        if path.name == "practices.parquet":
            raise error

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    for out in ("r", "new"):
        result = run(tmp_path / out, "--seed", 2)
        assert result.exit_code == code and said in result.stderr
    assert os.listdir(tmp_path) == ["r"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()} == before


def test_ctrl_c_while_files_are_moved_waits_until_they_are(tmp_path, monkeypatch):
    kept = runs._put_in_place

    def pressed(stage, folder):
        os.kill(os.getpid(), signal.SIGINT)
        kept(stage, folder)

    monkeypatch.setattr(runs, "_put_in_place", pressed)
    assert run(tmp_path / "r").exit_code == 130
    assert runs.read(tmp_path / "r").manifest["days"] == DAYS


def test_ctrl_c_in_a_run_leaves_nothing(tmp_path):
    code = "from simulation.cli import main; main(prog_name='guichet')"
    process = subprocess.Popen([sys.executable, "-c", code, "run", "social_agency", "--years", "100", "--out", tmp_path / "x" / "y"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)
    assert process.returncode == 130 and said[0] == "" and "Interrupted" in said[1] and "Traceback" not in said[1]
    assert os.listdir(tmp_path) == []
