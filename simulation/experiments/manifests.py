"""Manifests of folders of results, which somebody else may have written: read within bounds, and of the form on which readers rely."""

import json
from pathlib import Path

from ..scenario import files

LARGEST = 64_000_000
"""Bytes of a manifest."""

LONGEST_LIST = 100_000

STUDY = {
    "study": str, "title_en?": str, "title_fr?": str, "office?": str,
    "description": {"outcomes": [str], "design": {"kind": str}, "policies": [str], "seeds?": str, "axes": [{"name": str, "keys": [str], "log?": bool}]},
    "scenarios?": [{"policy": (str, type(None)), "title_en?": str, "title_fr?": str, "toml?": str, "digest?": str}], "sessions?": [dict],
}
"""The form of the manifest of a study, as far as an analysis relies on it. A key with ? may be missing."""

STORED = STUDY | {"format": str, "format_version": int, "digest": str, "replicates": int, "points": int, "sources": dict, "sessions": [dict], "scenarios": [dict], "added_replicates?": int}
"""The same as far as a sweep that goes on relies on it."""

ENSEMBLE = {"study": str, "format": str, "digest": str, "sha256": dict, "parameters": [str], "office": str, "reached": bool, "patterns?": [dict]}
"""The form of the manifest of an ensemble."""


def read(path, form: dict | None = None):
    """Read a manifest, of a form if one is asked for. Raises OSError, and ValueError with what is wrong."""
    try:
        found = json.loads(files.held(path, LARGEST).decode("utf-8"))
    except RecursionError:
        raise ValueError(f"{Path(path).name} is nested too deeply") from None
    if form and (wrong := fault(found, form)):
        raise ValueError(f"{Path(path).name}: {wrong}")
    return found


def fault(given, form, where: str = "") -> str:
    """What in plain data is not as a form says (a type, several; a table of forms by key, a list of one form); "" if nothing is."""
    if isinstance(form, dict):
        if not isinstance(given, dict):
            return f"{where or 'it'} is no table"
        for key, inside in form.items():
            name, path = key.rstrip("?"), f"{where}{'.' * bool(where)}{key.rstrip('?')}"
            if name not in given and key == name:
                return f"{path} is missing"
            if name in given and (key == name or given[name] is not None) and (wrong := fault(given[name], inside, path)):
                return wrong
        return ""
    if isinstance(form, list):
        if not isinstance(given, list) or len(given) > LONGEST_LIST:
            return f"{where} is no list, or too long a one"
        return next((wrong for one in given if (wrong := fault(one, form[0], where))), "")
    return "" if isinstance(given, form) and not (isinstance(given, bool) and form is int) else f"{where} is not what it should be"
