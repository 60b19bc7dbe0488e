"""A working day: opening, roster, breaks, the time after closing, and the end."""

from ..measures.daily import Tally
from ..rules.draws import CRISIS, ROSTER, below, uniform2
from ..rules.management import trust_down
from ..rules.numeric import log_variance
from ..rules.order import (
    ABSENT,
    BEGINS,
    BREAK,
    DAY,
    DECREED,
    FIRST_USER,
    GO_HOME,
    HELD_BACK,
    HELPING,
    IDLE,
    IMPROVEMENT,
    KINDS,
    LIVE_CHANNELS,
    MEAL,
    OFF,
    SERVING,
    SHORT,
    TRAINING,
    WAITING,
)
from . import flow, night
from .clock import of_day

FOR_EVER = float("inf")


class Stream:
    """The arrivals of new needs on one channel in one day: how many are expected, how many have come, the demand they have used up, and whose the next is
    (a uniform number); and how the minutes of a service vary that day."""

    __slots__ = ("expected", "count", "reached", "whose", "log_variance")

    def __init__(self, expected, cv):
        self.expected, self.count, self.reached, self.whose = expected, 0, 0.0, 0.0
        self.log_variance = log_variance(cv)


def open_day(model):
    """Open a day: dated changes, who is at work, breaks, arrivals, returns."""
    day = model.day
    model.day_open, model.after_hours = True, False
    model.day_start = DAY * day
    for first, params in model.segments:
        if first == day and params is not model.p:
            change_parameters(model, params)
    p = model.p
    opens, closes = model.clock.hours(p, day)
    model.opens, model.closes, model.minute = model.day_start + opens, model.day_start + closes, opens
    model.now = model.opens
    model.shape = model.clock.shape(p, day)
    model.budget = p.power_irritant_budget
    for position, change in enumerate(model.frozen.changes):
        if change.day == day:
            carry_out(model, position, change)
    roster(model)
    factor = model.clock.demand_factor(p, day)
    model.streams = [Stream(per_day * factor, cv) for per_day, cv in zip(p.channel_per_day, p.channel_service_cv)]
    for channel, per_day in enumerate(p.channel_per_day):
        if per_day > 0.0:
            flow.next_arrival(model, channel)
    for user, channel, token, share in model.returns.pop(day, ()):
        model.push(model.day_start + model.shape.at(share), "arrive", FIRST_USER + user.number, (user, channel, token, share))
    if p.mechanisms_management:
        rounds = int((closes - opens) / p.manager_round_minutes)
        for k in range(rounds):
            model.push(model.opens + k * p.manager_round_minutes, "manager", 0, k)
    charge_day(model, closes - opens)


def change_parameters(model, params):
    """Put new parameters in force: posts that are added wait for their first holder as a vacancy does."""
    before = model.open_seats
    model.p = params
    model.lay_out()
    for seat, e in enumerate(model.staff):
        if e is not None:
            post = model.posts[seat]
            e.team, e.shift, e.remote, e.blended, e.serves = post.team, post.shift, post.remote, post.blended, post.serves
            e.room = model.places.plan[seat][2]
            e.cell = e.home_cell()
        elif model.open_seats[seat] and not before[seat]:
            model.vacant_until[seat] = model.day + int(params.staff_hiring_days)


def carry_out(model, position, change):
    """Carry out the action of a dated change."""
    model.log("change", -1, value=float(position), t=model.opens)
    if change.action == "train":
        night.train(model, KINDS.index(change.situation), change.amount)
    elif change.action == "rule_changes":
        model.forced_rule_changes += int(change.amount)
    elif change.action == "crisis":
        for k in range(int(change.amount)):
            u_who, u_delay = uniform2(model.seed, CRISIS, k, model.day, 0)
            flow.call_out(model, model.user(below(u_who, model.p.demand_population)), u_delay, model.opens)


def roster(model):
    """Say who is at work today, from when to when, and when their breaks are due."""
    p, day, n = model.p, model.day, model.open_posts
    week = p.calendar_days_per_week
    share = of_day(p.staff_weekday_share, day, week)
    working = int(share * n + 0.5)
    for e in model.staff:
        if e is None:
            continue
        e.wakes()
        e.due.clear()
        e.breaks_met, e.after_episode = 0, 0
        e.fade_half_life = p.strain_work_half_life
        start = max(model.opens, model.day_start + 60.0 * p.staff_shift_start[e.shift])
        end = model.day_start + 60.0 * p.staff_shift_end[e.shift]
        e.on_duty = (e.seat + day * working) % n < working and start < min(end, model.closes) and e.training_until <= day
        absent = e.absent_until > day
        end = min(end, model.closes)
        if absent or not e.on_duty:
            in_training = e.training_until > day
            if e.status != SERVING:
                e.status = ABSENT if absent else TRAINING if in_training else OFF
            model.tally.absent += absent
            if absent or in_training:
                model.tally.cost_staff += p.money_wage_per_hour * max(0.0, end - start) / 60.0
            e.on_duty, e.duty_starts, e.duty_ends = False, FOR_EVER, FOR_EVER
            continue
        model.tally.on_duty += 1
        model.tally.duty_minutes += end - start
        model.tally.cost_staff += p.money_wage_per_hour * (end - start) / 60.0
        e.duty_ends = FOR_EVER if end >= model.closes else end
        late = 0.0
        if e.status != SERVING:  # in an office that never closes, some serve through midnight
            e.status, e.strain_at = OFF, model.opens
            e.token += 1
            e.cell = e.home_cell()
            late = lateness(model, e, end - start)
        e.duty_starts = start + late
        e.begins_to_talk()
        model.push(e.duty_starts, "back", e.seat, (e, BEGINS))
        if e.duty_ends < FOR_EVER:
            model.push(e.duty_ends, "break", e.seat, (e, GO_HOME, 0.0))
        plan_breaks(model, e, start, end)


def lateness(model, e, worked):
    """Give how late someone is today, in minutes; tolerated lateness is made up, other lateness is sanctioned."""
    p = model.p
    if not p.mechanisms_management:
        return 0.0
    u_late, u_minutes = uniform2(model.seed, ROSTER, e.seat, model.day, 0)
    if u_late >= p.staff_late_share:
        return 0.0
    late = u_minutes * p.staff_late_minutes
    if not p.staff_lateness_tolerated:
        e.strains(p.strain_sanction, model.opens)
        e.trust = trust_down(e.trust, p.manager_trust_loss)
        model.tally.duty_minutes -= min(late, worked)
    elif e.duty_ends < FOR_EVER:
        e.duty_ends += late
    return late


def plan_breaks(model, e, start, end):
    """Put the day's breaks, meal and meetings of one person on the calendar."""
    p, length = model.p, end - start
    stagger = (1.0 - p.breaks_overlap * (0.8 if p.staff_self_roster else 1.0)) * p.breaks_spread_minutes
    offset = stagger * ((e.seat + 0.5) / model.open_posts - 0.5)
    for k in range(p.breaks_count):
        where = (k + 0.5) / p.breaks_count
        if 0.37 < where < 0.57:
            where = 0.62
        plan_break(model, e, SHORT, start + where * length + offset, p.breaks_minutes, start, end)
    if p.breaks_meal_minutes > 0.0 and length >= 300.0:
        plan_break(model, e, MEAL, start + 0.47 * length + offset, p.breaks_meal_minutes, start, end)
    weekday, week = model.day % p.calendar_days_per_week, p.calendar_days_per_week
    if p.meetings_decreed_minutes > 0.0 and weekday == (1 + e.team) % week:  # one team a day: the office stays open
        plan_break(model, e, DECREED, start + 60.0, p.meetings_decreed_minutes, start, end)
        e.trust = trust_down(e.trust, p.manager_trust_loss)
    if p.meetings_improvement_minutes > 0.0 and weekday == (3 + e.team) % week:
        plan_break(model, e, IMPROVEMENT, start + 60.0, p.meetings_improvement_minutes, start, end)


def plan_break(model, e, kind, t, minutes, start, end):
    """Put a break on the calendar if it fits into the shift."""
    if minutes > 0.0 and start <= t and t + minutes <= end:
        model.push(t, "break", e.seat, (e, kind, minutes))


def charge_day(model, minutes_open):
    """Charge the day's levers that cost by the day."""
    p, tally = model.p, model.tally
    if p.rest_room_exists:
        tally.cost_levers += (p.rest_room_comfort + p.rest_room_zen) * p.money_rest_room_per_day
    if p.answer_guard:
        tally.cost_levers += p.money_guard_per_hour * minutes_open / 60.0
    tally.cost_levers += p.cases_simplification * p.money_simplify_per_day
    systems = p.service_shared_file + p.demand_wait_information + (p.service_file_access and p.social_per_day > 0.0)
    tally.cost_levers += systems * p.money_system_per_day
    for post, is_open in zip(model.posts, model.open_seats):
        if post.remote and is_open:
            tally.cost_levers += p.money_remote_per_day


def after_hours(model, t):
    """After closing, serve those who still wait for a while, then send them away; when all is done, or the next day begins, end the day."""
    p = model.p
    tomorrow = DAY * (model.day + 1) + model.clock.hours(params_of(model, model.day + 1), model.day + 1)[0]
    if model.closes >= tomorrow:
        end_day(model)  # open around the clock: queues and services simply go on
        return
    if not model.after_hours:
        model.after_hours = True
        for e in model.staff:
            if e is not None and e.status == BREAK:
                e.cuts_break_short(t)
                e.becomes(HELD_BACK, t)
                model.free(e, t)
    if t >= model.closes + p.calendar_overtime_minutes:
        send_away(model, t)
    done = model.serving == 0 and model.helping == 0 and not any(model.waiting[c] for c in LIVE_CHANNELS if staffed(model, c))
    if done or t + p.calendar_step_minutes > tomorrow:
        send_away(model, t)
        end_day(model)


def send_away(model, t):
    """Send away those who still wait at the counter, on the phone and at home."""
    for channel in LIVE_CHANNELS:
        for contact in model.queues[channel]:
            if contact.state == WAITING:
                model.tally.turned_away += 1
                flow.leaves_queue(model, contact, t)
        model.queues[channel].clear()


def staffed(model, channel):
    """Whether somebody who serves a channel is still in the office."""
    return any(e is not None and e.status in (IDLE, SERVING, HELPING) and channel in e.serves for e in model.staff)


def params_of(model, day):
    """Give the parameters in force on a day."""
    found = model.segments[0][1]
    for first, params in model.segments:
        if first <= day:
            found = params
    return found


def end_day(model):
    """Close the day: everybody goes home, the night does its work, the day's row is written."""
    for e in model.staff:
        if e is not None and e.status not in (OFF, ABSENT, TRAINING, SERVING):
            model.off_duty(e, model.now)
    model.rest_rooms.clear()
    model.meetings.clear()
    night.night(model)
    model.tally.day = model.day
    model.daily.append(model.tally.row())
    model.day_ends.append(model.steps - 1)
    model.tally = Tally()
    model.day += 1
    model.day_open = False
    model.day_start = DAY * model.day
