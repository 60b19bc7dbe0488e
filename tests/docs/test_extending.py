"""The guide to extending: its changes of the source are made in a copy of the program, and what it says must then hold, does; as does what it says of steps that are forgotten."""

import re
import shutil

import pytest
from pages import ROOT, blocks, carry_out, sections, shell, write
from test_guides import EXTENDING, RULE

pytestmark = pytest.mark.slow

PARTS = {**sections(EXTENDING), "A new rule": RULE.read_text(encoding="utf-8")}
FIRST, LAST = "Changing the source", "What every change ends with"
CHANGING = ["A new measure", "A new pattern", "A new channel", "A new rule"]
STEPS = [name for name in CHANGING if "| forgotten |" in PARTS[name]]


@pytest.fixture
def copy(tmp_path):
    """The program and its tests, to be changed; what was compiled is taken along."""
    for name in ("simulation", "scenarios", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def forgotten(section):
    """What a part of the guide says of steps that are forgotten: file, command, what is said."""
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", PARTS[section].partition("| forgotten |")[2], re.MULTILINE)


def changes(section, folder):
    """Make the changes of a part and write its files, and run nothing."""
    for block in blocks(PARTS[section]):
        if block.file:
            write(block, folder)


def test_the_guide_has_all_that_was_asked_for():
    assert list(PARTS) == ["A new policy", "An employee of your own", FIRST, *CHANGING[:3], LAST, CHANGING[3]]
    assert {section: len(forgotten(section)) for section in STEPS} == {"A new measure": 3, "A new channel": 3, "A new rule": 7}


def test_both_drivers_agree_before_anything_is_changed(copy):
    carry_out(PARTS[FIRST], copy, copy)


@pytest.mark.parametrize("section", CHANGING)
def test_an_extension_does_what_the_guide_says(section, copy):
    changes(FIRST, copy)
    carry_out(PARTS[section], copy, copy)


@pytest.mark.parametrize("section", STEPS)
def test_a_step_that_is_forgotten_is_told(section, copy):
    """All steps but those in one file: the command says what the guide says that it says, which it does not say when nothing is forgotten."""
    changes(FIRST, copy)
    changes(section, copy)
    if section == "A new channel":
        shell("NUMBA_DISABLE_JIT=1 guichet run ./tiny.toml --policy ./chat.toml --years 0.01 --out chatted", copy, copy)
    steps = forgotten(section)
    whole = {command: shell(command, copy, copy, ends_well=None) for _, command, _ in steps}
    for file, command, said in steps:
        changed = (copy / file).read_text(encoding="utf-8")
        shutil.copy(ROOT / file, copy / file)
        told = shell(command, copy, copy, ends_well=None)
        assert said in told and said not in whole[command], f"{file} forgotten, {command} says:\n{told}"
        (copy / file).write_text(changed, encoding="utf-8")


def test_a_key_of_a_pattern_that_is_taken_is_told(copy):
    file = copy / "simulation/experiments/patterns/mondays.py"
    changes("A new pattern", copy)
    file.write_text(file.read_text(encoding="utf-8").replace('Pattern("C30"', 'Pattern("C24"'), encoding="utf-8")
    assert "two patterns have the same key" in PARTS["A new pattern"] and "two patterns have the same key" in shell("! guichet patterns C24", copy, copy)


def test_all_extensions_together_agree_compiled(copy):
    """The twins of the rule, the channel and the column, compiled."""
    for section in (FIRST, *CHANGING):
        changes(section, copy)
    carry_out(PARTS[LAST], copy, copy)
    values = "gratitude.chance=0.8 gratitude.relief=0.3"
    assert "no bit differs" in shell(f"python tests/agreement/agree.py ./tiny.toml ./chat.toml --days 10 {values}", copy, copy)
