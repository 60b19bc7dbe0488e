"""What is said of bad input: where it is, what was given, what is allowed, how to mend it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from .declare import Parameter

MOST_PROBLEMS = 100
"""So many problems of one file are listed; of the rest, only the number."""

LONGEST_WORD = 80
"""No near match is sought for anything longer."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input. ``line`` is 0 where a line means nothing; ``given`` is empty where nothing was given."""

    file: str
    line: int = 0
    key: str = ""
    given: str = ""
    allowed: str = ""
    hint: str = ""

    def __str__(self):
        where = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{self.key}: {self.allowed}" if self.key else self.allowed
        given = f" (given {self.given})" if self.given else ""
        return f"{where}: {said}{given}" + (f"; {self.hint}" if self.hint else "")

    def as_dict(self):
        """The problem as plain data, with its sentence."""
        return asdict(self) | {"message": str(self)}


class ScenarioError(Exception):
    """Bad input. ``problems`` holds all that was found; the text lists them, one a line."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self):
        return "\n".join(map(str, self.problems))

    def __reduce__(self):
        return type(self), (self.problems,)


def shown(value) -> str:
    """A value as it would be written in a scenario file, cut short."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f'"{tidy(value)}"'
    elif isinstance(value, Mapping):
        text = "a table"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown(item) for item in value[:8]) + (", …]" if len(value) > 8 else "]")
    elif isinstance(value, int) and abs(value) >= 10**30:
        text = "a number of over 30 digits"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def tidy(text: str) -> str:
    """A text without control characters, cut short."""
    text = text[:2 * LONGEST_WORD]
    text = text if text.isprintable() else text.encode("unicode_escape").decode()
    return text if len(text) <= 2 * LONGEST_WORD - 1 else text[:2 * LONGEST_WORD - 1] + "…"


def near(word: str, known: Iterable[str]) -> str:
    """The known word closest to a misspelt one, or nothing."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6) if len(word) <= LONGEST_WORD else ()
    return found[0] if found else ""


def near_key(key: str, known: Iterable[str]) -> str:
    """The known key closest to a misspelt one: the same name in another group, the same group, or nearest as a whole."""
    known = list(known)
    name = key.rpartition(".")[2]
    same = [other for other in known if other.partition(".")[2] == name]
    if same:
        return near(key, same) or same[0]
    inside = [other for other in known if other.startswith(key.partition(".")[0] + ".")]
    names = {other.partition(".")[2]: other for other in inside or known}
    return near(key, inside) or near(key, known) or names.get(near(name, names), "")


def unknown_key(key: str, value, parameters: Mapping[str, Parameter]) -> dict:
    """What is said of a key that is not declared."""
    groups = dict.fromkeys(parameter.group for parameter in parameters.values())
    if key in groups:
        inside = ", ".join(parameter.name for parameter in parameters.values() if parameter.group == key)
        return {"given": shown(value), "allowed": "is a group and must be a table of settings", "hint": f"settings of [{key}]: {inside}"}
    guess = near_key(key, parameters) if "." in key else near(key, groups) or near_key(key, parameters)
    hint = f"did you mean {guess}?" if guess else "`guichet explain` lists all settings"
    return {"given": shown(value), "allowed": "is not a known setting", "hint": hint}


def faulty_value(parameter: Parameter, error: Mapping) -> dict:
    """What is said of a value that pydantic refused: one of its error records, in words of the declaration."""
    allowed = {
        "greater_than_equal": f"must be at least {parameter.low or 0:g}",
        "less_than_equal": f"must be at most {parameter.high or 0:g}",
        "finite_number": "must be a finite number",
        "wrong_length": f"must have {parameter.lengths_text} elements" if parameter.kind is tuple else "",
    }.get(error["type"], f"must be {parameter.allowed}")
    unit = f" ({parameter.unit})" if parameter.unit else ""
    again = "" if allowed.endswith(parameter.allowed) else f"allowed is {parameter.allowed}{unit}: "
    given = f"{len(error['input'])}" if error["type"] == "wrong_length" else shown(error["input"])
    return {"given": given, "allowed": allowed, "hint": again + parameter.en}


def faulty_field(error: Mapping, known: Iterable[str]) -> dict:
    """What is said of a field of a head or a change that pydantic refused."""
    known = list(known)
    if error["type"] == "missing":
        return {"allowed": "is missing", "hint": f"write {error['loc'][-1]} = … here"}
    if error["type"] == "extra_forbidden":
        guess = near(str(error["loc"][-1]), known)
        return {"given": shown(error["input"]), "allowed": "is not known here",
                "hint": f"did you mean {guess}?" if guess else "known are " + ", ".join(known)}
    if error["type"] == "string_pattern_mismatch":
        return {"given": shown(error["input"]), "allowed": "must be letters, digits and . _ + - without spaces",
                "hint": "results are filed under the name; the title may hold anything"}
    said = re.sub(r"^(Input|String|List|Value) should ", "must ", error["msg"])
    return {"given": shown(error["input"]), "allowed": said, "hint": "`guichet schema` writes the form of a scenario file"}


_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_PATH = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_PATH})\s*\]")
_KEY = re.compile(rf"\s*({_PATH})\s*=")
_FENCE = re.compile(r'"""|\'\'\'')


def line_index(text: str) -> dict[tuple, int]:
    """The line of each table and key of a TOML text, by path: ``("changes", 0, "day")``. Inline tables are not entered."""
    found, table, counts, fence = {}, (), {}, ""
    for number, line in enumerate(text.split("\n"), 1):
        if not fence:
            table = _note(line, number, found, table, counts)
        fence = _fence_after(line, fence)
    return found


def _note(line, number, found, table, counts):
    """Enter one line into the index; returns the table that the next line is in."""
    if header := _HEADER.match(line):
        path = _parts(header[2])
        if header[1] == "[[":
            counts[path[0]] = counts.get(path[0], -1) + 1
        table = (path[0], counts[path[0]], *path[1:]) if path[0] in counts else path
        found.setdefault(table, number)
    elif key := _KEY.match(line):
        found.setdefault((*table, *_parts(key[1])), number)
    return table


def _parts(path):
    """The names in a dotted TOML path, without quotes."""
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(_PART, path))


def _fence_after(line, fence):
    """Which multi-line quotation is open after a line."""
    for mark in _FENCE.findall(line):
        fence = mark if not fence else "" if mark == fence else fence
    return fence


def line_of(lines: Mapping[tuple, int], path: tuple) -> int:
    """The line of a path, or of the nearest table around it; 0 if there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)
