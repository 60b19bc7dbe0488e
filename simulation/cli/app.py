"""guichet app, guichet export: the pages, served or as one file."""

import difflib
import secrets
import socket
import webbrowser
from pathlib import Path

import click

from ..measures.story_words import LANGUAGES
from . import BadInput
from .options import with_lang


@click.command("app")
@click.option("--port", type=click.IntRange(0, 65_535), default=8137, show_default=True, help="Port; 0 takes a free one.")
@click.option("--class", "in_class", is_flag=True, help="Let students on the local network place bets in a lesson, from their own devices.")
@click.option("--results", type=click.Path(path_type=Path), default=Path("results"), show_default=True, help="Folder of results that the page Lab opens; it is only read.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@with_lang("what is said here; pages take the reader's own")
def app(port, in_class, results, no_browser, lang):
    """Serve the pages on this machine, and open them in a browser.

    Each visitor computes in their own browser; nothing leaves the machine. With --class it also listens on the local network, where students get a page to place a bet, and nothing else.
    """
    import uvicorn

    from ..app.doors import Doors, addresses
    from ..app.results.routes import routes as lab_routes
    from ..app.server import application
    from .app_words import WORDS
    try:
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("0.0.0.0" if in_class else "127.0.0.1", port))
        door.listen(128)  # a browser that comes before the server is ready waits, instead of being turned away
    except OSError as error:
        raise BadInput(f"port {port} cannot be used: {error.strerror}; choose another with --port, or --port 0 for any that is free") from error
    _warn_of_old_engine(lang)
    port = door.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    click.echo(WORDS[lang]["at"].format(address=address))
    if in_class:
        from ..app.classroom import open_to_all, routes
        names, key = addresses(), secrets.token_urlsafe(18)
        pages = Doors(application([*lab_routes(results), *routes([f"http://{name}:{port}/join" for name in names])]), names, open_to_all, key)
        address += "#lessons"
        click.echo(class_told(names, port, key, lang))
    else:
        pages = Doors(application(lab_routes(results)))
    if not results.is_dir():
        click.echo(WORDS[lang]["no_results"].format(results=results))
    if not no_browser:
        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(pages, log_level="warning", timeout_graceful_shutdown=1, proxy_headers=False, limit_concurrency=500, http="h11", ws="none")).run(sockets=[door])


def class_told(names, port, key, lang="en"):
    """What the class mode opens, to whom, and how it ends."""
    from .app_words import WORDS
    words = WORDS[lang]
    if not names:
        return words["alone"]
    joins = words["or"].join(f"http://{name}:{port}/join" for name in names)
    return words["class"].format(joins=joins, leads=f"http://{names[0]}:{port}/class/teacher?key={key}")


def _warn_of_old_engine(lang):
    """Say so where somebody changed a rule and did not make the engine of the pages again."""
    from ..app.bundle import wasm
    from .app_words import WORDS
    if wasm.is_stale():
        click.echo(WORDS[lang]["stale"], err=True)


LARGEST_FILE = 3_000_000
"""Bytes of an exported file at most."""


@click.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="The file to write.  [default: guichet.html, lesson-NAME.html or study-NAME.html]")
@click.option("--lesson", default=None, metavar="NAME", help="Open at a lesson, for a USB stick: each student bets alone.")
@click.option("--study", type=click.Path(path_type=Path), metavar="FOLDER", help="Put a folder of results into the file: its charts, and its model, live.")
@click.option("--outcomes", metavar="A,B,…", help="With --study: outcomes to analyse, or all.  [default: the main ones of those kept]")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language at the start; the reader's own if not given.")
def export(out, lesson, study, outcomes, lang):
    """Write the pages as one HTML file that opens without a server or a network."""
    from ..app.bundle import one_file
    from ..app.lessons import BY_NAME
    from ..scenario.write import replace_file
    from .app_words import WORDS
    from .folder import PAGE, refuse_to_lose
    if lesson is not None and lesson not in BY_NAME:
        near = difflib.get_close_matches(lesson, BY_NAME, n=1)
        raise BadInput(f"there is no lesson {lesson!r}; " + (f"did you mean {near[0]}? " if near else "") + f"lessons are {', '.join(BY_NAME)}")
    if outcomes and not study:
        raise BadInput("--outcomes: belongs to --study FOLDER")
    if lesson and study:
        raise BadInput("--study, --lesson: a file opens at one of the two; leave the other out")
    if out:
        refuse_to_lose(out, PAGE, "page")
    _warn_of_old_engine(lang or "en")
    out = out or Path(f"lesson-{lesson}.html" if lesson else f"study-{study.resolve().name}.html" if study else "guichet.html")
    try:
        replace_file(out, _with_study(study, outcomes, lang) if study else one_file(start=f"lessons?lesson={lesson}" if lesson else "", lang=lang or ""))
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror or error}; choose another place with --out") from error
    size = f"{out.stat().st_size / 1e6:.1f}"
    click.echo(WORDS[lang or "en"]["file"].format(file=out, size=size.replace(".", ",") if lang == "fr" else size))


def _with_study(folder, outcomes, lang):
    """The pages with a folder of results inside; it opens at them, and the other pages with its office and policies."""
    from ..app.bundle import one_file
    from ..app.results import Trouble
    from ..app.results.export import study_and_start
    from ..app.results.folders import TABLES
    from ..app.texts.lab import TEXTS
    from .app_words import WORDS
    try:
        room = LARGEST_FILE - len(one_file({"study": {}}, lang=lang or "").encode()) - 20_000
        held, start = study_and_start(folder, [name.strip() for name in (outcomes or "").split(",") if name.strip()], room)
    except Trouble as trouble:
        raise BadInput(f"--study {folder}: " + TEXTS[f"lab.problem.{trouble.key}"][lang == "fr"].format(**{name: f"{said:,}" if isinstance(said, int) else said for name, said in trouble.named.items()})) from None
    if held["kind"] == TABLES:
        click.echo(WORDS[lang or "en"]["tables"].format(folder=folder), err=True)
    return one_file({"study": held}, start, lang or "")
