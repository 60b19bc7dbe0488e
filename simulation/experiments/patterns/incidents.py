"""Incidents: what is reported, what a survey finds, what is felt (C1, C2, C3)."""

from dataclasses import replace

import numpy as np

from ...measures.events import CODE
from ...measures.outcomes import REPORTED_AS
from ...rules.order import KINDS
from .declare import FIT, Finding, Pattern
from .lab import mean, ratio

SITE = {"counter.posts": 11, "phone.posts": 13, "mail.posts": 6, "counter.per_day": 195.0, "phone.per_day": 505.0, "mail.per_day": 178.0, "demand.population": 22_500,
        "staff.teams": 4, "rest_room.seats": 22}
"""A site of thirty, D1's default, with the load of the default office: rates by site are of sites of such a size, not of the sixteen people of the default office."""

REPORTED_OF_APPRAISED = 0.44
"""Of those who say that they were abused, so many reported it (S10). A respondent thus counts an episode as an aggression, when asked for the last twelve months, with
the chance that it is reported over this: most insults are forgotten or were never called that."""


def reports(lab, years=2.0, times=4):
    """Reports of two years at a site of thirty, in four times as many worlds as other studies since reports are rare: by category and world, head count by world."""
    lab = replace(lab, worlds=times * lab.worlds)
    office = lab.office("social_agency", values=SITE)
    columns = [f"reported_{kind}" for kind in KINDS] + ["headcount"]
    found = lab.daily(office, lab.days(office, years), columns)
    counts = dict(zip(KINDS, found[:, :, :-1].sum(1).T))
    return {name: sum(counts[kind] for kind in kinds) for name, kinds in REPORTED_AS.items()}, found[:, :, -1].mean(1)


def mix(lab):
    """The reporting tool's statistics of a site of thirty over two years: shares of all reports in all worlds."""
    by_category, _ = reports(lab)
    whole = sum(by_category.values())
    asked = (("verbal", "Verbal aggression", "Agressions verbales", 45.0, 60.0), ("incivility", "Incivility", "Incivilités", 25.0, 40.0),
             ("distress", "Psychological or behavioural", "Psychologiques ou comportementales", 7.0, 20.0), ("physical", "Physical", "Physiques", 1.0, 5.0))
    return [Finding(en, fr, "% of reports", *(100.0 * x for x in ratio(by_category[name], whole)), low, high) for name, en, fr, low, high in asked]


def rates(lab):
    """The reporting tool's statistics of a site of thirty over two years: reports per employee and year, per site and year, assaults per site and year."""
    by_category, staff = reports(lab)
    whole = sum(by_category.values()) / 2.0
    return [Finding("Reports", "Signalements", "per employee-year", *ratio(whole, staff), 0.15, 0.5),
            Finding("Reports", "Signalements", "per site-year", *mean(whole), 10.0, 25.0),
            Finding("Proven assaults", "Agressions physiques avérées", "per site-year", *mean(by_category["physical"] / 2.0), 0.0, 0.3)]


def survey(lab):
    """A survey of everybody at counter and switchboard of a site of thirty who has been there for twelve months: "have you been the victim of a verbal aggression by the public
    in the last twelve months?" (SUMER 2003). Yes if any insult or threat that one faced was taken for one (`REPORTED_OF_APPRAISED`): the share who
    say yes is expected over what each faced. And a diary in a hard call centre: episodes felt by an agent at work in a day (Grandey et al. 2004)."""
    office = lab.office("social_agency", values=SITE)
    days = lab.days(office, 1.0)
    appraised = [min(1.0, share / REPORTED_OF_APPRAISED) for share in office.values["episode.report_share"]]
    yes, asked = [], []
    for diary in lab.diaries(office, days, ("exists", "person", "channel")):
        first, last = diary.seats[0], diary.seats[-1]
        there = (last["exists"] == 1) & (first["person"] == last["person"]) & (last["channel"] < 2)
        faced = diary.events[diary.events["event"] == CODE["episode"]]
        chance = np.zeros(int(diary.events["who"].max()) + 1)
        for kind in REPORTED_AS["verbal"]:
            of_kind = faced["who"][faced["situation"] == KINDS.index(kind)]
            chance += np.log1p(-min(appraised[KINDS.index(kind)], 1 - 1e-12)) * np.bincount(of_kind[of_kind >= 0], minlength=len(chance))
        yes.append(float((1.0 - np.exp(chance[last["person"][there]])).sum()))
        asked.append(int(there.sum()))
    centre = lab.office("call_centre")
    felt, on_duty = lab.daily(centre, lab.days(centre, 0.5), ("episodes", "on_duty")).sum(1).T
    return [Finding("Say that they were verbally assaulted in the last twelve months", "Disent avoir subi une agression verbale dans les douze derniers mois", "% of staff",
                    *(100.0 * x for x in ratio(yes, asked)), 20.0, 45.0),
            Finding("Felt by an agent of a hard call centre", "Ressentis par un agent d'un centre d'appels dur", "per employee-day", *ratio(felt, on_duty), 4.0, 12.0)]


PATTERNS = (
    Pattern("C1", "Reports are mostly verbal, hardly ever physical", "Les signalements sont surtout verbaux, presque jamais physiques", FIT, "Q", True, "C1: S7b, S14", mix),
    Pattern("C2", "Few incidents are reported", "Peu d'incidents sont signalés", FIT, "Q", True, "C2: S8, S14; D1", rates),
    Pattern("C3", "Surveys find more, diaries far more", "Les enquêtes en trouvent plus, les journaux bien plus", FIT, "Q", False, "C3: S1, S3b; S10", survey),
)
