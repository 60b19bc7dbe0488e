"""What commands that write a folder of results share: the place, the progress bar, where results come from, writing whole or not at all, the last lines."""

import hashlib
import json
import math
import os
import platform
import re
import shutil
import tempfile
import textwrap
from collections import Counter
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

import click

from .. import __version__
from ..experiments import MESA
from ..scenario import Problem, ScenarioError
from ..scenario.write import BESIDE, as_bytes, replace_file, umask
from . import BadInput, RunFailed

WORDS = {
    "en": {"written": "Written to {out}:", "files": "Written: {files}", "open": "open {path} in a browser"},
    "fr": {"written": "Écrit dans {out} :", "files": "Écrit : {files}", "open": "à ouvrir dans un navigateur : {path}"},
}


LONGEST_PATH = 4000
"""Bytes of a path, a little less than systems take."""


def filed(name):
    """What a folder is called after somebody else's study, whatever that is called: results never leave the folder of results."""
    return re.sub(r"[^A-Za-z0-9_.+-]", "_", name)[:200]


def place(out, name, started, option="--out"):
    """The folder for the results, named after what was done and when if not given; refused before anything runs if it cannot be made."""
    from ..scenario.write import writable
    out = out or Path("results") / f"{filed(name)}-{started:%Y-%m-%d-%H%M%S}"
    if len(os.fsencode(out)) > LONGEST_PATH:  # Python would take it apart for ever
        raise BadInput(f"{option} {str(out)[:80]}…: is too long for a path; choose another folder")
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise BadInput(f"{option} {out}: is there already and is not an empty folder; choose another name or remove it")
        if out.resolve() in (Path.cwd(), *Path.cwd().parents):
            raise BadInput(f"{option} {out}: is the folder in which you are, or above it; name one inside")
        above = next(parent for parent in out.absolute().parents if parent.exists())
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise BadInput(f"{option} {out}: {error.strerror or error}; choose another folder") from None
    if not above.is_dir() or not writable(above):
        raise BadInput(f"{option} {out}: {above} cannot be written to; choose another folder")
    return out


@contextmanager
def kept(out):
    """What was finished stays in the folder, and the same command goes on: said of all that may stop it but Ctrl-C."""
    from ..experiments.parallel import WorkersDied
    from ..experiments.store import DiskFull, StoreError
    from ..experiments.sweep import Lost
    try:
        yield
    except StoreError as error:
        raise BadInput(str(error)) from None
    except DiskFull as error:
        raise RunFailed(f"cannot write into {out}: {error.strerror}. What was finished is there; make room and give the same command again") from None
    except (Lost, WorkersDied) as error:
        raise RunFailed(f"{error}. What was finished is in {out}; the same command goes on") from None
    except OSError as error:
        raise RunFailed(f"cannot write into {out}: {error.strerror or error}") from None


@contextmanager
def bar(unit):
    """Give what draws a progress bar, from when all is set up; none is drawn where nobody looks."""
    from tqdm import tqdm
    form = "{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}{unit}, {elapsed}<{remaining}"
    with ExitStack() as stack:
        def progress(done, total):
            if not done:
                drawn.append(stack.enter_context(tqdm(total=total, unit=f" {unit}", disable=None, dynamic_ncols=True, leave=False, bar_format=form)))
            drawn[0].update(done - drawn[0].n)

        drawn = []
        yield progress


def refuse_to_lose(path, signs, what):
    """Refuse to write over a file that guichet has not made as one of the same kind: whose beginning lacks one of some texts. An empty one may be replaced; of one that
    cannot be read, writing will tell."""
    if not path.is_file():  # nor is anybody to wait for a pipe
        return
    try:
        with open(path, "rb") as held:
            head = held.read(4000).decode("utf-8-sig", "replace").lower()
    except OSError:
        return
    if head and not all(sign in head for sign in signs):
        raise BadInput(f"{path}: is there already and is no {what} made by guichet: it would be lost; choose another place")


PAGE = ("<!doctype html", "content=\"default-src 'none'; script-src 'unsafe-inline'")
OFFICE = ("[office]", "guichet import-log")
"""By what a page, or an office that was fitted, is known."""


def for_files(read, *results):
    """Refuse, before any work, to write over a file that is read, twice to one place, where nothing can be written, or over a file of another kind. results: for
    each its path (or None), by what a file of its kind is known, and what it is called."""
    results = [result for result in results if result[0] is not None]
    given, taken = [path for path, *_ in results], {path.resolve() for path in read}
    problems = [Problem(str(path), allowed="would overwrite a file that is read", hint="choose another name") for path in given if path.resolve() in taken]
    problems += [Problem(str(path), given=str(path.parent), allowed="there is no such folder to write into", hint="make it first")
                 for path in given if not path.resolve().parent.is_dir()]
    for path, times in Counter(path.resolve() for path in given).items():
        if times > 1:
            problems.append(Problem(str(next(one for one in given if one.resolve() == path)), allowed="two results would be written to the same file", hint="choose another name"))
    if problems:
        raise ScenarioError(problems)
    for result in results:
        refuse_to_lose(*result)


def files_written(texts, lang):
    """Print which files were written."""
    click.echo("\n" + WORDS[lang]["files"].format(files=", ".join(map(str, texts))))


def write_files(texts):
    """Write files by path, each whole or not at all."""
    for path, text in texts.items():
        try:
            replace_file(path, text)
        except OSError as error:
            raise BadInput(f"cannot write {path}: {error.strerror or error}; choose another place") from None


def csv(table):
    """A table as the text of a CSV file."""
    return table.to_csv(index=False, lineterminator="\n")


def terms(meanings):
    """The rows of a data dictionary on these tables: for each table's name, what each of its columns means."""
    return [{"table": table, "name": column, "meaning_en": meaning} for table, columns in meanings.items() for column, meaning in columns.items()]


def made_with(engine):
    """The programs that made it."""
    driver = f"Mesa {version('mesa')}" if engine == MESA else f"numba {version('numba')}"
    return f"guichet {__version__}, engine {engine}, Python {platform.python_version()}, {driver}"


def with_manifest(made_by, facts, engine, files, about):
    """Files by name, each a text or bytes, and a manifest of them: enough to make them again, and to see whether they are whole. facts: command, started,
    seconds, workers; about: what else it says."""
    from ..experiments.sources import versions
    manifest = {
        "made_by": made_by, "command": facts["command"], "versions": versions(), "platform": platform.platform(),
        "started": facts["started"].isoformat(timespec="seconds"), "seconds": facts["seconds"], "engine": engine, "workers": facts["workers"],
        "sha256": {name: hashlib.sha256(as_bytes(held)).hexdigest() for name, held in files.items()},
    }
    return files | {"manifest.json": json.dumps(manifest | about, ensure_ascii=False, indent=1) + "\n"}


def write(out, files):
    """Write a folder whole or not at all: beside its place first, then moved there."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=out.parent, prefix=BESIDE))
        try:
            for name, held in files.items():
                (beside / name).write_bytes(as_bytes(held))
            beside.chmod(0o777 & ~umask())
            if out.exists():
                out.rmdir()
            beside.replace(out)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise RunFailed(f"the results cannot be written to {out}: {error.strerror or error}") from None


def finite(value):
    """A number that JSON can hold; None for what is not there."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def rows(table):
    """A table as plain data."""
    import pandas as pd
    return [{key: None if value is pd.NA else finite(value.item() if hasattr(value, "item") else value) for key, value in row.items()}
            for row in table.to_dict("records")]


def paragraphs(sentences, between="\n\n"):
    """Print sentences, each a paragraph."""
    click.echo(between.join(textwrap.fill(sentence, 100, break_on_hyphens=False) for sentence in sentences) + "\n")


def written(out, files, lang):
    """Print where the results are."""
    click.echo(WORDS[lang]["written"].format(out=out) + " " + ", ".join(files))
    if "report.html" in files:
        click.echo(WORDS[lang]["open"].format(path=(out / "report.html").resolve()))
