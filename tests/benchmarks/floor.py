"""The floor of the engine: `python tests/benchmarks/floor.py`. A bare compiled loop that only lets users arrive, queue and be served, with an exact calendar,
and makes as many keyed draws for a contact as the default office does (counted in plain Python over a few days); then the engine, in turns, in one process.
"""

import os
import subprocess
import sys
import time

import numba
import numpy as np

from simulation.rules.compile import OPTIONS
from simulation.rules.draws import EPISODE, uniform2
from simulation.rules.numeric import exponential, lognormal

COUNT = """
import simulation.rules.draws as draws
made = [0]
real = draws.philox4x32
def counted(*words):
    made[0] += 1
    return real(*words)
draws.philox4x32 = counted
from simulation.engine.run import Engine
from simulation.measures.daily import NAMES
from simulation.scenario import load
result = Engine(load("social_agency"), 6).one(1)
print(made[0] / result.sums[NAMES.index("contacts")])
"""


def draws_a_contact():
    """Count the keyed draws of a contact of the default office."""
    printed = subprocess.run([sys.executable, "-c", COUNT], env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True)
    return float(printed.stdout)


@numba.njit(**OPTIONS)
def bare(seed, contacts, draws, servers, ends, who, queue):
    """Serve so many contacts: a heap of ends of service, a ring of those who wait, and further draws that decide nothing but are made.

    Two of the draws of a contact are used: its gap and its minutes. Give the sum of waits, so that nothing is left out.
    """
    busy, first, last, t, waits, spent = 0, 0, 0, 0.0, 0.0, 0.0
    whole = int(draws)
    for k in range(contacts):
        u_gap, u_minutes = uniform2(seed, 0, k, 1, 2)
        t += exponential(u_gap, 0.8)
        minutes = lognormal(u_minutes, 10.0, 0.4)
        more = whole if (k & 1023) >= (draws - whole) * 1024 else whole + 1
        for n in range(1, more):
            a, b = uniform2(seed, EPISODE, k, 1, n)
            spent += a + b
        while busy > 0 and ends[0] <= t:  # the heap gives up its least, and who waits is served
            at = ends[0]
            if first < last:
                waits += at - queue[first & 4095]
                new = at + who[first & 4095]
                first += 1
            else:
                busy -= 1
                new = ends[busy]
            i, child = 0, 1
            while child < busy:
                if child + 1 < busy and ends[child + 1] < ends[child]:
                    child += 1
                if new <= ends[child]:
                    break
                ends[i] = ends[child]
                i = child
                child = 2 * i + 1
            ends[i] = new
        if busy < servers:
            i = busy
            busy += 1
            while i > 0 and ends[(i - 1) >> 1] > t + minutes:
                ends[i] = ends[(i - 1) >> 1]
                i = (i - 1) >> 1
            ends[i] = t + minutes
        else:
            queue[last & 4095], who[last & 4095] = t, minutes
            last += 1
    return waits + spent * 1e-300


def main():
    from simulation.engine.run import Engine
    from simulation.measures.daily import NAMES
    from simulation.scenario import load
    draws, engine = draws_a_contact(), Engine(load("social_agency"), 220, daily=False)
    contacts = int(engine.one(1).sums[NAMES.index("contacts")])
    room = np.zeros(64), np.zeros(4096), np.zeros(4096)
    bare(1, 10, draws, 14, *room)
    floor, ours = [], []
    for seed in range(20):
        start = time.process_time()
        bare(seed, contacts, draws, 14, *room)
        floor.append(time.process_time() - start)
        start = time.process_time()
        engine.one(1)
        ours.append(time.process_time() - start)
    a, b = min(floor) / contacts * 1e9, min(ours) / contacts * 1e9
    print(f"{draws:.1f} keyed draws a contact; floor {a:.0f} ns a contact, engine {b:.0f} ns: {b / a:.2f} times the floor "
          f"(medians: {np.median(ours) / np.median(floor):.2f})")


if __name__ == "__main__":
    main()
