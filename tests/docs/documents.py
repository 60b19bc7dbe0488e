"""All documents of the repository, and what stands in them: blocks, lines of code, links, anchors."""

import re
from functools import cache
from pathlib import Path

import simulation

PACKAGE = Path(simulation.__file__).parent
ROOT = PACKAGE.parent
DOCS = PACKAGE / "docs"

FOLDERS = ("scenarios", "simulation", "tests")
"""Folders whose documents count; of results only what is kept."""

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "results").glob("README.md"), *(ROOT / "results" / "reference").rglob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))])

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(path):
    return path.relative_to(ROOT).as_posix()


@cache
def text(path):
    return path.read_text(encoding="utf-8")


@cache
def prose(path):
    """The text without its blocks of code."""
    return BLOCK.sub("", text(path))


def blocks(path, *kinds):
    """The blocks of code of some kinds, in order: kind and text."""
    return [(kind, held) for kind, held in BLOCK.findall(text(path)) if kind in kinds]


def inline(path):
    """What stands in the text as code, between backticks."""
    return re.findall(r"`([^`\n]+)`", prose(path))


def links(path):
    """What the document links to."""
    return re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(path)))


@cache
def anchors(path):
    """What can be linked to in a document, as its pages in a browser have it."""
    found = []
    for heading in re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        slug = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        again = sum(one == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", one) is not None for one in found)
        found.append(f"{slug}-{again}" if again else slug)
    return set(found)
