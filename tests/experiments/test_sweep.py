"""Sweeps in this process: what is written, what is resumed, what is refused, what breaks."""

import json
import os
import subprocess
from concurrent.futures import Future
from contextlib import nullcontext

import little_study
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from little_study import STUDY, table, write
from terminal import guichet

from simulation.cli import sweep_words
from simulation.experiments import store as stores
from simulation.experiments import sweep as sweeps
from simulation.experiments.drivers import run_once
from simulation.experiments.study_changes import changes_of
from simulation.experiments.study_read import read_study
from simulation.experiments.sweep import estimate, sweep
from simulation.measures.outcomes import OUTCOMES, outcomes_of

SECONDS = 0.001
"""Of a run, as told to the sweep."""


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    monkeypatch.setattr(sweeps, "CHUNK_SECONDS", 0.01)
    monkeypatch.setattr(sweeps, "LEAST_SECONDS", 0.003)


@pytest.fixture
def study(tmp_path):
    return read_study(write(tmp_path / "little.toml"))


@pytest.fixture
def swept(study, tmp_path):
    """A folder with all runs of the study."""
    sweep(study, tmp_path / "found", 2, run_seconds=SECONDS)
    return tmp_path / "found"


def again(tmp_path, text=STUDY, **given):
    """The study, edited or grown."""
    return read_study(write(tmp_path / "little.toml", text, **given))


def parts(folder):
    return sorted(path for path in folder.iterdir() if path.name.startswith("part-"))


def test_each_run_is_a_row_with_what_one_run_alone_gives(study, swept):
    found = table(swept)
    assert len(found) == 48 and list(found.columns) == [field.name for field in stores.schema(study)]
    for _, row in found.iloc[[0, 17, 47]].iterrows():
        run = run_once(study.scenario(row.point), row.seed, study.days).run
        expected = outcomes_of(run)
        assert all(np.array_equal(row[key], expected[key], equal_nan=True) for key in expected)
        assert (row.policy, row["demand.load"], row.stage) == (study.table.policy[row.point], study.table["demand.load"][row.point], "")


def test_workers_and_chunks_change_nothing(study, swept, tmp_path, monkeypatch):
    monkeypatch.setattr(sweeps, "CHUNK_SECONDS", 1.0)
    sweep(study, tmp_path / "alone", 1, run_seconds=SECONDS)
    assert len(parts(tmp_path / "alone")) < len(parts(swept))
    pd.testing.assert_frame_equal(table(tmp_path / "alone"), table(swept), check_exact=True)


def test_the_mesa_model_gives_the_same(tmp_path):
    study = again(tmp_path, replicates=1, years=1 / 220)
    for engine in ("compiled", "mesa"):
        sweep(study, tmp_path / engine, 1, engine=engine, run_seconds=SECONDS)
    pd.testing.assert_frame_equal(table(tmp_path / "mesa"), table(tmp_path / "compiled"), check_exact=True)


def test_the_manifest_the_design_and_the_dictionary(study, swept):
    manifest = json.loads((swept / "_manifest.json").read_text(encoding="utf-8"))
    assert (manifest["runs"], manifest["points"], manifest["digest"]) == (48, 12, study.digest)
    assert manifest["study_toml"] == study.text and [one["policy"] for one in manifest["scenarios"]] == ["present", "discreet"]
    assert set(manifest["sessions"][0]["versions"]) >= {"guichet", "python", "numba", "numpy"} and manifest["sessions"][0]["how"] == "done"
    assert manifest["sessions"][0]["machine"]["cores"] == os.cpu_count() and manifest["seeds"] == {"kind": "common", "first": 1, "last": 4}
    pd.testing.assert_frame_equal(pd.read_parquet(swept / "_design.parquet"), study.table, check_dtype=False)
    dictionary = pd.read_csv(swept / "_dictionary.csv", keep_default_na=False).set_index("column")
    assert list(dictionary.index) == list(table(swept).columns)
    assert (dictionary.meaning_en != "").all() and dictionary.unit["live_wait"] == "min" and dictionary.what["demand.load"] == "axis"
    assert not list(swept.glob(".*"))


def test_only_outcomes_that_are_asked_for_are_kept(tmp_path):
    study = again(tmp_path, STUDY.replace("[set]", 'outcomes = ["live_wait", "leavers"]\n[set]'), replicates=1)
    sweep(study, tmp_path / "found", 1, run_seconds=SECONDS)
    assert list(table(tmp_path / "found").columns)[-4:] == ["live_wait", "leavers", "stage", "message"]


def test_a_cut_short_sweep_is_balanced_and_goes_on(study, swept, tmp_path):
    def enough(now):
        if now.done >= 24:
            raise KeyboardInterrupt
    with pytest.raises(sweeps.Interrupted):
        sweep(study, tmp_path / "cut", 1, run_seconds=SECONDS, progress=enough)
    cut = table(tmp_path / "cut")
    assert 24 <= len(cut) < 48 and np.ptp(cut.groupby("point").size()) <= 2  # 1, but for the chunk that is given up in the middle
    held = {path.name for path in parts(tmp_path / "cut")}
    assert sweep(study, tmp_path / "cut", 2, run_seconds=SECONDS).left == 0
    assert held < {path.name for path in parts(tmp_path / "cut")}
    pd.testing.assert_frame_equal(table(tmp_path / "cut"), table(swept), check_exact=True)
    assert [one["how"] for one in json.loads((tmp_path / "cut" / "_manifest.json").read_text())["sessions"]] == ["interrupted", "done"]


def test_short_runs_of_many_replicates_meet_few_points_in_a_chunk_and_stay_balanced(tmp_path):
    """Chunks of 100 runs of 0.1 ms: at first of all 12 points, later of few; no point is ever ahead by more than a quarter, but for a chunk."""
    study = again(tmp_path, replicates=500)
    chunks, done, widths = sweeps._Chunks(study, np.zeros((500, 12), bool), "compiled", 0.0001, 1), np.zeros((500, 12), int), []
    while chunk := chunks.next():
        for (point, *_), runs in zip(chunk.points, chunk.runs):
            done[[replicate for replicate, _ in runs], point] += 1
        widths.append(len(chunk.points))
        assert np.ptp(done.sum(0)) <= 100 / 12 + 1 + 0.25 * done.sum() / 12
    assert (done == 1).all() and set(widths[:4]) == {12} and min(widths[:len(widths) // 2]) <= 3


def test_a_finished_sweep_changes_nothing(study, swept):
    before = {path: path.stat().st_mtime_ns for path in swept.iterdir() if path.name != "_lock"}
    assert sweep(study, swept).left == 0
    assert {path: path.stat().st_mtime_ns for path in swept.iterdir() if path.name != "_lock"} == before


def test_a_study_that_has_grown_keeps_its_runs(swept, tmp_path):
    before = table(swept)
    more = again(tmp_path, replicates=6)
    sweep(more, swept, 2, run_seconds=SECONDS)
    found = table(swept)
    assert len(found) == 72
    pd.testing.assert_frame_equal(found[found.replicate < 4].reset_index(drop=True), before, check_exact=True)


@pytest.mark.parametrize("kind, size, larger", [("sobol", "points = 2", "points = 8"), ("latin_hypercube", "points = 3", "points = 6"),
                                                ("saltelli", "points = 2", "points = 4"), ("morris", "trajectories = 1", "trajectories = 3")])
def test_designs_grow(tmp_path, kind, size, larger):
    text = STUDY[:STUDY.index("[design]")] + f'[design]\nkind = "{kind}"\n{size}\n[[axes]]\nkey = "demand.load"\nlow = 0.5\nhigh = 1.5\n'
    sweep(again(tmp_path, text, replicates=1), tmp_path / "found", 1, run_seconds=SECONDS)
    held = {path.name for path in parts(tmp_path / "found")}
    study = again(tmp_path, text.replace(size, larger), replicates=1)
    sweep(study, tmp_path / "found", 1, run_seconds=SECONDS)
    assert held < {path.name for path in parts(tmp_path / "found")} and len(table(tmp_path / "found")) == study.points


@pytest.mark.parametrize("old, new, said", [
    ("1.3]", "1.4]", "axis demand.load, levels: [[0.7], [1.0], [1.3]] → [[0.7], [1.0], [1.4]]"),
    ("replicates = {replicates}", "replicates = 2", "replicates: 4 → 2 (it may grow, not shrink)"),
    ("years = {years}", "years = 0.1", "days: 4 → 22"),
    ("demand.population = 400", "demand.population = 500", "demand.population under present: 400 → 500"),
    ("[set]", 'seeds = "independent"\n[set]', 'seeds: "common" → "independent"'),
    ("[set]", 'outcomes = ["leavers"]\n[set]', "gone"),
    ('"discreet"', '"care"', 'policies: ["present", "discreet"] → ["present", "care"]'),
    ('kind = "grid"', 'kind = "one_at_a_time"', 'design: kind "grid" → "one_at_a_time"'),
    ("rest_room.exists", "staff.buddy", "axis rest_room.exists: is gone"),
])
def test_an_edited_study_is_refused_with_what_has_changed(swept, tmp_path, old, new, said):
    before = {path.name: path.read_bytes() for path in swept.iterdir()}
    with pytest.raises(stores.StoreError) as error:
        sweep(again(tmp_path, STUDY.replace(old, new)), swept)
    assert said in str(error.value) and "choose another --out" in str(error.value)
    assert {path.name: path.read_bytes() for path in swept.iterdir()} == before


def test_points_with_years_of_other_lengths_are_measured_each_by_its_own(tmp_path):
    """Outcomes of many runs are computed at once."""
    text = STUDY.replace("demand.load", "calendar.days_per_year").replace("[0.7, 1.0, 1.3]", "[110, 220, 330]")
    study = again(tmp_path, text)
    assert study.table["calendar.days_per_year"].nunique() == 3
    sweep(study, tmp_path / "found", 1, run_seconds=SECONDS)
    rows = table(tmp_path / "found")
    for row in rows[rows.replicate == 0].itertuples():
        which, over = study.settings(row.point)
        alone = outcomes_of(run_once(study.bases[which].with_values(over), row.seed, study.days).run, ["leavers", "cost_total", "incidents_reported"])
        assert alone == {key: getattr(row, key) for key in alone}


def test_outcomes_in_another_order_are_called_so(tmp_path):
    asked, other = (again(tmp_path, STUDY.replace("[set]", f'outcomes = {json.dumps(keys)}\n[set]')) for keys in (["leavers", "exhaustion"], ["exhaustion", "leavers"]))
    manifest = {"description": json.loads(json.dumps(asked.description)), "scenarios": []}
    assert list(changes_of(manifest, other)) == ["outcomes: their order"]


def test_another_program_is_refused_and_the_sources_are_named(study, swept):
    manifest = json.loads((swept / "_manifest.json").read_text(encoding="utf-8"))
    manifest["sources"] |= {"rules/strain.py": "other", "engine/gone.py": "there"}
    (swept / "_manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(stores.StoreError, match="the program, where figures depend on it: engine/gone.py, rules/strain.py\nChange it back"):
        sweep(study, swept)


@pytest.mark.parametrize("spoil", [lambda held: held[:len(held) // 2], lambda held: held[:400] + bytes([held[400] ^ 1]) + held[401:], lambda held: b""],
                         ids=["truncated", "one bit", "empty"])
def test_a_damaged_part_is_set_aside_and_run_again(study, swept, spoil):
    expected, damaged = table(swept), parts(swept)[1]
    held = damaged.read_bytes()
    damaged.write_bytes(spoil(held))
    found = sweep(study, swept, 1, run_seconds=SECONDS)
    assert found.set_aside[0][0] == damaged.name and (swept / f"_damaged-{damaged.name}").read_bytes() == spoil(held)
    pd.testing.assert_frame_equal(table(swept), expected, check_exact=True)


def test_a_part_that_holds_runs_twice_is_set_aside(study, swept):
    expected, columns = table(swept), pd.read_parquet(parts(swept)[0]).to_dict("list")
    held = stores.encoded(study, {name: values + values for name, values in columns.items()})
    (swept / stores._part_name(held)).write_bytes(held)
    found = sweep(study, swept, 1, run_seconds=SECONDS)
    assert found.set_aside and "another part" in found.set_aside[0][1]
    pd.testing.assert_frame_equal(table(swept), expected, check_exact=True)


def test_a_failed_run_is_a_row_with_its_stage_and_message(study, tmp_path, monkeypatch):
    real = sweeps.runner

    def breaks(scenario, *args, **named):
        if scenario.values["demand.load"] == 1.0:
            raise ValueError("no such load")
        return real(scenario, *args, **named)
    monkeypatch.setattr(sweeps, "runner", breaks)
    store = sweep(study, tmp_path / "found", 2, run_seconds=SECONDS)
    found = table(tmp_path / "found")
    bad = found[found["demand.load"] == 1.0]
    assert store.failed == len(bad) == 16 and (bad.stage == "setting up").all() and (bad.message == "ValueError: no such load").all()
    assert bad[[outcome.key for outcome in OUTCOMES]].isna().all().all() and found[found["demand.load"] != 1.0].exhaustion.notna().all()
    monkeypatch.setattr(sweeps, "runner", real)
    again = sweep(study, tmp_path / "found", 2)
    assert again.failed == 16 and again.left == 0 and again.causes == {("setting up", "ValueError: no such load"): 16}


@pytest.fixture
def half_broken(study, tmp_path, monkeypatch):
    """A folder in which the runs of some points have failed, side by side with good ones."""
    real = sweeps.runner

    def breaks(scenario, *args, **named):
        if scenario.values["demand.load"] == 1.0:
            raise MemoryError("no room")
        return real(scenario, *args, **named)
    monkeypatch.setattr(sweeps, "runner", breaks)
    monkeypatch.setattr(sweeps, "CHUNK_SECONDS", 0.015)
    assert sweep(study, tmp_path / "found", 2, run_seconds=SECONDS).failed == 16
    monkeypatch.setattr(sweeps, "runner", real)
    assert any(len(set(pd.read_parquet(path).stage)) == 2 for path in parts(tmp_path / "found"))
    return tmp_path / "found"


def test_failed_runs_are_done_again_when_asked_and_only_those(study, half_broken, swept):
    good = {path.name for path in parts(half_broken) if (pd.read_parquet(path).stage == "").all()}
    found = sweep(study, half_broken, 2, run_seconds=SECONDS, retry=True)
    assert (found.failed, found.retried, found.left) == (0, 16, 0) and good <= {path.name for path in parts(half_broken)}
    pd.testing.assert_frame_equal(table(half_broken), table(swept), check_exact=True)
    assert not list(half_broken.glob("_retried-*")) and sweep(study, half_broken, retry=True).retried == 0


def test_whatever_cuts_a_retry_short_each_run_is_there_once(study, half_broken, swept, monkeypatch):
    """Killed after each change that it makes in the folder, then resumed."""
    real = stores.os.replace
    for moves in range(40):
        def dies(source, target, left=[moves]):  # noqa: B006  (it is meant to be kept from call to call)
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(source, target)
        monkeypatch.setattr(stores.os, "replace", dies)
        try:
            sweep(study, half_broken, 1, run_seconds=SECONDS, retry=True)
        except (KeyboardInterrupt, sweeps.Interrupted):
            table(half_broken)  # no run twice
        else:
            break
    assert moves > 5
    pd.testing.assert_frame_equal(table(half_broken), table(swept), check_exact=True)


def test_a_disk_that_is_full_during_a_retry_loses_nothing(study, half_broken, monkeypatch):
    before = table(half_broken)
    monkeypatch.setattr(stores, "_put", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(stores.DiskFull):
        sweep(study, half_broken, 1, retry=True)
    held = table(half_broken)
    pd.testing.assert_frame_equal(held[held.stage == ""].reset_index(drop=True), before[before.stage == ""].reset_index(drop=True), check_exact=True)


def test_what_cannot_be_measured_is_a_failure_of_its_run_alone(study, tmp_path, monkeypatch):
    real = sweeps.outcomes_of_many

    def breaks(runs, keys):
        if any(np.array_equal(run.sums, worst) for run in runs):
            raise ZeroDivisionError("nobody")
        return real(runs, keys)
    worst = run_once(study.scenario(0), 1, study.days).run.sums
    monkeypatch.setattr(sweeps, "outcomes_of_many", breaks)
    sweep(study, tmp_path / "found", 1, run_seconds=SECONDS)
    found = table(tmp_path / "found")
    assert 0 < (found.stage == "measuring").sum() < len(found) and found.message[0] == "ZeroDivisionError: nobody"


class Deadly:
    """Computes here, as a cluster would whose workers die of one run."""

    class killed(Exception):
        """A chunk has killed its workers."""

    workers = 2

    def __init__(self, point, replicate):
        self.guilty = (point, replicate)

    def submit(self, chunk):
        future = Future()
        held = [(point, replicate) for (point, *_), runs in zip(chunk.points, chunk.runs) for replicate, _ in runs]
        if self.guilty in held:
            future.set_exception(self.killed())
        else:
            future.set_result(sweeps.work(chunk))
        return future

    def check(self):
        """Nothing to see to."""

    give_up = close = check


def test_a_run_that_kills_its_workers_is_found_and_fails_alone(study, swept, tmp_path, monkeypatch):
    monkeypatch.setattr(sweeps, "_who", lambda *_: nullcontext(Deadly(5, 2)))
    sweep(study, tmp_path / "deadly", run_seconds=SECONDS)
    found, expected = table(tmp_path / "deadly"), table(swept)
    guilty = (found.point == 5) & (found.replicate == 2)
    assert found.stage[guilty].tolist() == ["worker"] and (found.stage[~guilty] == "").all()
    pd.testing.assert_frame_equal(found[~guilty], expected[~guilty], check_exact=True)


def test_a_full_disk_is_told_and_the_study_goes_on(study, swept, tmp_path, monkeypatch):
    """The disk is full after three parts, and has room again."""
    real, written = stores.os.replace, []

    def full(source, target):
        written.append(target)
        if len(written) == 6:
            raise OSError(28, "No space left on device")
        return real(source, target)
    monkeypatch.setattr(stores.os, "replace", full)
    with pytest.raises(stores.DiskFull, match="No space left on device"):
        sweep(study, tmp_path / "full", 2, run_seconds=SECONDS)
    monkeypatch.setattr(stores.os, "replace", real)
    assert 0 < len(table(tmp_path / "full")) < 48 and not list((tmp_path / "full").glob(".*"))
    sweep(study, tmp_path / "full", 2, run_seconds=SECONDS)
    pd.testing.assert_frame_equal(table(tmp_path / "full"), table(swept), check_exact=True)


@pytest.mark.slow
def test_a_disk_that_is_really_full(tmp_path):
    """A file system in memory of some hundred kB; only where mounting is allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name != "posix" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        file = write(tmp_path / "little.toml", replicates=60)
        full = little_study.start(tmp_path, file, "--out", disk / "found")
        said = full.communicate(timeout=60)[1]
        assert full.returncode == 1 and "No space left" in said and "make room" in said and "Traceback" not in said, said
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        held = len(table(disk / "found"))
        assert held > 0
        more = little_study.start(tmp_path, file, "--out", disk / "found")
        said = more.communicate(timeout=60)[1]
        assert more.returncode == 0 and len(table(disk / "found")) == 720 and f"holds {held} of them" in said, said
        sweep(read_study(file), tmp_path / "expected", 2)
        pd.testing.assert_frame_equal(table(disk / "found"), table(tmp_path / "expected"), check_exact=True)
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_clock_that_goes_back_changes_nothing(study, swept, tmp_path, monkeypatch):
    from datetime import datetime

    class Back(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(1990, 1, 1)
    monkeypatch.setattr(stores, "datetime", Back)
    for path in swept.iterdir():
        os.utime(path, (2**31, 2**31))
    parts(swept)[0].unlink()
    sweep(study, swept, 1, run_seconds=SECONDS)
    assert len(table(swept)) == 48


def test_the_estimate_is_measured_and_of_what_is_left(study):
    whole, half = estimate(study, 48, 2), estimate(study, 24, 2)
    assert 0 < whole.run_seconds < 10 and whole.seconds == 48 * whole.run_seconds / 2 and 0 < half.bytes_left < whole.bytes_left


def test_sizes_on_disk_are_told_from_above(study, swept):
    assert sum(path.stat().st_size for path in parts(swept)) / len(parts(swept)) < estimate(study, 48, 2).bytes_left


def test_columns_keep_their_types_also_where_nothing_failed(swept):
    for path in parts(swept):
        assert pa.parquet.read_schema(path).field("message").type == pa.string()


# --- the command ------------------------------------------------------------------------------------------------------------


def test_a_dry_run_says_how_much_it_is_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "little.toml")
    told = guichet("sweep", "little.toml", "--dry-run", "--workers", "2")
    assert told.exit_code == 0 and told.stderr == ""
    assert told.stdout.startswith("little: 12 points (grid under 2 policies) × 4 replicates of 4 days = 48 runs.\nAbout ")
    assert "with 2 workers on this machine" in told.stdout and "on disk" in told.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["little.toml"]


def test_the_command_sweeps_and_says_how_to_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "little.toml")
    told = guichet("sweep", "little.toml")
    assert told.exit_code == 0 and 'pandas.read_parquet("results/little")' in told.stdout
    assert len(table(tmp_path / "results" / "little")) == 48
    found = json.loads(guichet("sweep", "little.toml", "--json").stdout)
    assert (found["runs"], found["done"], found["failed"]) == (48, 48, 0)


@pytest.mark.parametrize("args, said", [
    (["litle"], "there is no such study file"),
    (["workload_devianc"], "did you mean workload_deviance?"),
    (["little"], "did you mean little.toml?"),
    (["little.toml", "--workers", "0"], "0 is not in the range"),
    (["little.toml", "--cluster", "tcp://127.0.0.1:1", "--workers", "2"], "--workers: belongs to this machine"),
    (["little.toml", "--out", "little.toml"], "is a file; results need a folder"),
    (["little.toml", "--out", "other"], "is not empty and holds no study"),
    (["bad.toml"], "did you mean demand.load?"),
])
def test_bad_input_changes_nothing_and_ends_with_2(tmp_path, monkeypatch, args, said):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "little.toml")
    write(tmp_path / "bad.toml", STUDY.replace("demand.load", "demand.laod"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x").touch()
    told = guichet("sweep", *args)
    assert told.exit_code == 2 and said in told.stderr and "Traceback" not in told.stderr, told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.toml", "little.toml", "other"]


def test_check_knows_studies(tmp_path):
    file = write(tmp_path / "little.toml")
    assert guichet("check", file).stdout == f"{file}: good; study little, 12 points, 48 runs\n"
    told = guichet("check", write(tmp_path / "bad.toml", STUDY.replace("demand.load", "demand.laod")), "workload_deviance", "--json")
    found = json.loads(told.stdout)["files"]
    assert told.exit_code == 2 and [one["ok"] for one in found] == [False, True] and found[0]["problems"][0]["line"] > 0


def test_failed_runs_are_told_and_tried_again_by_the_command(study, half_broken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = guichet("sweep", "little.toml", "--out", "found")
    assert told.exit_code == 1 and "16 runs that are there have failed and stay so; --retry-failed runs them again" in told.stderr
    assert "setting up: MemoryError: no room (16)" in told.stderr and "16 of 48 runs failed" in told.stderr
    dry = guichet("sweep", "little.toml", "--out", "found", "--retry-failed", "--dry-run", "--json")
    assert json.loads(dry.stdout)["done"] == 32 and "16 runs that have failed are run again" in dry.stderr and (table(half_broken).stage != "").sum() == 16
    told = guichet("sweep", "little.toml", "--out", "found", "--retry-failed", "--json")
    found = json.loads(told.stdout)
    assert told.exit_code == 0 and (found["done"], found["failed"], found["retried"]) == (48, 0, 16) and found["command"].endswith("--retry-failed --out found --lang en")


def test_a_cluster_without_dask_is_told_before_anything_is_measured(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    write(tmp_path / "little.toml")
    told = guichet("sweep", "little.toml", "--cluster", "tcp://127.0.0.1:1")
    assert told.exit_code == 1 and "pip install 'guichet[cluster]'" in told.stderr and "on disk" not in told.stderr


def test_a_path_with_spaces_can_be_pasted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "little.toml")
    assert "guichet analyse 'my results'\n" in guichet("sweep", "little.toml", "--out", "my results").stdout


def test_it_speaks_french(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "little.toml")
    told = guichet("sweep", "little.toml", "--lang", "fr")
    said = (told.stderr + told.stdout).replace("\u00a0", " ")
    assert told.exit_code == 0 and said.startswith("little : 12 points (grille sous 2 politiques) × 4 réplications de 4 jours = 48 simulations.\nEnviron ")
    assert "sur cette machine" in said and 'À lire avec pandas.read_parquet("results/little")' in said
    assert set(sweep_words.WORDS["en"]) == set(sweep_words.WORDS["fr"])
