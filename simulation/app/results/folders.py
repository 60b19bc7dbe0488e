"""Which folders of results there are, and reading their files without leaving them."""

import json
import os
import shlex
import stat
from pathlib import Path
from typing import NamedTuple

from ...scenario.files import TooLarge, Unfit, opened

MOST_FOLDERS, DEEPEST, MOST_LOOKED_AT = 300, 3, 20_000
"""Folders that are listed, levels below the first, and names that are looked at to find them."""

LARGEST_TEXT, LARGEST_TABLE, LARGEST_STUDY = 16_000_000, 64_000_000, 512_000_000
"""Bytes of a manifest, of a table, and of all that is read of a study."""

STUDY, WHEN, PATTERNS, ENSEMBLE, COMPARISON, TABLES = "study", "when", "patterns", "ensemble", "comparison", "tables"

MARKS = ((STUDY, ("_manifest.json", "_design.parquet")), (WHEN, ("maps.csv", "manifest.json")), (ENSEMBLE, ("ensemble.parquet", "manifest.json")), (PATTERNS, ("patterns.csv",)),
         (COMPARISON, ("outcomes.csv", "differences.csv")))
"""By which files a folder is known, the first that fits."""


class Trouble(Exception):
    """A folder cannot be shown. key: of a text of the page; named: what is filled in."""

    def __init__(self, key: str, **named):
        super().__init__(f"{key}: {', '.join(f'{name} {said}' for name, said in named.items())}")
        self.key, self.named = key, {name: said if isinstance(said, int) else str(said)[:600] for name, said in named.items()}


class Folder(NamedTuple):
    """A folder that is listed. name: its path below the first, as the page shows and asks for it; files: names of its regular files."""

    name: str
    path: Path
    kind: str
    files: frozenset[str]


def listing(root) -> list[Folder]:
    """The folders below (and the first itself) that hold results, by name. Raises Trouble if the first is no folder. Links are not followed, hidden names left out."""
    root = Path(root)
    if not root.is_dir():
        raise Trouble("missing", folder=root)
    found, looked, waiting = [], 0, [(root.resolve(), "", 0)]
    while waiting and len(found) < MOST_FOLDERS and looked < MOST_LOOKED_AT:
        path, name, depth = waiting.pop(0)
        files, folders = [], []
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    looked += 1
                    if looked > MOST_LOOKED_AT:
                        break
                    if entry.name.startswith(".") or not _is_text(entry.name):
                        continue
                    if entry.is_file(follow_symlinks=False):
                        files.append(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
        except OSError:
            continue
        kind = kind_of(files)
        if kind:
            found.append(Folder(name or ".", path, kind, frozenset(files)))
        if depth < DEEPEST and kind not in (STUDY, ENSEMBLE):
            waiting += [(path / one, f"{name}/{one}" if name else one, depth + 1) for one in sorted(folders)]
    return sorted(found, key=lambda folder: folder.name)


def kind_of(files) -> str:
    """What a folder with these files holds; empty: nothing that is known here."""
    held = set(files)
    return next((kind for kind, marks in MARKS if held >= set(marks)), "") or (TABLES if any(name.endswith(".csv") and not name.startswith("_") for name in held) else "")  # a study that begins has its dictionary before its manifest


def only(path) -> Folder:
    """One folder that was given by its path. Raises Trouble if there is none, or it holds no results."""
    path = Path(path)
    if not path.is_dir():
        raise Trouble("nowhere", folder=path)
    path = path.resolve()
    try:
        with os.scandir(path) as entries:
            files = frozenset(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    except OSError as error:
        raise Trouble("unreadable", why=error.strerror or error) from None
    kind = kind_of(files)
    if not kind:
        raise Trouble("empty", folder=path)
    return Folder(path.name, path, kind, files)


def _is_text(name):
    """Whether a name can be sent to a page and come back."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def held(folder: Folder, name: str, most: int = LARGEST_TABLE) -> bytes:
    """The bytes of a regular file of a folder. Raises Trouble for links, pipes, what is too large, and what is not there."""
    if name not in folder.files:
        raise Trouble("absent", name=name)
    try:
        with opened(folder.path / name, most, follow=False) as file:
            return file.read(most + 1)
    except TooLarge as error:
        raise Trouble("large", name=name, size=round(error.size / 1e6), most=round(most / 1e6)) from None
    except Unfit:
        raise Trouble("leads_out", name=name) from None
    except OSError as error:
        raise Trouble("unreadable", why=f"{name}: {error.strerror or error}") from None


def manifest(folder: Folder, name: str = "manifest.json") -> dict:
    """A manifest; empty if there is none."""
    if name not in folder.files:
        return {}
    try:
        found = json.loads(held(folder, name, LARGEST_TEXT).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Trouble("unreadable", why=f"{name}: {error}") from None
    if not isinstance(found, dict):
        raise Trouble("unreadable", why=f"{name}: no table")
    return found


def command_told(given) -> str:
    """A command as a manifest holds it, a text or its words, as somebody would type it; empty if it is neither."""
    return shlex.join(map(str, given)) if isinstance(given, list) else str(given or "")


def whole(folder: Folder):
    """Look at all files of a study before anything reads them: regular, and no more than can be read. Raises Trouble."""
    total = 0
    for path in [folder.path / "_manifest.json", folder.path / "_design.parquet", *folder.path.glob("part-*.parquet")]:
        try:
            about = path.lstat()
        except FileNotFoundError:  # a part may be written anew while this looks
            continue
        if not stat.S_ISREG(about.st_mode):
            raise Trouble("leads_out", name=path.name)
        most = LARGEST_TEXT if path.suffix == ".json" else LARGEST_STUDY
        total += about.st_size
        if about.st_size > most or total > LARGEST_STUDY:
            raise Trouble("large", name=path.name, size=round(max(about.st_size, total) / 1e6), most=round(most / 1e6))
