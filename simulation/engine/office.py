"""The office over time: the first staff, the events of a step, and the days of a run; mirrors `model/office.py`."""

from ..rules.draws import INITIAL_PRACTICE, TENURE, below, uniform2
from ..rules.numeric import exponential
from ..rules.order import BEGINS, BREAK, FIRST_USER, GO_HOME, HELD_BACK, HELPING, IDLE, IMPROVEMENT, OFF, SERVING, SHORT
from .calendar import IDENT_BITS, IDENT_MASK, next_before
from .conversation import minute_of_talk
from .day import after_hours, open_day
from .desk import free
from .flow import comes_back, ends, gives_up, new_need
from .kernel import entry, kernel
from .layout import (
    BEGIN,
    COUNT,
    E_START,
    E_TRICK,
    FINE,
    KIND_COUNT,
    OVER,
    PLAN,
    RANK_ARRIVE,
    RANK_BREAK,
    RANK_END,
    RANK_GIVE_UP,
    RANK_MANAGER,
    STEP,
)
from .log import log_at
from .manager import goes
from .people import adds_due, becomes, home_place, off_duty, returns_from_break, takes_seat
from .plan import count, eve, plan
from .repertoire import invents
from .trail import look


@kernel
def first_staff(s):
    """Hire the first staff, with their tenure and the tricks that they bring."""
    o, p, n = s.office[0], s.params[0], len(s.staff)
    for seat in range(n):
        s.staff[seat].held_first = s.staff[seat].contact = s.staff[seat].group = -1
        if not s.posts[seat].open:
            s.staff[seat].vacant_until = int(p.staff_hiring_days)
            continue
        u_novice, u_tenure = uniform2(o.seed, TENURE, seat, 0, 0)
        if u_novice < p.staff_novice_share:
            tenure = int(u_tenure * 120.0)
        else:
            tenure = 120 + int(exponential(u_tenure, p.staff_tenure_years) * p.calendar_days_per_year)
        takes_seat(s, seat, 0, tenure)
    for seat in range(n):
        e = s.staff[seat]
        if e.exists:
            row = log_at(o, s.events, 0.0, E_START, e.person, -1, -1, -1, -1, float(e.tenure))
            if p.mechanisms_answer and p.mechanisms_invention:
                initial_tricks(s, p, e, seat, row)


@kernel
def initial_tricks(s, p, e, seat, row):
    """Give a person of long tenure the private tricks that they have worked out before the run."""
    o = s.office[0]
    u, _ = uniform2(o.seed, INITIAL_PRACTICE, seat, 0, 0)
    expected = p.invention_initial_practices * e.tenure / (e.tenure + 1.0 * p.calendar_days_per_year)
    for k in range(int(expected + u)):
        u_kind, _ = uniform2(o.seed, INITIAL_PRACTICE, seat, 0, 1 + k)
        invents(s, p, e, seat, below(u_kind, KIND_COUNT - 1), E_TRICK, row, -1, k % 16, 0)


@kernel
def handle(s, p, event, t):
    """Handle an event."""
    o = s.office[0]
    a, b, c, x = event.a, event.b, event.c, event.x
    rank = event.key >> IDENT_BITS
    if rank == RANK_ARRIVE:
        if event.key & IDENT_MASK < FIRST_USER:
            new_need(s, p, a, b, t)
        else:
            comes_back(s, p, a, b, c, t)
    elif rank == RANK_END:
        ends(s, p, s.staff[a], t)
        free(s, p, s.staff[a], a, t)
    elif rank == RANK_GIVE_UP:
        gives_up(s, p, a, b, t)
    elif rank == RANK_MANAGER:
        goes(s, p, t, a)
    elif rank == RANK_BREAK:
        break_is_due(s, p, s.staff[a], a, t, b, c, x)
    else:
        comes_to_post(s, p, o, s.staff[a], a, t, b, c)


@kernel
def break_is_due(s, p, e, seat, t, kind, person, minutes):
    """Let a break be due for the person for whom it was planned."""
    if not e.exists or e.person != person:
        return
    if kind == GO_HOME:
        if e.status == IDLE and t >= e.duty_ends:
            off_duty(s, p, e, seat, t)
    elif e.status == IDLE or e.status == SERVING or e.status == HELPING or e.status == HELD_BACK or e.status == BREAK:
        adds_due(s, e, seat, kind, minutes, 1 if kind != SHORT else 0)
        if e.status == IDLE:
            free(s, p, e, seat, t)


@kernel
def comes_to_post(s, p, o, e, seat, t, person, token):
    """Let someone come to the post: in the morning, from a break, from helping or from the manager."""
    if token == BEGINS:
        if e.exists and e.person == person and e.status == OFF and e.on_duty:
            e.place = home_place(e)
            free(s, p, e, seat, t)
        return
    if token != e.token or not e.exists:
        return
    if e.status == BREAK:
        if e.break_kind == IMPROVEMENT:
            o.improvement += p.meetings_improvement_gain * p.meetings_improvement_minutes / 60.0
        returns_from_break(s, p, e, t)
    elif e.status == HELPING:
        o.helping -= 1
        becomes(s, p, e, seat, HELD_BACK, t)
    free(s, p, e, seat, t)


@kernel
def step(s):
    """Run one step: the events of this minute in time order, then the minute's talk. The first step of a day opens it, the last closes it."""
    o = s.office[0]
    if not o.day_open:
        open_day(s)
    p = s.params[o.segment]
    begin = o.day_start + o.minute
    end = begin + p.calendar_step_minutes
    if not o.after_hours and end > o.closes:
        end = o.closes
    while True:
        place = next_before(s, end)
        if place == 0:
            break
        o.now = max(s.calendar[place].t, begin)  # what fell into the night happens at opening
        handle(s, p, s.calendar[place], o.now)
    o.now = end
    if p.mechanisms_talk and not o.after_hours:
        minute_of_talk(s, p, end - begin)
    o.minute = end - o.day_start
    if end >= o.closes:
        after_hours(s, p, end)


@kernel
def begin(s):
    """Take a state to the eve of a run, and hire the first staff."""
    eve(s)
    first_staff(s)


@kernel
def step_seen(s):
    """Run one step, and write it down if the trail shows its day."""
    o, r = s.office[0], s.request[0]
    day = o.day
    step(s)
    if r.first_seen <= day and day <= r.last_seen:
        look(s, s.params[o.segment], day)


@entry
def run(s, job, days):
    """Do a job (`layout.COUNT` and the following) and give the status; days: how many must have ended after `RUN`."""
    o = s.office[0]
    if job == COUNT:
        return count(s)
    if job == PLAN:
        return plan(s)
    if job == BEGIN:
        begin(s)
    elif job == STEP:
        if o.day >= s.request[0].days:
            return OVER
        o.steps_count = 0
        day = o.day
        step(s)
        look(s, s.params[o.segment], day)
    else:
        while o.day < days and o.status == FINE:
            step_seen(s)
    return o.status
