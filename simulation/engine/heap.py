"""The calendar of events: a binary heap ordered by time, rank, identity and order of entry; and the log of what happened."""

from .kernel import kernel
from .layout import FULL_EVENTS, FULL_HEAP

IDENT_BITS = 40


@kernel
def earlier(t, key, n, other):
    """Tell whether an event comes before another record of the heap."""
    if t != other.t:
        return t < other.t
    if key != other.key:
        return key < other.key
    return n < other.n


@kernel
def push(o, heap, t, rank, ident, a, b, c, x):
    """Put an event on the calendar at an absolute minute; a, b, c (whole) and x (real) say what it is about."""
    o.pushes += 1
    i = o.heap_size
    if i >= len(heap) - 1:
        o.status = FULL_HEAP
        return
    o.heap_size = i + 1
    key, n = (rank << IDENT_BITS) + ident, o.pushes
    while i > 0:
        parent = (i - 1) >> 1
        if not earlier(t, key, n, heap[parent]):
            break
        heap[i] = heap[parent]
        i = parent
    e = heap[i]
    e.t, e.key, e.n = t, key, n
    e.a, e.b, e.c, e.x = a, b, c, x


@kernel
def pop(o, heap):
    """Take the first event off the calendar into the last record of the heap, where it stays until the next is taken."""
    spare = len(heap) - 1
    heap[spare] = heap[0]
    size = o.heap_size - 1
    o.heap_size = size
    if size == 0:
        return
    last = heap[size]
    t, key, n = last.t, last.key, last.n
    i = 0
    child = 1
    while child < size:
        if child + 1 < size:
            right = heap[child + 1]
            if earlier(right.t, right.key, right.n, heap[child]):
                child += 1
        lower = heap[child]
        if earlier(t, key, n, lower):
            break
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = heap[size]


@kernel
def log_at(o, events, t, event, who, whom, practice, situation, parent, value):
    """Write an event in the log, if there is one, and give its row."""
    row = o.events_count
    o.events_count = row + 1
    if row < len(events):
        e = events[row]
        e.day, e.minute, e.event, e.who, e.whom = o.day, t - o.day_start, event, who, whom
        e.practice, e.situation, e.parent, e.value = practice, situation, parent, value
    elif len(events) > 0:
        o.status = FULL_EVENTS
    return row


@kernel
def log(o, events, event, who, whom, practice, situation, parent, value):
    """Write an event of this moment in the log, and give its row."""
    return log_at(o, events, o.now, event, who, whom, practice, situation, parent, value)


@kernel
def set_event_value(events, row, value):
    """Complete an event whose value was not known when it began."""
    if row < len(events):
        events[row].value = value
