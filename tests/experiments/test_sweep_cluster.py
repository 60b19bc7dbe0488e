"""`guichet sweep --cluster`: a scheduler and two workers, processes on this machine, give what threads give, to the byte; also when they are killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import little_study
import pandas as pd
import pytest
from little_study import MOMENTS, ROOT, start, table
from test_parallel import until
from test_sweep_faults import has_more, parts

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

ALONE = os.environ | {"PYTHONPATH": ROOT, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


class Cluster:
    """A scheduler and workers as processes, started with Dask's own commands, without dashboards."""

    def __init__(self, folder, workers=2):
        self.folder, self.file, self.port, self.processes = folder, folder / "scheduler.json", 0, []
        self.begin(workers)

    def begin(self, workers):
        """Start the scheduler, at the port that it had before, and workers."""
        self.file.unlink(missing_ok=True)
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--scheduler-file", str(self.file))
        until(lambda: self.file.exists() and self.file.read_text().endswith("}"), 60)
        self.address = json.loads(self.file.read_text())["address"]
        self.port = int(self.address.rpartition(":")[2])
        self.workers = [self.worker() for _ in range(workers)]

    def worker(self):
        """Start one more worker."""
        return self._start("worker", self.address, "--death-timeout", "60", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                           "--local-directory", str(self.folder))

    def _start(self, *args):
        command = [sys.executable, "-c", "from dask.__main__ import main; main()", *args]
        self.processes.append(subprocess.Popen(command, env=ALONE, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self.processes[-1]

    def ready(self, workers=2):
        """Wait until so many workers have come."""
        from distributed import Client
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        return self

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.processes.clear()


@pytest.fixture
def cluster(tmp_path):
    (tmp_path / "dask").mkdir()
    found = Cluster(tmp_path / "dask").ready()
    yield found
    found.end()


def expected(here, study):
    """What threads of one process give."""
    sweep = start(here, study, "--out", "threads")
    assert sweep.wait(timeout=120) == 0, sweep.stderr.read()
    return table(here / "threads")


def on(cluster, here, study):
    return start(here, study, "--cluster", cluster.address)


def equal(here, found):
    pd.testing.assert_frame_equal(table(here / "results" / "little"), found, check_exact=True)


def test_a_cluster_gives_what_threads_give(cluster, tmp_path):
    study = little_study.write(tmp_path / "little.toml", years=0.02, replicates=10)
    sweep = on(cluster, tmp_path, study)
    said = sweep.communicate(timeout=120)[1]
    assert sweep.returncode == 0, said
    equal(tmp_path, expected(tmp_path, study))
    manifest = json.loads((tmp_path / "results" / "little" / "_manifest.json").read_text())
    assert manifest["sessions"][0]["cluster"] == cluster.address and manifest["sessions"][0]["workers"] == 2


@pytest.mark.slow
def test_no_scheduler_no_folder(tmp_path):
    study = little_study.write(tmp_path / "little.toml")
    sweep = start(tmp_path, study, "--cluster", "tcp://127.0.0.1:9")
    said = sweep.communicate(timeout=60)[1]
    assert sweep.returncode == 1 and "no Dask scheduler answers at tcp://127.0.0.1:9" in said and "Traceback" not in said, said


@pytest.mark.slow
def test_a_killed_worker_costs_nothing(cluster, tmp_path):
    study = little_study.write(tmp_path / "little.toml", years=0.1, replicates=60)
    sweep = on(cluster, tmp_path, study)
    until(lambda: list((tmp_path / "results").glob("little/part-*")), 60)
    cluster.workers[0].send_signal(signal.SIGKILL)
    said = sweep.communicate(timeout=120)[1]
    assert sweep.returncode == 0, said
    found = table(tmp_path / "results" / "little")
    assert (found.stage == "").all()
    equal(tmp_path, expected(tmp_path, study))


@pytest.mark.slow
def test_a_killed_scheduler_ends_the_sweep_and_the_same_command_goes_on(cluster, tmp_path):
    study = little_study.write(tmp_path / "little.toml", years=0.1, replicates=60)
    sweep = on(cluster, tmp_path, study)
    until(lambda: list((tmp_path / "results").glob("little/part-*")), 60)
    cluster.scheduler.send_signal(signal.SIGKILL)
    said = sweep.communicate(timeout=120)[1]
    assert sweep.returncode == 1 and "the same command goes on" in said and "Traceback" not in said, said
    kept = len(table(tmp_path / "results" / "little"))
    cluster.end()
    time.sleep(0.5)
    cluster.begin(2)
    cluster.ready()
    again = on(cluster, tmp_path, study)
    said = again.communicate(timeout=120)[1]
    assert again.returncode == 0 and f"holds {kept} of them" in said, said
    equal(tmp_path, expected(tmp_path, study))


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["parent", "worker", "scheduler"])
def test_whoever_is_killed_at_random_moments_the_results_are_the_same(cluster, tmp_path, victim):
    """kill -9 at fixed but arbitrary times after something was written; of a worker only the process is replaced, else the same command goes on."""
    study, draws = little_study.write(tmp_path / "little.toml", years=0.1, replicates=200 + 65 * MOMENTS), random.Random(f"{victim} 3")
    sweep = on(cluster, tmp_path, study)
    for _ in range(MOMENTS):
        has_more(tmp_path, len(parts(tmp_path)), sweep)
        time.sleep(draws.uniform(0, 0.6))
        assert sweep.poll() is None, f"it was done too soon: {sweep.stderr.read()}"
        before = parts(tmp_path)
        if victim == "worker":
            cluster.workers.pop(0).kill()
            cluster.workers.append(cluster.worker())
            cluster.ready()
        elif victim == "parent":
            sweep.kill()
            sweep.wait()
            cluster.ready()
            sweep = on(cluster, tmp_path, study)
        else:
            cluster.scheduler.kill()
            said = sweep.communicate(timeout=120)[1]
            assert sweep.returncode == 1 and "the same command goes on" in said and "Traceback" not in said, said
            cluster.end()
            cluster.begin(2)
            cluster.ready()
            sweep = on(cluster, tmp_path, study)
        assert before.items() <= parts(tmp_path).items()
    said = sweep.communicate(timeout=600)[1]
    assert sweep.returncode == 0, said
    found = table(tmp_path / "results" / "little")
    assert (found.stage == "").all()
    alone = start(tmp_path, study, "--out", "threads")
    assert alone.wait(timeout=600) == 0
    pd.testing.assert_frame_equal(found, table(tmp_path / "threads"), check_exact=True)
