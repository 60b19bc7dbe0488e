"""Whether the program that made results still is the program that goes on with them: digests of the sources on which figures depend.

Not of their text: of what Python makes of it, without comments, formatting, docstrings, types that are declared, and prose (texts with a space in them: titles,
messages). So no wording makes results useless, and any change of a formula does.
"""

import ast
import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

from .. import __version__

NUMBERS = (
    "rules", "model", "engine",
    "measures/daily.py", "measures/events.py", "measures/groups.py", "measures/outcomes.py",
    "scenario/declare.py", "scenario/load.py",
    "experiments/drivers.py",
)
"""The sources on which the figures of a run depend, given its resolved scenario, days and seed; folders are meant whole. Values of parameters are not among them: a
study's digest holds those of its scenarios, its design and its seeds."""

ASIDE = ("engine/wasm.py",)
"""What of these is left aside: it carries the kernels to the browser."""

DECLARED_TYPES = ("annotation", "returns")
"""Where a tree says of what type something is meant to be."""

ROOT = Path(__file__).parents[1]

PACKAGES = ("mesa", "networkx", "numba", "numpy", "pandas", "plotly", "pyarrow", "scipy")
"""Packages whose versions are written down with all results."""


def versions() -> dict[str, str]:
    """The versions of the program, of Python and of the packages."""
    return {"guichet": __version__, "python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}}


def digests(root: Path = ROOT) -> dict[str, str]:
    """The digest of each source, by its path in the package."""
    paths = [path for given in NUMBERS for path in ([root / given] if given.endswith(".py") else (root / given).rglob("*.py"))]
    names = {path.relative_to(root).as_posix(): path for path in sorted(paths)}
    return {name: _digest(path.read_text(encoding="utf-8")) for name, path in names.items() if name not in ASIDE}


@cache
def here() -> dict[str, str]:
    """The digests of this program, taken once."""
    return digests()


@cache
def code_digest() -> str:
    """One digest of them all: runs of different programs are not mixed."""
    return hashlib.sha256(repr(here()).encode()).hexdigest()


def changed(before: dict[str, str]) -> list[str]:
    """The sources that are new, gone or other than they were."""
    now = here()
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def _digest(text):
    return hashlib.sha256("".join(_told(ast.parse(text))).encode()).hexdigest()[:16]


def _told(node):
    """The tree of a source in words that are the same for all versions of Python: what is empty is left out."""
    if isinstance(node, list):
        for one in node:
            if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)):  # a docstring
                yield from _told(one)
    elif isinstance(node, ast.Constant):
        yield f"({'' if isinstance(node.value, str) and ' ' in node.value else repr(node.value)})"
    elif isinstance(node, ast.AST):
        yield f"({type(node).__name__}"
        for name, value in ast.iter_fields(node):
            if value is not None and value != [] and not isinstance(value, ast.expr_context) and name not in DECLARED_TYPES:
                yield f" {name}"
                yield from _told(value)
        yield ")"
    else:
        yield repr(node)
