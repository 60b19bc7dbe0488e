"""How fast a sweep is against the engine by itself: `python tests/benchmarks/sweep_speed.py [--runs N] [--points N] [--days N] [--tiny] [--main] [--workers N]`.

A study of the default office is swept in a folder of its own; before and after it the engine alone runs the same points in as many threads (processes, if
the sweep uses these), with nothing measured or written. Printed: both rates, by the clock and by processor time (which other work on the machine disturbs less), the memory of the
sweep's process as it goes, the size on disk, and how long pandas takes to load and group it. 10,000 runs of a year take some ten minutes here.
"""

import argparse
import itertools
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from simulation.engine.run import Engine
from simulation.experiments import COMPILED
from simulation.experiments.parallel import Processes
from simulation.experiments.study_read import read_study
from simulation.experiments.sweep import estimate, sweep, wants_processes
from simulation.measures import outcomes

TINY = """
[set]
counter = { posts = 2, per_day = 25.0 }
phone = { posts = 2, per_day = 60.0 }
mail = { posts = 1, per_day = 10.0 }
demand.population = 400
"""
MAIN = f"outcomes = {[outcome.key for outcome in outcomes.MAIN]}\n"
STUDY = """
[study]
name = "speed"
title_en = "Speed"
title_fr = "Vitesse"
policies = ["present", "discreet"]
years = {years}
replicates = {replicates}
{more}
[design]
kind = "sobol"
points = {points}

[[axes]]
key = "demand.load"
low = 0.7
high = 1.2

[[axes]]
key = "episode.base"
low = -5.0
high = -2.8
"""


def memory():
    """Resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def alone(study, which, workers, seconds):
    """Run the engine alone over so many seconds, an engine for each point in turn; give runs, seconds, and seconds of processor time of this thread."""
    study = read_study(study) if isinstance(study, Path) else study
    Engine(study.scenario(0), 1, daily=False).one(1)
    began, processor, done, points = time.monotonic(), time.thread_time(), 0, itertools.cycle(range(which, study.points, workers))
    each = seconds * workers / study.points  # so long at each point, so that all are seen: they differ by a quarter
    while time.monotonic() < began + seconds:
        point, until, replicate = next(points), time.monotonic() + each, 0
        engine = Engine(study.scenario(point), study.days, daily=False)
        while time.monotonic() < min(until, began + seconds):
            engine.one(study.seed_of(point, replicate))
            replicate, done = replicate + 1, done + 1
    return done, time.monotonic() - began, time.thread_time() - processor


def engine_rate(study, file, workers, apart, seconds=20.0):
    """Runs of the engine alone a second, and a second of processor time: in processes (apart) or threads."""
    with (Processes if apart else ThreadPoolExecutor)(workers) as pool:
        given = file if apart else study
        found = [future.result() for future in [pool.submit(alone, given, which, workers, seconds) for which in range(workers)]]
    done = sum(one[0] for one in found)
    return np.array([done / max(one[1] for one in found), done / sum(one[2] for one in found)])


def processor_time():
    """Seconds of processor time of this process and of those that it has ended."""
    return sum(os.times()[:4])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--points", type=int, default=64, help="a power of two; each under two policies")
    parser.add_argument("--days", type=int, default=220)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tiny", action="store_true", help="an office of five")
    parser.add_argument("--main", action="store_true", help="keep the six main outcomes only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "speed.toml"
        file.write_text(STUDY.format(years=given.days / 220, replicates=max(1, given.runs // (2 * given.points)), points=given.points,
                                     more=MAIN * given.main + TINY * given.tiny), encoding="utf-8")
        study = read_study(file)
        about = estimate(study, study.points * study.replicates, given.workers)
        apart = wants_processes(COMPILED, about.run_seconds, about.left, given.workers)
        before, seen, began, processor = engine_rate(study, file, given.workers, apart), [], time.monotonic(), processor_time()
        store = sweep(study, Path(folder) / "found", given.workers, run_seconds=about.run_seconds,
                      progress=lambda now: seen.append((now.done, memory())))
        seconds, processor = time.monotonic() - began, processor_time() - processor
        after = engine_rate(study, file, given.workers, apart)
        runs, size = study.points * study.replicates, sum(path.stat().st_size for path in store.folder.iterdir())
        rate, alone = np.array([runs / seconds, runs / processor]), (before + after) / 2
        print(f"{runs:,} runs of {study.days} days at {study.points} points, {len(study.outcomes)} outcomes, in {'processes' if apart else 'threads'}: {seconds:.1f} s")
        for name, one, other, last, share in zip(("by the clock", "by processor time"), rate, before, after, rate / alone):
            print(f"{name:18} sweep {one:8.2f} runs/s, engine alone {other:8.2f} before and {last:8.2f} after: {100 * share:.0f} %")
        held = [memory for _, memory in seen]
        for share in (0, 0.1, 0.5, 1):
            done, memory_then = seen[min(len(seen) - 1, round(share * (len(seen) - 1)))]
            print(f"after {done:9,} runs: {memory_then:6.0f} MB")
        print(f"the most {max(held):.0f} MB, {max(held) - held[0]:.0f} MB over the first")
        print(f"{store.parts} parts, {size / 1e6:.1f} MB on disk, {store.failed} failed")
        began = time.monotonic()
        rows = pd.read_parquet(store.folder)
        loaded = time.monotonic() - began
        means = rows.groupby("point")[list(study.outcomes)].mean()
        print(f"pandas: {len(rows):,} rows × {len(rows.columns)} columns load in {loaded:.1f} s, the mean of each outcome at each of {len(means)} points takes "
              f"{time.monotonic() - began - loaded:.1f} s")


if __name__ == "__main__":
    main()
