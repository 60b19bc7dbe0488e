"""The end of a day, in the order of `order.NIGHT`; mirrors `model/night.py`."""

from ..rules import circle, learning, management, strain, turnover
from ..rules.draws import ABSENCE, ABSENCE_LENGTH, GUIDE, LEAVE, LIFE_EVENT, OBSOLETE, RULE_CHANGE, TRAIN, uniform
from ..rules.invention import SUBVERSIVE
from ..rules.numeric import half_life, poisson
from ..rules.order import OFF, ORGANISATION, ORGANISATION_SEAT, SERVING, SUBSTANCE_KINDS
from ..rules.turnover import EXITS_REMEMBERED_DAYS, MOST_EXITS_FELT
from .clock import closing, opening
from .figures import take_figures
from .kernel import kernel
from .layout import E_ABSENCE, E_EXIT, E_FORGOTTEN, E_GUIDE, E_HIRE, E_LIFE_EVENT, E_OBSOLETE, E_RULE_CHANGE, E_TRAINING
from .log import log, set_event_value
from .people import becomes, gains_experience, home_place, settle, takes_seat
from .repertoire import dies_if_unheld, learns, loses, new_practice


@kernel
def night(s, p):
    """Do what happens between two working days."""
    if p.mechanisms_strain:
        recover(s, p)
    if p.mechanisms_learning:
        forget(s, p)
        turbulence(s, p)
    fade_ties(s, p)
    for seat in range(len(s.staff)):
        if s.staff[seat].exists:
            gains_experience(p, s.staff[seat])
    conditions(s, p)
    if p.mechanisms_turnover:
        turnover_of_staff(s, p)
    take_figures(s, p)


@kernel
def recover(s, p):
    """Integrate the evening's strain into exhaustion, let it spread along ties, and recover overnight, or over the weekend."""
    o, n = s.office[0], len(s.staff)
    days = p.exhaustion_weeks * p.calendar_days_per_week
    pull = p.exhaustion_contagion / p.calendar_days_per_week
    life = p.staff_life_event_per_year / p.calendar_days_per_year
    nights = strain.nights(o.day, p.calendar_days_per_week)
    evening, at_work = 0.0, 0
    for seat in range(n):
        e = s.staff[seat]
        e.exhaustion_before = e.exhaustion
        if e.exists and e.on_duty:
            settle(p, e, o.now)
            evening += e.strain
            at_work += 1
    s.tally[0].strain_evening = evening / at_work if at_work > 0 else 0.0
    for seat in range(n):
        e = s.staff[seat]
        if not e.exists:
            continue
        load = e.strain * (1.0 - p.staff_roster_relief) if p.staff_self_roster else e.strain
        e.exhaustion = strain.exhaustion_after(e.exhaustion, load, p.exhaustion_reference, p.exhaustion_load, p.exhaustion_trait, e.disposition,
                                               days, e.belonging, p.exhaustion_support, e.trust if p.mechanisms_management else 0.0,
                                               p.exhaustion_manager_support)
        if e.tie_sum > 0.0 and pull > 0.0:
            mean = 0.0
            for other in range(n):
                if s.staff[other].exists:
                    mean += s.ties[seat, other] * s.staff[other].exhaustion_before
            e.exhaustion = strain.contagion(e.exhaustion, mean / e.tie_sum, pull, e.belonging)
        if uniform(o.seed, LIFE_EVENT, seat, o.day, 0) < life:
            e.exhaustion += p.strain_life_event
            log(o, s.events, E_LIFE_EVENT, e.person, -1, -1, -1, -1, 0.0)
        for _ in range(nights):
            e.strain = strain.after_night(e.strain, p.strain_night_recovery, p.strain_bad_night_recovery, p.strain_bad_day)


@kernel
def forget(s, p):
    """Let mastery that was not used today fade; a practice that nobody holds any more is dead."""
    o, size = s.office[0], len(s.practices)
    kept = learning.share_kept(1.0, p.learning_half_life_weeks, float(p.calendar_days_per_week))
    for seat in range(len(s.staff)):
        e = s.staff[seat]
        if not e.exists:
            continue
        slot = e.held_first
        while slot >= 0:
            held = s.held[seat * size + slot]
            after = held.next
            if held.used < o.day:
                fades(s, p, e, seat, slot, held, kept)
            slot = after
    if (o.day + 1) % p.calendar_days_per_week == 0 and (p.learning_guide > 0.0 or o.guide_first >= 0):
        write_guide(s, p)


@kernel
def fades(s, p, e, seat, slot, held, kept):
    """Let a person's mastery of a practice fade for a day, and be forgotten where little is left."""
    held.mastery = held.mastery * kept
    if held.mastery < p.learning_forgotten_below:
        was_holder = held.holds
        if was_holder or held.mastery < 0.25 * p.learning_forgotten_below:
            loses(s, e, seat, slot)
        if was_holder:
            log(s.office[0], s.events, E_FORGOTTEN, e.person, -1, s.practices[slot].number, -1, held.event, 0.0)
            dies_if_unheld(s, slot)


@kernel
def write_guide(s, p):
    """Write, each week, some of the shared practices into the guide, and let people read it; what is tacit is lost in writing."""
    o = s.office[0]
    slot = o.alive_first
    while slot >= 0:
        q = s.practices[slot]
        if q.shared and not q.written and q.valence != SUBVERSIVE:
            if uniform(o.seed, GUIDE, q.number, o.day, 0) < p.learning_guide:
                q.written = 1
                q.guide_row = log(o, s.events, E_GUIDE, -1, -1, q.number, -1, q.origin, 0.0)
                into_guide(s, o, slot)
                s.tally[0].cost_levers += p.money_guide_per_practice
        slot = q.alive_next
    slot = o.guide_first
    while slot >= 0:
        read(s, p, slot)
        slot = s.practices[slot].guide_next


@kernel
def into_guide(s, o, slot):
    """Put a practice behind those that are in the guide."""
    s.practices[slot].guide_next = -1
    if o.guide_last >= 0:
        s.practices[o.guide_last].guide_next = slot
    else:
        o.guide_first = slot
    o.guide_last = slot


@kernel
def read(s, p, slot):
    """Let people read of a practice in the guide."""
    q = s.practices[slot]
    mastery = learning.read_mastery(p.learning_guide_mastery, q.tacitness)
    if mastery < p.learning_forgotten_below:
        return
    for seat in range(len(s.staff)):
        e, held = s.staff[seat], s.held[seat * len(s.practices) + slot]
        if e.exists and (not held.has or held.mastery < mastery):
            learns(s, p, e, seat, slot, mastery, 0.0, q.guide_row, -1)


@kernel
def turbulence(s, p):
    """Draw the day's rule changes; each may make practices obsolete."""
    o = s.office[0]
    mean = p.territory_rule_changes_per_month * 12.0 / p.calendar_days_per_year
    changes = poisson(uniform(o.seed, RULE_CHANGE, 0, o.day, 0), mean) + o.forced_rule_changes
    o.forced_rule_changes = 0
    for change in range(changes):
        touched = 0
        row = log(o, s.events, E_RULE_CHANGE, -1, -1, -1, -1, -1, 0.0)
        slot = o.alive_first
        while slot >= 0:
            q = s.practices[slot]
            if learning.obsolete(uniform(o.seed, OBSOLETE, q.number, o.day, change), 1 if q.kind < SUBSTANCE_KINDS else 0,
                                 p.learning_obsolete_share):
                q.quality = q.quality * (1.0 - p.learning_obsolete_loss)
                touched += 1
                log(o, s.events, E_OBSOLETE, -1, -1, q.number, -1, row, q.quality)
            slot = q.alive_next
        set_event_value(s.events, row, float(touched))
        s.tally[0].rule_changes += 1.0


@kernel
def fade_ties(s, p):
    """Let ties fade for a day."""
    keep, n = half_life(1.0, p.talk_tie_half_life_days), len(s.staff)
    for seat in range(n):
        if not s.staff[seat].exists:
            continue
        total = 0.0
        for other in range(n):
            tie = s.ties[seat, other] * keep
            tie = tie if tie >= 0.001 else 0.0
            s.ties[seat, other] = tie
            total += tie
        s.staff[seat].tie_sum = total


@kernel
def conditions(s, p):
    """Let the manager's work on conditions take effect, trust drift back, and the climate follow the day's bad endings."""
    o, y = s.office[0], s.tally[0]
    if p.mechanisms_management:
        days = p.manager_conditions_weeks * p.calendar_days_per_week
        o.conditions = management.conditions_after(o.conditions, o.manager_conditions_minutes / 60.0, p.manager_conditions_gain,
                                                   float(o.manager_voiced), o.improvement, days)
        trust_days = p.manager_trust_weeks * p.calendar_days_per_week
        for seat in range(len(s.staff)):
            if s.staff[seat].exists:
                s.staff[seat].trust = management.trust_drifts(s.staff[seat].trust, p.manager_trust_base, trust_days)
    y.cost_levers += o.manager_attention_minutes / 60.0 * p.money_manager_per_hour
    o.manager_conditions_minutes = o.manager_attention_minutes = 0.0
    o.manager_voiced = 0
    o.improvement = 0.0
    if p.mechanisms_circle:
        bad = y.episodes_failed / y.contacts if y.contacts > 0.0 else 0.0
        o.climate = circle.climate_after(o.climate, bad, p.circle_climate_gain, p.circle_climate_weeks * p.calendar_days_per_week)


@kernel
def turnover_of_staff(s, p):
    """Draw who falls ill and who leaves, and let vacancies end."""
    o, n = s.office[0], len(s.staff)
    o.exits[o.day % EXITS_REMEMBERED_DAYS] = 0
    recent = 0
    for i in range(EXITS_REMEMBERED_DAYS):
        recent += o.exits[i]
    exits = min(MOST_EXITS_FELT, 10.0 * recent / s.segments[o.segment].open_posts)
    for seat in range(n):
        if s.staff[seat].exists and s.staff[seat].status != SERVING:
            night_of(s, p, seat, exits)
    for seat in range(n):
        e = s.staff[seat]
        if not e.exists and s.posts[o.segment * n + seat].open and e.vacant_until <= o.day + 1:
            hires(s, p, seat)
            s.tally[0].joined += 1.0


@kernel
def night_of(s, p, seat, exits):
    """Draw whether one person leaves or falls ill."""
    o, e = s.office[0], s.staff[seat]
    u = uniform(o.seed, LEAVE, seat, o.day, 0)
    if u < turnover.leave_chance(p.turnover_leave_per_year, float(p.calendar_days_per_year), e.exhaustion, p.turnover_leave_exhaustion, e.belonging,
                                 p.turnover_leave_belonging, e.trust if p.mechanisms_management else 0.5, p.turnover_leave_trust,
                                 float(e.tenure), p.turnover_leave_newcomer, exits, p.turnover_peer_exit):
        leaves(s, p, e, seat)
        return
    if e.absent_until > o.day + 1:
        return
    e.absent_until = -1
    u = uniform(o.seed, ABSENCE, seat, o.day, 0)
    if u < turnover.absence_chance(p.turnover_absence_share, p.turnover_absence_days, e.exhaustion, p.turnover_absence_exhaustion):
        days = turnover.absence_length(uniform(o.seed, ABSENCE_LENGTH, seat, o.day, 0), p.turnover_absence_days)
        e.absent_until = o.day + 1 + days
        log(o, s.events, E_ABSENCE, e.person, -1, -1, -1, -1, float(days))


@kernel
def leaves(s, p, e, seat):
    """Let someone leave for good; what they alone knew goes with them."""
    o, y = s.office[0], s.tally[0]
    log(o, s.events, E_EXIT, e.person, -1, -1, -1, -1, float(e.tenure))
    o.exits[o.day % EXITS_REMEMBERED_DAYS] += 1
    y.left += 1.0
    minutes = closing(p, o.day) - opening(p, o.day)
    y.cost_replacement += p.money_replacement_share * p.money_wage_per_hour * p.calendar_days_per_year * minutes / 60.0
    becomes(s, p, e, seat, OFF, o.now)
    while e.held_first >= 0:
        slot = e.held_first
        loses(s, e, seat, slot)
        dies_if_unheld(s, slot)
    for other in range(len(s.staff)):
        if s.staff[other].exists and s.ties[other, seat] != 0.0:
            s.staff[other].tie_sum -= s.ties[other, seat]
            s.ties[other, seat] = 0.0
            if not has_ties(s.ties, other):
                s.staff[other].tie_sum = 0.0
    e.exists = 0
    e.vacant_until = o.day + 1 + int(p.staff_hiring_days)


@kernel
def has_ties(ties, seat):
    """Tell whether anybody on the seat has a tie left."""
    for other in range(len(ties)):
        if ties[seat, other] != 0.0:
            return True
    return False


@kernel
def hires(s, p, seat):
    """Fill a vacant seat with a newcomer, who knows nothing of the repertoire."""
    o, e = s.office[0], s.staff[seat]
    takes_seat(s, seat, e.generation + 1, 0)
    e.training_until = o.day + 1 + int(p.staff_training_days)
    e.place = home_place(e)
    log(o, s.events, E_HIRE, e.person, -1, -1, -1, -1, float(seat))


@kernel
def train(s, p, situation, share):
    """Teach a share of the staff the best living practice for a situation, or a new one when there is none."""
    o, best = s.office[0], -1
    slot = o.alive_first
    while slot >= 0:
        q = s.practices[slot]
        if q.kind == situation and q.valence != SUBVERSIVE and (best < 0 or q.quality > s.practices[best].quality):
            best = slot
        slot = q.alive_next
    if best >= 0:
        origin = log(o, s.events, E_TRAINING, -1, -1, s.practices[best].number, situation, -1, 0.0)
    else:
        origin = log(o, s.events, E_TRAINING, -1, -1, -1, situation, -1, 0.0)
        best = new_practice(s, p, situation, ORGANISATION, origin, ORGANISATION_SEAT, 0,
                            0.5 * (p.invention_quality_low + p.invention_quality_high))
        if best < 0:
            return
    for seat in range(len(s.staff)):
        e = s.staff[seat]
        if e.exists and uniform(o.seed, TRAIN, seat, o.day, 0) < share:
            s.tally[0].cost_levers += p.money_training_per_person
            event = log(o, s.events, E_TRAINING, e.person, -1, s.practices[best].number, situation, origin, 0.0)
            learns(s, p, e, seat, best, p.learning_training_mastery, 0.0, event, -1)
    dies_if_unheld(s, best)
