"""The direction of imports, and the habits that keep drivers and Python versions to the same bits."""

import ast
from pathlib import Path

import pytest

import simulation

ROOT = Path(simulation.__file__).parent
MAY_IMPORT = {
    "rules": {"rules"},
    "scenario": {"scenario", "rules"},
    "measures": {"measures", "rules", "scenario"},
    "model": {"model", "rules", "scenario", "measures"},
    "engine": {"engine", "measures", "rules", "scenario"},
    "charts": {"charts", "experiments", "measures", "rules", "scenario"},
    "experiments": {"experiments", "engine", "model", "measures", "rules", "scenario"},
    "app": {"app", "charts", "experiments", "engine", "measures", "rules", "scenario", "intake"},
    "docs": {"docs", "measures", "rules", "scenario"},
    "intake": {"intake", "experiments", "model", "measures", "rules", "scenario", "charts"},
    "api.py": {"charts", "experiments", "measures", "model", "scenario"},
}
FILES = sorted(p for p in ROOT.rglob("*.py") if p.relative_to(ROOT).parts[0] in MAY_IMPORT)


def imported(path):
    """Give the top folders of `simulation` that a file imports."""
    parts = ("simulation", *path.relative_to(ROOT).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("simulation.")}
        elif isinstance(node, ast.ImportFrom):
            base = list(parts[: len(parts) - node.level]) if node.level else []
            full = [*base, *(node.module.split(".") if node.module else [])]
            if full[:1] == ["simulation"]:
                found |= {full[1]} if len(full) > 1 else {a.name for a in node.names}
    return {name for name in found if (ROOT / name).is_dir()}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path):
    folder = path.relative_to(ROOT).parts[0]  # or a file beside the folders
    assert imported(path) <= MAY_IMPORT[folder]


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(ROOT).parts[0] == "model"], ids=lambda p: p.name)
def test_the_model_draws_and_adds_by_the_rules_alone(path):
    """No generator, no libm, no numpy in the model; `random` appears only where Mesa's space asks for a generator that is never used."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            assert node.attr in ("sqrt", "floor", "inf"), node.attr
        if isinstance(node, ast.Import):
            names = {a.name for a in node.names}
            assert not names & {"numpy", "secrets"} and ("random" not in names or path.name == "places.py")
