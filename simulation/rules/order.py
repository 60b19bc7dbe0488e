"""The fixed lists that code, tests and documentation share: the order of a minute, and what channels, kinds and means there are.

Everything here is data. An index into one of these tuples is how the rest of the program names a channel, a situation
kind, a means of answering, a status or a mechanism; no other file numbers them again.
"""

LARGEST_SEED = 2**63 - 1
"""Seeds are whole numbers from 0 to this."""

DAY = 1440.0
"""Minutes of a day."""

CHANNELS = ("counter", "phone", "mail", "home", "social")
"""Channels of contact. Counter, phone and home are *live*: the user waits now. Mail and social wait in a backlog."""

COUNTER, PHONE, MAIL, HOME, SOCIAL = range(len(CHANNELS))

MACHINE_CHANNELS = (PHONE, MAIL, SOCIAL)
"""Channels on which a machine may stand before the queue."""

BLENDED = (COUNTER, PHONE, SOCIAL, MAIL)
"""Channels that blended staff serve beside their own, in this order."""

KINDS = ("confidential", "exception", "incivility", "insult", "threat", "outburst", "assault", "callout")
"""Situation kinds: two of substance, five of form by rising severity ("Hulk" is the outburst), and the public call-out."""

SUBSTANCE = ("confidential", "exception")

SUBSTANCE_KINDS = len(SUBSTANCE)
EXCEPTION_ASKED = KINDS.index("exception")

MEANS = ("practice", "crew", "manager", "colleague", "support_desk", "exception", "improvise")
"""Means of answering an episode, in the order in which an employee turns to them; a crew whose name is known comes before all others."""

MECHANISMS = (
    "irritation", "episode", "answer", "crew", "asking", "invention", "talk", "overhearing",
    "strain", "learning", "turnover", "voice", "management", "circle",
)
"""The mechanisms of the model; each has a switch ``mechanisms.<name>``. All off leaves a plain queue."""

VALENCES = ("resolving", "protective", "subversive")

TALKS = ("solution", "vent", "co_rumination")

MINUTE = (
    ("arrive", "users arrive and join the queue of their channel; the impatient give up, call again, or switch"),
    ("manager", "the manager goes where their attention takes them"),
    ("break", "breaks begin and end; a break due under a long queue may be cut"),
    ("take", "free employees take the next user; the contact may become an episode"),
    ("episode", "episodes are answered; calls for help are made and joined; neighbours overhear"),
    ("end", "services end: resolved, deferred, refused, redirected"),
    ("talk", "people who are together talk"),
    ("fade", "strain fades a little"),
)
"""A minute, in order. Events inside a minute are handled at their exact times; ties follow ``EVENT_RANK``."""

NIGHT = (
    ("recover", "strain recovers overnight; exhaustion follows the load of the day"),
    ("forget", "unused mastery fades; a practice without holders dies"),
    ("turbulence", "rule changes make practices obsolete"),
    ("experience", "ties fade; experience grows"),
    ("conditions", "the manager's work on conditions takes effect; the climate is updated"),
    ("staff", "absence, leaving and hiring"),
)
"""The end of a day, in order."""

EVENT_RANK = {"end": 0, "give_up": 1, "arrive": 2, "manager": 3, "break": 4, "back": 5}
"""At one instant: services end first, then the impatient give up, then arrivals, then the manager moves, then breaks
begin, then people come back. Within a rank, the lower identity goes first."""

ALLOWED = (
    (1, 1, 1, 1, 1, 1, 1, 0),  # counter
    (1, 1, 1, 1, 1, 0, 0, 0),  # phone
    (1, 1, 1, 1, 1, 0, 0, 0),  # mail
    (1, 1, 1, 1, 1, 1, 1, 0),  # home
    (1, 1, 1, 1, 0, 0, 0, 0),  # social (the call-out is a contact of its own)
)
"""Which situation kinds can arise on each channel: nobody tears off his clothes on the phone."""

LIVE = (True, True, False, True, False)
"""Whether users of a channel wait now (and go home when the office closes) or their contact waits in a backlog."""

if not len(ALLOWED) == len(LIVE) == len(CHANNELS):
    raise ValueError(f"each of the {len(CHANNELS)} channels needs its row in ALLOWED (given {len(ALLOWED)}) and in LIVE (given {len(LIVE)})")

LIVE_CHANNELS = tuple(c for c, live in enumerate(LIVE) if live)

HINDERING = (1, 3, 4, 5, 6)
"""Kinds whose bad ending keeps the contact from settling the case."""

FIRST_USER = 10
"""Arrivals on the calendar are told apart by channel; those of users who come back by this plus their number."""

CREWED_FROM = (COUNTER,)
"""Channels from which a crew can be called: the counter."""

WAITING, IN_SERVICE, ENDED = range(3)
"""How far a contact is."""

STATUSES = ("off", "idle", "serving", "break", "helping", "held", "absent", "training")
"""What an employee may be doing; "held" is kept by the manager's listening or by the end of a crew's comfort."""

OFF, IDLE, SERVING, BREAK, HELPING, HELD_BACK, ABSENT, TRAINING = range(len(STATUSES))

AT_WORK = (IDLE, SERVING, BREAK, HELPING, HELD_BACK)
"""Statuses of those who are in the house."""

SHORT, MEAL, DECREED, IMPROVEMENT, BREATHER, GO_HOME = range(6)
"""Kinds of break from the counter; the meetings are kept here too, since they take people from their posts in the same way; so is
going home at the end of a shift."""

BEGINS = -1
"""In place of a token: the event is the beginning of a shift."""

MANAGER, ORGANISATION = -2, -3
"""In place of the number of a person; -1 is nobody."""

ORGANISATION_SEAT = 65535
"""In place of a seat, for what nobody on a seat has made."""


def evenly(rank, share):
    """Tell whether the rank-th of a row (from 0) is one of an evenly spread share of it: floor((rank + 1) share) > floor(rank share)."""
    return int((rank + 1) * share + 1e-9) > int(rank * share + 1e-9)
