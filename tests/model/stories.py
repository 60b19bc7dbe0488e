"""A stage for scripted people: an office where nobody comes by themselves, all staff are at their desks, and chances are 0 or 1 as told."""

from simulation.measures.events import CODE, EVENT_NAMES
from simulation.model import FrontOffice, flow
from simulation.model.contact import Contact
from simulation.model.episodes import face
from simulation.rules.order import CHANNELS, COUNTER, HOME, IN_SERVICE, KINDS, MAIL, MEAL, PHONE, SERVING, SOCIAL  # noqa: F401  (stories take channels from here)
from simulation.scenario import load

CONFIDENTIAL, EXCEPTION, INCIVILITY, INSULT, THREAT, OUTBURST, ASSAULT, CALLOUT = range(len(KINDS))

STAGE = {
    **{f"{c}.per_day": 0.0 for c in CHANNELS}, **{f"{c}.posts": 0 for c in CHANNELS}, "counter.posts": 6, "staff.blend": 0.0,
    "staff.novice_share": 0.0, "staff.late_share": 0.0, "staff.tenure_years": 20.0, "staff.life_event_per_year": 0.0, "staff.teams": 1,
    "breaks.count": 0, "breaks.meal_minutes": 0.0, "breaks.autonomy": 0.0, "invention.initial_practices": 0.0, "invention.trick": 0.0,
    "invention.story": 0.0, "overhearing.notice": 0.0, "talk.rate_rest_room": 0.0, "talk.rate_desk": 0.0, "manager.floor": 0.0,
    "manager.rest_room": 0.0, "manager.listening": 0.0, "manager.conditions": 0.0, "turnover.absence_share": 0.0,
    "turnover.leave_per_year": 0.0, "territory.rule_changes_per_month": 0.0, "territory.tension": 0.0, "talk.admission_days": 0.0,
    "exhaustion.trait": 0.0, "episode.tilt": 0.0, "voice.exit": 0.0, "voice.callout": 0.0, "demand.weekday_profile": (1.0,),
}
SURE = {"answer.base": 10.0, "answer.severity": 0.0, "answer.strain": 0.0, "answer.exhaustion": 0.0, "manager.step_in_success": 1.0,
        "manager.watched_tax": 0.0}
"""Whatever is tried ends well."""
HOPELESS = {"answer.base": -10.0, "answer.practice": 0.0, "answer.crew": 0.0, "answer.experience": 0.0, "manager.step_in_success": 0.0}
"""Whatever is tried ends badly."""


def only(kind):
    """Every episode is of this kind."""
    return {"episode.kind_shares": tuple(1.0 if k == kind else 0.0 for k in range(len(KINDS)))}


def stage(*tables, seed=1, open_it=True, employee_class=None, **settings):
    """The stage, with all staff idle at their desks just after opening."""
    values = dict(STAGE)
    for table in tables:
        values |= table
    values |= {key.replace("__", "."): value for key, value in settings.items()}
    more = {"employee_class": employee_class} if employee_class else {}
    model = FrontOffice(load("social_agency", overrides=values), seed=seed, **more)
    if open_it:
        model.step()
    return model


def knows(model, seats, kind, name=True, quality=1.0, mastery=1.0, valence=0, tacitness=0.0):
    """Let some people hold one practice for a kind of situation, invented by the first of them; give its number."""
    first = model.staff[seats[0]]
    number = model.invents(first, kind, "trick", -1)
    practice = model.practices[number]
    practice.quality, practice.tacitness, practice.valence = quality, tacitness, valence
    if name:
        practice.named = model.day
    for seat in seats:
        e = model.staff[seat]
        e.learns(number, mastery, 0.0, first.held[number].event, first.person)
        held = e.held[number]
        held.mastery, held.variant, held.name_known = mastery, 0.0, name
        e.own_way = 0.0
    return number


def comes(model, employee, channel=COUNTER, user=0, irritation=0.0, callout=False):
    """Let a user be served by an employee; give the contact."""
    u = model.user(user)
    if not u.case_open:
        flow.open_case(model, u, channel, 0.5, 0.0, 1.0, 0.5)
    u.irritation, u.present = irritation, True
    contact = Contact(model.next_serial(), u, channel, model.now, model.day, u.contacts_today, callout)
    contact.state, contact.started = IN_SERVICE, model.now
    u.contacts_today += 1
    if employee.status != SERVING:
        employee.becomes(SERVING, model.now)
        model.serving += 1
    employee.contact = contact
    return contact


def goes(model, employee):
    """Let the user whom an employee serves be done and go."""
    flow.ends(model, employee, model.now)
    model.free(employee, model.now)


def episode(model, seat, channel=COUNTER, user=0, irritation=0.0, callout=False):
    """Let a user make an episode at a desk; give (minutes that it adds, its contact)."""
    employee = model.staff[seat]
    contact = comes(model, employee, channel, user, irritation, callout)
    return face(employee, contact, False, model.now), contact


def in_rest_room(model, seats, minutes=1e5):
    """Send some people to the rest room for as long as the scene lasts."""
    for seat in seats:
        model.staff[seat].takes_break(model.now, MEAL, minutes)


def log(model, *names):
    """The events with these names (all: none given), as dictionaries with their row."""
    fields = ("day", "minute", "event", "who", "whom", "practice", "situation", "parent", "value")
    return [dict(zip(fields, e), row=row, event=EVENT_NAMES[e[2]]) for row, e in enumerate(model.events)
            if not names or e[2] in {CODE[n] for n in names}]


def names(model):
    """The names of the events, in order, without the start."""
    return [e["event"] for e in log(model) if e["event"] != "start"]


def sleep(model, nights=1):
    """Let whoever is being served go, and the rest of the day pass, and so many nights."""
    for e in model.staff:
        if e is not None and e.status == SERVING and e.contact is not None:
            goes(model, e)
    model.run(model.day + nights)
