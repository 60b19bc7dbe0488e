"""The tables of odd.md, written from what the program declares. ``python -m simulation.docs.tables`` puts them into the text again, and writes all else that is made
from declarations (`generated.py`).

A table stands between two comments, ``<!-- table: NAME -->`` and ``<!-- end of table -->``; NAME is a key of `TABLES`. Everything else in the text is left alone.
"""

import re
from itertools import groupby
from pathlib import Path

from ..measures.outcomes import GROUPS as OUTCOME_GROUPS
from ..rules import draws, order
from ..scenario import GROUPS, PARAMETERS
from ..scenario.parameters.demand import CHANNEL_NAMES
from ..scenario.write import literal

BLOCK = re.compile(r"(<!-- table: (.+?) -->\n)(.*?)(<!-- end of table -->)", re.DOTALL)
LONG = 12
"""A list of more numbers is told with its repetitions counted."""


def markdown(heads, rows):
    """A table in Markdown."""
    lines = [f"| {' | '.join(map(str, row))} |".replace("|  |", "| |") for row in (heads, ["---"] * len(heads), *rows)]
    return "\n".join(lines) + "\n"


def number(value):
    """A value as a scenario file writes it; a long list with its repetitions counted, as `12 × 0.0`."""
    if not isinstance(value, tuple) or len(value) <= LONG:
        return literal(value, wrap=False)
    runs = [(one, len(list(same))) for one, same in groupby(value)]
    return "[" + ", ".join(f"{many} × {literal(one)}" if many > 3 else ", ".join([literal(one)] * many) for one, many in runs) + "]"


def span(parameter):
    """What may be given, in short."""
    return "" if parameter.low is None else f"{parameter.low:g} to {parameter.high:g}"


def cell(text):
    """A text that breaks no table."""
    return text.replace("|", "/")


def group(name):
    """The parameters of a group: key, default, range, unit, meaning, source."""
    rows = [(f"`{p.key}`", number(p.default), span(p), p.unit, cell(p.en) + " *(lever)*" * p.lever, f"{cell(p.source)}; {p.grade}")
            for p in PARAMETERS.values() if p.group == name]
    return markdown(("parameter", "default", "range", "unit", "meaning", "source; grade"), rows)


def channels():
    """The parameters that every channel has: a row for each name, a column for each channel."""
    rows = []
    for p in PARAMETERS.values():
        if p.group == "phone":
            defaults = [number(PARAMETERS[f"{c}.{p.name}"].default) for c in order.CHANNELS]
            rows.append((f"`.{p.name}`", *defaults, span(p), p.unit, cell(p.en.replace(f" {CHANNEL_NAMES['phone'][2]}", "")) + " *(lever)*" * p.lever, f"{cell(p.source)}; {p.grade}"))
    return markdown(("name", *(f"`{c}`" for c in order.CHANNELS), "range", "unit", "meaning", "source; grade"), rows)


def kinds():
    """What is fixed for each kind of situation, beside its parameters."""
    rows = [(k, "substance" if k in order.SUBSTANCE else "form", number(PARAMETERS["episode.severity"].default[i]),
             ", ".join(c for c, allowed in zip(order.CHANNELS, order.ALLOWED) if allowed[i]) or "call-outs only", "yes" if i in order.HINDERING else "no")
            for i, k in enumerate(order.KINDS)]
    return markdown(("kind", "of", "severity (default)", "channels on which it can arise", "a bad ending keeps the contact from settling the case"), rows)


def purposes():
    """What draws are for, as the declaration of purposes says in its comments."""
    said = dict(re.findall(r'^    "([A-Z_]+)",  # (.+)$', Path(draws.__file__).read_text(encoding="utf-8"), re.MULTILINE))
    return markdown(("no.", "purpose", "what is drawn; who, when, n"), [(i, f"`{name}`", cell(said[name])) for i, name in enumerate(draws.PURPOSES)])


def outcomes():
    """The outcomes of a run."""
    rows = [(f"`{o.key}`", o.unit, o.better or "", cell(o.meaning_en)) for *_, held in OUTCOME_GROUPS for o in held]
    return markdown(("outcome", "unit", "better", "meaning"), rows)


def steps(named):
    """An order of the program, as it stands in `rules/order.py`."""
    return markdown(("", "step", "what happens"), [(i, f"`{name}`", cell(text)) for i, (name, text) in enumerate(named, 1)])


TABLES = {
    "minute": lambda: steps(order.MINUTE),
    "night": lambda: steps(order.NIGHT),
    "instant": lambda: ", ".join(f"`{name}`" for name in sorted(order.EVENT_RANK, key=order.EVENT_RANK.get)) + "\n",
    "kinds": kinds, "purposes": purposes, "outcomes": outcomes, "channels": channels,
    **{name: (lambda name=name: group(name)) for name in GROUPS if name not in order.CHANNELS},
}
"""What each table is made by: orders and lists, then a table for each group of parameters."""


def refreshed(text, tables=TABLES):
    """The text with every table written anew."""
    return BLOCK.sub(lambda found: f"{found[1]}{tables[found[2]]()}{found[4]}", text)


if __name__ == "__main__":
    from .generated import write
    for path in write():
        print(f"{path} written")
