"""Do two drivers tell the same story? `compare` names the first thing that differs: day, minute, event, person, column.

`python tests/agreement/agree.py OFFICE [POLICY] [--days N] [--seed N] [key=value ...]` runs both drivers and says.
"""

import argparse
import struct

from simulation.engine import simulate
from simulation.measures.daily import NAMES
from simulation.measures.events import EVENT_NAMES, FIELDS
from simulation.model import FrontOffice
from simulation.scenario import ScenarioError, load

FIELD_NAMES = tuple(name for name, _ in FIELDS)


def bits(x):
    """Give the bits of a number as a double; -0.0 counts as 0.0."""
    return struct.pack("<d", float(x) + 0.0)


def told(row):
    """Give an event in words."""
    parts = dict(zip(FIELD_NAMES, row))
    return (f"day {int(parts['day'])}, minute {float(parts['minute'])!r}, event {EVENT_NAMES[int(parts['event'])]}, who {int(parts['who'])}, "
            f"whom {int(parts['whom'])}, practice {int(parts['practice'])}, situation {int(parts['situation'])}, parent {int(parts['parent'])}, "
            f"value {float(parts['value'])!r}")


def first_event(ours, theirs):
    """Give the first row of the event logs that differs, in words; None if none does."""
    for row, (a, b) in enumerate(zip(ours, theirs)):
        for name, x, y in zip(FIELD_NAMES, a, b):
            if bits(x) != bits(y):
                return f"row {row}: {name} differs\n  first:  {told(a)}\n  second: {told(b)}"
    if len(ours) != len(theirs):
        which, longer = ("first", ours) if len(ours) > len(theirs) else ("second", theirs)
        return f"row {min(len(ours), len(theirs))}: only in the {which}: {told(longer[min(len(ours), len(theirs))])}"
    return None


def first_column(ours, theirs):
    """Give the first day of the daily tables that differs with all its columns that do, in words; None if none does."""
    for a, b in zip(ours, theirs):
        differing = [f"{name} {float(x)!r} against {float(y)!r}" for name, x, y in zip(NAMES, a, b) if bits(x) != bits(y)]
        if differing:
            return f"day {int(a[0])}: " + "; ".join(differing)
    return None if len(ours) == len(theirs) else f"{len(ours)} days against {len(theirs)}"


def compare(ours, theirs):
    """Compare two runs, each (daily rows, event rows): "" if no bit differs, else what differs first in the log and in the daily table."""
    found = [("event log, ", first_event(ours[1], theirs[1])), ("daily table, ", first_column(ours[0], theirs[0]))]
    return "\n".join(where + what for where, what in found if what)


def mesa(scenario, seed, days):
    """Give the daily rows and events of the Mesa model."""
    model = FrontOffice(scenario, seed=seed).run(days)
    found = list(model.daily), list(model.events)
    model.close()
    return found


def engine(scenario, seed, days):
    """Give the daily rows and events of the compiled engine."""
    result = simulate(scenario, [seed], days, events=True)[0]
    return result.daily.tolist(), result.events.tolist()


def disagreement(scenario, seed=1, days=5):
    """Run both drivers and give what differs first; "" if nothing does."""
    return compare(mesa(scenario, seed, days), engine(scenario, seed, days))


def main():
    parser = argparse.ArgumentParser(description="Run the Mesa model and the compiled engine, and say what differs first.")
    parser.add_argument("office", help="a shipped name or a file")
    parser.add_argument("rest", nargs="*", metavar="POLICY | key=value", help="a policy, and values laid over both")
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_intermixed_args()
    policies, values = [one for one in asked.rest if "=" not in one], [one for one in asked.rest if "=" in one]
    if len(policies) > 1:
        parser.error(f"one policy at most (given {', '.join(policies)})")
    try:
        scenario = load(asked.office, *policies, overrides=values)
    except ScenarioError as error:
        parser.error(str(error))
    print(disagreement(scenario, asked.seed, asked.days) or "no bit differs")


if __name__ == "__main__":
    main()
