"""How fast newcomers become good (C12)."""

import numpy as np

from .declare import FIT, Finding, Pattern
from .lab import mean

COHORT = {"staff.novice_share": 1.0, "staff.tenure_years": 0.0, "turnover.leave_per_year": 0.0}
"""Everybody begins on the first day, and nobody leaves: a cohort of new hires."""


def first_year(lab):
    """A cohort of new hires at the call centre (De Grip & Sauermann, S51): calls handled in an hour of service, from the first fortnight to the last of a year; concave if the first half of the year brings more than
    the second."""
    office = lab.office("call_centre", values=COHORT)
    days = lab.days(office, 1.0)
    served, busy = lab.daily(office, days, ("served", "busy_minutes")).transpose(2, 0, 1)
    pace = [served[:, place:place + 10].sum(1) / busy[:, place:place + 10].sum(1) for place in (0, days // 2 - 5, days - 10)]
    gain = 100.0 * (pace[2] / pace[0] - 1.0)
    bend = 100.0 * ((pace[1] - pace[0]) - (pace[2] - pace[1])) / pace[0]
    return [Finding("Gain in the first year", "Gain de la première année", "%", *mean(gain), 40.0, 85.0),
            Finding("First half of the year less second half", "Premier semestre moins second", "% of the start", *mean(bend), 0.0, np.inf)]


PATTERNS = (
    Pattern("C12a", "Novices gain most in their first months", "Les novices progressent surtout dans les premiers mois", FIT, "Q", True, "C12: S51", first_year),
)
