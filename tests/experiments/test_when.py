"""When discretion pays: the rule by which a zone is named, equal cost, regret, the command, and the claims of findings.md at reduced size."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from simulation import cli
from simulation.charts import when_report as charts
from simulation.charts.when_words import WORDS
from simulation.cli import when as command
from simulation.experiments import when as job
from simulation.measures.outcomes import MAIN
from simulation.scenario import ScenarioError

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "simulation" / "docs" / "findings.md"
RESULTS = ROOT / "results" / "reference" / "when"


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
    assert told.worst["present"] == pytest.approx(31.01) and told.worst_future["present"] == "hiring_freeze" and told["rank"]["present"] == 9
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


def test_the_command_gives_json_a_page_and_the_same_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ["when", "--ensemble", "defaults", "--grid", "2", "--years", "0.03", "--replicates", "2", "--workers", "1", "--lang", "fr", *TINY]
    told = CliRunner().invoke(cli.main, [*asked, "--out", "one", "--json"], prog_name="guichet")
    assert told.exit_code == 0, told.output
    data = json.loads(told.stdout)
    assert data["runs"] == (4 * 4 * 2 + 14 * 2 + 4 * 9) * 2 and len(data["maps"]) == 4 * 4 * len(MAIN) and len(data["mechanisms"]) == 14 * len(MAIN)
    assert {row["zone"] for row in data["maps"]} <= set(job.ZONES) and data["answer"]
    assert {path.name for path in Path("one").iterdir()} == {"costs.csv", "data_dictionary.csv", "maps.csv", "manifest.json", "mechanisms.csv", "regret.csv", "report.html"}
    page = Path("one/report.html").read_text(encoding="utf-8")
    assert "Quand la discrétion paie-t-elle" in page and "<script src" not in page
    again = CliRunner().invoke(cli.main, [*asked, "--out", "two", "--no-report", "regret"], prog_name="guichet")
    assert again.exit_code == 0 and Path("one/regret.csv").read_text() == Path("two/regret.csv").read_text()
    terms = pd.read_csv("one/data_dictionary.csv")
    for name in job.DICTIONARY:
        assert set(pd.read_csv(f"one/{name}.csv").columns) <= set(terms[terms.table == name].name)


def claims():
    """The rows of the table of claims in findings.md: part, place (two values of axes, or a mechanism), outcome, difference, low, high, zone."""
    text = DOCUMENT.read_text(encoding="utf-8").split("<!-- claims of when -->")[1].split("<!-- end -->")[0]
    for line in text.strip().splitlines()[2:]:
        name, part, place, outcome, difference, interval, said = [cell.strip().replace("−", "-").replace("`", "") for cell in line.strip("|").split("|")][:7]
        low, high = (float(end) for end in interval.strip("[]").split(" to "))
        yield name, part, tuple(float(value) for value in re.findall(r"-?[\d.]+", place)), outcome, float(difference), low, high, said
