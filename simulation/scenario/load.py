"""Scenarios as files and as frozen objects: read an office, lay a policy and single values over it, check, freeze.

Everything is checked here, once; what comes out is trusted by the rest of the program.
"""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .checks import CHECKS, Document, Found, fill, fits, given_values
from .declare import Change, Values, params_class, params_from
from .messages import Problem, ScenarioError, line_index, near, tidy
from .parameters import PARAMETERS
from .said import Said, Titled
from .schema import plain, plain_change

LARGEST_FILE = 1_000_000
"""Bytes. A larger file is refused before it is parsed."""

_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)[ \t]*"""
TOO_DEEP = re.compile(rf"(?:^|[\[{{,])[ \t]*{_PART}(?:\.[ \t]*{_PART}){{20}}", re.MULTILINE)
"""A key of more parts than any file needs."""

FOLDERS = {"office": "offices", "policy": "policies", "study": "studies"}

DEFAULTS = Values({key: parameter.default for key, parameter in PARAMETERS.items()})

Params = params_class(PARAMETERS, __name__)


class Named(NamedTuple):
    """A shipped office, policy or study: its name and what it is called in both languages."""

    name: str
    title_en: str
    title_fr: str


@dataclass(frozen=True)
class Scenario(Titled):
    """An office, with or without a policy laid over it: every value, and what changes on which day."""

    name: str
    title_en: str
    title_fr: str
    values: Values
    changes: tuple[Change, ...] = ()
    text_en: str = ""
    text_fr: str = ""
    office: str = field(default="", compare=False)
    policy: str | None = field(default=None, compare=False)

    @cached_property
    def _segments(self):
        return tuple((day, params_from(Params, PARAMETERS, values)) for day, values in stretches(self.values, self.changes))

    def segments(self) -> tuple[tuple[int, Params], ...]:
        """The stretches of days between changes of values: the first day of each, and its parameters."""
        return self._segments

    @property
    def params(self) -> Params:
        """The parameters on day 0."""
        return self._segments[0][1]

    def params_at(self, day: int) -> Params:
        """The parameters on a day."""
        return next(params for first, params in reversed(self._segments) if first <= max(day, 0))

    def with_values(self, values: Mapping) -> "Scenario":
        """The same scenario with some values set otherwise, checked anew."""
        given = given_values(values, "with_values")
        made = replace(self, values=Values({**self.values, **given.values}))
        laid = [(change, {}) for change in self.changes]
        _raise(given.told() + list(_conflicts(made.values, laid, [given.places], given.bad, self.name)))
        return made

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the values and changes, whatever the order in which they were written."""
        text = json.dumps({"values": _as_json(self.values), "changes": [plain_change(change) for change in self.changes]}, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> str:
        """The text that the engine in the browser reads: every value in each stretch of days, and the dated changes."""
        return json.dumps({
            "name": self.name, "title_en": self.title_en, "title_fr": self.title_fr, "digest": self.digest,
            "segments": [{"first": first, "values": _as_json(values)} for first, values in stretches(self.values, self.changes)],
            "changes": [{"day": change.day, "action": change.action, "amount": change.amount, "situation": change.situation}
                        for change in self.changes]})

    def to_toml(self, full: bool = False) -> str:
        """The text of an office file that loads as this scenario."""
        from .write import to_toml
        return to_toml(self, full)


def _as_json(values):
    return {key: plain(value) for key, value in values.items()}


def stretches(values: Mapping, changes: Iterable[Change]) -> list[tuple[int, dict]]:
    """The values of each stretch of days: ``(first day, values)``, the changes taking effect one after the other."""
    found = [(0, dict(values))]
    for change in changes:
        if change.set:
            current = {**found[-1][1], **change.set}
            found[-1:] = [(change.day, current)] if found[-1][0] == change.day else [found[-1], (change.day, current)]
    return found


def shipped() -> Path:
    """The folder of the scenario files that come with the program: in a checkout, or inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def shipped_files(kind: str) -> dict[str, Path]:
    """The shipped offices, policies or studies by name."""
    return {path.stem: path for path in sorted((shipped() / FOLDERS[kind]).glob("*.toml"))}


def offices() -> tuple[Named, ...]:
    """The shipped offices."""
    return _named("office")


def policies() -> tuple[Named, ...]:
    """The shipped policies."""
    return _named("policy")


def studies() -> tuple[Named, ...]:
    """The shipped studies; of each only the head is looked at. `experiments.study_read` reads them."""
    heads = [parse(read_text(path), str(path))["study"] for path in shipped_files("study").values()]
    return tuple(Named(*(head[name] for name in Named._fields)) for head in heads)


def is_study(given) -> bool:
    """Whether a path or shipped name is of a file with a ``[study]`` table; a file that cannot be read is none."""
    try:
        return "study" in parse(read_text(shipped_files("study").get(str(given), given)), str(given))
    except (ScenarioError, ValueError):
        return False


def _named(kind):
    documents = [read(path, kind) for path in shipped_files(kind).values()]
    _raise([problem for document in documents for problem in document.told()])
    return tuple(Named(document.head.name, document.head.title_en, document.head.title_fr) for document in documents)


def load(office="social_agency", policy=None, overrides: Mapping | Iterable[str] | None = None) -> Scenario:
    """A scenario from an office and perhaps a policy, each a shipped name or a path, and perhaps values set by hand.

    ``overrides`` is a mapping from keys to values, or texts ``key=value``. They replace what the files set from day 0;
    dated changes of the files still take place on their day.
    """
    documents = [read(office, "office")] + ([read(policy, "policy")] if policy is not None else [])
    documents.append(given_values({} if overrides is None else overrides, "--set" if isinstance(overrides, (list, tuple)) else "overrides"))
    values, changes, problems = _lay(documents)
    _raise(problems)
    heads = [document.head for document in documents if document.head]
    return Scenario(
        name="+".join(head.name for head in heads), office=heads[0].name, policy=heads[1].name if len(heads) > 1 else None,
        title_en=": ".join(head.title_en for head in heads), title_fr=" : ".join(head.title_fr for head in heads),
        text_en="\n".join(head.text_en for head in heads if head.text_en),
        text_fr="\n".join(head.text_fr for head in heads if head.text_fr),
        values=Values(values), changes=tuple(change for change, _ in changes))


def check_file(path) -> Document:
    """Check an office or policy file; raises ScenarioError with all that is wrong. A policy is checked over the defaults."""
    document = read(path)
    _raise(_lay([document])[2])
    return document


def _raise(problems):
    if problems:
        raise ScenarioError(problems)


def _lay(documents):
    """Lay documents over one another: the values, the changes by day, and all problems, each file's own and those between."""
    values = dict(DEFAULTS)
    for document in documents:
        values |= document.values
    changes = _one_a_day(sorted((change for document in documents for change in document.changes), key=lambda laid: laid[0].day))
    problems = [problem for document in documents for problem in document.told()]
    bad = set().union(*(document.bad for document in documents))
    places = [document.places for document in documents]
    problems += _conflicts(values, changes, places, bad, documents[0].file)
    for document in documents:
        problems += _unfit(document, documents[0], [stretch for _, stretch in stretches(values, (change for change, _ in changes))], bad)
    return values, changes, problems


def _one_a_day(changes):
    """The changes by day, so that no setting is set twice on one: what is laid over the other counts."""
    found, later = [], set()
    for change, places in reversed(changes):
        kept = {key: value for key, value in change.set.items() if (change.day, key) not in later}
        later.update((change.day, key) for key in kept)
        if kept or change.action:
            found.append((replace(change, set=Values(kept)), places))
    return found[::-1]


def _conflicts(values, changes, places, bad, file):
    """What does not go together in any stretch of days, each conflict once, told where it was last set."""
    told = set()
    for day, current in stretches(values, (change for change, _ in changes)):
        layers = places + [where for change, where in changes if change.day <= day]
        for check in CHECKS:
            for keys, given, allowed, hint in check(current):
                if not bad.intersection(keys) and (keys, given, allowed) not in told:
                    told.add((keys, given, allowed))
                    where, line = next((layer[key] for layer in reversed(layers) for key in keys if key in layer), (file, 0))
                    yield Problem(where, line, keys[0], given, Said("{what} from day {day}", what=allowed, day=day) if day else allowed, hint)


def _unfit(policy, office, found, bad):
    """Whether an office lacks a channel that a policy needs."""
    if policy.kind != "policy" or not policy.head or office.kind != "office" or not office.head:
        return
    for channel in fits(policy.head.needs_channel, found):
        if f"{channel}.per_day" not in bad:
            yield Problem(policy.file, key="policy.needs_channel", given=Said('office "{name}"', name=office.head.name),
                          allowed=Said('the policy "{name}" does not fit: it needs an office with demand on the {channel} channel',
                                       name=policy.head.name, channel=channel),
                          hint=Said("choose another office, or set {channel}.per_day and {channel}.posts", channel=channel))


def read(given, kind: str = "") -> Document:
    """Read and check one file by itself, by path or shipped name. Never raises for bad input: the document lists its problems."""
    document = Document(str(given), kind)
    try:
        path = find(given, kind)
        document.file = str(path)
        text = read_text(path)
        table = parse(text, document.file)
    except ScenarioError as error:
        document.problems, document.bad = Found(error.problems), set(PARAMETERS)
        return document
    fill(document, table, line_index(text))
    return document


def find(given, kind):
    """The path of a file given by shipped name or by path."""
    if not isinstance(given, (str, os.PathLike)):
        raise _refused(repr(given), Said("is neither a name nor a path"), Said("give the name of a shipped file, or the path of a .toml file"))
    known = {name: path for each in ([kind] if kind else FOLDERS) for name, path in shipped_files(each).items()}
    text = os.fspath(given)
    if text in known:
        return known[text]
    try:
        if os.path.exists(text):
            return Path(text)
    except ValueError:
        pass
    guess = f"{text}.toml" if os.path.isfile(f"{text}.toml") else near(Path(text).stem, known)
    if kind and (other := next((each for each in FOLDERS if each != kind and text in shipped_files(each)), None)):
        raise _refused(given, *{"office": (Said("is a shipped office"), Said("give it in the place of the office")),
                                "policy": (Said("is a shipped policy"), Said("lay it over an office, with --policy {name} or among --policies", name=text)),
                                "study": (Said("is a shipped study"), Said("run it with `guichet sweep {file}`", file=text))}[other])
    missing = {"office": Said("there is no such office file"), "policy": Said("there is no such policy file"),
               "study": Said("there is no such study file")}
    shipped_ones = Said("shipped are {names}; or give the path of a .toml file", names=", ".join(known) or Said("none"))
    raise _refused(given, missing.get(kind) or Said("there is no such scenario file"),
                   Said("did you mean {guess}? {rest}", guess=guess, rest=shipped_ones) if guess else shipped_ones)


def read_text(path):
    """The text of a file, refused if it is a directory, empty, too large or not text."""
    try:
        with open(path, "rb") as file:
            held = file.read(LARGEST_FILE + 1)
        text = held.decode("utf-8-sig").replace("\r\n", "\n")
    except IsADirectoryError:
        raise _refused(path, Said("is a directory"), Said("name a .toml file in it")) from None
    except OSError as error:
        raise _refused(path, Said("cannot be read: {reason}", reason=error.strerror or error), Said("check the path and its permissions")) from None
    except UnicodeDecodeError:
        text = "\0"
    if len(held) > LARGEST_FILE:
        raise _refused(path, Said("is larger than {kilobytes:,} kB", kilobytes=LARGEST_FILE // 1000), Said("a scenario file takes a few kB; is this the right file?"))
    if "\0" in text:
        raise _refused(path, Said("is not a text file in UTF-8"), Said("give a scenario file in TOML, saved as UTF-8"))
    if not text.strip():
        raise _refused(path, Said("is empty"), Said("`guichet explain` lists what can be set; scenarios/offices/ has examples"))
    return text


def _refused(path, allowed, hint, line=0):
    return ScenarioError([Problem(tidy(str(path)), line, allowed=allowed, hint=hint)])


def parse(text, file):
    """The table that a TOML text holds."""
    try:
        if TOO_DEEP.search(text):  # for a key of many parts tomllib takes time and memory that grow with their square
            raise RecursionError
        return tomllib.loads(text)
    except RecursionError:
        raise _refused(file, Said("is nested too deeply"), Said("a scenario has tables of settings, one level deep")) from None
    except ValueError as error:
        said = re.sub(r"\('(.*?)',?\)", lambda key: key[1].replace("', '", "."), str(error).partition("; use sys.")[0])
        line = re.search(r"at line (\d+)", said)
        number = int(line[1]) if line else text.count("\n") + 1 if "end of document" in said else 0
        comma = number and re.search(r"=\s*[-+]?\d+,\d", "".join(text.split("\n")[number - 1:number]))
        hint = Said("numbers are written with a point: 2.5") if comma else Said('settings are written key = value under a [group]; texts in "quotes"')
        raise _refused(file, Said("is not valid TOML: {fault}", fault=said), hint, number) from None
