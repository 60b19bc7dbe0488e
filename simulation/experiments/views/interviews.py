"""An interview study: so many employees, one interview each. What comes to mind, can be put into words, and is said to a stranger."""

from types import SimpleNamespace

import numpy as np

from ...measures.outcomes import STRONG_TIE
from ...rules import talk
from ..paired import mean
from .office import ASSUMED, FIELD_DAYS, TIERS, Office, View, count, most, ratio, way_of


def interviewees(office: Office, number: int) -> list[tuple[int, int]]:
    """Who is interviewed on which day: people in an order drawn once, one a day going back from the last; who is ill or not employed that day is passed over."""
    found, span = [], min(FIELD_DAYS, office.days)
    for person in np.random.default_rng([office.seed, 1]).permutation(sorted(office.people)).tolist():
        day = office.days - 1 - len(found) % span
        if len(found) < number and office.employed(person, day) and not office.away(person, day):
            found.append((person, day))
    return found


def interviews(office: Office, number: int = 12, assumed=ASSUMED) -> View:
    """What so many interviews bring to light; nothing if nobody is asked."""
    asked = interviewees(office, number)
    if not asked:
        return View()
    told = [_interview(office, person, day, assumed) for person, day in asked]
    holdings = frozenset((one.person, q) for one in told for q in one.mentioned)
    holders = count(q for _, q in holdings)
    exhaustion = np.array([one.exhaustion for one in told if one.exhaustion == one.exhaustion])
    past = min(office.days, assumed.window_grave) / office.year
    return View(
        practices=frozenset(holders), shared=frozenset(q for q, many in holders.items() if many > 1) | {q for one in told for q in one.had_from},
        named=frozenset(q for one in told for q in one.names), holdings=holdings, names=frozenset((one.person, q) for one in told for q in one.names),
        people=frozenset(person for person, _ in asked), key=most(count(source for one in told for source in one.had_from.values())),
        links={pair: 1.0 for one in told for pair in one.links}, learned=count(way for one in told for way in one.ways),
        episodes={tier: ratio(sum(one.recalled[tier] for one in told), sum(one.asked_of[tier] for one in told) / office.year) for tier in TIERS},
        bad=ratio(sum(one.bad for one in told), sum(sum(one.recalled.values()) for one in told)), calls=len({row for one in told for row in one.calls}) / past,
        lag=mean([one.lag for one in told if one.lag is not None]), exhaustion=mean(exhaustion), burnt_out=mean(exhaustion >= office.cutoff),
        absence=ratio(sum(one.ill for one in told), sum(one.asked_of["grave"] for one in told)))


def _interview(office, person, day, assumed):
    """What one person says on a day."""
    rng, me = np.random.default_rng([office.seed, 2, person]), office.people[person]
    u_near, error = rng.random(), rng.normal()
    u_practice, u_source = rng.random((2, len(office.practices)))
    u_colleague, u_row = rng.random(max(office.people) + 1), rng.random(len(office.log))
    frank = _candour(office, me, day, u_near)
    mentioned = _mentioned(office, person, day, frank, u_practice, assumed)
    known = {q: one for q in mentioned if (one := _learning(office, person, day, q)) and u_source[q] < _source_told(one, assumed)}
    recalled, asked_of, bad = _recalled(office, person, day, frank, u_row, assumed)
    return SimpleNamespace(
        person=person, mentioned=mentioned, names=[q for q in mentioned if office.knows_name(person, q, day)],
        had_from={q: one.source for q, one in known.items() if (one.source, q) in office.held_on(day)}, ways=[way_of(one) for one in known.values()],
        lag=min((one.day for one in known.values()), default=me.hired) - me.hired if known and me.hired >= 0 else None,
        links=[tuple(sorted((person, other))) for other in _closest(office, person, assumed) if u_colleague[other] < assumed.colleague_named],
        recalled=recalled, asked_of=asked_of, bad=bad, calls=_crews(office, person, day, frank, u_row, assumed),
        exhaustion=me.exhaustion + assumed.questionnaire_error * error, ill=_ill(office, person, day, u_row, assumed))


def _candour(office, me, day, u):
    """Candour towards a stranger, by the model's own rule: trust in the manager who let the stranger in stands for the tie, and a manager who is near chills."""
    p = office.scenario.params_at(day)
    trust = me.trust if me.trust == me.trust else float(office.tables.daily.trust.iloc[day])
    return talk.candour(p.talk_candour_base, trust, p.talk_candour_tie, u < p.manager_floor + p.manager_rest_room, p.manager_chill, False, 1.0)


def _mentioned(office, person, day, frank, u, assumed):
    """Practices that come to mind and into words: held, not too tacit, not too long ago, rather named than not."""
    e, found = office.events, []
    mine = (e.day <= day) & (e.practice >= 0) & ((e.who == person) | (np.isin(e.event, ("telling", "join")) & (e.whom == person)))
    last = np.full(len(office.practices), -1)
    np.maximum.at(last, e.practice[mine], e.day[mine])
    for who, q in sorted(office.held_on(day)):
        if who == person:
            words = (assumed.tell_named if office.knows_name(person, q, day) else assumed.tell_unnamed) * (1.0 - office.practices[q].tacitness)
            recent = 0.5 ** ((day - last[q]) / assumed.practice_half_life)
            if u[q] < frank * words * recent * office.salience(office.practices[q].kind, assumed):
                found.append(q)
    return found


def _learning(office, person, day, q):
    """The learning by which someone holds a practice; None for their own invention."""
    mine = [one for one in office.lives[q].learnings if one.who == person and one.day <= day]
    return mine[-1] if mine and way_of(mine[-1]) else None


def _source_told(learning, assumed):
    return {"talk": assumed.source_told, "overhearing": assumed.source_overheard, "taught": assumed.source_taught}[way_of(learning)]


def _closest(office, person, assumed):
    """The colleagues whom someone would name: those with the strongest ties, at the end of the run."""
    near = {other if one == person else one: tie for one, other, tie in office.tables.ties.itertuples(index=False)
            if person in (one, other) and tie > STRONG_TIE}
    return sorted(near, key=lambda other: (-near[other], other))[:int(assumed.colleagues)]


def _recalled(office, person, day, frank, u, assumed):
    """Episodes told of and days that were asked about, by tier; and how many of those told ended badly."""
    e, recalled, asked_of, bad = office.events, {}, {}, 0
    mine = np.flatnonzero((e.event == "episode") & (e.who == person) & (e.day <= day))
    age, ended_badly = day - e.day[mine], e.value[mine] != 1.0
    for tier, kinds in TIERS.items():
        window, half_life = getattr(assumed, f"window_{tier}"), getattr(assumed, f"half_life_{tier}")
        chance = frank * 0.5 ** (age / half_life) * np.where(ended_badly, 1.0, assumed.good_told)
        told = np.isin(e.situation[mine], kinds) & (age < window * (1.0 + assumed.telescoping)) & (u[mine] < chance)
        recalled[tier], bad = int(told.sum()), bad + int(ended_badly[told].sum())
        asked_of[tier] = office.days_employed(person, max(0, day - int(window) + 1), day)
    return recalled, asked_of, bad


def _crews(office, person, day, frank, u, assumed):
    """Calls for a crew, by row, that someone tells of: their own, and those they came to."""
    e = office.events
    mine = np.flatnonzero(np.isin(e.event, ("call", "join")) & (e.who == person) & (e.day <= day) & (day - e.day < assumed.window_grave))
    told = mine[u[mine] < frank * 0.5 ** ((day - e.day[mine]) / assumed.half_life_grave)]
    return {int(row if e.event[row] == "call" else e.parent[row]) for row in told}


def _ill(office, person, day, u, assumed):
    """Days of absence that someone remembers of the past year."""
    days, begins = 0, max(0, day - int(assumed.window_grave) + 1)
    for place, (who, first, last) in enumerate(office.absences):
        if who == person and first <= day and last >= begins and u[place] < 0.5 ** ((day - min(last, day)) / assumed.half_life_grave):
            days += min(last, day) - max(first, begins) + 1
    return days
