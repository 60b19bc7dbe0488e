"""Which edits of the program make results useless: those that change figures, and no wording."""

import json
import shutil
import subprocess
import sys

import pytest

from simulation.experiments import sources


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("program") / "simulation"
    shutil.copytree(sources.ROOT, folder, ignore=shutil.ignore_patterns("__pycache__", "web"))
    return folder


def edited(copy, name, old, new):
    """What changes when a piece of a source is replaced."""
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        found = sources.digests(copy)
    finally:
        path.write_text(text, encoding="utf-8")
    return sorted(one for one in found if found[one] != sources.here().get(one))


@pytest.mark.parametrize("name, old, new", [
    ("measures/outcomes.py", "Mean exhaustion of all employed", "The mean exhaustion of everybody"),
    ("measures/outcomes.py", "O = Outcome", "# the short name\n\n\nO = Outcome"),
    ("rules/strain.py", '"""', '"""Once again: '),
    ("measures/story.py", "import", "import os\nimport"),
    ("charts/look.py", "import", "import os\nimport"),
    ("scenario/explain.py", "import", "import os\nimport"),
    ("engine/wasm.py", "import", "import os\nimport"),
    ("model/office.py", "\n\n", "\n\n\n"),
    ("model/office.py", "def step(self) -> None", "def step(self)"),
    ("model/office.py", "def run(self, days: int)", "def run(self, days: float)"),
])
def test_wording_and_what_figures_do_not_depend_on_refuse_nothing(copy, name, old, new):
    assert edited(copy, name, old, new) == []


@pytest.mark.parametrize("name, old, new", [
    ("measures/outcomes.py", "LAST_DAYS = 20", "LAST_DAYS = 21"),
    ("measures/outcomes.py", "t.left / t.years", "t.left * t.years"),
    ("measures/daily.py", '"people", "mean"', '"people", "sum"'),
    ("rules/strain.py", "return ", "return 1.0 * "),
    ("engine/night.py", "+ 1", "+ 2"),
    ("model/night.py", "import", "import os\nimport"),
    ("experiments/drivers.py", "DAYS_AT_A_TIME = 220", "DAYS_AT_A_TIME = 221"),
])
def test_whatever_may_change_a_figure_is_told_by_its_name(copy, name, old, new):
    assert edited(copy, name, old, new) == [name]


def test_a_source_that_is_new_or_gone_is_told():
    before = sources.here()
    assert sources.changed({**before, "rules/old.py": "x"}) == ["rules/old.py"] and sources.changed(before) == []
    assert sources.changed({name: told for name, told in before.items() if name != "rules/talk.py"}) == ["rules/talk.py"]


def test_everything_that_a_run_imports_is_declared():
    """By either driver: what is imported is in `NUMBERS`, or in a folder of which it is known why it does not matter."""
    program = ("import sys, json\nfrom simulation.experiments.drivers import run_once\nfrom simulation.measures.outcomes import outcomes_of_many\n"
               "from simulation.scenario import load\nfor engine in ('compiled', 'mesa'):\n    outcomes_of_many([run_once(load(), 1, 1, (), engine).run])\n"
               "print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.startswith('simulation')]))")
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=sources.ROOT.parent)
    paths = [name.replace(str(sources.ROOT), "").lstrip("/") for name in json.loads(said.stdout.splitlines()[-1])]
    others = {name for name in paths if name not in sources.here() and not name.endswith("__init__.py")}
    assert {name for name in others if not name.startswith("scenario/")} <= {"experiments/parallel.py", "measures/units.py"}
