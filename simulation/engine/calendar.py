"""The calendar of events: those of the minutes to come in a chain for each slot of the day, those that are due now in a chain in order.

Order is by time, then rank, then identity, then order of entry, as on the heap of the Mesa model; but an event is sorted only among the few of its slot, when the
slot's time has come. A slot is a minute, or a part of it in a large office. Place 0 of the calendar is nobody: 0 ends a chain, and tables of zeros are an empty calendar.
"""

from .kernel import kernel
from .layout import FIRST_USER, FULL_CALENDAR, RANK_ARRIVE
from .memory import prefetch

IDENT_BITS = 40
IDENT_MASK = (1 << IDENT_BITS) - 1


@kernel
def earlier(a, b):
    """Tell whether one event comes before another."""
    if a.t != b.t:
        return a.t < b.t
    if a.key != b.key:
        return a.key < b.key
    return a.n < b.n


@kernel
def slots_a_minute(seats):
    """Give how many slots a minute has: one for some tens of employees."""
    return 1 + seats // 32


@kernel
def push(s, t, rank, ident, a, b, c, x):
    """Put an event on the calendar at an absolute minute; a, b, c (whole) and x (real) say what it is about."""
    o = s.office[0]
    o.pushes += 1
    i = o.calendar_free
    if i > 0:
        o.calendar_free = s.calendar[i].next
    elif o.calendar_used + 1 < len(s.calendar):
        o.calendar_used += 1
        i = o.calendar_used
    else:
        o.status = FULL_CALENDAR
        return
    e = s.calendar[i]
    e.t, e.key, e.n = t, (rank << IDENT_BITS) + ident, o.pushes
    e.a, e.b, e.c, e.x = a, b, c, x
    enters(s, o, i, e)


@kernel
def enters(s, o, i, e):
    """Put an event among those that are due, into its slot, or among those of later days."""
    slot = int((e.t - o.day_start) * o.slots_a_minute)
    if e.t < o.day_start or slot <= o.slot:
        comes_due(s, o, i, e)
    elif slot < len(s.slots):
        e.next = s.slots[slot]
        s.slots[slot] = i
        if slot > o.last_slot:
            o.last_slot = slot
    else:
        e.next = o.calendar_later
        o.calendar_later = i


@kernel
def comes_due(s, o, i, e):
    """Put an event in its place among those that are due."""
    at = o.calendar_due
    if at == 0 or earlier(e, s.calendar[at]):
        e.next = at
        o.calendar_due = i
        return
    before = s.calendar[at]
    while before.next > 0 and earlier(s.calendar[before.next], e):
        before = s.calendar[before.next]
    e.next = before.next
    before.next = i


@kernel
def all_come_due(s, o, first):
    """Let a chain of events come due."""
    while first > 0:
        e = s.calendar[first]
        later = e.next
        if e.key >> IDENT_BITS == RANK_ARRIVE and e.key & IDENT_MASK >= FIRST_USER:
            prefetch(s.users[e.a])
        comes_due(s, o, first, e)
        first = later


@kernel
def next_before(s, end):
    """Take the first event before an absolute minute off the calendar and give its place; 0 if there is none. Its record holds until the next push."""
    o = s.office[0]
    last = min(int((end - o.day_start) * o.slots_a_minute), o.last_slot)
    while o.calendar_due == 0 and o.slot < last:
        o.slot += 1
        all_come_due(s, o, s.slots[o.slot])
        s.slots[o.slot] = 0
    i = o.calendar_due
    if i == 0 or s.calendar[i].t >= end:
        return 0
    o.calendar_due = s.calendar[i].next
    s.calendar[i].next = o.calendar_free
    o.calendar_free = i
    return i


@kernel
def turn_to(s, day_start):
    """Turn the calendar to another day: what is left of the day before comes first."""
    o = s.office[0]
    left, last = o.slot + 1, o.last_slot
    o.day_start, o.slot, o.last_slot = day_start, -1, -1
    o.slots_a_minute = float(slots_a_minute(len(s.staff)))
    for slot in range(left, last + 1):
        first = s.slots[slot]
        s.slots[slot] = 0
        enter_all(s, o, first)
    first, o.calendar_later = o.calendar_later, 0
    enter_all(s, o, first)
    first, o.calendar_due = o.calendar_due, 0  # what an office that never closes has taken up for its first minute is sorted in anew
    enter_all(s, o, first)


@kernel
def enter_all(s, o, first):
    """Put each event of a chain where it belongs now."""
    while first > 0:
        e = s.calendar[first]
        later = e.next
        enters(s, o, first, e)
        first = later
