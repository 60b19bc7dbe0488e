"""Read a log from a CSV file, plain or gzipped, as text: every fault of the file itself is found here.

Nothing is interpreted yet but which column is which (see `clean`). Files are read in pieces and refused over a stated size,
so that a compressed file cannot fill the memory.
"""

import csv
import gzip
import io
import re
import zlib
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from .mapping import COLUMNS, REQUIRED, Mapping
from .problems import Said, ScenarioError, Unclear, fail, near, problem

MOST_BYTES = 500_000_000
"""Largest log that is read, in bytes once unpacked."""

MOST_ROWS = 2_000_000
"""Largest log that is read, in rows."""

CHUNK = 200_000
"""Rows read at a time."""

LONGEST_HEADER, MOST_COLUMNS = 65_536, 500
"""A first line longer than this (bytes), or with more columns, is not a header."""

MAGIC = {
    b"PK\x03\x04": Said("a zip archive or an Excel workbook"),
    b"\xd0\xcf\x11\xe0": Said("an old Excel workbook"),
    b"PAR1": Said("a Parquet file"),
    b"SQLite": Said("a database"),
    b"%PDF": Said("a PDF document"),
    b"BZh": Said("a bzip2 archive"),
    b"\xfd7zX": Said("an xz archive"),
    b"(\xb5/\xfd": Said("a zstandard archive"),
}


class _Limited(io.RawIOBase):
    """A stream that gives at most so many bytes, then stops with a message."""

    def __init__(self, stream, path, most):
        super().__init__()
        self._stream, self._path, self._left, self._most = stream, path, most, most

    def readable(self):
        return True

    def readinto(self, buffer):
        """Fill the buffer, as any raw stream does."""
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            fail(
                self._path,
                Said("the log must be at most {megabytes:,.0f} MB once unpacked", megabytes=self._most / 1e6),
                hint=Said("give a shorter stretch of whole days"),
            )
        buffer[: len(data)] = data
        return len(data)


def read_log(path, mapping: Mapping) -> pd.DataFrame:
    """The columns that we know, under our names, as text ("" where empty), ``line`` in the file, and ``twin``: seen before, letter by
    letter."""
    path = Path(path)
    encoding, header, separator = _look(path)
    _check_header(path, header, mapping)
    wanted = {mapping.column(ours): ours for ours in COLUMNS if mapping.column(ours) in header}
    try:
        frame = _read_chunks(path, encoding, separator, wanted)
    except ScenarioError:
        raise
    except UnicodeError:
        fail(path, Said("holds letters that are not encoded as those at its beginning"), hint=Said("export the log as CSV, encoded as UTF-8"))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        fail(path, Said("must be a table: as many fields in every row as in the header"), _torn(error), Said("mend or remove that row"))
    except (OSError, EOFError, zlib.error) as error:
        fail(path, Said("cannot be read to the end"), _broken(error), Said("the file seems damaged or cut off: fetch it again"))
    if frame.empty:
        fail(path, Said("has a header and no rows"), hint=Said("a log has one row a contact"))
    return frame


def _torn(error):
    """What pandas found wrong with a row."""
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error)):
        expected, line, saw = map(int, found.groups())
        return Said("line {line} has {saw} fields instead of {expected}", line=line, saw=saw, expected=expected)
    return Said("a quotation mark that is never closed") if "EOF inside string" in str(error) else ""


def _broken(error):
    """Why a file cannot be read: unpacking failed, or what the system says."""
    if isinstance(error, EOFError):
        return Said("it ends too early")
    return Said("what is packed in it is damaged") if isinstance(error, (zlib.error, gzip.BadGzipFile)) else error.strerror or error


@contextmanager
def _open(path):
    """The unpacked bytes of a file."""
    with open(path, "rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked


def _look(path):
    """Encoding, header and separator, from the first bytes of the file."""
    try:
        with _open(path) as stream:
            start = stream.read(LONGEST_HEADER)
    except FileNotFoundError:
        fail(path, Said("there is no such file"), path, _like(path))
    except IsADirectoryError:
        fail(path, Said("is a folder, not a file"), path)
    except (OSError, EOFError, zlib.error) as error:
        fail(path, Said("cannot be read"), _broken(error), Said("check that it can be opened, and fetch it again if it is damaged"))
    _check_text(path, start)
    encoding = _encoding(start)
    lines = start.decode(encoding, errors="ignore").splitlines()
    first = lines[0] if lines else ""
    separator = max(",;\t|", key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=separator), [])]
    if len(header) > MOST_COLUMNS:
        fail(path, Said("the log must have at most {most:,} columns", most=MOST_COLUMNS), Said("{count:,} columns", count=len(header)), Said("keep those that are asked for"))
    return encoding, header, separator


def _like(path):
    """A file of almost that name beside it."""
    try:
        guess = near(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        guess = ""
    return Said("did you mean {guess}?", guess=path.parent / guess) if guess else ""


def _check_text(path, start):
    """Refuse what is no text."""
    if not start.strip():
        fail(path, Said("the file is empty"))
    for magic, name in MAGIC.items():
        if start.startswith(magic):
            fail(path, Said("must be a CSV file (or .csv.gz), but it is {kind}", kind=name), hint=Said("save or export it as CSV"))
    if b"\0" in start:
        fail(path, Said("must be a CSV text file, but it holds binary data"), hint=Said("export the log as CSV, encoded as UTF-8"))
    if b"\n" not in start and b"\r" not in start and len(start) == LONGEST_HEADER:
        fail(path, Said("must be a CSV file with a header line"), hint=Said("its first line has no end"))


def _encoding(start):
    """UTF-8 where it fits (a character may be cut at the end of the look), else Western Windows."""
    try:
        start[: start.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _check_header(path, header, mapping):
    """The needed columns are there, and so are all that the mapping names; all that is missing is listed."""
    problems, missing = [], False
    for ours, meaning in COLUMNS.items():
        theirs = mapping.column(ours)
        if theirs not in header and (ours in REQUIRED or ours in mapping.columns):
            missing = True
            guess = near(theirs, header)
            hint = (
                Said("did you mean --map {ours}={guess}?", ours=ours, guess=guess)
                if guess
                else Said("tell which it is with --map {ours}=THEIRS; there are {names}", ours=ours, names=", ".join(header)[:250])
            )
            problems.append(problem(path, Said("there is no column {name} ({meaning})", name=theirs, meaning=meaning), hint=hint, key=ours, line=1))
        elif header.count(theirs) > 1:
            found = Said("there are {n} columns {name}", n=header.count(theirs), name=theirs)
            problems.append(problem(path, found, hint=Said("name them apart"), key=ours, line=1))
    if problems:
        asked = dict.fromkeys((*REQUIRED, "date"))
        raise Unclear(problems, {ours: COLUMNS[ours] for ours in asked}, list(dict.fromkeys(header))) if missing else ScenarioError(problems)


def _read_chunks(path, encoding, separator, wanted):
    """All rows, in pieces, with our names."""
    pieces, rows = [], 0
    with _open(path) as raw:
        text = io.TextIOWrapper(io.BufferedReader(_Limited(raw, path, MOST_BYTES)), encoding=encoding, newline="")
        reader = pd.read_csv(text, sep=separator, dtype=str, keep_default_na=False, chunksize=CHUNK, skip_blank_lines=False, index_col=False)
        for piece in reader:
            rows += len(piece)  # blank lines, too: they are left out, but take time and have a number
            if rows > MOST_ROWS:
                fail(path, Said("the log must have at most {rows:,} rows", rows=MOST_ROWS), hint=Said("give a shorter stretch of whole days"))
            piece = piece[(piece.fillna("") != "").any(axis=1)]
            whole = pd.util.hash_pandas_object(piece.fillna(""), index=False)
            piece = piece.rename(columns=str.strip)[list(wanted)].rename(columns=wanted)
            pieces.append(piece.apply(lambda column: column.fillna("").str.strip()).assign(whole=whole))
    frame = pd.concat(pieces)
    return frame.assign(line=frame.index + 2, twin=frame["whole"].duplicated()).drop(columns="whole").reset_index(drop=True)
