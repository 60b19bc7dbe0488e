"""When company tires and when talk wears: lunches by the freedom of breaks, regimes of talk (C24)."""

from dataclasses import replace

import numpy as np

from ...scenario.declare import Change, Values
from .declare import KEPT, Finding, Pattern
from .lab import mean

FREEDOM = {"low": 0.15, "high": 0.85}
"""Autonomy over one's break: that of the call centre, and as much above the middle as that is below."""

LUNCH_ONLY = {"breaks.count": 0, "rest_room.comfort": 0.0, "rest_room.zen": 0.0, "rest_room.seats": 40}
"""No other break, a room with seats for all, as plain as any other place: so that only company tells lunches apart."""

SETTLED, DIARY_DAYS = 30, 10
"""Days before the diary, and its length."""

REGIMES = {"none": {"mechanisms.talk": False}, "vent": {"talk.solution": 0.0, "talk.vent": 1.0}, "solution": {"talk.solution": 1.0, "talk.vent": 0.0}}
"""Nobody talks; all that is brought up is vented; all that is brought up is a solution, where there is one."""


def signs(lab):
    """A diary of ten working days at the agency, as Trougakos et al. (S19) kept with office staff: fatigue at the end of the workday, after lunches in company and after
    lunches alone. There, people lunched as they did; here, everybody lunches together in one world and alone in its twin, so that nothing else differs; once where
    breaks are little one's own and once where they are. Four times as many worlds as usual: one lunch is a small thing. And three twin agencies over a year (S23):
    nobody talks, talk is venting only, talk is solutions only; exhaustion of everybody over the second half-year."""
    many = replace(lab, worlds=4 * lab.worlds)
    after = {name: lunches(many, autonomy) for name, autonomy in FREEDOM.items()}
    rest, vent, solution = (regime(lab, values) for values in REGIMES.values())
    return [Finding("Fatigue after lunch in company, little freedom", "Fatigue après un déjeuner en compagnie, peu de liberté", "points", *mean(after["low"]), 0.0),
            Finding("Fatigue after lunch in company, much freedom", "Fatigue après un déjeuner en compagnie, beaucoup de liberté", "points", *mean(after["high"]), -np.inf, 0.0),
            Finding("Exhaustion where talk is venting only, against no talk", "Épuisement si l'on ne fait que se plaindre, plutôt que se taire", "SD", *mean(vent - rest), 0.0),
            Finding("Exhaustion where talk is solutions only, against no talk", "Épuisement si l'on ne parle que de solutions, plutôt que se taire", "SD", *mean(solution - rest), -np.inf, 0.0)]


def lunches(lab, autonomy):
    """Mean evening strain of ten days with lunches in company less that of the twin's, by world."""
    office = lab.office("social_agency", values={**LUNCH_ONLY, "breaks.autonomy": autonomy})
    together, alone = (lab.daily(replace(office, changes=(Change(SETTLED, Values({"rest_room.exists": room})),)), SETTLED + DIARY_DAYS, ("strain_evening",))[:, SETTLED:, 0].mean(1)
                       for room in (True, False))
    return together - alone


def regime(lab, values):
    """Mean exhaustion over the second half of a year, by world."""
    office = lab.office("social_agency", values=values)
    days = lab.days(office, 1.0)
    return lab.daily(office, days, ("exhaustion",))[:, days // 2:, 0].mean(1)


PATTERNS = (
    Pattern("C24", "Company at lunch tires who is not free; only venting is no better than silence",
            "Déjeuner en compagnie fatigue qui n'est pas libre ; ne faire que se plaindre ne vaut pas mieux que se taire", KEPT, "D", False, "C24: S19, S23", signs),
)
