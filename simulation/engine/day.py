"""A working day: opening, roster, breaks, the time after closing, and the end; mirrors `model/day.py`."""

from ..rules.draws import CRISIS, ROSTER, below, uniform2
from ..rules.management import trust_down
from ..rules.numeric import INF, log_variance
from ..rules.order import (
    ABSENT,
    BEGINS,
    BREAK,
    DAY,
    DECREED,
    GO_HOME,
    HELD_BACK,
    HELPING,
    IDLE,
    IMPROVEMENT,
    LIVE_CHANNELS,
    MEAL,
    OFF,
    SERVING,
    SHORT,
    TRAINING,
)
from .calendar import push, turn_to
from .clock import closing, demand_factor, next_arrival, of_day, opening
from .desk import free
from .flow import call_out, leaves_queue, returns_today
from .kernel import kernel
from .layout import (
    ACTION_CRISIS,
    ACTION_RULE_CHANGES,
    ACTION_TRAIN,
    CHANNEL_COUNT,
    COLUMN_COUNT,
    E_CHANGE,
    RANK_BACK,
    RANK_BREAK,
    RANK_MANAGER,
)
from .log import log_at
from .night import night, train
from .people import becomes, begins_to_talk, cuts_break_short, home_place, off_duty, serves, strains, takes_post, wakes
from .users import known_user, works_out_fading


@kernel
def open_day(s):
    """Open a day: dated changes, who is at work, breaks, arrivals, returns."""
    o = s.office[0]
    day = o.day
    o.day_open, o.after_hours = 1, 0
    turn_to(s, DAY * day)
    for segment in range(len(s.segments)):
        if s.segments[segment].first == day and segment != o.segment:
            change_parameters(s, segment)
    p = s.params[o.segment]
    if day == s.segments[o.segment].first:
        works_out_fading(s, p)
    opens, closes = opening(p, day), closing(p, day)
    o.opens, o.closes, o.minute = o.day_start + opens, o.day_start + closes, opens
    o.now = o.opens
    o.day_shape = o.segment * 7 + day % p.calendar_days_per_week
    o.budget = p.power_irritant_budget
    for position in range(len(s.changes)):
        if s.changes[position].day == day:
            carry_out(s, p, position)
    roster(s, p)
    factor = demand_factor(p, day)
    for channel in range(CHANNEL_COUNT):
        stream = s.channels[channel]
        stream.expected, stream.count, stream.reached = p.channel_per_day[channel] * factor, 0, 0.0
        stream.ahead = stream.taken = 0
        stream.log_variance = log_variance(p.channel_service_cv[channel])
    for channel in range(CHANNEL_COUNT):
        if p.channel_per_day[channel] > 0.0:
            next_arrival(s, channel)
    returns_today(s)
    if p.mechanisms_management:
        for k in range(int((closes - opens) / p.manager_round_minutes)):
            push(s, o.opens + k * p.manager_round_minutes, RANK_MANAGER, 0, k, 0, 0, 0.0)
    charge_day(s, p, closes - opens)


@kernel
def change_parameters(s, segment):
    """Put new parameters in force, before the day begins, when nobody is idle: posts that are added wait for their first holder as a vacancy does."""
    o, n = s.office[0], len(s.staff)
    before = o.segment
    o.segment = segment
    for seat in range(n):
        e, post = s.staff[seat], s.posts[segment * n + seat]
        if e.exists:
            e.team, e.shift, e.room = post.team, post.shift, post.room
            takes_post(e, post)
            e.place = home_place(e)
        elif post.open and not s.posts[before * n + seat].open:
            e.vacant_until = o.day + int(s.params[segment].staff_hiring_days)


@kernel
def carry_out(s, p, position):
    """Carry out the action of a dated change."""
    o, change = s.office[0], s.changes[position]
    log_at(o, s.events, o.opens, E_CHANGE, -1, -1, -1, -1, -1, float(position))
    if change.action == ACTION_TRAIN:
        train(s, p, change.situation, change.share)
    elif change.action == ACTION_RULE_CHANGES:
        o.forced_rule_changes += change.amount
    elif change.action == ACTION_CRISIS:
        for k in range(change.amount):
            u_who, u_delay = uniform2(o.seed, CRISIS, k, o.day, 0)
            number = below(u_who, p.demand_population)
            known_user(s, number)
            call_out(s, p, number, u_delay, o.opens)


@kernel
def roster(s, p):
    """Say who is at work today, from when to when, and when their breaks are due."""
    o, n = s.office[0], len(s.staff)
    share = of_day(p.staff_weekday_share, p.staff_weekday_share_count, o.day, p.calendar_days_per_week)
    working = int(share * s.segments[o.segment].open_posts + 0.5)
    for seat in range(n):
        if s.staff[seat].exists:
            roster_one(s, p, s.staff[seat], seat, working)


@kernel
def roster_one(s, p, e, seat, working):
    """Say whether one person is at work today."""
    o, y, day = s.office[0], s.tally[0], s.office[0].day
    n = s.segments[o.segment].open_posts
    wakes(s, p, e, seat)
    e.due_count = e.breaks_met = e.after_episode = 0
    e.fade_half_life = p.strain_work_half_life
    start = max(o.opens, o.day_start + 60.0 * p.staff_shift_start[e.shift])
    end = o.day_start + 60.0 * p.staff_shift_end[e.shift]
    e.on_duty = 1 if (seat + day * working) % n < working and start < min(end, o.closes) and e.training_until <= day else 0
    absent = 1 if e.absent_until > day else 0
    end = min(end, o.closes)
    if absent or not e.on_duty:
        in_training = e.training_until > day
        if e.status != SERVING:
            e.status = ABSENT if absent else TRAINING if in_training else OFF
        y.absent += absent
        if absent or in_training:
            y.cost_staff += p.money_wage_per_hour * max(0.0, end - start) / 60.0
        e.on_duty, e.duty_starts, e.duty_ends = 0, INF, INF
        return
    y.on_duty += 1.0
    y.duty_minutes += end - start
    y.cost_staff += p.money_wage_per_hour * (end - start) / 60.0
    e.duty_ends = INF if end >= o.closes else end
    late = 0.0
    if e.status != SERVING:  # in an office that never closes, some serve through midnight
        e.status, e.strain_at = OFF, o.opens
        e.token += 1
        e.place = home_place(e)
        late = lateness(s, p, e, seat, end - start)
    e.duty_starts = start + late
    begins_to_talk(s, e, seat)
    push(s, e.duty_starts, RANK_BACK, seat, seat, e.person, BEGINS, 0.0)
    if e.duty_ends < INF:
        push(s, e.duty_ends, RANK_BREAK, seat, seat, GO_HOME, e.person, 0.0)
    plan_breaks(s, p, e, seat, start, end)


@kernel
def lateness(s, p, e, seat, worked):
    """Give how late someone is today, in minutes; tolerated lateness is made up and noticed with thanks, other lateness is sanctioned."""
    o = s.office[0]
    if not p.mechanisms_management:
        return 0.0
    u_late, u_minutes = uniform2(o.seed, ROSTER, seat, o.day, 0)
    if u_late >= p.staff_late_share:
        return 0.0
    late = u_minutes * p.staff_late_minutes
    if not p.staff_lateness_tolerated:
        strains(p, e, p.strain_sanction, o.opens)
        e.trust = trust_down(e.trust, p.manager_trust_loss)
        s.tally[0].duty_minutes -= min(late, worked)
    elif e.duty_ends < INF:
        e.duty_ends += late
    return late


@kernel
def plan_breaks(s, p, e, seat, start, end):
    """Put the day's breaks, meal and meetings of one person on the calendar."""
    o, length = s.office[0], end - start
    stagger = (1.0 - p.breaks_overlap * (0.8 if p.staff_self_roster else 1.0)) * p.breaks_spread_minutes
    offset = stagger * ((seat + 0.5) / s.segments[o.segment].open_posts - 0.5)
    for k in range(p.breaks_count):
        where = (k + 0.5) / p.breaks_count
        if 0.37 < where and where < 0.57:
            where = 0.62
        plan_break(s, e, seat, SHORT, start + where * length + offset, p.breaks_minutes, start, end)
    if p.breaks_meal_minutes > 0.0 and length >= 300.0:
        plan_break(s, e, seat, MEAL, start + 0.47 * length + offset, p.breaks_meal_minutes, start, end)
    week = p.calendar_days_per_week
    weekday = o.day % week
    if p.meetings_decreed_minutes > 0.0 and weekday == (1 + e.team) % week:  # one team a day: the office stays open
        plan_break(s, e, seat, DECREED, start + 60.0, p.meetings_decreed_minutes, start, end)
        e.trust = trust_down(e.trust, p.manager_trust_loss)
    if p.meetings_improvement_minutes > 0.0 and weekday == (3 + e.team) % week:
        plan_break(s, e, seat, IMPROVEMENT, start + 60.0, p.meetings_improvement_minutes, start, end)


@kernel
def plan_break(s, e, seat, kind, t, minutes, start, end):
    """Put a break on the calendar if it fits into the shift."""
    if minutes > 0.0 and start <= t and t + minutes <= end:
        push(s, t, RANK_BREAK, seat, seat, kind, e.person, minutes)


@kernel
def charge_day(s, p, minutes_open):
    """Charge the day's levers that cost by the day."""
    o, y, n = s.office[0], s.tally[0], len(s.staff)
    if p.rest_room_exists:
        y.cost_levers += (p.rest_room_comfort + p.rest_room_zen) * p.money_rest_room_per_day
    if p.answer_guard:
        y.cost_levers += p.money_guard_per_hour * minutes_open / 60.0
    y.cost_levers += p.cases_simplification * p.money_simplify_per_day
    systems = p.service_shared_file + p.demand_wait_information + (1 if p.service_file_access and p.social_per_day > 0.0 else 0)
    y.cost_levers += systems * p.money_system_per_day
    for seat in range(n):
        post = s.posts[o.segment * n + seat]
        if post.remote and post.open:
            y.cost_levers += p.money_remote_per_day


@kernel
def after_hours(s, p, t):
    """After closing, serve those who still wait for a while, then send them away; when all is done, or the next day begins, end the day."""
    o = s.office[0]
    tomorrow = DAY * (o.day + 1) + opening(s.params[segment_of(s, o.day + 1)], o.day + 1)
    if o.closes >= tomorrow:
        end_day(s, p)  # open around the clock: queues and services simply go on
        return
    if not o.after_hours:
        o.after_hours = 1
        for seat in range(len(s.staff)):
            e = s.staff[seat]
            if e.exists and e.status == BREAK:
                cuts_break_short(s, p, e, t)
                becomes(s, p, e, seat, HELD_BACK, t)
                free(s, p, e, seat, t)
    if t >= o.closes + p.calendar_overtime_minutes:
        send_away(s, p, t)
    done = o.serving == 0 and o.helping == 0 and not any_wait_for_somebody(s)
    if done or t + p.calendar_step_minutes > tomorrow:
        send_away(s, p, t)
        end_day(s, p)


@kernel
def send_away(s, p, t):
    """Send away those who still wait at the counter, on the phone and at home."""
    for channel in LIVE_CHANNELS:
        while s.channels[channel].queue_first >= 0:
            s.tally[0].turned_away += 1.0
            leaves_queue(s, p, s.channels[channel].queue_first, t)


@kernel
def any_wait_for_somebody(s):
    """Tell whether anybody waits for live service that somebody who is still in the office gives."""
    for channel in LIVE_CHANNELS:
        if s.channels[channel].waiting > 0:
            for seat in range(len(s.staff)):
                e = s.staff[seat]
                if e.exists and (e.status == IDLE or e.status == SERVING or e.status == HELPING) and serves(e, channel):
                    return True
    return False


@kernel
def segment_of(s, day):
    """Give the segment in force on a day."""
    found = 0
    for segment in range(len(s.segments)):
        if s.segments[segment].first <= day:
            found = segment
    return found


@kernel
def end_day(s, p):
    """Close the day: everybody goes home, the night does its work, the day's row is written."""
    o, n = s.office[0], len(s.staff)
    for seat in range(n):
        e = s.staff[seat]
        if e.exists and e.status != OFF and e.status != ABSENT and e.status != TRAINING and e.status != SERVING:
            off_duty(s, p, e, seat, o.now)
    for group in range(len(s.groups)):
        g = s.groups[group]
        g.first, g.last, g.count = -1, -1, 0
    for seat in range(n):
        s.staff[seat].group = -1
    night(s, p)
    s.tally[0].day = o.day
    row = o.day % len(s.daily)
    for column in range(COLUMN_COUNT):
        s.sums[column] += s.counts[column]
        s.daily[row, column] = s.counts[column]
        s.counts[column] = 0.0
    o.day += 1
    o.day_open = 0
    o.day_start = DAY * o.day
