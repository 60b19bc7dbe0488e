"""What is wrong with what a visitor sent is said in French too: every template there is, and what becomes of them."""

import ast
import copy
import inspect
import pickle
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from one_language import WORD, english_in

import simulation
from simulation.app.texts.problems import FRENCH, TOML, in_words, told
from simulation.scenario.load import parse
from simulation.scenario.messages import Problem, ScenarioError
from simulation.scenario.said import Both, Said

ROOT = Path(simulation.__file__).parent
COMMAND_LINE_ALONE = re.compile(r"scenario/explain\.py|intake/staff\w*\.py")
"""Files that no page asks: what is wrong there is said in English only."""

FOR_WHO_DECLARES = ("_faults", "_default_faults", "_number_faults", "__post_init__", "params_class")
"""Functions that speak to who declares a parameter, not to who sets one."""

NO_SENTENCES = {"value = ", r"at line (\d+)", "end of document", r"^(Input|String|List|Value) should ", "; use sys.", "must ", " or ", " (given ", "EOF inside string",
                r"Expected (\d+) fields in line (\d+), saw (\d+)"}
"""Texts with a space in them that are no message: pieces of other people's messages, and how an English one is put together."""


def raising():
    """The files that say what is wrong with a log or an office: those that know `Problem`, `Said` or what makes them."""
    paths = [path for folder in ("scenario", "intake") for path in sorted((ROOT / folder).glob("*.py"))] + [ROOT / "app" / "imports.py"]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {name: ast.parse(text) for name, text in texts.items() if not COMMAND_LINE_ALONE.fullmatch(name) and re.search(r"\b(Problem|Said|fail|problem)\b", text)}


FILES = raising()


def first_arguments(tree):
    """What each call of `Said` is given first."""
    return [node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Said"]


def loose_sentences(tree):
    """Texts of more than a word that are neither a template nor a docstring."""
    aside = {id(one) for one in first_arguments(tree)} | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in FOR_WHO_DECLARES:
            aside |= {id(inside) for inside in ast.walk(node)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside}
    return {text for text in texts if re.search(r"[A-Za-z]{2,} | [A-Za-z]{2,}", text)}


def holes(template):
    return sorted((name, form) for _, name, form, _ in Formatter().parse(template) if name is not None)


def test_the_files_that_raise_are_found():
    assert {"scenario/checks.py", "scenario/load.py", "scenario/messages.py", "intake/read.py", "intake/clean.py", "intake/times.py", "intake/mapping.py", "app/imports.py"} <= set(FILES)


def test_every_template_has_its_french_and_no_french_is_left_over():
    found = set()
    for name, tree in FILES.items():
        for argument in first_arguments(tree):
            if isinstance(argument, ast.Constant):
                found.add(argument.value)
            else:
                assert name == "scenario/said.py", f"{name}:{argument.lineno}: Said needs its template written out"
    assert sorted(found - set(FRENCH)) == [] and sorted(set(FRENCH) - found) == []


def test_no_message_is_a_plain_text():
    loose = {text for tree in FILES.values() for text in loose_sentences(tree)}
    assert loose == NO_SENTENCES


@pytest.mark.parametrize("source", ['fail(path, "has no rows")', 'problem(path, f"there is no {name} here")', 'Problem(file, allowed=Said("is bad"), hint="try " + other)',
                                    'hint = "give " if short else Said("give more")'])
def test_a_new_message_without_its_french_is_found(source):
    assert loose_sentences(ast.parse(source))


def test_french_keeps_the_holes_and_is_french():
    for english, french in FRENCH.items():
        assert holes(english) == holes(french), english
        bare = re.sub(r"\{[^}]*\}", "", french)
        assert french.strip() and not english_in(bare), (english_in(bare), french)
        assert english != french or len(WORD.findall(bare)) < 1, english


def test_what_pythons_reader_of_toml_says_is_said_in_french():
    tree = ast.parse(inspect.getsource(tomllib._parser))
    said = {"".join(part.value if isinstance(part, ast.Constant) else "'x'" for part in getattr(argument, "values", [argument])) for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("suffixed_err", "TOMLDecodeError") for argument in node.args
            if isinstance(argument, ast.JoinedStr) or isinstance(argument, ast.Constant) and isinstance(argument.value, str)}
    missing = {text for text in said if not text.startswith("'x' (at") and not any(re.fullmatch(pattern, text) for pattern in TOML)}
    assert len(said) > 15 and not missing
    assert not any(english_in(french) for french in TOML.values())


@pytest.mark.parametrize("text, french", [
    ("a = 1\na = 2\n# ", "une valeur y est donnée deux fois"), ("a = [1", "une liste n'est pas refermée (à la fin du fichier)"), ("a", "il manque = après une clé"),
    ("x = " + "9" * 5000, "un nombre entier est trop long"), ('a = "\\q"', "une barre oblique inverse (\\) dans un texte (ligne 1, colonne 8)"),
    ("[a.b]\n[a.b]", "a.b y est déclaré deux fois (ligne 2, colonne 5)"),
])
def test_faults_of_toml(text, french):
    with pytest.raises(ScenarioError) as caught:
        parse(text, "x.toml")
    assert in_words(caught.value.problems[0].allowed, "fr").startswith(f"n'est pas du TOML valide\u00a0: {french}")


def test_a_whole_problem_in_both_languages():
    problem = Problem("/tmp/x/log.csv", 3, "date", Said("{served:,} served of {contacts:,} contacts", served=1234, contacts=5678),
                      Said("{share:.0%} of the column cannot be read as {meaning}", share=0.25, meaning=Said("seconds, h:mm:ss or m:ss")), Said("map one with --map date=THEIRS"))
    assert told(problem, "en") == "line 3: date: 25% of the column cannot be read as seconds, h:mm:ss or m:ss (given 1,234 served of 5,678 contacts); map one with date=THEIRS"
    assert told(problem, "fr") == ("ligne 3\u00a0: date\u00a0: 25\u00a0% de la colonne ne se lisent pas comme des secondes, h:mm:ss ou m:ss (donné\u00a0: 1\u202f234 servis sur 5\u202f678 contacts)\u00a0; "
                                   "donnez-la avec date=LA_LEUR")
    assert told(Problem("x", allowed=Said("is empty")), "fr") == "est vide"


def test_what_fills_a_hole_is_never_read_as_a_template():
    said = Said("did you mean {guess}?", guess="{__class__} %s {0}")
    assert said == "did you mean {__class__} %s {0}?" and in_words(said, "fr") == "vouliez-vous dire {__class__} %s {0}\u00a0?"


@pytest.mark.parametrize("text", [Said("did you mean {guess}?", guess=Said("nothing")), Both("Share.", "Part."), Said("give it set = {{ … }} or action = one of {actions}", actions="{x}")])
def test_what_was_said_can_be_copied_and_sent_to_another_process(text):
    for other in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert type(other) is type(text) and other == text and in_words(other, "fr") == in_words(text, "fr") != str(text)
