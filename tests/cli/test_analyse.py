"""`guichet analyse`: from a real sweep to tables and a page."""

import json

import pandas as pd
import pytest
from terminal import guichet

from simulation.charts.analysis_words import WORDS

STUDY = """[study]
name = "little"
title_en = "Little"
title_fr = "Petite"
office = "social_agency"
policies = ["laissez_faire", "present"]
years = 0.05
replicates = 3
[design]
kind = "grid"
[[axes]]
key = "staff.extra_posts"
values = [0, 1]
[[axes]]
key = "breaks.overlap"
values = [0.0, 0.8]
"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """The results of a little study."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "little.toml").write_text(STUDY, encoding="utf-8")
    told = guichet("sweep", str(folder / "little.toml"), "--workers", "1", "--out", str(folder / "found"))
    assert told.exit_code == 0, told.output
    return folder / "found"


def test_tables_and_a_page(swept, tmp_path):
    told = guichet("analyse", swept, "--out", tmp_path / "told")
    assert told.exit_code == 0, told.output
    assert sorted(path.name for path in (tmp_path / "told").iterdir()) == [
        "data_dictionary.csv", "effects.csv", "manifest.json", "notes.csv", "power.csv", "regimes.csv", "replicates.csv", "report.html", "shares.csv"]
    assert told.stdout.startswith("little: design grid, 8 points, 24 runs; axes: staff.extra_posts, breaks.overlap")
    assert set(pd.read_csv(tmp_path / "told" / "effects.csv").policy) >= {"laissez_faire", "present"}
    assert json.loads((tmp_path / "told" / "manifest.json").read_text(encoding="utf-8"))["study"]["study"] == "little"


DESIGNS = {
    "grid": ({"effects", "shares", "regimes"}, 'kind = "grid"', "values = [0, 1]", "values = [0.0, 0.8]"),
    "saltelli": ({"sobol"}, 'kind = "saltelli"\npoints = 32', "low = 0\nhigh = 3", "low = 0.0\nhigh = 0.8"),
    "morris": ({"morris"}, 'kind = "morris"\ntrajectories = 4', "low = 0\nhigh = 3", "low = 0.0\nhigh = 0.8"),
    "one_at_a_time": ({"swings"}, 'kind = "one_at_a_time"', "values = [0, 1]", "values = [0.0, 0.8]"),
}


@pytest.mark.parametrize("kind", DESIGNS)
def test_the_dictionary_tells_every_column_of_every_table(tmp_path, kind):
    tables, *new = DESIGNS[kind]
    text = STUDY
    for old, said in zip(('kind = "grid"', "values = [0, 1]", "values = [0.0, 0.8]"), new):
        text = text.replace(old, said)
    (tmp_path / "little.toml").write_text(text, encoding="utf-8")
    made = guichet("sweep", str(tmp_path / "little.toml"), "--workers", "1", "--out", str(tmp_path / "found"))
    assert made.exit_code == 0, made.output
    result = guichet("analyse", tmp_path / "found", "--out", tmp_path / "told", "--no-report")
    assert result.exit_code == 0
    said = WORDS["en"]
    at = {"grid": "shares", "saltelli": "sobol", "morris": "morris", "one_at_a_time": "swings"}[kind]
    assert said["weights"].format(measure=said["sizes"][at]) in result.stdout
    table = pd.read_csv(tmp_path / "told" / f"{at}.csv").query("outcome == 'live_wait' and policy == 'present'")
    first = table.loc[table[{"sobol": "st", "morris": "mu_star", "swings": "swing", "shares": "share"}[at]].idxmax()]
    assert f"  Wait (Present manager): {first['term' if at == 'shares' else 'axis']} " in result.stdout
    told = pd.read_csv(tmp_path / "told" / "data_dictionary.csv").groupby("table").name.agg(set)
    held = {path.stem: set(pd.read_csv(path).columns) for path in (tmp_path / "told").glob("*.csv") if path.stem != "data_dictionary"}
    assert tables | {"notes", "power", "replicates"} <= set(held) == set(told.index)
    for name, columns in held.items():
        assert columns - {"staff.extra_posts", "breaks.overlap"} == told[name], name


def test_it_speaks_french(swept, tmp_path):
    told = guichet("analyse", swept, "--out", tmp_path / "told", "--lang", "fr")
    said = told.stdout.replace("\u00a0", " ")
    assert said.startswith("little : plan grille, 8 points, 24 simulations ; axes : staff.extra_posts, breaks.overlap") and "Écrit dans" in said
    assert "Épuisement : n'a pas de vrai zéro" in said


def test_json(swept, tmp_path):
    told = guichet("analyse", swept, "--out", tmp_path / "told", "--outcomes", "live_wait,exhaustion", "--no-report", "--json")
    data = json.loads(told.stdout)
    assert told.exit_code == 0 and data["outcomes"] == ["live_wait", "exhaustion"] and len(data["tables"]["regimes"]) == 8
    assert "report.html" not in data["files"] and (data["runs"], data["failed"]) == (24, 0)


@pytest.mark.parametrize("args, said", [(["--outcomes", "wait"], "no 'wait' in these results"), (["--eps", "0"], "eps: 0.0; must be a number over 0")])
def test_bad_input_ends_with_two(swept, tmp_path, args, said):
    told = guichet("analyse", swept, "--out", tmp_path / "told", *args)
    assert told.exit_code == 2 and said in told.stderr and not (tmp_path / "told").exists()


def test_a_folder_without_results_is_refused(tmp_path):
    told = guichet("analyse", tmp_path, "--out", tmp_path / "told")
    assert told.exit_code == 2 and "holds no study" in told.stderr
