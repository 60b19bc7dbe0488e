"""The first use on a machine: what is compiled is told, kept where a folder can be written, and told no more. Where none can be, see `tests/hardening/test_environment.py`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest
from numba.core.event import install_listener

import simulation
from simulation.engine.run import _Teller

ONE_DAY = ["compare", "--policies", "present,discreet", "--years", "0.001", "--replicates", "1", "--no-report", "--json"]
ONCE = "compiling the engine for this machine, once"


def test_what_is_compiled_is_told_once(capsys):
    with install_listener("numba:compile", _Teller()):
        for function in (lambda x: x + 1, lambda x: x + 2):
            numba.njit(function)(1)
    assert capsys.readouterr().err.count("compiling the engine") == 1


@pytest.fixture
def read_only(tmp_path):
    """A copy of the package without compiled code, in folders that cannot be written."""
    source = Path(simulation.__file__).parent
    target = tmp_path / "installed"
    shutil.copytree(source, target / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(next(p for p in (source / "_scenarios", source.parent / "scenarios") if p.is_dir()), target / "scenarios")
    folders = [target, *(path for path in target.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield target
    for folder in folders:
        folder.chmod(0o755)


def run(installed, home, out):
    """Compare for a day, as somebody who may write into their own folders only; give what is said on standard error."""
    away = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if away and not shutil.which(away[0]):
        pytest.skip("run by root, without setpriv: every folder can be written")
    code = "from simulation.cli import main; main(prog_name='guichet')"
    done = subprocess.run([*away, sys.executable, "-c", code, *ONE_DAY, "--out", out], capture_output=True, text=True, cwd=out.parent,
                          env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(installed)})
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.slow
def test_a_read_only_install_compiles_once(read_only, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    assert ONCE in run(read_only, home, tmp_path / "first")
    assert "compiling" not in run(read_only, home, tmp_path / "second")
    assert not list(read_only.rglob("__pycache__"))
