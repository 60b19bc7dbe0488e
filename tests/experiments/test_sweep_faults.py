"""Sweeps in processes of their own that are killed, interrupted, started twice: the results are those of a sweep that nobody disturbed."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import little_study
import pandas as pd
import pytest
from little_study import MOMENTS, PROCESSES, THREADS, start, table
from test_parallel import alive, until

YEARS, REPLICATES = 0.1, 40
EITHER = pytest.mark.parametrize("where", [THREADS, PROCESSES], ids=["threads", "processes"])


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The results of the study without any fault, and its file."""
    here = tmp_path_factory.mktemp("undisturbed")
    study = little_study.write(here / "little.toml", years=YEARS, replicates=REPLICATES)
    sweep = start(here, study)
    assert sweep.wait(timeout=120) == 0, sweep.stderr.read()
    return study, table(here / "results" / "little")


def parts(folder):
    """The parts of a study, with their bytes."""
    return {path.name: path.read_bytes() for path in (folder / "results" / "little").glob("part-*")}


def has_more(here, count, sweep):
    """Wait until there are more parts than so many, or the sweep has ended."""
    until(lambda: len(parts(here)) > count or sweep.poll() is not None)


def killed(here, study, moments, where):
    """Kill a sweep so often, at random moments: after its start, or after it has written something; what was written stays."""
    draws = random.Random(7)
    before = {}
    for moment in range(moments):
        sweep = start(here, study, more=where)
        if moment % 4:
            has_more(here, len(before), sweep)
            time.sleep(draws.uniform(0, 0.3))
        else:
            time.sleep(draws.uniform(0, 3))
        if sweep.poll() is not None:  # a quick machine was done first: nothing is left to kill
            break
        workers = workers_of(sweep)
        sweep.kill()
        sweep.wait()
        until(lambda: not any(map(alive, workers)))
        now = parts(here)
        assert before.items() <= now.items()
        before = now
    sweep = start(here, study, more=where)
    said = sweep.communicate(timeout=300)[1]
    assert sweep.returncode == 0, said
    assert before.items() <= parts(here).items()
    assert not list((here / "results" / "little").glob(".part*"))


@pytest.mark.parametrize("where", [pytest.param(THREADS, id="threads"), pytest.param(PROCESSES, id="processes", marks=pytest.mark.slow)])
def test_killed_twice_and_resumed(undisturbed, tmp_path, where):
    study, expected = undisturbed
    killed(tmp_path, study, 2, where)
    pd.testing.assert_frame_equal(table(tmp_path / "results" / "little"), expected, check_exact=True)


@pytest.mark.slow
@EITHER
def test_killed_at_random_moments_and_resumed(tmp_path, where):
    study = little_study.write(tmp_path / "little.toml", years=YEARS, replicates=100 + 20 * MOMENTS)
    killed(tmp_path, study, MOMENTS, where)
    alone = start(tmp_path, study, "--out", "undisturbed")
    assert alone.wait(timeout=300) == 0
    pd.testing.assert_frame_equal(table(tmp_path / "results" / "little"), table(tmp_path / "undisturbed"), check_exact=True)


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_interrupted_it_keeps_what_is_finished_and_goes_on(undisturbed, tmp_path, how):
    study, expected = undisturbed
    sweep = start(tmp_path, study, seconds=4)
    until(lambda: (tmp_path / "results" / "little" / "_manifest.json").exists())
    time.sleep(0.3)
    sweep.send_signal(how)
    said = sweep.communicate(timeout=60)[1]
    assert sweep.returncode == 130 and "the same command goes on" in said and "Traceback" not in said, said
    assert len(table(tmp_path / "results" / "little")) > 0  # less than a chunk was done
    again = start(tmp_path, study)
    said = again.communicate(timeout=120)[1]
    assert again.returncode == 0 and "are left" in said, said
    pd.testing.assert_frame_equal(table(tmp_path / "results" / "little"), expected, check_exact=True)


def test_the_second_sweep_of_a_folder_refuses_and_results_can_be_read_meanwhile(undisturbed, tmp_path):
    study, expected = undisturbed
    first = start(tmp_path, study)
    until(lambda: len(parts(tmp_path)) > 1)
    first.send_signal(signal.SIGSTOP)  # held in the middle of its work, however quick the machine is
    second = start(tmp_path, study)
    said = second.communicate(timeout=60)[1]
    meanwhile = table(tmp_path / "results" / "little")
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 2 and f"is being written by another sweep (process {first.pid} on " in said, said
    assert first.wait(timeout=120) == 0
    assert 0 < len(meanwhile) <= len(expected)
    pd.testing.assert_frame_equal(table(tmp_path / "results" / "little"), expected, check_exact=True)


def workers_of(sweep):
    """The worker processes of a sweep, if it has some."""
    with suppress(FileNotFoundError, ProcessLookupError):
        found = [int(process) for process in Path(f"/proc/{sweep.pid}/task/{sweep.pid}/children").read_text().split()]
        return [process for process in found if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("engine, years, replicates", [("mesa", 0.02, 20 + 2 * MOMENTS), ("compiled", 0.1, 100 + 70 * MOMENTS)])
def test_worker_processes_are_killed_at_random_moments(tmp_path, engine, years, replicates):
    """They are replaced; where too many die in a row the sweep says so, and the same command goes on."""
    study, draws, kills = little_study.write(tmp_path / "little.toml", years=years, replicates=replicates), random.Random(11), 0
    command = (tmp_path, study, "--engine", engine, "--workers", 2)
    sweep = start(*command, more=PROCESSES)
    while kills < MOMENTS:
        has_more(tmp_path, len(parts(tmp_path)), sweep)
        time.sleep(draws.uniform(0, 0.4))
        with suppress(FileNotFoundError, ProcessLookupError, IndexError):
            os.kill(draws.choice(workers_of(sweep)), signal.SIGKILL)
            kills += 1
        if sweep.poll() is not None:
            assert sweep.returncode == 1 and "the same command goes on" in sweep.stderr.read(), "it was done too soon"
            sweep = start(*command, more=PROCESSES)
    said = sweep.communicate(timeout=300)[1]
    assert sweep.returncode == 0, said
    alone = start(tmp_path, study, "--out", "compiled")
    assert alone.wait(timeout=120) == 0
    pd.testing.assert_frame_equal(table(tmp_path / "results" / "little"), table(tmp_path / "compiled"), check_exact=True)


@pytest.mark.slow
@EITHER
def test_ctrl_c_at_random_moments_always_ends_cleanly(tmp_path, where):
    """From when the command has begun: 130, no traceback, no abort (SIGABRT), no half-written file; and what was written stays."""
    study, draws, before = little_study.write(tmp_path / "little.toml", years=0.1, replicates=3000), random.Random(5), {}
    for moment in range(MOMENTS):
        sweep = start(tmp_path, study, more=where, session=True)
        sweep.stderr.readline()  # "little: 12 points …": it has been read and measured
        if moment % 4 == 1:
            has_more(tmp_path, len(before), sweep)
        time.sleep(draws.uniform(0, 1.5))
        workers = workers_of(sweep)
        os.killpg(sweep.pid, signal.SIGINT)  # as a terminal does: to all processes
        said = sweep.communicate(timeout=300)[1]
        assert not any(map(alive, workers))
        assert sweep.returncode == 130 and "the same command goes on" in said and "Traceback" not in said, (sweep.returncode, said)
        now = parts(tmp_path)
        assert before.items() <= now.items() and not list((tmp_path / "results").glob("little/.part*"))
        before = now
    assert len(table(tmp_path / "results" / "little")) > 0
