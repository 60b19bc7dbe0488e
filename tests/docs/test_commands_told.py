"""Every command that a document tells can be given: it is there, its options are, values are of their kind, and what is called by a name is shipped."""

import importlib.util
import re
import shlex

import click
import documents
import pytest
from documents import DOCUMENTS, ROOT

from simulation.app.lessons import BY_NAME
from simulation.cli import COMMANDS, main
from simulation.experiments.docking import RELATIONS
from simulation.experiments.patterns import BY_KEY as PATTERNS
from simulation.experiments.views.office import ASSUMPTIONS
from simulation.experiments.when import PARTS
from simulation.measures.outcomes import BY_KEY as OUTCOMES
from simulation.scenario import PARAMETERS, ScenarioError, load, offices, policies, studies

SHIPPED = {kind: {one.name for one in held} for kind, held in (("office", offices()), ("policy", policies()), ("study", studies()))}
NAMES = {
    "office": SHIPPED["office"], "policy": SHIPPED["policy"], "policies": SHIPPED["policy"], "study": SHIPPED["study"], "files": set().union(*SHIPPED.values()),
    "keys": PARAMETERS, "lesson": BY_NAME, "parts": PARTS, "relations": RELATIONS, "rows": PATTERNS, "outcomes": OUTCOMES,
    "folder": (), "run_dir": (), "calls": (), "ensemble": ("defaults", "ranges"), "ensembles": (),
}
"""What a value may be called that is not the path of a file or folder, by the parameter that takes it; none where only a path will do."""

LISTS = ("policies", "outcomes")
OPEN = re.compile(r"[A-Z]|…")
"""What stands for something else: KEY, results/STUDY, A,B."""


CARRIED_OUT = ("extending.md", "new_rule.md", "notebook.md")
"""Guides that are carried out as they are written (`test_guides.py`, `test_extending.py`): what their commands name is made in them."""


def commands(path):
    """The commands that a document tells: its words, and whether it is whole, as in a block of code, or may lack the last value, as in a sentence."""
    for _, held in documents.blocks(path, "sh"):
        for line in held.splitlines():
            for part in line.split("&&"):
                if words := shlex.split(part, comments=True):
                    yield words, True
    for code in documents.inline(path):
        if re.match(r"(guichet|python3?) ", code):
            yield shlex.split(re.sub(r"\[([^]]*)\]", r"\1", code)), False


def faults(words, whole):
    """What is wrong with a command, in words."""
    words = [word for word in words if not re.fullmatch(r"[A-Z_]+=\S*", word)]  # variables set for it
    program, *given = words
    program = program.rpartition("/")[2]
    if program == "guichet":
        yield from guichet(given, whole)
    elif program in ("python", "python3"):
        yield from python(given)
    elif program not in ("pip", "cd", ".", "git"):
        yield f"{program}: what is that?"


def python(given):
    """What is wrong with a call of Python: no such module or file, or an option that its text does not know."""
    name, rest = (given[1], given[2:]) if given[:1] == ["-m"] else (given[0], given[1:])
    if name in ("venv", "pytest", "build", "pip"):
        files = [word for word in rest if word.startswith("tests/")]
        yield from (f"{one} is not there" for one in files if not (ROOT / one.partition("::")[0]).exists())
        return
    path = ROOT / (name if name.endswith(".py") else name.replace(".", "/") + ".py")
    if not path.exists() or given[0] == "-m" and importlib.util.find_spec(name) is None:
        yield f"{name} is not there"
        return
    text = path.read_text(encoding="utf-8")
    yield from (f"{name} does not know {word}" for word in rest if word.startswith("--") and f'"{word}"' not in text and f'"{word[2:]}"' not in text)


def guichet(given, whole):
    """What is wrong with a call of guichet."""
    name, *rest = given
    if name.startswith("-") or OPEN.match(name):
        return
    if name not in COMMANDS:
        yield f"there is no command {name}"
        return
    command = main.get_command(click.Context(main), name)
    context = click.Context(command, info_name=name)
    waiting = [param for param in command.params if rest and rest[-1] in param.opts and not param.is_flag]
    try:
        values, left, _ = command.make_parser(context).parse_args([*rest, *["…"] * (bool(waiting) and not whole)])
    except click.ClickException as error:
        yield error.format_message()
        return
    if left:
        yield f"too much is given: {' '.join(left)}"
    lacking = [param.name for param in command.params if whole and param.required and not (isinstance(values.get(param.name), (str, tuple)) and values[param.name])]
    yield from (f"{one} is not given" for one in lacking)
    for param in command.params:
        held = values.get(param.name)
        for value in held if isinstance(held, (tuple, list)) else [held]:
            if isinstance(value, str) and not OPEN.search(value.replace("C", "") if param.name == "rows" else value):
                yield from value_faults(param, value, context)


def value_faults(param, value, context):
    """What is wrong with a value."""
    if not isinstance(param.type, click.Path):
        try:
            param.type.convert(value, param, context)
        except click.ClickException as error:
            yield error.format_message()
    if param.name == "overrides":
        try:
            load(overrides=[value])
        except ScenarioError as error:
            yield str(error)
    if param.name == "assume" and value.partition("=")[0] not in {one.key for one in ASSUMPTIONS}:
        yield f"no assumption is called {value}"
    if param.name in NAMES:
        for one in value.split(",") if param.name in LISTS else [value]:
            if one not in NAMES[param.name] and (param.name == "keys" or not re.search(r"/|\.\w+$", one)):
                yield f"{param.name}: {one} is not shipped, and no path"
            if one.startswith("results/reference") and not (ROOT / one).exists():
                yield f"{one} is not there"


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.name not in CARRIED_OUT], ids=documents.name)
def test_what_a_document_tells_to_do_can_be_done(path):
    wrong = [(" ".join(words), list(found)) for words, whole in commands(path) if (found := list(faults(words, whole)))]
    assert wrong == []


def test_commands_are_found():
    told = {words[1] for path in DOCUMENTS for words, _ in commands(path) if words[0].endswith("guichet") and len(words) > 1}
    assert set(COMMANDS) <= told | {"--version"}


@pytest.mark.parametrize("given, said", [
    ("guichet sweeep levers", "no command sweeep"), ("guichet compare --wolds 3", "No such option"), ("guichet run nowhere", "nowhere is not shipped"), ("guichet compare --policies present,absent", "absent is not shipped"),
    ("guichet explain breaks.overlpa", "breaks.overlpa is not shipped"), ("guichet compare --years many", "is not a valid float"), ("guichet compare --set breaks.overlap=2", "from 0 to 1"),
    ("guichet sweep", "study is not given"), ("guichet compare --ensemble", "requires an argument"), ("guichet analyse screening", "no path"), ("guichet scenarios all", "too much"),
    ("guichet compare --ensemble results/reference/nowhere", "is not there"), ("guichet views --assume noticed=1", "no assumption"), ("python tests/nothing.py", "is not there"),
    ("python -m simulation.nothing", "is not there"), ("python -m pytest tests/nothing.py", "is not there"), ("python tests/agreement/agree.py --dyas 3", "does not know"), ("gichet compare", "what is that"),
    ("guichet patterns C99", "C99 is not shipped"), ("guichet export --lesson hulkk", "hulkk is not shipped"),
])
def test_a_wrong_command_is_noticed(given, said):
    assert said in " ".join(faults(shlex.split(given), True))
