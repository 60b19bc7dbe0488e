"""The tutorials do what they say: their files are written, their commands run, in an empty folder, in order."""

import re
from pathlib import Path

import pandas as pd
import pytest
from pages import blocks, shell, write

import simulation

TUTORIALS = sorted((Path(simulation.__file__).parent / "docs" / "tutorials").glob("*.md"))
ENDLESS = ("guichet app",)
"""Commands that serve until they are stopped; tests/app/test_commands.py runs them."""


@pytest.mark.parametrize("page", [pytest.param(page, id=page.stem, marks=[pytest.mark.slow] * (page.stem.endswith("_fr") or page.stem == "researcher_en")) for page in TUTORIALS])
def test_what_a_tutorial_tells_to_do_works(page, tmp_path):
    ran = []
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind == "toml":
            write(block, tmp_path)
        for line in block.text.splitlines() if block.kind == "sh" else ():
            if not line.startswith(ENDLESS):
                ran.append(shell(line, tmp_path))
    if page.stem.startswith("researcher"):
        assert any(re.search(r"\b1\D?280\b", said) for said in ran), "the dry run does not say 1,280 runs"
        share = pd.read_csv(tmp_path / "results/my_chart/sobol.csv").set_index(["outcome", "axis"])
        for outcome, axis in (("live_wait", "demand.load"), ("bad_endings", "episode.base"), ("bad_endings", "talk.transmit")):
            assert share.st_low[outcome, axis] > 0, f"{axis} does not matter to {outcome}, though the page says so"
        assert share.st_low["live_wait", "demand.load"] > max(share.st_high["live_wait", axis] for axis in ("episode.base", "talk.transmit"))
        assert (tmp_path / "results/my_chart/report.html").stat().st_size > 10_000 and (tmp_path / "my_study.html").stat().st_size < 3_000_000
    if page.stem.startswith("teacher"):
        assert (tmp_path / "hulk.html").stat().st_size < 3_000_000


def test_each_tutorial_is_there_in_both_languages_with_the_same_commands():
    names = {page.stem for page in TUTORIALS}
    assert {name[:-3] for name in names} == {"researcher", "manager", "teacher"} and len(names) == 6

    def steps(name):
        page = next(page for page in TUTORIALS if page.stem == name)
        return [block.text.replace(" --lang fr", "") for block in blocks(page.read_text(encoding="utf-8"))]

    for name in ("researcher", "manager", "teacher"):
        assert steps(f"{name}_en") == steps(f"{name}_fr")


def test_names_that_tutorials_tell_are_those_of_the_pages():
    from simulation.app.texts import texts
    said = {lang: set(texts()[lang].values()) for lang in ("en", "fr")}
    for name in ("manager", "teacher"):
        for lang in ("en", "fr"):
            page = next(page for page in TUTORIALS if page.stem == f"{name}_{lang}")
            for bold in re.findall(r"\*\*([^*]+)\*\*", page.read_text(encoding="utf-8")):
                assert bold in said[lang] or bold in ("cannot be told", "indécidable"), bold
