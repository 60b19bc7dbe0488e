"""Many tasks on several processes, with what is in flight bounded, and with every way out clean.

Results come with the position of their task, in the order in which they are ready: who sorts them by position gets the same whatever the
number of processes. Workers are spawned (never forked: Mesa and numba start threads), leave Ctrl-C to the parent, and end when the parent
ends, closes the line to them, or dies (CPython issue 111873: by themselves they would stay for ever).
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for_any

IN_FLIGHT_PER_PROCESS = 2
"""Tasks handed out for each process: one that runs, one that waits."""


class WorkersDied(RuntimeError):
    """A worker process ended without an answer."""

    def __init__(self):
        super().__init__("a worker process died (killed, or out of memory); try again with fewer processes, or with --processes 1. "
                         "In a script, "
                         'the call must stand under: if __name__ == "__main__":')


def cores() -> int:
    """The number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def run_tasks(work: Callable, tasks: Sequence[tuple], processes: int = 1) -> Iterator[tuple[int, object]]:
    """Do ``work(*task)`` for each task; give (position of the task, result) as they are ready.

    ``work`` is a function of a module, and tasks and results can be pickled. One process means this one. What it raises is raised here.
    """
    if min(processes, len(tasks)) <= 1:
        yield from ((position, work(*task)) for position, task in enumerate(tasks))
        return
    yield from _on_processes(work, tasks, min(processes, len(tasks)))


def _on_processes(work, tasks, processes):
    """Hand out tasks in order, so many at a time; whatever ends this, ends the workers."""
    context = multiprocessing.get_context("spawn")
    hears, line = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(hears,))
    waiting, flying, done = enumerate(tasks), {}, False
    try:
        _hand_out(pool, work, waiting, flying, processes * IN_FLIGHT_PER_PROCESS)
        while flying:
            ready, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=flying.get):
                position = flying.pop(future)
                yield position, future.result()
            _hand_out(pool, work, waiting, flying, processes * IN_FLIGHT_PER_PROCESS)
        done = True
    except BrokenProcessPool:
        raise WorkersDied from None
    finally:
        if not done:
            line.close()  # the workers hear it and end at once, in the middle of their task
        pool.shutdown(wait=True, cancel_futures=True)
        line.close()
        hears.close()


def _hand_out(pool, work, waiting, flying, most):
    """Hand out tasks until so many are in flight."""
    while len(flying) < most:
        position, task = next(waiting, (None, None))
        if task is None:
            return
        flying[pool.submit(work, *task)] = position


def _begin(hears):
    """Begin as a worker: leave Ctrl-C to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(hears,), daemon=True).start()


def _end_with_parent(hears):
    """Wait until the parent dies or closes the line, then end at once."""
    wait_for_any([multiprocessing.parent_process().sentinel, hears])
    os._exit(1)
