"""What it does to sit in the same room: for whom, in which cases, at what cost to those who help (C16)."""

from dataclasses import replace

import numpy as np

from ...rules.order import KINDS
from .declare import KEPT, Finding, Pattern
from .twins import dated, episodes, gain, jackknife, joined, seen, share

TOGETHER, APART = {"desks.rooms": 1}, {"desks.rooms": 16}
"""The one room of the agency, or a room for each of its sixteen people."""

NOBODY_ELSE = {"manager.floor": 0.0}
"""The manager stays off the floor in all arms: whoever has a room to themselves would see less of the manager too, and it is colleagues
that the source is about."""

PARTED, LAST = 110, 220
"""Working days: half a year in one room, so that people and their know-how are the same in all arms, then half a year in which rooms
differ."""

URGENT = tuple(KINDS.index(kind) for kind in ("threat", "outburst", "assault"))
WEEK, YEAR = 5, 220

LEAST_RATIO = 3.0
"""The band of C16: the effect on urgent episodes over that on all is at least three."""


def same_room(lab):
    """Two natural experiments on who sits where, with the sixteen people of the agency after half a year in one room; twin worlds, four times
    as many as the lab has for the first and twice as many for the second, since urgent episodes and novices are few.

    Battiston, Blanes i Vidal & Kirchmaier 2021 (S80): two people who handle the same emergency are sometimes in one room and sometimes not;
    the time that a case takes is 2 % shorter on average, 10 % for the very urgent and no shorter for the routine, and the helper needs 2.5
    % more time to be free again. Here people are together or apart by turns, a week each, for half a year (odd weeks in one arm, even weeks
    in its twin), so that both have the same know-how. Time is not what counts in an episode; what goes wrong is the share that ends badly,
    and asked for is by how many percent it is smaller in the same room. Urgent are threats, outbursts and assaults. The cost is the minutes
    that colleagues give to each other's episodes over the minutes that they give to users.

    Emanuel, Harrington & Pallais (S81): people who sit near their teammates for months learn more, the juniors above all. Here they stay
    together or apart for the half-year; the effect on the share that ends badly of the episodes that novices face (less than a year there),
    less that on the episodes that others face."""
    often, long = (replace(lab, worlds=times * lab.worlds) for times in (4, 2))
    office = lab.office("social_agency", values={**TOGETHER, **NOBODY_ELSE})
    starts = range(PARTED, LAST, WEEK)
    turns = [dated(office, *((day, APART if (day // WEEK) % 2 == odd else TOGETHER) for day in starts)) for odd in (0, 1)]
    by_turns = list(zip(*(often.diaries(scenario, LAST, ("exists", "person")) for scenario in turns)))
    for_good = list(zip(*(long.diaries(scenario, LAST, ("exists", "person")) for scenario in (office, dated(office, (PARTED, APART))))))
    weeks = [(endings(first, 1) + endings(second, 0), endings(first, 0) + endings(second, 1)) for first, second in by_turns]
    months = [(endings(together), endings(apart)) for together, apart in for_good]
    helped = [[minutes(first, name, together) + minutes(second, name, not together) for first, second in by_turns]
              for together in (True, False) for name in ("busy_minutes", "care_users")]
    return [Finding("Episodes that end badly, in the same room", "Épisodes qui finissent mal, dans la même salle", "% fewer",
                    *seen(jackknife(average, weeks)), low=0.0),
            Finding("Urgent episodes that end badly, in the same room", "Épisodes urgents qui finissent mal, dans la même salle",
                    "% fewer", *seen(jackknife(urgent, weeks)), low=0.0),
            Finding("Effect on urgent episodes less three times that on all",
                    "Effet sur les épisodes urgents moins trois fois l'effet moyen", "points of %", *seen(jackknife(urgent_to_all, weeks)),
                    low=0.0),
            Finding("Time that those who help lose", "Temps que perdent ceux qui aident", "% of time", *gain(*helped), 1.0, 6.0),
            Finding("Effect of months together on novices less that on others",
                    "Effet de mois passés ensemble sur les novices, moins celui sur les autres", "points of %",
                    *seen(jackknife(novices_to_others, months)), low=0.0)]


def endings(diary, odd=None):
    """Episodes after the first half-year, or in its even or odd weeks only: (all, badly ended) x (all, urgent, faced by novices, faced by
    others)."""
    faced = episodes(diary, PARTED, LAST)
    if odd is not None:
        faced = faced[(faced["day"] // WEEK) % 2 == odd]
    grave, novice = np.isin(faced["situation"], URGENT), faced["day"] - joined(diary)[faced["who"]] < YEAR
    groups = [np.ones(len(faced), bool), grave, novice, ~novice]
    return np.array([[group.sum() for group in groups], [(faced["value"][group] == 0.0).sum() for group in groups]], float)


def minutes(diary, name, odd):
    """A column of the daily table, over the even or odd weeks after the first half-year."""
    day = np.arange(PARTED, LAST)
    return float(diary.column(name)[PARTED:LAST][(day // WEEK) % 2 == odd].sum())


def _fewer(worlds, group):
    """By how many percent fewer of the episodes of a group end badly than in the twin worlds apart."""
    together, apart = np.sum(worlds, axis=0)[:, :, group]
    return 100.0 * (1.0 - share(share(together[1], together[0]), share(apart[1], apart[0])))


def average(worlds):
    """By how many percent fewer episodes of any kind end badly."""
    return _fewer(worlds, 0)


def urgent(worlds):
    """By how many percent fewer urgent episodes end badly."""
    return _fewer(worlds, 1)


def urgent_to_all(worlds):
    """The effect on urgent episodes less three times that on all: not below nought where the ratio of the two is three or more (row C16). A
    ratio itself has no error to speak of where the effect on all is near nought."""
    return _fewer(worlds, 1) - LEAST_RATIO * _fewer(worlds, 0)


def novices_to_others(worlds):
    """The effect on episodes that novices face less that on those that others face."""
    return _fewer(worlds, 2) - _fewer(worlds, 3)


PATTERNS = (
    Pattern("C16", "The same room helps where it is urgent, and those who are new, and costs those who help",
            "La même salle aide dans l'urgence, aide les novices, et coûte à ceux qui aident", KEPT, "Q", True,
            "C16: S80, S81", same_room),
)
