"""Break rules at random, and see whether the tests notice: python tests/mutants.py [--count 50] [--seed 2026] [--first 0]

Each mutant changes one operator, number, comparison or branch of one rule, in a copy of the repository, and the tests that hold rules run on it: `TESTS`. cosmic-ray finds all that can be
changed; first a file is drawn, so that each mechanism is as likely as the arithmetic, then a place in it. Prints each mutant and whether it was noticed, and how many were.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import apply_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db

ROOT = Path(__file__).resolve().parents[1]
NOT_RULES = ("__init__.py", "bits.py", "compile.py", "order.py")
"""Of the folder of rules: how they are compiled, and the names and the order of what happens."""

NO_NUMBER = re.compile("_(BitXor|BitOr|BitAnd|LShift|RShift|FloorDiv|Mod|Pow)$")
"""Operators that numbers with a fraction do not have, or hardly: a test that just calls the rule would notice."""

TESTS = ("tests/model/test_golden.py", "tests/rules", "tests/docs/test_odd.py")
SECONDS = 400


def mutants(count, seed) -> list:
    """So many mutations of the rules, drawn from all."""
    with tempfile.TemporaryDirectory() as folder:
        with use_db(str(Path(folder, "all.sqlite")), WorkDB.Mode.create) as held:
            init([path.relative_to(ROOT) for path in sorted((ROOT / "simulation/rules").glob("*.py")) if path.name not in NOT_RULES], held, {})
            every = sorted((one for item in held.work_items for one in item.mutations if not NO_NUMBER.search(one.operator_name)),
                           key=lambda one: (str(one.module_path), one.start_pos, one.operator_name, one.occurrence))
    draw, found = random.Random(seed), []
    files = sorted({one.module_path for one in every})
    while len(found) < count:
        file = draw.choice(files)
        one = draw.choice([one for one in every if one.module_path == file])
        if one not in found:
            found.append(one)
    return found


def copied(folder) -> Path:
    """The repository as it stands, without what is not needed."""
    to = Path(folder, "guichet")
    unneeded = shutil.ignore_patterns(".git", ".venv", "__pycache__")
    shutil.copytree(ROOT, to, ignore=lambda folder, names: unneeded(folder, names) | ({"reference"} & {*names} if Path(folder) == ROOT / "results" else set()))
    return to


def noticed(root, mutant) -> bool:
    """Whether the tests fail on a copy of the repository with this mutant, which is taken out again."""
    path = root / mutant.module_path
    before = path.read_text(encoding="utf-8")
    try:
        _, after = apply_mutation(path, _operator(mutant), mutant.occurrence)
        path.write_text(after, encoding="utf-8")
        return fails(root)
    finally:
        path.write_text(before, encoding="utf-8")


def fails(root) -> bool:
    """Whether a test fails on a copy of the repository as it stands, or takes too long. Slow tests are left out: those of mutants would begin all over again."""
    for test in TESTS:
        try:
            ended = subprocess.run([sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", test], cwd=root, env=environment(root), capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return True
        if ended.returncode:
            return True
    return False


def _operator(mutant):
    return get_operator(mutant.operator_name)(**(mutant.operator_args or {}))


def environment(root) -> dict:
    """What makes Python find the copy, and not what is installed."""
    return {**os.environ, "PYTHONPATH": str(root)}


def shown(mutant) -> str:
    """Where a mutant is, and what it changes."""
    line = (ROOT / mutant.module_path).read_text(encoding="utf-8").splitlines()[mutant.start_pos[0] - 1].strip()
    return f"{mutant.module_path}:{mutant.start_pos[0]} {mutant.operator_name.removeprefix('core/')} #{mutant.occurrence}: {line}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("count", 50), ("seed", 2026), ("first", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked, found = parser.parse_args(), 0
    drawn = mutants(asked.count, asked.seed)[asked.first:]
    with tempfile.TemporaryDirectory() as folder:
        root = copied(folder)
        if fails(root):
            sys.exit("the tests fail on a copy without any mutant: mend that first")
        for number, mutant in enumerate(drawn, asked.first):
            seen = noticed(root, mutant)
            found += seen
            print(f"{number:3} {'noticed' if seen else 'NOT NOTICED'}  {shown(mutant)}", flush=True)
    print(f"{found} of {len(drawn)} noticed")


if __name__ == "__main__":
    main()
