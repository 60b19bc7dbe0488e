"""Folders of results that others have made: read, or refused with one sentence, within the limits; what is written stays in its folder."""

import contextlib
import hashlib
import json
import os
import shutil

import pandas as pd
import pytest
from little_results import REFERENCE, TINY, run
from spoil import as_parquet, bounded, each, few_or_many, settled, some_quick, spoilt_bytes, spoilt_data, spoilt_line, spoilt_table
from terminal import guichet

from simulation.app.results import Trouble
from simulation.app.results.export import study_and_start
from simulation.app.results.folders import only
from simulation.app.results.opened import read
from simulation.experiments.calibration import ensemble
from simulation.scenario import ScenarioError, load

BUSY = ("counter.posts=4", "phone.posts=2", "mail.posts=0", "mail.per_day=0", "counter.per_day=80", "phone.per_day=60", "episode.base=-2", "invention.trick=0.2", "talk.naming=0.5",
        "episode.kind_shares=[0.2,0.2,0.2,0.1,0.1,0.19,0.01,0]")
TABLES = ("daily", "events", "practices", "people", "ties")


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    """Good folders of every kind."""
    root = tmp_path_factory.mktemp("good")
    guichet("run", "social_agency", "--years", 12 / 220, "--out", root / "run", *(part for text in BUSY for part in ("--set", text)))
    for name in ("grid", "saltelli", "latin"):
        run(root, name)
    guichet("compare", "--policies", "present,discreet", "--years", 0.02, "--replicates", 3, "--out", root / "compare", "--no-report", "--workers", 1)
    shutil.copytree(REFERENCE / "when", root / "when")
    shutil.copytree(REFERENCE / "social_agency", root / "social_agency")
    (root / "patterns").mkdir()
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, root / "patterns")
    return root


def copied(folder, place):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    return place


def signed(folder, manifest="manifest.json", field="files"):
    """Write the checksums of tables as they are now into a manifest: whoever means harm can do so, too."""
    told = json.loads((folder / manifest).read_text())
    if isinstance(told.get(field), dict):
        told[field] |= {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}
        (folder / manifest).write_text(json.dumps(told))
    return folder


def spoil_one(folder, draws):
    """Spoil one file of a folder, in a way that suits it."""
    path = draws.choice(sorted(path for path in folder.iterdir() if path.suffix in (".json", ".csv", ".parquet", ".toml")))
    if draws.random() < 0.2:
        path.write_bytes(spoilt_bytes(path.read_bytes(), draws))
    elif path.suffix == ".json":
        path.write_text(json.dumps(spoilt_data(json.loads(path.read_text()), draws)))
    elif path.suffix == ".toml":
        path.write_text(spoilt_line(path.read_text(), draws), errors="replace")
    elif path.suffix == ".csv":
        spoilt_table(pd.read_csv(path), draws).to_csv(path, index=False, errors="replace")
    else:
        as_parquet(spoilt_table(pd.read_parquet(path), draws), path)


@few_or_many(4, 60)
def test_stories_of_runs_that_nobody_ran(count, good, tmp_path):
    """Manifest and tables are spoilt, and their checksums set right."""
    told = []

    def tell(draws, number):
        bad = copied(good / "run", tmp_path / "bad")
        if number % 3 == 0:
            (bad / "manifest.json").write_text(json.dumps(spoilt_data(json.loads((bad / "manifest.json").read_text()), draws)))
        else:
            path = bad / f"{draws.choice(('events', 'events', 'practices', 'practices', *TABLES))}.parquet"
            as_parquet(spoilt_table(pd.read_parquet(path), draws), path)
            signed(bad)
        done = settled("story", bad, "--full", *["--json"] * (number % 2))
        told.append(done.exit_code)
        if done.exit_code == 0:
            settled("story", bad, "--practice", number % 9)
            settled("story", bad, "--employee", number % 5, "--lang", "fr")

    each(count, tell)
    assert 2 in told


@few_or_many(1, 24)
def test_spoilt_studies_are_analysed_or_refused(count, good, tmp_path):
    found = []

    def analyse(draws, number):
        bad = copied(good / ("grid", "saltelli", "latin")[number % 3], tmp_path / "bad")
        spoil_one(bad, draws)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        found.append(settled("analyse", bad, "--out", tmp_path / "out", *["--no-report"] * (number % 3 > 0)).exit_code)

    each(count, analyse)
    assert 2 in found or count < 10


@few_or_many(3, 30)
def test_spoilt_folders_are_shown_or_told_by_the_lab(count, good, tmp_path):
    kinds = ("when", "social_agency", "grid", "latin", "compare", "patterns")

    def show(draws, number):
        bad = copied(good / kinds[number % len(kinds)], tmp_path / "results" / "bad")
        if number % len(kinds) == 0:
            copied(good / "social_agency", tmp_path / "results" / "social_agency")
        spoil_one(bad, draws)
        with bounded(), contextlib.suppress(Trouble):
            read(only(bad))
        with bounded(), contextlib.suppress(Trouble):
            study_and_start(bad, (), 200_000)

    each(count, show)


@few_or_many(3, 60)
def test_spoilt_ensembles_are_laid_or_refused(count, good, tmp_path):
    office = load("social_agency")

    def lay(draws, number):
        bad = copied(good / "social_agency", tmp_path / "bad")
        spoil_one(bad, draws)
        signed(bad, field="sha256") if (bad / "manifest.json").read_bytes()[:1] == b"{" and number % 2 else None
        with bounded(), contextlib.suppress(ScenarioError):
            found = ensemble.read(bad).chosen(5)
            found.over(0, office, office)
            ensemble.check(found, [load(str(bad / "office.toml"))])

    def lay_whatever(draws, number):
        with contextlib.suppress(json.JSONDecodeError, UnicodeDecodeError):  # of `signed`
            lay(draws, number)

    each(count, lay_whatever)


@few_or_many(1, 20)
def test_a_sweep_goes_on_in_a_spoilt_folder_or_refuses_it(count, good, tmp_path):
    """Damaged parts are run again; a manifest or a design of another form is refused; what was there is never lost."""
    told = json.loads((good / "grid" / "_manifest.json").read_text())
    (tmp_path / "grid.toml").write_text(told["study_toml"])

    def sweep(draws, number):
        bad = copied(good / "grid", tmp_path / "bad")
        spoil_one(bad, draws)
        parts = len(list(bad.glob("*part-*")))
        settled("sweep", tmp_path / "grid.toml", "--out", bad, "--workers", 1)
        assert len(list(bad.glob("*part-*"))) >= parts

    each(count, sweep)


# --- places -----------------------------------------------------------------------------------------------------------------


def names(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("study", some_quick(["x/../../../../escaped", "/escaped", "..", "a\0b", "\ud800", "x" * 5000], 1))
def test_a_study_is_never_filed_elsewhere_whatever_it_is_called(study, good, tmp_path, monkeypatch):
    """Folders are named after studies, and somebody else's may be called anything."""
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    bad = copied(good / "grid", tmp_path / "bad")
    (bad / "_manifest.json").write_text(json.dumps(json.loads((bad / "_manifest.json").read_text()) | {"study": study}))
    settled("analyse", bad, "--outcomes", "exhaustion", "--no-report", codes=(0,))
    assert names(tmp_path / "a") >= {"b", "b/results"} and len(list((here / "results").iterdir())) == 1 and {path.name for path in tmp_path.iterdir()} == {"a", "bad"}


@pytest.mark.slow
def test_a_run_over_an_ensemble_is_never_filed_elsewhere(good, tmp_path, monkeypatch):
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    kept = copied(good / "social_agency", tmp_path / "kept")
    (kept / "manifest.json").write_text(json.dumps(json.loads((kept / "manifest.json").read_text()) | {"study": "x/../../../../escaped"}))
    settled("run", "--ensemble", kept, "--members", 2, "--years", 0.01, codes=(0,))
    assert [path.name for path in (here / "results").iterdir()] == ["run-x_.._.._.._.._escaped-seed1"]


@pytest.mark.parametrize("name", some_quick(["_lock", "_manifest.json", "_dictionary.csv", "_design.parquet", ".part-design.tmp"], 1))
def test_a_link_in_a_folder_of_results_is_not_written_through(name, good, tmp_path):
    """A sweep into somebody else's folder: what a link leads to stays as it is."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    folder = copied(good / "grid", tmp_path / "folder")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(precious)
    text = json.loads((good / "grid" / "_manifest.json").read_text())["study_toml"]
    (tmp_path / "grid.toml").write_text(text.replace("replicates = 4", "replicates = 5"))
    settled("sweep", tmp_path / "grid.toml", "--out", folder, "--workers", 1)
    assert precious.read_text() == "mine"


def test_a_run_into_a_folder_of_links_leaves_what_they_lead_to(tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("daily.parquet", "manifest.json", "scenario.toml", "data_dictionary.csv"):
        (folder / name).symlink_to(precious)
    settled("run", "social_agency", "--years", 0.01, "--out", folder, "--force", codes=(0,))
    assert precious.read_text() == "mine" and not (folder / "manifest.json").is_symlink()


# --- sizes ------------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_folders_that_claim_much_are_refused_in_time(good, tmp_path):
    """A map of a billion points, a comparison with an outcome for each run, a table of a million columns, runs with hardly a replicate in common."""
    bad = copied(good / "when", tmp_path / "results" / "when")
    copied(good / "social_agency", tmp_path / "results" / "social_agency")
    (bad / "manifest.json").write_text(json.dumps(json.loads((bad / "manifest.json").read_text()) | {"grid": 10**6, "members": 10**9}))
    with bounded():
        assert read(only(bad))["runs"] == {}
    (tmp_path / "compare").mkdir()
    (tmp_path / "compare" / "outcomes.csv").write_text("policy,twin_world,seed,outcome,value\n" + "".join(f"a,{i},{i},o{i},1\n" for i in range(19_000)))
    shutil.copy(good / "compare" / "differences.csv", tmp_path / "compare")
    (tmp_path / "wide").mkdir()
    (tmp_path / "wide" / "x.csv").write_bytes(b"a" + b"," * 20_000_000 + b"\n")
    for name in ("compare", "wide"):
        with bounded(), pytest.raises(Trouble):
            read(only(tmp_path / name))
    bad = copied(good / "grid", tmp_path / "sparse")
    part, design = next(bad.glob("part-*")), pd.read_parquet(bad / "_design.parquet")
    many = pd.concat([design] * 2000, ignore_index=True).assign(point=range(2000 * len(design)), sample=range(2000 * len(design)))
    many.to_parquet(bad / "_design.parquet", index=False)
    rows = pd.read_parquet(part).head(1)
    pd.concat([rows] * 20_000, ignore_index=True).assign(point=range(20_000), replicate=range(20_000)).to_parquet(part, index=False)
    assert settled("analyse", bad, "--out", tmp_path / "out", "--no-report", codes=(2,)).stderr


@pytest.mark.slow
def test_a_study_of_its_own_runs_from_a_folder_that_is_strange(tmp_path):
    """Spaces, quotes, accents, two hundred letters, and bytes that are no text."""
    for name in ("it's \"é\" <b> $HOME", "x" * 200, os.fsdecode(b"caf\xe9")):
        here = tmp_path / name
        here.mkdir()
        (here / "s.toml").write_text(
            '[study]\nname = "s"\ntitle_en = "s"\ntitle_fr = "s"\nyears = 0.01\nreplicates = 2\n' + TINY + '[design]\nkind = "grid"\n[[axes]]\nkey = "demand.load"\nvalues = [0.8, 1.2]\n')
        settled("sweep", here / "s.toml", "--out", here / "r", "--workers", 1, codes=(0,))
        settled("analyse", here / "r", "--out", here / "a", codes=(0,))
