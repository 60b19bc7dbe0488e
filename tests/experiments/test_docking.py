"""Docking: the declared relations are whole, arithmetic of known numbers, the signs of the relations at a reduced size, what the command says."""

import json
import shlex

import numpy as np
import pandas as pd
import pytest
from terminal import guichet

from simulation.charts.docking_report import MARKS, answer, numbers, report
from simulation.cli import dock as command
from simulation.experiments import docking as job
from simulation.experiments.docking.form import Series, ending_well, mean_of
from simulation.experiments.docking.guechtouli import half_know
from simulation.scenario import DEFAULTS, ScenarioError


def made(values):
    """What would be found of Guechtouli's relation, had the marks of its contrasts these values in each world."""
    relation = job.RELATIONS["guechtouli"]
    rows = [("guechtouli", *mark, world, world + 1, value) for mark, held in values.items() for world, value in enumerate(held)]
    return job.Docked((relation,), 3, 1, pd.DataFrame(rows, columns=["relation", "panel", "line", "x", "replicate", "seed", "value"]), pd.DataFrame())


MARKED = {("breaks", "no meal", 0.0): (10, 11, 15), ("breaks", "no meal", 1.0): (5, 6, 7), ("idle", "idle", 30): (9, 1, 5), ("idle", "idle", 6): (4, 5, 6)}


@pytest.mark.parametrize("relation", job.RELATIONS.values(), ids=list(job.RELATIONS))
def test_each_relation_is_whole(relation):
    laid = job.lay_out(relation)
    arms = [arm.name for arm in relation.arms]
    assert list(laid) == arms and len(set(arms)) == len(arms)
    marks = [(panel.key, cell.line, cell.x) for panel in relation.panels for cell in panel.cells]
    assert len(set(marks)) == len(marks)
    assert {name for panel in relation.panels for cell in panel.cells for name in (cell.arm, cell.twin) if name} == set(arms)
    assert {cell.line for panel in relation.panels for cell in panel.cells} == {line for panel in relation.panels for line in panel.lines}
    for contrast in relation.contrasts:
        assert {term[1:] for term in contrast.terms} <= set(marks)
        for said in (*contrast.holds, *contrast.fails):
            assert said.count("{value}") == 1
    assert set(job.lay_out(relation, tested=True)) <= set(arms)


@pytest.mark.parametrize("relation", job.RELATIONS.values(), ids=list(job.RELATIONS))
def test_restrictions_differ_from_the_office_and_are_all_in_force(relation):
    base = job.restricted(relation)
    for restriction in relation.restrictions:
        assert any(base.values[key] != DEFAULTS[key] for key in restriction.values)
        for key, value in restriction.values.items():
            assert base.values[key] == (tuple(value) if isinstance(value, list) else value), key


def test_contrasts_are_means_over_worlds_with_their_errors():
    found = made(MARKED)
    told = found.contrasts.set_index("contrast")
    assert told.value["breaks"] == pytest.approx(6.0) and told.error["breaks"] == pytest.approx(np.std([5, 5, 8], ddof=1) / np.sqrt(3))
    assert told.holds["breaks"] and not told.holds["idle"] and told.value["idle"] == pytest.approx(0.0)
    assert found.verdict(found.relations[0]) == job.PARTLY
    better = made(MARKED | {("idle", "idle", 30): (9, 10, 12)})
    assert better.verdict(better.relations[0]) == job.REPRODUCED
    none = made({mark: (1, 1, 1) for mark in MARKED})
    assert none.verdict(none.relations[0]) == job.NOT and set(MARKS) == set(job.VERDICTS)


def test_a_contrast_without_its_marks_or_in_one_world_does_not_hold():
    for found in (made(dict(list(MARKED.items())[:1])), made({mark: held[:1] for mark, held in MARKED.items()})):
        assert not found.contrasts.holds.any() and "– " in answer(found)[0]
    apart = made(MARKED | {("breaks", "no meal", 1.0): (5, 6)})
    assert apart.contrasts.n[0] == 2 and apart.contrasts.value[0] == pytest.approx(5.0)


def test_measures():
    series = Series(("episodes", "episodes_failed", "coverage"), np.array([[10, 5, 0.0], [10, 1, 0.1], [30, 9, 0.125]]))
    assert ending_well(1, 3)(series) == pytest.approx(75.0) and mean_of("coverage", 1, 3, 100.0)(series) == pytest.approx(11.25)

    def known(*shares):
        return half_know(Series(("coverage",), np.array(shares)[:, None] / 8.0))

    assert known(0.5, 0.6, 0.75, 1.0) == 2 and known(0.5, 0.6) == 2 and known(0.0, 0.5) == 1


def holds(key, arms, replicates, contrasts):
    """Run some arms of a relation and ask for some of its contrasts."""
    laid = {name: scenario for name, scenario in job.lay_out(job.RELATIONS[key]).items() if name in arms}
    assert len(laid) == len(arms)
    found = job.dock_scenarios({key: laid}, replicates, seed=1, workers=2)
    assert found.failures.empty
    told = found.contrasts.set_index("contrast").loc[contrasts]
    assert told.holds.all(), told


def test_march_where_rules_change_some_turnover_is_better_than_none_or_much():
    holds("march", [f"turbulent, {x:g} leave" for x in (0.0, 0.1, 0.8)], 3, ["more_than_none", "more_than_many"])


@pytest.mark.slow
def test_henrich_small_groups_have_less_skill():
    holds("henrich", [f"no invention, {x} people" for x in (2, 32)], 12, ["skill", "kept"])


@pytest.mark.slow
def test_oliva_and_sterman_the_deficit_outlives_the_overload():
    holds("oliva_sterman", ["28, twin", "28, overload"], 5, ["busier", "third_year"])


def test_guechtouli_availability_speeds_up_learning():
    holds("guechtouli", ["no meal, overlap 0", "no meal, overlap 1", "6 users", "30 users"], 8, ["breaks", "idle"])


@pytest.mark.slow
def test_verdicts_at_full_size():
    """As `findings.md` tells them."""
    found = job.dock()
    assert {relation.key: found.verdict(relation) for relation in found.relations} == {
        "march": job.PARTLY, "henrich": job.REPRODUCED, "oliva_sterman": job.PARTLY, "guechtouli": job.REPRODUCED}
    failed = found.contrasts[~found.contrasts.holds]
    assert set(failed.contrast) == {"slow_telling", "second_year", "practised"}
    against = failed[failed.value < -job.ERRORS * failed.error]
    assert set(against.contrast) == {"slow_telling"}  # the two others cannot be told


# --- the command ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(here, monkeypatch):
    """An empty folder, and runs of few days, in which nothing is measured for long."""
    short = job.RELATIONS["guechtouli"]._replace(days=15)
    monkeypatch.setitem(job.RELATIONS, "guechtouli", short)
    return here


def test_defaults_of_the_command_are_those_of_the_job():
    assert command.DEFAULT_REPLICATES == job.DEFAULT_REPLICATES


def test_it_writes_a_whole_folder_that_can_be_made_again(here):
    told = guichet("dock", "guechtouli", "--replicates", 2, "--workers", 1, "--out", "found")
    assert told.exit_code == 0, told.output
    assert sorted(path.name for path in (here / "found").iterdir()) == ["data_dictionary.csv", "manifest.json", "means.csv", "report.html", "tests.csv", "values.csv"]
    assert told.stderr.startswith("30 runs: guechtouli; about ") and "Novices learn from those who are available: " in told.stdout
    assert list(pd.read_csv(here / "found" / "means.csv").columns) == list(job.CELLS) and list(pd.read_csv(here / "found" / "tests.csv").columns) == list(job.CONTRASTS)
    manifest = json.loads((here / "found" / "manifest.json").read_text(encoding="utf-8"))
    program, name, *args = shlex.split(manifest["command"])
    assert (program, name) == ("guichet", "dock") and guichet("dock", *args, "--no-report", "--out", "again").exit_code == 0
    assert (here / "again" / "values.csv").read_bytes() == (here / "found" / "values.csv").read_bytes()


def test_json_and_french(here):
    told = guichet("dock", "guechtouli", "--replicates", 2, "--lang", "fr", "--json", "--no-report")
    data = json.loads(told.stdout)
    assert told.exit_code == 0 and "30 simulations" in told.stderr and data["out"].startswith("results/docking-")
    one = data["relations"][0]
    assert one["key"] == "guechtouli" and one["verdict"] in job.VERDICTS and one["answer"].startswith("Les novices apprennent de qui est disponible\u00a0: relation ")
    assert {row["contrast"] for row in data["tests"]} == {"breaks", "idle"} and len(data["means"]) == 15


def test_bad_input_ends_with_two(here):
    told = guichet("dock", "henrik")
    assert told.exit_code == 2 and "henrich" in told.stderr and not list(here.iterdir())
    assert guichet("dock", "henrich", "--replicates", 0).exit_code == 2
    told = guichet("dock", "oliva_sterman", "--replicates", 2, "--seed", 2**63 - 4)  # which takes three times as many worlds as it is given
    assert told.exit_code == 2 and "dock: seed" in told.stderr and not list(here.iterdir())
    with pytest.raises(ScenarioError, match="must be one of march"):
        job.chosen(["mars"])
    assert [relation.key for relation in job.chosen(["henrich", "march", "henrich"])] == ["henrich", "march"] and len(job.chosen()) == 4


def test_a_run_that_breaks_is_told_and_the_rest_is_written(here, monkeypatch):
    from simulation.engine.run import Engine
    one = Engine.one

    def broken(self, seed, *rest):
        """Break in the second world."""
        if seed == 2:
            raise MemoryError("no room")
        return one(self, seed, *rest)

    monkeypatch.setattr(Engine, "one", broken)
    told = guichet("dock", "guechtouli", "--replicates", 3, "--no-report", "--out", "found")
    assert told.exit_code == 1 and "15 runs broke; the first: guechtouli, " in told.stderr and "seed 2, at running: MemoryError: no room" in told.stderr
    assert set(pd.read_csv(here / "found" / "values.csv").seed) == {1, 3} and len(pd.read_csv(here / "found" / "failures.csv")) == 15


def test_the_page_has_a_figure_for_each_relation_in_both_languages():
    found = made(MARKED)
    for lang, said in (("en", "partly reproduced"), ("fr", "reproduite en partie")):
        text = report(found, lang, [("Command", "guichet dock")])
        assert 'id="figure-guechtouli"' in text and said in text and "{" not in " ".join(answer(found, lang))
        panels = numbers(found, found.relations[0], lang)
        assert [len(panel.lines) for panel in panels] == [1, 1] and panels[0].lines[0].values == (12.0, 6.0)
        assert panels[0].lines[0].low[0] < 12.0 < panels[0].lines[0].high[0]
