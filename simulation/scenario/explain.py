"""What a parameter means, what it may be, where it comes from, and which shipped files set it."""

import re
from functools import cache
from pathlib import Path

from .load import read, shipped_files
from .messages import Problem, ScenarioError, near, near_key, shown
from .parameters import GROUPS, PARAMETERS
from .schema import plain

CODE, TOLD = re.compile(r"\bS\d+"), " (S0 to S4 are told in simulation/docs/seeds.md, others in evidence.md)"
EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence.md"
BRIEF = " (what the client asked the model to represent)"


@cache
def _rows():
    """The rows of section D of the evidence by their code: parameter, range, source."""
    return {code: (about, span.replace("*", ""), source) for code, about, span, source in
            re.findall(r"^\| (D\d+) \| (.+?) \| (.+?) \| (.+?) \|$", EVIDENCE.read_text(encoding="utf-8"), re.MULTILINE)}


def published(source: str) -> list[dict]:
    """What the evidence says of the rows that a source cites: row, about, range, source. A range is of the quantity named, which may be one that the parameter leads to."""
    return [dict(zip(("row", "about", "range", "source"), (code, *_rows()[code]))) for code in re.findall(r"\bD\d+\b", source) if code in _rows()]


def explain(key: str) -> dict:
    """All that is declared of a parameter, and the shipped offices and policies that set it."""
    parameter = PARAMETERS.get(key)
    if parameter is None:
        raise _unknown(key)
    english, french = GROUPS[parameter.group]
    return {
        "key": key, "group": parameter.group, "group_en": english, "group_fr": french, "en": parameter.en, "fr": parameter.fr,
        "kind": "list" if parameter.kind is tuple else parameter.kind.__name__, "unit": parameter.unit,
        "default": plain(parameter.default), "low": parameter.low, "high": parameter.high, "choices": plain(parameter.choices),
        "lengths": plain(parameter.lengths), "allowed": parameter.allowed, "lever": parameter.lever,
        "source": parameter.source, "published": published(parameter.source), "grade": parameter.grade, "set_by": set_by(key),
    }


def set_by(key: str) -> list[dict]:
    """The shipped files that set a parameter: kind, name, value, and the day if it is a dated change."""
    found = []
    for kind in ("office", "policy"):
        for name, path in shipped_files(kind).items():
            document = read(path, kind)
            settings = [(None, document.values)] + [(change.day, change.set) for change, _ in document.changes]
            found += [{"kind": kind, "name": name, "value": plain(values[key]), "day": day} for day, values in settings if key in values]
    return found


def explain_text(key: str) -> str:
    """The same for reading, in both languages."""
    told = explain(key)
    lines = [
        f"{key}" + (" (a lever)" if told["lever"] else ""),
        f"  {told['group_en']} / {told['group_fr']}", "",
        f"  EN  {told['en']}", f"  FR  {told['fr']}", "",
        f"  unit     {told['unit'] or 'none'}",
        f"  default  {shown(told['default'])}",
        f"  allowed  {told['allowed']}",
        f"  source   {told['source']}{TOLD if CODE.search(told['source']) else BRIEF if told['source'] == 'brief' else ''}",
        *(f"  {one['row']:<8} {one['about']}: {one['range']} ({one['source']})" for one in told["published"]),
        f"  grade    {told['grade']}", "",
        "  set by",
    ]
    return "\n".join(lines + ([f"    {_setting(one)}" for one in told["set_by"]] or ["    no shipped file: all use the default"]))


def _setting(one):
    day = f" from day {one['day']}" if one["day"] is not None else ""
    return f"{one['kind']} {one['name']}: {shown(one['value'])}{day}"


def keys_by_group() -> dict[str, dict]:
    """Every group with its titles and its keys."""
    return {group: {"title_en": english, "title_fr": french, "keys": [key for key in PARAMETERS if key.startswith(f"{group}.")]}
            for group, (english, french) in GROUPS.items()}


def _unknown(key):
    """What is said of a key that nobody declared."""
    inside = keys_by_group().get(key)
    guess = near_key(key, PARAMETERS) if "." in key else near(key, GROUPS) or near_key(key, PARAMETERS)
    if inside:
        hint = "it is a group; its settings are " + ", ".join(inside["keys"])
    else:
        hint = f"did you mean {guess}?" if guess else "`guichet explain` lists all settings"
    if key in shipped_files("office") or key in shipped_files("policy"):
        hint = "it is a shipped scenario: `guichet scenarios` lists them, scenarios/README.md tells what each is"
    return ScenarioError([Problem("guichet", given=shown(key), allowed="there is no such setting", hint=hint)])
