"""The folder of a study's results: parts that are written whole or not at all, what makes them, and who is writing.

    part-DIGEST.parquet   a row for each run; the digest is that of the file itself, so that a part proves by its name that it is whole
    _design.parquet       a row for each point
    _manifest.json        where it comes from: the study, its scenarios, the program, each session
    _dictionary.csv       what each column is, with units
    _lock                 held by the process that writes

``pandas.read_parquet(folder)`` reads the parts and nothing else, also while they are being written. Which runs are done is what the parts say, nothing else.
"""

import hashlib
import json
import os
import platform
import socket
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..measures.outcomes import BY_KEY, dictionary
from ..scenario import PARAMETERS
from ..scenario.write import replace_file, writable
from . import manifests, parquet, sources
from .study import HEAD, Study
from .study_changes import changes_of

FORMAT, FORMAT_VERSION = "guichet study", 2
MANIFEST, DESIGN, DICTIONARY, LOCK = "_manifest.json", "_design.parquet", "_dictionary.csv", "_lock"
PART, DAMAGED, RETRIED, HALF = "part-", "_damaged-", "_retried-", ".part-"
"""How the names of parts begin, of those that were found damaged, of those whose failed runs are being taken out, and of those that are being written."""

LISTED = 8
"""Of things that have changed, so many are told."""


class StoreError(Exception):
    """The folder cannot be used; the text says why, and what to do."""


class DiskFull(OSError):
    """Results cannot be written; what is there is whole."""


def machine() -> dict:
    """The machine: its name, processor, system."""
    return {"host": socket.gethostname(), "platform": platform.platform(), "processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}


# --- the schema -------------------------------------------------------------------------------------------------------------


def schema(study: Study) -> pa.Schema:
    """The columns of a part: point, sample, policy, replicate, seed, the axes, the outcomes, stage, message."""
    held = [("point", pa.int64()), ("sample", pa.int64()), ("policy", pa.string()), ("replicate", pa.int64()), ("seed", pa.int64())]
    held += [(key, {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}.get(PARAMETERS[key].kind, pa.string())) for key in study.keys]
    held += [(key, pa.float64()) for key in study.outcomes] + [("stage", pa.string()), ("message", pa.string())]
    return pa.schema(held)


MEANINGS = {
    "point": "number of the point: a sample of the design under a policy; the row of _design.parquet",
    "sample": "number of the sample of the design; the same sample under two policies has the same number",
    "policy": "the policy laid over the office; empty: the office as it is",
    "replicate": "number of the replicate, from 0",
    "seed": "seed of the run: the same for all points of a replicate if seeds are common",
    "stage": "where the run broke; empty if it did not",
    "message": "what was said when it broke; empty if it did not",
}


def study_dictionary(study: Study) -> pd.DataFrame:
    """The data dictionary: a row for each column of the parts."""
    outcomes = {row["name"]: row for row in dictionary() if row["table"] == "outcomes"}
    rows = []
    for field in schema(study):
        name = field.name
        row = {"column": name, "type": str(field.type), "unit": "", "what": "run", "meaning_en": MEANINGS.get(name, "")}
        if name in PARAMETERS:
            row |= {"what": "axis", "unit": PARAMETERS[name].unit, "meaning_en": PARAMETERS[name].en, "meaning_fr": PARAMETERS[name].fr}
        elif name in BY_KEY:
            row |= {"what": "outcome", **{key: outcomes[name][key] for key in ("unit", "better", "title_en", "title_fr", "meaning_en", "meaning_fr")}}
        rows.append(row)
    return pd.DataFrame(rows).fillna("")


def encoded(study: Study, columns: dict) -> bytes:
    """A part as the bytes of its file. columns: for each column of the schema an array or list, or the whole as a table."""
    table = columns if isinstance(columns, pa.Table) else pa.table(
        {field.name: pa.array(columns[field.name], field.type, from_pandas=False) for field in schema(study)}, schema(study))
    return _as_parquet(table)


def _as_parquet(table):
    """A table as the bytes of a file."""
    held = pa.BufferOutputStream()
    words = [field.name for field in table.schema if not pa.types.is_floating(field.type)]  # figures hardly come twice: a dictionary of them costs time and room
    pq.write_table(table, held, compression="zstd", use_dictionary=words or False)
    return held.getvalue().to_pybytes()


# --- the folder -------------------------------------------------------------------------------------------------------------


class Store:
    """The results of a study, open for writing: which runs are done, and a place for more. Use it as a context; nobody else writes meanwhile.

    done, broken: replicate x point, whether a run is there, and whether it has failed; causes: how often each (stage, message) was found. retry: take the rows
    of failed runs out, so that they are done again; retried: how many.
    """

    def __init__(self, folder, study: Study, retry: bool = False):
        self.folder, self.study, self.retry = Path(folder), study, retry
        self.done = np.zeros((study.replicates, study.points), bool)
        self.broken, self.causes, self.retried = np.zeros_like(self.done), Counter(), 0
        self.set_aside, self.parts, self._lock = [], 0, None

    def check(self):
        """Refuse a folder that is not this study's, or cannot be written to; nothing is changed on disk."""
        folder = self.folder
        if os.path.lexists(folder) and not folder.is_dir():
            raise StoreError(f"{folder} is a file; results need a folder, which is made if it is not there: choose another --out")
        if folder.is_dir() and not (folder / MANIFEST).exists() and any(path.name not in (LOCK, DESIGN, DICTIONARY) for path in folder.iterdir()):
            raise StoreError(f"{folder} is not empty and holds no study (it has no {MANIFEST}); choose another --out")
        above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not writable(above):
            raise StoreError(f"cannot write into {above}; choose another --out")
        if (folder / MANIFEST).exists():
            self._same(self._manifest())

    def check_free(self):
        """Refuse a folder into which another sweep is writing, before anything is measured."""
        if (self.folder / LOCK).exists():
            os.close(_locked(self.folder / LOCK))

    def __enter__(self):
        self.check()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.folder / LOCK)
            self.check()  # what another sweep has written until it let go
            self._look()
            if self.retry:
                self._take_out_failed()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def failed(self) -> int:
        """Runs that are there and have failed."""
        return int(self.broken.sum())

    @property
    def left(self) -> int:
        """Runs that are still to do."""
        return int(self.done.size - self.done.sum())

    def look(self):
        """Find out which runs are done, without locking, changing or setting aside anything; failed ones that are to be tried again are not."""
        if (self.folder / MANIFEST).exists():
            self._look(touch=False)
        if self.retry:
            self.retried = self.failed
            self.done &= ~self.broken

    def _look(self, touch=True):
        """Read which runs are done; set aside parts that are damaged, of something else, or hold a run twice."""
        for half in [*self.folder.glob(f"{HALF}*"), *self.folder.glob(f"{RETRIED}*")] if touch else ():
            half.unlink(missing_ok=True)
        for path in sorted(self.folder.glob(f"{PART}*.parquet")):
            held = path.read_bytes()
            wrong = "it is damaged: its bytes are not those that were written" if path.name != _part_name(held) else self._count(held)
            if wrong:
                self.set_aside.append((path.name, wrong))
                if touch:
                    os.replace(path, path.with_name(DAMAGED + path.name))

    def _count(self, held):
        """Note the runs of a part as done, or say what is wrong with it."""
        try:
            if not pq.read_schema(pa.BufferReader(held)).equals(schema(self.study)):
                return "it has other columns"
            table = parquet.read(held, ["point", "replicate", "stage"])
        except (pa.ArrowException, OSError) as error:
            return f"it cannot be read: {error}"
        point, replicate = table["point"].to_numpy(), table["replicate"].to_numpy()
        if not len(point) or min(point.min(), replicate.min()) < 0 or point.max() >= self.study.points or replicate.max() >= self.study.replicates:
            return "it holds runs that the study does not have"
        if self.done[replicate, point].any() or len(np.unique(replicate * self.study.points + point)) < len(point):
            return "it holds runs that another part holds, too"
        self._note(point, replicate, table["stage"].to_numpy(zero_copy_only=False), lambda: parquet.read(held, ["message"])["message"].to_pylist())
        return ""

    def _note(self, point, replicate, stage, messages):
        """Note runs of a part as done, and those that have failed with their causes."""
        self.done[replicate, point] = True
        self.parts += 1
        failed = np.asarray(stage) != ""
        if failed.any():
            self.broken[replicate[failed], point[failed]] = True
            told = messages()
            self.causes.update((stage[row], told[row]) for row in np.flatnonzero(failed))

    def _take_out_failed(self):
        """Write each part that holds failed runs anew without them. A part is hidden first: whoever reads meanwhile sees each run once or not at all, and what is
        lost if this is cut short is done again."""
        for path in sorted(self.folder.glob(f"{PART}*.parquet")) if self.failed else ():
            table = parquet.read(path)
            good = table.filter(pc.equal(table["stage"], ""))
            if len(good) == len(table):
                continue
            hidden = path.with_name(RETRIED + path.name)
            os.replace(path, hidden)
            self.parts -= 1
            try:
                if len(good):
                    self._put_part(encoded(self.study, good))
                    self.parts += 1
            except DiskFull:
                os.replace(hidden, path)
                raise
            hidden.unlink()
        self.retried = self.failed
        self.done &= ~self.broken
        self.broken[:], self.causes = False, Counter()

    def write(self, columns: dict):
        """Write a part: whole or not at all, to stay even if the machine stops. What is done already is left out; raises DiskFull if there is no room."""
        point, replicate = np.asarray(columns["point"]), np.asarray(columns["replicate"])
        new = ~self.done[replicate, point]
        if not new.any():
            return
        if not new.all():
            columns = {name: [value for value, keep in zip(values, new.tolist()) if keep] for name, values in columns.items()}
            point, replicate = point[new], replicate[new]
        self._put_part(encoded(self.study, columns))
        self._note(point, replicate, np.asarray(columns["stage"], object), lambda: columns["message"])

    def _put_part(self, held):
        """Write the bytes of a part under the name that they give it."""
        try:
            _put(self.folder / _part_name(held), self.folder / f"{HALF}{os.getpid()}.parquet.tmp", held)
        except OSError as error:
            raise DiskFull(error.errno, f"{error.strerror or error}") from error

    # --- the manifest ---

    def begin(self, **session):
        """Write down the study, or that it has grown, and a new session. session: facts of it as plain data. The manifest comes last: without it the rest is
        of no study. Raises DiskFull."""
        before = self._manifest() if (self.folder / MANIFEST).exists() else {"sessions": []}
        study, now = self.study, {"started": _now(), "machine": machine(), "versions": sources.versions(), **session}
        manifest = {
            "format": FORMAT, "format_version": FORMAT_VERSION, "study": study.name, "title_en": study.head.title_en, "title_fr": study.head.title_fr,
            "digest": study.digest, "sources": sources.here(), "office": study.bases[0].office, "points": study.points, "replicates": study.replicates,
            "added_replicates": study.added, "runs": study.points * study.replicates, "days": study.days,
            "seeds": {"kind": study.head.seeds, "first": study.head.seed,
                      "last": study.head.seed + study.replicates - 1 if study.head.seeds == "common" else None},
            "description": study.description, "study_toml": study.text,
            "scenarios": [{"policy": base.policy, "title_en": base.title_en, "title_fr": base.title_fr, "digest": base.digest, "toml": base.to_toml()}
                          for base in study.bases],
            "sessions": [*before["sessions"], now],
        }
        try:
            _put(self.folder / DESIGN, self.folder / f"{HALF}design.tmp", _as_parquet(pa.Table.from_pandas(study.table, preserve_index=False, nthreads=1)))
            replace_file(self.folder / DICTIONARY, study_dictionary(study).to_csv(index=False, lineterminator="\n"))
            replace_file(self.folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise DiskFull(error.errno, f"{error.strerror or error}") from error

    def end(self, **session):
        """Add to the last session how it ended. Best effort: the results do not depend on it."""
        try:
            manifest = self._manifest()
            manifest["sessions"][-1] |= {"ended": _now(), "runs_done": int(self.done.sum()), "runs_failed": self.failed,
                                         "set_aside": [f"{name}: {why}" for name, why in self.set_aside], **session}
            replace_file(self.folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        except (OSError, StoreError):
            pass

    def grown(self) -> Study:
        """The study with the replicates that were added to it in this folder beyond those that its file asks for."""
        manifest = self._manifest() if (self.folder / MANIFEST).exists() else {}
        more = manifest.get("added_replicates") and manifest["digest"] == self.study.digest and manifest["replicates"] > self.study.replicates
        return self.study.with_replicates(manifest["replicates"]) if more else self.study

    def _manifest(self):
        path = self.folder / MANIFEST
        try:
            found = manifests.read(path)
        except (OSError, ValueError):
            raise StoreError(f"{path} cannot be read as JSON; choose another --out, or remove the folder") from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise StoreError(f"{path} is not of a study; choose another --out")
        if found.get("format_version") != FORMAT_VERSION:
            raise StoreError(f"{path} is of format {found.get('format_version')}; this program reads {FORMAT_VERSION}; choose another --out")
        if wrong := manifests.fault(found, manifests.STORED):
            raise StoreError(f"{path} is not as a sweep writes it ({wrong}); choose another --out")
        return found

    def _same(self, manifest):
        """Refuse results of another study, or of this one before it was edited; a study that has grown goes on."""
        study, changes = self.study, []
        if manifest["digest"] != study.digest:
            changes = list(changes_of(manifest, study))
        for name in ("replicates", "points"):
            if manifest[name] > getattr(study, name):
                changes.append(f"{name}: {manifest[name]} → {getattr(study, name)} (it may grow, not shrink)")
        if not changes and not self._continues():
            changes = ["the points of the design" + ("" if study.head_kind != "table" else ": the table was edited")
                       + (" (a Latin hypercube keeps its points only when their number is doubled)" if study.head_kind == "latin_hypercube" else "")
                       + (" (a grid grows by replicates only)" if study.head_kind == "grid" else "")]
        if not changes and (edited := sources.changed(manifest["sources"])):
            changes = [f"the program, where figures depend on it: {', '.join(edited[:LISTED])}" + (f" and {len(edited) - LISTED} more" if edited[LISTED:] else "")]
        if changes:
            more = f"\n  … and {len(changes) - LISTED} more" if len(changes) > LISTED else ""
            raise StoreError(f"{self.folder} holds results of another form of this study; they are not mixed. What has changed:\n  "
                             + "\n  ".join(changes[:LISTED]) + more + "\nChange it back, or choose another --out.")

    def _continues(self):
        """Whether the design has all points that were there, with the same numbers."""
        try:
            before = parquet.frame(self.folder / DESIGN)
        except (OSError, pa.ArrowException):
            return (self.folder / DESIGN).exists() is False and not any(self.folder.glob(f"{PART}*"))
        now = self.study.table
        return list(before.columns) == list(now.columns) and len(before) <= len(now) and all(
            before[name].tolist() == now[name].iloc[:len(before)].tolist() for name in now.columns if name not in HEAD[:1])


def _now():
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _part_name(held):
    return f"{PART}{hashlib.sha256(held).hexdigest()[:24]}.parquet"


def _put(path, beside, held):
    """Write a file whole or not at all: beside its place first, onto the disk, then moved there."""
    try:
        with open(beside, "wb") as file:
            file.write(held)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _locked(path):
    """Hold a lock that the system lets go of when this process ends, however it ends; give what must stay open. Refuses if somebody else holds it."""
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except OSError as error:
        if path.is_symlink():  # written over, it would be another file
            raise StoreError(f"{path} is a link; remove it, or choose another --out") from None
        raise error
    try:
        _lock(held)
    except OSError:
        try:
            who = os.read(held, 200).decode("utf-8", "replace").strip()
        finally:
            os.close(held)
        who = f" ({who})" if who else ""
        raise StoreError(f"{path.parent} is being written by another sweep{who}; wait for it, stop it, or choose another --out") from None
    with suppress(OSError):  # on a full disk it is held all the same
        os.ftruncate(held, 0)
        os.write(held, f"process {os.getpid()} on {socket.gethostname()}, since {_now()}\n".encode())
    return held


def _lock(held):
    try:
        import fcntl
    except ImportError:  # Windows; the byte lies behind the text, which others must be able to read
        import msvcrt
        os.lseek(held, 1000, os.SEEK_SET)
        msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        os.lseek(held, 0, os.SEEK_SET)
    else:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
