"""A study: an office under some policies, axes over declared parameters, a design, replicates. Read from a file and checked as a whole, before anything runs.

A design gives *samples*; each is run under each policy: these pairs are the *points*, each under the seeds of all replicates. Samples that a larger design
adds come after those that were there, so that points keep their numbers.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..measures.outcomes import BY_KEY, OUTCOMES
from ..scenario import PARAMETERS, Document, Problem, Scenario, ScenarioError, load
from ..scenario.checks import CHECKS, checked_values, flatten, validated
from ..scenario.load import find, parse, read_text, stretches
from ..scenario.messages import line_index, line_of, near, shown, unknown_key
from ..scenario.schema import plain
from ..scenario.write import literal
from . import designs
from .study_form import DESIGNS, MOST_AXES, MOST_POINTS, SIZES, AxisTable, StudyHead

HEAD = ("point", "sample", "policy", "block", "role")
"""The columns of a design table before those of the axes."""

NO_POLICY = ""
"""What stands in the column `policy` where the office is run as it is."""

MOST_RUNS = 1_000_000_000
SAMPLED = ("latin_hypercube", "sobol", "saltelli", "morris")
"""Designs that draw places on each axis."""

MOST_TOLD = 5
"""Of points that do not go together, so many are told."""

SCRAMBLE = 20_090_101
"""Seed of the order in which points are run."""


class Axis(NamedTuple):
    """Keys that move together. levels: a tuple of values, one a key, for each level; or none, and then each key runs from low to high."""

    name: str
    keys: tuple[str, ...]
    levels: tuple[tuple, ...]
    low: tuple
    high: tuple
    steps: int
    log: bool

    @property
    def count(self):
        """How many levels a grid takes."""
        return len(self.levels) or self.steps

    def columns(self, places) -> dict[str, list]:
        """The values of each key at places from 0 to 1, None where the place is NaN."""
        there = ~np.isnan(places)
        found = {}
        for i, key in enumerate(self.keys):
            values = np.full(len(places), None, object)
            values[there] = self._levels(i, places[there]) if self.levels else self._between(key, self.low[i], self.high[i], places[there])
            found[key] = values.tolist()
        return found

    def _levels(self, i, places):
        chosen = np.minimum((places * len(self.levels)).astype(int), len(self.levels) - 1)
        values = np.empty(len(self.levels), object)
        values[:] = [level[i] for level in self.levels]
        return values[chosen]

    def _between(self, key, low, high, places):
        if PARAMETERS[key].number is int:
            return low + np.minimum((places * (high - low + 1)).astype(int), high - low)
        if self.log:  # a power may differ in its last bit from machine to machine; 12 digits do not
            return [float(f"{low * (high / low) ** place:.12g}") for place in places.tolist()]
        return np.minimum(low + (high - low) * places, max(low, high))


@dataclass(frozen=True)
class Study:
    """A study that was read and checked. bases: the scenario of each policy; table: the design, a row for each point, with `HEAD` and a column a key;
    added: how many of the replicates its file does not ask for."""

    head: StudyHead
    text: str
    bases: tuple[Scenario, ...]
    axes: tuple[Axis, ...]
    design: object
    table: pd.DataFrame
    days: int
    outcomes: tuple[str, ...]
    added: int = 0

    @property
    def name(self):
        """The name, under which results are filed."""
        return self.head.name

    @property
    def replicates(self):
        """Runs of each point."""
        return self.head.replicates

    def with_replicates(self, replicates: int) -> "Study":
        """The same study with more replicates than its file asks for."""
        return replace(self, head=self.head.model_copy(update={"replicates": replicates}), added=self.added + replicates - self.replicates)

    @property
    def points(self):
        """How many points there are."""
        return len(self.table)

    @cached_property
    def keys(self):
        """The parameters that the design sets."""
        return tuple(self.table.columns[len(HEAD):])

    @cached_property
    def _columns(self):
        return [(key, self.table[key].tolist()) for key in self.keys]

    @cached_property
    def _policy(self):
        names = [base.policy or NO_POLICY for base in self.bases]
        return [names.index(name) for name in self.table.policy]

    def settings(self, point: int) -> tuple[int, dict]:
        """The place of a point's scenario among the bases, and the values that are laid over it."""
        return self._policy[point], {key: _from_table(key, column[point]) for key, column in self._columns}

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point."""
        which, values = self.settings(point)
        return self.bases[which].with_values(values)

    def seed_of(self, point: int, replicate: int) -> int:
        """The seed of a run: the same for all points of a replicate, or one of its own."""
        if self.head.seeds == "common":
            return self.head.seed + replicate
        told = f"{self.head.seed} {point} {replicate}".encode()
        return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest()) >> 1

    @cached_property
    def order(self) -> np.ndarray:
        """The points in the order in which they are run: blocks in a scrambled order, or in their own where every beginning is a design."""
        block = self.table.block.to_numpy()
        if self.head_kind in designs.NESTED:
            return np.argsort(block, kind="stable")
        rank = np.random.default_rng(SCRAMBLE).permutation(int(block.max()) + 1)
        return np.argsort(rank[block], kind="stable")

    @property
    def head_kind(self):
        """The kind of design."""
        return self.design.kind

    @cached_property
    def description(self) -> dict:
        """What must be the same for runs to belong together, as plain data. Not its sizes: replicates and points may grow."""
        head = self.head
        return {
            "name": head.name, "days": self.days, "seed": head.seed, "seeds": head.seeds,
            "first_seeds": [self.seed_of(0, 0), self.seed_of(1, 1)], "outcomes": list(self.outcomes),
            "policies": [base.policy or NO_POLICY for base in self.bases], "scenarios": [base.digest for base in self.bases],
            "design": {key: value for key, value in self.design.model_dump().items() if key not in (*SIZES, "file")},
            "axes": [{"name": axis.name, "keys": list(axis.keys), "levels": [list(map(plain, level)) for level in axis.levels], "low": list(axis.low),
                      "high": list(axis.high), "steps": axis.steps, "log": axis.log} for axis in self.axes],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the description."""
        return hashlib.sha256(json.dumps(self.description, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _from_table(key, value):
    """A value of the design table as scenarios take it: lists stand there as texts."""
    return tuple(json.loads(value)) if PARAMETERS[key].kind is tuple else value


# --- reading ----------------------------------------------------------------------------------------------------------------


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
        _stop(document, line_of(lines, ("calibration",)), "calibration", allowed="is not for a sweep: this study is to be calibrated",
              hint=f"run it with `guichet calibrate {given}`")
    if not isinstance(table.get("study"), dict):
        _stop(document, _table_line(lines, "study"), "study", allowed="must be one [study] table" if "study" in table else "the file has no [study] table",
              hint="begin with it: name, title_en, title_fr, replicates")
    if extend:
        extend(document, table, lines, path)
    head = validated(document, StudyHead, table.pop("study"), ("study",), lines)
    design = _design(document, table.pop("design", None), lines)
    axes = _axes(document, table.pop("axes", []), design, lines)
    overrides = _set(document, table.pop("set", {}), axes, lines)
    for key in table:
        document.note(line_of(lines, (key,)), key, dict, given=shown(table[key]), allowed="is not known here",
                      hint="a study has the tables study, design, axes and set")
    bases = _bases(document, head, overrides, path, lines) if head else ()
    outcomes = _outcomes(document, head, lines) if head else ()
    _finish(document)
    given_table = _given_table(document, design, path, bases, overrides, lines) if design.kind == "table" else None
    _finish(document)
    whole = _lay_out(document, design, axes, bases, given_table, lines)
    _finish(document)
    study = Study(head, text, bases, axes, design, whole, max(1, round(head.years * bases[0].values["calendar.days_per_year"])), outcomes)
    if study.points * study.replicates > MOST_RUNS:
        _stop(document, line_of(lines, ("study", "replicates")), "study.replicates", given=f"{study.points:,} points × {study.replicates:,} replicates",
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
        raise ScenarioError(sorted(document.problems, key=lambda problem: problem.line if problem.file == document.file else 0))


def _stop(document, line, key, **said):
    raise ScenarioError([Problem(document.file, line, key, **said)])


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
        office, laid = _beside(path, head.office), policy and _beside(path, policy)
        places = {str(office): "study.office", str(laid): "study.policies", "--set": "set"}
        try:
            if policy == "":
                raise ScenarioError([Problem("", given='""', allowed="names no policy", hint="leave it out; with no policies at all the office is run as it is")])
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


def _beside(path, given):
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
                          hint=f"did you mean {guess}?" if guess else "the data dictionary of any comparison lists them")
        elif head.outcomes.count(name) > 1:
            document.note(at, "study.outcomes", dict, given=shown(name), allowed="is named twice", hint="keep one")
    return tuple(dict.fromkeys(head.outcomes))


# --- axes -------------------------------------------------------------------------------------------------------------------


def _axes(document, tables, design, lines):
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
    path, label, before = ("axes", number), f"axes.{number + 1}.", len(document.problems)
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
            document.note(line_of(lines, (*path, "keys" if axis.keys else "key")), label + "key", dict, **_unknown(key))
    if len(document.problems) == before:
        levels, low, high = _levels(axis, keys, design, note)
        _check_values(document, keys, [*levels, *([low, high] if low else [])], line_of(lines, (*path, "values" if levels else "low")), label)
    if len(document.problems) > before:
        return None
    steps = _steps(axis, keys, low, high, design, note) if low else 0
    levels, low, high = (tuple(_fitted(keys, each)) for each in (levels, [low] if low else [], [high] if high else []))
    return Axis(axis.name or "+".join(keys), keys, levels, low[0] if low else (), high[0] if high else (), steps, axis.scale == "log")


def _unknown(key):
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


def _fitted(keys, rows):
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


# --- the design table -------------------------------------------------------------------------------------------------------


def _lay_out(document, design, axes, bases, given, lines):
    """The design table: each sample under each policy."""
    if given is not None:
        made, columns, chosen = designs.Design(np.empty((len(given), 0)), np.arange(len(given)), np.full(len(given), "")), given, given.get("policy")
    else:
        made = _sampled(document, design, axes, len(bases), lines)
        columns, chosen = pd.DataFrame({key: values for axis, places in zip(axes, made.places.T)
                                        for key, values in axis.columns(places).items()}, dtype=object), None
    names = [base.policy or NO_POLICY for base in bases]
    count, samples = len(names), len(made.block)
    if chosen is None:
        policy, sample = np.tile(np.arange(count), samples), np.repeat(np.arange(samples), count)
    else:
        policy, sample = chosen.map({name: i for i, name in enumerate(names)}).to_numpy(), np.arange(samples)
    table = {"point": np.arange(len(sample)), "sample": sample, "policy": np.array(names, object)[policy], "block": made.block[sample],
             "role": made.role.astype(object)[sample]}
    for key in [key for key in columns if key != "policy"]:
        table[key] = _column(key, columns[key].tolist(), sample, policy, bases)
    return pd.DataFrame(table)


def _sampled(document, design, axes, policies, lines):
    """The samples of a design, refused if they are too many."""
    names, levels = [axis.name for axis in axes], [axis.count for axis in axes]
    count = {"grid": lambda: float(np.prod(levels, dtype=float)), "one_at_a_time": lambda: 1 + sum(levels),
             "latin_hypercube": lambda: design.points, "sobol": lambda: design.points,
             "saltelli": lambda: design.points * (len(axes) * (1 + design.second_order) + 2),
             "morris": lambda: design.trajectories * (len(axes) + 1)}[design.kind]() * policies
    if count > MOST_POINTS:
        _stop(document, line_of(lines, ("design",)), "design", given=f"{count:,.0f} points", allowed=f"must be at most {MOST_POINTS:,}",
              hint="take fewer levels, or a design that samples: sobol, latin_hypercube")
    return {"grid": lambda: designs.grid(levels), "one_at_a_time": lambda: designs.one_at_a_time(levels, names),
            "latin_hypercube": lambda: designs.latin_hypercube(design.points, len(axes), design.seed),
            "sobol": lambda: designs.sobol(design.points, len(axes), design.seed),
            "saltelli": lambda: designs.saltelli(design.points, names, design.seed, design.second_order),
            "morris": lambda: designs.morris(design.trajectories, names, design.seed, design.levels)}[design.kind]()


def _column(key, values, sample, policy, bases):
    """A column of the design table, one element a point: the base's value where the design leaves it, lists as texts."""
    parameter = PARAMETERS[key]
    as_held = (lambda value: json.dumps(list(value))) if parameter.kind is tuple else lambda value: value
    base = [as_held(each.values[key]) for each in bases]
    held = [None if value is None else as_held(value) for value in values]
    found = [base[p] if held[s] is None else held[s] for s, p in zip(sample.tolist(), policy.tolist())]
    return np.array(found, {bool: bool, int: np.int64, float: float}.get(parameter.kind, object))


def _given_table(document, design, path, bases, overrides, lines):
    """The table that a study names, CSV or Parquet: a column for each key, perhaps one of policies; checked value by value."""
    at = line_of(lines, ("design", "file"))
    file = Path(path).parent / design.file
    if file.suffix not in (".csv", ".parquet"):
        _stop(document, at, "design.file", given=shown(design.file), allowed="must be a .csv or a .parquet file", hint="save the table as CSV, with commas")
    try:
        table = pd.read_parquet(file) if file.suffix == ".parquet" else _csv(file)
    except FileNotFoundError:
        _stop(document, at, "design.file", given=shown(design.file), allowed="there is no such file", hint=f"it is looked for in {file.parent}")
    except Exception as error:  # whatever the library makes of a file that is none
        form, why = "Parquet" if file.suffix == ".parquet" else "CSV", " ".join(str(error).split())
        _stop(document, at, "design.file", given=shown(design.file), allowed=f"cannot be read as {form}: {why}",
              hint="a table has a column for each key, with its name in the first line")
    table = table.drop(columns=[name for name in HEAD if name != "policy" and name in table])
    document = replace(document, file=str(file), problems=document.problems)
    if not len(table) or not len(table.columns) or len(table) * len(bases) > MOST_POINTS:
        _stop(document, 0, "", given=f"{len(table):,} rows, {len(table.columns)} columns",
              allowed=f"must have a column and a row, and at most {MOST_POINTS:,} points", hint="the first line names the columns")
    for key in dict.fromkeys(table.columns[table.columns.duplicated()]):
        _stop(document, 1, str(key), allowed="is the name of two columns", hint="keep one")
    for key in [key for key in table if key not in (*PARAMETERS, "policy")]:
        document.note(1, str(key), dict, **_unknown(str(key)))
    for key in [key for key in table if key in overrides]:
        document.note(1, key, dict, allowed="is a column here and is set under [set] in the study", hint="keep one")
    text = file.suffix != ".parquet"
    found = {key: _given_column(document, key, table[key].tolist(), text) for key in table if key in PARAMETERS}
    if "policy" in table:
        names = [base.policy or NO_POLICY for base in bases]
        for row, name in _first_of_each(table["policy"].tolist()):
            if name not in names:
                document.note(row + 2, "policy", dict, given=shown(name), allowed="is not among the policies of the study",
                              hint=f"they are {', '.join(names) or 'none'}: name it under [study]")
        found["policy"] = table["policy"].tolist()
    return None if document.problems else pd.DataFrame(found, dtype=object)


def _csv(file):
    """A CSV file as texts. Its first line is read like the others: a line that is longer is then refused, and none is taken for an index."""
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig")
    return rows[1:].fillna("").set_axis([str(name).strip() for name in rows.iloc[0]], axis=1)


def _given_column(document, key, values, text):
    """A column of a given table as values of its parameter; each different value is checked once, where it first stands."""
    parameter, known = PARAMETERS[key], {}
    for row, value in _first_of_each(values):
        read = _read_value(parameter, value) if text else value.tolist() if hasattr(value, "tolist") else value
        good = checked_values(document, {key: (read, row + 2)}, {})
        known[_hashed(value)] = next(_fitted((key,), [(good[key],)]))[0] if key in good else None
    return [known[_hashed(value)] for value in values]


def _first_of_each(values):
    seen = set()
    for row, value in enumerate(values):
        if _hashed(value) not in seen:
            seen.add(_hashed(value))
            yield row, value


def _hashed(value):
    return value if isinstance(value, (str, int, float, bool)) else repr(value)


def _read_value(parameter, text):
    """A text of a CSV file as what it stands for; texts of choices are taken as they are."""
    if parameter.kind is str:
        return text
    try:
        return json.loads(text.strip().lower())
    except (ValueError, RecursionError):
        return text


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
