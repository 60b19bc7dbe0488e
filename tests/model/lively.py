"""A small office in which much happens within a few days: every mechanism is at work, so that a difference shows."""

import struct

from simulation.model import FrontOffice
from simulation.scenario import load

LIVELY = {
    "counter.posts": 4,
    "phone.posts": 3,
    "mail.posts": 1,
    "social.posts": 1,
    "counter.per_day": 70.0,
    "phone.per_day": 130.0,
    "mail.per_day": 30.0,
    "social.per_day": 25.0,
    "demand.population": 300,
    "staff.novice_share": 0.3,
    "staff.hiring_days": 1.0,
    "staff.training_days": 1.0,
    "breaks.overlap": 1.0,
    "episode.base": -2.2,
    "talk.rate_rest_room": 0.4,
    "talk.rate_desk": 0.1,
    "episode.kind_shares": (0.1, 0.2, 0.3, 0.15, 0.1, 0.12, 0.03, 0.3),
    "invention.trick": 0.4,
    "invention.story": 0.6,
    "invention.solve": 0.3,
    "talk.naming": 0.5,
    "turnover.leave_per_year": 1.0,
    "turnover.absence_share": 0.15,
    "turnover.absence_days": 2.0,
    "manager.floor": 0.3,
    "manager.rest_room": 0.1,
    "manager.listening": 0.2,
    "manager.conditions": 0.1,
    "users.captivity": 0.5,
    "voice.exit": 0.1,
    "voice.callout": 0.05,
    "voice.recruit_per_hour": 0.2,
    "power.support_desk": 0.3,
    "power.exception_right": 0.5,
    "power.irritant_budget": 60.0,
    "meetings.decreed_minutes": 30.0,
    "meetings.prompted": 0.5,
    "meetings.improvement_minutes": 20.0,
    "territory.rule_changes_per_month": 5.0,
    "learning.guide": 0.3,
    "staff.life_event_per_year": 3.0,
}


def lively(**settings):
    """The lively office as a scenario, with some values set otherwise (breaks__overlap=0.5)."""
    return load("social_agency", overrides=LIVELY | {key.replace("__", "."): value for key, value in settings.items()})


def trace(scenario, days=6, seed=11, **kwargs):
    """Run, and give (daily rows, events, contacts) as they stand."""
    model = FrontOffice(scenario, seed=seed, record_contacts=True, **kwargs)
    model.run(days)
    found = model.daily, model.events, model.contact_log
    model.close()
    return found


def as_bytes(found):
    """The bits of a trace: two traces are the same only if no bit differs (-0.0 counts as 0.0)."""
    daily, events, contacts = found
    return b"".join(struct.pack(f"<{len(row)}d", *(float(x) + 0.0 for x in row)) for table in (daily, events, contacts) for row in table)
