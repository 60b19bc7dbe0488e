"""The packages: what is in them, and that a wheel made from the source package works far from the repository, on the oldest Python and a new one.

Python 3.11 gets the versions of constraints.txt, Python 3.13 the newest that pip finds.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pandas as pd
import pytest

import simulation
from simulation.engine import wasm
from simulation.scenario import offices, policies, studies

pytestmark = pytest.mark.slow

ROOT = Path(simulation.__file__).parents[1]
TOP = {".ci", ".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "PKG-INFO", "README.md", "codemeta.json", "constraints.txt", "pyproject.toml",
       "results", "scenarios", "simulation", "tests"}
"""What stands at the top of the source package."""

PYTHONS = {"3.11": ("-c", str(ROOT / "constraints.txt")), "3.13": ()}
"""The Pythons on which the wheel is tried, and what pip is told there."""

NOWHERE = Path("/proc")
"""A folder into which nobody can write, root included."""

READY = re.compile(r"http://127\.0\.0\.1:\d+/")


# --- what is in them ---------------------------------------------------------------------------------------------------------------


class Packages(NamedTuple):
    """The two packages, by path; the wheel is made from the source package."""

    source: Path
    wheel: Path


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    made = subprocess.run([sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)], capture_output=True, text=True, timeout=300)
    assert made.returncode == 0, made.stdout + made.stderr
    return Packages(next(out.glob("*.tar.gz")), next(out.glob("*.whl")))


def files(folder):
    """The files of a folder of the repository, without what tests and Python leave there."""
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file() and not {"__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"} & set(path.parts)}


def test_the_source_package_holds_the_repository_and_nothing_else(packages):
    with tarfile.open(packages.source) as held:
        names = {name.partition("/")[2] for name in held.getnames()}
    assert {name.partition("/")[0] for name in names} == TOP
    for folder in ("scenarios", "simulation", "tests", "results/reference"):
        assert {name for name in names if name.startswith(f"{folder}/")} == files(folder)
    assert {name.split("/")[1] for name in names if name.startswith("results/")} == {"README.md", "reference"}


def test_the_wheel_holds_the_program_its_scenarios_and_its_documents(packages):
    with zipfile.ZipFile(packages.wheel) as held:
        names = {name for name in held.namelist() if ".dist-info/" not in name}
        engine, about = held.read("simulation/engine/web/engine.wasm"), {name.partition(".dist-info/")[2] for name in held.namelist()}
    assert names == files("simulation") | {name.replace("scenarios/", "simulation/_scenarios/", 1) for name in files("scenarios")}
    assert engine == wasm.WASM.read_bytes()
    assert {"licenses/LICENSE", "licenses/simulation/app/web/vendor/plotly-basic.LICENSE", "entry_points.txt", "METADATA"} <= about
    for name in ("simulation/app/web/vendor/plotly-basic.min.js", "simulation/app/web/lessons/steps.js", "simulation/app/texts/lessons_told.py", "simulation/_scenarios/studies/levers.toml",
                 "simulation/docs/README.md", "simulation/docs/reference/commands.md"):
        assert name in names


# --- far from the repository -------------------------------------------------------------------------------------------------------


def python(version):
    """An interpreter of a version: this one, one on the path, or one that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob(f"{version}*/bin/python")
    for one in (sys.executable, shutil.which(f"python{version}"), *sorted(map(str, kept))):
        asked = one and subprocess.run([one, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True)
        if asked and asked.returncode == 0 and asked.stdout.strip() == version:
            return one
    return None


@pytest.fixture(scope="module", params=PYTHONS)
def guichet(request, packages, tmp_path_factory):
    """Give what runs the command of a fresh environment, in a folder that cannot be written to, with a home of its own."""
    version = request.param
    found = python(version)
    if found is None:
        pytest.skip(f"there is no Python {version} with venv on this machine")
    env = tmp_path_factory.mktemp("env")
    home = tmp_path_factory.mktemp("home")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NUMBA", "VIRTUAL_ENV"))}
    for command in ([found, "-m", "venv", str(env)], [str(env / "bin" / "pip"), "install", "--quiet", *PYTHONS[version], str(packages.wheel)], [str(env / "bin" / "pip"), "check"]):
        made = subprocess.run(command, env=clean, cwd=home, capture_output=True, text=True, timeout=900)
        assert made.returncode == 0, made.stdout + made.stderr
    return Installed(version, env / "bin", clean | {"HOME": str(home)}, NOWHERE if NOWHERE.is_dir() else home)


class Installed(NamedTuple):
    """An environment with guichet in it: its Python, its commands, what they are told of the world, and where they run."""

    version: str
    commands: Path
    env: dict
    folder: Path

    def start(self, *args, program="guichet"):
        return subprocess.Popen([str(self.commands / program), *map(str, args)], env=self.env, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *args, code=0, program="guichet"):
        """What a command prints; it must end as expected."""
        process = self.start(*args, program=program)
        told, wrong = process.communicate(timeout=900)
        assert process.returncode == code and "Traceback" not in wrong, f"{args}\n{told}\n{wrong}"
        return told + wrong


def test_it_works_far_from_the_repository(guichet, tmp_path):
    """All in one, since tests that go to several processes would install it again."""
    where = Path(guichet.run("-c", "import simulation; print(simulation.__file__)", program="python").strip())
    assert where.is_relative_to(guichet.commands.parent)
    versions(guichet)
    scenarios(guichet)
    pages_as_a_file(guichet, tmp_path)
    pages_served(guichet)
    runs(guichet, tmp_path)


def versions(guichet):
    """What it says of itself: no commit, since nobody can know it; all that it computes with is there."""
    told = dict(line.split(None, 1) for line in guichet.run("--version").splitlines())
    assert told["guichet"] == simulation.__version__ and told["python"].startswith(guichet.version) and "not installed" not in told.values()
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line)
    assert not PYTHONS[guichet.version] or {name: told[name] for name in set(told) & set(pins)} == {name: pins[name] for name in set(told) & set(pins)}


def scenarios(guichet):
    """All that is shipped is listed and can be read."""
    listed = json.loads(guichet.run("scenarios", "--json"))
    assert {kind: {one["name"] for one in held} for kind, held in listed.items()} == {
        kind: {one.name for one in held} for kind, held in (("offices", offices()), ("policies", policies()), ("studies", studies()))}
    assert guichet.run("check", *(one["name"] for held in listed.values() for one in held)).count(": good; ") == sum(map(len, listed.values()))


def pages_as_a_file(guichet, folder):
    for name, args in (("pages", ()), ("lesson", ("--lesson", "hulk"))):
        guichet.run("export", *args, "--out", folder / f"{name}.html")
        assert 1_500_000 < (folder / f"{name}.html").stat().st_size < 3_000_000
    assert "lesson=hulk" in (folder / "lesson.html").read_text(encoding="utf-8")
    assert "--out" in guichet.run("export", code=2)


def pages_served(guichet):
    """The server gives the page, its modules and the engine, and ends by Ctrl-C."""
    process = guichet.start("app", "--port", "0", "--no-browser")
    try:
        address = READY.search(process.stdout.readline())[0]
        with urlopen(f"{address}engine/engine.wasm", timeout=60) as answer:
            assert answer.read() == wasm.WASM.read_bytes() and answer.headers["content-type"] == "application/wasm"
        for name, said in (("", b"<script"), ("main.js", b"import"), ("vendor/plotly-basic.min.js", b"plotly.js"), ("declared.json", b"social_agency")):
            with urlopen(address + name, timeout=60) as answer:
                assert said in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130) and "Traceback" not in process.stderr.read()
    finally:
        process.kill()


def runs(guichet, folder):
    """Policies are compared; both engines give the same figures, and so do all Pythons: those of the checkout under this one."""
    assert "--out" in guichet.run("compare", code=2)  # nothing can be written where it stands, and it says so at once
    small = ("compare", "--replicates", "2", "--years", "0.2")
    guichet.run(*small, "--out", folder / "compared")
    assert {path.name for path in (folder / "compared").iterdir()} == {"outcomes.csv", "differences.csv", "data_dictionary.csv", "report.html", "manifest.json"}
    made = subprocess.run([sys.executable, "-c", "from simulation.cli import main; main()", *small, "--no-report", "--out", str(folder / "here")], cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    pd.testing.assert_frame_equal(pd.read_csv(folder / "compared" / "outcomes.csv"), pd.read_csv(folder / "here" / "outcomes.csv"), check_exact=True)
    for engine in ("mesa", "compiled"):
        guichet.run("run", "social_agency", "--years", "0.01", "--engine", engine, "--out", folder / engine)
    assert (folder / "mesa" / "events.parquet").read_bytes() == (folder / "compiled" / "events.parquet").read_bytes()
    assert "hold" in guichet.run("story", folder / "mesa")
