"""What is made from declarations is as they are: run `python -m simulation.docs.tables` after a change."""

import json
import re

import documents
import pytest
from documents import DOCS

from simulation.cli import COMMANDS
from simulation.docs import generated
from simulation.docs.reference import PAGES
from simulation.experiments import store
from simulation.experiments.run import FILES
from simulation.measures.daily import COLUMNS
from simulation.measures.events import EVENTS
from simulation.measures.outcomes import OUTCOMES
from simulation.measures.tables import DECLARED
from simulation.rules.draws import PURPOSES
from simulation.scenario import PARAMETERS, offices, policies, studies

MADE = dict(generated.made())


@pytest.mark.parametrize("path", MADE, ids=documents.name)
def test_nothing_is_stale(path):
    assert path.read_text(encoding="utf-8") == MADE[path], "run python -m simulation.docs.tables"


def test_the_shelf_holds_nothing_else():
    assert {path.name for path in generated.REFERENCE.iterdir()} == set(PAGES)


def page(name):
    return documents.text(DOCS / "reference" / name)


def rows(name):
    """The first cells of all rows of a page, without heads."""
    return re.findall(r"^\| `([^`]+)`", page(name), re.MULTILINE)


def test_pages_hold_all_that_is_declared():
    assert set(PARAMETERS) <= set(rows("parameters.md")) and all(p.source.replace("|", "/") in page("parameters.md") and p.fr.replace("|", "/") in page("parameters.md") for p in PARAMETERS.values())
    assert rows("outcomes.md") == [outcome.key for outcome in OUTCOMES]
    assert rows("daily.md") == [column.name for column in COLUMNS]
    assert [name for name, _ in EVENTS] == rows("events.md")[-len(EVENTS):]
    assert re.findall(r"^\| \d+ \| `(\w+)`", page("draws.md"), re.MULTILINE) == list(PURPOSES)
    assert rows("shipped.md") == [one.name for kind in (offices(), policies(), studies()) for one in kind]


def test_every_command_and_option_has_its_row():
    import click

    from simulation.cli import main
    for name in COMMANDS:
        section = re.search(rf"^## guichet {name}\n(.*?)(?=^## |\Z)", page("commands.md"), re.MULTILINE | re.DOTALL)[1]
        for param in main.get_command(click.Context(main), name).params:
            said = [*param.opts, *param.secondary_opts] if isinstance(param, click.Option) else [param.metavar or param.name.upper()]
            assert all(one in section for one in said), (name, said)


def test_every_table_of_results_is_told():
    told = page("results.md")
    assert all(f"### {name}.parquet" in told for name in DECLARED if name != "daily") and all(f"`{name}`" in told for name in FILES)
    assert all(f"`{name}`" in told for name in (store.DESIGN, store.DICTIONARY, store.MANIFEST, *store.MEANINGS))


def test_what_is_stale_is_written_anew_and_nothing_else(tmp_path, monkeypatch):
    stale = tmp_path / "page.md"
    stale.write_text("old")
    monkeypatch.setattr(generated, "made", lambda: iter([(stale, "new"), (tmp_path / "other.md", "whole")]))
    monkeypatch.setattr(generated, "REFERENCE", tmp_path)
    assert generated.write() == [stale, tmp_path / "other.md"] and stale.read_text() == "new" and generated.write() == []


def test_codemeta_is_of_this_version():
    from simulation import __version__
    assert json.loads((documents.ROOT / "codemeta.json").read_text(encoding="utf-8"))["version"] == __version__
