"""From a fit to a scenario file, and the log's own days as dated changes."""

import numpy as np
import pandas as pd
import pytest
from synthetic_log import cleaned, made_log

from simulation.intake.fit import fit_log
from simulation.intake.office import PEOPLE, office, office_name, office_text, with_people
from simulation.intake.own_days import extra_variance, own_days, own_rates, surges
from simulation.rules.order import CHANNELS, MECHANISMS
from simulation.scenario import DEFAULTS, load


@pytest.fixture(scope="module")
def made_office(made_fit):
    return office(made_fit, "made")


def test_the_file_loads_as_the_scenario(made_office, tmp_path):
    scenario, fitted = made_office
    path = tmp_path / "made.toml"
    path.write_text(office_text(scenario, fitted))
    assert load(path).values == scenario.values
    assert "# ± " in path.read_text()


def test_only_impatience_and_repeats_are_on(made_office):
    values = made_office[0].values
    assert not any(values[f"mechanisms.{name}"] for name in MECHANISMS)
    assert all(values[f"{other}.{key}"] == 0 for other in CHANNELS if other != "phone" for key in ("per_day", "posts"))
    assert values["breaks.count"] == values["breaks.meal_minutes"] == values["staff.blend"] == values["cases.pieces_mean"] == 0
    assert values["cases.return_share"] == 1 and values["demand.season_profile"] == (1.0,)


def test_what_was_fitted_is_what_is_written(made_office, made_fit):
    values = made_office[0].values
    assert values["phone.per_day"] == pytest.approx(made_fit.new.per_day, rel=1e-4)
    assert values["cases.resolution_expert"] == values["cases.resolution_novice"] == pytest.approx(1 - made_fit.returns.share, rel=1e-4)
    assert np.mean(values["demand.weekday_profile"]) == pytest.approx(1, abs=1e-4)
    people = np.array(values["staff.shift_share"]) * values["phone.posts"]
    assert people == pytest.approx(np.round(people), abs=1e-3) and people.sum() == pytest.approx(values["phone.posts"])


def test_another_channel(made_fit):
    values = office(made_fit, "made", "counter")[0].values
    assert values["counter.per_day"] > 0 and values["phone.per_day"] == 0 and values["counter.calls_again"] > 0.4


def test_without_customers_repeats_keep_their_defaults(tmp_path):
    path = tmp_path / "made.csv"
    made_log(days=10, seed=2).drop(columns="customer").to_csv(path, index=False)
    fit = fit_log(cleaned(path))
    values = office(fit, "made")[0].values
    for key in ("phone.calls_again", "phone.again_minutes", "cases.resolution_expert", "cases.return_days", "demand.population"):
        assert values[key] == DEFAULTS[key]
    assert fit.new.per_day == pytest.approx(fit.all.per_day)


@pytest.mark.parametrize(
    "path, name",
    [("a/b/bank.toml", "bank"), ("Ma banque é.toml", "Ma_banque_.toml".removesuffix(".toml")), ("...", "office"), ("_x.toml", "x")],
)
def test_names(path, name):
    assert office_name(path) == name


def test_own_days_repeat_the_demand_of_each_date(made_fit, made_office):
    scenario = own_days(made_office[0], made_fit)
    assert [change.day for change in scenario.changes] == list(range(46))
    rates, expected = own_rates(made_fit)
    week = made_fit.week.place(pd.Series(made_fit.week.dates))
    for day in (0, 17, 44):
        params = scenario.params_at(day)
        total = params.demand_load * expected[week[day]].sum()
        assert total == pytest.approx(rates[day].sum(), rel=1e-4)
    after = scenario.params_at(45)
    assert after.demand_load == 1 and after.demand_hour_profile == made_office[0].values["demand.hour_profile"]


def test_own_days_close_on_a_holiday(tmp_path):
    table = made_log(days=25, seed=4)
    path = tmp_path / "made.csv"
    table[table["date"] != "2024-01-15"].to_csv(path, index=False)
    fit = fit_log(cleaned(path))
    scenario = own_days(office(fit, "made")[0], fit)
    assert scenario.params_at(10).demand_load == 0 and scenario.params_at(11).demand_load > 0.5


def test_extra_variance():
    rng = np.random.default_rng(1)
    mean = np.full(4000, 30.0)
    assert extra_variance(rng.poisson(mean), mean) < 0.003
    assert extra_variance(rng.poisson(mean * rng.gamma(10, 0.1, 4000)), mean) == pytest.approx(0.1, abs=0.015)


def test_a_rush_is_found(tmp_path):
    table = made_log(days=30, seed=6)
    rush = table[(table["date"] == "2024-01-10") & (table["outcome"] == "agent") & table["arrival"].between("10:00:00", "10:29:59")]
    path = tmp_path / "made.csv"
    more = [rush.assign(customer=0, arrival=f"10:1{copy}:00", service_start="") for copy in range(4)]
    pd.concat([table, *more]).to_csv(path, index=False)
    found = surges(fit_log(cleaned(path)))
    assert found[0][:2] == (pd.Timestamp("2024-01-10"), 10.0)


def test_with_people_policies_can_tell_on_the_fitted_queue(made_fit):
    scenario, _ = office(made_fit, "made")
    lived = with_people(scenario)
    assert all(lived.values[key] == DEFAULTS[key] for key in PEOPLE) and not any(scenario.values[f"mechanisms.{name}"] for name in MECHANISMS)
    assert lived.values["phone.posts"] > scenario.values["phone.posts"]
    kept = ("phone.per_day", "phone.service_minutes", "phone.patience_minutes", "staff.shift_start", "demand.hour_profile")
    assert all(lived.values[key] == scenario.values[key] for key in kept)
    assert "default office" in lived.text_en and "par défaut" in lived.text_fr and "switched on" not in lived.text_en
