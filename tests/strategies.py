"""Random valid scenarios for hypothesis: any parameter anywhere within its declared bounds, in offices small enough to run in a moment."""

import math
from random import Random
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
    number: int

    def __repr__(self):
        differs = {k: v for k, v in self.scenario.values.items() if v != DEFAULTS[k]}
        return f"Drawn(number={self.number}, days={self.days}, values={differs}, changes={self.scenario.changes})"


def value(rng, key, lengths=None):
    """A value of one parameter: near its default, anywhere within its bounds, or at one of them."""
    p = PARAMETERS[key]
    if p.kind is bool:
        return rng.random() < 0.5
    if p.kind is str:
        return rng.choice(p.choices)
    if p.kind is tuple:
        return tuple(number(rng, key, p.default[0]) for _ in range(rng.choice(lengths or p.lengths)))
    return number(rng, key, p.default)


def number(rng, key, default):
    """A number for a parameter, or for one element of it."""
    low, high = bounds(key)
    style = rng.random()
    if style < 0.3:
        found = rng.choice((low, high))
    elif style < 0.6:
        found = rng.uniform(low, high)
    else:
        found = min(high, max(low, default * rng.uniform(0.3, 3.0)))
    return round(found) if PARAMETERS[key].number is int else float(found)


def hours(rng):
    """Opening hours and shifts: an ordinary day, a short one, hours that differ by weekday, or around the clock."""
    week = rng.randint(1, 7)
    style = rng.choice(("ordinary", "ordinary", "short", "by weekday", "round the clock"))
    if style == "round the clock":
        opens, closes = (0.0,), (24.0,)
    elif style == "by weekday":
        opens = tuple(rng.choice((0.0, 7.0, 8.5, 10.0)) for _ in range(week))
        closes = tuple(24.0 if o == 0.0 else o + rng.choice((2.0, 6.5, 9.0)) for o in opens)
    else:
        opens, closes = (8.5,), (16.5,) if style == "ordinary" else (10.0,)
    shifts = rng.choice((((0.0,), (24.0,), (1.0,)), ((0.0, 11.0), (12.0, 24.0), (0.5, 0.5)), ((0.0, 8.0), (24.0, 15.0), (0.5, 0.5))))
    profiles = {key: value(rng, key, (1, week)) if rng.random() < 0.25 else (1.0,) for key in BY_WEEKDAY}
    return (
        profiles | {"calendar.days_per_week": week, "calendar.open_hour": opens, "calendar.close_hour": closes} | dict(zip(SHIFTS, shifts))
    )


def attention(rng):
    """Shares of the manager's time that sum to at most one."""
    spent, most = [rng.random() ** 2 for _ in ATTENTION], rng.choice((0.0, 0.5, 1.0))
    total = math.fsum(spent)
    return {key: s * most / total * (1.0 - 1e-12) for key, s in zip(ATTENTION, spent)}


def posts(rng):
    """Two to ten posts over the channels, with demand that keeps them busy, idle or swamped."""
    found = {f"{c}.posts": 0 for c in CHANNELS}
    for c in rng.choices(CHANNELS, (4, 4, 2, 1, *[2] * (len(CHANNELS) - 4)), k=rng.randint(2, 10)):
        found[f"{c}.posts"] += 1
    load_factor = rng.choice((0.3, 0.7, 1.0, 1.6))
    for c in CHANNELS:
        minutes = rng.choice((4.0, 10.0)) if c != "home" else 30.0
        found[f"{c}.service_minutes"] = minutes
        found[f"{c}.per_day"] = load_factor * found[f"{c}.posts"] * 300.0 / minutes
    return found


SHARES_OF_ONE = (("talk.solution", "talk.vent"), ("invention.protective_share", "invention.subversive_share"))
"""Pairs of shares that leave something for the rest."""

CHANGED = ("counter.posts", "phone.posts", "staff.extra_posts", "rest_room.exists", "breaks.overlap", "breaks.minutes", "manager.willing",
           "staff.blend", "staff.remote_share", "desks.rooms", "staff.teams", "meetings.decreed_minutes", "demand.load", "talk.rate_desk",
           "mechanisms.talk", "mechanisms.management", "mechanisms.learning", "mechanisms.turnover", "crew.contain", "power.support_desk")
"""What a dated change may set in these scenarios."""


def changes(rng, days):
    """A few dated changes: values, a training, a wave of rule changes, a crisis."""
    found = []
    for day in sorted(rng.sample(range(days), rng.randint(0, min(3, days)))):
        action = rng.choice((None, None, "train", "rule_changes", "crisis"))
        if action is None:
            keys = rng.sample(CHANGED, rng.randint(1, 3))
            made = {key: rng.randint(1, 4) if key.endswith("posts") else value(rng, key) for key in keys}
            found.append(Change(day, Values(made)))
        elif action == "train":
            found.append(Change(day, action="train", amount=rng.random(), situation=rng.choice(KINDS)))
        else:
            found.append(Change(day, action=action, amount=float(rng.randint(1, 15))))
    return tuple(found)


EVENTFUL = {"episode.base": -2.0, "invention.trick": 0.5, "invention.solve": 0.5, "talk.naming": 0.5, "talk.rate_rest_room": 0.3,
            "talk.rate_desk": 0.2, "breaks.overlap": 1.0, "episode.kind_shares": (0.1, 0.2, 0.3, 0.1, 0.1, 0.15, 0.05, 0.1),
            "demand.population": 150, "invention.initial_practices": 2.0}
"""Values that make much happen within a few days; each may be drawn over again."""


WHOLES = (("talk.solution", "talk.vent"), ("invention.protective_share", "invention.subversive_share"))
"""Shares that must not sum to more than one."""


def draw_scenario(number, last_day=15):
    """The scenario of that number, and the days to run it: the same on every machine."""
    rng = Random(number)
    given_values = dict(EVENTFUL) if rng.random() < 0.6 else {"demand.population": 400}
    often = rng.choice((0.02, 0.1, 0.3))
    given_values |= {key: value(rng, key) for key in FREE if rng.random() < often}
    given_values |= hours(rng) | attention(rng) | posts(rng)
    for first, second in WHOLES:
        a, b = (given_values.get(key, DEFAULTS[key]) for key in (first, second))
        if a + b > 1.0:
            given_values |= {first: a / (a + b) * (1.0 - 1e-12), second: b / (a + b) * (1.0 - 1e-12)}
    for one, other in SHARES_OF_ONE:
        given_values[other] = min(given_values.get(other, DEFAULTS[other]), 1.0 - given_values.get(one, DEFAULTS[one]))
    days = rng.randint(3, last_day)
    made = Scenario("drawn", "Drawn", "Tiré", Values({**DEFAULTS, **given_values}), changes(rng, days))
    for _, values_of_stretch in stretches(made.values, made.changes):
        load(overrides=values_of_stretch)  # each stretch is a valid scenario of its own: raises ScenarioError otherwise
    return Drawn(made, days, number)


def scenarios(last_day=15):
    """A strategy of valid scenarios. Hypothesis chooses the number and all follows from it, which is quick, and need not be shrunk."""
    return st.integers(0, 2 ** 32).map(lambda number: draw_scenario(number, last_day))
