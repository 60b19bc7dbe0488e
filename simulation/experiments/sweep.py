"""Run a study: chunks of runs, some seconds each, on threads, processes or a Dask cluster; the parent alone writes, a part for each chunk.

Whatever computes the chunks is a `concurrent.futures.Executor`, perhaps one that hands a chunk out twice or loses it. That each run appears exactly once is
seen to by the store: only the parent writes, and what is done is not written again. Little is in flight at any time, so that memory stays flat and that
whatever is killed loses no more than that.
"""

import importlib.util
import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from threading import Event
from typing import NamedTuple

import numpy as np

from ..measures.groups import louvain
from ..measures.outcomes import outcomes_of_many
from ..scenario import Scenario
from . import COMPILED, DEFAULT_ENGINE
from .drivers import Failure, runner
from .parallel import IN_FLIGHT_PER_WORKER, Processes, WorkersDied, cores
from .sources import code_digest
from .store import Store, encoded
from .study import Study

CHUNK_SECONDS = 4.0
"""What a chunk takes one worker, about; near the end chunks are shorter, so that all workers end together."""

LEAST_SECONDS = 0.5
MOST_IN_CHUNK = 50_000
"""Chunks are no shorter than the one and no longer than the other (runs)."""

TURN_SECONDS, TURN_SHARE, AHEAD_SHARE = 0.001, 0.01, 0.25
"""To turn an engine to another point takes about so long. If that would be more than this share of the time, several chunks are cut together, each of some points only;
in all they hold no more than this share of the runs handed out before them, by which some points are then ahead of others."""

PROBES, PROBE_SECONDS, PROBE_DAYS = 8, 3.0, {True: 220, False: 5}
"""The time of a run is measured by so many runs at most, for so long at most, each of so many days at most (compiled; Mesa)."""

SHORT_RUN, LONG_SWEEP = 0.005, 5.0
"""Compiled runs shorter than this (seconds) go into processes, if the sweep takes longer than that (seconds of one worker): threads would wait for each other over
Python's lock, which each run takes some ten times. Processes take two seconds to begin; when the sweep is interrupted, their chunks in flight are lost."""

PROBE_LEAST = 0.05
"""Where runs are shorter, so many of a point are measured as take about so long (seconds)."""

AT_ONCE = 4000
"""Runs whose outcomes are measured together have about so many rows of last days in all: they are held until then."""

DEATHS = 3
"""So often in a row workers may die before the sweep gives up."""

POLL_SECONDS = 0.5
"""So often it is looked whether somebody wants to stop, and whether a cluster is still there."""


class Lost(RuntimeError):
    """What runs the chunks is gone; the text says what, and what to do."""


class Interrupted(Exception):
    """The sweep was told to stop; what was finished is written."""


class Chunk(NamedTuple):
    """Runs to do, as plain data. points: for each (point, place of its scenario in bases, values laid over it); runs: for each the (replicate, seed)s."""

    bases: tuple[Scenario, ...]
    points: tuple[tuple[int, int, dict], ...]
    runs: tuple[tuple[tuple[int, int], ...], ...]
    days: int
    outcomes: tuple[str, ...]
    engine: str

    @property
    def size(self):
        """How many runs."""
        return sum(map(len, self.runs))

    def halves(self):
        """The same runs as two chunks."""
        flat = [(point, run) for point, runs in zip(self.points, self.runs) for run in runs]
        middle = len(flat) // 2
        return tuple(self._replace(points=tuple(point for point, _ in part), runs=tuple((run,) for _, run in part)) for part in (flat[:middle], flat[middle:]))


class Done(NamedTuple):
    """What a chunk gave, a row for each run that was finished. values: run x outcome; failures: what broke, by row; code: `sources.code_digest` of who did it."""

    point: np.ndarray
    replicate: np.ndarray
    seed: np.ndarray
    values: np.ndarray
    failures: dict[int, Failure]
    seconds: float
    code: str


class Progress(NamedTuple):
    """How far a sweep is. rate: runs a second since it began."""

    done: int
    total: int
    failed: int
    rate: float


# --- a chunk ----------------------------------------------------------------------------------------------------------------


def work(chunk: Chunk, stop: Event | None = None) -> Done:
    """Do the runs of a chunk. What breaks is a row like any other. stop: once set, what is finished is given, and the run in progress given up."""
    began, rows, values, failures, one, measure = time.monotonic(), [], [], {}, None, _Measure(chunk.outcomes)
    for (point, which, over), runs in zip(chunk.points, chunk.runs):
        if stop is not None and stop.is_set():
            break
        one = _runner(chunk, which, over, stop, one)
        for replicate, seed in runs:
            found = one(seed)
            if stop is not None and stop.is_set():
                break
            rows.append((point, replicate, seed))
            measure(found)
    values, failures = measure.end()
    point, replicate, seed = np.array(rows, np.int64).reshape(-1, 3).T
    return Done(point, replicate, seed, values, failures, time.monotonic() - began, code_digest())


def _runner(chunk, which, over, stop, after):
    """A function of a seed that runs a point."""
    try:
        return runner(chunk.bases[which].with_values(over), chunk.days, engine=chunk.engine, stop=stop, after=after)
    except Exception as error:  # whatever broke, the other runs go on
        broken = _Broken(Failure("setting up", f"{type(error).__name__}: {error}"))
        return lambda seed: broken


class _Measure:
    """Takes what runs gave, one after the other, and gives their outcomes; many are measured at once."""

    def __init__(self, keys):
        self.keys, self.values, self.failures, self.runs, self.rows, self.count, self.held = keys, [], {}, [], [], 0, 0

    def __call__(self, found):
        if found.failure:
            self.failures[self.count] = found.failure
        else:
            self.runs.append(found.run)
            self.rows.append(self.count)
            self.held += len(found.run.tail)
        self.count += 1
        if self.held >= AT_ONCE:
            self._measure()

    def _measure(self):
        try:
            self.values.append((self.rows, outcomes_of_many(self.runs, self.keys)))
        except Exception:  # one by one, to learn which
            for row, run in zip(self.rows, self.runs):
                try:
                    self.values.append(([row], outcomes_of_many([run], self.keys)))
                except Exception as error:
                    self.failures[row] = Failure("measuring", f"{type(error).__name__}: {error}")
        self.runs, self.rows, self.held = [], [], 0

    def end(self):
        """Give the outcomes, run x outcome, NaN where a run broke; and the failures by row."""
        if self.runs:
            self._measure()
        found = np.full((self.count, len(self.keys)), np.nan)
        for rows, values in self.values:
            found[rows] = values
        return found, self.failures


class _Broken(NamedTuple):
    failure: Failure


def columns_of(study: Study, done: Done) -> dict:
    """The rows of a chunk as columns of a part."""
    table, point = study.table, done.point
    stage, message = ([""] * len(point) for _ in range(2))
    for row, failure in done.failures.items():
        stage[row], message[row] = failure
    return {"point": point, "sample": table["sample"].to_numpy()[point], "policy": table["policy"].to_numpy()[point].tolist(), "replicate": done.replicate,
            "seed": done.seed, **{key: table[key].to_numpy()[point].tolist() for key in study.keys},
            **{key: done.values[:, i] for i, key in enumerate(study.outcomes)}, "stage": stage, "message": message}


class _Chunks:
    """The runs that are left, cut into chunks on demand: replicate by replicate, points in the order of the study, so that any beginning is balanced."""

    def __init__(self, study, done, engine, seconds, workers):
        self.study, self.engine, self.seconds, self.workers = study, engine, seconds, workers
        self.left = np.flatnonzero(~done[:, study.order])
        self.at, self.cut = 0, []

    def next(self):
        """The next chunk, or None."""
        left = len(self.left) - self.at
        if not self.cut and not left:
            return None
        if not self.cut:
            fair = max(LEAST_SECONDS / self.seconds, min(CHUNK_SECONDS / self.seconds, left / (2 * self.workers)))
            size = int(min(max(fair, 1), MOST_IN_CHUNK))
            turning = min(size, self.study.points) * TURN_SECONDS / (size * self.seconds)
            together = int(max(1, min(turning / TURN_SHARE, AHEAD_SHARE * self.at // size, left // (2 * size))))
            if together * size < 2 * self.study.points:  # no point would be met less often
                together = 1
            taken = self.left[self.at:self.at + together * size]
            self.at += len(taken)
            self.cut = np.array_split(taken[np.argsort(taken % self.study.points, kind="stable")] if together > 1 else taken, together)[::-1]
        return self._chunk(self.cut.pop())

    def _chunk(self, positions):
        study, runs = self.study, {}
        replicate, place = np.divmod(positions, study.points)
        for r, point in zip(replicate.tolist(), study.order[place].tolist()):
            runs.setdefault(point, []).append((r, study.seed_of(point, r)))
        points = sorted(runs)
        return Chunk(study.bases, tuple((point, *study.settings(point)) for point in points), tuple(tuple(runs[point]) for point in points), study.days,
                     study.outcomes, self.engine)

    def measured(self, done):
        """Learn from a chunk how long a run takes."""
        if len(done.point):
            self.seconds = max(1e-6, 0.7 * self.seconds + 0.3 * done.seconds / len(done.point))


# --- how long, how large ----------------------------------------------------------------------------------------------------


class Estimate(NamedTuple):
    """What a sweep will take. run_seconds: of one run on one worker; rate: runs a second by all workers; bytes_left: of the parts still to be written."""

    runs: int
    left: int
    run_seconds: float
    workers: int
    bytes_left: int

    @property
    def seconds(self):
        """How long it takes from here."""
        return self.left * self.run_seconds / self.workers


def estimate(study: Study, left: int, workers: int, engine: str = DEFAULT_ENGINE) -> Estimate:
    """Measure by a few runs, spread over the design, how long the runs that are left take with so many workers on this machine, and how large they are."""
    compiled = engine == COMPILED
    days = min(study.days, PROBE_DAYS[compiled])
    points = study.order[np.linspace(0, study.points - 1, min(PROBES, study.points)).astype(int)].tolist()
    chunk = Chunk(study.bases, tuple((point, *study.settings(point)) for point in points), tuple(((0, study.seed_of(point, 0)),) for point in points), days,
                  study.outcomes, engine)
    if compiled:
        work(chunk._replace(points=chunk.points[:1], runs=chunk.runs[:1], days=1))  # compile, or load what was compiled
        louvain(2, (0,), (1,), (1.0,))
    began, times, first = time.monotonic(), [], None
    for point, runs in zip(chunk.points, chunk.runs):
        done = work(chunk._replace(points=(point,), runs=(runs,)))
        first = first or done
        more = min(study.replicates, int(PROBE_LEAST / done.seconds))  # what is made once for all runs of a point would be most of one short run
        if more > 1:
            done = work(chunk._replace(points=(point,), runs=(tuple((r, study.seed_of(point[0], r)) for r in range(more)),)))
        times.append(done.seconds / len(done.point))
        if time.monotonic() - began > PROBE_SECONDS:
            break
    run = max(1e-6, float(np.mean(times)) * study.days / days)
    whole = max(1, min(int(CHUNK_SECONDS / run), MOST_IN_CHUNK))
    none = {field: [] for field in columns_of(study, first)}
    row = 8 * (len(study.outcomes) + len(study.keys)) + 12
    return Estimate(study.points * study.replicates, left, run, workers, left * row + -(-left // whole) * len(encoded(study, none)))


# --- who computes -----------------------------------------------------------------------------------------------------------


class _Threads:
    """Threads of this process, for the compiled engine, which releases the GIL."""

    killed = ()

    def __init__(self, workers):
        self.workers, self.stop, self.pool = workers, Event(), ThreadPoolExecutor(workers)

    def submit(self, chunk) -> Future:
        return self.pool.submit(work, chunk, self.stop)

    def check(self):
        """Nothing to see to: threads do not die by themselves."""

    def give_up(self):
        """Have what runs come to an end, at once: what it has finished is given."""
        self.stop.set()
        self.pool.shutdown(wait=True, cancel_futures=True)

    close = give_up


class _Processes:
    """Processes of this machine, for the Mesa model and for short runs; those that die are replaced."""

    killed = ()

    def __init__(self, workers):
        self.workers = workers
        self.renew()

    def renew(self):
        """Begin with new processes."""
        self.pool = Processes(self.workers)

    def submit(self, chunk):
        return self.pool.submit(work, chunk)

    def check(self):
        """Nothing to see to: a chunk whose process has died says so."""

    def give_up(self):
        """End at once; chunks in flight are lost."""
        self.pool.end()

    def close(self):
        self.give_up()
        self.pool.shutdown(cancel_futures=True)


def need_dask():
    """Raise `Lost` where Dask is not installed."""
    if importlib.util.find_spec("distributed") is None:
        raise Lost("--cluster needs Dask: pip install 'guichet[cluster]'")


class _Cluster:
    """An existing Dask cluster, by the address of its scheduler."""

    def __init__(self, address):
        need_dask()
        from distributed import Client, KilledWorker
        for name in [name for name in logging.root.manager.loggerDict if name.startswith(("distributed", "tornado"))]:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # they would tell at length what is told here in a line
        self.address, self.killed = address, KilledWorker
        try:
            self.client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Lost(f"no Dask scheduler answers at {address} ({error}); start one with `dask scheduler`, and workers with `dask worker {address}`") from None
        try:
            self._look_at_workers()
        except BaseException:
            self.client.close()
            raise
        self.pool = self.client.get_executor(pure=False, retries=0)

    def _look_at_workers(self):
        """Refuse a cluster without workers, or whose workers run another program."""
        threads = {address: worker["nthreads"] for address, worker in self.client.scheduler_info(n_workers=-1)["workers"].items()}
        if not threads:
            raise Lost(f"the cluster at {self.address} has no workers; start some with `dask worker {self.address}`")
        self.workers, mine = sum(threads.values()), code_digest()
        others = sorted(address for address, code in self.client.run(code_digest, on_error="return").items() if code != mine)
        if others:
            raise Lost(f"the worker {others[0]} ({len(others)} of {len(threads)}) has no guichet, or another version than this one; install the same on all")

    def submit(self, chunk):
        return self.pool.submit(work, chunk)

    def check(self):
        """Raise Lost if the scheduler does not answer any more."""
        if self.client.status != "running":
            raise Lost(f"the Dask scheduler at {self.address} does not answer any more")

    def give_up(self):
        """Cancel what is in flight."""
        if self.client.status == "running":
            self.pool.shutdown(wait=False)

    def close(self):
        self.give_up()
        self.client.close(timeout=5)


@contextmanager
def _who(workers, engine, cluster, run_seconds, left):
    """Give who computes the chunks; whatever ends this, ends it."""
    if cluster:
        who = _Cluster(cluster)
    else:
        who = (_Processes if wants_processes(engine, run_seconds, left, workers) else _Threads)(workers)
    try:
        yield who
    finally:
        who.close()


def wants_processes(engine: str, run_seconds: float, left: int, workers: int) -> bool:
    """Whether so many runs go into processes on this machine, rather than into threads."""
    if engine != COMPILED:
        return True
    return workers > 1 and run_seconds < SHORT_RUN and left * run_seconds / workers > LONG_SWEEP and cached()


def cached() -> bool:
    """Whether the compiled engine is kept on disk, so that another process need not compile it again."""
    from ..engine.office import run
    return bool(run.store)


# --- the sweep --------------------------------------------------------------------------------------------------------------


@contextmanager
def _asked():
    """Give an event that is set by Ctrl-C or a request to end; by a second one this is interrupted where it stands. An exception that is raised just anywhere could
    be swallowed by a library, as those in a ``__del__`` are."""
    asked = Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def note(*_):
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = {which: signal.signal(which, note) for which in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def sweep(study: Study, folder, workers: int | None = None, engine: str = DEFAULT_ENGINE, cluster: str | None = None, run_seconds: float | None = None,
          progress: Callable[[Progress], None] = lambda progress: None, command=(), retry: bool = False) -> Store:
    """Do all runs of a study that its folder does not hold yet; give the store, closed.

    workers: as many as cores if not given; run_seconds: what a run takes, if it was measured; progress: called after each part, first when nothing is done;
    retry: do runs that have failed again.
    Raises Interrupted on Ctrl-C, `store.StoreError`, `store.DiskFull`, Lost and `parallel.WorkersDied`; each leaves a folder from which the same call goes on.
    """
    with Store(folder, study, retry) as store, ExitStack() as stack:
        if not store.left:
            return store
        asked = stack.enter_context(_asked())
        workers = workers or cores()
        run_seconds = run_seconds or estimate(study, store.left, workers, engine).run_seconds
        who = stack.enter_context(_who(workers, engine, cluster, run_seconds, store.left))
        store.begin(engine=engine, workers=who.workers, cluster=cluster, command=list(command), retried=store.retried)
        how = "broke off"
        try:
            _run(study, store, who, _Chunks(study, store.done, engine, run_seconds, who.workers), progress, asked)
            how = "done"
        except (KeyboardInterrupt, Interrupted):
            how = "interrupted"
            raise Interrupted from None
        finally:
            store.end(how=how)
    return store


def _run(study, store, who, chunks, progress, asked):
    """Hand out chunks, few at a time, and write what comes back."""
    flying, again, deaths, began, before = {}, deque(), 0, time.monotonic(), int(store.done.sum())

    def keep(done):
        """Write down the runs of a chunk."""
        if done.code != code_digest():
            raise Lost("a worker that joined the cluster runs another version of guichet; install the same on all")
        if len(done.point):
            store.write(columns_of(study, done))
            chunks.measured(done)
        runs = int(store.done.sum())
        progress(Progress(runs, store.done.size, store.failed, (runs - before) / max(1e-9, time.monotonic() - began)))

    try:
        progress(Progress(before, store.done.size, store.failed, 0.0))
        while True:
            while len(flying) < IN_FLIGHT_PER_WORKER * who.workers and (chunk := again.popleft() if again else chunks.next()):
                try:
                    flying[who.submit(chunk)] = chunk
                except BrokenProcessPool:
                    again.append(chunk)
                    break
            if not flying and not again:
                return
            ready = wait(flying, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED).done
            if asked.is_set():
                raise KeyboardInterrupt
            who.check()
            broken = not flying
            for future in ready:
                chunk = flying.pop(future)
                try:
                    done, deaths = future.result(), 0
                except BrokenProcessPool:
                    again.append(chunk)
                    broken = True
                    continue
                except CancelledError:
                    raise Lost("the cluster has dropped what it was given to do") from None
                except who.killed:
                    done = _cut(chunk, again)
                if done:
                    keep(done)
            if broken:
                deaths += 1
                if deaths >= DEATHS:
                    raise WorkersDied
                again += flying.values()
                flying.clear()
                who.close()
                who.renew()
    except KeyboardInterrupt:
        who.give_up()
        for future in flying:  # what is there by now is kept
            if future.done() and not future.cancelled() and not future.exception():
                keep(future.result())
        raise


def _cut(chunk, again):
    """A chunk that has killed workers: its halves are tried again; a single run has failed."""
    if chunk.size > 1:
        again += chunk.halves()
        return None
    (point, *_), ((replicate, seed),) = chunk.points[0], chunk.runs[0]
    failure = Failure("worker", "the workers that ran it were killed, or ran out of memory")
    return Done(*(np.array([each]) for each in (point, replicate, seed)), np.full((1, len(chunk.outcomes)), np.nan), {0: failure}, 0.0, code_digest())
