"""How a parameter is declared: once, with everything that the loader, the help, the schema and the baseline file say of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass

from ..rules.order import CHANNELS
from .said import Said

GRADES = ("measured", "analogous", "assumed")
"""How firm a value is: measured in this setting, measured in a like one, or assumed."""

RESERVED = ("office", "policy", "changes")
"""Names of tables in a scenario file that no group of parameters may take."""

ACTIONS = {"train": (0, 1, False), "rule_changes": (1, 1_000, True), "crisis": (1, 10_000, True)}
"""What can happen on a date, with the least and greatest amount and whether it must be whole:
train a share of the staff, make so many rule changes, let so many call-outs fall on one day."""

LAST_DAY = 36_600
"""The latest day on which a change can be set: a century."""

MOST_CHANGES = 1_000
"""So many dated changes a file may hold."""

LONGEST_LIST = 366


@dataclass(frozen=True)
class Parameter:
    """One thing that can be set. The kind follows from the default: bool, int, float, str (a choice) or a tuple of numbers.

    ``low`` and ``high`` bound the value, or each element of a tuple. ``lengths`` are the lengths a tuple may have
    (None: any from 1 to 366). ``lever`` marks what a manager or an organisation could decide.
    """

    key: str
    default: bool | int | float | str | tuple[float, ...] | tuple[int, ...]
    low: float | None
    high: float | None
    unit: str
    en: str
    fr: str
    source: str
    grade: str
    choices: tuple[str, ...] | None = None
    lengths: tuple[int, ...] | None = None
    lever: bool = False

    def __post_init__(self):
        for fault in _faults(self):
            raise ValueError(f"parameter {self.key}: {fault}")

    @property
    def group(self):
        """The table of the scenario file that holds it."""
        return self.key.partition(".")[0]

    @property
    def name(self):
        """Its name within the group."""
        return self.key.partition(".")[2]

    @property
    def field(self):
        """Its name as an attribute of ``Params``."""
        return self.key.replace(".", "_")

    @property
    def kind(self):
        """The type of its values: bool, int, float, str or tuple."""
        return type(self.default)

    @property
    def number(self):
        """The type of a number, or of each number in a tuple: int or float."""
        return type(self.default[0]) if self.kind is tuple else self.kind

    @property
    def allowed(self):
        """What may be given, in words: "a number from 0 to 1"."""
        if self.kind is bool:
            return Said("true or false")
        if self.kind is str:
            return Said("one of {choices}", choices=", ".join(f'"{choice}"' for choice in self.choices))
        bounds, whole = {"low": self.low, "high": self.high}, self.number is int
        if self.kind is not tuple:
            return Said("a whole number from {low:g} to {high:g}", **bounds) if whole else Said("a number from {low:g} to {high:g}", **bounds)
        if self.lengths == (1,):
            numbers = Said("1 whole number") if whole else Said("1 number")
        else:
            numbers = Said("{n} whole numbers", n=self.lengths_text) if whole else Said("{n} numbers", n=self.lengths_text)
        return Said("a list of {numbers} from {low:g} to {high:g}", numbers=numbers, **bounds)

    @property
    def lengths_text(self):
        """The lengths that a list may have, in words."""
        lengths = sorted(self.lengths or (1, LONGEST_LIST))
        if len(lengths) > 2 and lengths[-1] - lengths[0] == len(lengths) - 1 or not self.lengths:
            return Said("{first} to {last}", first=lengths[0], last=lengths[-1])
        *some, last = map(str, lengths)
        return Said("{some} or {last}", some=" or ".join(some), last=last) if some else last


def _faults(parameter):
    """What is wrong with a declaration, in words."""
    parts = parameter.key.split(".")
    if len(parts) != 2 or not all(part.isidentifier() and part.islower() for part in parts):
        yield "the key must be group.name in lower case"
    if parts[0] in RESERVED:
        yield f"the group {parts[0]} is reserved"
    if parameter.grade not in GRADES:
        yield f"the grade must be one of {', '.join(GRADES)}"
    if not parameter.en or not parameter.source:
        yield "the meaning in English and the source must be given"
    yield from _default_faults(parameter)


def _default_faults(parameter):
    """What is wrong with the default, its bounds, choices and lengths."""
    if (parameter.choices is not None) != (parameter.kind is str):
        yield "choices belong to a text, and a text needs choices"
    elif parameter.kind is str and parameter.default not in parameter.choices:
        yield "the default must be one of the choices"
    if parameter.kind in (bool, str):
        if parameter.low is not None or parameter.high is not None:
            yield "only numbers have bounds"
    elif parameter.kind in (int, float, tuple):
        yield from _number_faults(parameter)
    else:
        yield "the default must be a bool, an int, a float, a text or a tuple of numbers"


def _number_faults(parameter):
    """What is wrong with a number or a tuple of numbers."""
    low, high, values = parameter.low, parameter.high, parameter.default if parameter.kind is tuple else (parameter.default,)
    if not values or {type(value) for value in values} not in ({int}, {float}):
        yield "a tuple must hold numbers, all whole or all with a point"
    elif low is None or high is None or not (math.isfinite(low) and math.isfinite(high) and low <= high):
        yield "a number needs two finite bounds, the lower first"
    elif parameter.number is int and parameter.unit in ("share", "chance", "index", "factor"):
        yield f"a {parameter.unit} is no whole number: write the default with a point"
    elif parameter.number is int and not (isinstance(low, int) and isinstance(high, int)):
        yield "a whole number needs whole bounds (write the default with a point for a fraction)"
    elif not all(low <= value <= high for value in values):
        yield f"the default must lie from {low:g} to {high:g}"
    if parameter.kind is tuple and not _length_ok(parameter, len(values)):
        yield f"the default must have {parameter.lengths_text} elements"


def _length_ok(parameter, length):
    return length in parameter.lengths if parameter.lengths else 1 <= length <= LONGEST_LIST


class Values(Mapping):
    """A mapping that cannot be changed, can be compared, hashed and sent to another process."""

    __slots__ = ("_held",)

    def __init__(self, values=()):
        self._held = dict(values)

    def __getitem__(self, key):
        return self._held[key]

    def __iter__(self):
        return iter(self._held)

    def __len__(self):
        return len(self._held)

    def __hash__(self):
        return hash(frozenset(self._held.items()))

    def __repr__(self):
        return f"Values({self._held!r})"


@dataclass(frozen=True)
class Change:
    """What changes on the morning of a day: values are set, an action takes place, or both."""

    day: int
    set: Values = field(default_factory=Values)
    action: str | None = None
    amount: float = 0.0
    situation: str | None = None


def shared_names(parameters: Mapping[str, Parameter]) -> tuple[str, ...]:
    """The names that every channel declares, in the order of the first channel."""
    first = [parameter.name for parameter in parameters.values() if parameter.group == CHANNELS[0]]
    return tuple(name for name in first if all(f"{channel}.{name}" in parameters for channel in CHANNELS))


def params_class(parameters: Mapping[str, Parameter], module: str) -> type:
    """The class of frozen, slotted parameter sets: one attribute a parameter, and one tuple over channels a shared name."""
    fields = [(parameter.field, parameter.kind) for parameter in parameters.values()]
    fields += [(f"channel_{name}", tuple) for name in shared_names(parameters)]
    made = make_dataclass("Params", fields, frozen=True, slots=True)
    made.__module__ = module
    made.__doc__ = "All parameters at one time: ``breaks.overlap`` is ``breaks_overlap``; ``channel_x`` holds x for each channel, in order."
    return made


def params_from(made: type, parameters: Mapping[str, Parameter], values: Mapping) -> object:
    """One frozen parameter set, of a class made by ``params_class``."""
    held = [values[key] for key in parameters]
    for shared in made.__match_args__[len(held):]:  # as `shared_names` gives them: to look for them again takes longer than all else
        name = shared.removeprefix("channel_")
        held.append(tuple(values[f"{channel}.{name}"] for channel in CHANNELS))
    return made(*held)  # by name would take several times as long: Python looks for each name among all
