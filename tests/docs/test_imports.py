"""The direction of imports, as architecture.md tells it, and the habits that keep drivers and Python versions to the same bits."""

import ast
import re
from pathlib import Path

import pytest

import simulation

ROOT = Path(simulation.__file__).parent
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MAY_IMPORT = {row[1]: re.findall(r"`([\w.]+)`", row[3]) for row in re.finditer(r"^\| `(\w+)/` \| (.+) \| (.+) \|$", ARCHITECTURE, re.MULTILINE)}
"""Of each folder what it imports: folders, or single modules of them; in the order of the document, which is that of imports."""

DRAWING = re.search(r"## Data flow\n\n((?:    .+\n)+)", ARCHITECTURE)[1].splitlines()
FILES = sorted(p for p in ROOT.rglob("*.py") if len(p.relative_to(ROOT).parts) > 1)


def folder_of(path):
    return path.relative_to(ROOT).parts[0]


def imported(path):
    """Give what a file imports of ours: ``folder.module``, or ``folder`` where it asks a folder's own `__init__`."""
    parts = ("simulation", *path.relative_to(ROOT).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(parts[: len(parts) - node.level]) if node.level else []
            full = [*base, *(node.module.split(".") if node.module else [])]
            found |= {".".join([*full, alias.name]) for alias in node.names}
    ours = [name.split(".")[1:3] for name in found if name.startswith("simulation.")]
    return {".".join(name) if is_module(*name) else name[0] for name in ours if (ROOT / name[0]).is_dir()}


def is_module(folder, *name):
    return bool(name) and ((ROOT / folder / f"{name[0]}.py").exists() or (ROOT / folder / name[0] / "__init__.py").exists())


IMPORTS = {folder: set().union(*(imported(path) for path in FILES if folder_of(path) == folder)) for folder in {folder_of(path) for path in FILES}}


def covered(name, allowed):
    return bool({name, name.partition(".")[0]} & set(allowed))


def test_every_folder_has_a_row():
    assert set(MAY_IMPORT) == set(IMPORTS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_what_the_table_allows(path):
    folder = folder_of(path)
    assert [name for name in sorted(imported(path)) if not covered(name, [*MAY_IMPORT[folder], folder])] == []


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_the_table_allows_nothing_that_is_not_used(folder):
    unused = [name for name in MAY_IMPORT[folder] if not any(name in (real, real.partition(".")[0]) for real in IMPORTS[folder])]
    assert unused == []


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_upwards(folder):
    """A folder imports from rows above its own: so no circle can close."""
    rows = list(MAY_IMPORT)
    assert {name.partition(".")[0] for name in MAY_IMPORT[folder]} <= set(rows[: rows.index(folder)])


def drawn(text):
    return [name for name in re.findall(r"(\w+)/", text) if name in IMPORTS]


def arrows():
    """The arrows of the drawing between two of our folders: from, to, each with those that stand beside it."""
    for line in DRAWING:
        stages = [drawn(stage) for stage in line.split("→")]
        yield from ((before, after) for before, after in zip(stages, stages[1:]) if before and after)


def test_the_drawing_has_every_folder_and_its_arrows_are_real():
    """What flows from one folder to the next is handed on by an import: the receiver's of what it takes, or (of measures, which count) the giver's."""
    assert set(drawn(" ".join(DRAWING))) == set(IMPORTS)
    linked = {(folder, name.partition(".")[0]) for folder, names in IMPORTS.items() for name in names}
    for before, after in arrows():
        for names, others in ((before, after), (after, before)):
            for name in names:
                assert any((name, other) in linked or (other, name) in linked for other in others), f"{before} → {after}"


def test_data_flows_as_imports_do():
    """A folder to the right of an arrow stands in a later row, but for measures, which both drivers import to count by."""
    rows = list(MAY_IMPORT)
    against = {(one, two) for before, after in arrows() for one in before for two in after if rows.index(one) > rows.index(two)}
    assert against == {("model", "measures"), ("engine", "measures")}


def test_the_model_draws_and_adds_by_the_rules_alone():
    """No generator, no libm, no numpy in the model; `random` appears only where Mesa's space asks for a generator that is never used."""
    found = set()
    for path in (path for path in FILES if folder_of(path) == "model"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        found |= {(path.name, f"math.{node.attr}") for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math"}
        found |= {(path.name, alias.name) for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))
                  for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)}
    used = {name for _, name in found}
    assert "mesa" in used and {name for name in used if name.startswith("math.")} <= {"math.sqrt", "math.floor", "math.inf"}
    assert not used & {"numpy", "secrets"} and {path for path, name in found if name == "random"} == {"places.py"}
