"""Work on several processes or threads: the same results, little in flight, and no way out that leaves a worker behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import little_work
import pytest

from simulation.experiments.parallel import IN_FLIGHT_PER_WORKER, Processes, WorkersDied, cores, in_processes, in_threads

EITHER = pytest.mark.parametrize("side_by_side", [in_processes, in_threads])


class Watched(list):
    """Tasks that remember how many were taken."""

    taken = 0

    def __iter__(self):
        for task in super().__iter__():
            self.taken += 1
            yield task


@EITHER
def test_results_are_the_same_whatever_the_number_of_workers(side_by_side):
    tasks = [(number, 0.05 if number == 0 else 0.0) for number in range(7)]
    alone, together = (list(side_by_side(little_work.square, tasks, workers)) for workers in (1, 2))
    assert [position for position, _ in alone] == list(range(7))
    assert dict(together) == dict(alone) == {n: n * n for n in range(7)}


@EITHER
def test_few_tasks_are_in_flight(side_by_side):
    tasks = Watched((number,) for number in range(20))
    most = 0
    for done, _ in enumerate(side_by_side(little_work.square, tasks, 2), 1):
        most = max(most, tasks.taken - done)
    assert tasks.taken == 20 and most <= 2 * IN_FLIGHT_PER_WORKER


@EITHER
def test_no_task_starts_no_worker(side_by_side):
    assert list(side_by_side(little_work.square, [], 4)) == []
    assert cores() >= 1


@EITHER
@pytest.mark.parametrize("workers", [1, 2])
def test_what_work_raises_is_raised(side_by_side, workers):
    with pytest.raises(ValueError, match="three is refused"):
        list(side_by_side(little_work.refuse, [(number,) for number in range(5)], workers))


def test_threads_are_told_to_give_up_when_nobody_waits_for_more():
    stop, before = threading.Event(), threading.active_count()
    results = in_threads(lambda number: number if number == 0 else stop.wait(30), [(number,) for number in range(9)], 2, stop.set)
    assert next(results) == (0, 0) and not stop.is_set()
    results.close()
    assert stop.is_set() and threading.active_count() == before


def test_a_dead_worker_is_told():
    with pytest.raises(WorkersDied, match="a worker process died .* --workers 1"):
        list(in_processes(little_work.die, [(number,) for number in range(4)], 2))


def test_a_worker_that_dies_in_the_middle_of_its_answer_is_noticed():
    """As one that is killed while it sends a long one: here half of an answer is sent and no more."""
    with Processes(2) as workers:
        with pytest.raises(BrokenProcessPool):
            workers.submit(little_work.half_an_answer, 2).result(timeout=60)
        assert workers.submit(little_work.half_an_answer, 3).result(timeout=60) == 3


def test_what_a_worker_process_raises_is_raised_with_where_it_came_from():
    with Processes(1) as workers:
        with pytest.raises(ValueError, match="three is refused") as raised:
            workers.submit(little_work.refuse, 3).result(timeout=60)
        assert "little_work.py" in raised.value.__notes__[0]
        assert workers.submit(little_work.refuse, 4).result(timeout=60) == 4


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_workers_end_with_their_parent(tmp_path, how):
    parent = subprocess.Popen([sys.executable, little_work.__file__, str(tmp_path)], stderr=subprocess.DEVNULL)
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(note.name) for note in tmp_path.iterdir()]
    parent.send_signal(how)
    assert parent.wait(timeout=10) != 0
    until(lambda: not any(alive(worker) for worker in workers))


def until(holds, seconds=120):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def alive(process):
    """Whether a process is there and is not the mere remains of one."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
