"""A folder of results as plain data, whatever it holds; what was opened is kept a while, as long as the folder stays as it is."""

import json
import threading
from collections import OrderedDict
from contextlib import suppress

from . import folders
from .folders import Folder, Trouble

KEPT = 6
"""Answers that are kept."""

_kept: OrderedDict = OrderedDict()
_one_at_a_time = threading.Lock()


def opened(folder: Folder, outcomes=()) -> dict:
    """What a folder holds. outcomes: those of a study that are asked for. Raises Trouble, and nothing else, for whatever is wrong with it."""
    with _one_at_a_time:
        key = (folder.path, tuple(outcomes), _state(folder), _beside(folder) if folder.kind == folders.WHEN else ())
        if key not in _kept:
            _kept[key] = read(folder, outcomes)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def read(folder: Folder, outcomes=(), room: int | None = None) -> dict:
    """The same, always read anew. room: letters that it may take as JSON."""
    try:
        if folder.kind == folders.STUDY:
            from .study import study
            made = study(folder, outcomes, room)
        else:
            from .reports import report
            made = report(folder)
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")
        if room is not None and len(text) > room:
            raise Trouble("room")
        return json.loads(text)
    except Trouble:
        raise
    except Exception as error:  # a folder may hold anything: whatever goes wrong is a sentence on the page
        raise Trouble("unreadable", why=f"{type(error).__name__}: {error}") from error


def _beside(folder):
    """The manifests beside a folder: runs of `guichet when` open with the ensemble that they are of, if it is there."""
    found = []
    for path in folder.path.parent.glob("*/manifest.json"):
        with suppress(OSError):
            about = path.lstat()
            found.append((str(path), about.st_size, about.st_mtime_ns))
    return tuple(sorted(found))


def _state(folder):
    """What tells whether a folder has changed: its files, their sizes and times. Files come and go while a command writes it."""
    found = []
    try:
        for path in folder.path.iterdir():
            with suppress(FileNotFoundError):
                about = path.lstat()
                found.append((path.name, about.st_size, about.st_mtime_ns))
    except OSError as error:
        raise Trouble("unreadable", why=error.strerror or error) from None
    return tuple(sorted(found))
