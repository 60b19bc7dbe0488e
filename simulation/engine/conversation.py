"""Talk: who speaks when people are together, what is told, and what it does to those who hear; mirrors `model/conversation.py`."""

from ..rules import answer, asking, invention, order, talk
from ..rules.draws import TALK_EFFECT, TALK_PARTNER, TALK_TOPIC, below, uniform2
from ..rules.management import REST_ROOM
from ..rules.order import IDLE
from ..rules.talk import STORIES_KEPT
from .episodes import drops_story
from .kernel import kernel
from .layout import E_INVENTION, E_NAMING, E_REFINEMENT, KIND_COUNT, NEAR_LISTENERS, NEAR_TABLE, TALK_BY
from .log import log
from .people import newcomer, settle, strains, thinks_of_next, ties_with, watches
from .repertoire import best_practice, invents, learns, number_of, transmits

evenly = kernel(order.evenly)


@kernel
def minute_of_talk(s, p, dt):
    """Let all who are together talk for one step: tables in the rest room, compulsory meetings, idle neighbours at their desks."""
    o = s.office[0]
    prompted = evenly(o.day // p.calendar_days_per_week, p.meetings_prompted)
    visited = o.manager_room if o.manager_where == REST_ROOM else -1
    for group in range(len(s.groups)):
        if s.groups[group].count > 1:
            talk_in_group(s, p, group, group >= o.rooms, group == visited, prompted, dt)
    talk_at_desks(s, p, p.talk_rate_desk * dt)


@kernel
def talk_in_group(s, p, group, meeting, manager_there, prompted, dt):
    """Let those who are together in a room, in the order in which they came, bring something up or not."""
    g = s.groups[group]
    rate = p.talk_rate_rest_room
    if not meeting:
        rate = rate * (1.0 - 0.7 * p.rest_room_zen)
    seat = g.first
    while seat >= 0:
        e = s.staff[seat]
        s.unsaid[seat] -= rate * dt
        while s.unsaid[seat] <= 0.0:
            tell(s, p, seat, table(s, p, g, seat), meeting, manager_there, meeting and prompted)
            thinks_of_next(s, e, seat)
        seat = e.group_next


@kernel
def table(s, p, g, speaker):
    """Find those at the speaker's table: the people who came to the room next after the speaker, around the circle, up to its size."""
    first, many = NEAR_TABLE * len(s.staff), 0
    if g.count <= p.talk_table_size:
        seat = g.first
        while seat >= 0:
            if seat != speaker:
                s.picks[first + many].seat = seat
                many += 1
            seat = s.staff[seat].group_next
        return many
    seat = speaker
    for _ in range(1, p.talk_table_size):
        seat = s.staff[seat].group_next
        if seat < 0:
            seat = g.first
        s.picks[first + many].seat = seat
        many += 1
    return many


@kernel
def talk_at_desks(s, p, company):
    """Let those who are free turn to those within earshot who are free too; company: what each of them has had of it this step."""
    some_speak = 0
    for seat in range(len(s.staff)):
        left = s.unsaid[seat] - (company if s.idle_near[seat] > 0 else 0.0)
        s.unsaid[seat] = left
        some_speak |= s.idle_near[seat] > 0 and left <= 0.0
    if some_speak:
        for seat in range(len(s.staff)):
            if s.idle_near[seat] > 0 and s.unsaid[seat] <= 0.0:
                speaks_at_desk(s, p, seat)


@kernel
def speaks_at_desk(s, p, seat):
    """Let someone who is free say what has come up to those within earshot who are free too."""
    o, e, first, many = s.office[0], s.staff[seat], NEAR_TABLE * len(s.staff), 0
    post = s.posts[o.segment * len(s.staff) + seat]
    for i in range(post.near_first, post.near_end):
        if s.staff[s.near[i]].status == IDLE:
            s.picks[first + many].seat = s.near[i]
            many += 1
    while s.unsaid[seat] <= 0.0:
        tell(s, p, seat, many, False, watches(o, e), False)
        thinks_of_next(s, e, seat)


@kernel
def choose_partner(s, speaker, many, u):
    """Choose whom to turn to: chances grow with ties, and strangers have some."""
    first, total = NEAR_TABLE * len(s.staff), 0.0
    for i in range(many):
        total += 0.1 + s.ties[speaker, s.picks[first + i].seat]
    target, cumulated = u * total, 0.0
    for i in range(many):
        cumulated += 0.1 + s.ties[speaker, s.picks[first + i].seat]
        if target < cumulated:
            return s.picks[first + i].seat
    return s.picks[first + many - 1].seat


@kernel
def find_listeners(s, p, speaker, partner, many, prompted):
    """Find who listens: the partner, and those at the table who do unless the two are prompted; each with a number that says what it does to them. Give how many."""
    o, n = s.office[0], len(s.staff)
    first, heard = NEAR_TABLE * n, NEAR_LISTENERS * n
    key = speaker + 65536 * s.staff[speaker].things
    _, v = uniform2(o.seed, TALK_EFFECT, partner, o.day, key)
    s.picks[heard].seat, s.picks[heard].value = partner, v
    count = 1
    for i in range(many):
        other = s.picks[first + i].seat
        if other != partner and not prompted:
            u, v = uniform2(o.seed, TALK_EFFECT, other, o.day, key)
            if u < p.talk_audience:
                s.picks[heard + count].seat, s.picks[heard + count].value = other, v
                count += 1
    return count


@kernel
def tell(s, p, speaker, many, meeting, manager_there, prompted):
    """Let one person bring something up with one colleague while others at the table may listen; where they are prompted, the two talk by themselves, and of what is hard."""
    o, y, e = s.office[0], s.tally[0], s.staff[speaker]
    t = o.now
    partner = choose_partner(s, speaker, many, e.u_partner)
    ties_with(s, p, speaker, partner)
    candour = talk.candour(p.talk_candour_base, s.ties[speaker, partner], p.talk_candour_tie, manager_there, p.manager_chill, meeting,
                           p.meetings_candour)
    if prompted:
        candour = p.meetings_asks
    if e.u_candour >= candour:
        y.small_talk += 1.0
        return
    count = find_listeners(s, p, speaker, partner, many, prompted)
    settle(p, e, t)
    what = talk.SOLUTION if prompted else talk.topic(e.u_topic, p.talk_solution, p.talk_vent, e.strain)
    if what == talk.SOLUTION:
        if not (prompted and ask(s, p, e, speaker, partner, candour)) and not tell_solution(s, p, e, speaker, count, candour, meeting):
            what = talk.VENT
    if what == talk.VENT and vents_again(s, p, e, speaker):
        what = talk.CO_RUMINATION
    s.counts[TALK_BY + what] += 1.0
    if what == talk.VENT:
        e.strain = e.strain * (1.0 - p.talk_vent_relief * candour)
        y.care_staff += 1.0
    elif what == talk.CO_RUMINATION:
        strains(p, e, p.talk_co_rumination_cost, t)
        for i in range(count):
            strains(p, s.staff[s.picks[NEAR_LISTENERS * len(s.staff) + i].seat], p.talk_co_rumination_cost, t)


@kernel
def vents_again(s, p, e, speaker):
    """Tell whether what somebody vents is an open story that they have vented before: then it is co-rumination."""
    u_story, u_which = uniform2(s.office[0].seed, TALK_TOPIC, speaker, s.office[0].day, e.things)
    if e.stories_count == 0 or not asking.asks(u_story, float(e.tenure), p.talk_ask_novice):
        return False
    story = s.stories[speaker * (STORIES_KEPT + 1) + below(u_which, e.stories_count)]
    before = story.vented
    story.vented = 1
    return before == 1


@kernel
def tell_solution(s, p, e, speaker, count, candour, meeting):
    """Let someone tell an open story, which a listener may solve, or a practice, which listeners learn; False when there is nothing to tell."""
    o = s.office[0]
    u_story, u_which = uniform2(o.seed, TALK_TOPIC, speaker, o.day, e.things)
    if e.stories_count > 0 and (meeting or asking.asks(u_story, float(e.tenure), p.talk_ask_novice)):
        tell_story(s, p, e, speaker, count, candour, below(u_which, e.stories_count))
        return True
    base, slot = speaker * len(s.practices), e.last_practice
    if slot < 0 or s.practices[slot].number != e.last_number or not s.held[base + slot].has or u_story >= 0.75:
        slot = some_held(s, e, base, u_which)
        if slot < 0:
            return False
    if not s.held[base + slot].holds:
        return False
    tell_practice(s, p, e, speaker, count, candour, meeting, slot)
    return True


@kernel
def ask(s, p, e, speaker, partner, candour):
    """Let someone who is prompted ask about the hard kind of situation of which most is to be learned from the other, who tells it; False when there is none."""
    f, chosen, most = s.staff[partner], -1, 0.0
    for kind in range(KIND_COUNT):
        slot, theirs = best_practice(s, p, f, partner, kind)
        if p.episode_severity[kind] < p.asking_severity or not answer.relied_on(theirs, p.answer_threshold):
            continue
        _, mine = best_practice(s, p, e, speaker, kind)
        need = asking.need(p.episode_kind_shares[kind], p.episode_severity[kind], theirs, mine)
        if need > most:
            chosen, most = slot, need
    if chosen < 0 or transmits(s, p, f, partner, e, speaker, chosen, p.talk_transmit, candour, -1) < 0:
        return False
    s.tally[0].tellings += 1.0
    return True


@kernel
def some_held(s, e, base, u):
    """Choose one of the practices that a person holds, each as likely; -1 if there is none."""
    known, slot = 0, e.held_first
    while slot >= 0:
        known += s.held[base + slot].holds
        slot = s.held[base + slot].next
    if known == 0:
        return -1
    which, slot = below(u, known), e.held_first
    while slot >= 0:
        if s.held[base + slot].holds:
            if which == 0:
                return slot
            which -= 1
        slot = s.held[base + slot].next
    return -1


@kernel
def tell_story(s, p, e, speaker, count, candour, which):
    """Tell an open story: the first listener who has a practice for it that can be relied on tells that; failing this, the first who finds an answer turns it into a shared
    practice. Either closes the story."""
    story = s.stories[speaker * (STORIES_KEPT + 1) + which]
    for i in range(count):
        other = s.picks[NEAR_LISTENERS * len(s.staff) + i].seat
        f = s.staff[other]
        slot, value = best_practice(s, p, f, other, story.kind)
        if answer.relied_on(value, p.answer_threshold) and transmits(s, p, f, other, e, speaker, slot, p.talk_transmit, candour, -1) >= 0:
            s.tally[0].tellings += 1.0
            drops_story(s, e, speaker, which)
            return
    if not p.mechanisms_invention:
        return
    for i in range(count):
        pick = s.picks[NEAR_LISTENERS * len(s.staff) + i]
        other, f = pick.seat, s.staff[pick.seat]
        different = talk.diversity(float(e.tenure), float(f.tenure), e.team == f.team)
        if invention.solves_story(pick.value, p.invention_solve, different, candour):
            theirs, _ = best_practice(s, p, f, other, story.kind)
            mine, _ = best_practice(s, p, e, speaker, story.kind)
            slot = invents(s, p, f, other, story.kind, E_INVENTION, story.event, e.person, 0, 1)
            if slot >= 0:
                s.practices[slot].parent = number_of(s, theirs)
                s.practices[slot].other_parent = number_of(s, mine) if mine != theirs else -1
            if slot >= 0 and s.held[other * len(s.practices) + slot].has:
                held = s.held[other * len(s.practices) + slot]
                learns(s, p, e, speaker, slot, held.mastery, held.variant, held.event, f.person)
            drops_story(s, e, speaker, which)
            return


@kernel
def tell_practice(s, p, e, speaker, count, candour, meeting, slot):
    """Tell a practice: listeners learn it, it may be refined, and before two or more listeners it may get a name, which all then know."""
    o, y, practice, size = s.office[0], s.tally[0], s.practices[slot], len(s.practices)
    held, heard = s.held[speaker * size + slot], NEAR_LISTENERS * len(s.staff)
    u_refine, u_name = uniform2(o.seed, TALK_PARTNER, speaker, o.day, e.things)
    widest, telling = 0.0, practice.origin
    for i in range(count):
        other = s.picks[heard + i].seat
        f = s.staff[other]
        weight = 0.25 if newcomer(p, f) and not meeting else 1.0
        taught = transmits(s, p, e, speaker, f, other, slot, p.talk_transmit, candour * weight, -1)
        if taught >= 0:
            y.tellings += 1.0
            telling = taught
        different = talk.diversity(float(e.tenure), float(f.tenure), e.team == f.team)
        if different > widest:
            widest = different
        if held.name_known and s.held[other * size + slot].has:
            s.held[other * size + slot].name_known = 1
    if u_refine < p.talk_refine * widest:
        practice.quality = talk.refined(practice.quality, 0.25, widest)
        y.refinements += 1.0
        log(o, s.events, E_REFINEMENT, e.person, -1, practice.number, -1, telling, practice.quality)
    if practice.named < 0 and count >= 2 and u_name < p.talk_naming:
        practice.named = o.day
        y.namings += 1.0
        held.name_known = 1
        for i in range(count):
            theirs = s.held[s.picks[heard + i].seat * size + slot]
            if theirs.has:
                theirs.name_known = 1
        log(o, s.events, E_NAMING, e.person, -1, practice.number, -1, telling, float(count + 1))
    e.strain = e.strain * (1.0 - 0.5 * p.talk_vent_relief * candour)
