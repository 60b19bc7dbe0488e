"""Support at work: little strain where there is more of it, and hardly a buffer (C6)."""

from dataclasses import replace

import numpy as np

from ...measures.events import CODE
from .declare import KEPT, Finding, Pattern
from .lab import jackknife

OFFICES = ("social_agency", "call_centre", "social_landlord", "insurer", "airline", "theme_park", "field_technicians", "social_media")
"""The trades that are surveyed: a meta-analysis has all sorts."""

WEEKS = 4
"""The respondents are asked how often users were hard to bear in so many weeks."""


def survey(lab):
    """A questionnaire, once, after a year, to everybody in every trade, in half as many worlds as usual: a thousand people. Support is that of the Job Content
    Questionnaire, supervisor and colleagues added: trust in the manager and belonging, both from 0 to 1. Stressors are the episodes of the last four weeks. As in
    meta-analyses (S63-S65), the correlation of support with exhaustion is that within a study (here: a trade), averaged by number of respondents; and a
    regression of exhaustion on trade, tenure, stressors and support is given the product of the two last, too: how much more does it explain? Answers are without error,
    so that the correlations are to be held against corrected ones."""
    lab = replace(lab, worlds=max(2, lab.worlds // 2))
    asked = [respondents(lab, name, place) for place, name in enumerate(OFFICES)]
    worlds = [np.concatenate([trade[place] for trade in asked], axis=1) for place in range(lab.worlds)]

    def of(estimate):
        return jackknife(lambda places: estimate(*np.concatenate([worlds[place] for place in places], axis=1)), lab.worlds)

    return [Finding("Correlation of support with exhaustion", "Corrélation du soutien avec l'épuisement", "correlation", *of(averaged), -0.40, -0.15),
            Finding("What support × episodes adds to the explanation of exhaustion", "Ce que soutien × épisodes ajoute à l'explication de l'épuisement", "R²", *of(buffer), 0.0, 0.04)]


def respondents(lab, name, trade):
    """The answers of all people of a trade, by world: trade, exhaustion, support, stressors, tenure in years; a column for each of them."""
    office = lab.office(name)
    days, found = lab.days(office, 1.0), []
    since = days - WEEKS * office.values["calendar.days_per_week"]
    for diary in lab.diaries(office, days, ("exists", "person", "exhaustion", "trust", "belonging", "tenure")):
        there = diary.seats[-1][diary.seats[-1]["exists"] == 1]
        faced = diary.events[(diary.events["event"] == CODE["episode"]) & (diary.events["day"] >= since) & (diary.events["who"] >= 0)]
        count = np.bincount(faced["who"], minlength=int(there["person"].max()) + 1)[there["person"]]
        found.append(np.array([np.full(len(there), trade), there["exhaustion"], there["trust"] + there["belonging"], count, there["tenure"] / office.values["calendar.days_per_year"]], float))
    return found


def averaged(trade, exhaustion, support, *_):
    """The correlation of support with exhaustion within trades, averaged by number of respondents (Hunter & Schmidt); trades in which nobody's support or exhaustion differs say nothing."""
    groups = [trade == one for one in np.unique(trade)]
    groups = [group for group in groups if exhaustion[group].std() > 0.0 and support[group].std() > 0.0]
    each = [np.corrcoef(exhaustion[group], support[group])[0, 1] for group in groups]
    return float(np.average(each, weights=[group.sum() for group in groups])) if groups else np.nan


def buffer(trade, exhaustion, support, stressors, tenure):
    """How much more of exhaustion a regression explains when it is given the product of support and stressors: the step of R² of a moderated regression (Cohen & Cohen)."""
    z = lambda x: (x - x.mean()) / x.std()
    known = np.column_stack([*(trade == one for one in np.unique(trade)), z(tenure), z(stressors), z(support)])
    return explained(exhaustion, np.column_stack([known, z(support) * z(stressors)])) - explained(exhaustion, known)


def explained(y, known):
    """The share of variance that a regression explains."""
    left = y - known @ np.linalg.lstsq(known, y, rcond=None)[0]
    return 1.0 - left.var() / y.var()


PATTERNS = (
    Pattern("C6", "The supported are a little less exhausted, and support hardly buffers",
            "Les agents soutenus sont un peu moins épuisés, et le soutien n'amortit guère", KEPT, "Q", True, "C6: S63-S65", survey),
)
