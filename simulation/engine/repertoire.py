"""The repertoire: what people hold, as chains through `State.held` in the order of numbers; mirrors `model/repertoire.py`."""

from ..rules import answer, invention, talk
from ..rules.draws import PRACTICE_TRAITS, VARIANT, uniform, uniform2
from ..rules.learning import by_doing
from ..rules.order import ORGANISATION
from .kernel import kernel
from .layout import E_DEATH, E_LEARNED, E_TELLING, FULL_PRACTICES, KIND_COUNT
from .log import log


@kernel
def best_practice(s, p, e, seat, kind):
    """Give the best practice that this person holds for a kind of situation, and its value; (-1, 0) if none."""
    best, best_value = -1, 0.0
    base = seat * len(s.practices)
    slot = e.kind_first[kind]
    while slot >= 0:
        held = s.held[base + slot]
        if held.holds:
            value = answer.value(s.practices[slot].quality, held.mastery, held.variant, e.own_way, p.answer_fit_weight)
            if value > best_value:
                best, best_value = slot, value
        slot = held.next_of_kind
    return best, best_value


@kernel
def named_crew_practice(s, e, seat, kind):
    """Give the practice of that kind whose name this person knows and can call; -1 if none."""
    base = seat * len(s.practices)
    slot = e.kind_first[kind]
    while slot >= 0:
        held = s.held[base + slot]
        if held.holds and held.name_known and s.practices[slot].crewed:
            return slot
        slot = held.next_of_kind
    return -1


@kernel
def number_of(s, slot):
    """Give the number of a practice; -1 for none."""
    return s.practices[slot].number if slot >= 0 else -1


@kernel
def learns(s, p, e, seat, slot, mastery, variant, event, source):
    """Come to know a practice, or know it better; log the moment at which the person begins to hold it."""
    o = s.office[0]
    held, practice = s.held[seat * len(s.practices) + slot], s.practices[slot]
    if not held.has:
        held.has, held.holds, held.name_known = 1, 0, 0
        held.mastery, held.variant, held.used, held.event = mastery, variant, o.day, event
        into_chains(s, e, seat, slot)
    elif mastery > held.mastery:
        held.mastery = mastery
        held.used = o.day
    if not held.holds and held.mastery >= p.learning_forgotten_below:
        held.holds = 1
        held.event = log(o, s.events, E_LEARNED, e.person, source, practice.number, -1, event, held.mastery)
        practice.holders += 1
        if practice.holders >= 2:
            practice.shared = 1


@kernel
def into_chains(s, e, seat, slot):
    """Put a practice among those that a person holds, in the order of their numbers."""
    base, number, kind = seat * len(s.practices), s.practices[slot].number, s.practices[slot].kind
    held = s.held[base + slot]
    before, at = -1, e.held_first
    while at >= 0 and s.practices[at].number < number:
        before, at = at, s.held[base + at].next
    held.next = at
    if before >= 0:
        s.held[base + before].next = slot
    else:
        e.held_first = slot
    before, at = -1, e.kind_first[kind]
    while at >= 0 and s.practices[at].number < number:
        before, at = at, s.held[base + at].next_of_kind
    held.next_of_kind = at
    if before >= 0:
        s.held[base + before].next_of_kind = slot
    else:
        e.kind_first[kind] = slot


@kernel
def loses(s, e, seat, slot):
    """Forget a practice altogether."""
    base, kind = seat * len(s.practices), s.practices[slot].kind
    held = s.held[base + slot]
    before, at = -1, e.held_first
    while at >= 0 and at != slot:
        before, at = at, s.held[base + at].next
    if before >= 0:
        s.held[base + before].next = held.next
    else:
        e.held_first = held.next
    before, at = -1, e.kind_first[kind]
    while at >= 0 and at != slot:
        before, at = at, s.held[base + at].next_of_kind
    if before >= 0:
        s.held[base + before].next_of_kind = held.next_of_kind
    else:
        e.kind_first[kind] = held.next_of_kind
    held.has = 0
    if held.holds:
        s.practices[slot].holders -= 1


@kernel
def uses(s, p, e, seat, slot):
    """Use a practice: mastery grows by doing."""
    held = s.held[seat * len(s.practices) + slot]
    if p.mechanisms_learning:
        held.mastery = by_doing(held.mastery, p.learning_by_doing)
    held.used = s.office[0].day
    s.practices[slot].uses += 1
    e.last_practice, e.last_number = slot, s.practices[slot].number


@kernel
def birth(o, kind, which):
    """Give the key of a birth: what the same person works out about the same kind in the same minute is the same in all worlds."""
    return (int(o.now - o.day_start) * 16 + which) * KIND_COUNT + kind


@kernel
def new_practice(s, p, kind, inventor, origin, seat, which, quality):
    """Add a practice to the repertoire and give its place; a quality below 0 is drawn. -1 if there is no room."""
    o = s.office[0]
    slot = o.practices_free
    if slot >= 0:
        o.practices_free = s.practices[slot].alive_next
    elif o.practices_used < len(s.practices):
        slot = o.practices_used
        o.practices_used += 1
    else:
        o.status = FULL_PRACTICES
        return -1
    number = o.practices_made
    o.practices_made += 1
    key = birth(o, kind, which)
    u_quality, u_tacit = uniform2(o.seed, PRACTICE_TRAITS, seat, o.day, 2 * key)
    u_valence, _ = uniform2(o.seed, PRACTICE_TRAITS, seat, o.day, 2 * key + 1)
    if quality < 0.0:
        quality = invention.quality(u_quality, p.invention_quality_low, p.invention_quality_high)
    valence = invention.valence(u_valence, p.invention_protective_share, p.invention_subversive_share)
    if inventor == ORGANISATION:
        valence = invention.RESOLVING
    q = s.practices[slot]
    q.number, q.kind, q.quality, q.tacitness, q.valence = number, kind, quality, u_tacit, valence
    q.crewed, q.named, q.origin = 1 if p.crew_contain[kind] > 0 else 0, -1, origin
    q.holders = q.shared = q.written = q.uses = 0
    q.parent = q.other_parent = -1
    q.alive = 1
    q.alive_next, q.alive_previous = -1, o.alive_last
    if o.alive_last >= 0:
        s.practices[o.alive_last].alive_next = slot
    else:
        o.alive_first = slot
    o.alive_last = slot
    o.alive_count += 1
    return slot


@kernel
def invents(s, p, e, seat, kind, event, parent, whom, which, count):
    """Let an employee come up with a practice: a private trick, or the answer to a colleague's story. Give its place, -1 if there is no room."""
    o = s.office[0]
    slot = new_practice(s, p, kind, e.person, -1, seat, which, -1.0)
    if slot < 0:
        return slot
    q = s.practices[slot]
    row = log(o, s.events, event, e.person, whom, q.number, kind, parent, q.quality)
    q.origin = row
    u = uniform(o.seed, VARIANT, seat, o.day, birth(o, kind, which))
    variant = e.own_way + 0.5 * (u - 0.5)
    learns(s, p, e, seat, slot, p.invention_mastery, max(-1.0, min(1.0, variant)), row, -1)
    if count:
        s.tally[0].inventions += 1
    dies_if_unheld(s, slot)
    return slot


@kernel
def transmits(s, p, teller, seat, listener, other, slot, rate, weight, event):
    """Let a listener learn from a teller. event: what taught it, or -1 to log a telling. Give the row of that event, or -1 if nothing was learned."""
    theirs, held = s.held[seat * len(s.practices) + slot], s.held[other * len(s.practices) + slot]
    practice = s.practices[slot]
    has = held.has
    before = held.mastery if has else 0.0
    after = talk.learns(before, theirs.mastery, rate, practice.tacitness, weight, 1.0)
    if after <= before:
        return -1
    if event < 0:
        event = log(s.office[0], s.events, E_TELLING, teller.person, listener.person, practice.number, -1, theirs.event, after - before)
        theirs.used = s.office[0].day  # who tells it keeps it in mind
    start = held.variant if has else theirs.variant
    variant = talk.variant_after(start, theirs.variant, listener.own_way, p.talk_conform, p.talk_own_way)
    if has:
        held.variant = variant
    learns(s, p, listener, other, slot, after, variant, event, teller.person)
    return event


@kernel
def dies_if_unheld(s, slot):
    """Let a practice die with its last holder."""
    o, q = s.office[0], s.practices[slot]
    if not q.alive or q.holders != 0:
        return
    q.alive = 0
    for seat in range(len(s.staff)):
        if s.staff[seat].exists and s.held[seat * len(s.practices) + slot].has:
            loses(s, s.staff[seat], seat, slot)
    s.tally[0].practices_lost += 1
    log(o, s.events, E_DEATH, -1, -1, q.number, -1, q.origin, 0.0)
    if q.written:
        out_of_guide(s, o, slot)
    if q.alive_previous >= 0:
        s.practices[q.alive_previous].alive_next = q.alive_next
    else:
        o.alive_first = q.alive_next
    if q.alive_next >= 0:
        s.practices[q.alive_next].alive_previous = q.alive_previous
    else:
        o.alive_last = q.alive_previous
    o.alive_count -= 1
    if len(s.events) == 0:  # where there is a log, the dead are remembered
        q.alive_next = o.practices_free
        o.practices_free = slot


@kernel
def out_of_guide(s, o, slot):
    """Take a dead practice out of the chain of those that are in the guide."""
    before, at = -1, o.guide_first
    while at >= 0 and at != slot:
        before, at = at, s.practices[at].guide_next
    if before >= 0:
        s.practices[before].guide_next = s.practices[slot].guide_next
    else:
        o.guide_first = s.practices[slot].guide_next
    if o.guide_last == slot:
        o.guide_last = before
