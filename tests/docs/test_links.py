"""Every link of every document leads somewhere, anchors included; every file that a document names in code is there; every document stands on one shelf."""

import re
from collections import Counter

import documents
import pytest
from documents import DOCS, DOCUMENTS, ROOT

from simulation.docs.shelves import INDEX, SHELVES

OTHERS = re.compile(r"(https?|mailto):")


def test_documents_are_found():
    names = set(map(documents.name, DOCUMENTS))
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "scenarios/README.md", "results/README.md", "simulation/docs/odd.md", "simulation/docs/tutorials/teacher_fr.md", "tests/benchmarks/README.md"} <= names


@pytest.mark.parametrize("path", DOCUMENTS, ids=documents.name)
def test_links_resolve(path):
    lost = []
    for link in documents.links(path):
        target, _, anchor = link.partition("#")
        if OTHERS.match(link):
            continue
        goal = (path.parent / target).resolve() if target else path
        if not goal.exists() or not goal.is_relative_to(ROOT) or anchor and (goal.suffix != ".md" or anchor not in documents.anchors(goal)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=documents.name)
def test_files_that_are_named_exist(path):
    """A path from the root of the repository, in backticks: `simulation/rules/order.py`, `tests/agreement/test_wasm_*.py`. Of results only what is kept is looked for."""
    named = [one for one in documents.inline(path) if re.fullmatch(r"(simulation|tests|scenarios|results/reference|\.ci)/[\w./*-]*", one)]
    assert [one for one in named if not any(ROOT.glob(one.rstrip("/"))) and not (ROOT / one).exists()] == []


FILES = {path.name for folder in (*documents.FOLDERS, "results") for path in (ROOT / folder).rglob("*.*")} | {path.name for path in ROOT.glob("*.*")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=documents.name)
def test_files_that_are_named_without_a_folder_exist_somewhere(path):
    assert [one for one in documents.inline(path) if re.fullmatch(r"[\w-]+\.(py|js|wasm|md)", one) and one not in FILES] == []


def test_every_document_stands_on_one_shelf():
    """Shelves are folders, those of the background the folder of documents itself; the index names each document once, and no other folder holds any."""
    index = Counter(link for link in documents.links(DOCS / INDEX) if not link.startswith(".."))
    assert index == Counter(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path != DOCS / INDEX)
    assert {path.parent for path in DOCS.rglob("*.md")} == {DOCS / folder for folder in SHELVES.values()}


def test_the_readme_leads_to_the_index():
    assert "simulation/docs/README.md" in documents.links(ROOT / "README.md")


@pytest.mark.parametrize("given, made", [("Fit it to your own office", "fit-it-to-your-own-office"), ("Two `words` · Deux", "two-words--deux"), ("What was measured (two shared cores, numba 0.68)", "what-was-measured-two-shared-cores-numba-068")])
def test_anchors_are_those_of_the_headings(tmp_path, given, made):
    page = tmp_path / "page.md"
    page.write_text(f"# Title\n\n## {given}\n\n```sh\n# no heading\n```\n\n## {given}\n", encoding="utf-8")
    assert documents.anchors(page) == {"title", made, f"{made}-1"}
