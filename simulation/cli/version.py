"""guichet --version: which program this is, and with what it computes."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .. import __version__
from ..experiments.sources import PACKAGES

ROOT = Path(__file__).parents[2]


def told() -> str:
    """The version of the program, its commit if it is known, and the versions that stand in the manifest of all results."""
    lines = {"guichet": f"{__version__}{commit()}", "python": f"{platform.python_version()} ({platform.system()} {platform.machine()})"} | {name: _version(name) for name in PACKAGES}
    width = max(map(len, lines))
    return "\n".join(f"{name:{width}}  {said}" for name, said in lines.items())


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def commit(root: Path = ROOT) -> str:
    """The commit of a checkout, and whether its files differ from it. An installed package carries none: nothing is said of it."""
    if not (root / ".git").exists():
        return ""
    elsewhere = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # a hook of git names its own repository
    try:
        asked = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty"]
        found = subprocess.run(asked, env=elsewhere, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    name, _, changed = found.stdout.strip().partition("-")
    return f" (commit {name}{', with changes' * bool(changed)})" if found.returncode == 0 and name else ""
