"""What can be seen of the office at the end of a minute, for the floor plan: the trail of a run."""

from ..rules.order import BREAK, OFF, SERVING
from ..rules.strain import faded
from .kernel import kernel
from .layout import CHANNEL_COUNT, FULL_STEPS, OUTSIDE
from .people import break_half_life


@kernel
def look(s, p, day):
    """Write down the office and every seat, as the next step of the trail."""
    o, n = s.office[0], len(s.staff)
    row = o.steps_count
    if row >= len(s.steps):
        o.status = FULL_STEPS
        return
    o.steps_count = row + 1
    now = s.steps[row]
    now.day, now.minute, now.manager_where, now.manager_room = day, o.minute, o.manager_where, o.manager_room
    for channel in range(CHANNEL_COUNT):
        now.waiting[channel] = s.channels[channel].waiting
    for seat in range(n):
        e, seen = s.staff[seat], s.trail[row * n + seat]
        if e.exists:
            seen.person, seen.status, seen.place, seen.exhaustion = e.person, e.status, e.place, e.exhaustion
            seen.user = s.contacts[e.contact].user if e.status == SERVING else -1
            seen.strain = strain_now(p, e, o.now)
        else:
            seen.person, seen.user, seen.status, seen.place, seen.strain, seen.exhaustion = -1, -1, OFF, OUTSIDE, 0.0, 0.0


@kernel
def strain_now(p, e, t):
    """Give the strain of someone as it has faded by now; it stays as it is in the person, who settles it when something happens."""
    if not e.on_duty or t <= e.strain_at or e.strain <= 0.0:
        return e.strain
    return faded(e.strain, t - e.strain_at, break_half_life(p, e) if e.status == BREAK else e.fade_half_life)
