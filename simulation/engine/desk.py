"""What someone who is free does next: go home, take a break, take the next user; mirrors the like in `model/office.py`."""

from ..rules.circle import break_is_cut
from ..rules.draws import BREAK as BREAK_DRAW
from ..rules.draws import uniform2
from ..rules.management import protection, trust_down
from ..rules.order import IDLE, LIVE_CHANNELS, SHORT
from .calendar import push
from .flow import out_of_queue, starts
from .kernel import kernel
from .layout import CHANNEL_COUNT, E_BREAK_CUT, IS_LIVE, RANK_BREAK
from .log import log_at
from .people import becomes, off_duty, serves, takes_break


@kernel
def free(s, p, e, seat, t):
    """Let someone who is free go off duty, take the break that is due, or take the next user."""
    o = s.office[0]
    if not (e.duty_starts <= t and t < e.duty_ends):
        off_duty(s, p, e, seat, t)
        return
    while e.due_count > 0:
        room = len(s.due) // len(s.staff)
        kind, minutes, sure = s.due[seat * room].kind, s.due[seat * room].minutes, s.due[seat * room].sure
        e.due_count -= 1
        for i in range(e.due_count):
            s.due[seat * room + i] = s.due[seat * room + i + 1]
        if sure or not break_is_lost(s, p, e, seat, kind, t):
            takes_break(s, p, e, seat, t, kind, minutes)
            return
    if t >= o.closes:
        taken = t < o.closes + p.calendar_overtime_minutes and takes_next_live(s, p, e, seat, t)
    else:
        taken = takes_next(s, p, e, seat, t)
    if not taken and e.status != IDLE:
        becomes(s, p, e, seat, IDLE, t)


@kernel
def takes_next(s, p, e, seat, t):
    """Take the next user of the channels that someone serves, in their order; False if nobody waits."""
    for i in range(e.serves_count):
        first = s.channels[e.serves[i]].queue_first
        if first >= 0:
            out_of_queue(s, s.contacts[first])
            starts(s, p, seat, first, t)
            return True
    return False


@kernel
def takes_next_live(s, p, e, seat, t):
    """Take the next user after closing: live channels only, in their order; False if nobody waits."""
    for channel in LIVE_CHANNELS:
        first = s.channels[channel].queue_first
        if first >= 0 and serves(e, channel):
            out_of_queue(s, s.contacts[first])
            starts(s, p, seat, first, t)
            return True
    return False


@kernel
def break_is_lost(s, p, e, seat, kind, t):
    """Tell whether a break that is due now is cut (or put off) because of a long queue."""
    o = s.office[0]
    if kind != SHORT or not p.mechanisms_circle:
        return False
    protected = protection(p.breaks_protection, p.manager_conditions if p.mechanisms_management else 0.0, p.manager_protects)
    waiting, at_work = 0, o.serving
    for channel in range(CHANNEL_COUNT):
        at_work += s.channels[channel].idle_count
        if IS_LIVE[channel] and serves(e, channel):
            waiting += s.channels[channel].waiting
    u, u_later = uniform2(o.seed, BREAK_DRAW, seat, o.day, e.breaks_met)
    e.breaks_met += 1
    if not break_is_cut(u, float(waiting), at_work, p.breaks_cut_queue, protected):
        return False
    if u_later < p.breaks_autonomy and e.breaks_met < 6:  # who is free to choose takes it later
        push(s, t + p.breaks_minutes, RANK_BREAK, seat, seat, SHORT, e.person, p.breaks_minutes)
        return True
    s.tally[0].breaks_cut += 1.0
    e.trust = trust_down(e.trust, p.manager_trust_loss)
    log_at(o, s.events, t, E_BREAK_CUT, e.person, -1, -1, -1, -1, 0.0)
    return True
