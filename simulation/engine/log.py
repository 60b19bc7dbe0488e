"""The log of what happened."""

from .kernel import kernel
from .layout import FULL_EVENTS


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
