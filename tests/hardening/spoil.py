"""Good inputs made bad, by numbers: bytes, texts, plain data (JSON) and tables; and the limits within which whatever reads them must settle.

The same number spoils in the same way on every machine. ``GUICHET_HARDENING=20`` tries twenty times as many of those marked slow (for a long night); a test that fails says
which number it was.
"""

import faulthandler
import json
import math
import os
import random
import resource
import signal
from contextlib import contextmanager

import pandas as pd
import pytest
from terminal import guichet

TIMES = int(os.environ.get("GUICHET_HARDENING", "1"))
SECONDS, MEGABYTES = 20, 2500
"""What one bad input may take: seconds on a busy machine, and memory (address space) above what the process has."""

TEXTS = ("", " ", "\0", "\n", "\x1b[31m", "é", "\u202e", "\ud800", "\U0001f600", "٣", "../../etc/passwd", "/etc/passwd", "C:\\x", "nan", "inf", "-1", "1e400", "9" * 400, "<script>alert(1)</script>",
         "=HYPERLINK(1)", "{0}", "%s%n", "x" * 3000, "'; --", "true", "null", "[]", "{}", "__class__", "constructor", "a.b.c", "social_agency", "demand.load", "exhaustion", "point")
NUMBERS = (0, -1, 1, 2**31, 2**63 - 1, 2**63, -2**63, 10**30, 0.0, -0.0, 0.5, 1e308, -1e308, 5e-324, math.nan, math.inf, -math.inf)
TOKENS = tuple(text.encode("utf-8", "surrogatepass") for text in (*TEXTS, "[", "]", "[[", "]]", "{", "}", ",", ";", "=", '"', '"""', "'''", "#", "\r", "\t", "\\", "\ufeff", "1979-05-27", "0x", "1_000", "\x7f")) + (
    b"\xff", b"\xc3", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f", b"PAR1", b"\x1f\x8b")


class TooLong(BaseException):
    """An input took too long; no handler of errors swallows it."""


@contextmanager
def bounded(seconds=SECONDS, megabytes=MEGABYTES):
    """Fail what takes longer, or more memory. What cannot be interrupted ends the process, with a trace of where it stood."""
    def over(*_):
        raise TooLong(f"over {seconds} s")
    now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, over)
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 1_000_000, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    faulthandler.dump_traceback_later(4 * seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def settled(*args, codes=(0, 1, 2)):
    """Run a command within the limits: it is done, or says in a few words why not. Gives the result."""
    with bounded():
        done = guichet(*args)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"guichet {' '.join(map(str, args))[:200]} ended with {type(done.exception).__name__}: {str(done.exception)[:300]}") from done.exception
    assert done.exit_code in codes and "Traceback" not in done.output, (args, done.exit_code, done.output[-500:])
    assert done.exit_code == 0 or done.stderr.strip(), f"{args} failed and said nothing"
    return done


def spoilt_bytes(held: bytes, draws: random.Random) -> bytes:
    """A few bytes changed, lost, doubled or put in."""
    held = bytearray(held)
    for _ in range(draws.choice((1, 1, 2, 5, 20))):
        at = draws.randrange(len(held) + 1)
        span = draws.choice((1, 2, 8, 100, 5000))
        how = draws.randrange(6)
        if how == 0 and at < len(held):
            held[at] ^= 1 << draws.randrange(8)
        elif how == 1:
            del held[at:at + span]
        elif how == 2:
            held[at:at] = held[at:at + span] * draws.choice((1, 3, 50))
        elif how == 3:
            held[at:at + draws.choice((0, span))] = draws.choice(TOKENS)
        elif how == 4 and draws.random() < 0.3:
            del held[at:]
        else:
            held[at:at + span] = draws.randbytes(span)
    return bytes(held)


def spoilt_line(text: str, draws: random.Random) -> str:
    """A text of lines in which some values are others: for files that stay readable, so that what is wrong is found later."""
    lines = text.splitlines()
    for _ in range(draws.choice((1, 1, 3))):
        at = draws.randrange(len(lines))
        key, sign, value = lines[at].partition("=")
        if sign and draws.random() < 0.8:
            lines[at] = f"{key}= {_literal(draws)}" if draws.random() < 0.8 else f"{draws.choice(TEXTS[9:])} ={value}"
        else:
            lines[at:at + draws.choice((0, 1))] = [lines[draws.randrange(len(lines))]]
    return "\n".join(lines) + "\n"


def _literal(draws):
    """A value as TOML writes it."""
    found = value(draws)
    if isinstance(found, float):
        return {math.inf: "inf", -math.inf: "-inf"}.get(found, repr(found)) if found == found else "nan"
    if isinstance(found, (bool, int)):
        return str(found).lower()
    return json.dumps(found if found is not None else "", ensure_ascii=True).replace("\\ud800", "x").replace("null", '""').replace("NaN", "nan").replace("Infinity", "inf").replace(": ", " = ")


def value(draws: random.Random, deep=True):
    """Any value that plain data may hold."""
    how = draws.randrange(7 if deep else 4)
    if how < 2:
        return draws.choice(NUMBERS)
    if how == 2:
        return draws.choice(TEXTS)
    if how == 3:
        return draws.choice((None, True, False))
    if how == 4:
        return [value(draws, False) for _ in range(draws.choice((0, 1, 3, 300)))]
    if how == 5:
        return {draws.choice(TEXTS): value(draws, False) for _ in range(draws.choice((0, 1, 3)))}
    return [[[]]]


def places(data, path=()):
    """All places of plain data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data[:40]) if isinstance(data, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places(one, (*path, key))


def spoilt_data(data, draws: random.Random):
    """Plain data in which something is another, is gone, or is there too often."""
    data = json.loads(json.dumps(data))
    for _ in range(draws.choice((1, 1, 1, 3))):
        known = list(places(data))
        if not known:
            return data
        depth = draws.randint(1, max(map(len, known)))
        *path, last = draws.choice([one for one in known if len(one) <= depth])
        inside = data
        for key in path:
            inside = inside[key]
        how = draws.random()
        if how < 0.2:
            del inside[last]
        elif how < 0.3 and isinstance(inside, list):
            inside.extend(inside * 3)
        elif how < 0.4 and isinstance(inside, dict):
            inside[draws.choice(TEXTS)] = inside.pop(last)
        else:
            inside[last] = value(draws)
    return data


def spoilt_table(table: pd.DataFrame, draws: random.Random) -> pd.DataFrame:
    """A table in which cells, columns, rows or types are others."""
    table = table.copy()
    for _ in range(draws.choice((1, 1, 2))):
        if not len(table.columns):
            return table
        name, how = draws.choice(list(table.columns)), draws.randrange(10)
        held = table[name] if table.columns.is_unique else table.iloc[:, 0]
        if how == 0:
            table = table.drop(columns=name)
        elif how == 1:
            table = table.head(draws.choice((0, 1, 2)))
        elif how == 2:
            table = pd.concat([table, table.head(draws.choice((1, 50)))], ignore_index=True)
        elif how == 3:
            table = table.sample(frac=1.0, random_state=draws.randrange(1000)).reset_index(drop=True)
        elif how == 4:
            table = table.rename(columns={name: draws.choice(TEXTS).encode("utf-8", "replace").decode()})
        elif how == 5:
            table[name] = held.astype(str)
        elif how == 6:
            table[name] = [draws.choice(NUMBERS[8:]) for _ in held]
        elif how == 7:
            table[name] = [draws.choice((-(2**62), -5, -1, 0, 1, 7, 10**6, 2**62)) for _ in held]
        elif how == 8:
            table[name] = draws.choice(([None] * len(held), [[1, 2]] * len(held), pd.Series([pd.Timestamp(0)] * len(held)), [b"\xff"] * len(held),
                                        [draws.choice(TEXTS).encode("utf-8", "replace").decode() for _ in held], [True] * len(held)))
        elif len(table):
            at = draws.randrange(len(table))
            cells = held.astype(object).tolist()
            like = [one for one in NUMBERS if type(one) is type(cells[at])] if isinstance(cells[at], (int, float)) else [one.encode("utf-8", "replace").decode() for one in TEXTS]
            cells[at] = draws.choice(like or [None])
            try:
                table[name] = pd.Series(cells, held.index, dtype=held.dtype if held.dtype.kind in "fib" and not isinstance(held.dtype, pd.CategoricalDtype) else None)
            except (OverflowError, TypeError, ValueError):
                table[name] = pd.Series(cells, held.index, dtype=object)
    return table


def as_parquet(table: pd.DataFrame, path) -> bool:
    """Write a table, if Parquet can hold it."""
    try:
        table.columns = [str(name) for name in table.columns]
        table.to_parquet(path, index=False)
        return True
    except Exception:  # lists of mixed kinds, whole numbers beyond 64 bits
        return False


def few_or_many(few: int, many: int):
    """How many examples a test tries: few in the quick suite, many in the slow one."""
    return pytest.mark.parametrize("count", [pytest.param(few, id="few"), pytest.param(many * TIMES, id="many", marks=pytest.mark.slow)])


def some_quick(cases, quick: int):
    """Cases of which the first so many are quick, and all others slow."""
    return [pytest.param(case, marks=[pytest.mark.slow] * (place >= quick)) for place, case in enumerate(cases)]


def each(count: int, work):
    """Do work(draws, number) for so many numbers; what fails says for which."""
    for number in range(count):
        try:
            work(random.Random(number), number)
        except BaseException as error:
            error.add_note(f"example number {number}")
            raise
