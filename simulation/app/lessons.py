"""The six lessons: which sides are run, what the class bets on, and which directions the explanations stand on.

Nothing here says what comes out: pages compute it from the runs, and tests/app/test_lessons_claims.py asks the engine whether each claim is so.
"""

from dataclasses import replace
from typing import NamedTuple

from ..experiments.compare import working_days
from ..scenario import Scenario, load
from ..scenario.declare import Change, Values

WORLDS = 24
"""Twin worlds of a lesson."""

ENOUGH = 6
"""So many twin worlds must be there before anything is told of them."""

SAME = "same"
"""The pick of somebody who thinks that sides cannot be told apart."""


class Side(NamedTuple):
    """One side, as a page's address holds it: a policy (or "none"), values over it, values from a day on."""

    policy: str = "none"
    set: dict = {}
    changes: tuple = ()


class Days(NamedTuple):
    """A column of the daily table over some days, the last not included: its mean, or its sum. unit: in English and French, where it is no share."""

    column: str
    first: int
    last: int
    times: float = 1.0
    sum: bool = False
    unit: tuple = ("", "")


class Curve(NamedTuple):
    """Draw how a column goes on from a day on, in stretches of so many days; the first side is given. room: how far the axis goes beyond what is given."""

    column: str
    days: int
    first: int
    side: str = "b"
    times: float = 1.0
    sum: bool = False
    room: float = 1.8


class Pick(NamedTuple):
    """Pick the side where an outcome is highest, or that they cannot be told apart."""

    outcome: str
    sides: tuple


class Claim(NamedTuple):
    """What a paragraph stands on: an outcome (or days of a column) of a side against another one is higher, or lower. says None: only what came out is told."""

    measure: str | Days
    side: str
    against: str = "a"
    says: str | None = None


class Try(NamedTuple):
    """Something to try on another page."""

    page: str
    a: Side
    b: Side
    office: str = ""


class Lesson(NamedTuple):
    """A lesson. Its texts are in texts/lessons.py, by its name and by the order of claims and tries."""

    name: str
    sides: dict
    bet: Curve | Pick
    shown: tuple
    claims: tuple
    tries: tuple
    office: str = "social_agency"
    years: float = 2.0


LEAVE, NEWCOMER = "turnover.leave_per_year", "turnover.leave_newcomer"
STAY = {LEAVE: 0.0}
WAVE = ((220, {LEAVE: 2.0, NEWCOMER: 0.0}), (250, {LEAVE: 0.0, NEWCOMER: 1.1}))
GUIDE = {"learning.guide": 0.25}
ALONE, NO_TALK = {"mechanisms.crew": False}, {"mechanisms.talk": False}
TENSE = {"territory.tension": 0.8}
FILES = {"service.file_access": True}
CALLS = ("call-outs", "interpellations")

LESSONS = (
    Lesson("hulk", {"a": Side(), "b": Side(set=ALONE), "c": Side(set=NO_TALK)}, Pick("bad_endings", ("b", "c")),
           ("bad_endings", "coverage", "share_practice", "share_improvise", "named_practices", "crew_calls"),
           (Claim("coverage", "c", says="lower"), Claim("share_improvise", "c", says="higher"), Claim("bad_endings", "c", says="higher"), Claim("bad_endings", "b"), Claim("crew_calls", "a")),
           (Try("office", Side(), Side(set=NO_TALK)), Try("what-if", Side(set=TENSE), Side(set={**TENSE, **ALONE})), Try("what-if", Side(), Side(set=GUIDE)))),
    Lesson("rest_room", {"a": Side(), "b": Side("rest_room_closed")}, Curve("coverage", 40, 120, times=100.0),
           ("coverage_end", "tellings", "belonging", "bad_endings", "exhaustion", "live_wait"),
           (Claim("tellings", "b", says="lower"), Claim("belonging", "b", says="lower"), Claim("coverage_end", "b", says="lower"), Claim("exhaustion", "b", says="higher")),
           (Try("office", Side(), Side("rest_room_closed")), Try("what-if", Side(set={"rest_room.exists": False}), Side(set={"rest_room.exists": False, "breaks.overlap": 1.0})),
            Try("what-if", Side(), Side(set={"rest_room.comfort": 1.0})))),
    Lesson("helpful_manager", {"a": Side("laissez_faire"), "b": Side("present"), "c": Side("discreet")}, Pick("bad_endings", ("a", "b", "c")),
           ("bad_endings", "success_practice", "step_ins", "promoter_score", "exhaustion", "live_wait", "cost_per_case"),
           (Claim("promoter_score", "b", says="higher"), Claim("bad_endings", "b", says="higher"), Claim("success_practice", "b", says="lower"), Claim("step_ins", "b"),
            Claim("exhaustion", "c", "b", says="lower"), Claim("live_wait", "c", "b", says="higher")),
           (Try("office", Side("present"), Side("discreet")), Try("what-if", Side("present"), Side("present_and_discreet")), Try("what-if", Side("present"), Side("present", {"manager.watched_tax": 0.0})))),
    Lesson("one_who_knew", {"a": Side(set=STAY), "b": Side(set=STAY, changes=WAVE), "c": Side(set={**STAY, **GUIDE}, changes=WAVE)}, Curve("coverage", 22, 220, times=100.0),
           ("coverage_end", "live_wait", "bad_endings", "concentration", "shared_practices", "tellings"),
           (Claim(Days("live_wait", 242, 308, unit=("min a day", "min par jour")), "b", says="higher"), Claim(Days("coverage", 286, 308, 100.0), "b", says="lower"), Claim("concentration", "a"), Claim("coverage_end", "b"),
            Claim("coverage_end", "c", "b", says="higher")),
           (Try("office", Side(set=STAY), Side(set=STAY, changes=WAVE)), Try("what-if", Side(set=STAY, changes=WAVE), Side(set={**STAY, "staff.buddy": True}, changes=WAVE)),
            Try("what-if", Side(set=STAY, changes=WAVE), Side(set={**STAY, **GUIDE}, changes=WAVE)))),
    Lesson("decree", {"a": Side("laissez_faire"), "b": Side("decreed"), "c": Side("discreet")}, Curve("coverage", 44, 0, times=100.0),
           ("coverage", "tellings", "live_wait", "breaks_cut", "trust", "promoter_score", "exhaustion"),
           (Claim("coverage", "b"), Claim("tellings", "b"), Claim("breaks_cut", "b", says="higher"), Claim("live_wait", "b", says="higher"), Claim("trust", "b", says="lower"),
            Claim("exhaustion", "c", says="lower"), Claim("coverage", "c")),
           (Try("office", Side("laissez_faire"), Side("decreed")), Try("what-if", Side("laissez_faire", NO_TALK), Side("decreed", NO_TALK)), Try("what-if", Side("decreed"), Side("decreed", {"meetings.candour": 1.0})))),
    Lesson("call_out", {"a": Side(), "b": Side("crisis"), "c": Side("crisis", FILES)}, Curve("callouts", 5, 60, sum=True, room=3.0),
           ("callouts", "first_contact", "exhaustion", "recontacts", "exits"),
           (Claim(Days("callouts", 60, 65, sum=True, unit=CALLS), "b", says="higher"), Claim(Days("callouts", 65, 110, sum=True, unit=CALLS), "b"), Claim("callouts", "c", "b", says="lower"),
            Claim("first_contact", "c", "b", says="higher"), Claim("exhaustion", "c", "b", says="lower")),
           (Try("office", Side(), Side("crisis"), "social_media"), Try("what-if", Side("crisis"), Side("crisis", FILES), "social_media"),
            Try("what-if", Side("crisis"), Side("crisis", {"users.captivity": 0.9}), "social_media")), "social_media", 0.5),
)
"""All lessons, in the order of the list."""

BY_NAME = {lesson.name: lesson for lesson in LESSONS}


def scenario(lesson: Lesson, side: str) -> Scenario:
    """What a side of a lesson runs, made by the same loader as everything else."""
    policy, values, changes = lesson.sides[side]
    made = load(lesson.office, None if policy == "none" else policy, values)
    dated = [*made.changes, *(Change(day, Values(held)) for day, held in changes)]
    return replace(made, changes=tuple(sorted(dated, key=lambda change: change.day)))


def declared_lessons() -> list:
    """All lessons as plain data for pages."""
    return [_lesson(lesson) for lesson in LESSONS]


def _lesson(lesson):
    days = working_days(scenario(lesson, "a"), lesson.years)
    return {"name": lesson.name, "office": lesson.office, "years": lesson.years, "days": days, "stretches": days // getattr(lesson.bet, "days", days), "worlds": WORLDS, "enough": ENOUGH, "sides": {name: _side(side) for name, side in lesson.sides.items()},
            "bet": {"kind": type(lesson.bet).__name__.lower(), **lesson.bet._asdict()}, "shown": lesson.shown,
            "claims": [{**claim._asdict(), "measure": claim.measure._asdict() if isinstance(claim.measure, Days) else {"outcome": claim.measure}} for claim in lesson.claims],
            "tries": [{"page": one.page, "office": one.office or lesson.office, "a": _side(one.a), "b": _side(one.b)} for one in lesson.tries]}


def _side(side):
    return {"policy": side.policy, "set": side.set, "changes": [{"day": day, "set": held} for day, held in side.changes]}
