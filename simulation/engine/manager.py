"""The manager: a budget of attention, and what presence and discretion do with it; mirrors `model/manager.py`."""

from ..rules import management
from ..rules.draws import LISTEN, MANAGER_PLACE, uniform
from ..rules.management import trust_up
from ..rules.order import BREAK, IDLE
from .kernel import kernel
from .layout import E_LISTENING
from .log import log_at
from .people import is_held, settle, watches


@kernel
def goes(s, p, t, round_number):
    """Go, for the next round, where attention leads: decide the place and do there what can be done."""
    o = s.office[0]
    if t < o.manager_busy_until:  # still with a user: nowhere else
        o.manager_attention_minutes += p.manager_round_minutes
        return
    u = uniform(o.seed, MANAGER_PLACE, 0, o.day, round_number)
    o.manager_where = management.place(u, p.manager_floor, p.manager_rest_room, p.manager_listening, p.manager_conditions)
    o.manager_room = round_number % p.desks_rooms
    if o.manager_where != management.AWAY:
        o.manager_attention_minutes += p.manager_round_minutes
    if o.manager_where == management.CONDITIONS:
        o.manager_conditions_minutes += p.manager_round_minutes
    elif o.manager_where == management.LISTENING:
        listens(s, p, t, round_number)


@kernel
def listens(s, p, t, round_number):
    """Listen one to one to the most strained of those who are idle or on a break (ties: the lowest seat)."""
    o, y = s.office[0], s.tally[0]
    chosen, most = -1, 0.0
    for seat in range(len(s.staff)):
        e = s.staff[seat]
        if e.exists and (e.status == IDLE or e.status == BREAK):
            settle(p, e, t)
            if chosen < 0 or e.strain > most:
                chosen, most = seat, e.strain
    if chosen < 0:
        return
    e = s.staff[chosen]
    e.strain = e.strain * (1.0 - p.manager_listen_relief)
    voiced = 1 if uniform(o.seed, LISTEN, chosen, o.day, round_number) < p.manager_voice * e.trust else 0
    e.trust = trust_up(e.trust, p.manager_trust_gain)
    o.manager_voiced += voiced
    y.listened += 1.0
    y.voiced += voiced
    y.care_staff += p.manager_listen_minutes
    log_at(o, s.events, t, E_LISTENING, e.person, -1, -1, -1, -1, 1.0 if voiced else 0.0)
    if e.status == IDLE:
        is_held(s, p, e, chosen, t, p.manager_listen_minutes)


@kernel
def steps_in(o, p, e, u, severity, t):
    """Decide whether to step into an episode; where the employee is, free, willing."""
    if not p.mechanisms_management:
        return 0
    return management.steps_in(u, 1 if watches(o, e) else 0, 1 if t >= o.manager_busy_until else 0, severity, p.manager_step_in_severity,
                               p.manager_willing)
