"""Long runs and many of them: ten years of 256 people and a million users in a stated memory, a thousand runs in one process in a flat one.

Without the log a run of 256 people takes 160 MB, of which a million users are 88, whatever its years; the log takes 72 bytes an event, and all tables of `guichet run`
with what their stories need some 0.8 kB an event (700,000 a year in this office).
"""

import json
import os
import subprocess
import sys

import pytest

MEASURE = """
import json, resource, sys
from simulation.engine.run import Engine
from simulation.measures.daily import NAMES
from simulation.scenario import load

def now():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6

def most():  # since this program began; `getrusage` tells that of the process that started it, if that is more
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) * 1024 / 1e6

"""
LONG = MEASURE + """
posts = {"counter": 96, "phone": 112, "mail": 48}
base = load("social_agency").values
values = {f"{channel}.posts": count for channel, count in posts.items()} | {f"{channel}.per_day": base[f"{channel}.per_day"] * 16 for channel in posts}
scenario = load("social_agency", "discreet", values | {"demand.population": 1_000_000, "staff.teams": 32})
before, days = now(), int(sys.argv[1])
engine = Engine(scenario, days)
found = engine.one(1)
row = dict(zip(NAMES, (found.sums / days).tolist()))
print(json.dumps({"megabytes": most() - before, "days": len(found.daily), "row": row, "seats": len(found.teams)}))
"""
MANY = MEASURE + """
from simulation.experiments.drivers import runner
from simulation.measures.outcomes import outcomes_of
scenarios, made, sizes = [load("social_agency", policy) for policy in (None, "present", "discreet")], None, []
for number in range(1000):
    if number % 10 == 0:  # as sweeps do, from point to point
        made = runner(scenarios[number // 10 % 3], int(sys.argv[1]), ("exhaustion",), after=made)
    outcomes_of(made(number).run)
    if number % 100 == 99:
        sizes.append(now())
    if number % 100 == 50:
        runner(scenarios[0], int(sys.argv[1]))(number)  # as comparisons do, an engine of its own
print(json.dumps(sizes))
"""


def measured(program, *args):
    """What a program in a process of its own prints as JSON."""
    done = subprocess.run([sys.executable, "-c", program, *map(str, args)], capture_output=True, text=True, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is measured on Linux only")
@pytest.mark.parametrize("days", [pytest.param(5, id="a week"), pytest.param(2200, id="ten years", marks=pytest.mark.slow)])
def test_256_people_and_a_million_users_take_little_memory(days):
    measured(MEASURE + 'Engine(load("social_agency"), 1).one(1); print(0)')  # whoever runs it first compiles, which takes a GB
    found = measured(LONG, days)
    print(f"{days} days: {found['megabytes']:.0f} MB")
    assert found["days"] == days and found["seats"] == 256 and found["row"]["contacts"] > 5000 and 200 < found["row"]["headcount"] <= 256
    assert found["megabytes"] < 400


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is measured on Linux only")
def test_a_thousand_runs_in_one_process_leave_its_memory_flat():
    """From run 200 on, when a second engine beside the first has found its place, it may grow by half a MB at most."""
    sizes = measured(MANY, 11)
    print("MB after each hundred runs:", sizes)
    assert len(sizes) == 10 and sizes[-1] - sizes[1] < 0.5
