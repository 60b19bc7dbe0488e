"""A made-up log with known parameters: each must come back within three standard errors."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from synthetic_log import TRUE, capacity, cleaned, closing, expected, made_log

from simulation.intake.capacity import _able
from simulation.intake.fit import fit_log
from simulation.intake.patience import _hazard, kaplan_meier
from simulation.intake.shifts import fit_shifts


def near(found, true, error, times=3):
    """Within so many standard errors; the errors themselves must be worth having (under a quarter of the truth, or .05)."""
    assert 0 < error < max(0.25 * abs(true), 0.05)
    assert abs(found - true) <= times * error, f"{found:.4g} is {abs(found - true) / error:.1f} standard errors from {true:.4g}"


def test_week_and_hours(made_fit):
    week = made_fit.week
    assert week.names() == ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert week.opens == (8.0,) * 5 and week.closes == tuple(float(closing(day)) for day in range(5))
    assert len(week.dates) == week.run_days == 45


def test_new_contacts_a_day(made_fit):
    wanting = TRUE["per_day"] * (1 - TRUE["machine"])
    near(made_fit.new.per_day, wanting, made_fit.new.per_day_error)
    assert made_fit.new.dispersion < 2


def test_profiles(made_fit):
    true = np.array([expected(day) for day in range(5)]) * (1 - TRUE["machine"])
    found = made_fit.new.expected(made_fit.week)
    dates = made_fit.week.dates_per_day[0]
    for axis in (0, 1):  # sums over weekdays and over hours; taking repeats out adds to the noise of Poisson counts
        score = (found - true).sum(axis=axis) / np.sqrt(1.3 * true.sum(axis=axis) / dates + 1e-9)
        assert np.abs(score).max() < 3
    assert found[true == 0].sum() == 0


def test_service(made_fit):
    near(made_fit.service.minutes, TRUE["service_minutes"], made_fit.service.minutes_error)
    near(made_fit.service.cv, TRUE["service_cv"], made_fit.service.cv_error)
    assert made_fit.service.distance < 0.02


def test_patience(made_fit):
    found = made_fit.patience
    for value, name, error in zip((found.scale, found.shape, found.balk), ("patience_minutes", "patience_shape", "balk"), found.errors):
        near(value, TRUE[name], error)
    inside = found.times < 3
    assert np.abs(found.survival(found.times[inside]) - found.alive[inside]).max() < 0.03
    assert found.exponential_worse > 10


def test_those_lost_in_the_machine(made_fit):
    assert made_fit.leavers.machine == pytest.approx(TRUE["machine"], abs=0.005)


def test_retries(made_fit):
    near(made_fit.retry.share, TRUE["calls_again"] * (1 - TRUE["machine"]), made_fit.retry.share_error)
    near(made_fit.retry.delay, TRUE["again_minutes"], made_fit.retry.delay_error)


def test_returns(made_fit):
    near(made_fit.returns.share, TRUE["returns"] * (1 - TRUE["machine"]), made_fit.returns.share_error)
    near(made_fit.returns.delay, TRUE["return_days"], made_fit.returns.delay_error)


def test_chance_alone_gives_no_returns():
    fit = fit_log(_log(made_log(days=20, seed=5, returns=0.0, population=800, known=1.0)))
    assert fit.returns.seen[-1] > 0.5  # few customers, who call often
    assert fit.returns.share < 3 * fit.returns.share_error + 1e-9


def test_population(made_fit):
    assert made_fit.population == pytest.approx(TRUE["population"], rel=0.03)


def test_roster(made_fit):
    true = np.array([[capacity(30 * half + 15) if 8 <= half / 2 < closing(day) else 0 for half in range(48)] for day in range(5)])
    assert np.abs(made_fit.capacity.able - true)[true > 0].mean() < 0.4
    assert np.abs(made_fit.roster.planned - true).max() <= 2 and np.abs(made_fit.roster.planned - true)[true > 0].mean() < 0.4
    assert made_fit.roster.posts in (6, 7, 8)
    assert made_fit.capacity.peak <= 6 + 2  # those going stay for their last call


def test_where_hardly_anybody_waits_no_rate_is_drawn():
    assert _hazard(np.array([0.1, 0.2]), np.array([True, False]), 3.0, 1.0).shape == (0, 5)


def test_patience_that_nobody_shows(tmp_path):
    log = _log(made_log(days=10, seed=2, shifts=((8.0, 18.0, 40),), machine=0.0))
    fit = fit_log(log)
    assert fit.patience is None and fit.leavers.balk == 0 and fit.gave_up == 0


def test_exponential_patience_is_told_from_a_heavy_tail():
    fit = fit_log(_log(made_log(days=15, seed=3, patience_shape=1.0)))
    near(fit.patience.shape, 1.0, fit.patience.errors[1])
    assert fit.patience.exponential_worse < 9


def test_kaplan_meier_against_a_worked_example():
    """Freireich's leukaemia data, 6-MP arm (Kaplan-Meier estimates in Cox & Oakes 1984, table 4.1)."""
    time = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35.0])
    event = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
    moments, alive, low, high = kaplan_meier(time, event)
    assert moments.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert alive == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert (low < alive).all() and (alive < high).all()
    doubled = kaplan_meier(time, event, np.full(21, 2.0))
    assert doubled[1] == pytest.approx(alive)


def test_able_people_are_censored_not_averaged():
    """Three able all day; the queue shows it in a third of the moments, fewer serve in the others."""
    busy = np.array([3, 1, 2, 3, 0, 2, 3, 1, 1])
    assert _able(busy, busy == 3)[0] == pytest.approx(3.0)
    assert _able(np.array([2, 2, 4, 4]), np.array([True, True, True, True]))[0] == pytest.approx(3.0)


def _log(table):
    """A made-up table as a log, by way of a file."""
    import tempfile
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        table.to_csv(file.name, index=False)
        return cleaned(file.name)


@pytest.mark.parametrize("people", [10, 100, 300])
def test_the_roster_of_a_large_centre_is_large(people):
    """As many people are able to serve at all hours of all five days: the roster has them at work, but for one in fifty."""
    opens = np.zeros((5, 48), bool)
    opens[:, 16:36] = True
    week = SimpleNamespace(open=opens, dates_per_day=np.full(5, 20), opens=[8.0] * 5, closes=[18.0] * 5)
    found = fit_shifts(np.where(opens, float(people), 0.0), week)
    assert found.planned[opens].mean() == pytest.approx(people, rel=0.02)


def test_holidays_and_a_week_that_begins_on_wednesday():
    table = made_log(days=25, seed=4)
    table = table[(table["date"] >= "2024-01-03") & (table["date"] != "2024-01-15")]
    week = fit_log(_log(table)).week
    assert week.names() == ("Wednesday", "Thursday", "Friday", "Monday", "Tuesday")
    numbers = week.number(pd.Series(week.dates))
    assert numbers[:4].tolist() == [0, 1, 2, 3] and len(set(numbers)) == len(numbers) and week.run_days == 23
    assert set(range(23)) - set(numbers) == {8}
