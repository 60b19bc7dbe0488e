"""Recovery: the night after a bad day, the weekend, a holiday and how long it lasts (C5)."""

from dataclasses import replace

import numpy as np

from ...measures.events import CODE
from .declare import KEPT, Finding, Pattern
from .lab import jackknife, mean

FIRST_DAY, DIARY_DAYS = 60, 10
"""The diary's first day, a Monday, once the office has settled in, and its length."""

LEFT_WHEN_FADED = (0.43 - 0.38) / 0.43
"""Share of a holiday's gain that is left when it has "faded out": the meta-analysis gives a gain of d = +0.43 and, some weeks after work has resumed, a fade-out
of d = -0.38 (de Bloom et al. 2009). Neither half gone nor too small to be told apart in a small sample: that would be early."""

LEAVES_ON, DAYS_AWAY, DAYS_AFTER = 60, 10, 110
"""The Monday on which people go on holiday, working days that they are away, and working days for which they are asked afterwards."""


def recovers(lab):
    """A diary of ten working days in a hard call centre, as those of S35 (149 call agents, 1,189 days) and S36 (150 agents, ten days): strain as one goes home, strain the
    next morning, and how many users were hard to bear. All figures are within persons: each is compared with themselves. And a holiday (S39): in an agency that works
    on, two people go away for a fortnight in each of four times as many worlds as usual (some hundred people, as in the studies of de Bloom; an effect of a third of an
    SD asks for them); their exhaustion each Monday from the first one back, for 22 weeks, against that of the same people in twin worlds in which they stayed. It has
    faded out when as little of it is left as in the meta-analysis (`LEFT_WHEN_FADED`)."""
    worse, better = zip(*(diary_tells(*kept) for kept in diaries(lab)))
    weekend, doubt = mean(better)
    gain, fade = holiday(replace(lab, worlds=4 * lab.worlds))
    return [Finding("Next morning, after a bad day against after a calm one", "Le lendemain matin, après une mauvaise journée ou une journée calme", "SD within person", *mean(worse), 0.0),
            # a model without weekends says that Monday is like any morning, and luck shall not pass it: two standard errors are asked for
            Finding("Better on Monday than after one night, for the same evening", "Mieux le lundi qu'après une seule nuit, à soirée égale", "SD within person", weekend, doubt, 2.0 * doubt),
            Finding("Exhaustion that a fortnight's holiday takes away", "Épuisement qu'effacent deux semaines de congé", "SD", *gain, 0.0),
            Finding("Time until that gain has faded out", "Temps au bout duquel ce gain s'est dissipé", "weeks", *fade, 1.5, 6.0)]


def diaries(lab):
    """The diaries of each world: who, episodes of the day, strain in the evening, strain the next morning, whether a weekend lies between; an entry for each person and day at work."""
    office, last = lab.office("call_centre"), FIRST_DAY + DIARY_DAYS - 1
    week, found = office.values["calendar.days_per_week"], []
    for mornings, made in lab.watched(office, last + 1, lambda state: np.array(state.staff[["person", "exists", "on_duty", "strain"]]), trail=(FIRST_DAY, last)):
        entries = []
        faced = made.events[(made.events["event"] == CODE["episode"]) & (made.events["who"] >= 0)]
        for day in range(FIRST_DAY, last + 1):
            evening, morning = made.trail[np.flatnonzero(made.steps["day"] == day)[-2]], mornings[day + 1]  # the day's last step is its night
            asked = (morning["exists"] == 1) & (morning["on_duty"] == 1) & (morning["person"] == evening["person"])
            count = np.bincount(faced["who"][faced["day"] == day], minlength=int(morning["person"].max()) + 1)
            entries += [(person, count[person], felt, left, day % week == week - 1)
                        for person, felt, left in zip(morning["person"][asked], evening["strain"][asked], morning["strain"][asked])]
        found.append(np.array(entries, float).T)
    return found


def diary_tells(who, episodes, evening, morning, weekend):
    """Two figures of a diary, in standard deviations of mornings within persons: how much worse mornings after a day with more episodes than the person's usual are than
    those after a day with fewer; and how much better a morning is after a weekend than after one night, in a regression of mornings on the evening before and its square."""
    _, person = np.unique(who, return_inverse=True)
    usual = lambda x: x - (np.bincount(person, x) / np.bincount(person))[person]
    morning, episodes = usual(morning), usual(episodes)
    spread = morning.std()
    if not spread > 0.0:
        return np.nan, np.nan
    worse = morning[episodes > 0.0].mean() - morning[episodes < 0.0].mean()
    known = np.column_stack([usual(evening), usual(evening ** 2), usual(weekend)])
    return worse / spread, -np.linalg.lstsq(known, morning, rcond=None)[0][2] / spread


def holiday(lab):
    """The gain of a holiday on the first morning back (d, with its error) and the weeks until it has faded out (with theirs)."""
    office = lab.office("social_agency")
    week, back = office.values["calendar.days_per_week"], LEAVES_ON + DAYS_AWAY

    def stays(state):
        return np.array(state.staff[["person", "exists", "exhaustion", "absent_until", "training_until"]])

    def goes(state):
        before = stays(state)
        if state.office[0].day == LEAVES_ON:
            state.staff["absent_until"][chosen(len(before))] = back
        return before

    gains, spread = [], []
    for (away, _), (here, _) in zip(lab.watched(office, back + DAYS_AFTER, goes), lab.watched(office, back + DAYS_AFTER, stays)):
        away, here = np.array(away), np.array(here)
        eve = here[LEAVES_ON]
        able = [seat for seat in chosen(len(eve)) if eve["absent_until"][seat] <= LEAVES_ON and eve["training_until"][seat] <= LEAVES_ON and eve["exists"][seat]
                and all((world["person"][LEAVES_ON:, seat] == eve["person"][seat]).all() and world["exists"][LEAVES_ON:, seat].all() for world in (away, here))]
        gains.append((here["exhaustion"] - away["exhaustion"])[back::week, able].T)
        spread.append(eve["exhaustion"][eve["exists"] == 1])
    asked = [place for place, gain in enumerate(gains) if len(gain)]
    sd = np.concatenate(spread).std()

    def curve(places):
        return np.concatenate([gains[asked[place]] for place in places]).mean(0) / sd

    return (jackknife(lambda places: curve(places)[0], len(asked)),
            jackknife(lambda places: faded_out(curve(places)), len(asked)))


def chosen(seats):
    """The seats of the two who go on holiday: one of each half of the office."""
    return [seats // 4, 3 * seats // 4]


def faded_out(gain):
    """Weeks until a gain, told week by week from the return on, has faded out; between two weeks it goes straight. Infinite if it lasts longer than was asked; NaN if there was no gain."""
    if not gain[0] > 0.0:
        return np.nan
    end = LEFT_WHEN_FADED * gain[0]
    below = np.flatnonzero(gain <= end)
    if not len(below):
        return np.inf
    week = below[0]
    return float(week - (end - gain[week]) / (gain[week - 1] - gain[week]))


PATTERNS = (
    Pattern("C5", "One night does not make up for a bad day, a weekend does more, a holiday lasts weeks",
            "Une nuit n'efface pas une mauvaise journée, le week-end fait plus, un congé dure quelques semaines", KEPT, "Q", True, "C5: S35, S36, S39", recovers),
)
