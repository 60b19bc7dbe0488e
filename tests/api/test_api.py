"""The public API: small, light to import, and the figures of the command line to the bit."""

import inspect
import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from asked import POLICIES, TINY, YEARS
from terminal import printed

import simulation
from simulation import model
from simulation.charts.words import VERDICTS
from simulation.cli.folder import rows
from simulation.engine.run import Engine
from simulation.experiments.paired import COLUMNS
from simulation.measures.outcomes import MAIN, OUTCOMES
from simulation.measures.story_words import LANGUAGES
from simulation.scenario import PARAMETERS
from simulation.scenario.explain import explain

SET = [word for key, value in TINY.items() for word in ("--set", f"{key}={value}")]
SIZE = ["--years", YEARS, "--seed", "5"]


# --- what there is --------------------------------------------------------------------------------------------------------------


def test_every_name_is_there_and_explains_itself():
    for name in simulation.__all__:
        found = getattr(simulation, name)
        assert callable(found) and inspect.getdoc(found)
        if inspect.isclass(found):
            continue
        signature = inspect.signature(found)
        assert signature.return_annotation is not signature.empty and not [p for p in signature.parameters.values() if p.annotation is p.empty], name
    assert set(simulation.__all__) <= set(dir(simulation)) and len(simulation.__all__) == len(set(simulation.__all__))


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="no attribute 'comapre'; it has Comparison, Employee"):
        simulation.comapre


def test_importing_is_light():
    """`import simulation` brings nothing heavy, nor does the help of the command line."""
    for program in ("import simulation", "from simulation.cli import main; main(['--help'], standalone_mode=False)"):
        said = subprocess.run([sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True).stdout.split()
        assert "simulation" in said and not {"simulation.api", "numpy", "pandas", "mesa", "numba", "plotly"} & set(said)


# --- compare ----------------------------------------------------------------------------------------------------------------------


def test_a_comparison_is_that_of_the_command_to_the_bit(compared, here):
    told = json.loads(printed("compare", "social_agency", "--policies", ",".join(POLICIES), *SIZE, "--replicates", "3", *SET, "--lang", "fr", "--json", "--no-report",
                              "--out", "found"))
    assert told["differences"] == rows(compared.differences[list(COLUMNS)])
    assert "\n\n".join(told["answer"]) == compared.answer()
    assert (here / "found" / "differences.csv").read_text() == compared.differences.to_csv(index=False)
    means = compared.outcomes.drop(columns=["twin_world", "seed"]).groupby("policy").mean().loc[POLICIES]
    assert {policy: told["means"][policy] for policy in POLICIES} == {policy: rows(means.loc[[policy]])[0] for policy in POLICIES}


def test_a_comparison_has_the_shapes_that_it_says(compared):
    assert compared.policies == POLICIES
    assert list(compared.outcomes.columns) == ["policy", "twin_world", "seed", *(o.key for o in OUTCOMES)] and len(compared.outcomes) == 9
    assert list(compared.differences.columns) == [*COLUMNS, "unit"] and len(compared.differences) == 3 * len(OUTCOMES)
    assert list(compared.daily.columns[:5]) == ["policy", "twin_world", "seed", "day", "exhaustion"] and len(compared.daily) == 9 * 8
    assert compared.failures.empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_is_that_of_the_terminal_in_either_language(compared, lang, tmp_path):
    table = compared.table(lang=lang)
    assert len(table) == 2 * len(MAIN) and list(table.index.get_level_values(0))[::2] == [f"{o.title(lang)} ({o.unit_in(lang)})" for o in MAIN]
    assert set(table.iloc[:, -1]) <= set(VERDICTS[lang].values())
    shown = " ".join(printed("compare", "social_agency", "--policies", ",".join(POLICIES), *SIZE, "--replicates", "3", *SET, "--lang", lang, "--no-report", "--out", tmp_path / "found").split())
    for row in table.itertuples():
        base, difference, interval, worlds, verdict = row[1:]
        assert f"{row.Index[1]} {difference} [{interval}] {verdict} {worlds}" in shown and base in shown
    assert len(compared.table(keys=["trust"], lang=lang)) == 2


def test_both_languages_have_other_heads(compared):
    english, french = (compared.table(lang=lang) for lang in LANGUAGES)
    assert [*english.index.names, *english.columns[1:-1]] == ["Outcome", "Policy", "Difference", "80 % interval", "Twin worlds"]
    assert [*french.index.names, *french.columns[1:-1]] == ["Résultat", "Politique", "Différence", "Intervalle à 80\u00a0%", "Mondes jumeaux"]


def test_a_comparison_shows_itself(compared):
    page = compared._repr_html_()
    assert "Épuisement" in page and page.count("<tr") == 2 + 2 * len(MAIN) and "jours ouvrés" in page
    assert "Épuisement" in repr(compared) and "<" not in repr(compared)


def test_a_comparison_draws_and_reports(compared, here):
    assert len(compared.figure("en").data) >= 2 * len(MAIN)
    page = compared.report("report.html", lang="en").read_text(encoding="utf-8")
    assert "Present or discreet?" in page and "Épuisement" not in page


def test_policies_may_be_a_text_with_commas(compared):
    again = simulation.compare(policies=", ".join(POLICIES), years=YEARS, replicates=3, seed=5, overrides=TINY)
    pd.testing.assert_frame_equal(again.outcomes, compared.outcomes, check_exact=True)


@pytest.mark.parametrize("given, said", [
    ({"office": "social_agncy"}, "did you mean social_agency?"), ({"policies": ["present", "discret"]}, "did you mean discreet?"),
    ({"policies": "present"}, "at least two policies are compared"), ({"years": -1.0, "replicates": 0}, "replicates: must be a whole number from 1"),
    ({"overrides": {"breaks.overlpa": 1}}, "did you mean breaks.overlap?"), ({"overrides": {"breaks.overlap": 7}}, "must be at most 1"),
    ({"years": "x"}, "years: must be a number over 0"), ({"replicates": "2"}, "(given '2')"), ({"replicates": 2.5}, "replicates: must be a whole number"), ({"seed": "a"}, "seed: must be a whole"),
    ({"workers": 1.5}, "workers: must be a whole number"), ({"office": None}, "None: is neither a name nor a path"), ({"overrides": {"breaks.overlap": 7}}, "overrides: breaks.overlap"),
    ({"engine": "numba"}, "engine: must be one of compiled, mesa"), ({"lang": "de"}, "lang: must be one of en, fr (given 'de')")])
def test_what_cannot_be_compared_is_refused(given, said):
    with pytest.raises(simulation.ScenarioError, match=re.escape(said)):
        simulation.compare(**given)


@pytest.mark.parametrize("given, said", [
    ({"policies": None}, "policies: must be a list of names, in order"), ({"policies": {"present", "discreet"}}, "policies: must be a list of names, in order"),
    ({"policies": ["present", None]}, r"policies: must be names or paths of policies.*\(given None\)"), ({"policies": ["present", ""]}, r"\(given ''\)"),
    ({"replicates": True}, "replicates: must be a whole number"), ({"seed": True}, "seed: must be a whole number"), ({"years": True}, "years: must be a number over 0"),
    ({"overrides": 3}, "must be a mapping from keys to values"), ({"overrides": [("demand.load", 1.0)]}, "must be a mapping from keys to values"),
    ({"overrides": "demand.load=1"}, "must be a mapping from keys to values"), ({"overrides": pd.Series({"demand.load": 1.0})}, "must be a mapping from keys to values"),
    ({"overrides": {"breaks": {"overlap": 3}}}, "breaks.overlap: must be at most 1"), ({"progress": True}, "progress: must be a function"),
    ({"office": simulation.load_office()}, "office: must be a name or a path"),
])
def test_what_no_type_checker_would_pass_is_refused_too(given, said):
    with pytest.raises(simulation.ScenarioError, match=said):
        simulation.compare(**{"policies": "present,discreet", **given})


def test_numpys_whole_numbers_do(here):
    found = simulation.compare(policies="present,,discreet", years=1 / 220, replicates=np.int64(2), overrides={"breaks": {"overlap": np.float64(0.5)}} | TINY, workers=1, engine="mesa")
    assert found.policies == ["present", "discreet"]
    once = simulation.run(years=1 / 220, seed=found.outcomes.seed.iloc[0], overrides=TINY, engine="mesa")
    assert json.loads((once.save("saved") / "manifest.json").read_text())["seed"] == 1


def test_an_outcome_that_is_none_is_refused(compared):
    with pytest.raises(simulation.ScenarioError, match=r"keys of outcomes \(given exhausted\); simulation.outcomes\(\) lists them"):
        compared.table(keys=["exhausted"])
    with pytest.raises(simulation.ScenarioError, match="must be one of en, fr"):
        compared.answer("de")


class Breaks(model.FrontOffice):
    """A model that breaks under seed 2."""

    def step(self):
        if self.seed == 2:
            raise ZeroDivisionError("nobody left")
        super().step()


def test_runs_that_break_are_told(monkeypatch):
    monkeypatch.setattr(model, "FrontOffice", Breaks)
    with pytest.warns(RuntimeWarning, match="2 of 4 runs broke; the first: policy present, twin world 1"):
        found = simulation.compare(policies="present,discreet", years=1 / 220, replicates=2, overrides=TINY, workers=1, engine="mesa")
    assert list(found.failures.seed) == [2, 2] and list(found.outcomes.seed) == [1, 1]
    monkeypatch.setattr(Engine, "__init__", None)
    with pytest.raises(RuntimeError, match="nothing can be compared: 4 of 4 runs broke"):
        simulation.compare(policies="present,discreet", years=1 / 220, replicates=2, overrides=TINY, workers=1)


# --- run ------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def once():
    return simulation.run("social_agency", "present", years=YEARS, seed=5, overrides=TINY)


def test_a_run_is_that_of_the_command_to_the_bit(once, here):
    told = json.loads(printed("run", "social_agency", "--policy", "present", *SIZE, *SET, "--json", "--out", "found"))
    assert {key: one["value"] for key, one in told["outcomes"].items()} == {key: None if pd.isna(value) else value for key, value in once.outcomes.value.items()}
    saved = once.save("saved")
    for name in ("daily", "events", "practices", "people", "ties"):
        assert (saved / f"{name}.parquet").read_bytes() == (here / "found" / f"{name}.parquet").read_bytes()
        assert len(getattr(once, name)) and set(getattr(once, name).columns) == set(once.dictionary[once.dictionary.table == name].column)
    assert len(once.daily) == once.days == 8
    assert "There when the run began" in printed("story", "saved", "--employee", "Nadia")


def test_a_run_shows_itself(once):
    assert list(once.outcomes.columns) == ["title", "value", "unit", "better"] and list(once.outcomes.index) == [o.key for o in OUTCOMES]
    assert once._repr_html_().count("<tr") == 2 + len(MAIN) and "Exhaustion" in repr(once) and "Present manager" in once._repr_html_()


def test_a_resolved_scenario_can_be_run(once):
    scenario = simulation.load_office("social_agency", "present", TINY)
    again = simulation.run(scenario, years=YEARS, seed=5)
    pd.testing.assert_frame_equal(again.daily, once.daily, check_exact=True)
    other = simulation.run(scenario, years=YEARS, seed=5, overrides={"counter.per_day": 50.0})
    assert other.daily.contacts_counter.sum() > 1.5 * once.daily.contacts_counter.sum()
    with pytest.raises(simulation.ScenarioError, match="policy: cannot be laid over a scenario .* give it to load_office"):
        simulation.run(scenario, "discreet")


def test_the_mesa_model_gives_the_same_and_knows_employees_of_one_s_own(once):
    class Helpless(simulation.Employee):
        def choose_means(self, kind, best_value, crew, manager, colleague, desk, exception):
            return 6

    asked = {"years": YEARS, "seed": 5, "overrides": TINY | {"episode.base": -2.0}}
    plain, mesa, own = (simulation.run("social_agency", "present", **asked, **more) for more in ({}, {"engine": "mesa"}, {"employee_class": Helpless}))
    pd.testing.assert_frame_equal(plain.daily, mesa.daily, check_exact=True)
    assert own.engine == "mesa" and own.daily.means_improvise.sum() == own.daily.episodes.sum() > plain.daily.means_improvise.sum() > 0


@pytest.mark.parametrize("given, said", [({"employee_class": 3}, "employee_class: must be a class made from simulation.Employee"), ({"employee_class": dict}, "must be a class made from"),
                                         ({"employee_class": simulation.Employee, "engine": "bogus"}, "engine: must be one of")])
def test_what_is_no_employee_is_refused(given, said):
    with pytest.raises(simulation.ScenarioError, match=said):
        simulation.run(**given)


@pytest.mark.parametrize("given", [{"seed": "a"}, {"seed": True}, {"seed": float("nan")}, {"employee_class": 3}])
def test_a_model_says_what_it_takes(given):
    with pytest.raises(ValueError, match=rf"{next(iter(given))} must be"):
        simulation.FrontOffice(**given)
    with pytest.raises(simulation.ScenarioError, match="is neither a name nor a path"):
        simulation.FrontOffice(None)


def test_what_cannot_be_run_is_refused():
    with pytest.raises(simulation.ScenarioError, match="run: years: must be a number over 0"):
        simulation.run(years=0.0)
    with pytest.raises(simulation.ScenarioError, match="run: seed"):
        simulation.run(seed=-1)
    with pytest.raises(simulation.ScenarioError, match="None: is neither a name nor a path"):
        simulation.run(None)


@pytest.mark.parametrize("days", [-2, 0.5, None, float("nan"), "3"])
def test_a_model_runs_whole_days(days):
    with pytest.raises(ValueError, match="days must be a whole number"):
        model.FrontOffice(seed=1).run(days)


def test_progress_is_told():
    days, runs = [], []
    simulation.run(years=2 / 220, overrides=TINY, progress=days.append)
    simulation.compare(policies="present,discreet", years=1 / 220, replicates=1, overrides=TINY, workers=1, progress=lambda done, total: runs.append((done, total)))
    assert days == [0, 1, 2] and runs == [(0, 2), (1, 2), (2, 2)]


# --- tables of what there is ------------------------------------------------------------------------------------------------------------


def test_tables_hold_what_is_declared():
    table = simulation.parameters()
    assert list(table.index) == list(PARAMETERS)
    for key in ("breaks.overlap", "episode.severity", "mechanisms.talk", "calendar.days_per_week"):
        told = explain(key)
        assert all(table.loc[key, name] == told[name] or pd.isna(table.loc[key, name]) and told[name] is None
                   for name in ("group", "unit", "low", "high", "allowed", "lever", "grade", "source", "en", "fr")) and list(table.loc[[key], "default"]) == [told["default"]]
    found = simulation.outcomes()
    assert list(found.index) == [o.key for o in OUTCOMES] and list(found.index[found.main]) == [o.key for o in MAIN]
    listed = json.loads(printed("scenarios", "--json"))
    for kind in ("offices", "policies"):
        assert rows(getattr(simulation, kind)().reset_index()) == listed[kind]
