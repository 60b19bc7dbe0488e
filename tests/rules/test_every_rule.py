"""What holds for every rule, found by looking through the rulebook: documented, pure, finite, the same plain and compiled."""

import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import numba
import pytest
from rulebook import MODULES, RANGES, RULES, plain, rules, transcript

ALL = rules([name for name in MODULES if name not in ("bits", "compile", "order")])
BORROWED = {"bits": ("numpy",), "compile": ("contextlib", "numba", "hashlib", "pathlib")}
FOLDER = Path(__file__).resolve().parents[2]


def test_there_is_a_rulebook():
    assert len(RULES) > 45 and {name.partition(".")[0] for name in RULES} == set(MODULES) - {"bits", "numeric", "draws", "compile", "order"}


def test_every_rule_is_compiled():
    """A rule without its decorator would still do in the Mesa model."""
    if numba.config.DISABLE_JIT:
        pytest.skip("numba is switched off: nothing is compiled")
    assert [name for name, rule in RULES.items() if not hasattr(rule, "py_func")] == []


@pytest.mark.parametrize("name", ALL)
def test_a_rule_says_what_it_does_and_whence(name):
    """A sentence, and an equation or a source, in the docstring."""
    text = inspect.getdoc(plain(ALL[name]))
    assert text and len(text) > 20, "no docstring"
    assert "." in text or ":" in text
    first = text.split("\n\n")[0]
    assert first[0].isupper() and len(first.split()) >= 4
    told = re.search(r"Source:|Equation:| x |/| \+ |\^|evidence\.md|the brief|seed S|\bS\d|\[low, high\]", text)
    assert told, "neither an equation nor a source"


@pytest.mark.parametrize("name", MODULES)
def test_the_rulebook_imports_nothing_but_itself_math_and_numba(name):
    """No Mesa, no pandas, no files, no generator; NumPy only for the bits of a double, numba only where rules are compiled."""
    tree = ast.parse(Path(MODULES[name].__file__).read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                assert alias.name == "math" or alias.name in BORROWED.get(name, ()), alias.name
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert node.level == 1 or module.startswith("simulation.rules") or module.split(".")[0] in BORROWED.get(name, ()), node.module
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math" and name != "compile":
            assert node.attr in ("sqrt", "floor", "inf", "nan"), f"math.{node.attr}: not the same on every machine"


@pytest.mark.parametrize("name", ALL)
def test_a_rule_uses_arithmetic_only(name):
    """No containers, no exceptions, no power operator, no floor division of floats, no built-in but int, float, range, abs, min and max."""
    tree = ast.parse(inspect.getsource(plain(ALL[name])).replace("@rule\n", ""))
    allowed = {"int", "float", "range", "bits_of", "from_bits"}
    for node in ast.walk(tree):
        assert not isinstance(
            node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.Try, ast.Raise, ast.With, ast.Lambda, ast.Yield, ast.Pow, ast.Assert)
        ), type(node).__name__
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            known = node.func.id in allowed or any(key.endswith("." + node.func.id) for key in ALL)
            assert known, f"calls {node.func.id}"


def test_the_rules_give_numbers_and_never_divide_by_zero():
    """On drawn arguments, ends of ranges included, each rule gives a number that is finite (a half-life may be infinite)."""
    for line in transcript(150):
        value = line.rsplit(" = ", 1)[1]
        assert "Error" not in value and "nan" not in value, line
        assert "inf" not in value or line.startswith("strain.break_half_life"), line


def test_plain_python_gives_the_same_bits_as_compiled_code():
    """Every rule, with all rules that it calls, on drawn arguments: compiled here, plain in a process of its own."""
    if numba.config.DISABLE_JIT:
        pytest.skip("numba is switched off: nothing is compiled")
    program = "import sys; sys.path.insert(0, sys.argv[1]); from rulebook import transcript; print('\\n'.join(transcript(400)))"
    run = subprocess.run([sys.executable, "-c", program, str(Path(__file__).parent)], capture_output=True, text=True, check=True,
                         env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)})
    compiled, uncompiled = transcript(400), run.stdout.splitlines()
    assert len(compiled) == len(uncompiled)
    differ = [f"compiled {a}\nplain    {b}" for a, b in zip(compiled, uncompiled) if a != b]
    assert not differ, "\n".join(differ[:5])


def test_integers_and_booleans_do_as_flags():
    """The model hands flags over as bool or int: both give the same."""
    from random import Random

    from rulebook import FLAG, argument
    for name, function in RULES.items():
        names = list(inspect.signature(plain(function)).parameters)
        flags = [k for k, n in enumerate(names) if RANGES.get(f"{name}.{n}", RANGES.get(n)) == FLAG]
        rng = Random(name)
        for _ in range(5 if flags else 0):
            numbers = [argument(rng, name, n) for n in names]
            as_bools = [bool(v) if k in flags else v for k, v in enumerate(numbers)]
            assert function(*numbers) == function(*as_bools), name


NOUGHT = {"voice.leaves": (0.0, 0, 0.0, 1.0), "voice.calls_out": (0.0, 0.0, 1.0), "overhearing.notices": (0.0, 0.0, 1.0), "episode.is_reminder": (0.0, 0, 0.0, 0.0),
          "invention.solves_story": (0.0, 0.0, 1.0, 1.0), "learning.obsolete": (0.0, 1, 0.0), "queueing.gives_notice_of_all": (0.0, 0.0),
          "irritation.received_well": (0.0, 0.0, 0.0, 0.0), "management.steps_in": (0.0, 1, 1, 1.0, 0.0, 0.0), "asking.asks": (0.0, 1.0, 0.0),
          "invention.leaves_trick": (0.0, 0.0, 1.0, 1.0, 0, 0.0, 1.0), "invention.leaves_story": (0.0, 0.0, 1.0, 1.0, 1.0), "circle.break_is_cut": (0.0, 9, 1, 1.0, 1.0)}
"""Of rules that draw yes or no: arguments at which the chance of yes is nought, with the least of uniform numbers."""


@pytest.mark.parametrize("name", NOUGHT)
def test_a_chance_of_nought_never_happens(name):
    """Where a rule is a yes-or-no draw, even the least uniform number says no at chance nought."""
    assert RULES[name](*NOUGHT[name]) == 0
