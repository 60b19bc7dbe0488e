"""A participant observation: so many days in one room, from opening for some hours. What happens there and is noticed, the tacit too, and nothing else."""

import numpy as np

from ...rules.order import KINDS, evenly
from ..paired import mean
from .office import ASSUMED, FIELD_DAYS, TIERS, Office, View, count, most, ratio, ways


def observation(office: Office, days: int = FIELD_DAYS, assumed=ASSUMED) -> View:
    """What an observer notes on the last so many days; nothing where there is no room to sit in."""
    days, people = min(days, office.days), observed_room(office)
    if days < 1 or not people:
        return View()
    e, seen, first = office.events, witnessed(office, days, assumed), office.days - days
    u_notice, u_recognise = np.random.default_rng([office.seed, 3]).random((2, len(office.log)))
    noticed = seen & (u_notice < _chances(office, assumed))
    clear = noticed & (e.practice >= 0) & (u_recognise < assumed.recognised)
    did, spoke = clear & np.isin(e.event, ("episode", "telling", "call", "join")), clear & np.isin(e.event, ("telling", "call", "join", "naming"))
    holdings = frozenset(zip(e.who[did].tolist(), e.practice[did].tolist()))
    names = frozenset((who, q) for who, q, day in zip(e.who[spoke].tolist(), e.practice[spoke].tolist(), e.day[spoke].tolist())
                      if office.knows_name(who, q, day))
    holders, faced, met = count(q for _, q in holdings), noticed & (e.event == "episode"), noticed & np.isin(e.event, ("telling", "join"))
    person_days = sum(office.days_employed(person, first, office.days - 1) for person in people)
    ill = sum(max(0, last - max(begins, first) + 1) for who, begins, last in office.absences if who in people)
    share = _share_of_day(office, assumed)
    return View(
        practices=frozenset(holders) | {q for _, q in names}, shared=frozenset(q for q, many in holders.items() if many > 1),
        named=frozenset(q for _, q in names), holdings=holdings, names=names, people=people, key=most(count(who for who, _ in holdings)),
        links=count(tuple(sorted(pair)) for pair in zip(e.who[met].tolist(), e.whom[met].tolist())),
        learned=ways(one for life in office.lives for one in life.learnings if seen[one.row] and noticed[e.parent[one.row]]),
        episodes={tier: int((faced & np.isin(e.situation, kinds)).sum()) / share / person_days * office.year for tier, kinds in TIERS.items()},
        bad=ratio(int((faced & (e.value != 1.0)).sum()), int(faced.sum())), calls=int((noticed & (e.event == "call")).sum()) / share / days * office.year,
        lag=_lag(office, e.day, e.who, did, first), absence=ratio(ill, person_days))


def room_of(office: Office, person: int) -> int | None:
    """The room of someone's desk at the end of the run, as the drivers lay desks out; None for who works from home or in users' homes."""
    one, p = office.people[person], office.scenario.params_at(office.days - 1)
    rank = len({other.seat for other in office.people.values() if other.channel == one.channel and other.seat < one.seat})
    if one.seat < 0 or one.channel == "home" or one.channel != "counter" and evenly(rank, p.staff_remote_share):
        return None
    return min(p.desks_rooms - 1, one.seat * p.desks_rooms // max(1, sum(p.channel_posts) + p.staff_extra_posts))


def observed_room(office: Office) -> frozenset:
    """Those whom an observer sits among: the first room, where the counter is if there is one."""
    rooms = {person: room for person in office.people if (room := room_of(office, person)) is not None}
    first = min(rooms.values(), default=None)
    return frozenset(person for person, room in rooms.items() if room == first and office.days_employed(person, office.begins, office.days - 1))


def witnessed(office: Office, days: int, assumed=ASSUMED) -> np.ndarray:
    """Which rows of the log happen before the observer's eyes: on the last so many days, within the hours, all who have a part in it of the room. Not all of it
    is noticed."""
    e, room, hours = office.events, sorted(observed_room(office)), office.scenario.values["calendar.open_hour"]
    week = office.scenario.values["calendar.days_per_week"]
    opens = np.array([60.0 * hours[day % week % len(hours)] for day in range(office.days + 1)])[e.day]
    two = np.isin(e.event, ("telling", "join", "overheard", "learned", "invention")) & (e.whom >= 0)
    return ((e.day >= office.days - days) & (e.minute >= opens) & (e.minute < opens + 60.0 * assumed.hours) & np.isin(e.who, room)
            & (~two | np.isin(e.whom, room)))


def _chances(office, assumed):
    """The chance of noticing each row of the log."""
    chance = {"telling": assumed.notice_talk, "naming": assumed.notice_talk, "invention": assumed.notice_talk, "call": assumed.notice_call,
              "join": assumed.notice_call, "overheard": assumed.notice_overheard, "training": 1.0}
    found = np.array([chance.get(name, 0.0) for name in office.events.event.tolist()])
    for kind in KINDS:
        faced = (office.events.event == "episode") & (office.events.situation == kind)
        found[faced] = min(1.0, assumed.notice_episode * (0.5 + office.severity(kind)))
    return found


def _share_of_day(office, assumed):
    """The share of the opening hours that the observer is there, over a week."""
    opens, closes, week = (office.scenario.values[f"calendar.{name}"] for name in ("open_hour", "close_hour", "days_per_week"))
    hours = [closes[day % len(closes)] - opens[day % len(opens)] for day in range(week)]
    return sum(min(assumed.hours, one) for one in hours) / sum(hours)


def _lag(office, day, who, did, first):
    """Days from hire until newcomers who came during the observation are seen to use or tell a practice."""
    seen = {one: day[did & (who == one.person)] for one in office.people.values() if one.hired >= first}
    return mean([int(days.min()) - one.hired for one, days in seen.items() if len(days)])
