"""How soon newcomers among experienced colleagues are as good as they (the second part of C12)."""

import numpy as np

from .declare import KEPT, Finding, Pattern
from .twins import dated, jackknife

TEAM = {"phone.posts": 15, "turnover.leave_per_year": 0.0, "staff.hiring_days": 5.0}
"""Fifteen people at the phone, whom five newcomers join in the first weeks; nobody leaves, so that all five are followed until they are
proficient."""

FRESH = {"staff.novice_share": 1.0, "staff.buddy": False}
SEASONED = {"staff.novice_share": 0.0, "staff.tenure_years": 3.0, "staff.buddy": True}
"""A less and a more experienced team. What experienced colleagues do for a newcomer at work (answer questions, show how) is in the model
what a buddy does."""

AS_GOOD = 0.95
"""Being as productive as an experienced worker: within 5 % of the mean speed of colleagues of a year's standing. Learning comes ever nearer
and never arrives, so that some such line must be drawn (the source's own is not in the abstract)."""

YEAR = 220
WEEK = 5


def proficiency(lab):
    """Weekly performance of new hires at a call centre (De Grip, Sauermann & Sieben 2016, S51): five newcomers who join a team of fifteen,
    experienced in one arm, in the other newcomers themselves, each followed for sixteen months from the day of hiring. Performance is
    speed, the inverse of the handling time; the time to proficiency runs to the first week in which it is that of an experienced worker
    (`AS_GOOD`), the mean of the team's people who have been there for a year. The shortening is the ratio of the mean times.

    The size of what a buddy does (`learning.peer_speedup`) is from the same source: what is tested is whether the whole model, where the
    buddy stops after half a year and is slowed down, still gives the figure of the source, not whether experienced company helps by itself.
    """
    months = [_months(lab, team) for team in (FRESH, SEASONED)]
    value, error = jackknife(lambda worlds: 100.0 * (np.mean([a for _, a in worlds]) / np.mean([b for b, _ in worlds]) - 1.0),
                             list(zip(*months)))
    return [Finding("Time a newcomer needs to be as fast as the experienced, placed with them and not with newcomers",
                    "Temps qu'il faut à un nouveau pour aller aussi vite que les anciens, placé parmi eux et non parmi des nouveaux",
                    "% more", value, error, -50.0, -20.0)]


def _months(lab, team, years=1.5):
    """The mean time to proficiency of the newcomers of each world, in months."""
    office = lab.office("call_centre", values={**TEAM, **team})
    diaries = lab.diaries(dated(office, (1, {"staff.extra_posts": 5})), lab.days(office, years), ("exists", "person", "tenure",
                                                                                                  "performance"))
    line = AS_GOOD * _experienced(lab)
    return [float(np.mean(months_to(line, diary.seats))) for diary in diaries]


def _experienced(lab):
    """The mean speed of an experienced worker: of those of the experienced team who have been there for a year."""
    office = lab.office("call_centre", values={**TEAM, **SEASONED})
    last = [diary.seats[0] for diary in lab.diaries(office, 1, ("exists", "tenure", "performance"))]
    return float(np.mean(np.concatenate([seats["performance"][(seats["exists"] == 1) & (seats["tenure"] >= YEAR)] for seats in last])))


def months_to(line, seats):
    """Months from hiring until the speed of each who joined after the first day reached a line in a week; as many as they were watched,
    where it did not."""
    found = []
    for person in np.setdiff1d(seats["person"][-1][seats["exists"][-1] == 1], seats["person"][0][seats["exists"][0] == 1]):
        mine = seats[(seats["person"] == person) & (seats["exists"] == 1)]
        weeks = len(mine) // WEEK
        speed = mine["performance"][:weeks * WEEK].reshape(weeks, WEEK).mean(1)
        reached = np.flatnonzero(speed >= line)
        found.append((WEEK * (reached[0] if len(reached) else weeks) + mine["tenure"][0]) / YEAR * 12.0)
    return found


PATTERNS = (
    Pattern("C12b", "Experienced colleagues make newcomers proficient sooner",
            "Des collègues expérimentés rendent les nouveaux compétents plus vite", KEPT, "Q", True, "C12: S51", proficiency),
)
