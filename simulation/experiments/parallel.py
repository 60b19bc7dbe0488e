"""Many tasks on several processes or threads, with what is in flight bounded, and with every way out clean.

Results come with the position of their task, in the order in which they are ready: who sorts them by position gets the same whatever the
number of workers. Processes are spawned (never forked: Mesa and numba start threads), leave Ctrl-C to the parent, and end when the parent
ends, closes the line to them, or dies (CPython issue 111873: by themselves they would stay for ever).
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_any
from queue import SimpleQueue

IN_FLIGHT_PER_WORKER = 2
"""Tasks handed out for each worker: one that runs, one that waits."""


class WorkersDied(RuntimeError):
    """A worker process ended without an answer."""

    def __init__(self):
        super().__init__("a worker process died (killed, or out of memory); try again with fewer workers, or with --workers 1. "
                         "In a script, "
                         'the call must stand under: if __name__ == "__main__":')


def cores() -> int:
    """The number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def in_processes(work: Callable, tasks: Sequence[tuple], workers: int = 1) -> Iterator[tuple[int, object]]:
    """Do ``work(*task)`` for each task; give (position of the task, result) as they are ready.

    ``work`` is a function of a module, and tasks and results can be pickled. One worker means this process. What it raises is raised here.
    """
    workers = min(workers, len(tasks))
    if workers <= 1:
        yield from _here(work, tasks)
        return
    pool = Processes(workers)
    try:
        yield from _handed_out(pool, work, tasks, workers, pool.end)
    except BrokenProcessPool:
        raise WorkersDied from None


class Processes(Executor):
    """An executor of processes, each with a line of its own and a thread here that waits for it: one that is killed in the middle of a long answer is noticed.
    `ProcessPoolExecutor` has one line for all, keeps both its ends open, and would wait for the rest of that answer for ever. One that dies is not replaced."""

    def __init__(self, workers: int):
        context = multiprocessing.get_context("spawn")
        hears, self.line = context.Pipe(duplex=False)
        self.threads, self.all, self.free = ThreadPoolExecutor(workers), [], SimpleQueue()
        try:
            with hears, _without_ctrl_c():
                for _ in range(workers):
                    mine, its = context.Pipe()
                    process = context.Process(target=_serve, args=(hears, its), daemon=True)
                    with its:
                        process.start()
                    self.all.append((process, mine))
                    self.free.put(mine)
        except BaseException:
            self.shutdown()
            raise

    def submit(self, work, /, *task):
        """Give a future of ``work(*task)``; `BrokenProcessPool` if its process has died."""
        return self.threads.submit(self._ask, work, task)

    def _ask(self, work, task):
        mine = self.free.get()
        try:
            mine.send((work, task))
            fine, found = mine.recv()
        except (EOFError, OSError):
            raise BrokenProcessPool("a worker process died") from None
        finally:
            self.free.put(mine)
        if not fine:
            raise found
        return found

    def end(self):
        """End the processes at once, in the middle of their task."""
        self.line.close()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """As any executor, but whatever `wait` says the processes are gone afterwards."""
        self.threads.shutdown(wait=True, cancel_futures=cancel_futures)
        self.end()
        for process, mine in self.all:
            process.join()
            process.close()
            mine.close()
        self.all.clear()


@contextmanager
def _without_ctrl_c():
    """What is started within never hears Ctrl-C, not even while it begins; this process hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker
    resource_tracker.ensure_running()  # where it has to be started it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(hears, its):
    """Do one task after the other, as a process."""
    _begin(hears)
    while True:
        try:
            work, task = its.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, work(*task)
        except Exception as error:
            error.add_note(f"In a worker process:\n{traceback.format_exc()}")
            answer = False, error
        its.send(answer)


def in_threads(work: Callable, tasks: Sequence[tuple], workers: int = 1, give_up: Callable = lambda: None) -> Iterator[tuple[int, object]]:
    """The same in threads of this process, for work that releases the GIL. give_up: called when this ends early, to tell the work that runs."""
    workers = min(workers, len(tasks))
    if workers <= 1:
        yield from _here(work, tasks)
    else:
        yield from _handed_out(ThreadPoolExecutor(workers), work, tasks, workers, give_up)


def _here(work, tasks):
    """Do all tasks in this thread."""
    return ((position, work(*task)) for position, task in enumerate(tasks))


def _handed_out(pool, work, tasks, workers, give_up):
    """Hand out tasks in order, so many at a time; whatever ends this, ends the workers."""
    waiting, flying, done = enumerate(tasks), {}, False
    try:
        _hand_out(pool, work, waiting, flying, workers * IN_FLIGHT_PER_WORKER)
        while flying:
            ready, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=flying.get):
                position = flying.pop(future)
                yield position, future.result()
            _hand_out(pool, work, waiting, flying, workers * IN_FLIGHT_PER_WORKER)
        done = True
    finally:
        if not done:
            give_up()
        pool.shutdown(wait=True, cancel_futures=True)


def _hand_out(pool, work, waiting, flying, most):
    """Hand out tasks until so many are in flight."""
    while len(flying) < most:
        position, task = next(waiting, (None, None))
        if task is None:
            return
        flying[pool.submit(work, *task)] = position


def _begin(hears):
    """Begin as a worker process: leave Ctrl-C to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(hears,), daemon=True).start()


def _end_with_parent(hears):
    """Wait until the parent dies or closes the line, then end at once."""
    wait_for_any([multiprocessing.parent_process().sentinel, hears])
    os._exit(1)
