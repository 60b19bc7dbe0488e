"""What waiting and crowding do to users, and when it helps to tell them (C19)."""

from typing import NamedTuple

import numpy as np

from ...model import FrontOffice
from ...model.employee import Employee
from ...rules.order import CHANNELS, SERVING
from .declare import KEPT, Finding, Pattern
from .twins import jackknife, seen

COUNTER = CHANNELS.index("counter")

CROWDED = {"counter.per_day": 150.0}
"""A counter with half as many users again as the agency's, so that some wait for a moment and others for half an hour."""

WAITS, CROWD, IRRITATION, EPISODE = range(4)


class Waited(NamedTuple):
    """What is kept of a user who was called to the counter: minutes waited, how many still wait, irritation then, and whether it came to an
    episode."""

    minutes: float
    crowd: int
    irritation: float
    episode: bool


class Clerk(Employee):
    """Asks users how irritated they are when their turn has come, before they are served."""

    def becomes(self, status, t):
        """Note what is asked when the person begins to serve."""
        super().becomes(status, t)
        if status == SERVING and self.contact.channel == COUNTER:
            self.model.asked[self.contact.serial] = (t - self.contact.arrived, self.model.waiting[COUNTER], self.contact.user.irritation)


class Survey(FrontOffice):
    """Keeps the answers of users at the counter, and how their contact went."""

    def __init__(self, office, seed, settled):
        super().__init__(office, seed=seed, employee_class=Clerk)
        self.asked, self.answers, self.settled = {}, [], settled

    def record(self, contact, wait, served, minutes):
        """Put the answer beside what happened."""
        if contact.serial in self.asked and self.day >= self.settled:
            self.answers.append(Waited(*self.asked.pop(contact.serial), contact.episode >= 0))


def told(lab):
    """A survey in the waiting area and a trial with announced waits (Efrat-Treister, Moriah & Rafaeli 2020, S94; Efrat-Treister et al.
    2019, S95): for four weeks, all users at a crowded counter are asked how irritated they are when they are called (the tendency to
    aggression), with waits announced in one arm and not in its twin. Irritation is regressed on minutes waited (not announced); in both
    arms together on minutes, announcement and their product, and the effect of announcing is read, as there, at a short and at a long wait:
    a standard deviation below the mean wait (though not below nought) and one above. Crowding: contacts that come to an episode, regressed
    on the users who wait when they are served (not announced). Only the Mesa model shows each contact: four worlds, and a week before the
    survey for the queue to settle."""
    worlds = list(zip(*(_answers(lab, announced) for announced in (False, True))))
    return [Finding("Irritation per ten minutes of waiting", "Irritation par dix minutes d'attente", "points",
                    *seen(jackknife(by_wait, worlds)), low=0.0),
            Finding("Contacts that come to an episode, per ten people waiting",
                    "Contacts qui tournent à l'épisode, pour dix personnes en attente", "points of %", *seen(jackknife(by_crowd,
                                                                                                                       worlds)), low=0.0),
            Finding("Irritation where waits are announced, short wait", "Irritation quand l'attente est annoncée, attente courte",
                    "points", *seen(jackknife(at_short, worlds)), high=0.0),
            Finding("Irritation where waits are announced, long wait", "Irritation quand l'attente est annoncée, attente longue",
                    "points", *seen(jackknife(at_long, worlds)), low=0.0)]


def _answers(lab, announced, worlds=4, settled=5, days=25):
    """What users answered, and what came of it, in each world: user x (minutes, crowd, irritation, episode)."""
    office = lab.office("social_agency", values={**CROWDED, "demand.wait_information": announced})
    found = []
    for seed in range(lab.seed, lab.seed + min(worlds, lab.worlds)):
        model = Survey(office, seed, settled)
        try:
            found.append(np.array(model.run(days).answers, float).reshape(-1, len(Waited._fields)))
        finally:
            model.close()
    return found


def _line(x, y):
    """The slope of a straight line through points."""
    return float(np.polyfit(x, y, 1)[0])


def by_wait(worlds):
    """Points of irritation for ten minutes of waiting that was not announced."""
    plain = np.concatenate([world[0] for world in worlds])
    return 10.0 * _line(plain[:, WAITS], plain[:, IRRITATION])


def by_crowd(worlds):
    """Episodes in a hundred contacts for ten more people waiting."""
    plain = np.concatenate([world[0] for world in worlds])
    return 1000.0 * _line(plain[:, CROWD], plain[:, EPISODE])


def _effect(worlds, way):
    """What announcing does to irritation at a wait of so many standard deviations from the mean: of y = a + b w + c s + d w s, c + d w."""
    plain, informed = (np.concatenate([world[arm] for world in worlds]) for arm in (0, 1))
    waits, announced = np.concatenate([plain[:, WAITS], informed[:, WAITS]]), np.repeat([0.0, 1.0], [len(plain), len(informed)])
    answer = np.concatenate([plain[:, IRRITATION], informed[:, IRRITATION]])
    terms = np.column_stack([np.ones_like(waits), waits, announced, waits * announced])
    _, _, shift, slope = np.linalg.lstsq(terms, answer, rcond=None)[0]
    return float(shift + slope * max(0.0, waits.mean() + way * waits.std()))


def at_short(worlds):
    """The effect of announcing on irritation at a short wait."""
    return _effect(worlds, -1.0)


def at_long(worlds):
    """The effect of announcing on irritation at a long wait."""
    return _effect(worlds, 1.0)


PATTERNS = (
    Pattern("C19", "Waiting and crowding irritate; announcing the wait soothes a short one and not a long one",
            "Attente et foule irritent\u00a0; annoncer l'attente apaise si elle est courte, et non si elle est longue",
            KEPT, "D", True, "C19: S94, S95", told),
)
