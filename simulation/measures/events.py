"""The event log: what happened to whom, when, with which practice, and after which other event."""

EVENTS = (
    ("start", "a person is there when the run starts; value = tenure in days"),
    ("episode", "an employee faces an episode; value = 1 if it ended well; practice = the one used, if any"),
    ("trick", "an improvised success leaves a trick; parent = the episode"),
    ("story", "a failure leaves an open story; parent = the episode"),
    ("invention", "a listener (who) turns a colleague's (whom) open story into a practice; parent = the story"),
    ("telling", "who tells whom a practice; value = mastery gained; parent = the event by which the teller came to know it"),
    ("learned", "who begins to hold a practice, from whom; parent = the telling, episode, training or event that taught it"),
    ("refinement", "a telling makes a practice better; parent = the telling; value = the new quality"),
    ("naming", "a practice gets a name; parent = the telling, if anybody learned; value = people who heard it"),
    ("call", "who calls a crew by a practice's name; parent = the episode; value = completeness"),
    ("join", "who comes to help whom; value = 0 to contain, 1 to comfort; parent = the call"),
    ("step_in", "the manager takes over whom's episode; parent = the episode"),
    ("overheard", "who overhears whom's episode; parent = the episode"),
    ("listening", "the manager listens to who; value = 1 if an irritant was voiced"),
    ("break_cut", "who loses a break to the queue"),
    ("absence", "who falls ill; value = days"),
    ("exit", "who leaves for good; value = tenure in days"),
    ("hire", "who is hired; value = the seat"),
    ("forgotten", "who no longer holds a practice; parent = the event by which it was learned"),
    ("death", "a practice loses its last holder"),
    ("training", "who is taught a practice by the organisation"),
    ("guide", "a practice is written into the guide"),
    ("rule_change", "rules change; value = practices made obsolete"),
    ("obsolete", "a practice loses quality to a rule change; value = the new quality"),
    ("callout", "a user (whom) calls out in public"),
    ("user_exit", "a user (whom) leaves for good"),
    ("change", "a dated change of the scenario takes effect; value = its position"),
    ("life_event", "who suffers an accident of private life"),
)
"""Kinds of events, in the order of their codes."""

EVENT_NAMES = tuple(name for name, _ in EVENTS)
CODE = {name: code for code, name in enumerate(EVENT_NAMES)}

FIELDS = (
    ("day", "working day, from 0"),
    ("minute", "minute of the day"),
    ("event", "kind of event"),
    ("who", "person (number on the payroll), -1 nobody"),
    ("whom", "other person, or the user of an episode, call-out or exit; -1 nobody"),
    ("practice", "practice, -1 none"),
    ("situation", "situation kind, -1 none"),
    ("parent", "row of the event that led to this one, -1 none"),
    ("value", "number that the kind of event explains"),
)
"""Fields of an event; its identity is its row in the log."""
