"""What the axes and policies of a study are called by people: a title, and beneath it the key that experts know."""

import os
import re
from html import escape

from ..experiments.analysis.results import MINUS
from ..measures.units import unit_in
from ..scenario import PARAMETERS
from . import look

LONGEST, LONGEST_OF_TWO = 62, 40
"""Letters of a title, and of each of two side by side."""

TIMES = " × "


def keys_of(results) -> dict[str, list[str]]:
    """The keys of each axis by its name."""
    laid = {axis["name"]: axis["keys"] for axis in results.manifest["description"].get("axes", ())}
    return {name: laid.get(name, [column]) for name, column in results.axes.items()}


def axis_title(name, keys, lang, most=LONGEST) -> str:
    """An axis in words: the name that its author gave, or what the parameter means, up to the first stop."""
    if len(keys) > 1 or name != keys[0] or name not in PARAMETERS:
        return name.replace("_", " ")
    said = re.split(r"[.;(]| ?: ", PARAMETERS[name].fr if lang == "fr" else PARAMETERS[name].en)[0].strip()
    return said if len(said) <= most else said[:said.rfind(" ", 0, most)] + "…"


def row_label(row, keys, lang) -> str:
    """An axis, or two, as the label of a row of a figure: the title, and small beneath it the key."""
    names = row.split(TIMES)
    title = TIMES.join(axis_title(name, keys.get(name, [name]), lang, LONGEST if len(names) == 1 else LONGEST_OF_TWO) for name in names)
    under = ", ".join(keys.get(row, [row])) if len(names) == 1 else row
    return f'{look.wrapped(title, 50)}<br><span style="font-size:11px;color:#5b6470">{look.wrapped(under, 60)}</span>'


def titles(results, lang) -> dict[str, str]:
    """The title of each policy, without the title of the office that all of them begin with."""
    told = {one["policy"] or "": one.get(f"title_{lang}") or one["policy"] or "" for one in results.manifest.get("scenarios", ())}
    stop = " : " if lang == "fr" else ": "
    shared = os.path.commonprefix(list(told.values())) if len(told) > 1 else ""
    start = shared.rfind(stop) + len(stop) if stop in shared else 0
    return {policy: title[start:] for policy, title in told.items()}


def side_title(side, results, lang, plain) -> str:
    """A policy, or the difference of two, in words. plain: what is said of the office as it is."""
    named = titles(results, lang)
    return MINUS.join((named.get(part) or part) if part else plain for part in side.split(MINUS))


def axes_rows(results, lang):
    """A row for each axis: title, keys, unit, the values that were run."""
    for name, keys in keys_of(results).items():
        column = results.design[results.axes[name]]
        known = sorted(column.unique(), key=lambda value: (isinstance(value, str), value))
        run = f"{look.told(known[0], lang)} – {look.told(known[-1], lang)}" if len(known) > 6 else ", ".join(look.told(value, lang) for value in known)
        units = dict.fromkeys(unit_in(PARAMETERS[key].unit, lang) for key in keys[:1] if key in PARAMETERS)
        yield [escape(axis_title(name, keys, lang, 200)), escape(", ".join(keys)), escape(", ".join(units)), escape(run)]
