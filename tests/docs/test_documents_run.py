"""Documents do what they say: their files are written, their commands and scripts run, in an empty folder, in order, at small size. Tutorials have a test of their own."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import documents
import numpy as np
import pandas as pd
import pytest
from documents import DOCUMENTS, ROOT

from simulation.scenario import ScenarioError, load

SMALLER = {"guichet compare": "--years 0.02 --replicates 2 --workers 1", "guichet run": "--years 0.02"}
"""What is added to a command so that it takes seconds; what is given last counts."""


class Plan(NamedTuple):
    """How a document is run. instead: texts in its blocks, and smaller ones; also: commands that stand in its sentences; not_here: how lines begin that are run elsewhere, and where."""

    instead: dict = {}
    also: tuple = ()
    not_here: dict = {}


RUN = {
    "README.md": Plan({"days=20": "days=1", "replicates = 4\n": "replicates = 2\nyears = 0.1\n", "budget = 1024 ": "budget = 128\nwave = 64 "},
                      ("guichet check my_office.toml", "guichet compare ./my_office.toml", "guichet compare call_centre --set demand.load=1.2 --set breaks.overlap=1"),
                      {"python3 -m venv": ".ci/run"}),
    "scenarios/README.md": Plan({}, (), {"python tests/scenario/test_baseline.py": "tests/scenario/test_baseline.py"}),
    "simulation/docs/guides/debugging.md": Plan({"--days 10": "--days 2"}),
}
NAMED = re.compile(r"# (\S+\.toml)\n")
"""The first line of a block that is a file."""


def files(path, plan, folder):
    """Write the files that a document shows; a table of days is shown by its first rows and goes on for a year."""
    for _, held in documents.blocks(path, "toml"):
        if found := NAMED.match(held):
            (folder / found[1]).write_text(smaller(held, plan), encoding="utf-8")
    for _, held in documents.blocks(path, "csv"):
        days, rng = pd.bdate_range("2025-01-02", periods=240), np.random.default_rng(1)
        columns = {"head_count": 16, "absences": 0.8, "leavers": 0.01, "incidents": 0.5, "contacts": 450}
        table = pd.DataFrame({"date": days.strftime("%Y-%m-%d")} | {name: 16 if name == "head_count" else rng.poisson(mean, len(days)) for name, mean in columns.items()})
        assert held.splitlines()[0] == ",".join(table.columns)
        table.to_csv(folder / "days.csv", index=False)


def smaller(text, plan):
    for old, new in plan.instead.items():
        text = text.replace(old, new)
    return text


def lines(path, plan):
    """What is run: scripts, and commands, each a line; a dry run is followed by a real one."""
    for kind, held in documents.blocks(path, "sh", "python"):
        held = smaller(held, plan)
        if kind == "python":
            yield kind, held
        for line in held.splitlines() if kind == "sh" else ():
            if not line.startswith(tuple(plan.not_here) or ("\n",)):
                yield from ((kind, one) for one in [line] + [line.replace(" --dry-run", "")] * (" --dry-run" in line))
    yield from (("sh", line) for line in plan.also)


def run(kind, line, folder):
    """Run a script or a command; gives what it said."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", line]
    if kind == "sh":
        words = shlex.split(line, comments=True)
        while re.fullmatch(r"[A-Z_]+=\S*", words[0]):
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        for what, more in SMALLER.items():
            if shlex.join(words).startswith(what):
                words += shlex.split(more)
        program, *given = words
        assert program in ("guichet", "python"), line
        command = [sys.executable, "-c", "from simulation.cli import main; main()", *given] if program == "guichet" else [sys.executable, str(ROOT / given[0]), *given[1:]]
    made = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=400)
    assert made.returncode == 0, f"{line}\n{made.stdout}\n{made.stderr}"
    return made.stdout + made.stderr


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name != "scenarios/README.md")) for name in RUN])
def test_what_a_document_tells_to_do_works(name, tmp_path):
    path, plan = ROOT / name, RUN[name]
    text = documents.text(path)
    assert all(old in text for old in plan.instead) and all(f"`{command}`" in text for command in plan.also)
    files(path, plan, tmp_path)
    told = list(lines(path, plan))
    said = [run(kind, line, tmp_path) for kind, line in told]
    assert said and all(said[i].strip() for i, (kind, _) in enumerate(told) if kind == "sh")


@pytest.mark.parametrize("name", RUN)
def test_files_that_a_document_shows_are_good(name, tmp_path):
    """Those of offices and policies load; other blocks of TOML can be read."""
    for _, held in documents.blocks(ROOT / name, "toml"):
        given = tomllib.loads(held)
        found = NAMED.match(held)
        if found and "study" not in given:
            (tmp_path / found[1]).write_text(held, encoding="utf-8")
            try:
                load(*(["social_agency"] if "policy" in given else []), tmp_path / found[1])
            except ScenarioError as error:
                pytest.fail(str(error))


def test_what_is_run_elsewhere_is():
    for plan in RUN.values():
        for beginning, where in plan.not_here.items():
            assert (ROOT / where).exists() and (beginning.split()[-1] in (ROOT / where).read_text(encoding="utf-8"))


def test_every_document_with_something_to_run_is_run():
    """Here, or by another test of documents, which names it or its folder."""
    others = "\n".join(one.read_text(encoding="utf-8") for one in (ROOT / "tests").rglob("test_*.py") if one != Path(__file__))
    left = [documents.name(path) for path in DOCUMENTS if documents.blocks(path, "sh", "python")
            and documents.name(path) not in RUN and f'"{path.name}"' not in others and f'"{path.parent.name}"' not in others]
    assert left == []
