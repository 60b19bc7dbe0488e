"""Tidy tables of one run, and the dictionary that says what each column is.

Each column is declared once: those of the daily table in `daily.COLUMNS`, those of the log in `events.FIELDS`, the others here. A table
has one row for each day, event, practice, person, or tie. Days count from 0; where -1 stands for none, the column's meaning says so.
"""

from typing import NamedTuple

import pandas as pd

from ..rules.order import CHANNELS, KINDS, VALENCES
from . import lineage
from .daily import COLUMNS, NAMES
from .events import EVENT_NAMES, FIELDS
from .story_names import person_name, practice_names

CONTINUOUS = ("min", "euros", "share", "points", "SD", "index")
"""Units of what is measured; everything else is counted, in whole numbers."""


class Field(NamedTuple):
    """A column of a table: name, type as pandas calls it, unit, meaning."""

    name: str
    type: str
    unit: str
    meaning: str


_EVENT_TYPES = {"event": "category", "situation": "category", "minute": "float64", "value": "float64"}

DAILY = tuple(Field(c.name, "float64" if c.unit in CONTINUOUS else "int64", c.unit, c.meaning) for c in COLUMNS)

EVENTS = (Field("row", "int64", "row", "identity of the event: its place in the log, from 0; `parent` refers to it"),
          *(Field(name, _EVENT_TYPES.get(name, "int64"), "min" if name == "minute" else "", meaning) for name, meaning in FIELDS))

PRACTICES = (
    Field("practice", "int64", "", "number of the practice, in order of birth"),
    Field("name", "str", "", "what stories call it: its code word if the community named it, else kind and number"),
    Field("kind", "category", "", "kind of situation that it answers"),
    Field("quality", "float64", "index", "quality at the end of the run, 0 to 1"),
    Field("tacitness", "float64", "index", "how much of it cannot be put into words, 0 to 1"),
    Field("valence", "category", "", "resolving, protective (of the employee) or subversive (of the organisation)"),
    Field("crewed", "bool", "", "whether it is used by calling colleagues"),
    Field("named", "int64", "working day", "day it got a name, -1 none"),
    Field("written", "bool", "", "whether it is in the written guide"),
    Field("inventor", "int64", "", "person who invented it, -3 the organisation"),
    Field("born", "int64", "working day", "day of birth; those known before the run began have day 0"),
    Field("origin", "int64", "row", "row of the event by which it was born"),
    Field("parents", "str", "", "numbers of the practices that it was made from, with spaces between"),
    Field("died", "int64", "working day", "day it lost its last holder, -1 alive at the end"),
    Field("age", "int64", "days", "days from birth to death, or to the end of the run"),
    Field("uses", "int64", "uses", "times it was used, by the one who faced the episode or by those who came to help"),
    Field("holders", "int64", "people", "people who hold it at the end of the run"),
    Field("most_holders", "int64", "people", "most people who held it at one time"),
    Field("learners", "int64", "people", "people who ever held it"),
    Field("depth", "int64", "hands", "most hands that it went through from the inventor to a learner"),
    Field("days_to_half", "Int64", "days", "days from birth until half the staff held it; empty if they never did"),
)

PEOPLE = (
    Field("person", "int64", "", "number on the payroll"),
    Field("name", "str", "", "what stories call the person"),
    Field("seat", "int64", "", "seat in the office, -1 unknown"),
    Field("team", "int64", "", "team of the chart, -1 unknown"),
    Field("channel", "str", "", "channel of the post"),
    Field("hired", "int64", "working day", "day of hire, -1 there when the run started"),
    Field("left", "int64", "working day", "day of leaving for good, -1 there at the end"),
    Field("tenure_start", "int64", "days", "tenure when the run started, or 0 when hired during it"),
    Field("strain", "float64", "points", "strain at the end of the run; empty for those who left"),
    Field("exhaustion", "float64", "SD", "exhaustion at the end of the run; empty for those who left"),
    Field("trust", "float64", "index", "trust in the manager at the end of the run; empty for those who left"),
    Field("episodes", "int64", "episodes", "episodes faced"),
    Field("episodes_well", "int64", "episodes", "episodes faced that ended well"),
    Field("overheard", "int64", "episodes", "colleagues' episodes overheard"),
    Field("absences", "int64", "absences", "times the person fell ill"),
    Field("absence_days", "int64", "days", "days of those absences, as drawn when they began"),
    Field("inventions", "int64", "practices", "practices invented during the run"),
    Field("learned", "int64", "practices", "practices learned from others, guides or training"),
    Field("taught", "int64", "practices", "times a colleague began to hold a practice thanks to this person"),
    Field("helped", "int64", "calls", "calls for help answered"),
    Field("called", "int64", "calls", "calls for help made"),
    Field("listened", "int64", "talks", "talks one to one with the manager"),
    Field("breaks_cut", "int64", "breaks", "breaks lost to the queue"),
    Field("lag", "Int64", "days", "for those hired during the run: days from hire to the first practice held; empty if there was none"),
)

TIES = (
    Field("who", "int64", "", "person"),
    Field("whom", "int64", "", "colleague"),
    Field("strength", "float64", "index", "strength of their tie at the end of the run, 0 to 1; each pair once"),
)

DECLARED = {"daily": DAILY, "events": EVENTS, "practices": PRACTICES, "people": PEOPLE, "ties": TIES}
"""The columns of each table."""

CATEGORIES = {"event": EVENT_NAMES, "situation": KINDS, "kind": KINDS, "valence": VALENCES}


class Tables(NamedTuple):
    """The tables of one run."""

    daily: pd.DataFrame
    events: pd.DataFrame
    practices: pd.DataFrame
    people: pd.DataFrame
    ties: pd.DataFrame


class Roster:
    """Who sat where (seat, team, channel by person): looked at when the run starts and after each day, since leavers take it along."""

    def __init__(self):
        self.seen = {}

    def look(self, model):
        """Note where everybody sits now."""
        for e in model.staff:
            if e is not None and e.person not in self.seen:
                self.seen[e.person] = (e.seat, e.team, CHANNELS[e.channel])


def tables(model, roster=None):
    """Make all tables of a model that has run. roster: without it, the seats of those who were there at the start and left are unknown."""
    log = events(model)
    listed = lineage.rows(log)
    found = lineage.lives(listed, [q.origin for q in model.practices])
    return Tables(daily(model), log, practices(model, listed, found), people(model, listed, found, roster), ties(model))


def daily(model):
    """Make the daily table: a row for each day."""
    table = pd.DataFrame(model.daily, columns=list(NAMES), dtype="float64")
    whole = {f.name: f.type for f in DAILY if f.type == "int64" and (table[f.name] % 1 == 0).all()}
    return table.astype(whole)


def events(model):
    """Make the table of the event log, with the names of kinds of events and of situations."""
    table = pd.DataFrame(model.events, columns=[name for name, _ in FIELDS])
    table["event"] = pd.Categorical.from_codes(table["event"].astype("int64"), EVENT_NAMES)
    table["situation"] = pd.Categorical.from_codes(table["situation"].astype("int64"), KINDS)
    table.insert(0, "row", range(len(table)))
    return _typed(table, EVENTS)


def practices(model, listed, found):
    """Make the table of practices. listed: the events; found: the life of each practice."""
    named = practice_names([KINDS[q.kind] for q in model.practices], [e.practice for e in listed if e.event == "naming"])
    return _table([_practice(q, life, names.en, model.day) for q, life, names in zip(model.practices, found, named)], PRACTICES)


def _practice(q, life, name, end):
    """Give the row of one practice. end: the day after the last."""
    age = (q.died if q.died >= 0 else end) - q.born
    depth = max((one.depth for one in life.learnings), default=0)
    half = life.half_day - q.born if life.half_day >= 0 else None
    return (q.number, name, KINDS[q.kind], q.quality, q.tacitness, VALENCES[q.valence], q.crewed, q.named, q.written, q.inventor, q.born,
            q.origin, " ".join(map(str, q.parents)), q.died, age, q.uses, len(life.holders), life.most_holders, len(life.learners),
            depth, half)


def people(model, listed, found, roster=None):
    """Make the table of people, with a summary of each one's time in the run."""
    roster = roster or Roster()
    roster.look(model)
    counts, lag = counted(listed), lineage.newcomers_lag(listed, found)
    left = {e.who: e.day for e in listed if e.event == "exit"}
    there = {e.person: e for e in model.staff if e is not None}
    rows = []
    for e in listed:
        if e.event in ("start", "hire"):
            hired = e.event == "hire"
            seat = roster.seen.get(e.who, (int(e.value) if hired else -1, -1, ""))
            rows.append((e.who, person_name(e.who), *seat, e.day if hired else -1, left.get(e.who, -1), 0 if hired else int(e.value),
                         *_state(there.get(e.who)), *(counts[name].get(e.who, 0) for name in COUNTED), lag.get(e.who)))
    return _table(rows, PEOPLE)


def _state(employee):
    """Give strain, exhaustion and trust of someone who is still there."""
    return (employee.strain, employee.exhaustion, employee.trust) if employee is not None else (None, None, None)


COUNTED = {
    "episodes": lambda e: e.event == "episode",
    "episodes_well": lambda e: e.event == "episode" and e.value == 1.0,
    "overheard": lambda e: e.event == "overheard",
    "absences": lambda e: e.event == "absence",
    "absence_days": lambda e: e.value if e.event == "absence" else 0,
    "inventions": lambda e: is_invention(e),
    "learned": lambda e: e.event == "learned",
    "taught": lambda e: e.event == "learned",
    "helped": lambda e: e.event == "join",
    "called": lambda e: e.event == "call",
    "listened": lambda e: e.event == "listening",
    "breaks_cut": lambda e: e.event == "break_cut",
}
"""What is counted for each person: how much an event adds to it."""


def is_invention(e):
    """Whether somebody invents during the run: the tricks that people bring along are logged before the first morning, at minute 0."""
    return e.event in lineage.BIRTHS and (e.day > 0 or e.minute > 0.0)


def counted(listed):
    """Count, for each person, what is in `COUNTED`. Teaching counts for the one learned from; one's own inventions are not learned."""
    found = {name: {} for name in COUNTED}
    for e in listed:
        for name, adds in COUNTED.items():
            who = e.whom if name == "taught" else e.who
            own = name == "learned" and listed[e.parent].event in lineage.BIRTHS and listed[e.parent].who == e.who
            if who >= 0 and not own and (n := int(adds(e))):
                found[name][who] = found[name].get(who, 0) + n
    return found


def ties(model):
    """Make the table of ties at the end of the run: who, whom, strength, each pair once."""
    staff = [e for e in model.staff if e is not None]
    rows = [(e.person, model.staff[seat].person, strength) for e in staff for seat, strength in sorted(e.ties.items())
            if seat > e.seat and model.staff[seat] is not None]
    return _table(rows, TIES)


def _table(rows, fields):
    return _typed(pd.DataFrame(rows, columns=[f.name for f in fields]), fields)


def _typed(table, fields):
    """Give every column its declared type."""
    for f in fields:
        if f.name in CATEGORIES:
            table[f.name] = pd.Categorical(table[f.name], categories=CATEGORIES[f.name])
        else:
            table[f.name] = table[f.name].astype(f.type)
    return table


def dictionary() -> pd.DataFrame:
    """Make the data dictionary: a row for each column of each table (table, column, type, unit, meaning)."""
    rows = [(table, *field) for table, fields in DECLARED.items() for field in fields]
    return pd.DataFrame(rows, columns=["table", "column", "type", "unit", "meaning"])
