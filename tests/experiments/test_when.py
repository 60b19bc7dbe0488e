"""When discretion pays: the rule by which a zone is named, equal cost, regret, the command, and the claims of findings.md at reduced size."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from terminal import guichet

from simulation.charts.when_words import WORDS
from simulation.cli import when as command
from simulation.experiments import when as job
from simulation.measures.outcomes import MAIN
from simulation.scenario import ScenarioError, load

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "simulation" / "docs" / "findings.md"
RESULTS = ROOT / "results" / "reference" / "when"
ENSEMBLE, FRESH = (Path(__file__).resolve().parents[2] / "results" / "reference" / "social_agency", 8), 5001
"""The ensemble over which findings.md makes its claims, and the first of the seeds that they have not seen."""


def apart(*means, noise=0.1, worlds=20):
    """Differences, member x world, with these means."""
    ripple = noise * np.where(np.arange(worlds) % 2, 1.0, -1.0)
    return np.array(means)[:, None] + ripple


def zone(differences, better="lower"):
    told = job.told(differences, np.full(len(differences), 1 / len(differences)), better)
    return told["zone"], told["why"]


def test_a_side_pays_only_by_the_declared_rule():
    assert zone(apart(-1.0, -0.8, -1.2)) == ("discreet", "") and zone(apart(1.0, 0.8)) == ("present", "")
    assert zone(apart(1.0, 0.8), "higher") == ("discreet", "") and zone(apart(-1.0), "higher") == ("present", "")
    assert zone(apart(0.01, 0.02)) == ("open", "interval")
    assert zone(apart(-0.07)) == ("open", "worlds")  # the interval, 0.066 either way, leaves zero out, but power .95 asks for 0.10
    assert zone(apart(-1.0, -1.0, -1.0, 0.02)) == ("open", "members")
    assert zone(apart(-1.0, -1.0, -1.0, 0.9)) == ("flips", "")
    assert zone(apart(*[-1.0] * 9, 0.02)) == ("discreet", "")  # nine in ten
    assert zone(np.zeros((2, 4))) == ("open", "interval")


def test_a_claim_has_the_worlds_that_the_power_asks_for():
    rng = np.random.default_rng(1)
    for effect in (0.2, 0.5, 0.8, 1.5):
        told = job.told(rng.normal(-effect, 1.0, (4, 12)), np.full(4, 0.25))
        if told["zone"] in ("discreet", "present"):
            assert told["worlds_needed"] <= told["worlds"] and told["low"] < told["difference"] < told["high"] < 0
    weighted = job.told(apart(-1.0, 3.0), np.array([0.75, 0.25]))
    assert weighted["difference"] == pytest.approx(0) and weighted["share_discreet"] == 0.75 and (weighted["least"], weighted["most"]) == pytest.approx((-1, 3))


def test_both_arms_cost_the_same_and_differ_in_attention_and_breaks():
    group = job.members(job.DEFAULTS)
    one, other = job.costs(group)
    alike = ("manager_hours", "break_minutes", "meal_minutes", "room_euros")
    assert [one[name] for name in alike] == pytest.approx([other[name] for name in alike]) and one["manager_hours"] == pytest.approx(4.0)
    present, discreet = job.scenarios(group, 0, "mechanisms", job.settings("mechanisms")[:1])[0]
    differ = {key for key in present.values if present.values[key] != discreet.values[key]}
    assert differ == {"manager.floor", "manager.rest_room", "manager.listening", "manager.conditions", "manager.willing",
                      "breaks.overlap", "breaks.protection", "breaks.autonomy"}


def test_a_point_sets_its_axes_in_both_arms():
    point = job.Setting((0.5, 1.0), {"staff.remote_share": 0.5, "breaks.overlap": 1.0})
    for scenario in job.scenarios(job.members(job.DEFAULTS), 0, "isolation_overlap", [point])[0]:
        assert scenario.values["breaks.overlap"] == 1.0 and scenario.values["staff.remote_share"] == 0.5
    assert len(job.settings("workload_deviance", 3)) == 9 and job.settings("workload_deviance", 3)[5].values == {"demand.load": 1.2, "episode.base": -3.9}


def test_futures_befall_every_policy():
    for future, told in (("rule_wave", lambda s: [change.action for change in s.changes]), ("machine_triage", lambda s: s.values["demand.deflection"]),
                         ("hiring_freeze", lambda s: s.values["staff.hiring_days"])):
        arms = job.scenarios(job.members(job.DEFAULTS), 0, "regret", [job.Setting((future,), {}, future)])[0]
        assert len(arms) == len(job.POLICIES) and len({str(told(arm)) for arm in arms}) == 1


def test_regret_is_over_the_best_with_the_same_member_and_future():
    rows = pd.DataFrame([{"point": at, "policy": policy, "member": member, "world": world,
                          **{outcome.key: i + 10 * at * (policy == "present") + 0.01 * world * i for outcome in MAIN}}
                         for at in range(4) for i, policy in enumerate(job.POLICIES) for member in range(2) for world in range(3)])
    told = pd.DataFrame(job.regret_rows(rows, np.array([0.5, 0.5]))).query("outcome == 'exhaustion' and future == 'all'").set_index("policy")
    assert told.regret["laissez_faire"] == 0 and told["rank"]["laissez_faire"] == 1 and told.regret["discreet"] == pytest.approx(2.02)
    assert told.worst["present"] == pytest.approx(31.01) and told.worst_future["present"] == "hiring_freeze" and told["rank"]["present"] == 10
    assert told.told["discreet"] and not told.told["laissez_faire"]


def test_what_is_asked_wrongly_is_refused():
    with pytest.raises(ScenarioError, match="nowhere"):
        job.chosen(["nowhere"])
    assert job.chosen(["regret", "captivity_tension"]) == ("captivity_tension", "regret")


def test_the_command_has_the_defaults_of_the_job():
    for name in ("DEFAULT_GRID", "DEFAULT_MEMBERS", "DEFAULT_REPLICATES", "DEFAULT_YEARS"):
        assert getattr(command, name) == getattr(job, name)


def test_words_in_both_languages():
    assert set(WORDS["en"]) == set(WORDS["fr"])
    for inside in ("maps", "axes", "short", "sides", "why", "futures"):
        assert set(WORDS["en"][inside]) == set(WORDS["fr"][inside])
    assert set(WORDS["en"]["axes"]) == {key for laid in job.MAPS.values() for key in (laid.across, laid.up)} and set(WORDS["en"]["maps"]) == set(job.MAPS)


TINY = [word for value in ("counter.posts=2", "counter.per_day=25", "phone.posts=2", "phone.per_day=60", "mail.posts=1", "mail.per_day=10",
                           "demand.population=400") for word in ("--set", value)]


def test_of_an_outcome_that_is_not_defined_in_every_run_nothing_is_said(here):
    """Nobody waits in an office that has mail only."""
    mail = [word for key, value in (("counter.posts", 0), ("counter.per_day", 0), ("phone.posts", 0), ("phone.per_day", 0), ("mail.posts", 2), ("mail.per_day", 30)) for word in ("--set", f"{key}={value}")]
    told = guichet("when", "workload_deviance", "regret", "--ensemble", "defaults", "--grid", "2", "--years", "0.03", "--replicates", "2", "--workers", "1", *mail, "--out", "out", "--json")
    data = json.loads(told.stdout)
    assert {row["why"] for row in data["maps"] if row["outcome"] == "live_wait"} == {"undefined"} and "undefined" not in {row["why"] for row in data["maps"] if row["outcome"] == "exhaustion"}
    assert {row["outcome"] for row in data["regret"]} == {*job.JUDGED} - {"live_wait"} and "Wait: not defined in every run; nothing can be said." in data["answer"][-2]
    assert Path("out/report.html").read_text(encoding="utf-8").count("not defined in every run") == 1 + 4


def test_the_command_gives_json_a_page_and_the_same_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["when", "--ensemble", "defaults", "--grid", "2", "--years", "0.03", "--replicates", "2", "--workers", "1", "--lang", "fr", *TINY]
    told = guichet(*asked, "--out", "one", "--json")
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    assert data["runs"] == (4 * 4 * 2 + 15 * 2 + 4 * 10) * 2 and len(data["maps"]) == 4 * 4 * len(MAIN) and len(data["mechanisms"]) == 15 * len(MAIN)
    assert {row["zone"] for row in data["maps"]} <= set(job.ZONES) and data["answer"]
    assert {path.name for path in Path("one").iterdir()} == {"costs.csv", "data_dictionary.csv", "maps.csv", "manifest.json", "mechanisms.csv", "regret.csv", "report.html"}
    page = Path("one/report.html").read_text(encoding="utf-8")
    assert "Quand la discrétion paie-t-elle" in page and "<script src" not in page
    again = guichet(*asked, "--out", "two", "--no-report", "regret")
    assert again.exit_code == 0 and Path("one/regret.csv").read_text() == Path("two/regret.csv").read_text()
    terms = pd.read_csv("one/data_dictionary.csv")
    for name in job.DICTIONARY:
        assert set(pd.read_csv(f"one/{name}.csv").columns) <= set(terms[terms.table == name].name)


def test_an_ensemble_from_a_folder_has_worlds_of_its_own_for_each_member(tmp_path):
    (tmp_path / "office.toml").write_text(load("social_agency").to_toml(), encoding="utf-8")
    pd.DataFrame({"talk.transmit": [0.05, 0.2, 0.3], "episode.base": [-4.5, -4.0, -3.5], "weight": [0.5, 0.5, 0.0]}).to_parquet(tmp_path / "ensemble.parquet")
    digest = hashlib.sha256((tmp_path / "ensemble.parquet").read_bytes()).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps({"format": "guichet ensemble", "sha256": {"ensemble.parquet": digest}, "study": "s", "digest": "d", "office": "social_agency",
                                                        "reached": True, "parameters": ["talk.transmit", "episode.base"]}), encoding="utf-8")
    group = job.members(tmp_path, 2)
    points = job.settings("workload_deviance", 2)[:1]
    arms = [job.scenarios(group, member, "workload_deviance", points)[0] for member in range(2)]
    assert [arm[0].values["talk.transmit"] for arm in arms] == [0.05, 0.2] and arms[1][0].values["episode.base"] == -5.0  # the map goes before the member
    rows = job.carry_out(group, "workload_deviance", points, years=0.01, replicates=2, seed=7, workers=1)
    assert list(rows[rows.policy == "present"].seed) == [7, 8, 9, 10] == list(rows[rows.policy == "discreet"].seed)
    drawn = job.members("ranges", 4)
    assert len(drawn.ensemble.values) == 4 and drawn.name == "ranges" and drawn.weight.sum() == pytest.approx(1)


def table_of(name):
    """The rows of a table of findings.md that the tests read, as lists of texts."""
    text = DOCUMENT.read_text(encoding="utf-8").split(f"<!-- {name} -->")[1].split("<!-- end -->")[0]
    return [[cell.strip().replace("\u2212", "-").replace("`", "") for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()[2:]]


def test_the_document_counts_zones_as_the_committed_table_does():
    held = pd.read_csv(RESULTS / "maps.csv", keep_default_na=False)
    told = table_of("zones of when")
    assert told
    for where, outcome, *counts in told:
        part = held[(held.outcome == outcome) & ((held["map"] == where) | (where == "all"))]
        assert [int(count) for count in counts] == [int((part.zone == zone).sum()) for zone in job.ZONES], (where, outcome)


def test_every_committed_claim_has_the_worlds_that_it_needs():
    held = pd.read_csv(RESULTS / "maps.csv", keep_default_na=False)
    claimed = held[held.zone.isin(("discreet", "present"))]
    assert len(claimed) and (claimed.worlds_needed.astype(float) <= claimed.worlds).all()
    manifest = json.loads((RESULTS / "manifest.json").read_text(encoding="utf-8"))
    for name in ("maps.csv", "mechanisms.csv", "regret.csv", "costs.csv"):
        assert hashlib.sha256((RESULTS / name).read_bytes()).hexdigest() == manifest["sha256"][name]


def claims(of):
    """The rows of the table of claims of some parts: the place (two values of axes, a mechanism, or a policy), outcome, difference, ends, zone; by part."""
    found = {}
    for part, place, outcome, difference, interval, said in (row[:6] for row in table_of("claims of when")):
        if part in of:
            low, high = (float(end) for end in interval.strip("[]").split(" to "))
            found.setdefault(part, []).append((place, outcome, float(difference), low, high, said))
    return found


def agrees(said, difference, low, high):
    """Two estimates of one difference, each with its interval: they agree if their distance is within that of a difference of the two."""
    mean, half = said["difference"], (said["high"] - said["low"]) / 2
    return abs(mean - difference) <= np.hypot(half, (high - low) / 2)


@pytest.mark.slow
def test_claims_on_maps_and_mechanisms_come_out_again_at_reduced_size():
    """Fresh worlds, two of each member of the ensemble that the claims were made over."""
    group, checked = job.members(*ENSEMBLE), 0
    for part, rows in claims((*job.MAPS, "mechanisms")).items():
        laid = {setting.label: setting for setting in job.settings(part)}
        names = list(dict.fromkeys(place for place, *_ in rows))
        labels = [("",), *((name,) for name in names if name != "none")] if part == "mechanisms" else [tuple(map(float, re.findall(r"-?[\d.]+", name))) for name in names]
        ran = job.carry_out(group, part, [laid[label] for label in labels], replicates=2, seed=FRESH)
        shape = (len(group.weight), 2)
        for place, outcome, difference, low, high, zone in rows:
            at = labels.index(("" if place == "none" else place,)) if part == "mechanisms" else names.index(place)
            apart = [job._values(ran, i, "discreet", outcome, shape) - job._values(ran, i, "present", outcome, shape) for i in (0, at)]
            said = job.told(apart[0] - apart[1] if part == "mechanisms" and at else apart[1], group.weight)
            assert agrees(said, difference, low, high), (part, place, outcome, said)
            assert zone not in ("discreet", "present") or (said["difference"] < 0) == (zone == "discreet"), (part, place, outcome, said)
            checked += 1
    assert checked >= 10


@pytest.mark.slow
def test_claims_on_regret_come_out_again_at_reduced_size():
    group = job.members(*ENSEMBLE)
    ran = job.carry_out(group, "regret", job.settings("regret"), replicates=2, seed=FRESH)
    means = ran.groupby(["policy", "member", "world"])[[outcome.key for outcome in MAIN]].mean()
    for place, outcome, difference, low, high, _ in claims(("regret",))["regret"]:
        one, other = (means.loc[policy][outcome].unstack().to_numpy() for policy in place.split(" less "))
        said = job.told(one - other, group.weight)
        assert agrees(said, difference, low, high) and (said["difference"] < 0) == (difference < 0), (place, outcome, said)
