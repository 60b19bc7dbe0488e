"""Talk: who speaks when people are together, what is told, and what it does to those who hear."""

from ..rules import answer, asking, invention, talk
from ..rules.draws import TALK_EFFECT, TALK_PARTNER, TALK_TOPIC, below, uniform2
from ..rules.order import IDLE, evenly


def minute_of_talk(model, dt):
    """Let all who are together talk for one step: tables in the rest room, compulsory meetings, idle neighbours at their desks."""
    p = model.p
    prompted = evenly(model.day // p.calendar_days_per_week, p.meetings_prompted)
    for group in model.companies():
        rate = p.talk_rate_rest_room
        if group.in_rest_room:
            rate = rate * (1.0 - 0.7 * p.rest_room_zen)
        for speaker in group.people:
            speaker.unsaid -= rate * dt
            while speaker.unsaid <= 0.0:
                others = table(group.people, speaker, p.talk_table_size)
                tell(model, speaker, others, group.meeting, group.manager_there, group.meeting and prompted)
                speaker.thinks_of_next()
    for speaker in model.staff:
        if speaker is None or speaker.status != IDLE:
            continue
        others = [model.staff[s] for s in model.places.neighbours[speaker.seat] if model.staff[s] is not None
                  and model.staff[s].status == IDLE]
        if others:
            speaker.unsaid -= p.talk_rate_desk * dt
            while speaker.unsaid <= 0.0:
                tell(model, speaker, others, False, model.manager.watches(speaker), False)
                speaker.thinks_of_next()


def table(people, speaker, size):
    """Give those at the speaker's table: the people who came to the room next after the speaker, around the circle, up to the size of a table."""
    n = len(people)
    if n <= size:
        return [other for other in people if other is not speaker]
    i = people.index(speaker)
    return [people[(i + k) % n] for k in range(1, size)]


def choose_partner(speaker, others, u):
    """Choose whom to turn to: chances grow with ties, and strangers have some."""
    total = 0.0
    cumulated = []
    for other in others:
        total += 0.1 + speaker.ties.get(other.seat, 0.0)
        cumulated.append(total)
    target = u * total
    for other, c in zip(others, cumulated):
        if target < c:
            return other
    return others[-1]


def tell(model, speaker, others, meeting, manager_there, prompted):
    """Let one person bring something up with one colleague while others at the table may listen; where they are prompted, the two talk by themselves, and of what is hard."""
    p, tally, day, t, rank = model.p, model.tally, model.day, model.now, speaker.things
    partner = choose_partner(speaker, others, speaker.u_partner)
    speaker.ties_with(partner)
    tie = speaker.ties[partner.seat]
    candour = talk.candour(p.talk_candour_base, tie, p.talk_candour_tie, manager_there, p.manager_chill,
                           meeting, p.meetings_candour)
    if prompted:
        candour = p.meetings_asks
    if speaker.u_candour >= candour:
        tally.small_talk += 1
        return
    listeners = [(partner, uniform2(model.seed, TALK_EFFECT, partner.seat, day, speaker.seat + 65536 * rank)[1])]
    for other in others:
        if other is not partner and not prompted:
            u, v = uniform2(model.seed, TALK_EFFECT, other.seat, day, speaker.seat + 65536 * rank)
            if u < p.talk_audience:
                listeners.append((other, v))
    speaker.settle(t)
    what = talk.SOLUTION if prompted else talk.topic(speaker.u_topic, p.talk_solution, p.talk_vent, speaker.strain)
    if what == talk.SOLUTION:
        if not (prompted and ask(model, speaker, partner, candour)) and not tell_solution(model, speaker, listeners, candour, meeting):
            what = talk.VENT
    if what == talk.VENT and vents_again(model, speaker):
        what = talk.CO_RUMINATION
    model.count_talk(what)
    if what == talk.VENT:
        speaker.strain = speaker.strain * (1.0 - p.talk_vent_relief * candour)
        tally.care_staff += 1
    elif what == talk.CO_RUMINATION:
        speaker.strains(p.talk_co_rumination_cost, t)
        for other, _ in listeners:
            other.strains(p.talk_co_rumination_cost, t)


def vents_again(model, speaker):
    """Tell whether what somebody vents is an open story that they have vented before: then it is co-rumination."""
    u_story, u_which = uniform2(model.seed, TALK_TOPIC, speaker.seat, model.day, speaker.things)
    if not speaker.stories or not speaker.asks(u_story):
        return False
    _, story = speaker.stories[below(u_which, len(speaker.stories))]
    before = story in speaker.vented
    speaker.vented.add(story)
    return before


def tell_solution(model, speaker, listeners, candour, meeting):
    """Let someone tell an open story, which a listener may solve, or a practice, which listeners learn; False when there is nothing to tell."""
    u_story, u_which = uniform2(model.seed, TALK_TOPIC, speaker.seat, model.day, speaker.things)
    if speaker.stories and (meeting or speaker.asks(u_story)):
        return tell_story(model, speaker, listeners, candour, below(u_which, len(speaker.stories)))
    number = speaker.last_practice
    if number < 0 or number not in speaker.held or u_story >= 0.75:
        known = [n for n in sorted(speaker.held) if speaker.held[n].holds]
        if not known:
            return False
        number = known[below(u_which, len(known))]
    held = speaker.held[number]
    if not held.holds:
        return False
    tell_practice(model, speaker, listeners, candour, meeting, number, held)
    return True


def ask(model, speaker, partner, candour):
    """Let someone who is prompted ask about the hard kind of situation of which most is to be learned from the other, who tells it; False when there is none."""
    p = model.p
    chosen, most = -1, 0.0
    for kind, severity in enumerate(p.episode_severity):
        number, theirs = partner.best_practice(kind)
        if severity < p.asking_severity or not answer.relied_on(theirs, p.answer_threshold):
            continue
        need = asking.need(p.episode_kind_shares[kind], severity, theirs, speaker.best_practice(kind)[1])
        if need > most:
            chosen, most = number, need
    if chosen < 0 or model.transmits(partner, speaker, chosen, p.talk_transmit, candour, -1) < 0:
        return False
    model.tally.tellings += 1
    return True


def tell_story(model, speaker, listeners, candour, which):
    """Tell an open story: the first listener who has a practice for it that can be relied on tells that; failing this, the first who finds an answer turns it into a shared
    practice. Either closes the story."""
    p = model.p
    kind, story = speaker.stories[which]
    for other, _ in listeners:
        number, value = other.best_practice(kind)
        if answer.relied_on(value, p.answer_threshold) and model.transmits(other, speaker, number, p.talk_transmit, candour, -1) >= 0:
            model.tally.tellings += 1
            speaker.stories.pop(which)
            return True
    if not p.mechanisms_invention:
        return True
    for other, u in listeners:
        different = talk.diversity(float(speaker.tenure), float(other.tenure), speaker.team == other.team)
        if invention.solves_story(u, p.invention_solve, different, candour):
            parents = [n for n in (other.best_practice(kind)[0], speaker.best_practice(kind)[0]) if n >= 0]
            number = model.invents(other, kind, "invention", story, whom=speaker.person, parents=tuple(dict.fromkeys(parents)))
            held = other.held.get(number)
            if held is not None:
                speaker.learns(number, held.mastery, held.variant, held.event, other.person)
            speaker.stories.pop(which)
            break
    return True


def tell_practice(model, speaker, listeners, candour, meeting, number, held):
    """Tell a practice: listeners learn it, it may be refined, and before two or more listeners it may get a name, which all then know."""
    p, tally = model.p, model.tally
    practice = model.practices[number]
    u_refine, u_name = uniform2(model.seed, TALK_PARTNER, speaker.seat, model.day, speaker.things)
    widest, telling = 0.0, practice.origin
    for other, _ in listeners:
        weight = 0.25 if other.newcomer and not meeting else 1.0
        taught = model.transmits(speaker, other, number, p.talk_transmit, candour * weight, -1)
        if taught >= 0:
            tally.tellings += 1
            telling = taught
        different = talk.diversity(float(speaker.tenure), float(other.tenure), speaker.team == other.team)
        if different > widest:
            widest = different
        if held.name_known and number in other.held:
            other.held[number].name_known = True
    if u_refine < p.talk_refine * widest:
        practice.quality = talk.refined(practice.quality, 0.25, widest)
        tally.refinements += 1
        model.log("refinement", speaker.person, practice=number, parent=telling, value=practice.quality)
    if practice.named < 0 and len(listeners) >= 2 and u_name < p.talk_naming:
        practice.named = model.day
        tally.namings += 1
        held.name_known = True
        for other, _ in listeners:
            if number in other.held:
                other.held[number].name_known = True
        model.log("naming", speaker.person, practice=number, parent=telling, value=float(len(listeners) + 1))
    speaker.strain = speaker.strain * (1.0 - 0.5 * p.talk_vent_relief * candour)

