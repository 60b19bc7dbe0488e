"""The guides: what needs no change of the source does what it says, and every change that a guide tells fits the source as it is. `test_extending.py` makes these changes."""

import re

import pandas as pd
import pytest
from pages import ROOT, blocks, carry_out, cell, heard, hunks, sections

EXTENDING, RULE, NOTEBOOK = GUIDES = tuple(ROOT / "simulation/docs/guides" / name for name in ("extending.md", "new_rule.md", "notebook.md"))
CHANGES = [block for guide in GUIDES for block in blocks(guide.read_text(encoding="utf-8")) if block.kind == "diff"]


def test_the_notebook_runs_as_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = carry_out(NOTEBOOK.read_text(encoding="utf-8"), tmp_path)
    tables = [one for one in shown if isinstance(one, pd.DataFrame)]
    assert len(tables) >= 6 and all(len(table) for table in tables)
    assert "Exhaustion" in shown[0]._repr_html_() and "Confiance" in shown[1].to_html()
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "my_run"}


def test_the_notebook_s_error_tells_all(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    carry_out(sections(NOTEBOOK)["What is wrong is told"].replace("simulation.run", "import simulation; simulation.run"), tmp_path)
    heard("did you mean discreet?\ndid you mean breaks.overlap?\nbreaks.minutes: must be at least 0", capsys.readouterr().out)


@pytest.mark.parametrize("section", ["A new policy", "An employee of your own"])
def test_what_needs_no_change_of_the_source_does_what_it_says(section, tmp_path):
    shown = carry_out(sections(EXTENDING)[section], tmp_path)
    if shown:
        (difference,) = shown
        assert (difference.share_manager < 0).all() and (difference.share_colleague < 0).all()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.file)
def test_a_change_fits_the_source(change):
    text = (ROOT / change.file).read_text(encoding="utf-8")
    for before, after in hunks(change.text):
        assert text.count(before) == 1 and before != after, f"a guide changes what {change.file} does not hold, or holds twice; write that part of the guide anew:\n{before}"


def test_the_readme_s_python_runs():
    (cells,) = [block.text for block in blocks((ROOT / "README.md").read_text(encoding="utf-8")) if block.kind == "python"]
    names = {}
    cell(cells, names)
    assert names["office"].day == 20 and list(names["found"].policies) == ["present", "discreet"]
    names["office"].close()


def heads(page):
    """The anchors of a page."""
    return {re.sub(r"[^a-z -]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_links_lead_somewhere(guide):
    text = guide.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = link.partition("#")
        assert (guide.parent / path).exists() and (not anchor or anchor in heads(guide.parent / path if path else guide)), link
    for named in re.findall(r"`((?:simulation|tests|scenarios|results)/[\w./]+)`", text):
        made = [block.file for block in blocks(text)]
        assert (ROOT / named).exists() or named in made, named
