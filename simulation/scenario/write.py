"""Scenarios back into files: only what differs from the defaults, or every key with a comment that explains it."""

import json
import os
import tempfile
import textwrap
from pathlib import Path

from .parameters import GROUPS, PARAMETERS

WIDTH = 120

BESIDE = ".guichet-"
"""How the names of files and folders begin while they are written: the name that is meant may already be as long as a name can be."""


def replace_file(path, held: str | bytes) -> None:
    """Write a file whole or not at all: beside its place first, then moved there."""
    path = Path(path)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=BESIDE)
    try:
        with open(handle, "wb") as file:
            file.write(as_bytes(held))
        os.chmod(beside, 0o666 & ~umask())
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def writable(folder) -> bool:
    """Whether a file can be made in a folder. It is tried: permissions do not tell of file systems that take no files, and nothing of what root may do."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def as_bytes(held: str | bytes) -> bytes:
    """What is written of a text. A name on disk may hold bytes that are no text (Python's lone surrogates): they become escapes, which JSON reads back."""
    return held.encode("utf-8", "backslashreplace") if isinstance(held, str) else held


def umask() -> int:
    """The permissions that new files are not to have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def to_toml(scenario, full: bool = False) -> str:
    """The text of an office file that loads as the scenario. ``full`` writes every key, each with its comment."""
    blocks = [_head(scenario)]
    for group, titles in GROUPS.items():
        inside = [parameter for parameter in PARAMETERS.values() if parameter.group == group]
        told = [parameter for parameter in inside if full or scenario.values[parameter.key] != parameter.default]
        if told:
            blocks.append(_table(group, titles, told, scenario.values, full))
    return "\n\n".join(blocks + [_change(change) for change in scenario.changes]) + "\n"


def _head(scenario):
    lines = ["[office]", f"name = {literal(scenario.name)}"]
    for name in ("title_en", "title_fr", "text_en", "text_fr"):
        if text := getattr(scenario, name):
            lines.append(f"{name} = {literal(text)}")
    return "\n".join(lines)


def _table(group, titles, parameters, values, full):
    """One group as a TOML table."""
    lines = [f"# {titles[0]} / {titles[1]}"] * full + [f"[{group}]"]
    for parameter in parameters:
        lines += [""] * full + (comment(parameter) if full else [])
        lines.append(f"{parameter.name} = {literal(values[parameter.key])}")
    return "\n".join(lines)


def comment(parameter) -> list[str]:
    """What is said above a key: its meaning in both languages, unit, what is allowed, default, source and grade."""
    facts = f"{parameter.unit or 'no unit'}; {parameter.allowed}; default {literal(parameter.default, wrap=False)}"
    said = [text for text in (parameter.en, parameter.fr, facts, f"source: {parameter.source} ({parameter.grade})") if text]
    return [line for text in said for line in textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="#   ",
                                                            break_long_words=False, break_on_hyphens=False)]


def _change(change):
    """One change as a ``[[changes]]`` table."""
    lines = ["[[changes]]", f"day = {change.day}"]
    if change.set:
        inside = ", ".join(f'"{key}" = {literal(value, wrap=False)}' for key, value in change.set.items())
        lines.append(f"set = {{ {inside} }}")
    if change.action:
        lines += [f"action = {literal(change.action)}", f"amount = {literal(change.amount)}"]
    if change.situation:
        lines.append(f"situation = {literal(change.situation)}")
    return "\n".join(lines)


def literal(value, wrap: bool = True) -> str:
    """A value as TOML writes it; a long list is broken into lines."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if not isinstance(value, (tuple, list)):
        return repr(value)
    text = ", ".join(literal(item) for item in value)
    if not wrap or len(text) <= WIDTH - 40:
        return f"[{text}]"
    return "[\n" + textwrap.fill(text, WIDTH - 1, initial_indent="  ", subsequent_indent="  ") + ",\n]"
