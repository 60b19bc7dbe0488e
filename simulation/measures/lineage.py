"""Who learned what from whom, followed through the event log by parent links; and the measures that come out of it.

Days are working days from 0. Nothing here knows the model: an `Event` is a row of the log, whichever driver wrote it.
"""

from typing import NamedTuple

from .events import FIELDS

BIRTHS = ("trick", "invention")
"""Events by which a person comes up with a practice."""

Event = NamedTuple("Event", [("row", int)] + [(name, object) for name, _ in FIELDS])
Event.__doc__ = "A row of the event log, the kind of event and the situation by name ('' for none)."


class Learning(NamedTuple):
    """Someone begins to hold a practice: the row of the event, by what means, and the learning of the one they had it from (-1: nobody's).

    depth: how many hands it went through since it was invented, taught or written (0 for the inventor).
    """

    row: int
    day: int
    who: int
    source: int
    how: str
    parent: int
    depth: int


class Loss(NamedTuple):
    """Someone no longer holds a practice: the row of the event, and whether it was "forgotten" or lost by "exit"."""

    row: int
    day: int
    who: int
    how: str


class Life:
    """The life of one practice: its learnings and losses in order, the rows of its birth and death (-1: none), the day when half the staff
    held it (-1: never), and its holders with the learning that each holds it by."""

    def __init__(self, birth):
        self.learnings, self.losses = [], []
        self.birth, self.death = birth, -1
        self.most_holders, self.half_day = 0, -1
        self.holders = {}

    @property
    def learners(self):
        """The people who ever held the practice, in the order in which they first did."""
        return list(dict.fromkeys(one.who for one in self.learnings))


def rows(table):
    """Give the events of an events table, in order, so that an event's row is its place."""
    columns = [table[name].tolist() for name, _ in FIELDS]
    return [Event(i, *values) for i, values in enumerate(zip(*columns))]


def how_learned(events, learned, first):
    """Say by what means a practice was learned. first: whether nobody held it before."""
    parent = events[learned.parent]
    if parent.event in BIRTHS and first and parent.who == learned.who:
        return "inventing"
    if parent.event == "training" and parent.who == learned.who:
        return "training"
    return {"telling": "telling", "overheard": "overhearing", "learned": "solving"}.get(parent.event, "guide")


def _teachers(events, learned, how, life):
    """Give the learning that the teacher's hold on the practice goes back to, following parent links; None if nobody taught it."""
    parent, known = events[learned.parent], {one.row: one for one in life.learnings}
    if how == "telling":
        return known.get(parent.parent)
    if how == "solving":
        return known.get(parent.row)
    if how == "overhearing":
        row = life.holders.get(events[parent.parent].who, -1)
        return known.get(row)
    return None


def lives(events, births):
    """Replay the log: give the `Life` of each practice. births: the row of the event by which each was born, by number."""
    found = [Life(row) for row in births]
    staff = {e.who for e in events if e.event == "start"}
    held = {}
    for e in events:
        if e.event == "learned":
            _learns(events, e, found[e.practice], staff, held)
        elif e.event == "forgotten":
            _loses(e, found[e.practice], e.practice, held)
        elif e.event == "exit":
            for number in sorted(held.get(e.who, ())):
                _loses(e, found[number], number, held)
            staff.discard(e.who)
        elif e.event == "hire":
            staff.add(e.who)
        elif e.event == "death":
            found[e.practice].death = e.row
    return found


def _learns(events, e, life, staff, held):
    """Note that someone begins to hold a practice."""
    how = how_learned(events, e, not life.learnings)
    teacher = _teachers(events, e, how, life)
    life.learnings.append(Learning(e.row, e.day, e.who, e.whom, how, teacher.row if teacher else -1, teacher.depth + 1 if teacher else 0))
    life.holders[e.who] = e.row
    held.setdefault(e.who, set()).add(e.practice)
    life.most_holders = max(life.most_holders, len(life.holders))
    if life.half_day < 0 and 2 * len(life.holders) >= len(staff):
        life.half_day = e.day


def _loses(e, life, number, held):
    """Note that someone no longer holds a practice."""
    if life.holders.pop(e.who, None) is not None:
        life.losses.append(Loss(e.row, e.day, e.who, e.event))
    held.get(e.who, set()).discard(number)


def first_learnings(found):
    """Give, for each person, their first learning of any practice."""
    first = {}
    for life in found:
        for one in life.learnings:
            if one.who not in first or one.row < first[one.who].row:
                first[one.who] = one
    return first


def newcomers_lag(events, found):
    """Give, for each person hired during the run, the days from hire to the first practice held; None if there was none."""
    first = first_learnings(found)
    hired = {e.who: e.day for e in events if e.event == "hire"}
    return {who: first[who].day - day if who in first else None for who, day in hired.items()}


def chain(events, row):
    """Give the events that led to an event, from itself back to the first, by parent links."""
    found = []
    while row >= 0:
        found.append(events[row])
        row = events[row].parent
    return found
