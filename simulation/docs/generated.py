"""All that is made from declarations: tables within documents, the pages of the shelf `reference/`, the index, codemeta.json."""

from collections.abc import Iterator
from pathlib import Path

from ..scenario.write import replace_file
from . import codemeta, shelves, tables, words
from .reference import PAGES

DOCS = Path(__file__).parent
REFERENCE = DOCS / "reference"

WITHIN = {"odd.md": tables.TABLES, "glossary.md": words.TABLES, shelves.INDEX: shelves.TABLES}
"""Documents that hold such tables; the index is the last, since it reads the titles of all others."""


def made() -> Iterator[tuple[Path, str]]:
    """Each file, and the text that it must have."""
    for name, page in PAGES.items():
        yield REFERENCE / name, page()
    for name, held in WITHIN.items():
        yield DOCS / name, tables.refreshed((DOCS / name).read_text(encoding="utf-8"), held)
    if (codemeta.ROOT / "pyproject.toml").exists():  # else it is an installed package
        yield codemeta.ROOT / codemeta.NAME, codemeta.codemeta()


def write() -> list[Path]:
    """Write what is not as it must be; gives the files written."""
    written = []
    REFERENCE.mkdir(exist_ok=True)
    for path, text in made():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            replace_file(path, text)
            written.append(path)
    return written
