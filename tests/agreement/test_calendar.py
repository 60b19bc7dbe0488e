"""The engine's calendar gives events in the order of the model's heap, whatever is put on it, taken off, and left over from day to day."""

import os
import subprocess
import sys

PROGRAM = """
import heapq, random
from simulation.engine import calendar
from simulation.engine.build import Capacity, Plan
from simulation.rules.order import DAY
from simulation.scenario import load

def trial(seed):
    draw = random.Random(seed)
    state, _ = Plan(load("social_agency")).state(4, Capacity(calendar=4096), 4)
    heap, there, taken = [], {}, 0
    state.office[0].calendar_free = 0
    for day in range(3):
        calendar.turn_to(state, DAY * day)
        now = DAY * day + draw.choice((0.0, 400.0))
        while now < DAY * (day + 1):
            for _ in range(draw.choice((0, 1, 3, 9))):
                # at once, in a while, on the same instant, tomorrow, days later, and what fell into the night before
                t = draw.choice((now, now + draw.expovariate(0.1), float(int(now) + 5), now + DAY, now + 2.7 * DAY, now - draw.random() * 30.0))
                rank, ident = draw.randrange(6), draw.randrange(3)
                place = calendar.push(state, t, rank, ident, 0, 0, 0, 0.0)
                entry = [t, rank, ident, int(state.office[0].pushes), True]
                heapq.heappush(heap, entry)
                there[int(place)] = entry
            if there and draw.random() < 0.5:
                place = draw.choice(list(there))
                entry = there[place]
                free = int(state.office[0].calendar_free)
                calendar.withdraw(state, place)
                if int(state.office[0].calendar_free) != free:  # one of later days stays
                    entry[4] = False
                    del there[place]
            end = now + draw.choice((1.0, 1.0, 0.3, 30.0))
            while True:
                place = int(calendar.next_before(state, end))
                while heap and not heap[0][4]:
                    heapq.heappop(heap)
                if place == 0:
                    assert not heap or heap[0][0] >= end, (seed, heap[0], end)
                    break
                event, (t, rank, ident, n, _) = state.calendar[place], heapq.heappop(heap)
                assert (float(event.t), int(event.key), int(event.n)) == (t, (rank << calendar.IDENT_BITS) + ident, n), seed
                del there[place]
                taken += 1
            now = end
    return taken

print(sum(trial(seed) for seed in range(6)))
"""


def test_events_come_in_the_order_of_a_heap():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM], env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5000
