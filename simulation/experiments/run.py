"""What one run of one office comes to, and the folder that holds its tables: written whole or not at all, and checked when it is read."""

import hashlib
import json
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from ..measures import outcomes
from ..measures.daily import COLUMNS, NAMES
from ..measures.tables import CATEGORIES, DECLARED, Tables, dictionary
from ..rules.order import CHANNELS
from ..scenario import Scenario
from ..scenario.declare import LAST_DAY
from ..scenario.write import BESIDE, as_bytes, umask, writable
from . import manifests, parquet
from .sources import versions

FORMAT, FORMAT_VERSION = "guichet run", 1
"""What the manifest calls such a folder; the version changes when a reader of older folders would be misled."""

MANIFEST, SCENARIO, DICTIONARY = "manifest.json", "scenario.toml", "data_dictionary.csv"
PARQUET = tuple(f"{name}.parquet" for name in Tables._fields)
MEMBERS = "members.csv"
FILES = (*PARQUET, DICTIONARY, SCENARIO, MANIFEST)
"""All files of a run folder, but for `MEMBERS`, which it has if it was run over an ensemble; the manifest is written last and removed first, so that without it nothing is taken for a run."""


class RunFolderError(Exception):
    """A folder cannot be read as a run, or must not be written to; the text says why, and what to do."""


class Run(NamedTuple):
    """A run that was read: its folder, tables, and manifest."""

    folder: Path
    tables: Tables
    manifest: dict


# --- figures ----------------------------------------------------------------------------------------------------------------


def figures(made: Tables, scenario: Scenario) -> dict[str, dict[str, float]]:
    """Give what a run comes to: every outcome by its key, and every column of the daily table added up as it says."""
    there = made.people[made.people["left"] < 0]
    seats = {one.person: (one.seat, one.team) for one in there.itertuples()}
    teams = [-1] * (1 + max((seat for seat, _ in seats.values()), default=-1))
    for seat, team in seats.values():
        teams[seat] = team
    ties = tuple((seats[who][0], seats[whom][0], strength) for who, whom, strength in made.ties.itertuples(index=False))
    daily = [tuple(map(float, row)) for row in made.daily[list(NAMES)].itertuples(index=False)]
    run = outcomes.run_of(daily, scenario.values, teams, ties)
    whole = vars(outcomes.totals(run))
    return {"outcomes": outcomes.outcomes_of(run), "totals": {c.name: whole[c.name] for c in COLUMNS}}


def about(scenario: Scenario, days: int, seed: int, engine: str, command: Sequence[str] = ()) -> dict[str, Any]:
    """Say where a run comes from: all that is needed to repeat it."""
    values = scenario.values
    return {
        "format": FORMAT, "format_version": FORMAT_VERSION, "scenario": scenario.name,
        "title_en": scenario.title_en, "title_fr": scenario.title_fr, "office": scenario.office, "policy": scenario.policy,
        "digest": scenario.digest, "seed": seed, "days": days, "engine": engine,
        "days_per_week": values["calendar.days_per_week"], "days_per_year": values["calendar.days_per_year"],
        "command": list(command),
        "versions": versions(),
    }


# --- writing ----------------------------------------------------------------------------------------------------------------


def check_target(folder, force=False):
    """Refuse a folder that cannot be written to, or that holds something else than a run."""
    folder = Path(folder)
    if os.path.lexists(folder) and not folder.is_dir():
        raise RunFolderError(f"{folder} is a file; give a folder, which is made if it is not there")
    if folder.is_dir():
        held = sorted(path.name for path in folder.iterdir())
        others = [name for name in held if name not in (*FILES, MEMBERS) and not name.startswith(BESIDE)]
        if others and MANIFEST not in held and not force:
            some = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
            raise RunFolderError(f"{folder} is not a run folder and not empty (it holds {some}); "
                                 "choose another folder, or force the run's files among them (--force, force=True)")
        if MANIFEST in held and not force and not _is_run(folder):
            raise RunFolderError(f"{folder} holds a manifest.json that is not of a run; choose another folder, or force it to be replaced (--force, force=True)")
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not writable(above):
        raise RunFolderError(f"cannot write into {above}; choose another folder")


def _is_run(folder):
    """Whether a folder's manifest is of a run."""
    try:
        return _manifest(folder)["format"] == FORMAT
    except RunFolderError:
        return False


def save(folder: str | PathLike[str], made: Tables, scenario: Scenario, manifest: Mapping[str, Any], force: bool = False,
         members: tuple[pd.DataFrame, Mapping[str, tuple[str, str]]] | None = None) -> None:
    """Write the folder of a run. members: the table and the dictionary (column to meaning) of what members of an ensemble gave, if any did. A new folder appears complete or not at all; in one that exists, only files of a run are replaced."""
    folder = Path(folder).absolute()
    check_target(folder, force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder if folder.is_dir() else folder.parent))
    try:
        _write(stage, made, scenario, manifest, members)
        with _uninterrupted():
            _put_in_place(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(stage, made, scenario, manifest, members):
    """Write all files of a run into a folder."""
    for name, table in made._asdict().items():
        table.to_parquet(stage / f"{name}.parquet", engine="pyarrow", index=False)
    terms = dictionary()
    if members:
        table, meanings = members
        table.to_csv(stage / MEMBERS, index=False, lineterminator="\n")
        terms = pd.concat([terms, pd.DataFrame([{"table": "members", "column": name, "type": str(table[name].dtype), "unit": unit, "meaning": meaning}
                                                for name, (unit, meaning) in meanings.items()])])
    terms.to_csv(stage / DICTIONARY, index=False, lineterminator="\n")
    (stage / SCENARIO).write_bytes(as_bytes(scenario.to_toml(full=True)))
    sums = {path.name: _sha256(path) for path in sorted(stage.iterdir())}
    text = json.dumps({**manifest, "files": sums}, ensure_ascii=False, indent=2) + "\n"
    (stage / MANIFEST).write_bytes(as_bytes(text))


def _put_in_place(stage, folder):
    """Move what was written to where it belongs."""
    if not folder.exists():
        stage.chmod(0o777 & ~umask())
        os.rename(stage, folder)
        return
    if (folder / MANIFEST).exists():
        (folder / MANIFEST).unlink()
        (folder / MEMBERS).unlink(missing_ok=True)
    for name in (*((MEMBERS,) if (stage / MEMBERS).exists() else ()), *FILES):
        os.replace(stage / name, folder / name)


@contextmanager
def _uninterrupted():
    """Let Ctrl-C wait until a few files are moved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = []
    before = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- reading ----------------------------------------------------------------------------------------------------------------


def read(folder):
    """Read and check the folder of a run; raises RunFolderError with one message that says what is wrong."""
    folder = Path(folder)
    if not folder.is_dir():
        found = "is not a folder" if os.path.lexists(folder) else "does not exist"
        raise RunFolderError(f"{folder} {found}; give the folder that `guichet run` has written")
    manifest = _manifest(folder)
    made = Tables(*(_table(folder, name, manifest) for name in Tables._fields))
    _check_links(folder, made)
    return Run(folder, made, manifest)


_NEEDED = {"format": str, "format_version": int, "scenario": str, "seed": int, "days": int, "days_per_week": int, "days_per_year": int,
           "files": dict}
"""What reading needs of a manifest."""


def _manifest(folder):
    """Read and check the manifest."""
    path = folder / MANIFEST
    try:
        found = manifests.read(path)
    except FileNotFoundError:
        raise RunFolderError(f"{folder} is not a run folder: it has no {MANIFEST}; give one that `guichet run` has written") from None
    except (OSError, ValueError):
        raise RunFolderError(f"{path} cannot be read as JSON; make the run again") from None
    if manifests.fault(found, _NEEDED) or found["format"] != FORMAT:
        raise RunFolderError(f"{path} is not the manifest of a run; give the folder that `guichet run` has written")
    if found["format_version"] != FORMAT_VERSION:
        raise RunFolderError(f"{path} is of format {found['format_version']}; this program reads {FORMAT_VERSION}; make the run again")
    if not (1 <= found["days_per_week"] <= 7 and 1 <= found["days_per_year"] <= 366 and 1 <= found["days"] <= LAST_DAY):
        raise RunFolderError(f"{path} gives a calendar without days, or with more than there are; make the run again")
    return found


def _table(folder, name, manifest):
    """Read and check one table."""
    path = folder / f"{name}.parquet"
    again = "make the run again"
    if not path.is_file():
        raise RunFolderError(f"{folder} lacks {path.name}; {again}")
    try:
        table = parquet.frame(path)
        intact = _sha256(path) == manifest["files"].get(path.name)
    except Exception as error:  # whatever the Parquet library makes of a damaged file
        raise RunFolderError(f"{path} cannot be read as Parquet ({type(error).__name__}: {error}): it is damaged; {again}") from None
    if not intact:
        raise RunFolderError(f"{path} is not as the run wrote it (its checksum differs): it was damaged or changed; {again}")
    missing = [field.name for field in DECLARED[name] if field.name not in table.columns]
    if missing:
        raise RunFolderError(f"{path} lacks the column {missing[0]}: it was written by another version; {again}")
    strange = [field.name for field in DECLARED[name] if not _fits(table[field.name], field, name)]
    if strange:
        raise RunFolderError(f"{path}: its column {strange[0]} holds other things than a run writes there; {again}")
    return table


def _fits(column, field, table):
    """Whether a column holds what its declaration says. Of the daily table, any numbers: what is counted may have parts there."""
    if field.type == "bool":
        return is_bool_dtype(column)
    if field.type in ("category", "str"):
        known = CATEGORIES.get(field.name)
        return all(isinstance(one, str) and (known is None or one in known) for one in column.dropna().unique()) and (field.name == "situation" or column.notna().all())
    if field.type == "float64" or table == "daily":
        there = column.dropna()
        return is_numeric_dtype(column) and not is_bool_dtype(column) and bool(np.isfinite(there.to_numpy(float)).all()) and (table == "people" or len(there) == len(column))
    return is_integer_dtype(column) and (field.type == "Int64" or column.notna().all())


def _check_links(folder, made):
    """Check that the log can be followed: parents come before their events, and all practices and people are known."""
    log, practices, people = made.events, made.practices, made.people
    rows = np.arange(len(log))
    good = ((log["row"].to_numpy() == rows).all() and (log["parent"].to_numpy() < rows).all() and (log["parent"].to_numpy() >= -1).all()
            and (practices["practice"].to_numpy() == np.arange(len(practices))).all()
            and log["practice"].between(-1, len(practices) - 1).all() and practices["origin"].between(0, len(log) - 1).all()
            and set(log["who"]) <= {*people["person"], -1, -2, -3} and log["day"].between(0, LAST_DAY).all() and not people["person"].duplicated().any()
            and all(part.isdecimal() and len(part) < 10 and int(part) < number for number, parents in enumerate(practices["parents"]) for part in parents.split())
            and set(people["channel"]) <= {*CHANNELS})
    if not good:
        raise RunFolderError(f"{folder / 'events.parquet'} does not hang together: it points to what is not there; make the run again")
