"""What prompted talk in pairs does, for how long, and to whom (C14)."""

from dataclasses import replace

import numpy as np

from ...rules.order import KINDS
from .declare import KEPT, Finding, Pattern
from .twins import by_person, dated, episodes, gain, jackknife, seen, share

PAIRS = {"staff.teams": 10}
"""Compulsory meetings are held by teams: ten teams make pairs of twenty agents. In both arms, so that only the meetings differ; a pair is
the same for four weeks, not drawn anew each week."""

MEETING, NO_MEETING = {"meetings.decreed_minutes": 60.0, "meetings.prompted": 1.0}, {"meetings.decreed_minutes": 0.0, "meetings.prompted": 0.0}
"""An hour a week, as in the policy `decreed`, but by the trial's protocol: the two ask each other about what they find hard."""

START = 60
END = START + 5 * 4
LATE = END + 5 * 20
LAST = END + 5 * 24
"""Working days: ordinary work, then the four weeks of the trial, then twenty-four weeks after it."""

HARD = tuple(place for place, kind in enumerate(KINDS) if kind != "incivility")
"""The hard part of the job. Incivilities, three episodes in four, end well nine times in ten in anybody's hands: there is no room for a
gain of the size that was found."""

WINDOWS = BEFORE, DURING, AFTER, MUCH_LATER = (0, START), (START, END), (END, LAST), (LATE, LAST)
FACED, WELL = range(2)
ENOUGH = 20
"""Episodes that an agent must have faced in a window for the share that ended well to be looked at one by one."""


def pairs(lab):
    """A trial at a call centre (Sandvik, Saouma, Seegert & Stanton 2020, S46): for four weeks agents meet in pairs, an hour a week, and are
    made to ask and tell; then no more. Twin worlds without. All who are there on its first day are followed through the four weeks and
    twenty-four more. There the measure was sales per call; here, where nothing is sold, it is the share of the hard episodes (`HARD`) that
    end well: the part of the job that may fail, in which agents differ, and which hangs on know-how that a colleague may have. (Calls in an
    hour would not do: that is speed, and speed comes with one's own tenure alone.)

    Asked for: the gain in the four weeks and in the last four (weeks 21 to 24 after), each in the band. Dispersion after the trial: the
    standard deviation between agents of the share, less what chance makes of it. A strong partner: one whose share in the sixty days before
    was above the median; each agent is compared with their own twin. That a reward for the pair helps only as long as it is paid cannot be
    asked: there is neither pay nor effort in the model."""
    lab = replace(lab, worlds=2 * lab.worlds)  # dispersion is small, and so is its error only over many
    office = lab.office("call_centre", values=PAIRS)
    fields = ("exists", "person", "team")
    without, met = (lab.diaries(scenario, LAST, fields) for scenario in (office, dated(office, (START, MEETING), (END, NO_MEETING))))
    worlds = []
    for diary, twin in zip(met, without):
        people, partners = panel(twin.seats[START])
        worlds.append((faced_and_well(diary, people), faced_and_well(twin, people), partners))
    gains = [gain(*(np.array([world[arm][window, what].sum() for world in worlds]) for arm in (0, 1) for what in (WELL, FACED)))
             for window in (WINDOWS.index(DURING), WINDOWS.index(MUCH_LATER))]
    return [Finding("Hard episodes that end well, in the four weeks of meetings",
                    "Épisodes difficiles qui finissent bien, pendant les quatre semaines de réunions", "% more", *gains[0], 8.0, 25.0),
            Finding("The same, 21 to 24 weeks after the last meeting", "Idem, 21 à 24 semaines après la dernière réunion", "% more",
                    *gains[1], 8.0, 25.0),
            Finding("Dispersion between agents, after the trial", "Dispersion entre agents, après l'essai", "% more",
                    *seen(jackknife(dispersion, worlds)), high=0.0),
            Finding("Gain with a strong partner less gain with a weak one", "Gain avec un partenaire fort moins gain avec un faible",
                    "points of %", *seen(jackknife(by_partner, worlds)), low=0.0)]


def panel(seats):
    """Those who are there that day and, for each, the place in this list of the other of the pair; -1 if there is no other."""
    there = seats[seats["exists"] == 1]
    partners = np.full(len(there), -1)
    for i, team in enumerate(there["team"]):
        others = [k for k in np.flatnonzero(there["team"] == team) if k != i]
        if others:
            partners[i] = others[0]
    return there["person"], partners


def faced_and_well(diary, people):
    """Hard episodes that people faced and those that ended well: window x (faced, well) x person."""
    faced = [episodes(diary, *window) for window in WINDOWS]
    return np.array([by_person(some[np.isin(some["situation"], HARD)], people) for some in faced], float)


def spread(faced, well):
    """The variance between people of the share that ends well, without the part that is chance: that of the shares less the mean of s (1 -
    s) / (n - 1)."""
    shares = well / faced
    return float(np.var(shares, ddof=1) - np.mean(shares * (1.0 - shares) / (faced - 1.0)))


def dispersion(worlds):
    """By how many percent the standard deviation between people after the trial is larger than in the twin worlds."""
    variances = []
    for met, without, _ in worlds:
        after = WINDOWS.index(AFTER)
        enough = (met[after, FACED] >= ENOUGH) & (without[after, FACED] >= ENOUGH)
        variances.append([spread(*arm[after][:, enough]) for arm in (met, without)])
    of_met, of_without = np.maximum(np.mean(variances, axis=0), 0.0)
    return 100.0 * (share(of_met, of_without) ** 0.5 - 1.0)


def by_partner(worlds):
    """The gain over one's twin after the trial, in points of percent: mean of those with a strong partner less mean of those with a weak
    one."""
    gains = {True: [], False: []}
    for met, without, partners in worlds:
        with np.errstate(invalid="ignore", divide="ignore"):
            before = without[WINDOWS.index(BEFORE), WELL] / without[WINDOWS.index(BEFORE), FACED]
        line = np.nanmedian(before)
        after = WINDOWS.index(AFTER)
        for i, partner in enumerate(partners):
            if partner >= 0 and min(met[after, FACED, i], without[after, FACED, i]) >= ENOUGH:
                more = met[after, WELL, i] / met[after, FACED, i] - without[after, WELL, i] / without[after, FACED, i]
                gains[bool(before[partner] > line)].append(100.0 * more)
    return np.mean(gains[True]) - np.mean(gains[False]) if all(gains.values()) else np.nan


PATTERNS = (
    Pattern("C14", "Prompted talk in pairs helps long after it has ended, and levels",
            "Faire parler par paires aide longtemps après, et rapproche les agents", KEPT, "Q", True, "C14: S46", pairs),
)
