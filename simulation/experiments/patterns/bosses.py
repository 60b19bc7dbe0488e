"""What a good boss is worth (C18)."""

import numpy as np

from .declare import KEPT, Finding, Pattern
from .twins import jackknife, seen, share

TEAM = {"phone.posts": 9, "phone.per_day": 328.0, "staff.teams": 1, "desks.rooms": 1, "demand.population": 11_250}
"""A team of nine with the load of the call centre, nine twentieths of it."""

WORST = {"manager.listening": 0.0, "manager.conditions": 0.0, "manager.willing": 0.0}
BEST = {"manager.listening": 0.25, "manager.conditions": 0.2, "manager.willing": 0.8}
"""Bosses of the lowest and of the highest decile. How bosses are spread was not measured in the model's terms: the ends are those of the
shipped policies (laissez_faire; care, and present for lending a hand). Both are on the floor as much as the office has it."""

COLUMNS = ("left", "headcount", "resolved", "refused", "busy_minutes", "duty_minutes")


def swap(lab):
    """Personnel data of a team of nine at the phone over five years, under a boss of the lowest and one of the highest decile; twin worlds.

    Hoffman & Tadelis 2021 (S58): attrition hangs on the boss's dealings with people, other outcomes hardly. Asked for: leavers per hundred
    people and year; and that the change in output per hour of service (cases closed), which stands for what is not attrition, is smaller
    than that in attrition, both in percent. Lazear, Shaw & Stanton 2015 (S59): what the team puts out, output per hour of service times
    hours at work, against the ninth that one more worker would add."""
    office = lab.office("call_centre", values=TEAM)
    days = lab.days(office, 5.0)
    good, poor = (dict(zip(COLUMNS, lab.daily(office.with_values(boss), days, COLUMNS).sum(1).T)) for boss in (BEST, WORST))
    for arm in (good, poor):
        arm["headcount"] = arm["headcount"] / lab.days(office, 1.0)  # person-years
    worlds = [[[arm[name][world] for name in COLUMNS] for arm in (good, poor)] for world in range(lab.worlds)]
    return [Finding("Leavers, best boss less worst", "Départs, meilleur chef moins pire", "% of staff a year",
                    *seen(jackknife(leavers, worlds)), high=0.0),
            Finding("Change in attrition less change in output per hour, in size",
                    "Variation des départs moins variation du rendement horaire, en ampleur", "points of %",
                    *seen(jackknife(attrition_first, worlds)), low=0.0),
            Finding("Output of the team, best boss against worst", "Production de l'équipe, meilleur chef contre pire", "% more",
                    *seen(jackknife(output, worlds)), 8.0, 15.0)]


def _arms(worlds):
    """Sums over worlds, by column, of the two arms."""
    return [dict(zip(COLUMNS, arm)) for arm in np.sum(worlds, axis=0)]


def _rate(arm):
    return share(arm["left"], arm["headcount"])


def _pace(arm):
    return share(arm["resolved"] + arm["refused"], arm["busy_minutes"])


def leavers(worlds):
    """Leavers per hundred people and year, under the good boss less under the poor."""
    good, poor = _arms(worlds)
    return 100.0 * (_rate(good) - _rate(poor))


def attrition_first(worlds):
    """How much larger, in percent and whatever the sign, the change in leavers is than that in output per hour."""
    good, poor = _arms(worlds)
    return 100.0 * (abs(share(_rate(good), _rate(poor)) - 1.0) - abs(share(_pace(good), _pace(poor)) - 1.0))


def output(worlds):
    """By how many percent a team puts out more under the good boss: output per hour of service times hours at work."""
    good, poor = _arms(worlds)
    return 100.0 * (share(_pace(good) * good["duty_minutes"], _pace(poor) * poor["duty_minutes"]) - 1.0)


PATTERNS = (
    Pattern("C18", "A good boss keeps people, changes little else, and is worth a worker in nine",
            "Un bon chef retient les gens, change peu le reste, et vaut un agent sur neuf", KEPT, "Q", True,
            "C18: S58, S59", swap),
)
