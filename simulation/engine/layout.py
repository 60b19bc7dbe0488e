"""What a run is made of: one array for each sort of thing, and the fields of its records. All numbers; -1 stands for nobody and nothing.

A record of `STAFF` is a seat and whoever sits on it, one of `USERS` a user of the office, and so on. Lists that grow and shrink
(queues, who is free, who is on a break, what a person holds) are chains through the records: `next`, `previous`, and a head and tail elsewhere.
"""

import math

import numpy as np

from ..measures.daily import CHANNEL_COLUMNS, KIND_COLUMNS, MEANS_COLUMNS, NAMES, REPORT_COLUMNS, SUCCESS_COLUMNS, TALK_COLUMNS
from ..measures.events import CODE
from ..measures.events import FIELDS as EVENT_FIELDS
from ..rules.order import ALLOWED, CHANNELS, CREWED_FROM, EVENT_RANK, HINDERING, KINDS, LIVE, MACHINE_CHANNELS
from ..rules.talk import STORIES_KEPT
from ..rules.turnover import EXITS_REMEMBERED_DAYS
from ..scenario.declare import ACTIONS, LONGEST_LIST
from ..scenario.load import PARAMETERS, Params
from .lanes import NUMBERS
from .memory import WITHIN, StateType, header

NOT_IDLE = 1 << 32
"""What the count of idle neighbours is below zero for someone who is not idle."""

WEEK = 7
"""Days of the longest week."""

AT_DESK, AT_HOME, IN_MEETING, IN_REST_ROOM, OUTSIDE = range(5)
PLACES = ("desk", "home", "meeting", "rest_room", "outside")
"""Where a person is seen, in the order of the numbers above."""

COUNT, PLAN, BEGIN, RUN, STEP = range(5)
"""What the entry `office.run` can be asked to do: count what the scenario needs, plan its posts and days, take a state to the eve of a run and
hire the first staff, run until so many days have ended, run one minute and keep what is seen in the first row of the trail."""

(FINE, FULL_CONTACTS, FULL_CALENDAR, FULL_PRACTICES, FULL_RETURNS, FULL_DUE, FULL_EVENTS, FULL_NEAR, FULL_STEPS, IMPOSSIBLE,
 OVER) = range(11)
"""Status of a job: fine; which array was too small (what was computed after that is worthless); a scenario that no office could follow, which has not
passed the checks of a scenario; a step beyond the last day."""

GROWS = {FULL_CONTACTS: "contacts", FULL_CALENDAR: "calendar", FULL_PRACTICES: "practices", FULL_RETURNS: "returns", FULL_DUE: "due", FULL_EVENTS: "events",
         FULL_NEAR: "near", FULL_STEPS: "steps"}
"""Which size must be doubled after a status other than `FINE`."""


AHEAD = 32
"""New needs of a channel that are drawn at once."""

FADED_DAYS = 64
"""Days for which the fading of irritation is worked out beforehand."""

# Tables of the rulebook as arrays, which compiled code may index.
ALLOWED_KINDS = np.array(ALLOWED, np.int64)
IS_LIVE = np.array(LIVE, np.int64)
BY_MACHINE = np.array([c in MACHINE_CHANNELS for c in range(len(CHANNELS))], np.int64)
HINDERS = np.array([k in HINDERING for k in range(len(KINDS))], np.int64)
CALLS_CREW = np.array([c in CREWED_FROM for c in range(len(CHANNELS))], np.int64)
KIND_COUNT = len(KINDS)
CHANNEL_COUNT = len(CHANNELS)

# First column of each run of columns that is indexed.
CONTACTS_BY = NAMES.index(CHANNEL_COLUMNS[0])
EPISODES_BY = NAMES.index(KIND_COLUMNS[0])
REPORTED_BY = NAMES.index(REPORT_COLUMNS[0])
MEANS_BY = NAMES.index(MEANS_COLUMNS[0])
SUCCESS_BY = NAMES.index(SUCCESS_COLUMNS[0])
TALK_BY = NAMES.index(TALK_COLUMNS[0])
COLUMN_COUNT = len(NAMES)
for _first, _names in ((CONTACTS_BY, CHANNEL_COLUMNS), (EPISODES_BY, KIND_COLUMNS), (REPORTED_BY, REPORT_COLUMNS),
                       (MEANS_BY, MEANS_COLUMNS), (SUCCESS_BY, SUCCESS_COLUMNS), (TALK_BY, TALK_COLUMNS)):
    assert NAMES[_first:_first + len(_names)] == _names, "columns that are indexed stand side by side"

# Ranks of events at one instant, and codes of events in the log.
RANK_END, RANK_GIVE_UP, RANK_ARRIVE = EVENT_RANK["end"], EVENT_RANK["give_up"], EVENT_RANK["arrive"]
RANK_MANAGER, RANK_BREAK, RANK_BACK = EVENT_RANK["manager"], EVENT_RANK["break"], EVENT_RANK["back"]
E_START, E_EPISODE, E_TRICK, E_STORY = CODE["start"], CODE["episode"], CODE["trick"], CODE["story"]
E_INVENTION, E_TELLING, E_LEARNED, E_REFINEMENT = CODE["invention"], CODE["telling"], CODE["learned"], CODE["refinement"]
E_NAMING, E_CALL, E_JOIN, E_STEP_IN = CODE["naming"], CODE["call"], CODE["join"], CODE["step_in"]
E_OVERHEARD, E_LISTENING, E_BREAK_CUT, E_ABSENCE = CODE["overheard"], CODE["listening"], CODE["break_cut"], CODE["absence"]
E_EXIT, E_HIRE, E_FORGOTTEN, E_DEATH = CODE["exit"], CODE["hire"], CODE["forgotten"], CODE["death"]
E_TRAINING, E_GUIDE, E_RULE_CHANGE, E_OBSOLETE = CODE["training"], CODE["guide"], CODE["rule_change"], CODE["obsolete"]
E_CALLOUT, E_USER_EXIT, E_CHANGE, E_LIFE_EVENT = CODE["callout"], CODE["user_exit"], CODE["change"], CODE["life_event"]

NO_ACTION = -1
ACTION_TRAIN, ACTION_RULE_CHANGES, ACTION_CRISIS = (tuple(ACTIONS).index(a) for a in ("train", "rule_changes", "crisis"))


def record(whole="", real="", flags="", lists=(), short=""):
    """Give the type of a record: 64-bit whole numbers, 64-bit reals, 32-bit whole numbers, small flags, and lists (name, type, length)."""
    fields = [(name, kind) for names, kind in ((whole, "i8"), (real, "f8"), (short, "i4")) for name in names.split()]
    fields += [(name, kind, (length,)) for name, kind, length in lists]
    return np.dtype(fields + [(name, "i1") for name in flags.split()], align=True)


def params_record():
    """Give the type of a record that holds one `Params`, by looking at the declaration; a list has its count in `<name>_count`."""
    declared, fields = {p.field: p for p in PARAMETERS.values()}, []
    for name, kind in ((name, Params.__annotations__[name]) for name in Params.__slots__):
        if kind is tuple:
            made = declared.get(name)
            if made is None:  # one value for each channel
                first = next(p for p in PARAMETERS.values() if p.key == f"{CHANNELS[0]}.{name.removeprefix('channel_')}")
                number, length = first.number, len(CHANNELS)
            else:
                number, length = made.number, max(made.lengths or (LONGEST_LIST,))
            fields += [(name, "f8" if number is float else "i8", (length,)), (f"{name}_count", "i8")]
        else:
            fields.append((name, "f8" if kind is float else "i8"))
    return np.dtype(fields, align=True)


PARAMS = params_record()

OFFICE = record(
    "seed day day_open after_hours segment status day_shape pushes serial payroll first word last_word calendar_free calendar_used "
    "calendar_later events_count cases_open serving helping "
    "forced_rule_changes practices_made practices_used practices_free alive_first alive_last alive_count guide_first guide_last contacts_used "
    "contacts_free returns_used returns_free steps_count manager_where manager_room manager_voiced rooms",
    "slots_a_minute day_start now opens closes minute budget climate conditions improvement manager_busy_until manager_conditions_minutes "
    "manager_attention_minutes promoter_score",
    lists=(("exits", "i8", EXITS_REMEMBERED_DAYS), ("weights", "f8", KIND_COUNT)))

SEGMENT = record("first open_posts", lists=(("serves", "i8", CHANNEL_COUNT), ("posts", "i8", CHANNEL_COUNT)))
"""A stretch of days with the same parameters; serves: whether anybody serves a channel; posts: how many a channel has."""

POST = record("channel team shift blended remote alone serves_count open room near_first near_end", "x y metres",
              lists=(("serves", "i8", CHANNEL_COUNT),))
"""A seat under the parameters of a segment; those within earshot are near_first .. near_end - 1 of `State.near`."""

GUIDES = 64
SHAPE = record("count", lists=(("edges", "f8", 50), ("shares", "f8", 50), ("guide", "i8", GUIDES)))
"""Demand of a day, cumulated: a share at each edge; guide: for each 64th of the demand, the piece to look from."""
CHANGE = record("day action amount situation", "share")

STAFF = record(
    "exists generation person channel team shift blended remote alone serves_count room tenure status contact token on_duty break_kind company "
    "after_episode absent_until training_until last_practice last_number things breaks_met due_count stories_count held_first place "
    "group group_next group_previous vacant_until",
    "disposition own_way u_partner u_candour u_topic strain strain_at fade_half_life exhaustion exhaustion_before trust tie_sum duty_starts duty_ends break_ends experience performance "
    "belonging know_how",
    lists=(("serves", "i8", CHANNEL_COUNT), ("kind_first", "i8", KIND_COUNT)))

USER = record("", "mismatch stake temper reach irritation partner_until", "known gone captive case_open routine notified notice_of_all present",
              short="gone_since generation return_token irritation_day pieces contacts_in_case contact_day contacts_today")

CONTACT = record("serial user channel day rank state next previous gives_up", "arrived started told", "first failed success callout",
                 lists=(("draws", "f8", NUMBERS),))
EVENT_DUE = record("key n a b c next", "t x")
PRACTICE = record("number kind valence crewed named origin holders shared written alive guide_row alive_next alive_previous guide_next uses parent other_parent "
                  "many knowing", "quality tacitness mean_variant apart")
HELD = record("used event next_of_kind next", "mastery variant", "has holds name_known")
DUE = record("kind sure", "minutes")
STORY = record("kind event vented")
RETURN = record("user channel token next", "share")
CHANNEL = record("queue_first queue_last waiting idle_count count ahead taken", "expected reached log_variance")
"""A channel's queue, how many are free for it, and its new needs of the day: how many have been drawn, how many of the last drawn ahead there are and are taken."""
NEED = record("user", "t")
"""A new need to come: whose, and when."""
FREE = record("next previous")
"""Who is free, the longest free first, in a ring for each channel: places are seats, and after them one for each channel, where its ring begins and ends."""
GROUP = record("first last count")
"""People together: a rest room each (by room), then a compulsory meeting each (by team)."""
PICK = record("seat", "value")
"""A seat with a number beside it: scratch for listeners, helpers."""
EVENT = np.dtype([(name, "f8" if name in ("minute", "value") else "i8") for name, _ in EVENT_FIELDS], align=True)
TALLY = np.dtype([(name, "f8") for name in NAMES])
STEPS = record("day manager_where manager_room", "minute", lists=(("waiting", "i8", CHANNEL_COUNT),))
"""The office at the end of a minute."""
TRAIL = np.dtype([("person", "i4"), ("user", "i4"), ("strain", "f4"), ("exhaustion", "f4"), ("status", "i1"), ("place", "i1")], align=True)
"""A seat at the end of a minute: who sits there, the user served, both -1 for nobody, and how they are."""

NEAR_TABLE, NEAR_CREW, NEAR_LISTENERS = range(3)


TABLES = {
    # the scenario's, shared by all runs
    "params": (PARAMS, "segments"),
    "segments": (SEGMENT, "segments"),
    "changes": (CHANGE, "changes"),
    "posts": (POST, "segments seats"),  # flat
    "near": (np.dtype("i8"), "near"),
    "shapes": (SHAPE, f"segments {WEEK}"),  # segment x day of the week, flat
    # the run's
    "request": (None, "1"),
    "office": (OFFICE, "1"),
    "tally": (TALLY, "1"),
    "counts": (np.dtype("f8"), f"{COLUMN_COUNT}"),  # the tally seen as plain numbers
    "daily": (np.dtype("f8"), "rows", f"{COLUMN_COUNT}"),  # of the last days only if it has fewer rows than the run has days
    "sums": (np.dtype("f8"), f"{COLUMN_COUNT}"),  # each column added up over the days
    "events": (EVENT, "events"),
    "steps": (STEPS, "steps"),
    "trail": (TRAIL, "steps seats"),  # flat
    "channels": (CHANNEL, f"{CHANNEL_COUNT}"),
    "needs": (NEED, f"{CHANNEL_COUNT} {AHEAD}"),  # drawn ahead, flat
    "free": (FREE, "rings"),
    "free_blended": (FREE, "rings"),  # those who serve other channels, too: one ring, which begins after the seats
    "faded": (np.dtype("f8"), f"{FADED_DAYS}"),  # share of irritation that is left after so many days
    "groups": (GROUP, "groups"),
    "staff": (STAFF, "seats"),
    "unsaid": (np.dtype("f8"), "seats"),  # company that each still needs before saying something
    "idle_near": (np.dtype("i8"), "seats"),  # how many idle people sit within earshot, for those who are idle
    "due": (DUE, "seats due"),  # flat
    "stories": (STORY, f"seats {STORIES_KEPT + 1}"),  # flat
    "ties": (np.dtype("f8"), "seats", "seats"),
    "held": (HELD, "seats practices"),  # flat
    "practices": (PRACTICE, "practices"),
    "users": (USER, "population"),
    "contacts": (CONTACT, "contacts"),
    "calendar": (EVENT_DUE, "calendar"),  # the first record is nobody
    "slots": (np.dtype("i4"), "slots"),  # first event of each slot of the day, where it is marked
    "marks": (np.dtype("i8"), "marks"),  # a bit for each slot that has an event
    "returns": (RETURN, "returns"),
    "return_days": (np.dtype("i8"), "days", "2"),  # first and last return of a day
    "picks": (PICK, "seats 3"),  # three rows, flat
}
"""The tables of a state, in the order of its header: what an item is, how many there are (the product of sizes), and how many columns, if there are
columns. A size is a number or a field of the request."""

SAME = {"counts": "tally"}
"""Tables that are another one's memory."""
assert WITHIN == {f"{whole}_row": numbers for numbers, whole in SAME.items()}, "compiled code must know what else reaches a table's memory"

SIZES = tuple(dict.fromkeys(size for _, *lengths in TABLES.values() for size in " ".join(lengths).split() if not size.isdigit()))
"""Sizes that a state is made for. The job `COUNT` finds some, those who ask know segments, changes, days and rows
(of the daily table), and the others are room to begin with, which `GROWS`."""

COUNTED = ("seats", "rings", "groups", "population", "slots", "marks")
"""Sizes that `COUNT` finds."""

REQUEST = record(" ".join(("seed", "first_seen", "last_seen", "rooms", *SIZES)), lists=(("most_posts", "i8", CHANNEL_COUNT),))
"""What is asked of a run: its seed, the first and last day that the trail shows (-1: none), and its sizes; rooms and the most posts that a channel
ever has are found by `COUNT`."""

TABLES["request"] = (REQUEST, "1")


def shape(name, sizes):
    """Give the shape of a table for some sizes: (records,), or (rows, columns)."""
    return tuple(math.prod(int(sizes.get(size, size)) for size in lengths.split()) for lengths in TABLES[name][1:])


class State:
    """The tables of a run, as attributes named in `TABLES`; header: for each its address, length and columns; address: the header's.

    tables: arrays by name, but for those in `SAME`; addresses: those that code will see, by name, if they are not the arrays' own."""

    def __init__(self, tables, addresses=None):
        made = {name: table.view(np.recarray) if table.dtype.names else table for name, table in tables.items()}
        made |= {name: made[other].view(np.ndarray).view(TABLES[name][0]) for name, other in SAME.items()}
        self.__dict__.update(made)
        self.header = header([made[name] for name in TABLES], addresses and [addresses[SAME.get(name, name)] for name in TABLES])
        self.address = self.header.ctypes.data


def text():
    """Give all numbers and types of this file as a text: what is compiled depends on them."""
    return repr({name: value for name, value in globals().items() if name.isupper()})


STATE = StateType("State", {name: kind for name, (kind, *_) in TABLES.items()})
