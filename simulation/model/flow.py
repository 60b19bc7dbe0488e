"""The flow of contacts: arrivals, queues, service, and how each contact ends."""

from ..rules import asking as asking_rule
from ..rules import episode as episode_rule
from ..rules import irritation as irritation_rule
from ..rules import queueing, strain, voice
from ..rules.draws import ARRIVAL, CASE, DEFLECT, LET_DOWN, PATIENCE, RECRUIT, RESOLUTION, SERVICE, below, uniform, uniform2, uniform4
from ..rules.numeric import exponential, poisson
from ..rules.order import COUNTER, ENDED, FIRST_USER, IN_SERVICE, LIVE, MACHINE_CHANNELS, PHONE, SERVING, SOCIAL, WAITING
from ..rules.voice import MOST_RECRUITS
from . import asking
from .contact import Contact
from .episodes import face

# --- arrivals -----------------------------------------------------------------------------------------------------------------


def next_arrival(model, channel):
    """Put the next new need of a channel on the calendar, if the day still holds one."""
    stream = model.streams[channel]
    u_gap, stream.whose = uniform2(model.seed, ARRIVAL, channel, model.day, stream.count)
    stream.reached += queueing.arrival_gap(u_gap)
    stream.count += 1
    if stream.reached < stream.expected:
        t = model.day_start + model.shape.at(stream.reached / stream.expected)
        model.push(t, "arrive", channel, channel)


def new_need(model, channel, t):
    """Let a new need arrive: choose its user, open a case, perhaps send it to the machine, and join the queue."""
    p, day = model.p, model.day
    number = below(model.streams[channel].whose, p.demand_population)
    next_arrival(model, channel)
    user = model.user(number)
    if user.gone and not user.is_replaced():
        model.tally.demand_lost += 1
        return
    if user.present:
        return
    irritated = 0.0
    if not user.case_open:
        draws = uniform4(model.seed, CASE, number, day, 0)
        if channel in MACHINE_CHANNELS and draws[0] < p.demand_deflection:
            model.tally.machine += 1
            model.tally.cost_levers += p.money_machine_per_contact
            if uniform(model.seed, DEFLECT, number, day, 0) >= p.demand_deflection_failure:
                return
            irritated = p.irritation_per_unresolved * user.stake
        open_case(model, user, channel, *draws)
    joins(model, user, channel, t, False, irritated)


def open_case(model, user, channel, u_routine, u_pieces, u_partner, u_delay):
    """Open a user's case: routine or not, the pieces that are missing, the partner that is awaited."""
    p = model.p
    left = (1.0 - p.cases_simplification) * (1.0 - p.manager_conditions_ceiling * model.conditions)
    user.case_open, user.case_channel = True, channel
    user.routine = u_routine < p.cases_routine_share
    user.pieces = poisson(u_pieces, p.cases_pieces_mean * left)
    user.contacts_in_case = 0
    user.notified = user.notice_of_all = False
    user.partner_until = 0.0
    if u_partner < p.cases_partner_share * left:
        user.partner_until = model.day + exponential(u_delay, p.cases_partner_days)
    model.cases_open += 1
    model.tally.new_cases += 1


def close_case(model, user):
    """Close a user's case; a pending return lapses."""
    if user.case_open:
        user.case_open = False
        user.return_token += 1
        model.cases_open -= 1


def comes_back(model, user, channel, t, callout):
    """Let a user who was to return do so, or one who calls out in public."""
    if user.gone or user.present or not (user.case_open or callout):
        return
    joins(model, user, channel, t, callout, 0.0)


def joins(model, user, channel, t, callout, irritated):
    """Let a user join the queue of a channel, or be served at once."""
    p, tally = model.p, model.tally
    if user.contact_day != model.day:
        user.contact_day, user.contacts_today = model.day, 0
    contact = Contact(model.next_serial(), user, channel, t, model.day, user.contacts_today, callout)
    user.contacts_today += 1
    user.present = True
    user.current_irritation()
    if irritated and p.mechanisms_irritation:
        user.irritation += irritated
    if user.contacts_in_case > 0 and user.case_open:
        tally.recontacts += 1
    if callout:
        tally.callouts += 1
        model.log("callout", -1, whom=user.number, t=t)
    model.count_contact(channel)
    employee = model.free_for(channel)
    if employee is not None:
        starts(model, employee, contact, t)
        return
    model.queues[channel].append(contact)
    model.waiting[channel] += 1
    u_patience, contact.u_again, contact.u_delay, _ = uniform4(model.seed, PATIENCE, user.number, contact.day, contact.rank)
    minutes = queueing.patience(u_patience, p.channel_patience_minutes[channel], p.channel_patience_shape[channel], p.channel_balk_share[channel])
    if minutes >= 0.0:
        model.push(t + minutes, "give_up", contact.serial, contact)


# --- leaving the queue ----------------------------------------------------------------------------------------------------------


def gives_up(model, contact, t):
    """Let an impatient user leave the queue, if still in it: to try again later, by this channel or another, or never."""
    if contact.state != WAITING:
        return
    model.tally.abandoned += 1
    leaves_queue(model, contact, t)


def leaves_queue(model, contact, t):
    """End a contact that was never served."""
    p, user, channel = model.p, contact.user, contact.channel
    contact.state = ENDED
    model.waiting[channel] -= 1
    wait = t - contact.arrived
    if LIVE[channel]:
        model.tally.live_contacts += 1
        model.tally.live_wait += wait
        model.tally.live_given_up += 1
    model.record(contact, wait, False, 0.0)
    if p.mechanisms_irritation:
        if p.mechanisms_circle:
            irritated_by_wait(p, user, wait)
        user.irritation = irritation_rule.after_unresolved(user.irritation, p.irritation_per_unresolved, p.irritation_burden_weight, 0,
                                                           user.stake)
    user.present = False
    u_switch, u_other, u_exit, u_call = uniform4(model.seed, LET_DOWN, user.number, contact.day, contact.rank)
    if contact.u_again < p.channel_calls_again[channel]:
        opens, closes = model.clock.hours(p, model.day)
        returns_after(model, user, contact, exponential(contact.u_delay, p.channel_again_minutes[channel]) / (closes - opens), u_switch, u_other, t)
    else:
        drops_case(model, user)
    let_down(model, contact, u_exit, u_call, t)


def drops_case(model, user):
    """Let a user give up an open case for good."""
    if user.case_open:
        model.tally.cases_dropped += 1
        close_case(model, user)


def returns_after(model, user, contact, days, u_switch, u_other, t, channel=-1):
    """Put a user's return on the calendar after some working days (with a fraction), measured along the shape of demand."""
    p = model.p
    if channel < 0:
        channel = contact.channel
        if u_switch < p.demand_switch_channel:
            channel = other_channel(p, channel, u_other)
    user.return_token += 1
    target = model.shape.share(t - model.day_start) + days
    later = int(target)
    entry = (user, channel, user.return_token, target - later)
    if later == 0:
        model.push(model.day_start + model.shape.at(target), "arrive", FIRST_USER + user.number, entry)
    else:
        model.returns.setdefault(model.day + later, []).append(entry)


def other_channel(p, channel, u):
    """Choose another channel by the volume of new contacts that each has."""
    total = 0.0
    for c, per_day in enumerate(p.channel_per_day):
        if c != channel:
            total += per_day
    if total <= 0.0:
        return channel
    target, done = u * total, 0.0
    for c, per_day in enumerate(p.channel_per_day):
        if c != channel:
            done += per_day
            if target < done:
                return c
    return channel


# --- service --------------------------------------------------------------------------------------------------------------------


def irritated_by_wait(p, user, wait):
    """Let a wait irritate a user."""
    user.irritation = irritation_rule.after_wait(user.irritation, wait, p.irritation_per_wait_minute, user.stake, p.demand_wait_information,
                                                 p.irritation_informed_relief, p.irritation_announced_minutes)


def starts(model, employee, contact, t):
    """Let an employee take a user: the contact may become an episode, which is answered at once."""
    p, user, channel, tally = model.p, contact.user, contact.channel, model.tally
    wait = t - contact.arrived
    if LIVE[channel]:
        tally.live_contacts += 1
        tally.live_wait += wait
    else:
        tally.backlog_served += 1
        tally.backlog_wait += wait
    if p.mechanisms_irritation and p.mechanisms_circle and LIVE[channel] and wait > 0.0:
        irritated_by_wait(p, user, wait)
    contact.state, contact.started = IN_SERVICE, t
    contact.first = user.case_open and user.contacts_in_case == 0
    if user.notified:  # the user brings what the last notice asked for
        user.pieces = 0 if user.notice_of_all else max(0, user.pieces - 1)
        user.notified = False
    user.contacts_in_case += user.case_open
    employee.contact = contact
    employee.becomes(SERVING, t)
    model.serving += 1
    u_minutes, u_life, u_episode, u_reminder = uniform4(model.seed, SERVICE, user.number, contact.day, contact.rank)
    base = queueing.service_minutes(u_minutes, p.channel_service_minutes[channel], model.streams[channel].log_variance, p.service_exponential)
    extra = 0.0 if user.contacts_in_case <= 1 or p.service_shared_file else p.service_no_file_minutes
    if user.pieces > 0:
        extra += p.cases_one_notice * p.cases_notice_minutes
    performance = employee.performance * (1.0 - model.buddy_cost(employee))
    minutes = queueing.handling_minutes(base, performance, employee.after_episode, p.strain_handling_penalty, extra)
    employee.after_episode = 0
    asking.about_case(employee, contact, t)
    if p.mechanisms_episode:
        minutes += becomes_episode(model, employee, contact, u_life, u_episode, u_reminder, t)
    tally.busy_minutes += minutes
    tally.care_users += minutes
    model.push(t + minutes, "end", employee.seat, employee)


def becomes_episode(model, employee, contact, u_life, u_episode, u_reminder, t):
    """Draw whether a contact becomes an episode, and give the minutes that answering it adds; u_life says whether private life weighs on the user."""
    p, user, channel = model.p, contact.user, contact.channel
    reminder = episode_rule.is_reminder(u_reminder, user.pieces, p.episode_reminder_missing, p.episode_reminder_share)
    irritation = user.irritation
    if p.mechanisms_irritation and u_life < p.users_life_load:
        irritation += p.irritation_life_load
    if not contact.callout:
        exhaustion = employee.exhaustion if p.mechanisms_circle else 0.0
        crowd = float(model.waiting[COUNTER]) if channel == COUNTER and p.mechanisms_circle else 0.0
        odds = episode_rule.log_odds(p.episode_base, irritation, p.episode_irritation, user.temper, user.mismatch, p.episode_mismatch,
                                     p.channel_episode_odds[channel], crowd, p.episode_crowding, reminder, p.episode_reminder, exhaustion,
                                     p.episode_exhaustion)
        if not episode_rule.happens(u_episode, odds):
            return 0.0
    return face(employee, contact, reminder, t)


def ends(model, employee, t):
    """End a service: the case is resolved, refused, deferred or redirected; user and employee carry what it left."""
    p, contact, tally = model.p, employee.contact, model.tally
    user = contact.user
    contact.state = ENDED
    employee.contact = None
    model.serving -= 1
    tally.served += 1
    tally.irritation += user.irritation
    employee.settle(t)
    if p.mechanisms_strain:
        employee.strain += strain.contact_cost(p.strain_per_contact, p.strain_surface_acting, user.irritation)
    user.present = False
    settles(model, employee, contact, t)
    if contact.callout:
        recruits(model, contact, t)
    model.record(contact, contact.started - contact.arrived, True, t - contact.started)


def settles(model, employee, contact, t):
    """Decide what a served contact settles, how the user was received, and whether the user comes back."""
    p, user, tally = model.p, contact.user, model.tally
    u_resolves, u_received, u_back, u_delay = uniform4(model.seed, RESOLUTION, user.number, contact.day, contact.rank)
    if contact.first:
        tally.first_contacts += 1
        tally.first_contacts_nonroutine += not user.routine
    redirected = contact.channel == SOCIAL and not p.service_file_access
    closed = queueing.OPEN
    if not redirected and not contact.failed:
        closed = queueing.resolves(u_resolves, user.pieces, user.partner_until - model.day, employee.experience, p.cases_resolution_novice,
                                   p.cases_resolution_expert, user.routine, p.cases_nonroutine_factor, asking_rule.together(employee.know_how, contact.told), employee.strain,
                                   p.cases_refusal_share)
    refused = closed == queueing.REFUSED
    if closed:
        if contact.first:
            tally.first_resolved += 1
            tally.first_resolved_nonroutine += not user.routine
        close_case(model, user)
    good = irritation_rule.received_well(u_received, p.irritation_good_reception, employee.strain, p.irritation_strained_reception)
    tally.good_receptions += good
    if p.mechanisms_irritation:
        user.irritation = irritation_rule.after_reception(user.irritation, good, p.irritation_good_reception_relief,
                                                          p.irritation_per_bad_reception, refused, p.irritation_per_refusal, user.stake)
    if closed == queueing.GRANTED:
        tally.resolved += 1
        return
    u_switch, u_other, u_exit, u_call = uniform4(model.seed, LET_DOWN, user.number, contact.day, contact.rank)
    if refused:
        tally.refused += 1
        let_down(model, contact, u_exit, u_call, t)
        return
    if p.mechanisms_irritation:
        user.irritation = irritation_rule.after_unresolved(user.irritation, p.irritation_per_unresolved, p.irritation_burden_weight,
                                                           user.pieces, user.stake)
    user.notified = user.pieces > 0
    user.notice_of_all = bool(queueing.gives_notice_of_all(u_resolves, p.cases_one_notice))
    if redirected:
        tally.redirected += 1
    else:
        tally.deferred += 1
    if user.case_open:
        if u_back < p.cases_return_share:
            to = PHONE if redirected and model.serves(PHONE) else -1
            returns_after(model, user, contact, exponential(u_delay, p.cases_return_days), u_switch, u_other, t, to)
        else:
            drops_case(model, user)
    let_down(model, contact, u_exit, u_call, t)


# --- voice and exit ---------------------------------------------------------------------------------------------------------------


def let_down(model, contact, u_exit, u_call, t):
    """Let a user who was let down go elsewhere, or call out in public."""
    p, user = model.p, contact.user
    if not p.mechanisms_voice:
        return
    if voice.leaves(u_exit, user.captive, p.voice_exit, user.irritation):
        user.gone, user.gone_since = True, model.day
        model.tally.users_left += 1
        model.log("user_exit", -1, whom=user.number, t=t)
        drops_case(model, user)
    elif not contact.callout and voice.calls_out(u_call, p.voice_callout * user.reach, user.irritation):
        call_out(model, user, uniform(model.seed, LET_DOWN, user.number, contact.day, contact.rank + 1000), t)


def recruits(model, contact, t):
    """Let a visible call-out bring other users along, the fewer the faster and the more personally it was answered."""
    p, user = model.p, contact.user
    if not p.mechanisms_voice:
        return
    mean = voice.recruits(p.voice_recruit_per_hour, user.reach, contact.started - contact.arrived, contact.success, p.voice_personal_relief)
    many = min(MOST_RECRUITS, poisson(uniform(model.seed, RECRUIT, user.number, contact.day, contact.rank), mean))
    for k in range(many):
        u_who, u_delay = uniform2(model.seed, RECRUIT, user.number, contact.day, 1000 + 100 * contact.rank + k)
        call_out(model, model.user(below(u_who, p.demand_population)), u_delay, t)


def call_out(model, user, u_delay, t):
    """Let a user call out in public: soon, as a contact of those who serve social media; where nobody does, it stays unanswered and sours the climate."""
    p = model.p
    if model.serves(SOCIAL):
        model.push(t + exponential(u_delay, p.voice_callout_minutes), "arrive", FIRST_USER + user.number, (user, SOCIAL, -1, 0.0))
        return
    model.tally.callouts += 1
    model.log("callout", -1, whom=user.number, t=t)
    if p.mechanisms_circle:
        model.climate += p.voice_unanswered
