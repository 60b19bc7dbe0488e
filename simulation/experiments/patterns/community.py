"""The community's memory and its borders: what is forgotten when people leave, whose repertoires differ, who is let in late (C21, C23)."""

from dataclasses import replace

import numpy as np

from ...measures.events import CODE
from ...scenario.declare import Change, Values
from .declare import KEPT, Finding, Pattern
from .lab import jackknife, mean

BY_CHANCE = {"turnover.leave_exhaustion": 0.0, "turnover.leave_belonging": 0.0, "turnover.leave_trust": 0.0, "turnover.leave_newcomer": 0.0, "turnover.peer_exit": 0.0,
             "staff.hiring_days": 5, "staff.training_days": 5}
"""Everybody as likely to leave, and posts filled within a week or two: the rate of leaving is what is set."""

EXIT_RATES = {
    0.015: {"turnover.leave_per_year": 0.18},
    0.10: {"turnover.leave_per_year": 1.2},
    0.25: {"turnover.leave_per_year": 2.0, "turnover.peer_exit": 0.135},
}
"""Leavers over head count in a month: cars, ships, fast food (S86), and what makes them. The last is beyond what `turnover.leave_per_year` may be: there,
those who leave make others leave, exp(3 x 0.135) = 1.5 as many (`MOST_EXITS_FELT` is reached)."""

EXPERTS = 0.25
"""Who is among so many who hold most is an expert."""

HALF_A_YEAR = 110
"""Working days within which newcomers may be expected to be let in (D43: up to six months)."""


def forgets(lab):
    """An agency's know-how, audited a year apart: all practices that everybody holds, each by its quality x mastery. It forms in a year; then three times the same
    office is left to itself for another in which nothing new is worked out, while a given share of people leaves each month (S85, S86). Work and talk go on as in those
    yards and shops, so that what is rehearsed and handed on counts as left. What is left of the stock? And with one leaver in ten a month (S87): how much of it goes on
    days on which one of the quarter who hold most leaves, on days on which others leave, on days on which nobody does?"""
    found = {rate: year_after(lab, values) for rate, values in EXIT_RATES.items()}
    left = {rate: np.array([after / before for (before, after), *_ in worlds]) for rate, worlds in found.items()}
    slow, middle, fast = (left[rate] for rate in sorted(left))
    expert, other, quiet = 100.0 * np.array([falls(*rest) for _, *rest in found[0.10]]).T
    return [Finding("Lost in a year, 10 % against 1–2 % leaving a month", "Perte en un an, 10 % de départs par mois plutôt que 1 à 2 %",
                    "points of %", *(100.0 * x for x in mean(slow - middle)), 0.0),
            Finding("Lost in a year, 25 % against 10 % leaving a month", "Perte en un an, 25 % de départs par mois plutôt que 10 %",
                    "points of %", *(100.0 * x for x in mean(middle - fast)), 0.0),
            Finding("Left after a year, 10 % leaving a month, nothing new", "Reste après un an, 10 % de départs par mois, rien de nouveau",
                    "% of the stock", *(100.0 * x for x in mean(middle)), 0.0, 10.0),
            Finding("Fall on the day that an expert leaves, against days without leavers", "Chute le jour où part un expert, par rapport aux jours sans départ",
                    "% of the stock", *mean(expert - quiet), 0.0),
            Finding("Fall on the day that an expert leaves, against that of others", "Chute le jour où part un expert, par rapport à celui d'autres agents",
                    "% of the stock", *mean(expert - other), 0.0)]


def year_after(lab, values):
    """Each world's stock a year before the end and at the end; and for each day between: each seat's person and stock on its morning and on the next, and who leaves."""
    office, year = left_to_itself(lab, values)
    found = []
    for seen, made in lab.watched(office, 2 * year, holdings):
        people, stock = (np.array(part)[year:] for part in zip(*seen))
        exits = made.events[(made.events["event"] == CODE["exit"]) & (made.events["day"] >= year)]
        leavers = [exits["who"][exits["day"] == day] for day in range(year, 2 * year)]
        found.append(((stock[0].sum(), stock[-1].sum()), people, stock, leavers))
    return found


def left_to_itself(lab, values):
    """The agency of which people leave by chance after a year, and in which nothing is invented from then on; and the days of that year."""
    office = lab.office("social_agency")
    year = lab.days(office, 1.0)
    return replace(office, changes=(Change(year, Values({**BY_CHANCE, **values, "mechanisms.invention": False})),)), year


def holdings(state):
    """Who sits on each seat (-1 nobody) and what they know: the sum of quality x mastery of the practices that they hold."""
    there = state.staff["exists"] == 1
    held = state.held.reshape(len(there), -1)
    value = np.where((held["has"] == 1) & (held["holds"] == 1), held["mastery"] * state.practices["quality"], 0.0).sum(1)
    return np.where(there, state.staff["person"], -1), np.where(there, value, 0.0)


def falls(people, stock, leavers):
    """The mean fall of the stock in a day, as a share of it, on days on which an expert leaves, on which only others do, and on which nobody does; NaN where there was no such day."""
    kinds = ([], [], [])
    for day, gone in enumerate(leavers):
        whole = stock[day].sum()
        if whole <= 0.0:
            continue
        there = people[day] >= 0
        least = np.quantile(stock[day][there], 1.0 - EXPERTS)
        expert = np.any(np.isin(people[day][there & (stock[day] >= least)], gone))
        kinds[0 if expert else 1 if len(gone) else 2].append(1.0 - stock[day + 1].sum() / whole)
    return [np.mean(kind) if kind else np.nan for kind in kinds]


def rooms(lab):
    """Two years in a call centre of four boxes (S44: people of different boxes may never meet). After the second, everybody is asked which practices they use: how
    different are the answers of two people of different boxes, how different those of two of the same (Jaccard)? And from the half-year on, conversations are counted (as a
    sociometric badge does; S45 watched breaks): those of newcomers, from their first day at a post on, and on the same days those of colleagues of the same box with a
    year and a half or more. The lag is what newcomers miss in their first half-year, in days of an old hand's talk: those who are kept out for ten days and
    are then one of them have a lag of ten days."""
    office = lab.office("call_centre")
    half, days = lab.days(office, 0.5), lab.days(office, 2.0)
    keep, growth = 0.5 ** (1.0 / office.values["talk.tie_half_life_days"]), office.values["talk.tie_growth"]
    apart, mine, theirs = [], [], []
    for seen, _ in lab.watched(office, days, lambda state: look_into_rooms(state, days)):
        seats, held = seen[-1][0], seen[-1][2]
        apart.append(further(held[seats["exists"] == 1], seats["room"][seats["exists"] == 1]))
        own, old = np.zeros(HALF_A_YEAR), np.zeros(HALF_A_YEAR)
        begun = {}
        for day in range(half, days):
            (before, were, _), (after, ties, _) = seen[day:day + 2]
            count = talked(before["person"], were, after["person"], ties, keep, growth)
            at_work = (after["exists"] == 1) & (after["on_duty"] == 1) & (before["person"] == after["person"])
            for seat in np.flatnonzero(at_work & (after["tenure"] < 2 * HALF_A_YEAR)):
                nth = begun.get(int(after["person"][seat]), 0 if after["tenure"][seat] <= office.values["staff.training_days"] + 5 else HALF_A_YEAR)
                near = at_work & (after["tenure"] >= 3 * half) & (after["room"] == after["room"][seat])
                if nth < HALF_A_YEAR:
                    begun[int(after["person"][seat])] = nth + 1
                    if near.any():
                        own[nth] += count[seat]
                        old[nth] += count[near].mean()
        mine.append(own)
        theirs.append(old)
    mine, theirs = np.array(mine), np.array(theirs)
    return [Finding("Distance of repertoires, other boxes against one's own", "Distance des répertoires, autres boxes plutôt que le sien", "Jaccard", *mean(apart), 0.0),
            Finding("Lag with which newcomers join in talk", "Retard avec lequel les nouveaux se mêlent aux conversations", "days of talk",
                    *jackknife(lambda places: missed(mine[places].sum(0), theirs[places].sum(0)), len(mine)), 0.0)]


def look_into_rooms(state, last):
    """Who is where, the ties, and at the end what each holds (seat x practice)."""
    held = state.held.reshape(len(state.staff), -1) if state.office[0].day == last else None
    return (np.array(state.staff[["exists", "person", "tenure", "on_duty", "room"]]), np.array(state.ties),
            None if held is None else (held["has"] == 1) & (held["holds"] == 1))


def further(held, room):
    """How much further the repertoires of people in different rooms are apart than those of people in the same: the mean Jaccard distance of pairs who both hold anything (held: person x practice)."""
    held, room = held[held.any(1)], room[held.any(1)]
    both = held.astype(float) @ held.T.astype(float)
    many = held.sum(1)
    distance = 1.0 - both / (many[:, None] + many[None, :] - both)
    first, second = np.triu_indices(len(held), 1)
    same = room[first] == room[second]
    distance = distance[first, second]
    return distance[~same].mean() - distance[same].mean() if same.any() and not same.all() else np.nan


def talked(before, were, after, ties, keep, growth):
    """In how many conversations each took part in a day, from ties on two mornings (persons and matrices by seat): k of them take a tie t to
    1 - (1 - t) (1 - growth)^k, and the night keeps a share of it."""
    same = before == after
    were = np.where(same[:, None] & same[None, :], were, 0.0)
    grown = np.minimum(ties / keep, 1.0 - 1e-12)
    return np.where(ties > 0.0, np.rint(np.log((1.0 - grown) / (1.0 - were)) / np.log(1.0 - growth)), 0.0).clip(0.0).sum(1)


def missed(mine, theirs):
    """Days of talk missed: the sum, over days since the first, of 1 - newcomers' conversations / old hands'; days without any old hand's are left out."""
    known = theirs > 0.0
    return float(np.sum(1.0 - mine[known] / theirs[known])) if known.any() else np.nan


PATTERNS = (
    Pattern("C21", "Know-how is lost faster the more people leave, and by leaps when experts do",
            "Le savoir-faire se perd d'autant plus vite qu'on part, et par à-coups quand partent les experts", KEPT, "Q", False, "C21: S85-S87", forgets),
    Pattern("C23", "Rooms that do not meet have repertoires of their own; newcomers join in talk late",
            "Les salles qui ne se croisent pas ont chacune leur répertoire ; les nouveaux se mêlent tard aux conversations", KEPT, "D", False, "C23: S44, S45", rooms),
)
