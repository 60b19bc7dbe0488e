"""What a parameter means, what it may be, where it comes from, and which shipped files set it."""

import re

from .load import read, shipped_files
from .messages import Problem, ScenarioError, near, near_key, shown
from .parameters import GROUPS, PARAMETERS
from .schema import plain

CODE, EVIDENCE = re.compile(r"\b[DS]\d+"), " (the numbers are told in simulation/docs: evidence.md, seeds.md)"


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
        "source": parameter.source, "grade": parameter.grade, "set_by": set_by(key),
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
        f"  source   {told['source']}{EVIDENCE if CODE.search(told['source']) else ''}",
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
    return ScenarioError([Problem("guichet", given=shown(key), allowed="there is no such setting", hint=hint)])
