"""What is said of bad input: where it is, what was given, what is allowed, how to mend it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from .declare import RESERVED, Parameter
from .said import Both, Said

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
        return Said("a table")
    elif isinstance(value, (list, tuple)):
        items = [shown(item) for item in value[:8]]
        text = "[" + ", ".join("…" if isinstance(item, Said) else item for item in items) + (", …]" if len(value) > 8 else "]")
    elif isinstance(value, int) and abs(value) >= 10**30:
        return Said("a number of over 30 digits")
    else:
        text = tidy(str(value))
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
    table = key.partition(".")[0]
    if table not in groups and (guess := near(table, [*groups, *RESERVED])) in RESERVED:
        return {"given": shown(value), "allowed": Said("is not a known setting"), "hint": Said("is [{guess}] misspelt?", guess=guess)}
    if key in groups:
        inside = ", ".join(parameter.name for parameter in parameters.values() if parameter.group == key)
        return {"given": shown(value), "allowed": Said("is a group and must be a table of settings"),
                "hint": Said("settings of [{group}]: {settings}", group=key, settings=inside)}
    guess = near_key(key, parameters) if "." in key else near(key, groups) or near_key(key, parameters)
    hint = Said("did you mean {guess}?", guess=guess) if guess else Said("`guichet explain` lists all settings")
    return {"given": shown(value), "allowed": Said("is not a known setting"), "hint": hint}


def faulty_value(parameter: Parameter, error: Mapping) -> dict:
    """What is said of a value that pydantic refused: one of its error records, in words of the declaration."""
    allowed = {
        "greater_than_equal": Said("must be at least {low:g}", low=parameter.low or 0),
        "less_than_equal": Said("must be at most {high:g}", high=parameter.high or 0),
        "finite_number": Said("must be a finite number"),
        "wrong_length": Said("must have {lengths} elements", lengths=parameter.lengths_text),
    }.get(error["type"], Said("must be {what}", what=parameter.allowed))
    given = f"{len(error['input'])}" if error["type"] == "wrong_length" else shown(error["input"])
    hint = meaning = Both(parameter.en, parameter.fr)
    if not allowed.endswith(parameter.allowed):
        named = {"what": parameter.allowed, "unit": parameter.unit, "meaning": meaning}
        hint = Said("allowed is {what} ({unit}): {meaning}", **named) if parameter.unit else Said("allowed is {what}: {meaning}", **named)
    return {"given": given, "allowed": allowed, "hint": hint}


def faulty_field(error: Mapping, known: Iterable[str]) -> dict:
    """What is said of a field of a head or a change that pydantic refused."""
    known = list(known)
    if error["type"] == "missing":
        return {"allowed": Said("is missing"), "hint": Said("write {field} = … here", field=error["loc"][-1])}
    if error["type"] == "extra_forbidden":
        name = str(error["loc"][-1])
        guess = near(name, known)
        if not guess and isinstance(error["input"], Mapping):
            return {"given": shown(error["input"]), "allowed": Said("is not known here"),
                    "hint": Said("settings stand under a table of their own: write [{name}] on a line, and them below it", name=tidy(name))}
        return {"given": shown(error["input"]), "allowed": Said("is not known here"),
                "hint": Said("did you mean {guess}?", guess=guess) if guess else Said("known are {known}", known=", ".join(known))}
    if error["type"] == "string_pattern_mismatch":
        return {"given": shown(error["input"]), "allowed": Said("must be letters, digits and . _ + - without spaces"),
                "hint": Said("results are filed under the name; the title may hold anything")}
    return {"given": shown(error["input"]), "allowed": _field_words(error), "hint": Said("`guichet schema` writes the form of a scenario file")}


def _field_words(error):
    """What a field must be: the faults that heads and changes of offices and policies can have; of studies, in pydantic's own words."""
    limits, kind = error.get("ctx", {}), error["type"]
    if kind == "literal_error":
        some, _, last = limits["expected"].rpartition(" or ")
        return Said("must be {some} or {last}", some=some, last=last) if some else Said("must be {what}", what=last)
    if kind == "string_too_short" and limits["min_length"] == 1:
        return Said("must have at least 1 character")
    if kind in ("greater_than_equal", "less_than_equal"):
        lowest, highest = limits.get("ge"), limits.get("le")
        return Said("must be less than or equal to {high}", high=highest) if lowest is None else Said("must be greater than or equal to {low}", low=lowest)
    if kind == "too_short":
        return Said("must have at least {least} items", least=limits["min_length"]) if limits["min_length"] > 1 else Said("must have at least 1 item")
    if kind == "too_long":
        return Said("must have at most {most} items", most=limits["max_length"])
    if kind == "string_too_long":
        return Said("must have at most {most} characters", most=limits["max_length"])
    return {
        "string_type": Said("must be a valid string"), "list_type": Said("must be a valid list"), "dict_type": Said("must be a valid dictionary"),
        "int_type": Said("must be a valid integer"), "float_type": Said("must be a valid number"), "finite_number": Said("must be a finite number"),
    }.get(kind) or re.sub(r"^(Input|String|List|Value) should ", "must ", error["msg"])


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
        parts = _parts(key[1])
        for count in range(len(parts)):  # phone.posts = 3 is a table, too
            found.setdefault((*table, *parts[:count + 1]), number)
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
