"""The end of a day, in the order of `order.NIGHT`, and the figures taken at its close."""

from ..rules import answer, circle, learning, management, strain, turnover
from ..rules.draws import ABSENCE, ABSENCE_LENGTH, GUIDE, LEAVE, LIFE_EVENT, OBSOLETE, RULE_CHANGE, SURVEY, TRAIN, uniform
from ..rules.invention import SUBVERSIVE
from ..rules.numeric import half_life, poisson
from ..rules.order import ORGANISATION, SERVING, SUBSTANCE
from ..rules.turnover import EXITS_REMEMBERED_DAYS, MOST_EXITS_FELT


def night(model):
    """Do what happens between two working days."""
    p = model.p
    people = [e for e in model.staff if e is not None]
    if p.mechanisms_strain:
        recover(model, people)
    if p.mechanisms_learning:
        forget(model, people)
        turbulence(model)
    fade_ties(model, people)
    for e in people:
        e.gains_experience()
    conditions(model)
    if p.mechanisms_turnover:
        staff(model, people)
    take_figures(model)


def recover(model, people):
    """Integrate the evening's strain into exhaustion, let it spread along ties, and recover overnight, or over the weekend."""
    p, tally = model.p, model.tally
    days = p.exhaustion_weeks * p.calendar_days_per_week
    pull = p.exhaustion_contagion / p.calendar_days_per_week
    life = p.staff_life_event_per_year / p.calendar_days_per_year
    nights = strain.nights(model.day, p.calendar_days_per_week)
    t, at_work = model.now, [e for e in people if e.on_duty]
    evening = 0.0
    for e in at_work:
        e.settle(t)
        evening += e.strain
    tally.strain_evening = evening / len(at_work) if at_work else 0.0
    before = {e.seat: e.exhaustion for e in people}
    for e in people:
        load = e.strain * (1.0 - p.staff_roster_relief) if p.staff_self_roster else e.strain
        e.exhaustion = strain.exhaustion_after(e.exhaustion, load, p.exhaustion_reference, p.exhaustion_load, p.exhaustion_trait, e.disposition,
                                               days, e.belonging, p.exhaustion_support, e.trust if p.mechanisms_management else 0.0,
                                               p.exhaustion_manager_support)
        if e.tie_sum > 0.0 and pull > 0.0:
            mean = 0.0
            for seat in sorted(e.ties):
                if seat in before:
                    mean += e.ties[seat] * before[seat]
            e.exhaustion = strain.contagion(e.exhaustion, mean / e.tie_sum, pull, e.belonging)
        if uniform(model.seed, LIFE_EVENT, e.seat, model.day, 0) < life:
            e.exhaustion += p.strain_life_event
            model.log("life_event", e.person)
        for _ in range(nights):
            e.strain = strain.after_night(e.strain, p.strain_night_recovery, p.strain_bad_night_recovery, p.strain_bad_day)


def forget(model, people):
    """Let mastery that was not used today fade; a practice that nobody holds any more is dead."""
    p, day = model.p, model.day
    kept = learning.share_kept(1.0, p.learning_half_life_weeks, float(p.calendar_days_per_week))
    for e in people:
        for number in sorted(e.held):
            held = e.held[number]
            if held.used >= day:
                continue
            held.mastery = held.mastery * kept
            if held.mastery < p.learning_forgotten_below:
                was_holder = held.holds
                if was_holder or held.mastery < 0.25 * p.learning_forgotten_below:
                    e.loses(number)
                if was_holder:
                    model.log("forgotten", e.person, practice=number, parent=held.event)
                    model.dies_if_unheld(number)
    if (day + 1) % p.calendar_days_per_week == 0 and (p.learning_guide > 0.0 or model.guide):
        write_guide(model, people)


def write_guide(model, people):
    """Write, each week, some of the shared practices into the guide, and let people read it; what is tacit is lost in writing."""
    p = model.p
    for practice in model.living():
        if practice.shared and not practice.written and practice.valence != SUBVERSIVE:
            if uniform(model.seed, GUIDE, practice.number, model.day, 0) < p.learning_guide:
                practice.written = True
                model.guide[practice.number] = model.log("guide", -1, practice=practice.number, parent=practice.origin)
                model.tally.cost_levers += p.money_guide_per_practice
    for number, row in model.guide.items():
        practice = model.practices[number]
        if not practice.alive:
            continue
        mastery = learning.read_mastery(p.learning_guide_mastery, practice.tacitness)
        for e in people:
            if mastery >= p.learning_forgotten_below and (number not in e.held or e.held[number].mastery < mastery):
                e.learns(number, mastery, 0.0, row)


def turbulence(model):
    """Draw the day's rule changes; each may make practices obsolete."""
    p, day = model.p, model.day
    mean = p.territory_rule_changes_per_month * 12.0 / p.calendar_days_per_year
    changes = poisson(uniform(model.seed, RULE_CHANGE, 0, day, 0), mean) + model.forced_rule_changes
    model.forced_rule_changes = 0
    for change in range(changes):
        touched = 0
        row = model.log("rule_change", -1)
        for practice in model.living():
            of_substance = practice.kind < len(SUBSTANCE)
            if learning.obsolete(uniform(model.seed, OBSOLETE, practice.number, day, change), of_substance, p.learning_obsolete_share):
                practice.quality = practice.quality * (1.0 - p.learning_obsolete_loss)
                touched += 1
                model.log("obsolete", -1, practice=practice.number, parent=row, value=practice.quality)
        model.set_event_value(row, float(touched))
        model.tally.rule_changes += 1


def fade_ties(model, people):
    """Let ties fade for a day."""
    keep = half_life(1.0, model.p.talk_tie_half_life_days)
    for e in people:
        total = 0.0
        for seat in sorted(e.ties):
            tie = e.ties[seat] * keep
            if tie < 0.001:
                del e.ties[seat]
            else:
                e.ties[seat] = tie
                total += tie
        e.tie_sum = total


def conditions(model):
    """Let the manager's work on conditions take effect, trust drift back, and the climate follow the day's bad endings."""
    p, tally, manager = model.p, model.tally, model.manager
    if p.mechanisms_management:
        days = p.manager_conditions_weeks * p.calendar_days_per_week
        model.conditions = management.conditions_after(model.conditions, manager.conditions_minutes / 60.0, p.manager_conditions_gain,
                                                       float(manager.voiced), model.improvement, days)
        trust_days = p.manager_trust_weeks * p.calendar_days_per_week
        for e in model.staff:
            if e is not None:
                e.trust = management.trust_drifts(e.trust, p.manager_trust_base, trust_days)
    tally.cost_levers += manager.attention_minutes / 60.0 * p.money_manager_per_hour
    manager.conditions_minutes = manager.attention_minutes = 0.0
    manager.voiced = 0
    model.improvement = 0.0
    if p.mechanisms_circle:
        bad = tally.episodes_failed / tally.contacts if tally.contacts > 0 else 0.0
        model.climate = circle.climate_after(model.climate, bad, p.circle_climate_gain, p.circle_climate_weeks * p.calendar_days_per_week)


def staff(model, people):
    """Draw who falls ill and who leaves, and let vacancies end."""
    p, seed, day, tally = model.p, model.seed, model.day, model.tally
    tomorrow = day + 1
    model.recent_exits = [d for d in model.recent_exits if day - d < EXITS_REMEMBERED_DAYS]
    exits = min(MOST_EXITS_FELT, 10.0 * len(model.recent_exits) / model.open_posts)
    for e in people:
        if e.status == SERVING:
            continue
        u = uniform(seed, LEAVE, e.seat, day, 0)
        if u < turnover.leave_chance(p.turnover_leave_per_year, float(p.calendar_days_per_year), e.exhaustion, p.turnover_leave_exhaustion,
                                     e.belonging, p.turnover_leave_belonging, e.trust if p.mechanisms_management else 0.5,
                                     p.turnover_leave_trust, float(e.tenure), p.turnover_leave_newcomer, exits, p.turnover_peer_exit):
            model.leaves(e)
            continue
        if e.absent_until > tomorrow:
            continue
        e.absent_until = -1
        u = uniform(seed, ABSENCE, e.seat, day, 0)
        if u < turnover.absence_chance(p.turnover_absence_share, p.turnover_absence_days, e.exhaustion, p.turnover_absence_exhaustion):
            days = turnover.absence_length(uniform(seed, ABSENCE_LENGTH, e.seat, day, 0), p.turnover_absence_days)
            e.absent_until = tomorrow + days
            model.log("absence", e.person, value=float(days))
    for seat in range(len(model.staff)):
        if model.staff[seat] is None and model.open_seats[seat] and model.vacant_until[seat] <= tomorrow:
            model.hires(seat, day)
            tally.joined += 1


def train(model, situation, share):
    """Teach a share of the staff the best living practice for a situation, or a new one when there is none."""
    p = model.p
    candidates = [q for q in model.living() if q.kind == situation and q.valence != SUBVERSIVE]
    if candidates:
        number = max(candidates, key=lambda q: (q.quality, -q.number)).number
        origin = model.log("training", -1, practice=number, situation=situation)
    else:
        origin = model.log("training", -1, situation=situation)
        number = model.new_practice(situation, ORGANISATION, origin, quality=0.5 * (p.invention_quality_low + p.invention_quality_high))
    for e in model.staff:
        if e is not None and uniform(model.seed, TRAIN, e.seat, model.day, 0) < share:
            model.tally.cost_levers += p.money_training_per_person
            event = model.log("training", e.person, practice=number, situation=situation, parent=origin)
            e.learns(number, p.learning_training_mastery, 0.0, event)
    model.dies_if_unheld(number)


def survey(model, people):
    """Ask everybody, once a week, how warmly they would recommend the office; keep the Employee Promoter Score."""
    p, warm, cold = model.p, 0, 0
    for e in people:
        said = turnover.promoter_answer(uniform(model.seed, SURVEY, e.seat, model.day, 0), e.trust, e.belonging, e.exhaustion, p.manager_survey_noise)
        warm += said >= 9
        cold += said <= 6
    model.promoter_score = 100.0 * (warm - cold) / len(people)


def take_figures(model):
    """Take the figures that describe the state at the end of the day."""
    p, tally = model.p, model.tally
    people = [e for e in model.staff if e is not None]
    n = len(people)
    tally.headcount = n
    tally.vacancies = sum(e is None and is_open for e, is_open in zip(model.staff, model.open_seats))
    tally.waiting_now = sum(model.waiting)
    tally.in_service_now = model.serving
    tally.cases_open = model.cases_open
    tally.climate, tally.conditions = model.climate, model.conditions
    if not n:
        return
    if model.day % p.calendar_days_per_week == 0:
        survey(model, people)
    tally.promoter_score = model.promoter_score
    exhaustion = trust = belonging = burnt = isolated = covered = 0.0
    mastery_total = mastery_most = 0.0
    for e in people:
        exhaustion += e.exhaustion
        trust += e.trust
        belonging += e.belonging
        burnt += e.exhaustion >= p.exhaustion_cutoff
        isolated += not any(tie > 0.1 for tie in e.ties.values())
        mine = 0.0
        for number in sorted(e.held):
            if e.held[number].holds:
                mine += e.held[number].mastery
        mastery_total += mine
        mastery_most = max(mastery_most, mine)
        for kind in range(len(model.kinds)):
            covered += answer.relied_on(e.best_practice(kind)[1], p.answer_threshold)
    tally.exhaustion, tally.trust, tally.belonging = exhaustion / n, trust / n, belonging / n
    tally.burnt_out, tally.isolated = burnt / n, isolated / n
    tally.coverage = covered / (n * len(model.kinds))
    tally.concentration = mastery_most / mastery_total if mastery_total > 0.0 else 0.0
    living = model.living()
    shared = [q for q in living if q.holders >= 2]
    named = [q for q in living if q.named >= 0]
    tally.practices, tally.practices_shared, tally.practices_named = len(living), len(shared), len(named)
    tally.reach = sum(q.holders for q in shared) / (n * len(shared)) if shared else 0.0
    holders = knowing = 0
    apart = pairs = 0.0
    for q in shared:
        variants, total = [], 0.0
        for e in people:
            held = e.held.get(q.number)
            if held is not None and held.holds:
                variants.append(held.variant)
                total += held.variant
                if q.named >= 0:
                    holders += 1
                    knowing += held.name_known
        mean = total / len(variants)
        distance = 0.0
        for v in variants:
            distance += abs(v - mean)
        apart += distance
        pairs += len(variants)
    tally.agreement = knowing / holders if holders else 0.0
    tally.own_way = apart / pairs if pairs else 0.0

