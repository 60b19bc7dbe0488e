"""Folders of results as the page gets them: the figures of the commands, to the bit; folders that mean harm; a sweep that goes on meanwhile."""

import hashlib
import json
import math
import threading
import time

import httpx2
import numpy as np
import pandas as pd
import pytest
from little_results import MARKUP, REFERENCE, STUDIES, hostile, run
from serve_pages import serving
from starlette.testclient import TestClient
from terminal import printed

from simulation.app.results import Trouble, folders, listing, opened, runs
from simulation.app.results import study as studies
from simulation.app.results.export import study_and_start
from simulation.app.results.folders import only
from simulation.app.results.opened import read
from simulation.app.results.routes import routes
from simulation.app.server import application
from simulation.scenario import PARAMETERS, load


@pytest.fixture(scope="session")
def harm(tmp_path_factory, results):
    return hostile(tmp_path_factory.mktemp("harm") / "results", results / "grid")


def listed(root):
    return {folder.name: folder for folder in listing(root)}


def trouble(folder):
    with pytest.raises(Trouble) as told:
        opened(folder)
    return told.value.key


# --- the same figures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_has_the_tables_of_analyse_to_the_bit(results, name, tmp_path):
    """What the command writes as JSON, against what the page gets as JSON."""
    said = json.loads(printed("analyse", results / name, "--json", "--no-report", "--out", tmp_path / "out"))
    data = json.loads(json.dumps(opened(listed(results)[name])))
    assert set(data["tables"]) == set(said["tables"]) - {"replicates"}
    for table, rows in said["tables"].items():
        if table == "replicates":
            continue
        held = data["tables"][table]
        assert list(held) == list(rows[0]) and len(rows) > 1
        for column in held:
            assert held[column] == [row[column] for row in rows], (table, column)
    kind = {"grid": "regimes", "saltelli": "sobol", "morris": "morris", "swings": "swings", "latin": "shares"}[name]
    assert kind in data["tables"]


@pytest.mark.parametrize("name", STUDIES)
def test_points_runs_and_means_are_those_of_the_folder(results, name):
    data, rows = opened(listed(results)[name]), pd.read_parquet(results / name)
    assert data["points"]["point"] == sorted(set(rows.point)) and len(data["runs"]["point"]) == len(rows) == data["facts"]["done"]
    by_run = rows.set_index(["point", "replicate"])
    assert len(data["outcomes"]) > 2
    for outcome in (one["key"] for one in data["outcomes"]):
        for point, replicate, seed, value in zip(*(data["runs"][key] for key in ("point", "replicate", "seed")), data["runs"]["values"][outcome]):
            row = by_run.loc[(point, replicate)]
            assert int(seed) == row.seed and (value == row[outcome] or value is None and math.isnan(row[outcome]))
        for i, point in enumerate(data["points"]["point"]):
            values = rows[rows.point == point].sort_values("replicate")[outcome].dropna().to_numpy()
            held = data["means"][outcome]
            assert held["n"][i] == len(values) and held["mean"][i] == values.mean()
            assert held["error"][i] == values.std(ddof=1) / math.sqrt(len(values))


def test_seeds_that_a_page_cannot_hold_as_numbers_are_texts(results):
    data = opened(listed(results)["saltelli"])
    assert all(isinstance(seed, str) for seed in data["runs"]["seed"]) and max(map(int, data["runs"]["seed"])) > 2**53


def test_what_is_laid_over_shipped_offices_and_policies_is_said_whole(results):
    """A side of the address, laid over what it names, is the scenario of the study."""
    for name in STUDIES:
        told = json.loads((results / name / "_manifest.json").read_text())
        for policy, scenario in zip(opened(listed(results)[name])["policies"], told["scenarios"], strict=True):
            base = policy["base"]
            values = {key: PARAMETERS[key].kind(value) for key, value in base["set"].items()}
            assert load(base["office"], None if base["policy"] == "none" else base["policy"], values).digest == scenario["digest"] and len(base["set"]) < 12


def test_an_office_of_ones_own_and_dated_changes_are_said_whole(tmp_path):
    office = tmp_path / "town_hall.toml"
    office.write_text('[office]\nname = "town_hall"\ntitle_en = "Town <i>hall</i>"\ntitle_fr = "Mairie"\n[demand]\npopulation = 300\n[[changes]]\nday = 2\nset = { "rest_room.exists" = false }\n')
    made = load(office, "discreet")
    side = runs.side(made.values, made.changes, "town_hall", "discreet", "Town <i>hall</i>")
    assert side["office"] == "" and side["changes"] == [{"day": 2, "set": {"rest_room.exists": False}, "action": None, "amount": 0.0, "situation": None}] and side["own"]["values"]["demand.population"] == 300
    leaves = tmp_path / "leaves.toml"
    leaves.write_text('[policy]\nname = "leaves"\ntitle_en = "L"\ntitle_fr = "L"\n[[changes]]\nday = 2\naction = "crisis"\namount = 3\n')
    acted = load("social_agency", leaves)
    side = runs.side(acted.values, acted.changes, "social_agency", "leaves")
    assert side["changes"] == [{"day": 2, "set": {}, "action": "crisis", "amount": 3.0, "situation": None}] and "a%402%21crisis=3.0&" in runs.address("#office", side)
    assert runs.from_toml("[office", "social_agency") == {"problem": "scenario"} == runs.from_toml("", "social_agency")


# --- other folders ------------------------------------------------------------------------------------------------------------


def test_the_reference_opens_as_it_is_shipped():
    found = listed(REFERENCE)
    assert {folder.kind for folder in found.values()} == {"patterns", "when", "ensemble"}
    table = pd.read_csv(REFERENCE / "patterns.csv")
    data = opened(found["."])
    assert data["tables"]["patterns"]["value"] == [None if math.isnan(value) else value for value in table.value] and sum(data["tables"]["patterns"]["holds"]) == table.holds.astype(str).eq("True").sum()
    assert set(data["tables"]["theories"]["arm"]) == {"full", "none", "support", "contagion", "own"} and "search.csv" in data["others"]
    maps = pd.read_csv(REFERENCE / "when" / "maps.csv")
    when = opened(found["when"])
    assert when["tables"]["maps"]["difference"] == maps.difference.tolist() and when["tables"]["maps"]["zone"] == maps.zone.tolist()
    assert set(when["tables"]["maps"]["at"]) == set(when["runs"]) and len(when["runs"]) == 100
    members = pd.read_parquet(REFERENCE / "call_centre" / "ensemble.parquet")
    assert opened(found["call_centre"])["values"]["episode.base"] == members["episode.base"].tolist()


def test_a_comparison_is_given_as_it_was_written(results):
    data, apart = opened(listed(results)["compare"]), pd.read_csv(results / "compare" / "differences.csv")
    assert data["tables"]["differences"]["difference"] == [None if math.isnan(value) else value for value in apart.difference]
    rows = pd.read_csv(results / "compare" / "outcomes.csv")
    one = rows[(rows.policy == "discreet") & (rows.twin_world == 2) & (rows.outcome == "exhaustion")].value.item()
    at = next(i for i, (point, world) in enumerate(zip(data["runs"]["point"], data["runs"]["replicate"])) if (point, world) == (1, 2))
    assert data["runs"]["values"]["exhaustion"][at] == one and data["policies"][1]["base"]["policy"] == "discreet"


@pytest.mark.parametrize("held, told", [(["guichet", "run", "my office.toml"], "guichet run 'my office.toml'"), ("guichet compare", "guichet compare"), (None, ""), ([], "")])
def test_a_command_is_told_as_it_is_typed(held, told):
    assert folders.command_told(held) == told


# --- harm ---------------------------------------------------------------------------------------------------------------------


def test_links_are_not_followed_and_pipes_not_waited_for(harm):
    found = listed(harm)
    assert "linked_folder" not in found and "linked_part" in found
    assert trouble(found["linked_part"]) == "leads_out" and trouble(found["pipe"]) == "leads_out"


@pytest.mark.parametrize("name, key", [("truncated", "unreadable"), ("huge", "large"), ("no_json", "unreadable"), ("other_types", "unreadable"), ("nothing_run", "no_runs"), ("tables", "unreadable"),
                                       ("patterns", "unreadable")])
def test_a_broken_folder_is_a_sentence(harm, name, key):
    assert trouble(listed(harm)[name]) == key


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(Trouble) as told:
        listing(tmp_path / "no")
    assert told.value.key == "missing"
    with pytest.raises(Trouble):
        only(tmp_path)
    assert TestClient(application(routes(tmp_path / "no"))).get("/results").json()["problem"] == "missing"


@pytest.mark.parametrize("asked", ["../outside", "..%2foutside", "%2e%2e/outside", "/etc", "//etc/passwd", "grid/../grid", "linked_folder", "grid/_manifest.json", "%00", "%ff", "no_such"])
def test_no_name_leads_out_of_the_listing(harm, asked):
    answer = TestClient(application(routes(harm))).get(f"/results/{asked}")
    assert answer.status_code == 404 and "outcomes" not in answer.text


def test_names_come_back_as_text_and_an_outcome_that_is_not_there_is_told(harm, results):
    client = TestClient(application(routes(harm)))
    names = [one["name"] for one in client.get("/results").json()["folders"]]
    assert MARKUP in names
    data = client.get(f"/results/{MARKUP}").json()
    assert data["kind"] == "study" and data["failures"][0][4] == f"it broke: {MARKUP}" and data["facts"]["failed"] > 0
    client = TestClient(application(routes(results)))
    assert client.get("/results/grid", params={"outcomes": f"exhaustion,{MARKUP}"}).json()["problem"] == "unreadable"
    assert [one["key"] for one in client.get("/results/grid", params={"outcomes": "exhaustion,coverage"}).json()["outcomes"]] == ["exhaustion", "coverage"]
    answer = client.get("/results")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'") and client.post("/results").status_code == 405


def test_half_of_a_letter_and_numbers_that_are_none_reach_no_page(results, tmp_path):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a.csv").write_text("x,y\ninf,nan\n-inf,1e400\n")
    assert opened(only(tmp_path / "odd"))["others"]["a.csv"]["table"]["x"] == [None, None]
    copied = tmp_path / "half"
    copied.mkdir()
    for path in (results / "grid").iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    told = json.loads((copied / "_manifest.json").read_text()) | {"title_en": "half \ud800 a letter"}
    (copied / "_manifest.json").write_text(json.dumps(told))
    assert opened(only(copied))["title"][0].encode("utf-8")


def test_nothing_is_written(results):
    def state():
        return {str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in results.rglob("*") if path.is_file()}
    before = state()
    for folder in listing(results):
        read(folder)
    assert state() == before


# --- sizes, and work meanwhile ------------------------------------------------------------------------------------------------


def test_a_study_that_is_too_large_is_thinned_and_says_so_while_its_analysis_is_of_all(results, monkeypatch):
    whole = read(listed(results)["latin"])
    monkeypatch.setattr(studies, "MOST_POINTS", 8)
    monkeypatch.setattr(studies, "MOST_RUNS", 10)
    thin = read(listed(results)["latin"])
    assert thin["shown"] == {"points": 8, "of_points": 24, "runs": 10, "of_runs": 48} and thin["tables"] == whole["tables"]
    assert all(thin["points"]["policy"].count(policy) == 4 for policy in ("present", "discreet")) and set(thin["runs"]["point"]) <= set(thin["points"]["point"])
    monkeypatch.setattr(studies, "MOST_ANALYSED", 10)
    with pytest.raises(Trouble) as told:
        read(listed(results)["latin"])
    assert told.value.key == "runs"


def test_a_file_holds_what_there_is_room_for(results):
    whole = len(json.dumps(study_and_start(results / "morris")[0], ensure_ascii=False, separators=(",", ":")))
    less, start = study_and_start(results / "morris", (), whole - 3000)
    assert less["shown"]["runs"] < less["shown"]["of_runs"] and len(json.dumps(less, ensure_ascii=False, separators=(",", ":")).encode()) <= whole - 3000
    assert start.startswith("lab?office=social_agency&a=present&") and "&b=discreet&" in start
    with pytest.raises(Trouble) as told:
        study_and_start(results / "morris", (), 2000)
    assert told.value.key == "room"


def test_a_study_opens_while_it_is_run(tmp_path, monkeypatch):
    """Whatever is seen of it meanwhile is whole runs; at the end all of them."""
    from simulation.experiments import sweep as sweeps
    monkeypatch.setattr(sweeps, "CHUNK_SECONDS", 0.02)
    monkeypatch.setattr(sweeps, "LEAST_SECONDS", 0.005)
    going = threading.Thread(target=run, args=(tmp_path, "swings"), kwargs={"years": 0.1, "replicates": 20}, daemon=True)
    going.start()
    seen = set()
    while going.is_alive():
        for folder in listing(tmp_path):
            try:
                data = opened(folder)
                seen.add(data["facts"]["done"])
                assert data["facts"]["runs"] == 160 and len(data["runs"]["point"]) == data["facts"]["done"]
            except Trouble as told:
                assert told.key == "no_runs", told
        time.sleep(0.01)
    going.join()
    assert opened(listing(tmp_path)[0])["facts"]["done"] == 160
    print("runs seen meanwhile:", sorted(seen))
    assert any(done < 160 for done in seen)


def test_the_page_stays_quick_while_a_study_is_analysed(results, monkeypatch):
    asleep = threading.Event()
    before = studies.job.analyse

    def slow(*args):
        asleep.set()
        time.sleep(1.5)
        return before(*args)

    monkeypatch.setattr(studies.job, "analyse", slow)
    opened.__globals__["_kept"].clear()
    with serving(application(routes(results))) as address:
        httpx2.get(address)
        answers = []
        asking = threading.Thread(target=lambda: answers.append(httpx2.get(f"{address}results/grid", timeout=20).json()["kind"]))
        asking.start()
        assert asleep.wait(10)
        begun = time.monotonic()
        assert httpx2.get(f"{address}declared.json").status_code == 200
        waited = time.monotonic() - begun
        asking.join()
    print(f"declared.json while a study is analysed: {waited:.3f} s")
    assert waited < 1.0 and answers == ["study"]


def test_many_folders_are_bounded(tmp_path, monkeypatch):
    for number in range(12):
        (tmp_path / f"deep{number}" / "a" / "b" / "c").mkdir(parents=True)
        for path in (tmp_path / f"deep{number}", tmp_path / f"deep{number}" / "a" / "b" / "c"):
            (path / "x.csv").write_text("a\n1\n")
    assert len(listing(tmp_path)) == 12
    monkeypatch.setattr(folders, "MOST_FOLDERS", 5)
    assert len(listing(tmp_path)) == 5


def test_numbers_of_numpy_are_plain():
    assert studies.column(pd.Series([np.int64(3), True, None, float("nan"), "x"], dtype=object)) == [3, True, None, None, "x"]
