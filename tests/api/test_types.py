"""A strict type checker passes on the public API and on a script that uses it, and finds what is wrong in either."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import simulation

PACKAGE = Path(simulation.__file__).parent

SCRIPT = '''
from pathlib import Path

import pandas as pd

import simulation
from simulation import Comparison, Employee, FrontOffice, Run, Scenario


class Helpless(Employee):
    def choose_means(self, kind: int, best_value: float, crew: int, manager: int, colleague: int, desk: int, exception: int) -> int:
        return 6 if self.wants_breather(0.5, best_value) else super().choose_means(kind, best_value, crew, manager, colleague, desk, exception)


def told(done: int, total: int) -> None:
    print(done, total)


found: Comparison = simulation.compare("social_agency", ["present", Path("mine.toml")], years=0.1, replicates=2, overrides={"demand.load": 1.2}, progress=told, lang="fr")
tables: list[pd.DataFrame] = [found.differences, found.outcomes, found.daily, found.failures, found.table(["trust"], lang="en")]
said: str = found.answer() + found.report("report.html").name
scenario: Scenario = simulation.load_office("call_centre", overrides={"phone.posts": 4, "calendar.open_hour": [8.0]})
once: Run = simulation.run(scenario, years=0.1, employee_class=Helpless, engine="mesa")
tables += [once.daily, once.events, once.outcomes, simulation.parameters(), simulation.outcomes(), simulation.offices(), simulation.policies()]
office = FrontOffice(scenario, seed=1, employee_class=Helpless, breaks__overlap=1.0)
office.step()
print(office.run(days=2).day, len(office.agents), said)
try:
    simulation.run(years=0.0)
except simulation.ScenarioError as error:
    print(error.problems)
'''

WRONG = '''
import simulation


class Mine(simulation.Employee):
    def choose_means(self, kind: int) -> int:  # override
        return kind


simulation.compare(years="two")  # arg-type
simulation.compare(policies=["present", 3])  # list-item
simulation.compare(engine="numba")  # arg-type
simulation.compare(overrides={"demand.load": None})  # dict-item
simulation.compare(replicats=3)  # call-arg
simulation.comapre()  # attr-defined
simulation.compare().table(lang="de")  # arg-type
simulation.run(employee_class=int)  # arg-type
number: int = simulation.run().daily  # assignment
number = simulation.compare().answer()  # assignment
simulation.FrontOffice(seed="one")  # arg-type
'''


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A function that checks files strictly, `root` being where the package is, and gives what is said by (file, line)."""
    cache = tmp_path_factory.mktemp("types")

    def check(*files, root=PACKAGE.parent):
        made = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", f"--cache-dir={cache}", *map(str, files)], cwd=cache, capture_output=True,
                              text=True, env={**os.environ, "MYPYPATH": str(root)})
        assert made.returncode in (0, 1) and not made.stderr, made.stdout + made.stderr
        return {(Path(name).name, int(line)): code for name, line, code in re.findall(r"^(.+?):(\d+): error: .*\[([\w-]+)\]$", made.stdout, re.MULTILINE)}
    return check


@pytest.mark.slow
def test_the_public_api_and_a_script_that_uses_it_are_typed(checked, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    assert checked(PACKAGE / "__init__.py", PACKAGE / "api.py", script) == {}


def test_a_script_that_is_wrong_is_told_where(checked, tmp_path):
    script = tmp_path / "wrong.py"
    script.write_text(WRONG, encoding="utf-8")
    expected = {("wrong.py", number): line.partition("  # ")[2] for number, line in enumerate(WRONG.splitlines(), 1) if "  # " in line}
    assert checked(script) == expected and len(expected) == 12


def test_a_signature_that_is_wrong_is_found(checked, tmp_path):
    """In the public API: a type that is not what is given, one that is left out; in the decisions of an employee: one that a script relies on."""
    copy = tmp_path / "simulation"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "web"))
    for file, old, new in (("api.py", "def answer(self, lang: Language | None = None) -> str:", "def answer(self, lang: Language | None = None) -> int:"),
                           ("api.py", "def offices() -> pd.DataFrame:", "def offices():"),
                           ("api.py", "def daily(self) -> pd.DataFrame:\n        \"\"\"The daily", "def daily(self) -> list[int]:\n        \"\"\"The daily"),
                           ("model/employee.py", "def wants_breather(self, severity: float, u: float)", "def wants_breather(self, severity: float, u: str)")):
        text = (copy / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    found = checked(copy / "__init__.py", copy / "api.py", script, root=tmp_path)
    lines = (copy / "api.py").read_text(encoding="utf-8").splitlines()
    told = {lines[line - 1].strip() for name, line in found if name == "api.py"}
    assert 'return "\\n\\n".join(answer(self.found, self._in(lang)))' in told and "def offices():" in told and "return self.tables.daily" in told
    at_fault = {SCRIPT.splitlines()[line - 1].strip() for name, line in found if name == "script.py"}
    assert any(line.startswith("return 6 if self.wants_breather") for line in at_fault) and any(line.startswith("said: str") for line in at_fault)
