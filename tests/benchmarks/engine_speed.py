"""How fast the compiled engine is against the Mesa model: `python tests/benchmarks/engine_speed.py [--days N] [--rounds N] [--runs N]`.

Both drivers run the same scenario and seed in this process, in turns, so that noise of the machine falls on both; times are processor times, the least of
the rounds. Then: what 100 replicate-years cost, what two threads bring, and the cost of a contact as the office and the run grow.
"""

import argparse
import time

from simulation.engine.run import Engine
from simulation.measures.daily import NAMES
from simulation.model import FrontOffice
from simulation.scenario import load

CONTACTS = NAMES.index("contacts")
OFFICES = ("social_agency", "call_centre", "social_media")


def timed(work, clock=time.process_time):
    """Give (what the work gives, seconds)."""
    start = clock()
    made = work()
    return made, clock() - start


def mesa(scenario, days):
    """Run the Mesa model; give its contacts."""
    model = FrontOffice(scenario, seed=1).run(days)
    contacts = sum(row[CONTACTS] for row in model.daily)
    model.close()
    return contacts


def scaled(factor):
    """Give the default office `factor` times as large."""
    base = load("social_agency")
    keys = [f"{c}.{name}" for c in ("counter", "phone", "mail") for name in ("per_day", "posts")]
    return base.with_values({key: base.values[key] * factor for key in [*keys, "demand.population", "rest_room.seats"]})


def against_mesa(days, rounds):
    """Print contacts a second and core of both drivers."""
    print(f"{'office':16} {'contacts':>9} {'Mesa, contacts/s':>17} {'native, contacts/s':>19} {'µs a contact':>13} {'times':>6}")
    for office in OFFICES:
        scenario = load(office)
        engine = Engine(scenario, days)
        engine.one(1)
        slow, fast = [], []
        for _ in range(rounds):
            contacts, seconds = timed(lambda: mesa(scenario, days))
            slow.append(seconds)
            result, seconds = timed(lambda: engine.one(1))
            fast.append(seconds)
            assert result.daily[:, CONTACTS].sum() == contacts
        a, b = min(slow), min(fast)
        print(f"{office:16} {contacts:9.0f} {contacts / a:17,.0f} {contacts / b:19,.0f} {b / contacts * 1e6:13.2f} {a / b:6.0f}")


def growth():
    """Print the cost of a contact from 8 to 256 staff and from one to ten years."""
    print(f"\n{'staff':>6} {'years':>6} {'contacts':>9} {'µs a contact':>13}")
    for factor, years in ((1, 1), (2, 1), (4, 1), (8, 1), (16, 1), (1, 2), (1, 5), (1, 10)):
        engine = Engine(scaled(factor), 220 * years)
        engine.one(1)
        result, seconds = min((timed(lambda: engine.one(2)) for _ in range(3)), key=lambda made: made[1])
        contacts = result.daily[:, CONTACTS].sum()
        print(f"{engine.plan.seats:6d} {years:6d} {contacts:9.0f} {seconds / contacts * 1e6:13.2f}")


def threads(runs):
    """Print what so many replicate-years of the default office take on one thread and on two."""
    from concurrent.futures import ThreadPoolExecutor
    engine = Engine(load("social_agency"), 220)
    engine.one(1)
    _, alone = timed(lambda: [engine.one(seed) for seed in range(runs)], time.perf_counter)
    with ThreadPoolExecutor(2) as pool:
        _, both = timed(lambda: list(pool.map(engine.one, range(runs))), time.perf_counter)
    print(f"\n{runs} replicate-years: {alone:.2f} s on one thread, {both:.2f} s on two ({alone / both:.2f} times as fast)")


def compile_time():
    """Print what the first run of a process costs in processor time, with an empty cache and with a full one."""
    import os
    import resource
    import subprocess
    import sys
    import tempfile
    took = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", "from simulation.engine import simulate; from simulation.scenario import load; simulate(load('social_agency'), [1], 1)"],
                           env=os.environ | {"NUMBA_CACHE_DIR": folder}, check=True, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"\nfirst run of a process, imports included: {took[0]:.1f} s of processor time with an empty cache, {took[1]:.1f} s with a full one")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=44, help="days of each run against Mesa (220 make a year)")
    parser.add_argument("--rounds", type=int, default=3, help="how often the two take turns")
    parser.add_argument("--runs", type=int, default=20, help="replicate-years for the threads")
    options = parser.parse_args()
    against_mesa(options.days, options.rounds)
    threads(options.runs)
    growth()
    compile_time()


if __name__ == "__main__":
    main()
