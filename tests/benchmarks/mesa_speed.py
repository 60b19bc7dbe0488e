"""How fast the Mesa model runs: `python tests/benchmarks/mesa_speed.py [--days N]` prints contacts per second and the growth of cost with the size of the office.

The office is scaled as a whole (posts, demand, population, rooms to rest), so that everybody is as busy as before. Times are processor times of this process, and the
sizes take turns in short runs, so that noise of the machine falls on all alike.
"""

import argparse
import time

from simulation.model import FrontOffice
from simulation.scenario import load

SIZES = (1, 2, 4)


def scaled(factor):
    """Give the default office `factor` times as large."""
    base = load("social_agency")
    keys = [f"{c}.{name}" for c in ("counter", "phone", "mail") for name in ("per_day", "posts")]
    values = {key: base.values[key] * factor for key in [*keys, "demand.population", "rest_room.seats"]}
    return base.with_values(values)


def measure(days):
    """Give for each size (staff, contacts, seconds of processor time) over that many days after a first one."""
    models = [FrontOffice(scaled(factor), seed=1) for factor in SIZES]
    spent = [0.0] * len(models)
    for model in models:
        model.run(1)
    before = [row_contacts(model) for model in models]
    for day in range(2, days + 2):
        for i, model in enumerate(models):
            start = time.process_time()
            model.run(day)
            spent[i] += time.process_time() - start
    return [(len(m.staff), row_contacts(m) - b, s) for m, b, s in zip(models, before, spent)]


def row_contacts(model):
    """Give the contacts of all days so far."""
    from simulation.measures.daily import NAMES
    column = NAMES.index("contacts")
    return sum(row[column] for row in model.daily)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=44, help="days to time at each size (220 make a year)")
    days = parser.parse_args().days
    rows = measure(days)
    first = rows[0][2] / rows[0][1]
    print(f"{'staff':>6} {'contacts':>9} {'seconds':>8} {'contacts/s':>11} {'µs/contact':>11} {'against 16':>11} {'a year, s':>10}")
    for staff, contacts, seconds in rows:
        print(f"{staff:6d} {contacts:9.0f} {seconds:8.2f} {contacts / seconds:11.0f} {seconds / contacts * 1e6:11.1f} "
              f"{seconds / contacts / first:11.2f} {seconds * 220 / days:10.1f}")


if __name__ == "__main__":
    main()
