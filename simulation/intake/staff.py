"""Daily figures of a house: head count, absences, leavers, reported incidents, contacts; a row a day, or a row a day and team. Read, checked line by line.

Groups under five people are refused, and so is any column that names people: nobody is scored. All that is wrong is raised together, each with its line.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ..scenario.load import parse, read_text
from ..scenario.messages import MOST_PROBLEMS, Problem, ScenarioError, near, shown, tidy
from . import times
from .mapping import shared

COLUMNS = {
    "date": "the day",
    "head_count": "people employed that day (full-time equivalents, if you like)",
    "absences": "people absent for sickness that day",
    "leavers": "people who left for good that day",
    "incidents": "incidents with users that were reported that day",
    "contacts": "contacts that reached the office that day",
    "team": "team or site, where a row is for a part of the office",
}
"""Our columns, and what each holds. The first two are needed, and one of the others but team."""

WHOLE = ("leavers", "incidents", "contacts")
MEASURED = ("absences", "leavers", "incidents", "contacts")

FEWEST_PEOPLE = 5
"""Smaller groups are refused: a figure of theirs is nearly a figure of a person."""

FEWEST_DAYS = 20
MOST_ALIKE = 3
"""Lines with the same fault that are told, of a file; the others are counted."""

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 50_000_000, 200_000, 500

PEOPLE = {
    "name",
    "nom",
    "prenom",
    "firstname",
    "lastname",
    "surname",
    "employee",
    "employe",
    "agent",
    "matricule",
    "person",
    "personne",
    "id",
    "badge",
    "email",
    "nir",
    "ssn",
    "birth",
    "birthdate",
    "naissance",
    "login",
    "salarie",
}
"""Words in the name of a column that names people."""


@dataclass(frozen=True)
class Staff:
    """Daily figures of an office or a team. days: a row a day, by date, with head_count and those of `MEASURED` that are there (NaN: not recorded); teams:
    names of the groups that were added up; gaps: stretches of over ten days without a row."""

    names: tuple[str, ...]
    days: pd.DataFrame
    teams: tuple[str, ...]
    gaps: tuple[tuple[pd.Timestamp, pd.Timestamp], ...]

    @property
    def measured(self) -> tuple[str, ...]:
        """Which figures there are besides the head count."""
        return tuple(name for name in MEASURED if name in self.days)


def read_mapping(items, file=None) -> dict[str, str]:
    """Our column → theirs, from texts ``head_count=effectif`` and perhaps a TOML file with a ``[columns]`` table; all faults are raised at once."""
    found, problems = {}, []
    if file is not None:
        table = parse(read_text(file), str(file)).get("columns")
        if not isinstance(table, dict):
            raise ScenarioError([Problem(str(file), allowed="must have a [columns] table", hint='write [columns] and, below, head_count = "effectif"')])
        items = [*(f"{ours}={theirs}" for ours, theirs in table.items()), *items]
    for item in items:
        ours, equals, theirs = (part.strip() for part in item.partition("="))
        if not (equals and ours and theirs):
            problems.append(Problem("--map", given=tidy(item), allowed="must read ours=theirs", hint="for example --map head_count=effectif"))
        elif ours not in COLUMNS:
            guess = near(ours, COLUMNS)
            problems.append(
                Problem(
                    "--map",
                    given=tidy(item),
                    allowed=f"{ours} is not one of our columns",
                    hint=f"did you mean {guess}?" if guess else "ours are " + ", ".join(COLUMNS),
                )
            )
        elif found.get(ours, theirs) != theirs:
            problems.append(Problem("--map", given=tidy(item), allowed=f"{ours} is mapped twice", hint="give it once"))
        else:
            found[ours] = theirs
    problems += [Problem("--map", given=given, allowed="two of our columns are mapped to the same one", hint="give each its own") for given in shared(found, COLUMNS)]
    if problems:
        raise ScenarioError(problems)
    return found


def read_staff(files, mapping=None, team=None) -> Staff:
    """Read and check files of daily figures. mapping: our column → theirs; team: only this one, else all are added up. Raises ScenarioError with all that is
    wrong."""
    problems, tables = [], []
    for file in files:
        table = _table(Path(file), mapping or {}, problems)
        if table is not None:
            tables.append(_numbers(table, problems))
    if not problems:
        problems += [
            Problem("--map", given=f"{ours}={theirs}", allowed="no file has such a column", hint="look at the first line of the files")
            for ours, theirs in (mapping or {}).items()
            if not any(ours in table for table in tables)
        ]
    _raise(problems)
    whole = _together(tables, problems)
    _raise(problems)
    if team is not None:
        whole = _only(whole, team)
        _enough(whole, whole.file[0], problems)
    _small_groups(whole, problems)
    _check_sums(whole, problems)
    _raise(problems)
    staff = _added_up(whole, tuple(Path(file).name for file in files))
    if team is None:
        _raise(_rarely_together(staff, whole))
    return staff


def _rarely_together(staff, whole):
    """What is known of all teams on too few days: a figure that one of them lacks is lacking."""
    known = {name: int(staff.days[name].notna().sum()) for name in staff.measured}
    return [
        Problem(
            whole.file[0],
            1,
            name,
            f"{days} days on which every team has a figure",
            f"must be recorded for all teams on at least {FEWEST_DAYS} days, or they cannot be added up",
            "remove the column, or take one team with --team",
        )
        for name, days in known.items()
        if days < FEWEST_DAYS
    ]


def _raise(problems):
    """Tell what is wrong: of lines of a file with the same fault the first few, and how many more there are."""
    kinds = {}
    for problem in sorted(problems, key=lambda problem: (problem.file, problem.line)):
        kinds.setdefault((problem.file, problem.key, problem.allowed), []).append(problem)
    told = []
    for alike in kinds.values():
        told += alike[:MOST_ALIKE]
        if rest := alike[MOST_ALIKE:]:
            told.append(replace(rest[0], given="", allowed=f"{rest[0].allowed}: the same in {len(rest):,} {'lines' if rest[1:] else 'line'} more, to line {rest[-1].line}", hint=""))
    if told:
        raise ScenarioError(told[:MOST_PROBLEMS])


# --- a file -----------------------------------------------------------------------------------------------------------------


def _table(path, mapping, problems):
    """A file as texts under our names, with file and line; or None with its problems noted."""

    def note(allowed, line=0, **said):
        problems.append(Problem(str(path), line, allowed=allowed, **said))

    try:
        if path.stat().st_size > MOST_BYTES:
            return note(f"must be at most {MOST_BYTES // 1_000_000} MB", hint="daily figures take a few kB a year; is this the right file?")
        text = _decoded(path.read_bytes())
    except OSError as error:
        return note(f"cannot be read: {error.strerror or error}", hint="check the path and its permissions")
    if "\0" in text or not text.strip():
        return note(
            "must be a CSV file with a header and a row a day", given="binary data" if "\0" in text else "an empty file", hint="export the table as CSV"
        )
    first = text.splitlines()[0]
    separator = max(",;\t|", key=first.count)
    if first.count(separator) >= MOST_COLUMNS:
        return note(f"must have at most {MOST_COLUMNS} columns", 1, given=f"{first.count(separator) + 1:,}", hint="keep those that are asked for")
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=separator))
    except csv.Error as error:
        return note(f"cannot be read as CSV: {error}", hint="export the table as CSV, a row a day")
    header = [name.strip() for name in rows[0]]
    mapping = _alike(header, mapping) | mapping
    before = len(problems)
    _check_header(path, header, mapping, problems)
    if len(rows) - 1 > MOST_ROWS:
        note(f"must have at most {MOST_ROWS:,} rows", given=f"{len(rows) - 1:,}", hint="a row is a day, or a day and team")
    for line, row in enumerate(rows[1:], 2):
        if row and len(row) != len(header):
            note(f"must have {len(header)} fields, as the header has", line, given=f"{len(row)} fields", hint="mend or remove that line")
    if len(problems) > before:
        return None
    wanted = {ours: header.index(mapping.get(ours, ours)) for ours in COLUMNS if mapping.get(ours, ours) in header}
    kept = [(line, row) for line, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if not kept:
        return note("has a header and no rows", hint="write a row a day")
    return pd.DataFrame({"file": str(path), "line": [line for line, _ in kept], **{ours: [row[i].strip() for _, row in kept] for ours, i in wanted.items()}})


def _decoded(held):
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        return held.decode("cp1252", errors="replace")


def _words(name):
    """The words of a column's name, without accents, in lower case."""
    return set(re.findall(r"[a-z]+", _plain(name)))


def _plain(name):
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def _alike(header, mapping):
    """Our columns that are not there as such, but under a name that differs in capitals, accents and signs only (Head count)."""
    names = {name: "".join(re.findall("[a-z]+", _plain(name))) for name in header if name not in mapping.values()}
    there = {ours: [name for name, plain in names.items() if plain == ours.replace("_", "")] for ours in COLUMNS if ours not in header}
    return {ours: found[0] for ours, found in there.items() if len(found) == 1}


def _check_header(path, header, mapping, problems):
    """The needed columns are there, those that the mapping names, too, and none that names people."""

    def note(key, allowed, hint):
        problems.append(Problem(str(path), 1, key, allowed=allowed, hint=hint))

    used = {mapping.get(ours, ours) for ours in COLUMNS}
    for name in header:
        if (name not in used or mapping.get("team") == name) and _words(name) & PEOPLE and not _words(name) & {"team", "equipe", "site"}:
            note(
                name,
                "is a column that names people: no figures of single people are taken, since none may be scored by this program",
                "remove the column, and add the rows of a day up, or those of a day and team of five or more",
            )
    for ours, meaning in COLUMNS.items():
        theirs = mapping.get(ours, ours)
        if header.count(theirs) > 1:
            note(theirs, f"there are {header.count(theirs)} columns {theirs}", "name them apart")
        elif theirs not in header and ours == "date":
            guess = near(theirs, header)
            note(
                ours,
                f"there is no column {theirs} ({meaning})",
                f"did you mean --map {ours}={guess}?" if guess else f"tell which it is with --map {ours}=THEIRS; there are {', '.join(header)[:200]}",
            )
    if not {mapping.get(ours, ours) for ours in ("head_count", *MEASURED)} & set(header):
        note(
            "",
            f"has none of the columns {', '.join(mapping.get(ours, ours) for ours in ('head_count', *MEASURED))}",
            f"tell which is which with --map, for example --map absences=THEIRS; there are {', '.join(header)[:200]}",
        )


def _numbers(table, problems):
    """Dates and numbers of a table; each cell that is none is noted with its line."""

    def note(row, key, allowed, hint):
        problems.append(Problem(table.file[row], int(table.line[row]), key, shown(table[key][row]), allowed, hint))

    made = table[["file", "line"]].assign(date=times.days(table["date"], table.file[0], "date"), team=table["team"] if "team" in table else "")
    for row in made.index[made.date.isna()]:
        note(row, "date", "must be a date", "write year-month-day, for example 2026-03-31")
    for name in [name for name in ("head_count", *MEASURED) if name in table]:
        values = pd.to_numeric(table[name].str.replace(",", ".", regex=False), errors="coerce")
        for row in table.index[(values.isna() & (table[name] != "")) | (values < 0) | (values == float("inf"))]:
            note(row, name, "must be a number, 0 or more, or nothing where it was not recorded", COLUMNS[name])
        if name in WHOLE:
            for row in table.index[values.notna() & (values % 1 != 0)]:
                note(row, name, "must be a whole number", COLUMNS[name])
        made[name] = values.astype(float)
    return made


# --- all files together -----------------------------------------------------------------------------------------------------


def _together(tables, problems):
    """One table, a row for each day and team, of all files; rows that give a figure again are noted."""
    found = {}
    for table in tables:
        for row in table.to_dict("records"):
            held = found.setdefault((row["date"], row["team"]), {})
            held.setdefault("file", row["file"])
            held.setdefault("line", row["line"])
            there = {name: row[name] for name in ("head_count", *MEASURED) if row.get(name) is not None and row[name] == row[name]}
            if twice := [name for name in there if name in held]:
                problems.append(
                    Problem(
                        row["file"],
                        int(row["line"]),
                        ", ".join(twice),
                        _where(row["date"], row["team"]),
                        "given twice for this day and team",
                        "a row is a day, or a day and team, never a person: add them up, or tell which column is the team with --map team=THEIRS",
                    )
                )
            held |= there
    whole = pd.DataFrame([{"date": date, "team": team, **held} for (date, team), held in found.items()]).sort_values(["date", "team"], ignore_index=True)
    file = whole.file[0]
    if "head_count" not in whole:
        problems.append(
            Problem(
                file,
                1,
                "head_count",
                allowed="no file has a head count: rates need it, and groups under five must be told from others",
                hint="add a column head_count, or tell which it is with --map head_count=THEIRS",
            )
        )
        return whole
    for row in whole[whole.head_count.isna()].itertuples():
        problems.append(
            Problem(
                row.file,
                int(row.line),
                "head_count",
                f"nothing for {_where(row.date, row.team)}",
                "every day (and team) needs its head count",
                "write it in, or remove the line",
            )
        )
    _enough(whole, file, problems)
    return whole


def _enough(whole, file, problems):
    """Note what is recorded on too few days, or not at all."""
    if not {*MEASURED} & {*whole}:
        problems.append(
            Problem(file, 1, allowed=f"there is none of {', '.join(MEASURED)}: a head count alone makes no pattern", hint="add one of these columns")
        )
    for name in [name for name in MEASURED if name in whole and 0 < whole.date[whole[name].notna()].nunique() < FEWEST_DAYS <= whole.date.nunique()]:
        given = f"{whole.date[whole[name].notna()].nunique()} days with a figure"
        problems.append(Problem(file, 1, name, given, f"must be recorded on at least {FEWEST_DAYS} days", "give a longer stretch, or remove the column"))
    if whole.date.nunique() < FEWEST_DAYS:
        problems.append(
            Problem(file, given=f"{whole.date.nunique()} days", allowed=f"there must be at least {FEWEST_DAYS} days", hint="give a longer stretch")
        )


def _where(date, team):
    return f"{date:%Y-%m-%d}{', ' * bool(team)}{tidy(team)}"


def _only(whole, team):
    """The rows of one team."""
    names = sorted(name for name in whole.team.unique() if name)
    if team not in names:
        guess = near(team, names)
        raise ScenarioError(
            [
                Problem(
                    "--team",
                    given=shown(team),
                    allowed="there is no such team",
                    hint=f"did you mean {guess}?" if guess else (f"teams are {', '.join(names)}" if names else "the files have no column team"),
                )
            ]
        )
    rows = whole[whole.team == team].reset_index(drop=True)
    return rows.drop(columns=[name for name in MEASURED if name in rows and rows[name].isna().all()])


def _small_groups(whole, problems):
    """Refuse groups under five; each team is told once, where it is smallest."""
    for team, rows in whole.groupby("team"):
        least = rows.loc[rows.head_count.idxmin()]
        if least.head_count < FEWEST_PEOPLE:
            problems.append(
                Problem(
                    least.file,
                    int(least.line),
                    "head_count",
                    f"{least.head_count:g} people on {_where(least.date, team)}",
                    f"groups under {FEWEST_PEOPLE} people are refused: their figures would be figures of persons, and nobody is to be scored",
                    "add small teams to others before you export" if team else "this program is for offices of five people and more",
                )
            )


def _check_sums(whole, problems):
    """No more people can be absent or leave than there are."""
    for name in [name for name in ("absences", "leavers") if name in whole]:
        for row in whole[whole[name] > whole.head_count].itertuples():
            problems.append(
                Problem(
                    row.file,
                    int(row.line),
                    name,
                    f"{getattr(row, name):g} of {row.head_count:g} people",
                    "must be at most the head count",
                    "is it the right column? map another with --map",
                )
            )


def _added_up(whole, names):
    """All teams of a day together; a figure that one team lacks on a day is lacking, and so is the day of which a team has no row."""
    there = [name for name in ("head_count", *MEASURED) if name in whole and whole[name].notna().any()]
    by_day = whole.groupby("date")
    days = by_day[there].agg(lambda values: values.sum(skipna=False))
    days = days[by_day.size() == whole.team.nunique()].reset_index()
    apart = days.date.diff().dt.days
    gaps = tuple((days.date[row - 1], days.date[row]) for row in apart.index[apart > 10])
    return Staff(names, days, tuple(sorted(team for team in whole.team.unique() if team)), gaps)
