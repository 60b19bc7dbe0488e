"""What is wrong with one file by itself, and what must hold between values.

A file becomes a ``Document`` that lists its problems. A check between values is one small function a topic, over the values
of one stretch of days; it yields ``(keys, given, allowed, hint)`` for each thing wrong: ``keys`` are the parameters it
concerns, the one to name first.
"""

import math
import shlex
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from ..rules.order import CHANNELS, evenly
from .declare import ACTIONS, MOST_CHANGES, Change, Values
from .messages import MOST_PROBLEMS, Problem, ScenarioError, faulty_field, faulty_value, line_of, near, shown, tidy, unknown_key
from .parameters import PARAMETERS
from .said import Said
from .schema import HEADS, ChangeTable, values_model

ATTENTION = ("manager.floor", "manager.rest_room", "manager.listening", "manager.conditions")
SHIFTS = ("staff.shift_start", "staff.shift_end", "staff.shift_share")
HOURS = ("calendar.open_hour", "calendar.close_hour", "calendar.days_per_week")


def attention(values):
    """The manager's attention is a budget of at most one."""
    total = math.fsum(values[key] for key in ATTENTION)
    if total > 1 + 1e-9:
        spent = " + ".join(f"{key.partition('.')[2]} {values[key]:g}" for key in ATTENTION)
        yield ATTENTION, f"{spent} = {total:g}", Said("the manager's attention must sum to at most 1"), Said("lower one of the four shares")


def channels_served(values):
    """A channel with demand needs a post, or staff of another channel who serve it too."""
    for channel in CHANNELS:
        demand, posts = f"{channel}.per_day", f"{channel}.posts"
        if values[demand] > 0 and values[posts] == 0 and not _served_by_others(values, channel):
            yield ((demand, posts, "staff.blend"), Said("{demand:g} contacts a day and no post", demand=values[demand]),
                   Said("the {channel} channel has demand that nobody serves", channel=channel),
                   Said("set {posts} to 1 or more, raise staff.blend so that others serve it too, or set {demand} to 0", posts=posts, demand=demand))


def _served_by_others(values, channel):
    """Tell whether anybody of another channel serves this one: blended staff do, but no home visits, and no counter from home."""
    if channel == "home":
        return False
    for other in CHANNELS:
        for rank in range(values[f"{other}.posts"] if other not in (channel, "home") else 0):
            remote = other != "counter" and evenly(rank, values["staff.remote_share"])
            if evenly(rank, values["staff.blend"]) and not (remote and channel == "counter"):
                return True
    return False


def some_posts(values):
    """Somebody must work here."""
    posts = tuple(f"{channel}.posts" for channel in CHANNELS)
    if not any(values[key] for key in posts):
        yield posts, "", Said("the office has no posts at all"), Said("set one of {posts} to 1 or more", posts=", ".join(posts))


def opening_hours(values):
    """Hours are given once or for each day of the week, and the office closes after it opens."""
    days = values["calendar.days_per_week"]
    opens, closes = values["calendar.open_hour"], values["calendar.close_hour"]
    sizes_fit = True
    for key, hours in zip(HOURS, (opens, closes)):
        if len(hours) not in (1, days):
            sizes_fit = False
            yield ((key, HOURS[2]), Said("{n} hours for a week of {days} days", n=len(hours), days=days), _one_or(days),
                   Said("give one hour for all days, or one a day"))
    if sizes_fit:
        yield from _closing(_a_day(opens, days), _a_day(closes, days))


def weekdays(values):
    """Lists by day of the week have one element, or as many as the week has days."""
    days = values[HOURS[2]]
    for key in ("demand.weekday_profile", "staff.weekday_share"):
        if len(values[key]) not in (1, days):
            yield ((key, HOURS[2]), Said("{n} elements for a week of {days} days", n=len(values[key]), days=days), _one_or(days),
                   Said("give one value for all days, or one a day"))


def _one_or(days):
    return Said("must have 1 element or as many as calendar.days_per_week ({days})", days=days)


def _a_day(hours, days):
    return hours * days if len(hours) == 1 else hours


def _closing(opens, closes):
    """The first day on which the office closes before it opens, if any."""
    for day, (first, last) in enumerate(zip(opens, closes), 1):
        if last <= first:
            yield ((HOURS[1], HOURS[0]), Said("open {first:g}, close {last:g} on day {day} of the week", first=first, last=last, day=day),
                   Said("the office must close after it opens"), Said("hours run from 0 to 24: 13.5 is half past one"))
            return


def shifts(values):
    """The three lists of the shifts belong together."""
    starts, ends, shares = (values[key] for key in SHIFTS)
    if not len(starts) == len(ends) == len(shares):
        yield (SHIFTS, Said("{starts} starts, {ends} ends, {shares} shares", starts=len(starts), ends=len(ends), shares=len(shares)),
               Said("the lists of shift starts, ends and shares must be equally long"), Said("give one start, one end and one share for each shift"))
        return
    for number, (start, end) in enumerate(zip(starts, ends), 1):
        if end <= start:
            yield ((SHIFTS[1], SHIFTS[0]), Said("start {start:g}, end {end:g} of shift {shift}", start=start, end=end, shift=number),
                   Said("a shift must end after it starts"), Said("hours run from 0 to 24"))
    if abs(math.fsum(shares) - 1) > 1e-6:
        yield (SHIFTS[2],), f"{math.fsum(shares):g}", Said("the shares of the shifts must sum to 1"), Said("lower or raise one of them")


def shares_of_one(values):
    """Shares of one whole leave something for the rest, or nothing."""
    for first, second, rest in (("talk.solution", "talk.vent", Said("co-rumination")),
                                ("invention.protective_share", "invention.subversive_share", Said("practices that resolve"))):
        total = values[first] + values[second]
        if total > 1 + 1e-9:
            yield ((first, second), f"{values[first]:g} + {values[second]:g} = {total:g}",
                   Said("{first} and {second} must sum to at most 1", first=first, second=second), Said("lower one of them: the rest is {rest}", rest=rest))


CHECKS = (attention, channels_served, some_posts, opening_hours, weekdays, shifts, shares_of_one)


def fits(needed, stretches):
    """The channels that a policy needs and that have no demand on any day."""
    return [channel for channel in needed if not any(values[f"{channel}.per_day"] > 0 for values in stretches)]


class Found(list):
    """Problems that were found; of very many, only the number is kept, in ``more``."""

    more = 0

    def note(self, made: Callable[[], Problem]) -> None:
        """Add a problem; what makes it is not asked beyond the most that are kept."""
        if len(self) < MOST_PROBLEMS:
            self.append(made())
        else:
            self.more += 1


@dataclass
class Document:
    """What one file says, checked by itself. ``places`` tells where each value was set; ``bad`` are keys not to be relied on."""

    file: str
    kind: str = ""
    head: object = None
    values: dict = field(default_factory=dict)
    changes: list[tuple[Change, dict]] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    problems: Found = field(default_factory=Found)

    @property
    def faults(self):
        """How many problems were found, those that are not kept with them."""
        return len(self.problems) + self.problems.more

    def note(self, line, key, say, *told, **named):
        """List a problem in the words that ``say`` finds for what it is told."""
        self.problems.note(lambda: Problem(self.file, line, key if isinstance(key, Said) else tidy(key), **say(*told, **named)))

    def told(self) -> list[Problem]:
        """What is to be said of all that was noted: in the order of lines, those of other files first."""
        more = [Problem(self.file, allowed=Said("has {n} more problems", n=self.problems.more), hint=Said("mend those listed first"))] if self.problems.more else []
        return sorted(self.problems, key=lambda problem: problem.line if problem.file == self.file else 0) + more

    def stop(self, line, key, **said):
        """Raise a problem after which nothing more can be said, with those noted before."""
        raise ScenarioError([*self.told(), Problem(self.file, line, key, **said)])


def fill(document, table, lines):
    """Check what a file says, part by part, and note it in the document."""
    _fill_head(document, table, lines)
    if not document.head and "study" in table:  # what else it holds is no setting
        return
    changes = table.pop("changes", [])
    flat = {key: (value, line_of(lines, path)) for key, value, path in flatten(document, table, (), lines)}
    document.values = checked_values(document, flat, document.places)
    _fill_changes(document, changes, lines)


def _fill_head(document, table, lines):
    """The ``[office]`` or ``[policy]`` table; it also says of which kind the file is."""
    heads = [kind for kind in HEADS if kind in table]
    wanted = document.kind
    document.kind = heads[0] if len(heads) == 1 else wanted
    if len(heads) != 1 or wanted and heads != [wanted]:
        document.note(0, "", _wrong_head, heads, wanted, table, document.file)
        document.bad = set(PARAMETERS)
    found = {kind: table.pop(kind) for kind in heads}
    if len(heads) == 1:
        document.head = validated(document, HEADS[document.kind], found[document.kind], (document.kind,), lines)


def _wrong_head(heads, wanted, table, file):
    """What is said of a file without a head, with two, or of the other kind."""
    if len(heads) == 2:
        return {"allowed": Said("has both an [office] and a [policy] table"), "hint": Said("keep one: a file is an office or a policy")}
    if heads:
        way = Said("this is a policy: give it with --policy") if wanted == "office" else Said("this is an office: give it as the office")
        return {"given": Said("a file with [{kind}]", kind=heads[0]), "allowed": Said("must be a file with [{kind}]", kind=wanted), "hint": way}
    if "study" in table:
        return {"allowed": Said("is a study, not an office or a policy"), "hint": Said("run it with `guichet sweep {file}`", file=shlex.quote(file))}
    guess = next((name for name in list(table)[:MOST_PROBLEMS] if near(name, HEADS)), "")
    allowed = Said("has no [{kind}] table", kind=wanted) if wanted else Said("has no [office] or [policy] table")
    begin = Said("begin the file with that table: name, title_en, title_fr")
    return {"allowed": allowed, "hint": Said("is [{guess}] misspelt? {begin}", guess=guess, begin=begin) if guess else begin}


def validated(document, model, table, path, lines):
    """A head or change as its model, or None with the problems noted."""
    if not isinstance(table, dict):
        document.note(line_of(lines, path), path[0], dict, given=shown(table), allowed=Said("must be a table"),
                      hint=Said("write [{kind}] on a line of its own", kind=path[0]))
        return None
    try:
        return model.model_validate(table)
    except ValidationError as error:
        for record in error.errors(include_url=False):
            where = (*path, *record["loc"])
            document.note(line_of(lines, where), _dotted(where), faulty_field, record, model.model_fields)
        return None


def partly(model, table):
    """A table as its model; of one with faults what is right, the rest as if it were left out, so that all else can be checked."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        wrong = {record["loc"][0] for record in error.errors(include_url=False)}
        return model.model_construct(**{name: value for name, value in table.items() if name in model.model_fields and name not in wrong})


def _dotted(path):
    """A path as people write it; they count changes from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def flatten(document, table, prefix, lines):
    """Settings as ``(key, value, path)``, from nested tables or dotted keys; a key set in both ways is a problem."""
    seen = set()
    for group, inside in table.items():
        nested = isinstance(inside, dict) and inside
        for path, value in [((group, name), inside[name]) for name in inside] if nested else [((group,), inside)]:
            key = ".".join(path)
            if key in seen:
                document.note(line_of(lines, prefix + path), key, dict, given=shown(value), allowed=Said("is set twice"), hint=Said("keep one"))
            seen.add(key)
            yield key, value, prefix + path


def checked_values(document, flat, places, label=""):
    """The right values among ``key: (value, line)``; problems and places are noted."""
    places.update({key: (document.file, line) for key, (_, line) in flat.items()})
    good = {key: value for key, (value, _) in flat.items()}
    try:
        model = values_model().model_validate(good)
    except ValidationError as error:
        first = {record["loc"][0]: record for record in reversed(error.errors(include_url=False))}
        for key in [key for key in good if key in first]:
            loc = first[key]["loc"]
            where = Said("{key}, item {n}", key=label + key, n=loc[1] + 1) if len(loc) > 1 else label + key
            document.note(flat[key][1], where, _value_words, key, first[key], good.pop(key))
        document.bad.update(first)
        model = values_model().model_validate(good)
    return {key: getattr(model, PARAMETERS[key].field) for key in good}


def _value_words(key, record, value):
    return faulty_value(PARAMETERS[key], record) if key in PARAMETERS else unknown_key(key, value, PARAMETERS)


def _fill_changes(document, changes, lines):
    """The ``[[changes]]`` tables."""
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        document.note(line_of(lines, ("changes",)), "changes", dict, given=shown(changes), allowed=Said("must be [[changes]] tables"),
                      hint=Said("write [[changes]] above each change"))
    elif len(changes) > MOST_CHANGES:
        document.note(line_of(lines, ("changes", MOST_CHANGES)), "changes", dict, given=str(len(changes)),
                      allowed=Said("must be at most {high:g}", high=MOST_CHANGES), hint=Said("put what changes on one day into one table"))
    else:
        for number, change in enumerate(changes):
            _fill_change(document, change, number, lines)
        _same_day(document)


def _fill_change(document, table, number, lines):
    """One ``[[changes]]`` table."""
    path = ("changes", number)
    whole = validated(document, ChangeTable, table, path, lines)
    change = whole or partly(ChangeTable, table)
    inside = table.get("set", {})
    places, values = {}, {}
    if isinstance(inside, dict):
        flat = {key: (value, line_of(lines, where)) for key, value, where in flatten(document, inside, (*path, "set"), lines)}
        values = checked_values(document, flat, places, f"changes.{number + 1}.set.")
    wrong = table.keys() - change.model_fields_set
    for name, *said in _action_faults(change) if not wrong & {"action", "set"} else ():
        if name not in wrong:
            document.note(line_of(lines, (*path, name)), f"changes.{number + 1}.{name}", dict, zip(("given", "allowed", "hint"), said))
    if whole:
        document.changes.append((Change(change.day, Values(values), change.action, float(change.amount or 0), change.situation), places))


def _same_day(document):
    """A setting is set once on a day."""
    seen = {}
    for change, places in document.changes:
        for key, value in change.set.items():
            if (change.day, key) in seen:
                document.note(places[key][1], key, dict, given=f"{shown(seen[change.day, key])}, {shown(value)}",
                              allowed=Said("is set twice on day {day}", day=change.day), hint=Said("keep one"))
            seen.setdefault((change.day, key), value)


def _action_faults(change):
    """What is wrong with the action of a change: ``(field, given, allowed, hint)``."""
    actions = ", ".join(ACTIONS)
    if change.action is None:
        if not change.set:
            yield "day", "", Said("the change does nothing"), Said("give it set = {{ … }} or action = one of {actions}", actions=actions)
        for name in ("amount", "situation"):
            if getattr(change, name) is not None:
                yield name, shown(getattr(change, name)), Said("belongs to an action"), Said("add action = one of {actions}", actions=actions)
        return
    low, high, whole = ACTIONS[change.action]
    amount = change.amount
    if amount is None or not low <= amount <= high or whole and amount != int(amount):
        given = shown(amount) if amount is not None else ""
        bounds = {"low": low, "high": high}
        allowed = Said("must be a whole number from {low} to {high}", **bounds) if whole else Said("must be a number from {low} to {high}", **bounds)
        yield "amount", given, allowed, Said("train: the share of the staff; rule_changes and crisis: how many")
    if (change.situation is not None) != (change.action == "train"):
        given = shown(change.situation) if change.situation else ""
        yield "situation", given, Said('belongs to action = "train", and only to it'), Said("it names the situation for which people are trained")


def given_values(given, label):
    """Values given by hand, as a document: a mapping (of keys, or of groups to mappings), or texts ``key=value`` with the value as TOML writes it."""
    document = Document(label)
    if not isinstance(given, Mapping) and not (isinstance(given, (list, tuple)) and all(isinstance(text, str) for text in given)):
        document.note(0, "", dict, given=shown(given), allowed=Said("must be a mapping from keys to values"), hint=Said('for example {{"breaks.overlap": 0.5}}'))
        return document
    if isinstance(given, Mapping):
        named = {str(key): {str(name): one for name, one in value.items()} if isinstance(value, Mapping) else value for key, value in given.items()}
        pairs = [(key, value) for key, value, _ in flatten(document, named, (), {})]
    else:
        pairs = [pair for text in given for pair in _split(text, document)]
        for key, values in _by_key(pairs).items():
            if len(values) > 1:
                document.note(0, key, dict, given=", ".join(map(shown, values)), allowed=Said("is set twice"), hint=Said("keep one"))
    flat = {str(key): (value.tolist() if hasattr(value, "tolist") else value, 0) for key, value in pairs}
    document.values = checked_values(document, flat, document.places)
    return document


def _by_key(pairs):
    """All values that each key is given."""
    found = {}
    for key, value in pairs:
        found.setdefault(str(key), []).append(value)
    return found


def _split(text, document):
    """A text ``key=value`` as key and value; a bare word is taken as a text."""
    key, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not key or not value:
        document.note(0, "", dict, given=shown(text), allowed=Said("must be key=value"), hint=Said("for example breaks.overlap=0.5"))
        return
    try:
        found = tomllib.loads(f"value = {value}")
        yield key, found["value"] if len(found) == 1 else value
    except (ValueError, RecursionError):
        yield key, value
