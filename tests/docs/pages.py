"""Pages that tell what to do, and how a test does it: files are written, changes made, commands run, cells of Python run, as the page says, in order."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import simulation

PROGRAMS = {"guichet": [sys.executable, "-c", "from simulation.cli import main; main()"], "python": [sys.executable]}
ROOT = Path(simulation.__file__).parents[1]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.(?:py|toml))\n")


class Block(NamedTuple):
    """A block of a page: its kind (toml, python, diff, sh, text) and its text."""

    kind: str
    text: str

    @property
    def file(self):
        """The file of which it is the text, or in which it changes something; nothing if there is none."""
        found = re.match(r"--- (\S+)\n", self.text) if self.kind == "diff" else _FILE.match(self.text)
        return found[1] if found else ""


def blocks(text):
    """The blocks of a page, or of a part of it."""
    return [Block(*found) for found in _BLOCK.findall(text)]


def sections(page):
    """The parts of a page by their headings of the second rank."""
    parts = re.split(r"^## (.+)\n", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def hunks(diff):
    """The changes that a diff makes: (text before, text after) of each."""
    for hunk in diff.partition("\n")[2].split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        assert all(line[0] in " +-" or line == "\n" for line in lines), hunk
        yield tuple("".join(line[1:] or line for line in lines if line[0] != other) for other in "+-")


def write(block, folder):
    """Write the file that a block gives, or make the changes that it tells; each place must be there once."""
    path = Path(folder, block.file)
    if block.kind != "diff":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    for before, after in hunks(block.text):
        assert text.count(before) == 1, f"{block.file} holds this {text.count(before)} times, not once:\n{before}"
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def shell(line, folder, root=ROOT, ends_well=True):
    """Run a command in a folder, with the program that is in `root`, and give what it said. It must end well (badly, if it begins with "!"); with ends_well None it
    may end as it likes."""
    words = shlex.split(line, comments=True)
    if words[0] == "!":
        words, ends_well = words[1:], False
    settings = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    made = subprocess.run([*PROGRAMS[words[0]], *words[1:]], cwd=folder, capture_output=True, text=True, timeout=450,
                          env={**os.environ, "PYTHONPATH": _path(root), **settings})
    assert ends_well in (None, made.returncode == 0), f"{line}\n{made.stdout}\n{made.stderr}"
    return made.stdout + made.stderr


def cell(text, names):
    """Run a cell of a notebook, and give what its last line shows, if that is an expression."""
    tree = ast.parse(text)
    shown = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(shown.value), "cell", "eval"), names) if shown else None


def _path(root):
    """Where modules are looked for: in `root`, then where they are looked for here, but for another program."""
    return os.pathsep.join([str(root), *(one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one and Path(one) != ROOT)])


def heard(lines, said):
    """Hold what a page says that a command says against what it said: each line is there, in order; spaces count as one."""
    rest = " ".join(said.split())
    for line in lines.splitlines():
        line = " ".join(line.split())
        assert line in rest, f"not said: {line}\n{said}"
        rest = rest.partition(line)[2]


def carry_out(text, folder, root=ROOT):
    """Do all that a part of a page says: write files, make changes, run commands and cells; and hold what it says that commands say against what they say. Give what
    the cells show."""
    said, shown, names = "", [], {"__name__": "cells"}
    for block in blocks(text):
        if block.kind == "sh":
            said = "\n".join(shell(line, folder, root) for line in block.text.splitlines())
        elif block.kind == "text":
            heard(block.text, said)
        elif block.file:
            write(block, folder)
        else:
            shown.append(cell(block.text, names))
    return shown
