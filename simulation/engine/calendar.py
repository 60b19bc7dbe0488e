"""The calendar of events: a chain in order for each slot of today and tomorrow, and a mark for each slot that has one.

Order is by time, then rank, then identity, then order of entry, as on the heap of the Mesa model. A slot is so short that most hold one event or none, so nothing need be
sorted, and marks are looked at a word of `MARKS` at a time: hardly a branch that the processor cannot guess. Place 0 of the calendar is nobody and ends a chain; what a slot
holds counts only if its mark is set, so tables of zeros are an empty calendar.
"""

from .kernel import kernel
from .layout import FULL_CALENDAR
from .memory import lowest_bit, prefetch

IDENT_BITS = 40
IDENT_MASK = (1 << IDENT_BITS) - 1
MARK_BITS = 5
MARKS = 1 << MARK_BITS
"""Slots of a word of marks."""


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
    """Give how many slots a minute has: about four for each event of a busy minute."""
    return 16 * (1 + seats // 32)


@kernel
def push(s, t, rank, ident, a, b, c, x):
    """Put an event on the calendar at an absolute minute; a, b, c (whole) and x (real) say what it is about. Give its place."""
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
        return 0
    e = s.calendar[i]
    e.t, e.key, e.n = t, (rank << IDENT_BITS) + ident, o.pushes
    e.a, e.b, e.c, e.x = a, b, c, x
    enters(s, o, i, e)
    return i


@kernel
def slot_of(o, e):
    """Give the slot of an event. It stays the same while the event is on the calendar: the word that the day has got to moves on only once all its slots are empty."""
    return max(int((e.t - o.day_start) * o.slots_a_minute), o.word << MARK_BITS)


@kernel
def enters(s, o, i, e):
    """Put an event into its slot (one that should have come before, into the first that is left), or among those of later days."""
    slot = slot_of(o, e)
    if slot >= len(s.slots):
        e.next = o.calendar_later
        o.calendar_later = i
        return
    word, mark = slot >> MARK_BITS, 1 << (slot & MARKS - 1)
    marks = s.marks[word]
    if marks & mark:
        takes_turn(s, slot, i, e)
    else:
        e.next = 0
        s.slots[slot] = i
        s.marks[word] = marks | mark
        o.last_word = max(o.last_word, word)
    if o.first == 0 or earlier(e, s.calendar[o.first]):
        o.first = i


@kernel
def takes_turn(s, slot, i, e):
    """Put an event in its place among those of its slot."""
    at = s.slots[slot]
    if earlier(e, s.calendar[at]):
        e.next = at
        s.slots[slot] = i
        return
    before = s.calendar[at]
    while before.next > 0 and earlier(s.calendar[before.next], e):
        before = s.calendar[before.next]
    e.next = before.next
    before.next = i


@kernel
def next_before(s, end):
    """Take the first event before an absolute minute off the calendar and give its place; 0 if there is none. Its record holds until the next push."""
    o = s.office[0]
    i = o.first
    e = s.calendar[i]
    if i == 0 or e.t >= end:
        return 0
    marks = s.marks[o.word]
    while marks == 0:  # the calendar was empty when this event came in
        o.word += 1
        marks = s.marks[o.word]
    if e.next > 0:
        s.slots[(o.word << MARK_BITS) + lowest_bit(marks)] = e.next
    else:
        s.marks[o.word] = marks & marks - 1
    e.next = o.calendar_free
    o.calendar_free = i
    finds_first(s, o)
    return i


@kernel
def withdraw(s, i):
    """Take an event that has lost its point off the calendar, unless it is one of later days, which will be seen to have no point when its time has come."""
    o, e = s.office[0], s.calendar[i]
    slot = slot_of(o, e)
    if slot >= len(s.slots):
        return
    at = s.slots[slot]
    if at != i:
        while s.calendar[at].next != i:
            at = s.calendar[at].next
        s.calendar[at].next = e.next
    elif e.next > 0:
        s.slots[slot] = e.next
    else:
        s.marks[slot >> MARK_BITS] &= ~(1 << (slot & MARKS - 1))
    e.next = o.calendar_free
    o.calendar_free = i
    if o.first == i:
        finds_first(s, o)


@kernel
def finds_first(s, o):
    """Find the first event that is left of today and tomorrow, long before it is asked for: the processor can do so beside other work."""
    word, marks = o.word, s.marks[o.word]
    while marks == 0 and word < o.last_word:
        word += 1
        marks = s.marks[word]
    o.word = word
    o.first = s.slots[(word << MARK_BITS) + lowest_bit(marks)] if marks != 0 else 0
    prefetch(s.users[min(s.calendar[o.first].a, len(s.users) - 1)])  # if it is about a user; asking what it is about would cost more


@kernel
def turn_to(s, day_start):
    """Turn the calendar to another day: what is left of the day before comes first."""
    o = s.office[0]
    word, last = o.word, o.last_word
    first, o.calendar_later = o.calendar_later, 0
    o.day_start, o.word, o.last_word, o.first = day_start, 0, 0, 0
    o.slots_a_minute = float(slots_a_minute(len(s.staff)))
    while word <= last:
        marks, s.marks[word] = s.marks[word], 0
        while marks != 0:
            first = before_all(s, s.slots[(word << MARK_BITS) + lowest_bit(marks)], first)
            marks = marks & marks - 1
        word += 1
    while first > 0:
        e = s.calendar[first]
        later = e.next
        enters(s, o, first, e)
        first = later


@kernel
def before_all(s, chain, others):
    """Put a chain of events before another; give the first."""
    e = s.calendar[chain]
    while e.next > 0:
        e = s.calendar[e.next]
    e.next = others
    return chain
