"""Read a study from a file and check it as a whole, before anything runs: all that is wrong is raised together, each with its line.

Here its tables but the axes (`study_axes.py`) and the table that a design makes or names (`study_table.py`), and what must hold between values at each point.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..measures.outcomes import BY_KEY, OUTCOMES
from ..scenario import Document, Problem, ScenarioError, load
from ..scenario.checks import CHECKS, checked_values, flatten, partly, validated
from ..scenario.load import find, parse, read_text, stretches
from ..scenario.messages import line_index, line_of, near, shown
from ..scenario.write import literal
from .compare import working_days
from .study import MOST_RUNS, Study
from .study_axes import read_axes
from .study_form import DESIGNS, StudyHead
from .study_table import given_table, lay_out

MOST_TOLD = 5
"""Of points that do not go together, so many are told."""


def read_study(given, extend=None) -> Study:
    """Read a study by shipped name or path; raises ScenarioError with all that is wrong with it and with the files that it names.

    extend: a function of (document, table, lines, path) that takes out of the table what more it may hold, and puts in a design.
    """
    document = Document(os.fspath(given), "study")
    path = find(given, "study")
    document.file = str(path)
    text = read_text(path)
    table = parse(text, document.file)
    lines = line_index(text)
    if "calibration" in table and not extend:
        document.stop(line_of(lines, ("calibration",)), "calibration", allowed="is not for a sweep: this study is to be calibrated",
                      hint=f"run it with `guichet calibrate {given}`")
    if not isinstance(table.get("study"), dict):
        document.stop(_table_line(lines, "study"), "study", allowed="must be one [study] table" if "study" in table else "the file has no [study] table",
                      hint="begin with it: name, title_en, title_fr, replicates")
    if extend:
        extend(document, table, lines, path)
    given_head = table.pop("study")
    head = validated(document, StudyHead, given_head, ("study",), lines)
    known = head or partly(StudyHead, given_head)
    design = _design(document, table.pop("design", None), lines)
    axes = read_axes(document, table.pop("axes", []), design, lines)
    overrides = _set(document, table.pop("set", {}), axes, lines)
    for key in table:
        document.note(line_of(lines, (key,)), key, dict, given=shown(table[key]), allowed="is not known here",
                      hint="a study to be calibrated has the tables study, calibration, patterns, axes and set" if extend else "a study has the tables study, design, axes and set")
    bases = _bases(document, known, overrides, path, lines)
    outcomes = _outcomes(document, known, lines)
    named = given_table(document, design, path, bases, len(bases) == len(known.policies or [None]), overrides, lines) if design and design.kind == "table" else None
    _finish(document)
    whole = lay_out(document, design, axes, bases, named, lines)
    _finish(document)
    study = Study(head, text, bases, axes, design, whole, working_days(bases[0], head.years), outcomes)
    if study.points * study.replicates > MOST_RUNS:
        document.stop(line_of(lines, ("study", "replicates")), "study.replicates", given=f"{study.points:,} points × {study.replicates:,} replicates",
                      allowed=f"must be at most {MOST_RUNS:,} runs", hint="take fewer points or replicates")
    _check_points(document, study, lambda keys, point: _place(study, path, lines, keys, point))
    _finish(document)
    return study


def _place(study, path, lines, keys, point):
    """File and line where the values of a point are written: its row of a given table, else the axis of one of the keys."""
    if study.head_kind == "table":
        return str(Path(path).parent / study.design.file), int(study.table["sample"][point]) + 2
    number = next((number for number, axis in enumerate(study.axes) if set(keys) & set(axis.keys)), 0)
    return str(path), line_of(lines, ("axes", number))


def _finish(document):
    """Raise what was noted, in the order of lines."""
    if document.problems:
        raise ScenarioError(document.told())


def _table_line(lines, name):
    """The line of a table, or of the first of several."""
    return line_of(lines, (name,)) or line_of(lines, (name, 0))


def _design(document, table, lines):
    """The ``[design]`` table."""
    at = _table_line(lines, "design")
    if table is not None and not isinstance(table, dict):
        document.note(at, "design", dict, given=shown(table), allowed="must be one [design] table", hint="write [design] and kind = \"grid\"")
        return None
    kind = table.get("kind") if table else None
    if not isinstance(kind, str) or kind not in DESIGNS:
        guess = near(kind, DESIGNS) if isinstance(kind, str) else ""
        document.note(line_of(lines, ("design", "kind")) or at, "design.kind", dict, given=shown(kind) if kind is not None else "",
                      allowed="is missing" if kind is None else "is not a known design",
                      hint=f"did you mean {guess}?" if guess else f"write [design] and kind = one of {', '.join(DESIGNS)}")
        return None
    return validated(document, DESIGNS[kind], table, ("design",), lines)


def _set(document, table, axes, lines):
    """The ``[set]`` table: values laid over office and policy, before the axes."""
    if not isinstance(table, dict):
        document.note(line_of(lines, ("set",)), "set", dict, given=shown(table), allowed="must be a table", hint="write [set] on a line of its own")
        return {}
    flat = {key: (value, line_of(lines, path)) for key, value, path in flatten(document, table, ("set",), lines)}
    moved = {key: axis.name for axis in axes for key in axis.keys}
    for key in [key for key in flat if key in moved]:
        document.note(flat[key][1], f"set.{key}", dict, given=shown(flat[key][0]), allowed=f"is set here and by the axis {moved[key]}", hint="keep one")
    return checked_values(document, flat, {}, "set.")


def _bases(document, head, overrides, path, lines):
    """The office under each policy, with the study's own values. Paths are taken from the folder of the study."""
    twice = sorted({name for name in head.policies if head.policies.count(name) > 1})
    if twice:
        document.note(line_of(lines, ("study", "policies")), "study.policies", dict, given=", ".join(twice), allowed="each policy can be named once")
    found = []
    for policy in head.policies or [None]:
        office, laid = beside(path, head.office), policy and beside(path, policy)
        places = {str(office): "study.office", str(laid): "study.policies", "overrides": "set"}
        try:
            if policy == "":
                raise ScenarioError([Problem("", given='""', allowed="names no policy", hint="leave it out; with no policies at all the office is run as it is")])
            for named in filter(None, (office, laid)):
                if os.path.exists(named) and not (os.path.isfile(named) or os.path.isdir(named)):  # somebody else's study is not to make anybody wait for a pipe
                    raise ScenarioError([Problem(str(named), allowed="is no file", hint="name a .toml file")])
            found.append(load(office, laid, overrides))
        except ScenarioError as error:
            told = [_here(document, problem, places, lines) for problem in error.problems]
            document.problems += [problem for problem in told if problem not in document.problems]
    return tuple(found)


def _here(document, problem, places, lines):
    """A problem with a file that a study names, or with values that it sets, at the line of the study where it does so; one with a line of its own as it is."""
    key = places.get(problem.file)
    if problem.line or not key:
        return problem
    inside = f"{key}.{problem.key}" if problem.key else key
    given = problem.given or (shown(problem.file) if key != "set" else "")
    return replace(problem, file=document.file, line=line_of(lines, tuple(inside.split("."))) or _table_line(lines, "study"), key=inside, given=given)


def beside(path, given):
    """A file that a study names: beside it if it is there, else a shipped name or a path as it was given."""
    beside = Path(path).parent / given
    return beside if given.endswith(".toml") and beside.is_file() else given


def _outcomes(document, head, lines):
    """The outcomes to keep."""
    if head.outcomes == "all":
        return tuple(outcome.key for outcome in OUTCOMES)
    for name in dict.fromkeys(head.outcomes):
        at, guess = line_of(lines, ("study", "outcomes")), near(name, BY_KEY)
        if name not in BY_KEY:
            document.note(at, "study.outcomes", dict, given=shown(name), allowed="is not a known outcome",
                          hint=f"did you mean {guess}?" if guess else f"they are {', '.join(BY_KEY)}")
        elif head.outcomes.count(name) > 1:
            document.note(at, "study.outcomes", dict, given=shown(name), allowed="is named twice", hint="keep one")
    return tuple(dict.fromkeys(head.outcomes))


# --- what must hold between values ------------------------------------------------------------------------------------------


class _Watched(Mapping):
    """Values that remember which of them were looked at."""

    def __init__(self, values):
        self.values_, self.seen = values, set()

    def __getitem__(self, key):
        self.seen.add(key)
        return self.values_[key]

    def __iter__(self):
        return iter(self.values_)

    def __len__(self):
        return len(self.values_)


def _check_points(document, study, place):
    """Note the points whose values do not go together: each check is made once for each combination of the keys that it reads."""
    bad = {}
    for check in CHECKS:
        seen, before = set(), None
        while seen != before:  # what a check reads may depend on what it reads
            before = set(seen)
            keys = [key for key in study.keys if key in seen]
            for point in study.table[["policy", *keys]].drop_duplicates().index.tolist():
                which, values = study.settings(point)
                for day, current in stretches({**study.bases[which].values, **values}, study.bases[which].changes):
                    watched = _Watched(current)
                    for found in check(watched):
                        bad.setdefault(point, (day, values, found))
                    seen |= watched.seen & set(study.keys)
    for point in sorted(bad)[:MOST_TOLD]:
        day, values, (keys, given, allowed, hint) = bad[point]
        where = ", ".join(f"{key} = {literal(value)}" for key, value in values.items() if key in keys)
        policy = study.table.policy[point]
        file, line = place(keys, point)
        document.problems.append(Problem(file, line, keys[0], f"{given}{', ' * bool(given)}at point {point}: {where}{' under ' * bool(policy)}{policy}",
                                         allowed + (f" from day {day}" if day else ""), hint))
    if len(bad) > MOST_TOLD:
        document.problems.append(Problem(*place((), 0), "axes", given=f"{len(bad)} combinations", allowed="values do not go together at more points than these",
                                         hint="narrow the axes, or link those that depend on each other"))
