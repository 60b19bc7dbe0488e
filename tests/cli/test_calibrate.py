"""`guichet calibrate`, `import-staff` and `--ensemble` as somebody uses them: whole folders, figures, messages, exit codes."""

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from terminal import guichet

from simulation import cli
from simulation.cli import over_ensemble
from simulation.engine.run import Engine
from simulation.experiments import sweep as sweeps
from simulation.experiments.calibration import ensemble as job
from simulation.experiments.drivers import run_once
from simulation.measures.daily import NAMES, REPORT_COLUMNS
from simulation.measures.outcomes import MAIN, outcomes_of
from simulation.scenario import load

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments"))
from test_calibration import STUDY, write

ROOT = str(Path(cli.__file__).parents[2])
SHORT = (
    "import simulation.experiments.sweep as s; s.CHUNK_SECONDS, s.LEAST_SECONDS = 0.05, 0.02\n"
    "from simulation.cli import main; main(prog_name='guichet')"
)
"""The command with short chunks, so that there is something to lose."""


@pytest.fixture
def here(here):
    """A folder with a little study."""
    write(here / "little.toml", STUDY, budget=32)
    return here


def test_it_writes_a_whole_folder_and_the_same_command_gives_the_same(here):
    told = guichet("calibrate", "little.toml", "--workers", "1")
    assert told.exit_code == 0, told.output
    out = here / "results" / "little"
    assert sorted(path.name for path in out.iterdir()) == [
        "correlations.csv",
        "data_dictionary.csv",
        "ensemble.parquet",
        "evaluations",
        "fit.csv",
        "manifest.json",
        "members.csv",
        "office.toml",
        "parameters.csv",
        "report.html",
        "waves.csv",
    ]
    assert "2 parameters were fitted to one pattern" in " ".join(told.stdout.split()) and "at most = 64 runs" in told.stderr.replace(
        "2 waves at most", "at most"
    )
    told = pd.read_csv(out / "data_dictionary.csv").groupby("table").name.agg(list)
    assert set(told.index) == {"ensemble", "parameters", "fit", "correlations", "waves"}
    for name in set(told.index) - {"ensemble"}:
        assert told[name] == list(pd.read_csv(out / f"{name}.csv").columns)
    ensemble, members = pd.read_parquet(out / "ensemble.parquet"), pd.read_csv(out / "members.csv")
    assert list(ensemble.columns) == told["ensemble"] + list(members.columns)
    manifest, before = json.loads((out / "manifest.json").read_text(encoding="utf-8")), (out / "ensemble.parquet").read_bytes()
    assert manifest["sets"] == 32 and manifest["runs"] == 64 + 40 and manifest["format"] == "guichet ensemble"
    again = guichet(*shlex.split(manifest["command"])[1:], "--json")
    assert again.exit_code == 0 and json.loads(again.stdout)["runs"] == 104 and "holds 64 runs already" in again.stderr
    assert (out / "ensemble.parquet").read_bytes() == before
    assert len(pd.read_parquet(out / "evaluations")) == 64
    refused = guichet("analyse", out / "evaluations")
    assert refused.exit_code == 2 and "is of a calibration" in refused.stderr
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "do not identify" in page and 'http-equiv="Content-Security-Policy"' in page


def test_the_page_in_french(here):
    told = guichet("calibrate", "little.toml", "--workers", "1", "--lang", "fr", "--out", "f")
    assert told.exit_code == 0 and "2 paramètres ont été ajustés à un motif" in " ".join(told.stdout.split()), told.output
    assert "Quels paramètres donnent ce qui a été observé" in (here / "f" / "report.html").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(here):
    told = guichet("calibrate", "little.toml", "--dry-run", "--json")
    assert told.exit_code == 0 and json.loads(told.stdout)["most_runs"] == 64 and [path.name for path in here.iterdir()] == ["little.toml"]


def test_the_time_that_is_told_has_the_check_of_the_members_in_it(here, monkeypatch):
    asked = []
    monkeypatch.setattr(sweeps, "estimate", lambda study, left, workers: asked.append(left) or sweeps.Estimate(0, left, 1.0, workers, 0))
    told = guichet("calibrate", "little.toml", "--dry-run", "--json", "--workers", "1")
    assert json.loads(told.stdout)["seconds"] == 64 + 40
    assert guichet("calibrate", "little.toml", "--workers", "1", "--no-report").exit_code == 0
    guichet("calibrate", "little.toml", "--dry-run")
    assert asked == [64 + 40, 64 + 40, 40]


def test_bad_input_ends_with_two_and_changes_nothing(here, monkeypatch):
    monkeypatch.setattr(Engine, "one", None)
    (here / "full").mkdir()
    (here / "full" / "x").touch()
    (here / "bad.toml").write_text(STUDY.format(years=0.02, budget=32).replace("daily.contacts", "daily.contatcs"), encoding="utf-8")
    (here / "typo.toml").write_text(STUDY.format(years=0.02, budget=32) + "\n[desing]\n", encoding="utf-8")
    before = sorted(here.rglob("*"))
    for args, said in (
        (["calibrate", "bad.toml"], "bad.toml:26: patterns.1.measure"),
        (["calibrate", "little.toml", "--out", "full"], "is not empty and holds no calibration"),
        (["calibrate", "screening"], "the file has no [calibration] table"),
        (["sweep", "little.toml"], "run it with `guichet calibrate little.toml`"),
        (["calibrate", "fit_social_agncy"], "did you mean fit_social_agency?"),
        (["check", "typo.toml"], "a study to be calibrated has the tables study, calibration, patterns, axes and set"),
        (["compare", "--members", "3"], "belongs to --ensemble"),
        (["compare", "--ensemble", "full"], "is no folder of an ensemble"),
        (["run", "social_agency", "--members", "3"], "belongs to --ensemble"),
        (["run", "--ensemble", "full"], "is no folder of an ensemble"),
        (["run", "social_agency", "--ensemble", "full"], "leave OFFICE out"),
    ):
        told = guichet(*args)
        assert told.exit_code == 2 and said in told.stderr and "Traceback" not in told.stderr, (args, told.stderr)
    assert sorted(here.rglob("*")) == before


def test_an_edited_study_is_refused(here):
    assert guichet("calibrate", "little.toml", "--workers", "1", "--no-report").exit_code == 0
    write(here / "little.toml", STUDY.replace("value = 95", "value = 96"), budget=32)
    told = guichet("calibrate", "little.toml")
    assert told.exit_code == 2 and 'pattern daily.contacts: "95 ± 4" → "96 ± 4"' in told.stderr


@pytest.mark.slow
def test_killed_at_any_moment_it_comes_to_the_same_end(here):
    """kill -9 in the middle, three times; the ensemble and the runs are those of an undisturbed calibration."""
    write(here / "little.toml", STUDY, years=0.2, budget=64)
    assert guichet("calibrate", "little.toml", "--out", "whole", "--workers", "1", "--no-report").exit_code == 0
    parts = here / "broken" / "evaluations"
    for more in (1, 3, 6):
        process = subprocess.Popen([sys.executable, "-c", SHORT, "calibrate", "little.toml", "--out", "broken", "--no-report"], cwd=here,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": ROOT})
        before, end = len(list(parts.glob("part-*"))), time.monotonic() + 60
        while process.poll() is None and len(list(parts.glob("part-*"))) < before + more and time.monotonic() < end:
            time.sleep(0.01)
        process.kill()
        process.wait()
    assert 0 < len(pd.read_parquet(parts))
    assert guichet("calibrate", "little.toml", "--out", "broken", "--no-report").exit_code == 0
    assert (here / "broken" / "ensemble.parquet").read_bytes() == (here / "whole" / "ensemble.parquet").read_bytes()
    found, expected = (pd.read_parquet(here / name / "evaluations").sort_values(["point", "replicate"], ignore_index=True) for name in ("broken", "whole"))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_check_knows_such_studies(here):
    assert guichet("check", "little.toml").stdout == "little.toml: good; study little, at most 32 points, 64 runs\n"


def test_compare_and_ablate_over_an_ensemble(here):
    assert guichet("calibrate", "little.toml", "--workers", "1", "--no-report", "--out", "kept").exit_code == 0
    small = ["--ensemble", "kept", "--members", "3", "--years", "0.02", "--replicates", "2", "--workers", "1"]
    told = guichet("compare", *small, "--policies", "laissez_faire,present,discreet", "--out", "c")
    assert told.exit_code == 0 and "18 runs: 3 members × 3 policies × 2 twin worlds" in told.stderr, told.output
    assert "Each of 3 parameter sets that fit what was observed" in told.stdout and "“Present manager” against “Laissez-faire” –" in told.stdout
    assert sorted(path.name for path in (here / "c").iterdir()) == [
        "by_member.csv",
        "conclusions.csv",
        "data_dictionary.csv",
        "manifest.json",
        "members.csv",
        "report.html",
    ]
    table, members = pd.read_csv(here / "c" / "conclusions.csv"), pd.read_csv(here / "c" / "by_member.csv")
    row = table[(table.policy == "present") & (table.outcome == "exhaustion")].iloc[0]
    held = members[(members.policy == "present") & (members.against == "laissez_faire") & (members.outcome == "exhaustion")]
    assert row.share_up == pytest.approx((held.difference > 0).mean()) and row.difference == pytest.approx(held.difference.mean())
    command = json.loads((here / "c" / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert guichet(*shlex.split(command)[1:], "--out", "again", "--no-report").exit_code == 0
    assert (here / "again" / "by_member.csv").read_bytes() == (here / "c" / "by_member.csv").read_bytes()
    told = guichet("ablate", *small, "--policy", "present", "--json", "--lang", "fr", "--out", "a")
    data = json.loads(told.stdout)
    assert told.exit_code == 0 and data["members"] == 3 and {row["mechanism"] for row in data["conclusions"]} >= {"talk", "all", "together"}
    for args, said in ((["social_agency", *small], "leave OFFICE out"), ([*small, "--set", "demand.load=1"], "is set by the ensemble")):
        told = guichet("compare", *args)
        assert told.exit_code == 2 and said in told.stderr
    for kind in ("compare", "ablate"):  # each member has worlds of its own, and all seeds must be there
        told = guichet(kind, *small, "--seed", 2**63 - 5)
        assert told.exit_code == 2 and f"{kind}: seed: must be a whole number from 0 to {2**63 - 6}" in told.stderr.replace(",", ""), told.stderr


def test_run_over_an_ensemble(here):
    """Members stand beside the office as it is, which under the first seed is the run itself; the table goes when the folder becomes that of a plain run."""
    assert guichet("calibrate", "little.toml", "--workers", "1", "--no-report", "--out", "kept").exit_code == 0
    over = ["run", "--ensemble", "kept", "--members", "3", "--years", "0.05", "--seed", "5", "--policy", "present", "--set", "breaks.overlap=0.5", "--out", "r"]
    found = json.loads(guichet(*over, "--json").stdout)
    table = pd.read_csv(here / "r" / "members.csv", keep_default_na=False)
    assert list(table.member) == [-1, 0, -1, 1, -1, 2] and list(table.seed) == [5, 5, 6, 6, 7, 7] and (table.stage == "").all()
    known = {outcome.key: found["outcomes"][outcome.key]["value"] for outcome in MAIN if found["outcomes"][outcome.key]["value"] is not None}
    assert len(known) >= 4 and {key: float(table[key][0]) for key in known} == pytest.approx(known)
    kept = job.read(here / "kept").chosen(3)
    office, laid = (load(str(here / "kept" / "office.toml"), policy, ["breaks.overlap=0.5"]) for policy in (None, "present"))
    expected = outcomes_of(run_once(kept.over(1, laid, office), 6, 11).run, ["exhaustion", "live_wait"])
    assert {key: float(table[key][3]) for key in expected} == expected
    spread = next(row for row in found["spread"] if row["outcome"] == "live_wait")
    member, plain = (table[table.member.ge(0) == side].live_wait.astype(float) for side in (True, False))
    assert (spread["middle"], spread["plain_middle"]) == pytest.approx((member.median(), plain.median()))
    assert (spread["low"], spread["high"]) == pytest.approx((member.min(), member.max())) and spread["runs"] == spread["plain_runs"] == 3
    terms = pd.read_csv(here / "r" / "data_dictionary.csv")
    assert list(terms[terms.table == "members"].column) == list(table.columns)
    before = (here / "r" / "members.csv").read_bytes()
    command = json.loads((here / "r" / "manifest.json").read_text(encoding="utf-8"))["command"]
    again = guichet(*command[1:], "--out", "again")
    assert "Over the ensemble: 3 members" in again.stdout and (here / "again" / "members.csv").read_bytes() == before
    for asked in (["run"], ["compare", "--policies", "present,discreet", "--replicates", "2", "--no-report"], ["ablate", "--replicates", "2", "--no-report"]):
        told = guichet(*asked, "--ensemble", "kept", "--members", "2", "--years", "0.02", "--set", "demand.weekday_profile=[0,0,0,0,0]", "--out", f"closed-{asked[0]}")
        assert told.stderr.count("nobody ever comes") == 1, told.output
    refused = guichet(*over[:-2], "--set", "demand.load=1")
    assert refused.exit_code == 2 and "is set by the ensemble" in refused.stderr
    assert guichet("run", "social_agency", "--years", "0.01", "--out", "r").exit_code == 0 and not (here / "r" / "members.csv").exists()


def test_the_help_tells_the_defaults():
    told = guichet("compare", "--help").stdout
    assert f"[default: {over_ensemble.DEFAULT_MEMBERS}]" in " ".join(told.split())


def test_a_house_s_figures_become_patterns_of_a_calibration(here):
    days = pd.DataFrame(Engine(load("social_agency"), 110, daily=True).one(77, lambda state: None, 110).daily, columns=NAMES)
    table = pd.DataFrame(
        {
            "jour": pd.bdate_range("2025-01-06", periods=110).strftime("%d/%m/%Y"),
            "effectif": days.headcount.astype(int),
            "absences": days.absent.astype(int),
            "incidents": days[list(REPORT_COLUMNS)].sum(axis=1).astype(int),
            "contacts": days.contacts.astype(int),
        }
    )
    table.to_csv(here / "house.csv", index=False)
    told = guichet("import-staff", "house.csv", "--map", "date=jour", "--map", "head_count=effectif", "--out", "p.csv", "--report", "r.html")
    assert told.exit_code == 0 and "nobody is scored" in " ".join(told.stdout.split()), told.output
    found = pd.read_csv(here / "p.csv").set_index("measure")
    assert found.value["absence_rate"] == pytest.approx(100 * days.absent.sum() / days.headcount.sum()) and np.isfinite(found.error).all()
    assert found.value["incidents_reported"] == pytest.approx(days[list(REPORT_COLUMNS)].to_numpy().sum() / days.headcount.mean() / 0.5)
    (here / "own.toml").write_text(
        STUDY.format(years=0.02, budget=32).replace("members = 20", 'members = 20\ndata = "p.csv"').partition("[[patterns]]")[0], encoding="utf-8"
    )
    assert guichet("check", "own.toml").exit_code == 0


def test_import_staff_refuses_and_changes_nothing(here):
    (here / "bad.csv").write_text("date,head_count,absences\n" + "".join(f"2025-01-{day:02},3,0\n" for day in range(6, 31)), encoding="utf-8")
    (here / "mine.csv").write_text("a,b\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in here.iterdir()}
    for args, said in (
        (["bad.csv", "--out", "p.csv"], "bad.csv:2: head_count: groups under 5 people are refused"),
        (["bad.csv", "--out", "bad.csv"], "would overwrite"),
        (["bad.csv", "--out", "no/p.csv"], "there is no such folder"),
        (["bad.csv", "--out", "p.csv", "--report", "p.csv"], "p.csv: two results would be written to the same file"),
        (["none.csv", "--out", "p.csv"], "No such file"),
        (["bad.csv", "--out", "p.csv", "--days-per-year", "nan"], "'nan' is not a valid integer"),
        (["bad.csv", "--out", "mine.csv"], "mine.csv: is there already and is no table of patterns"),
        (["bad.csv", "--out", "p.csv", "--report", "mine.csv"], "mine.csv: is there already and is no page"),
    ):
        told = guichet("import-staff", *args)
        assert told.exit_code == 2 and said in told.stderr, told.stderr
    assert {path: path.read_bytes() for path in here.iterdir()} == before
