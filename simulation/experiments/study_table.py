"""The design table of a study, a row for each point: laid out as the design says, or read from the table that the study names, and checked."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..scenario import PARAMETERS
from ..scenario.checks import checked_values
from ..scenario.files import opened
from ..scenario.messages import line_of, shown
from . import designs, parquet
from .study import HEAD, NO_POLICY, values_at
from .study_axes import fitted, unknown
from .study_form import MOST_AXES, MOST_POINTS

MOST_BYTES, LONGEST_HEAD = 100_000_000, 20_000
"""Bytes of a CSV table that a study names, and of its first line."""


def lay_out(document, design, axes, bases, given, lines):
    """The design table: each sample under each policy."""
    if given is not None:
        made, columns, chosen = designs.Design(np.empty((len(given), 0)), np.arange(len(given)), np.full(len(given), "")), given, given.get("policy")
    else:
        made = _sampled(document, design, axes, len(bases), lines)
        columns, chosen = pd.DataFrame(values_at(axes, made.places), dtype=object), None
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
        document.stop(line_of(lines, ("design",)), "design", given=f"{count:,.0f} points", allowed=f"must be at most {MOST_POINTS:,}",
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


def given_table(document, design, path, bases, whole, overrides, lines):
    """The table that a study names, CSV or Parquet: a column for each key, perhaps one of policies; checked value by value. whole: whether each policy of the
    study gave a base; else names of policies cannot be checked."""
    at = line_of(lines, ("design", "file"))
    file = Path(path).parent / design.file
    if file.suffix not in (".csv", ".parquet"):
        document.stop(at, "design.file", given=shown(design.file), allowed="must be a .csv or a .parquet file", hint="save the table as CSV, with commas")
    try:
        table = parquet.frame(file) if file.suffix == ".parquet" else _csv(file)
    except FileNotFoundError:
        document.stop(at, "design.file", given=shown(design.file), allowed="there is no such file", hint=f"it is looked for in {file.parent}")
    except Exception as error:  # whatever the library makes of a file that is none
        form, why = "Parquet" if file.suffix == ".parquet" else "CSV", " ".join(str(error).split())
        document.stop(at, "design.file", given=shown(design.file), allowed=f"cannot be read as {form}: {why}",
                      hint="a table has a column for each key, with its name in the first line")
    table = table.drop(columns=[name for name in HEAD if name != "policy" and name in table])
    document = replace(document, file=str(file), problems=document.problems)
    if not len(table) or not len(table.columns) or len(table) * len(bases) > MOST_POINTS:
        document.stop(0, "", given=f"{len(table):,} rows, {len(table.columns)} columns",
                      allowed=f"must have a column and a row, and at most {MOST_POINTS:,} points", hint="the first line names the columns")
    for key in dict.fromkeys(table.columns[table.columns.duplicated()]):
        document.stop(1, str(key), allowed="is the name of two columns", hint="keep one")
    for key in [key for key in table if key not in (*PARAMETERS, "policy")]:
        document.note(1, str(key), dict, **unknown(str(key)))
    for key in [key for key in table if key in overrides]:
        document.note(1, key, dict, allowed="is a column here and is set under [set] in the study", hint="keep one")
    text = file.suffix != ".parquet"
    found = {key: _given_column(document, key, table[key].tolist(), text) for key in table if key in PARAMETERS}
    if "policy" in table:
        names = [base.policy or NO_POLICY for base in bases]
        for row, name in _first_of_each(table["policy"].tolist()):
            if whole and name not in names:
                document.note(row + 2, "policy", dict, given=shown(name), allowed="is not among the policies of the study",
                              hint=f"they are {', '.join(names) or 'none'}: name it under [study]")
        found["policy"] = table["policy"].tolist()
    return None if document.problems else pd.DataFrame(found, dtype=object)


def _csv(file):
    """A CSV file as texts. Its first line is read like the others: a line that is longer is then refused, and none is taken for an index."""
    with opened(file, MOST_BYTES) as held:
        head = held.readline(LONGEST_HEAD)
        columns = head.count(b",") + 1
        if b";" in head and columns == 1:
            raise ValueError("its columns are parted by semicolons, where commas are asked for (and numbers with a point: 2.5)")
        if columns > MOST_AXES + len(HEAD):
            raise ValueError(f"it has {columns:,} columns or more; at most {MOST_AXES + len(HEAD)} are read")
        held.seek(0)
        rows = pd.read_csv(held, dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig", nrows=MOST_POINTS + 2, skip_blank_lines=False).fillna("")
    blank = (rows == "").all(axis=1).to_numpy()
    rows = rows[:len(rows) - int(np.argmin(blank[::-1]))]  # without blank lines at the end
    if blank[:len(rows)].any():
        raise ValueError(f"line {int(np.argmax(blank)) + 1} is blank; remove it")
    return rows[1:].set_axis([str(name).strip() for name in rows.iloc[0]], axis=1)


def _given_column(document, key, values, text):
    """A column of a given table as values of its parameter; each different value is checked once, where it first stands."""
    parameter, known = PARAMETERS[key], {}
    for row, value in _first_of_each(values):
        read = _read_value(parameter, value) if text else value.tolist() if hasattr(value, "tolist") else value
        good = checked_values(document, {key: (read, row + 2)}, {})
        known[_hashed(value)] = next(fitted((key,), [(good[key],)]))[0] if key in good else None
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
