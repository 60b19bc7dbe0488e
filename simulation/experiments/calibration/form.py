"""A study to be calibrated: a study with axes (the parameters to fit, each with its prior), a ``[calibration]`` table and ``[[patterns]]``.

An axis from low to high is a uniform prior, with ``scale = "log"`` a log-uniform one. A pattern is what was observed of a measure: a value with its standard
error, or a range within which the true value is taken to lie, anywhere alike.
"""

import csv
import io
import math
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, Field

from ...measures.outcomes import BY_KEY, DAILY, DAILY_COLUMNS, measure
from ...scenario import Problem, Scenario, ScenarioError, files, load
from ...scenario.checks import validated
from ...scenario.load import LARGEST_FILE, find, parse, read_text
from ...scenario.messages import line_of, near, shown
from ...scenario.schema import STRICT
from ..study import Study
from ..study_form import PowerOfTwo
from ..study_read import beside, read_study

ALGORITHM = 2
"""Number of the way in which sets are proposed and weighed: what was begun in one way does not go on in another."""

MOST_PATTERNS = 40
FEWEST_REPLICATES = 2


class CalibrationTable(BaseModel):
    """The ``[calibration]`` table. wave: parameter sets of each wave; budget: of all waves, at most; tolerance: mean distance from the patterns, in standard
    errors, that is aimed for; members: sets in the ensemble; data: a CSV of patterns, as `guichet import-staff` writes it."""

    model_config = STRICT
    kind: Literal["calibration"] = "calibration"
    wave: PowerOfTwo = 256
    budget: Annotated[int, Field(ge=16, le=1_000_000)] = 4096
    tolerance: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    members: Annotated[int, Field(ge=20, le=10_000)] = 200
    data: Annotated[str, Field(min_length=1)] | None = None


class PatternTable(BaseModel):
    """One ``[[patterns]]`` table: a measure, and a value with its standard error, or an accepted range. source: where it was seen."""

    model_config = STRICT
    measure: str
    value: float | None = None
    error: Annotated[float, Field(gt=0)] | None = None
    accept: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    source: Annotated[str, Field(max_length=500)] = ""


class Pattern(NamedTuple):
    """What was observed of a measure. value: in its unit; error: standard deviation of what is not known about it; even: whether it may lie anywhere within
    value ± √3 error alike (an accepted range), else it is normal."""

    measure: str
    value: float
    error: float
    even: bool
    source: str = ""

    @property
    def half_width(self) -> float:
        """Half the accepted range."""
        return math.sqrt(3.0) * self.error

    def __str__(self):
        return self._told("g")

    @property
    def exact(self) -> str:
        """The same to the last digit: what a digest must hold."""
        return self._told(".17g")

    def _told(self, form):
        if self.even:
            return f"{self.value - self.half_width:{form}} to {self.value + self.half_width:{form}}"
        return f"{self.value:{form}} ± {self.error:{form}}"


@dataclass(frozen=True)
class Calibration(Study):
    """A study to be calibrated; its points are parameter sets, in waves. office: as the study has it, with its [set], but without its policy."""

    patterns: tuple[Pattern, ...] = ()
    office: Scenario | None = None

    @property
    def options(self) -> CalibrationTable:
        """The ``[calibration]`` table."""
        return self.design

    @cached_property
    def description(self) -> dict:
        """What must be the same to go on, as plain data. The budget may change; replicates may not, since they weigh what was run."""
        plain = super().description | {"replicates": self.replicates, "algorithm": ALGORITHM}
        plain["design"] = {key: value for key, value in self.options.model_dump().items() if key not in ("budget", "data", "members")}
        plain["names of the patterns"] = [pattern.measure for pattern in self.patterns]
        return plain | {f"pattern {pattern.measure}": pattern.exact for pattern in self.patterns}


def is_calibration(given) -> bool:
    """Whether a path or shipped name is of a study with a ``[calibration]`` table; a file that cannot be read is none."""
    try:
        return "calibration" in parse(read_text(find(given, "study")), str(given))
    except ScenarioError:
        return False


def read_calibration(given) -> Calibration:
    """Read a study to be calibrated, by shipped name or path; raises ScenarioError with all that is wrong with it, before anything runs."""
    held = {}

    def extend(document, table, lines, path):
        held.update(_extended(document, table, lines, path), path=path)

    study = read_study(given, extend)
    parts = {field.name: getattr(study, field.name) for field in fields(Study)}
    patterns = held["patterns"]
    return Calibration(
        **parts | {"design": held["options"], "table": study.table.assign(block=0), "outcomes": tuple(pattern.measure for pattern in patterns)},
        patterns=patterns,
        office=_office(study, held["path"]),
    )


def _office(study, path):
    """The office without the policy: what the study itself sets is what differs from office and policy as they are filed."""
    office, policy = (name and beside(path, name) for name in (study.head.office, next(iter(study.head.policies), None)))
    filed, base = load(office, policy).values, study.bases[0].values
    return load(office, None, {key: value for key, value in base.items() if value != filed[key]})


def _extended(document, table, lines, path):
    """Take the tables of a calibration out of a study, put a first wave in as its design, and note what does not go together."""
    given = table.pop("calibration", None)
    if given is None:
        said = "for a study with a [design], run `guichet sweep`; to calibrate, write [calibration] (it may be empty) and [[patterns]]"
        raise ScenarioError([Problem(document.file, 0, "calibration", allowed="the file has no [calibration] table", hint=said)])
    options = validated(document, CalibrationTable, given, ("calibration",), lines) if isinstance(given, dict) else None
    if not isinstance(given, dict):
        document.note(
            line_of(lines, ("calibration",)),
            "calibration",
            dict,
            given=shown(given),
            allowed="must be a table",
            hint="write [calibration] on a line of its own",
        )
    if "design" in table:
        document.note(line_of(lines, ("design",)), "design", dict, allowed="does not go with [calibration], which makes its own design", hint="remove it")
    if options and options.budget < options.wave:
        document.note(
            line_of(lines, ("calibration", "budget")),
            "calibration.budget",
            dict,
            given=shown(options.budget),
            allowed=f"must be at least one wave ({options.wave} parameter sets)",
            hint="raise the budget, or lower wave",
        )
    _check_head(document, table.get("study"), lines)
    _check_axes(document, table.get("axes"), lines)
    patterns = [*_inline(document, table.pop("patterns", []), lines), *_from_data(document, options, path, lines)]
    _check_patterns(document, patterns, lines)
    seed = table["study"].get("seed") if isinstance(table.get("study"), dict) else None
    table["design"] = {"kind": "sobol", "points": options.wave if options else 16} | ({"seed": seed} if type(seed) is int and seed >= 0 else {})
    return {"options": options, "patterns": tuple(patterns)}


def _check_head(document, head, lines):
    """What a calibration asks of the ``[study]`` table: worlds of their own for each set, replicates, one policy at most."""
    if not isinstance(head, dict):
        return

    def note(name, **said):
        document.note(line_of(lines, ("study", name)), f"study.{name}", dict, given=shown(head[name]), **said)

    if head.setdefault("seeds", "independent") == "common":
        note(
            "seeds",
            allowed='must be "independent": with common worlds the luck of a few worlds would be taken for an effect of the parameters',
            hint="remove it",
        )
    if type(head.get("replicates")) is int and head["replicates"] < FEWEST_REPLICATES:
        note("replicates", allowed=f"must be at least {FEWEST_REPLICATES}: their spread says how much of a distance is chance", hint="write replicates = 2")
    if isinstance(head.get("policies"), list) and len(head["policies"]) > 1:
        note("policies", allowed="must name one policy at most: the one under which the patterns were observed", hint="keep one")
    if "outcomes" in head:
        note("outcomes", allowed="are those of the patterns", hint="remove it")


def _check_axes(document, axes, lines):
    """The axes of a calibration run from low to high."""
    for number, axis in enumerate(axes if isinstance(axes, list) else ()):
        if isinstance(axis, dict) and "values" in axis:
            document.note(
                line_of(lines, ("axes", number, "values")),
                f"axes.{number + 1}.values",
                dict,
                given=shown(axis["values"]),
                allowed="a parameter to fit runs from low to high",
                hint="write low = … and high = …",
            )


def _inline(document, tables, lines):
    """The ``[[patterns]]`` tables."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        document.note(
            line_of(lines, ("patterns",)), "patterns", dict, given=shown(tables), allowed="must be [[patterns]] tables", hint="write [[patterns]] above each"
        )
        return
    for number, table in enumerate(tables):
        found = validated(document, PatternTable, table, ("patterns", number), lines)
        made = found and _pattern(document, found, lambda name, number=number: line_of(lines, ("patterns", number, name)), f"patterns.{number + 1}")
        if made:
            yield made


def _pattern(document, table, at, label):
    """A pattern, or None with its problems noted. at: gives the line of a field. A range holds the true value anywhere alike: its standard deviation is the
    width over √12."""

    def note(name, **said):
        document.note(at(name), f"{label}.{name}", dict, **said)

    before = document.faults
    if measure(table.measure) is None:
        known = [*BY_KEY, *DAILY_COLUMNS]
        guess = near(table.measure, known)
        note(
            "measure",
            given=shown(table.measure),
            allowed="is no outcome and no column of the daily table",
            hint=f"did you mean {guess}?" if guess else f"outcomes are listed by any comparison's data dictionary; a column is written {DAILY}headcount",
        )
    if (table.accept is None) == (table.value is None and table.error is None) or (table.value is None) != (table.error is None):
        note(
            "value",
            allowed="a pattern has either a value and its standard error, or an accepted range",
            hint="write value = 0.35 and error = 0.05, or accept = [0.15, 0.5]",
        )
    elif table.accept and not table.accept[0] < table.accept[1]:
        note("accept", given=shown(table.accept), allowed="the lower end comes first", hint="swap them")
    if document.faults > before:
        return None
    if table.accept:
        low, high = table.accept
        return Pattern(table.measure, (low + high) / 2, (high - low) / math.sqrt(12.0), True, table.source)
    return Pattern(table.measure, table.value, table.error, False, table.source)


def _from_data(document, options, path, lines):
    """The patterns of a CSV beside the study."""
    if not options or not options.data:
        return
    at, file = line_of(lines, ("calibration", "data")), Path(path).parent / options.data
    try:
        reader = csv.DictReader(io.StringIO(files.held(file, LARGEST_FILE).decode("utf-8-sig"), newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeError, csv.Error) as error:
        document.note(
            at,
            "calibration.data",
            dict,
            given=shown(options.data),
            allowed=f"cannot be read: {getattr(error, 'strerror', None) or error}",
            hint=f"it is looked for in {file.parent}; `guichet import-staff` writes such a file",
        )
        return
    if not rows or not {"measure", "value", "error"} <= set(rows[0][1]):
        document.note(
            at,
            "calibration.data",
            dict,
            given=shown(options.data),
            allowed="must have the columns measure, value and error, and a row",
            hint="`guichet import-staff` writes such a file",
        )
        return
    beside = replace(document, file=str(file), problems=document.problems)
    for line, row in rows:
        table = validated(
            beside,
            PatternTable,
            {
                "measure": row["measure"] or "",
                "value": _number(row["value"]),
                "error": _number(row["error"]),
                "source": f"{options.data}: {row.get('source') or ''}"[:500],
            },
            (),
            {(): line},
        )
        made = table and _pattern(beside, table, lambda name, line=line: line, row["measure"] or "")
        if made:
            yield made


def _number(text) -> Any:
    try:
        return float(text)
    except (TypeError, ValueError):
        return text


def _check_patterns(document, patterns, lines):
    """There are patterns, not too many, and of each measure one."""
    at, names = line_of(lines, ("patterns",)), [pattern.measure for pattern in patterns]
    if not patterns and not document.problems:
        document.note(at, "patterns", dict, allowed="there is no pattern to fit", hint='write [[patterns]] with measure = "absence_rate", value and error')
    if len(patterns) > MOST_PATTERNS:
        document.note(at, "patterns", dict, given=str(len(patterns)), allowed=f"must be at most {MOST_PATTERNS}", hint="keep those that tell most")
    for place, name in ((place, name) for place, name in enumerate(names) if name in names[:place]):
        document.note(line_of(lines, ("patterns", place)), "patterns.measure", dict, given=shown(name), allowed="has two patterns", hint="keep one")
