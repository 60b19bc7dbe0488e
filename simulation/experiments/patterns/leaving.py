"""Leaving and absence (C9, C11)."""

from dataclasses import replace

import numpy as np

from ...measures.events import CODE
from ...rules.order import KINDS
from .declare import FIT, Finding, Pattern
from .incidents import REPORTED_OF_APPRAISED
from .lab import mean, ratio

POOR_JOB = {"breaks.autonomy": 0.0, "breaks.protection": 0.0, "manager.floor": 0.5, "manager.listening": 0.0, "manager.rest_room": 0.0, "breaks.overlap": 0.0,
            "staff.self_roster": False, "power.exception_right": 0.0}
GOOD_JOB = {"breaks.autonomy": 0.9, "breaks.protection": 0.9, "manager.floor": 0.05, "manager.listening": 0.2, "breaks.overlap": 0.6,
            "staff.self_roster": True, "power.exception_right": 0.3}
"""Jobs of low and of high quality as S31 sorts its 387 centres, by discretion and monitoring: the same trade and demand, other rights and other managers."""


def exits(lab):
    """Leavers of three years over the head count, at the agency and at the call centre; and the ratio of their rates between call centres with jobs of low and of high quality (S31: 36 % and 9 %)."""
    found = []
    for name, en, fr, low, high in (("social_agency", "Leavers, social agency", "Départs, organisme social", 1.0, 4.0),
                                    ("call_centre", "Leavers, call centre", "Départs, centre d'appels", 20.0, 45.0)):
        found.append(Finding(en, fr, "% of staff a year", *(100.0 * x for x in ratio(*_left(lab, name, {}))), low, high))
    (poor, staff), (good, others) = (_left(lab, "call_centre", job) for job in (POOR_JOB, GOOD_JOB))
    apart = (poor.sum() / staff.sum()) / (good.sum() / others.sum())
    error = apart * np.hypot(*(ratio(left, there)[1] / ratio(left, there)[0] for left, there in ((poor, staff), (good, others))))
    return [*found, Finding("Ratio of poor to good jobs", "Rapport entre emplois médiocres et bons", "ratio", float(apart), float(error), 2.5, 6.0)]


def _left(lab, name, values, years=3.0, times=4):
    """Leavers and person-years of each world, in four times as many worlds as other studies since leavers are rare."""
    lab = replace(lab, worlds=times * lab.worlds)
    office = lab.office(name, values=values)
    found = lab.daily(office, lab.days(office, years), ("left", "headcount"))
    return found[:, :, 0].sum(1), years * found[:, :, 1].mean(1)


def absence(lab):
    """A survey of the agency after half a year (Institute of Customer Service, S11): of those who were abused in these six months, how many have taken leave, and how long was a spell? And the site's absence over
    two years. Abused is who faced an episode that they took for an aggression, expected as in the survey of C3. The site's absence is that of four times as many worlds."""
    office = lab.office("social_agency")
    half, days = lab.days(office, 0.5), lab.days(office, 2.0)
    appraised = np.array([min(1.0, share / REPORTED_OF_APPRAISED) for share in office.values["episode.report_share"]])
    grave = [KINDS.index(kind) for kind in ("insult", "threat", "outburst", "assault")]
    took, abused, spells = [], [], []
    for diary in lab.diaries(office, days, ("exists", "person")):
        people = int(diary.events["who"].max()) + 1
        took_here = abused_here = 0.0
        for begin in range(0, days, half):
            log = diary.events[(diary.events["day"] >= begin) & (diary.events["day"] < begin + half)]
            faced, ill = log[(log["event"] == CODE["episode"]) & (log["who"] >= 0)], log[log["event"] == CODE["absence"]]
            faced = faced[np.isin(faced["situation"], grave)]
            not_one = np.bincount(faced["who"], np.log1p(-np.minimum(appraised[faced["situation"]], 1 - 1e-12)), people)
            share = 1.0 - np.exp(not_one)
            abused_here += share.sum()
            took_here += share[np.unique(ill["who"])].sum()
        took.append(took_here)
        abused.append(abused_here)
        spells.append(diary.events["value"][diary.events["event"] == CODE["absence"]].mean())
    absent, headcount = replace(lab, worlds=4 * lab.worlds).daily(office, days, ("absent", "headcount")).sum(1).T
    return [Finding("Abused staff who take leave within six months", "Agents agressés qui s'arrêtent dans les six mois", "% of staff", *(100.0 * x for x in ratio(took, abused)), 15.0, 35.0),
            Finding("Length of a spell", "Durée d'un arrêt", "working days", *mean(spells), 5.0, 12.0),
            Finding("Absence of the site", "Absence du site", "% of person-days", *(100.0 * x for x in ratio(absent, headcount)), 4.0, 8.0)]


PATTERNS = (
    Pattern("C9", "Few leave the agency, many the call centre, more where jobs are poor",
            "Peu quittent l'organisme, beaucoup le centre d'appels, plus encore là où l'emploi est médiocre", FIT, "Q", True, "C9: S31, S72", exits),
    Pattern("C11", "Abuse is followed by leave", "Après l'agression, l'arrêt", FIT, "Q", False, "C11: S11, S74", absence),
)
