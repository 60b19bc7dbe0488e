"""The flow of contacts: arrivals, queues, service, and how each contact ends; mirrors `model/flow.py`."""

from ..rules import asking, queueing, strain, voice
from ..rules import episode as episode_rule
from ..rules import irritation as irritation_rule
from ..rules.draws import (
    CASE,
    DEFLECT,
    LET_DOWN,
    RECRUIT,
    below,
    uniform,
    uniform2,
    uniform4,
)
from ..rules.numeric import exponential, poisson
from ..rules.order import COUNTER, ENDED, FIRST_USER, IN_SERVICE, PHONE, SERVING, SOCIAL, WAITING
from ..rules.voice import MOST_RECRUITS
from .asking import about_case
from .calendar import push, withdraw
from .clock import closing, minute_at, next_arrival, opening, share_by
from .episodes import face
from .kernel import kernel
from .lanes import LANES, LEFT_WITH, SERVED, SETTLED, WAITED, draw_all
from .layout import (
    BY_MACHINE,
    CHANNEL_COUNT,
    CONTACTS_BY,
    E_CALLOUT,
    E_USER_EXIT,
    FULL_CONTACTS,
    FULL_RETURNS,
    IS_LIVE,
    RANK_ARRIVE,
    RANK_END,
    RANK_GIVE_UP,
)
from .log import log_at
from .people import becomes, free_for, settle
from .users import fade_irritation, is_replaced, known_user

# --- arrivals -----------------------------------------------------------------------------------------------------------------


@kernel
def new_need(s, p, number, channel, t):
    """Let a user's new need arrive: open a case, perhaps send it to the machine, and join the queue."""
    o, y = s.office[0], s.tally[0]
    next_arrival(s, channel)
    user = known_user(s, number)
    if user.gone and not is_replaced(o, p, user, number):
        y.demand_lost += 1.0
        return
    if user.present:
        return
    irritated = 0.0
    if not user.case_open:
        draws = uniform4(o.seed, CASE, number, o.day, 0)
        if BY_MACHINE[channel] and draws[0] < p.demand_deflection:
            y.machine += 1.0
            y.cost_levers += p.money_machine_per_contact
            if uniform(o.seed, DEFLECT, number, o.day, 0) >= p.demand_deflection_failure:
                return
            irritated = p.irritation_per_unresolved * user.stake
        open_case(s, p, user, *draws)
    joins(s, p, user, number, channel, t, 0, irritated)


@kernel
def open_case(s, p, user, u_routine, u_pieces, u_partner, u_delay):
    """Open a user's case: routine or not, the pieces that are missing, the partner that is awaited."""
    o = s.office[0]
    left = (1.0 - p.cases_simplification) * (1.0 - p.manager_conditions_ceiling * o.conditions)
    user.case_open = 1
    user.routine = 1 if u_routine < p.cases_routine_share else 0
    user.pieces = poisson(u_pieces, p.cases_pieces_mean * left)
    user.contacts_in_case = 0
    user.notified = user.notice_of_all = 0
    user.partner_until = 0.0
    if u_partner < p.cases_partner_share * left:
        user.partner_until = o.day + exponential(u_delay, p.cases_partner_days)
    o.cases_open += 1
    s.tally[0].new_cases += 1.0


@kernel
def close_case(o, user):
    """Close a user's case; a pending return lapses."""
    if user.case_open:
        user.case_open = 0
        user.return_token += 1
        o.cases_open -= 1


@kernel
def comes_back(s, p, number, channel, token, t):
    """Let a user who was to return do so (unless the return has lapsed), or one who calls out in public (token -1)."""
    user = s.users[number]
    if token >= 0 and token != user.return_token:
        return
    if user.gone or user.present or not (user.case_open or token < 0):
        return
    joins(s, p, user, number, channel, t, 1 if token < 0 else 0, 0.0)


@kernel
def new_contact(s):
    """Give the place of a new contact; -1 if there is no room."""
    o = s.office[0]
    i = o.contacts_free
    if i >= 0:
        o.contacts_free = s.contacts[i].next
    elif o.contacts_used < len(s.contacts):
        i = o.contacts_used
        o.contacts_used += 1
    else:
        o.status = FULL_CONTACTS
    return i


@kernel
def drawn(c, lane):
    """Give a contact's four draws for one purpose."""
    return c.draws[lane], c.draws[len(LANES) + lane], c.draws[2 * len(LANES) + lane], c.draws[3 * len(LANES) + lane]


@kernel
def lets_go(s, i):
    """Let a contact that has ended be forgotten."""
    o, c = s.office[0], s.contacts[i]
    c.state, c.serial = ENDED, -1
    c.next = o.contacts_free
    o.contacts_free = i


@kernel
def joins(s, p, user, number, channel, t, callout, irritated):
    """Let a user join the queue of a channel, or be served at once."""
    o, y = s.office[0], s.tally[0]
    i = new_contact(s)
    if i < 0:
        return
    if user.contact_day != o.day:
        user.contact_day, user.contacts_today = o.day, 0
    o.serial += 1
    c = s.contacts[i]
    c.serial, c.user, c.channel, c.arrived, c.day, c.rank = o.serial, number, channel, t, o.day, user.contacts_today
    c.callout, c.state, c.started, c.told, c.first, c.failed, c.success = callout, WAITING, 0.0, 0.0, 0, 0, 0
    draw_all(c, o.seed, number, o.day, c.rank)
    user.contacts_today += 1
    user.present = 1
    fade_irritation(s, p, user)
    if irritated != 0.0 and p.mechanisms_irritation:
        user.irritation += irritated
    if user.contacts_in_case > 0 and user.case_open:
        y.recontacts += 1.0
    if callout:
        y.callouts += 1.0
        log_at(o, s.events, t, E_CALLOUT, -1, number, -1, -1, -1, 0.0)
    y.contacts += 1.0
    s.counts[CONTACTS_BY + channel] += 1.0
    seat = free_for(s, channel)
    if seat >= 0:
        starts(s, p, seat, i, t)
        return
    queue = s.channels[channel]
    c.next, c.previous = -1, queue.queue_last
    if queue.queue_last >= 0:
        s.contacts[queue.queue_last].next = i
    else:
        queue.queue_first = i
    queue.queue_last = i
    queue.waiting += 1
    c.gives_up = 0
    minutes = queueing.patience(drawn(c, WAITED)[0], p.channel_patience_minutes[channel], p.channel_patience_shape[channel], p.channel_balk_share[channel])
    if minutes >= 0.0:
        c.gives_up = push(s, t + minutes, RANK_GIVE_UP, c.serial, i, c.serial, 0, 0.0)


# --- leaving the queue ----------------------------------------------------------------------------------------------------------


@kernel
def out_of_queue(s, c):
    """Take a contact out of its queue; its user will not give up any more."""
    if c.gives_up > 0:
        withdraw(s, c.gives_up)
    queue = s.channels[c.channel]
    if c.previous >= 0:
        s.contacts[c.previous].next = c.next
    else:
        queue.queue_first = c.next
    if c.next >= 0:
        s.contacts[c.next].previous = c.previous
    else:
        queue.queue_last = c.previous
    queue.waiting -= 1


@kernel
def gives_up(s, p, i, serial, t):
    """Let an impatient user leave the queue, if still in it: to try again later, by this channel or another, or never."""
    c = s.contacts[i]
    if c.serial != serial or c.state != WAITING:
        return
    s.tally[0].abandoned += 1.0
    c.gives_up = 0
    leaves_queue(s, p, i, t)


@kernel
def leaves_queue(s, p, i, t):
    """End a contact that was never served."""
    o, y, c = s.office[0], s.tally[0], s.contacts[i]
    user, channel = s.users[c.user], c.channel
    c.state = ENDED
    out_of_queue(s, c)
    wait = t - c.arrived
    if IS_LIVE[channel]:
        y.live_contacts += 1.0
        y.live_wait += wait
        y.live_given_up += 1.0
    if p.mechanisms_irritation:
        if p.mechanisms_circle:
            irritated_by_wait(p, user, wait)
        user.irritation = irritation_rule.after_unresolved(user.irritation, p.irritation_per_unresolved, p.irritation_burden_weight, 0,
                                                           user.stake)
    user.present = 0
    u_switch, u_other, u_exit, u_call = drawn(c, LEFT_WITH)
    _, u_again, u_delay, _ = drawn(c, WAITED)
    if u_again < p.channel_calls_again[channel]:
        open_minutes = closing(p, o.day) - opening(p, o.day)
        returns_after(s, p, user, c, exponential(u_delay, p.channel_again_minutes[channel]) / open_minutes, u_switch, u_other, t, -1)
    else:
        drops_case(s, user)
    let_down(s, p, c, u_exit, u_call, t)
    lets_go(s, i)


@kernel
def drops_case(s, user):
    """Let a user give up an open case for good."""
    if user.case_open:
        s.tally[0].cases_dropped += 1.0
        close_case(s.office[0], user)


@kernel
def returns_after(s, p, user, c, days, u_switch, u_other, t, channel):
    """Put a user's return on the calendar after some working days (with a fraction), measured along the shape of demand; channel -1: the same,
    or another if the user switches."""
    o = s.office[0]
    if channel < 0:
        channel = c.channel
        if u_switch < p.demand_switch_channel:
            channel = other_channel(p, channel, u_other)
    user.return_token += 1
    shape = s.shapes[o.day_shape]
    target = share_by(shape, t - o.day_start) + days
    later = int(target)
    if later == 0:
        push(s, o.day_start + minute_at(shape, target), RANK_ARRIVE, FIRST_USER + c.user, c.user, channel, user.return_token, 0.0)
    else:
        returns_on(s, o.day + later, c.user, channel, user.return_token, target - later)


@kernel
def returns_on(s, day, number, channel, token, share):
    """Note that a user returns on a later day of the run."""
    if day >= len(s.return_days):
        return
    o = s.office[0]
    i = o.returns_free
    if i >= 0:
        o.returns_free = s.returns[i].next
    elif o.returns_used < len(s.returns):
        i = o.returns_used
        o.returns_used += 1
    else:
        o.status = FULL_RETURNS
        return
    r = s.returns[i]
    r.user, r.channel, r.token, r.share, r.next = number, channel, token, share, -1
    if s.return_days[day, 1] >= 0:
        s.returns[s.return_days[day, 1]].next = i
    else:
        s.return_days[day, 0] = i
    s.return_days[day, 1] = i


@kernel
def returns_today(s):
    """Put the returns of the day on the calendar; whether one has lapsed is seen when its time has come."""
    o = s.office[0]
    shape = s.shapes[o.day_shape]
    i = s.return_days[o.day, 0]
    while i >= 0:
        r = s.returns[i]
        push(s, o.day_start + minute_at(shape, r.share), RANK_ARRIVE, FIRST_USER + r.user, r.user, r.channel, r.token, 0.0)
        later = r.next
        r.next = o.returns_free
        o.returns_free = i
        i = later


@kernel
def other_channel(p, channel, u):
    """Choose another channel by the volume of new contacts that each has."""
    total = 0.0
    for c in range(CHANNEL_COUNT):
        if c != channel:
            total += p.channel_per_day[c]
    if total <= 0.0:
        return channel
    target, done = u * total, 0.0
    for c in range(CHANNEL_COUNT):
        if c != channel:
            done += p.channel_per_day[c]
            if target < done:
                return c
    return channel


# --- service --------------------------------------------------------------------------------------------------------------------


@kernel
def irritated_by_wait(p, user, wait):
    """Let a wait irritate a user."""
    user.irritation = irritation_rule.after_wait(user.irritation, wait, p.irritation_per_wait_minute, user.stake, p.demand_wait_information,
                                                 p.irritation_informed_relief, p.irritation_announced_minutes)


@kernel
def starts(s, p, seat, i, t):
    """Let an employee take a user: the contact may become an episode, which is answered at once."""
    o, y, e, c = s.office[0], s.tally[0], s.staff[seat], s.contacts[i]
    user, channel = s.users[c.user], c.channel
    wait = t - c.arrived
    live = float(IS_LIVE[channel])  # sums by arithmetic: nobody can guess the channel
    y.live_contacts += live
    y.live_wait += live * wait
    y.backlog_served += 1.0 - live
    y.backlog_wait += (1.0 - live) * wait
    if p.mechanisms_irritation and p.mechanisms_circle and live * wait > 0.0:
        irritated_by_wait(p, user, wait)
    c.state, c.started = IN_SERVICE, t
    c.first = 1 if user.case_open and user.contacts_in_case == 0 else 0
    if user.notified:  # the user brings what the last notice asked for
        user.pieces = 0 if user.notice_of_all else max(0, user.pieces - 1)
        user.notified = 0
    user.contacts_in_case += user.case_open
    e.contact = i
    becomes(s, p, e, seat, SERVING, t)
    o.serving += 1
    u_minutes, u_life, u_episode, u_reminder = drawn(c, SERVED)
    base = queueing.service_minutes(u_minutes, p.channel_service_minutes[channel], s.channels[channel].log_variance, p.service_exponential)
    extra = 0.0 if user.contacts_in_case <= 1 or p.service_shared_file else p.service_no_file_minutes
    if user.pieces > 0:
        extra += p.cases_one_notice * p.cases_notice_minutes
    minutes = queueing.handling_minutes(base, e.performance, e.after_episode, p.strain_handling_penalty, extra)
    e.after_episode = 0
    about_case(s, p, e, seat, c, t)
    if p.mechanisms_episode:
        minutes += becomes_episode(s, p, e, seat, c, u_life, u_episode, u_reminder, t)
    y.busy_minutes += minutes
    y.care_users += minutes
    push(s, t + minutes, RANK_END, seat, seat, 0, 0, 0.0)


@kernel
def becomes_episode(s, p, e, seat, c, u_life, u_episode, u_reminder, t):
    """Draw whether a contact becomes an episode, and give the minutes that answering it adds; u_life says whether private life weighs on the user."""
    user, channel = s.users[c.user], c.channel
    reminder = episode_rule.is_reminder(u_reminder, user.pieces, p.episode_reminder_missing, p.episode_reminder_share)
    irritation = user.irritation
    if p.mechanisms_irritation and u_life < p.users_life_load:
        irritation += p.irritation_life_load
    if not c.callout:
        exhaustion = e.exhaustion if p.mechanisms_circle else 0.0
        crowd = float(s.channels[COUNTER].waiting) if channel == COUNTER and p.mechanisms_circle else 0.0
        odds = episode_rule.log_odds(p.episode_base, irritation, p.episode_irritation, user.temper, user.mismatch, p.episode_mismatch,
                                     p.channel_episode_odds[channel], crowd, p.episode_crowding, reminder, p.episode_reminder, exhaustion,
                                     p.episode_exhaustion)
        if not episode_rule.happens(u_episode, odds):
            return 0.0
    return face(s, p, e, seat, c, reminder, t)


@kernel
def ends(s, p, e, t):
    """End a service: the case is resolved, refused, deferred or redirected; user and employee carry what it left."""
    o, y, i = s.office[0], s.tally[0], e.contact
    c = s.contacts[i]
    user = s.users[c.user]
    c.state = ENDED
    e.contact = -1
    o.serving -= 1
    y.served += 1.0
    y.irritation += user.irritation
    settle(p, e, t)
    if p.mechanisms_strain:
        e.strain += strain.contact_cost(p.strain_per_contact, p.strain_surface_acting, user.irritation)
    user.present = 0
    settles(s, p, e, c, t)
    if c.callout:
        recruits(s, p, c, t)
    lets_go(s, i)


@kernel
def settles(s, p, e, c, t):
    """Decide what a served contact settles, how the user was received, and whether the user comes back."""
    o, y, user = s.office[0], s.tally[0], s.users[c.user]
    u_resolves, u_received, u_back, u_delay = drawn(c, SETTLED)
    if c.first:
        y.first_contacts += 1.0
        if not user.routine:
            y.first_contacts_nonroutine += 1.0
    redirected = c.channel == SOCIAL and not p.service_file_access
    closed = queueing.OPEN
    if not redirected and not c.failed:
        closed = queueing.resolves(u_resolves, user.pieces, user.partner_until - o.day, e.experience, p.cases_resolution_novice,
                                   p.cases_resolution_expert, user.routine, p.cases_nonroutine_factor, asking.together(e.know_how, c.told), e.strain,
                                   p.cases_refusal_share)
    refused = 1 if closed == queueing.REFUSED else 0
    if closed:
        if c.first:
            y.first_resolved += 1.0
            if not user.routine:
                y.first_resolved_nonroutine += 1.0
        close_case(o, user)
    good = irritation_rule.received_well(u_received, p.irritation_good_reception, e.strain, p.irritation_strained_reception)
    y.good_receptions += good
    if p.mechanisms_irritation:
        user.irritation = irritation_rule.after_reception(user.irritation, good, p.irritation_good_reception_relief,
                                                          p.irritation_per_bad_reception, refused, p.irritation_per_refusal, user.stake)
    if closed == queueing.GRANTED:
        y.resolved += 1.0
        return
    u_switch, u_other, u_exit, u_call = drawn(c, LEFT_WITH)
    if refused:
        y.refused += 1.0
        let_down(s, p, c, u_exit, u_call, t)
        return
    if p.mechanisms_irritation:
        user.irritation = irritation_rule.after_unresolved(user.irritation, p.irritation_per_unresolved, p.irritation_burden_weight,
                                                           user.pieces, user.stake)
    user.notified = 1 if user.pieces > 0 else 0
    user.notice_of_all = queueing.gives_notice_of_all(u_resolves, p.cases_one_notice)
    if redirected:
        y.redirected += 1.0
    else:
        y.deferred += 1.0
    if user.case_open:
        if u_back < p.cases_return_share:
            to = PHONE if redirected and s.segments[o.segment].serves[PHONE] else -1
            returns_after(s, p, user, c, exponential(u_delay, p.cases_return_days), u_switch, u_other, t, to)
        else:
            drops_case(s, user)
    let_down(s, p, c, u_exit, u_call, t)


# --- voice and exit ---------------------------------------------------------------------------------------------------------------


@kernel
def let_down(s, p, c, u_exit, u_call, t):
    """Let a user who was let down go elsewhere, or call out in public."""
    o, user = s.office[0], s.users[c.user]
    if not p.mechanisms_voice:
        return
    if voice.leaves(u_exit, user.captive, p.voice_exit, user.irritation):
        user.gone, user.gone_since = 1, o.day
        s.tally[0].users_left += 1.0
        log_at(o, s.events, t, E_USER_EXIT, -1, c.user, -1, -1, -1, 0.0)
        drops_case(s, user)
    elif not c.callout and voice.calls_out(u_call, p.voice_callout * user.reach, user.irritation):
        call_out(s, p, c.user, uniform(o.seed, LET_DOWN, c.user, c.day, c.rank + 1000), t)


@kernel
def recruits(s, p, c, t):
    """Let a visible call-out bring other users along, the fewer the faster and the more personally it was answered."""
    o, user = s.office[0], s.users[c.user]
    if not p.mechanisms_voice:
        return
    mean = voice.recruits(p.voice_recruit_per_hour, user.reach, c.started - c.arrived, c.success, p.voice_personal_relief)
    many = min(MOST_RECRUITS, poisson(uniform(o.seed, RECRUIT, c.user, c.day, c.rank), mean))
    for k in range(many):
        u_who, u_delay = uniform2(o.seed, RECRUIT, c.user, c.day, 1000 + 100 * c.rank + k)
        number = below(u_who, p.demand_population)
        known_user(s, number)
        call_out(s, p, number, u_delay, t)


@kernel
def call_out(s, p, number, u_delay, t):
    """Let a user call out in public: soon, as a contact of those who serve social media; where nobody does, it stays unanswered and sours the climate."""
    o = s.office[0]
    if s.segments[o.segment].serves[SOCIAL]:
        push(s, t + exponential(u_delay, p.voice_callout_minutes), RANK_ARRIVE, FIRST_USER + number, number, SOCIAL, -1, 0.0)
        return
    s.tally[0].callouts += 1.0
    log_at(o, s.events, t, E_CALLOUT, -1, number, -1, -1, -1, 0.0)
    if p.mechanisms_circle:
        o.climate += p.voice_unanswered
