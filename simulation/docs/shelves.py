"""The index of the documents: four shelves, each a folder, and what stands on it."""

import re
from pathlib import Path

DOCS = Path(__file__).parent

SHELVES = {"tutorials": "tutorials", "guides": "guides", "reference": "reference", "background": ""}
"""Each shelf, and its folder below the documents."""

INDEX = "README.md"


def documents(shelf):
    """The documents on a shelf, by path."""
    return sorted(path for path in (DOCS / SHELVES[shelf]).glob("*.md") if path.name != INDEX)


def title(path):
    """The title of a document: its first heading."""
    return re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]


def listed(shelf):
    """What stands on a shelf, as a list of links; a document in two languages is one line."""
    lines = []
    for path in documents(shelf):
        name = path.relative_to(DOCS).as_posix()
        if name.endswith("_fr.md") and path.with_name(path.name.replace("_fr.md", "_en.md")).exists():  # which comes just before, by the alphabet
            lines[-1] += f" · [{title(path)}]({name})"
        else:
            lines.append(f"- [{title(path)}]({name})")
    return "\n".join(lines) + "\n"


TABLES = {shelf: (lambda shelf=shelf: listed(shelf)) for shelf in SHELVES}
"""The lists of the index."""
