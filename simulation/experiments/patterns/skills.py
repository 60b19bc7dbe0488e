"""How fast newcomers become good (C12)."""

import numpy as np

from .declare import FIT, Finding, Pattern
from .lab import mean


def first_year(lab):
    """All who are hired in three years at the call centre and stay for one (De Grip & Sauermann, S51): their pace of work in their first week, after half a year and after a year; concave if the first half of the
    year brings more than the second."""
    office = lab.office("call_centre")
    year = lab.days(office, 1.0)
    gains, bends = [], []
    for diary in lab.diaries(office, 3 * year, ("person", "tenure", "performance")):
        people, tenure, pace = diary.seats["person"], diary.seats["tenure"], diary.seats["performance"]
        of_world = []
        for person in np.setdiff1d(people, people[0]):
            mine = people == person
            at = [pace[mine & (tenure == days)] for days in (5, year // 2, year)]
            if all(map(len, at)):
                of_world.append([found[0] for found in at])
        if of_world:
            start, middle, end = np.mean(of_world, axis=0)
            gains.append(100.0 * (end / start - 1.0))
            bends.append(100.0 * (2.0 * middle - start - end) / start)
    return [Finding("Gain in the first year", "Gain de la première année", "%", *mean(gains), 40.0, 85.0),
            Finding("First half of the year less second half", "Premier semestre moins second", "% of the start", *mean(bends), 0.0, np.inf)]


PATTERNS = (
    Pattern("C12a", "Novices gain most in their first months", "Les novices progressent surtout dans les premiers mois", FIT, "Q", True, "C12: S51", first_year),
)
