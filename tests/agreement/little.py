"""A very small office in which every mechanism is at work, and scenarios made at random."""

import random

from simulation.rules.order import MECHANISMS
from simulation.scenario import PARAMETERS, ScenarioError, load, offices, policies

LITTLE = {
    "counter.posts": 3, "phone.posts": 2, "mail.posts": 1, "social.posts": 1, "counter.per_day": 40.0, "phone.per_day": 40.0, "mail.per_day": 10.0,
    "social.per_day": 10.0, "demand.population": 60, "staff.novice_share": 0.3, "staff.hiring_days": 1.0, "staff.training_days": 1.0,
    "breaks.overlap": 1.0, "episode.base": -2.0, "talk.rate_rest_room": 0.4, "talk.rate_desk": 0.1, "staff.blend": 0.5, "staff.buddy": True,
    "episode.kind_shares": (0.1, 0.2, 0.3, 0.15, 0.1, 0.12, 0.03, 0.3), "invention.trick": 0.5, "invention.story": 0.6, "invention.solve": 0.3,
    "talk.naming": 0.5, "turnover.leave_per_year": 2.0, "turnover.absence_share": 0.15, "manager.floor": 0.3, "manager.rest_room": 0.1,
    "manager.listening": 0.2, "manager.conditions": 0.1, "users.captivity": 0.5, "voice.exit": 0.1, "voice.callout": 0.1,
    "voice.recruit_per_hour": 0.5, "power.support_desk": 0.3, "power.exception_right": 0.5, "power.irritant_budget": 60.0,
    "meetings.decreed_minutes": 30.0, "meetings.prompted": 0.5, "meetings.improvement_minutes": 20.0, "territory.rule_changes_per_month": 8.0, "learning.guide": 0.5,
    "staff.life_event_per_year": 5.0,
}


def little(**settings):
    """The little office, with some values set otherwise (staff__blend=0.0)."""
    return load("social_agency", overrides=LITTLE | {key.replace("__", "."): value for key, value in settings.items()})


def some_value(parameter, chance):
    """Give a value of a parameter that is neither its default nor out of bounds; None if there is none."""
    if parameter.kind is bool:
        return not parameter.default
    if parameter.kind is tuple or parameter.kind is str:
        return None
    near = parameter.default * chance.choice((0.0, 0.3, 0.6, 1.5, 3.0)) if parameter.default else parameter.low + chance.random() * min(
        1.0, parameter.high - parameter.low)
    held = min(parameter.high, max(parameter.low, near))
    return int(held) if parameter.kind is int else float(held)


def at_random(number, laid={}):
    """Give the number-th random scenario: an office, perhaps a policy, and some thirty values set otherwise; laid: values that it must allow over these."""
    chance = random.Random(number)
    free = [p for p in PARAMETERS.values() if p.group not in ("calendar", "mechanisms")]
    while True:
        values = {p.key: some_value(p, chance) for p in chance.sample(free, 30)}
        if chance.random() < 0.3:
            values[f"mechanisms.{chance.choice(MECHANISMS)}"] = False
        office, policy = chance.choice(offices()).name, chance.choice([None, *(p.name for p in policies())])
        try:
            return load(office, policy, overrides={k: v for k, v in values.items() if v is not None} | laid)
        except ScenarioError:
            continue
