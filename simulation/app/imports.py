"""What visitors bring: a log of contacts or an office file becomes the values of an office. It is read on this machine, in a folder that is gone afterwards, and kept nowhere."""

import asyncio
import tempfile
import zlib
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from ..rules.order import CHANNELS
from ..scenario import ScenarioError, load
from ..scenario.load import DEFAULTS
from ..scenario.schema import plain

MOST_BYTES = 50_000_000
"""What may be sent."""

MOST_UNPACKED = 400_000_000
"""What it may be once unpacked."""

NAME = "log.csv"
"""What the file is called here, whatever it is called elsewhere: a name that was sent is never used as a path."""


class TooLarge(ValueError):
    """More was sent than may be."""


def office_of_log(path, channel="phone", mapping=(), title="my_office") -> dict:
    """Fit an office to a log of contacts, with the people of the default office. Gives title, the values that differ from the defaults, and what there is to say.
    Raises ScenarioError for a log that cannot be used."""
    from ..intake.clean import clean
    from ..intake.fit import fit_log
    from ..intake.mapping import parse_mapping
    from ..intake.office import office, with_people
    from ..intake.read import read_log
    from ..intake.remarks import remarks
    columns = parse_mapping(mapping)
    fit = fit_log(clean(read_log(path, columns), columns, path, None, None))
    scenario, _ = office(fit, "my_office", channel)
    first = f"{len(fit.contacts):,} contacts, {fit.week.dates[0]:%Y-%m-%d} – {fit.week.dates[-1]:%Y-%m-%d}"
    return {"title": title, "values": differing(with_people(scenario, channel)), "said": [first, *(f"{count:,} {reason}" for reason, count in fit.log.set_aside.items()),
                                                                          *(f"{head}: {text}" for head, text in remarks(fit, None))]}


def office_of_file(path) -> dict:
    """Read an office file. Raises ScenarioError with all that is wrong with it."""
    scenario = load(path)
    said = [text for text in (scenario.text_en,) if text]
    return {"title": scenario.title_en, "values": differing(scenario), "changes": len(scenario.changes), "said": said}


def differing(scenario) -> dict:
    """The values of a scenario that are not the defaults, as JSON holds them."""
    return {key: plain(value) for key, value in scenario.values.items() if value != DEFAULTS[key]}


_turn = asyncio.Semaphore(1)


async def imported(request: Request) -> JSONResponse:
    """POST /import?name=…&channel=…&map=…: the body is the file."""
    name, channel, mapping = (request.query_params.get(key, other) for key, other in (("name", ""), ("channel", "phone"), ("map", "")))
    if channel not in CHANNELS:
        return _refused(f"channel must be one of {', '.join(CHANNELS)}")
    try:
        with tempfile.TemporaryDirectory(prefix="guichet-") as folder:
            path = Path(folder, "office.toml" if name.endswith(".toml") else NAME)
            await _received(request, path, name.endswith(".gz"))
            async with _turn:  # one at a time: a large log takes seconds and all of a core
                work = (office_of_file, path) if path.suffix == ".toml" else (office_of_log, path, channel, mapping.split(), name.partition(".")[0][:80] or "my_office")
                told = await run_in_threadpool(*work)
            if told.pop("changes", 0):
                return _refused("the file holds changes on a date; set these on the page, and send the office without them")
            return JSONResponse(told)
    except ScenarioError as error:
        return _refused("; ".join(str(problem) for problem in error.problems[:5]).replace(f"{folder}/", "").replace("--map ", ""))  # what an option is there is a field of the page
    except TooLarge as error:
        return _refused(str(error), 413)
    except (zlib.error, UnicodeError, EOFError) as error:
        return _refused(f"it cannot be unpacked: {error}")


async def _received(request, path, packed):
    """Write the body to a file as it comes, unpacked, and stop as soon as it is too large."""
    received = written = 0
    unpack = zlib.decompressobj(wbits=31) if packed else None
    with open(path, "wb") as file:
        async for chunk in request.stream():
            received += len(chunk)
            if received > MOST_BYTES:
                raise TooLarge(f"it is larger than {MOST_BYTES // 1_000_000} MB")
            while chunk:
                if unpack and unpack.eof:  # files that were packed one by one and then put together; zeros may follow
                    if not (chunk := chunk.lstrip(b"\0")):
                        break
                    unpack = zlib.decompressobj(wbits=31)
                text = unpack.decompress(chunk, MOST_BYTES) if unpack else chunk
                chunk = unpack.unused_data or unpack.unconsumed_tail if unpack else b""
                written += file.write(text)
                if written > MOST_UNPACKED:
                    raise TooLarge(f"unpacked it is larger than {MOST_UNPACKED // 1_000_000} MB")
    if unpack and not unpack.eof:
        raise EOFError("it ends too early")


def _refused(why, status=422):
    return JSONResponse({"error": why}, status)
