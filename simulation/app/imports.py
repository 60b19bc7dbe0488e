"""What visitors bring: a log of contacts or an office file becomes the values of an office. It is read on this machine, in a folder that is gone afterwards, and kept nowhere.

What is said of it is answered as pairs (English, French), as the page's other texts are: whoever switches the language later reads on in the other.
"""

import asyncio
import re
import tempfile
import unicodedata
import zlib
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from ..charts.words import date, number, percent
from ..intake.mapping import REQUIRED
from ..intake.problems import Unclear
from ..measures.outcomes import BY_KEY
from ..measures.story_words import LANGUAGES
from ..rules.order import CHANNELS
from ..scenario import ScenarioError, load
from ..scenario.load import DEFAULTS
from ..scenario.said import Said
from ..scenario.schema import plain, plain_change
from .texts.problems import in_words, told

MOST_BYTES = 50_000_000
"""What may be sent."""

MOST_UNPACKED = 400_000_000
"""What it may be once unpacked."""

NAME = "log.csv"
"""What the file is called here, whatever it is called elsewhere: a name that was sent is never used as a path."""


MOST_TOLD, MOST_ASKED = 5, 40
"""So many problems are told, and of so many of their names is asked."""


LIKELY = {
    "arrival": ("arriv", "heure", "time", "start", "debut", "ticket", "entree"), "outcome": ("issue", "outcome", "statut", "status", "result", "resultat"), "queue_seconds": ("attente", "queue", "wait", "hold"),
    "service_seconds": ("service", "duree", "duration", "talk", "handl", "traitement", "conversation"), "date": ("date", "jour", "day"),
    "outcome.agent": ("agent", "serv", "trait", "answer", "repond", "resol", "decroch", "recu", "termin", "fait"), "outcome.hang": ("aband", "hang", "renonc", "lost", "perdu", "raccroch", "quit", "parti", "left", "unansw", "missed", "manqu"),
}
"""What columns and outcomes are often called, in English and French, as parts of the name without accents: the first that is found is offered, and whoever sent the file decides."""

NO = {"no", "non", "not", "sans", "without", "aucun", "aucune", "jamais", "pas", "never", "nobody", "personne"}
"""Words that turn an outcome round: not answered, non traité."""

PAIRS = re.compile(r"[\s,;]+(?=[A-Za-z_.]+\s*=)")
"""Between two of the pairs ours=theirs; theirs may have spaces in it."""


class TooLarge(ValueError):
    """More was sent than may be; ``args`` holds what is said of it."""


def office_of_log(path, channel="phone", mapping=(), title="my_office") -> dict:
    """Fit an office to a log of contacts, with the people of the default office. Gives title, the values that differ from the defaults, and what there is to say.
    Raises ScenarioError for a log that cannot be used."""
    from ..intake.clean import clean
    from ..intake.fit import fit_log
    from ..intake.mapping import parse_mapping
    from ..intake.office import office, with_people
    from ..intake.read import read_log
    columns = parse_mapping(mapping)
    fit = fit_log(clean(read_log(path, columns), columns, path, None, None))
    scenario, _ = office(fit, "my_office", channel)
    return {"title": [title, title], "values": differing(with_people(scenario, channel)), "changes": [], "said": [_said(fit, lang) for lang in LANGUAGES]}


def _said(fit, lang):
    """What there is to say of a fit: what was read and seen in it, what was set aside, and the remarks, each a heading ("" if none) and a text."""
    from ..intake.compare import of_log
    from ..intake.log_words import WORDS
    from ..intake.remarks import kinds_of_rows, remarks
    first, last = (date(day, lang) for day in (fit.week.dates[0], fit.week.dates[-1]))
    read = WORDS[lang]["summary"].format(contacts=number(len(fit.contacts), lang), first=first, last=last)
    rows = [["", f"{number(count, lang)} – {kind}"] for kind, count in kinds_of_rows(fit.log.set_aside, lang).items()]
    seen = of_log(fit)
    beside = WORDS[lang]["beside"].format(wait=number(seen["wait"] / 60, lang, 2), gone=percent(seen["gone"], lang, 1), **{key: BY_KEY[key].title(lang) for key in ("live_wait", "abandonment")})
    return [["", f"{read}. {beside}"], *rows, *map(list, remarks(fit, None, lang))]


def office_of_file(path) -> dict:
    """Read an office file. Raises ScenarioError with all that is wrong with it."""
    scenario = load(path)
    said = [[["", text]] if text else [] for text in (scenario.text_en, scenario.text_fr)]
    return {"title": [scenario.title_en, scenario.title_fr], "values": differing(scenario), "changes": [plain_change(change) for change in scenario.changes], "said": said}


def differing(scenario) -> dict:
    """The values of a scenario that are not the defaults, as JSON holds them."""
    return {key: plain(value) for key, value in scenario.values.items() if value != DEFAULTS[key]}


def pairs(text: str) -> list[str]:
    """The pairs ours=theirs that somebody typed into one line; theirs may stand in quotes."""
    return [re.sub(r"""=\s*(["'])(.*)\1$""", r"=\2", pair) for pair in PAIRS.split(text.strip()) if pair]


def asked_of(error: Unclear) -> dict:
    """What the page is to ask: of which kind, what of ours is wanted with its meaning, which of it must be there, the names that there are, and for each of ours, or of outcomes for each of
    theirs, what is likely."""
    outcomes = all(ours.startswith("outcome.") for ours in error.ours)
    theirs = [name[:200] for name in error.theirs[:MOST_ASKED]]
    guessed = {name: _likely_outcome(name) for name in theirs} if outcomes else _likely(error.ours, theirs)
    return {"outcomes": outcomes, "ours": [[ours, [in_words(meaning, lang) for lang in LANGUAGES]] for ours, meaning in error.ours.items()], "needed": theirs if outcomes else [ours for ours in error.ours if ours in REQUIRED], "theirs": theirs, "likely": guessed}


def _likely(wanted, theirs):
    """For each of ours one of theirs, none twice; where only a date is found, it is the time at which the contact came."""
    left, found = {name: _unaccented(name) for name in theirs}, {}
    for ours in wanted:
        found[ours] = next((name for part in (ours, *LIKELY[ours]) for name, plain_name in left.items() if part in plain_name), "")
        left.pop(found[ours], None)
    return found if found["arrival"] else found | {"arrival": found["date"], "date": ""}


def _likely_outcome(name):
    if NO & set(re.findall(r"\w+", _unaccented(name))):
        return "outcome.hang"
    return next((ours for ours in ("outcome.hang", "outcome.agent") if any(part in _unaccented(name) for part in LIKELY[ours])), "")


def _unaccented(name):
    return "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))


_turn = asyncio.Semaphore(1)


async def imported(request: Request) -> JSONResponse:
    """POST /import?name=…&channel=…&map=…: the body is the file."""
    name, channel, mapping = (request.query_params.get(key, other) for key, other in (("name", ""), ("channel", "phone"), ("map", "")))
    if channel not in CHANNELS:
        return _refused(Said("channel must be one of {channels}", channels=", ".join(CHANNELS)))
    try:
        with tempfile.TemporaryDirectory(prefix="guichet-") as folder:
            path = Path(folder, "office.toml" if name.endswith(".toml") else NAME)
            await _received(request, path, name.endswith(".gz"))
            async with _turn:  # one at a time: a large log takes seconds and all of a core
                work = (office_of_file, path) if path.suffix == ".toml" else (office_of_log, path, channel, pairs(mapping), name.partition(".")[0][:80] or "my_office")
                found = await run_in_threadpool(*work)
            return JSONResponse(found)
    except ScenarioError as error:
        return _answer([[told(problem, lang).replace(str(path), name) for problem in error.problems[:MOST_TOLD]] for lang in LANGUAGES], 422, asked_of(error) if isinstance(error, Unclear) else None)
    except TooLarge as error:
        return _refused(*error.args, status=413)
    except (zlib.error, EOFError):
        return _refused(Said("it cannot be unpacked: it is damaged, or no gzip file"))


async def _received(request, path, packed):
    """Write the body to a file as it comes, unpacked, and stop as soon as it is too large."""
    received = written = 0
    unpack = zlib.decompressobj(wbits=31) if packed else None
    with open(path, "wb") as file:
        async for chunk in request.stream():
            received += len(chunk)
            if received > MOST_BYTES:
                raise TooLarge(Said("it is larger than {megabytes} MB", megabytes=MOST_BYTES // 1_000_000))
            while chunk:
                if unpack and unpack.eof:  # files that were packed one by one and then put together; zeros may follow
                    if not (chunk := chunk.lstrip(b"\0")):
                        break
                    unpack = zlib.decompressobj(wbits=31)
                text = unpack.decompress(chunk, MOST_BYTES) if unpack else chunk
                chunk = unpack.unused_data or unpack.unconsumed_tail if unpack else b""
                written += file.write(text)
                if written > MOST_UNPACKED:
                    raise TooLarge(Said("unpacked it is larger than {megabytes} MB", megabytes=MOST_UNPACKED // 1_000_000))
    if unpack and not unpack.eof:
        raise EOFError


def _refused(why, status=422):
    return _answer([[in_words(why, lang)] for lang in LANGUAGES], status)


def _answer(problems, status, ask=None):
    return JSONResponse({"problems": problems} | ({"ask": ask} if ask else {}), status)
