"""The figures that describe the state at the end of a day; mirrors `take_figures` of `model/night.py`."""

from ..rules import answer
from ..rules.draws import SURVEY, uniform
from ..rules.turnover import promoter_answer
from .kernel import kernel
from .layout import CHANNEL_COUNT, KIND_COUNT
from .repertoire import best_practice


@kernel
def take_figures(s, p):
    """Take the figures that describe the state at the end of the day."""
    o, y, n = s.office[0], s.tally[0], len(s.staff)
    people, vacancies, waiting = 0, 0, 0
    for seat in range(n):
        if s.staff[seat].exists:
            people += 1
        elif s.posts[o.segment * n + seat].open:
            vacancies += 1
    for channel in range(CHANNEL_COUNT):
        waiting += s.channels[channel].waiting
    y.headcount, y.vacancies, y.waiting_now, y.in_service_now = people, vacancies, waiting, o.serving
    y.cases_open, y.climate, y.conditions = o.cases_open, o.climate, o.conditions
    if people > 0:
        if o.day % p.calendar_days_per_week == 0:
            survey(s, p, people)
        y.promoter_score = o.promoter_score
        of_people(s, p, people)
        of_practices(s, people)


@kernel
def survey(s, p, people):
    """Ask everybody, once a week, how warmly they would recommend the office; keep the Employee Promoter Score."""
    o, warm, cold = s.office[0], 0, 0
    for seat in range(len(s.staff)):
        e = s.staff[seat]
        if e.exists:
            u = uniform(o.seed, SURVEY, seat, o.day, 0)
            said = promoter_answer(u, e.trust, e.belonging, e.exhaustion, p.manager_survey_noise)
            if said >= 9:
                warm += 1
            if said <= 6:
                cold += 1
    o.promoter_score = 100.0 * (warm - cold) / people


@kernel
def of_people(s, p, people):
    """Take the means over people, and how mastery is spread among them."""
    y = s.tally[0]
    exhaustion = trust = belonging = burnt = isolated = covered = total = most = 0.0
    for seat in range(len(s.staff)):
        e = s.staff[seat]
        if not e.exists:
            continue
        exhaustion += e.exhaustion
        trust += e.trust
        belonging += e.belonging
        if e.exhaustion >= p.exhaustion_cutoff:
            burnt += 1.0
        if is_isolated(s, seat):
            isolated += 1.0
        mine = mastery_of(s, e, seat)
        total += mine
        most = max(most, mine)
        for kind in range(KIND_COUNT):
            _, value = best_practice(s, p, e, seat, kind)
            if answer.relied_on(value, p.answer_threshold):
                covered += 1.0
    y.exhaustion, y.trust, y.belonging = exhaustion / people, trust / people, belonging / people
    y.burnt_out, y.isolated = burnt / people, isolated / people
    y.coverage = covered / (people * KIND_COUNT)
    y.concentration = most / total if total > 0.0 else 0.0


@kernel
def is_isolated(s, seat):
    """Tell whether a person has no tie to speak of."""
    for other in range(len(s.staff)):
        if s.ties[seat, other] > 0.1:
            return False
    return True


@kernel
def mastery_of(s, e, seat):
    """Add up a person's mastery of all that they hold."""
    mine, slot = 0.0, e.held_first
    while slot >= 0:
        held = s.held[seat * len(s.practices) + slot]
        if held.holds:
            mine += held.mastery
        slot = held.next
    return mine


@kernel
def of_practices(s, people):
    """Take the figures of the repertoire: how many practices live, how many are shared, how alike they are done."""
    o, y = s.office[0], s.tally[0]
    shared, named, reach, holders, knowing, pairs, apart = 0, 0, 0, 0, 0, 0, 0.0
    variants_of_practices(s)
    slot = o.alive_first
    while slot >= 0:
        q = s.practices[slot]
        if q.named >= 0:
            named += 1
        if q.holders >= 2:
            shared += 1
            reach += q.holders
            pairs += q.many
            apart += q.apart
            if q.named >= 0:
                holders += q.many
                knowing += q.knowing
        slot = q.alive_next
    y.practices, y.practices_shared, y.practices_named = o.alive_count, shared, named
    y.reach = reach / (people * shared) if shared > 0 else 0.0
    y.agreement = knowing / holders if holders > 0 else 0.0
    y.own_way = apart / pairs if pairs > 0 else 0.0


@kernel
def variants_of_practices(s):
    """Take for each living practice how many hold it, how many of them know its name, the mean of their variants, and the sum of their distances from it.

    Through what each person holds, not through all people for each practice: most hold little of what lives in a large house.
    """
    slot = s.office[0].alive_first
    while slot >= 0:
        q = s.practices[slot]
        q.many, q.knowing, q.mean_variant, q.apart = 0, 0, 0.0, 0.0
        slot = q.alive_next
    for seat in range(len(s.staff)):
        slot = s.staff[seat].held_first if s.staff[seat].exists else -1
        while slot >= 0:
            held, q = s.held[seat * len(s.practices) + slot], s.practices[slot]
            if held.holds:
                q.many += 1
                q.knowing += held.name_known
                q.mean_variant += held.variant
            slot = held.next
    slot = s.office[0].alive_first
    while slot >= 0:
        q = s.practices[slot]
        if q.many > 0:
            q.mean_variant = q.mean_variant / q.many
        slot = q.alive_next
    for seat in range(len(s.staff)):
        slot = s.staff[seat].held_first if s.staff[seat].exists else -1
        while slot >= 0:
            held, q = s.held[seat * len(s.practices) + slot], s.practices[slot]
            if held.holds:
                q.apart += abs(held.variant - q.mean_variant)
            slot = held.next
