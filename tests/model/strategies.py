"""Random valid scenarios for hypothesis: any parameter anywhere within its declared bounds, in offices small enough to run in a moment."""

import math
from typing import NamedTuple

from hypothesis import strategies as st

from simulation.rules.order import CHANNELS, KINDS
from simulation.scenario import load
from simulation.scenario.checks import ATTENTION, SHIFTS
from simulation.scenario.declare import Change, Values
from simulation.scenario.load import DEFAULTS, Scenario, stretches
from simulation.scenario.parameters import PARAMETERS

SIZES = {
    "calendar.step_minutes": (0.5, 5.0), "calendar.days_per_year": (5, 366), "demand.population": (1, 400), "demand.load": (0.0, 1.5),
    "demand.growth_per_year": (-0.5, 1.0), "staff.extra_posts": (0, 2), "staff.hiring_days": (0.0, 6.0), "staff.training_days": (0.0, 4.0),
    "talk.rate_rest_room": (0.0, 1.0), "talk.rate_desk": (0.0, 1.0), "voice.recruit_per_hour": (0.0, 0.5), "users.reach_tail": (1.2, 10.0),
    "invention.initial_practices": (0.0, 4.0), "staff.teams": (1, 3), "desks.rooms": (1, 3), "calendar.overtime_minutes": (0.0, 240.0),
    "cases.pieces_mean": (0.0, 3.0), "turnover.leave_per_year": (0.0, 2.0), "territory.rule_changes_per_month": (0.0, 10.0),
}
"""Bounds narrower than the declared ones, for the parameters that make a run long (all within the declared bounds)."""

BY_WEEKDAY = ("demand.weekday_profile", "staff.weekday_share")
"""Lists of one value, or of one for each day of the week."""

MANAGED = {*BY_WEEKDAY, "calendar.open_hour", "calendar.close_hour", "calendar.days_per_week", *SHIFTS, *ATTENTION,
           *(f"{c}.{name}" for c in CHANNELS for name in ("per_day", "posts", "service_minutes"))}
"""Set together, since they must fit together."""

FREE = tuple(key for key in PARAMETERS if key not in MANAGED)


def bounds(key):
    """The bounds within which a parameter is drawn: narrowed where it makes a run long, never wider than declared."""
    parameter = PARAMETERS[key]
    low, high = SIZES.get(key, (parameter.low, parameter.high))
    return max(low, parameter.low), min(high, parameter.high)


class Drawn(NamedTuple):
    """A scenario and the days to run it; shown by what differs from the defaults."""

    scenario: Scenario
    days: int

    def __repr__(self):
        differs = {k: v for k, v in self.scenario.values.items() if v != DEFAULTS[k]}
        return f"Drawn(days={self.days}, values={differs}, changes={self.scenario.changes})"


@st.composite
def values(draw, key, lengths=None):
    """A value of one parameter: often near its default, sometimes anywhere, sometimes at a bound."""
    p = PARAMETERS[key]
    if p.kind is bool:
        return draw(st.booleans())
    if p.kind is str:
        return draw(st.sampled_from(p.choices))
    low, high = bounds(key)
    number = st.integers(low, high) if p.number is int else st.one_of(
        st.floats(low, high), st.sampled_from((float(low), float(high), float(min(max(low, 0.5), high)))))
    if p.kind is tuple:
        length = draw(st.sampled_from(lengths or p.lengths))
        return tuple(draw(st.lists(number, min_size=length, max_size=length)))
    return draw(number)


@st.composite
def hours(draw):
    """Opening hours and shifts: an ordinary day, a short one, hours that differ by weekday, or around the clock."""
    week = draw(st.integers(1, 7))
    style = draw(st.sampled_from(("ordinary", "ordinary", "short", "by weekday", "round the clock")))
    if style == "round the clock":
        opens, closes = (0.0,), (24.0,)
    elif style == "by weekday":
        opens = tuple(draw(st.sampled_from((7.0, 8.5, 10.0))) for _ in range(week))
        closes = tuple(o + draw(st.sampled_from((2.0, 6.5, 9.0))) for o in opens)
    else:
        opens, closes = (8.5,), (16.5,) if style == "ordinary" else (10.0,)
    shifts = draw(st.sampled_from((((0.0,), (24.0,), (1.0,)), ((0.0, 11.0), (12.0, 24.0), (0.5, 0.5)), ((0.0, 8.0), (24.0, 15.0), (0.5, 0.5)))))
    profiles = {key: tuple(draw(values(key, (1, week)))) for key in BY_WEEKDAY if draw(st.integers(0, 3)) == 0}
    return {key: (1.0,) for key in BY_WEEKDAY} | profiles | {"calendar.days_per_week": week, "calendar.open_hour": opens, "calendar.close_hour": closes} | dict(zip(SHIFTS, shifts))


@st.composite
def attention(draw):
    """Shares of the manager's time that sum to at most one."""
    spent = draw(st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4))
    total, most = math.fsum(spent), draw(st.floats(0.0, 1.0))
    return dict(zip(ATTENTION, (s * most / total if total > 1e-9 else 0.0 for s in spent)))


@st.composite
def posts(draw):
    """Two to ten posts over the channels, with demand that keeps them busy, idle or swamped."""
    found = {f"{c}.posts": 0 for c in CHANNELS}
    for c in draw(st.lists(st.sampled_from(CHANNELS), min_size=2, max_size=10)):
        found[f"{c}.posts"] += 1
    load_factor = draw(st.sampled_from((0.3, 0.7, 1.0, 1.6)))
    for c in CHANNELS:
        minutes = draw(st.sampled_from((4.0, 10.0))) if c != "home" else 30.0
        served = found[f"{c}.posts"]
        found[f"{c}.service_minutes"] = minutes
        found[f"{c}.per_day"] = load_factor * served * 300.0 / minutes
    return found


CHANGED = ("counter.posts", "phone.posts", "staff.extra_posts", "rest_room.exists", "breaks.overlap", "breaks.minutes", "manager.willing",
           "staff.blend", "staff.remote_share", "desks.rooms", "staff.teams", "meetings.decreed_minutes", "demand.load", "talk.rate_desk",
           "mechanisms.talk", "mechanisms.management", "mechanisms.learning", "mechanisms.turnover", "crew.contain", "power.support_desk")
"""What a dated change may set in these scenarios."""


@st.composite
def changes(draw, last_day):
    """A few dated changes: values, a training, a wave of rule changes, a crisis."""
    found = []
    for day in sorted(draw(st.lists(st.integers(0, last_day), max_size=3, unique=True))):
        action = draw(st.sampled_from((None, None, "train", "rule_changes", "crisis")))
        if action is None:
            keys = draw(st.lists(st.sampled_from(CHANGED), min_size=1, max_size=3, unique=True))
            made = {key: draw(st.integers(1, 4)) if key.endswith("posts") else draw(values(key)) for key in keys}
            found.append(Change(day, Values(made)))
        elif action == "train":
            found.append(Change(day, action="train", amount=draw(st.floats(0.0, 1.0)), situation=draw(st.sampled_from(KINDS))))
        else:
            found.append(Change(day, action=action, amount=float(draw(st.integers(1, 15)))))
    return tuple(found)


EVENTFUL = {"episode.base": -2.0, "invention.trick": 0.5, "invention.solve": 0.5, "talk.naming": 0.5, "talk.rate_rest_room": 0.3,
            "talk.rate_desk": 0.2, "breaks.overlap": 1.0, "episode.kind_shares": (0.1, 0.2, 0.3, 0.1, 0.1, 0.15, 0.05, 0.1),
            "demand.population": 150, "invention.initial_practices": 2.0}
"""Values that make much happen within a few days; each may be drawn over again."""


@st.composite
def scenarios(draw, last_day=15):
    """A valid scenario and the number of days to run it."""
    keys = draw(st.lists(st.sampled_from(FREE), max_size=30, unique=True))
    given_values = dict(EVENTFUL) if draw(st.booleans()) else {"demand.population": 400}
    given_values |= {key: draw(values(key)) for key in keys}
    given_values |= draw(hours()) | draw(attention()) | draw(posts())
    days = draw(st.integers(3, last_day))
    made = Scenario("drawn", "Drawn", "Tiré", Values({**DEFAULTS, **given_values}), draw(changes(days)))
    for _, values_of_stretch in stretches(made.values, made.changes):
        load(overrides=values_of_stretch)  # each stretch is a valid scenario of its own: raises ScenarioError otherwise
    return Drawn(made, days)
