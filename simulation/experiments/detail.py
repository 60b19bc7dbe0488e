"""One run in full, by either driver: the tables of days, events, practices, people and ties, the same to the bit."""

from types import SimpleNamespace

import numpy as np

from ..measures.events import CODE
from ..measures.lineage import BIRTHS
from ..measures.tables import Roster, Tables, tables
from ..rules.order import ORGANISATION
from ..scenario import Scenario
from . import COMPILED, DEFAULT_ENGINE


def run_in_full(scenario: Scenario, days: int, seed: int = 1, each_day=lambda day: None, engine: str = DEFAULT_ENGINE, employee_class=None) -> Tables:
    """Run a scenario for some days and give its tables. each_day: called with the number of days done, 0 when set up; employee_class: of the staff, if not
    `Employee`; the Mesa model alone knows it, and runs whatever the engine."""
    if engine == COMPILED and employee_class is None:
        return _compiled(scenario, days, seed, each_day)
    return _with_mesa(scenario, days, seed, each_day, employee_class)


def _with_mesa(scenario, days, seed, each_day, employee_class):
    from ..model import Employee, FrontOffice
    model, roster = FrontOffice(scenario, seed=seed, employee_class=employee_class or Employee), Roster()
    try:
        for day in range(days + 1):
            model.run(day)
            roster.look(model)
            each_day(day)
        return tables(model, roster)
    finally:
        model.close()


def _compiled(scenario, days, seed, each_day):
    from ..engine.run import Engine
    roster, end = Roster(), SimpleNamespace(day=days)

    def look(state):
        """Look at the people each day, and at the practices on the last."""
        end.staff = _staff(state)
        roster.look(end)
        day = int(state.office[0].day)
        if day == days:
            end.practices = state.practices[:state.office[0].practices_used].copy()
        each_day(day)

    made = Engine(scenario, days, events=True).one(seed, look)
    end.daily, end.events = made.daily, made.events
    end.practices = _practices(end.practices, made.events)
    for person in filter(None, end.staff):
        person.ties = {int(other): float(made.ties[person.seat, other]) for other in np.flatnonzero(made.ties[person.seat])}
    return tables(end, roster)


def _staff(state):
    """Who sits on each seat, with what tables tell of them; None where nobody does."""
    names = ("exists", "person", "team", "channel", "strain", "exhaustion", "trust")
    rows = zip(*(state.staff[name].tolist() for name in names))
    return [SimpleNamespace(seat=seat, **dict(zip(names, row))) if row[0] else None for seat, row in enumerate(rows)]


def _practices(records, events):
    """All practices in the order of their numbers, with what the log says of them."""
    died = {int(event["practice"]): int(event["day"]) for event in events[events["event"] == CODE["death"]]}
    found = []
    for q in records:
        birth, number = events[q["origin"]], int(q["number"])
        by_person = birth["event"] in [CODE[name] for name in BIRTHS]
        found.append(SimpleNamespace(
            **{name: q[name].item() for name in ("number", "kind", "quality", "tacitness", "valence", "named", "origin", "uses")},
            crewed=bool(q["crewed"]), written=bool(q["written"]), born=int(birth["day"]), died=died.get(number, -1),
            inventor=int(birth["who"]) if by_person else ORGANISATION,
            parents=[int(q[name]) for name in ("parent", "other_parent") if q[name] >= 0]))
    return found
