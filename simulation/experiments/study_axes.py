"""The ``[[axes]]`` tables of a study file: keys, and levels or a range, each value checked as its parameter asks."""

from ..scenario import PARAMETERS
from ..scenario.checks import checked_values, validated
from ..scenario.messages import line_of, shown, unknown_key
from .study import Axis
from .study_form import MOST_AXES, AxisTable

SAMPLED = ("latin_hypercube", "sobol", "saltelli", "morris")
"""Designs that draw places on each axis."""


def read_axes(document, tables, design, lines):
    """The ``[[axes]]`` tables."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        document.note(line_of(lines, ("axes",)), "axes", dict, given=shown(tables), allowed="must be [[axes]] tables", hint="write [[axes]] above each axis")
        return ()
    if design is not None and bool(tables) == (design.kind == "table"):
        said = ("must not be given with a table, whose columns are the axes", "remove them") if tables else (
            "there is no axis", "write [[axes]] with key and values, or low and high")
        document.note(line_of(lines, ("axes",)), "axes", dict, allowed=said[0], hint=said[1])
    if len(tables) > MOST_AXES:
        document.note(line_of(lines, ("axes",)), "axes", dict, given=str(len(tables)), allowed=f"must be at most {MOST_AXES}", hint="make several studies")
        return ()
    found = [_axis(document, table, number, design, lines) for number, table in enumerate(tables)]
    for number, axis in enumerate(found):
        for what, mine, others in (("key", axis.keys, [axis_key for other in filter(None, found[:number]) for axis_key in other.keys]),
                                   ("name", (axis.name,), [other.name for other in filter(None, found[:number])])) if axis else ():
            for name in [name for name in mine if name in others]:
                document.note(line_of(lines, ("axes", number, what)), f"axes.{number + 1}.{what}", dict, given=shown(name), allowed="is on two axes", hint="keep one")
    return tuple(filter(None, found))


def _axis(document, table, number, design, lines):
    """One axis, or None with its problems noted."""
    path, label, before = ("axes", number), f"axes.{number + 1}.", document.faults
    axis = validated(document, AxisTable, table, path, lines)
    if not axis:
        return None

    def note(name, **said):
        document.note(line_of(lines, (*path, name)), label + name, dict, **said)

    if (axis.key is None) == (axis.keys is None):
        note("key", allowed="an axis has a key, or keys that are linked", hint='write key = "demand.load"')
        return None
    keys = tuple(axis.keys or [axis.key])
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        note("keys", given=shown(key), allowed="is named twice", hint="keep one")
    for key in keys:
        if key not in PARAMETERS:
            document.note(line_of(lines, (*path, "keys" if axis.keys else "key")), label + "key", dict, **unknown(key))
    if document.faults > before:
        return None
    levels, low, high = _levels(axis, keys, design, note)
    _check_values(document, keys, [*levels, *([low, high] if low else [])], line_of(lines, (*path, "values" if levels else "low")), label)
    numbers = all(isinstance(value, (int, float)) for value in (*low, *high))
    steps = _steps(axis, keys, low, high, design, note) if low and (numbers or document.faults == before) else 0
    if document.faults > before:
        return None
    levels, low, high = (tuple(fitted(keys, each)) for each in (levels, [low] if low else [], [high] if high else []))
    return Axis(axis.name or "+".join(keys), keys, levels, low[0] if low else (), high[0] if high else (), steps, axis.scale == "log")


def unknown(key):
    """What is said of a key that is not declared; policies are no parameter."""
    if key in ("policy", "policies"):
        return {"given": shown(key), "allowed": "is not an axis of its own", "hint": 'write policies = ["present", "discreet"] under [study]'}
    inside = [other for other in PARAMETERS if other.startswith(f"{key}.")]
    if inside:
        return {"given": shown(key), "allowed": "is a group of settings, not a setting", "hint": f"its settings are {', '.join(inside)}"}
    return unknown_key(key, key, PARAMETERS)


def _levels(axis, keys, design, note):
    """Levels as tuples of values, one a key; or none and two tuples, low and high."""
    linked = axis.keys is not None
    ranged = axis.low is not None or axis.high is not None
    if ranged == (axis.values is not None) or ranged and (axis.low is None or axis.high is None):
        note("values", allowed="an axis has either values, or low and high", hint="write values = [ … ], or low = … and high = …")
        return [], (), ()
    given = [axis.low, axis.high] if ranged else axis.values
    if linked and not all(isinstance(level, list) and len(level) == len(keys) for level in given):
        note("low" if ranged else "values", given=shown(given), allowed=f"must hold, each time, a list of {len(keys)} values, one a key",
             hint=f"the keys are {', '.join(keys)}")
        return [], (), ()
    rows = [tuple(level) if linked else (level,) for level in given]
    if not ranged:
        apart = [(isinstance(level, bool), level) for level in given]
        if any(level in apart[:at] for at, level in enumerate(apart)):
            note("values", given=shown(given), allowed="each value can be there once", hint="replicates are set under [study]")
        if len(given) < 2 and design is not None and design.kind in SAMPLED:
            note("values", given=shown(given), allowed=f"a design of the kind {design.kind} needs two values or more on each axis",
                 hint="write low and high, or set the value under [set]")
        if axis.steps is not None or axis.scale != "linear":
            note("steps" if axis.steps is not None else "scale", allowed="belongs to low and high", hint="remove it, or give low and high in place of values")
        return rows, (), ()
    return [], rows[0], rows[1]


def _check_values(document, keys, rows, line, label):
    """Note values that their parameters do not allow, each wrong one once."""
    told = set()
    for row in rows:
        for key, value in zip(keys, row):
            if (key, shown(value)) not in told:
                told.add((key, shown(value)))
                checked_values(document, {key: (value, line)}, {}, label)


def fitted(keys, rows):
    """Values as their parameters hold them: lists as tuples, numbers with a point where the parameter has one."""
    for row in rows:
        yield tuple(tuple(map(PARAMETERS[key].number, value)) if PARAMETERS[key].kind is tuple else PARAMETERS[key].kind(value)
                    for key, value in zip(keys, row))


def _steps(axis, keys, low, high, design, note):
    """How many levels of a range a grid takes; a range must be one of numbers, the lower first."""
    spans = []
    for key, first, last in zip(keys, low, high):
        if PARAMETERS[key].kind not in (int, float):
            note("low", given=shown(first), allowed=f"{key} has no range: it is {PARAMETERS[key].allowed}", hint="give values = [ … ]")
            return 0
        if len(keys) == 1 and first >= last or first == last:
            note("low", given=f"{shown(first)} to {shown(last)}", allowed="low must be below high", hint="linked keys may also run from high to low")
        if PARAMETERS[key].kind is int:
            spans.append(abs(last - first) + 1)
            if first > last:
                note("low", given=f"{shown(first)} to {shown(last)}", allowed=f"low must be below high for {key}, a whole number", hint="give values = [ … ]")
        if axis.scale == "log" and (min(first, last) <= 0 or PARAMETERS[key].kind is int):
            note("scale", given='"log"', allowed="needs numbers over 0 that are not whole numbers", hint='write scale = "linear", or give values = [ … ]')
    levelled = design is not None and design.kind in ("grid", "one_at_a_time")
    if axis.steps is None and levelled and len(spans) < len(keys) and design.kind == "grid":
        note("steps", allowed="is missing: a grid needs to know how many levels to take from low to high", hint="write steps = 5, or values = [ … ]")
    if axis.steps is not None and not levelled and design is not None:
        note("steps", given=shown(axis.steps), allowed=f"has no meaning in a design of the kind {design.kind}", hint="remove it")
    if axis.steps and spans and axis.steps > min(spans):
        note("steps", given=shown(axis.steps), allowed=f"there are only {min(spans)} whole numbers from low to high", hint=f"write steps = {min(spans)}")
    return axis.steps or (min(spans) if spans and design is not None and design.kind == "grid" else 2)
