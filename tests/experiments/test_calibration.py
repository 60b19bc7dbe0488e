"""Calibration: the arithmetic against what is known in closed form; study files; waves that are stored, resumed and refused."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simulation.experiments.calibration import abc, waves
from simulation.experiments.calibration.form import read_calibration
from simulation.experiments.drivers import run_once
from simulation.experiments.store import StoreError
from simulation.measures.outcomes import outcomes_of
from simulation.scenario import ScenarioError

HEAD = """[study]
name = "little"
title_en = "Little"
title_fr = "Petite"
years = {years}
replicates = 2
[set]
counter = {{ posts = 2, per_day = 25.0 }}
phone = {{ posts = 2, per_day = 60.0 }}
mail = {{ posts = 1, per_day = 10.0 }}
demand.population = 400
[calibration]
wave = 16
budget = {budget}
members = 20
[[axes]]
key = "demand.load"
low = 0.5
high = 1.5
[[axes]]
key = "talk.transmit"
low = 0.02
high = 0.3
scale = "log"
"""
PATTERN = """[[patterns]]
measure = "daily.contacts"
value = 95
error = 4.0
"""
STUDY = HEAD + PATTERN


def write(path, text=STUDY, years=0.02, budget=48):
    path.write_text(text.format(years=years, budget=budget), encoding="utf-8")
    return path


def read(tmp_path, text=STUDY, **given):
    return read_calibration(write(tmp_path / "little.toml", text, **given))


# --- arithmetic -------------------------------------------------------------------------------------------------------------


def toy(model, value, error, even=False, size=128, count=6, axes=1, replicates=2, noise=0.0, seed=1):
    """Waves over a made-up model: places to one measure, with noise between replicates."""
    draws = np.random.default_rng(seed)
    targets = abc.Targets(np.array([value]), np.array([error]), np.array([even]))
    places, mixtures, results = [draws.random((size, axes))], [None], []
    for number in range(count):
        results.append(model(places[-1])[:, None, None] + noise * draws.normal(size=(size, replicates, 1)))
        wave = np.repeat(np.arange(number + 1), size)
        state = abc.infer(np.concatenate(places), mixtures, wave, np.concatenate(results), targets, 1.0, size / 4, seed)
        if number < count - 1:
            mixture, next_places = abc.propose(state, size, seed + number)
            mixtures.append(mixture)
            places.append(next_places)
    return state, abc.sample(state, 400, seed)[0]


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_a_linear_model_gives_the_posterior_that_is_known(noise):
    """y = u + e, e normal with sd 0.05: u given y = 0.5 is normal with mean 0.5, sd 0.05. Replicates' noise (0.05/√2) is part of e, and must not add to
    it."""
    state, members = toy(lambda u: u[:, 0], 0.5, 0.05, noise=noise)
    error = 0.05 / np.sqrt(state.effective)
    assert state.reached and members.mean() == pytest.approx(0.5, abs=4 * error)
    assert members.std() == pytest.approx(0.05, rel=4 / np.sqrt(2 * state.effective))
    assert state.noise[0] == pytest.approx(noise**2 / 2, rel=0.3, abs=1e-12)


def test_noise_beyond_the_error_widens_what_is_found():
    spreads = [toy(lambda u: u[:, 0], 0.5, 0.02, noise=0.1, seed=seed)[1].std() for seed in range(1, 6)]
    assert np.mean(spreads) == pytest.approx(0.1 / np.sqrt(2), rel=0.15) and min(spreads) > 0.04


def test_an_accepted_range_takes_all_within_alike():
    """u within 0.3 to 0.5, anywhere alike: uniform, sd 0.2/√12."""
    members = toy(lambda u: u[:, 0], 0.4, 0.2 / np.sqrt(12), even=True)[1]
    assert members.mean() == pytest.approx(0.4, abs=0.01) and members.std() == pytest.approx(0.2 / np.sqrt(12), rel=0.2)


def test_ranges_that_meet_in_a_corner_are_both_kept():
    """u from 0.6 up, 1 - u from 0.35 up: u lies in 0.6 to 0.65, and nowhere else, though each range by itself allows far more."""
    draws = np.random.default_rng(4)
    places = draws.random((2000, 1))
    values = np.repeat(np.stack([places, 1 - places], axis=2), 2, axis=1)
    targets = abc.Targets(np.array([0.7, 0.5]), np.array([0.1, 0.15]) / np.sqrt(3), np.array([True, True]))
    state = abc.infer(places, [None], np.zeros(2000, int), values, targets, 1.0, 20, 1)
    members = abc.sample(state, 200, 1)[0]
    assert state.reached and members.min() > 0.58 and members.max() < 0.67 and members.mean() == pytest.approx(0.625, abs=0.01)


def test_what_the_pattern_does_not_know_stays_as_wide_as_the_prior():
    members = toy(lambda u: u[:, 0], 0.5, 0.05, axes=2)[1]
    assert np.ptp(np.quantile(members[:, 1], [0.05, 0.95])) > 0.75 and members[:, 1].mean() == pytest.approx(0.5, abs=0.1)
    together = toy(lambda u: u[:, 0] + u[:, 1], 1.0, 0.03, axes=2)[1]
    assert np.corrcoef(together.T)[0, 1] < -0.9 and (np.ptp(np.quantile(together, [0.05, 0.95], axis=0), axis=0) > 0.6).all()


def test_a_curved_model_near_the_edge():
    """y = u² with sd 0.01 at 0.9: the exact density, ∝ normal(0.9; u², 0.01) on [0, 1], by a sum over a grid."""
    members = toy(lambda u: u[:, 0] ** 2, 0.9, 0.01)[1][:, 0]
    grid = (np.arange(20_000) + 0.5) / 20_000
    exact = stats.norm.pdf(0.9, grid**2, 0.01)
    low, high = np.interp([0.05, 0.95], np.cumsum(exact) / exact.sum(), grid)
    assert np.mean((low < members) & (members < high)) == pytest.approx(0.9, abs=0.07)


def test_weights_are_prior_over_proposals():
    draws = np.random.default_rng(2)
    first, second = draws.normal(size=(5, 2)), draws.normal(size=(3, 2))
    roots = np.linalg.cholesky([[1.0, 0.3], [0.3, 0.5]]), np.linalg.cholesky([[0.2, 0.0], [0.0, 0.4]])
    mixture, x = abc.Mixture((first, second), roots), draws.normal(size=(7, 2))
    expected = [
        sum(stats.multivariate_normal(c, r @ r.T).pdf(one) / len(cs) / 2 for cs, r in ((first, roots[0]), (second, roots[1])) for c in cs) for one in x
    ]
    assert np.exp(abc.density(mixture, x)) == pytest.approx(expected)
    prior = stats.logistic.pdf(x).prod(axis=1)
    weight = abc._importance(x, [None, mixture], np.array([0, 0, 0, 0, 1, 1, 1]))
    assert weight == pytest.approx(prior / (4 / 7 * prior + 3 / 7 * np.array(expected))) and weight.max() <= 7 / 4


def test_sets_without_a_value_count_for_nothing():
    draws = np.random.default_rng(3)
    places = draws.random((64, 1))
    values = np.repeat(places[:, None], 2, axis=1) + 0.001 * draws.normal(size=(64, 2, 1))
    values[::2] = np.nan
    state = abc.infer(places, [None], np.zeros(64, int), values, abc.Targets(np.array([0.5]), np.array([0.1]), np.array([False])), 1.0, 5, 1)
    assert state.counted == 32 and (state.weight[::2] == 0).all() and np.isinf(state.distance[::2]).all() and state.weight.sum() == pytest.approx(1)


# --- study files ------------------------------------------------------------------------------------------------------------


def test_a_study_is_read(tmp_path):
    found = read(tmp_path, HEAD + '[[patterns]]\nmeasure = "absence_rate"\naccept = [4, 8]\nsource = "x"\n' + PATTERN)
    assert found.outcomes == ("absence_rate", "daily.contacts") and found.points == 16 and found.head.seeds == "independent"
    first, second = found.patterns
    assert first.even and first.value == 6 and first.half_width == pytest.approx(2) and str(first) == "4 to 8" and str(second) == "95 ± 4"
    assert found.table["talk.transmit"].between(0.02, 0.3).all() and np.log(found.table["talk.transmit"]).mean() == pytest.approx(
        np.log(0.02 * 0.3) / 2, abs=0.1
    )
    assert found.office.values["demand.population"] == 400 and found.office.policy is None


@pytest.mark.parametrize(
    "old, new, line, said",
    [
        ('measure = "daily.contacts"', 'measure = "daily.contatcs"', 26, "did you mean daily.contacts?"),
        ("value = 95\n", "", 25, "either a value and its standard error, or an accepted range"),
        ("error = 4.0", "error = 0", 28, "must be greater than 0"),
        ("value = 95\nerror = 4.0", "accept = [8, 4]", 27, "the lower end comes first"),
        ("replicates = 2", "replicates = 1", 6, "must be at least 2"),
        ("replicates = 2", 'replicates = 2\nseeds = "common"', 7, 'must be "independent"'),
        ("replicates = 2", 'replicates = 2\npolicies = ["present", "discreet"]', 7, "one policy at most"),
        ("budget = 48", "budget = 16\ntolerence = 1", 15, "did you mean tolerance?"),
        ("wave = 16", "wave = 17", 13, "power of two"),
        ("budget = 48", "budget = 16\nwaves = 3", 15, "is not known here"),
        ("low = 0.5\nhigh = 1.5", "values = [0.5, 1.5]", 18, "runs from low to high"),
        ("[calibration]", '[design]\nkind = "grid"\n[calibration]', 12, "does not go with [calibration]"),
        (PATTERN, "", 0, "there is no pattern to fit"),
        (PATTERN, PATTERN + PATTERN, 29, "has two patterns"),
        ("budget = 48", 'budget = 48\ndata = "no.csv"', 15, "cannot be read: No such file"),
        ('key = "demand.load"', 'key = "demand.laod"', 17, "did you mean demand.load?"),
    ],
)
def test_every_error_of_a_study_is_told_with_its_line(tmp_path, old, new, line, said):
    text = STUDY.replace("{budget}", "48").replace(old, new)
    file = write(tmp_path / "bad.toml", text)
    with pytest.raises(ScenarioError, match=re.escape(said)) as told:
        read_calibration(file)
    assert any(said in str(problem) and problem.line == line for problem in told.value.problems), str(told.value)


def test_patterns_from_data_and_their_errors(tmp_path):
    (tmp_path / "p.csv").write_text("measure,value,error,source\nabsence_rate,5.0,0.5,house\nleavers,x,0.5,house\n\nnone,1,1,\n", encoding="utf-8")
    text = STUDY.replace("members = 20", 'members = 20\ndata = "p.csv"')
    with pytest.raises(ScenarioError) as told:
        read(tmp_path, text)
    assert [(problem.line, problem.file.endswith("p.csv")) for problem in told.value.problems] == [(3, True), (5, True)]
    (tmp_path / "p.csv").write_text("measure,value,error,source\nabsence_rate,5.0,0.5,house\n", encoding="utf-8")
    assert [one.measure for one in read(tmp_path, text).patterns] == ["daily.contacts", "absence_rate"]


# --- waves ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A calibration that was not disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    study = read(folder)
    return study, folder / "out", waves.calibrate(study, folder / "out", workers=1, run_seconds=0.001)


def test_the_load_is_found_and_the_rest_is_not(whole):
    study, folder, found = whole
    told = found.parameters.set_index("parameter")
    assert told.narrower["demand.load"] > 0.5 > 0.45 > told.narrower["talk.transmit"] and len(found.steps) == 3 and found.steps[-1].sets == 48
    contacts = np.mean([outcomes_of(run_once(study.bases[0], seed, study.days).run, ["daily.contacts"])["daily.contacts"] for seed in range(40)])
    assert told.low["demand.load"] < 95 / contacts < told.high["demand.load"] and found.fit.reproduced.all()  # contacts are in proportion to the load
    table = found.ensemble
    assert len(table) == 20 and table.weight.sum() == pytest.approx(1) and table["demand.load"].between(0.5, 1.5).all()
    rows = pd.read_parquet(folder / waves.EVALUATIONS)
    assert len(rows) == found.steps[-1].runs == 96 and found.runs == 96 + 40 and not rows.duplicated(["point", "replicate"]).any()
    assert rows.seed.nunique() == 96


def same(found, expected):
    pd.testing.assert_frame_equal(found.ensemble, expected.ensemble, check_exact=True)
    np.testing.assert_array_equal(found.checked, expected.checked)
    assert found.steps == expected.steps


@pytest.mark.parametrize("moment", ["wave 1", "wave 2", "wave 3", "check"])
def test_stopped_at_any_wave_it_goes_on_to_the_same_end(whole, tmp_path, moment):
    study, _, expected = whole

    def told(what, total):
        if what == moment:
            raise KeyboardInterrupt
        return lambda done: None

    with pytest.raises(KeyboardInterrupt):
        waves.calibrate(study, tmp_path / "out", 1, 0.001, told=told)
    same(waves.calibrate(study, tmp_path / "out", 2, 0.001), expected)


def test_a_damaged_part_is_run_again(whole, tmp_path):
    study, _, expected = whole
    waves.calibrate(study, tmp_path / "out", 1, 0.001)
    part = sorted((tmp_path / "out" / waves.EVALUATIONS).glob("part-*"))[0]
    part.write_bytes(part.read_bytes()[:-100])
    same(waves.calibrate(study, tmp_path / "out", 1, 0.001), expected)


def test_a_greater_budget_goes_on_and_an_edited_study_is_refused(whole, tmp_path):
    _, folder, expected = whole
    waves.calibrate(read(tmp_path), tmp_path / "out", 1, 0.001)
    more = waves.calibrate(read(tmp_path, budget=64), tmp_path / "out", 1, 0.001)
    assert more.steps[:3] == expected.steps and more.steps[-1].sets == 64
    for old, new, said in (
        ("value = 95", "value = 96", "pattern daily.contacts"),
        ("value = 95", "value = 95.000001", "pattern daily.contacts"),
        ("high = 1.5", "high = 1.4", "axis demand.load, high"),
        ("replicates = 2", "replicates = 3", "replicates"),
        ("wave = 16", "wave = 32", "design: wave"),
    ):
        with pytest.raises(StoreError, match=said):
            waves.calibrate(read(tmp_path, STUDY.replace(old, new), budget=64), tmp_path / "out", 1, 0.001)


def test_a_pattern_out_of_reach_is_told(tmp_path):
    found = waves.calibrate(read(tmp_path, STUDY.replace("value = 95", "value = 9500"), budget=32), tmp_path / "out", 1, 0.001)
    assert found.nearest > waves.FAR and not found.fit.reproduced.any() and not found.reached


def test_a_pattern_that_is_never_defined_ends_with_a_message(tmp_path):
    text = HEAD + '[[patterns]]\nmeasure = "crew_response"\nvalue = 1\nerror = 1\n'
    with pytest.raises(waves.CalibrationError, match="crew_response never has one"):
        waves.calibrate(read(tmp_path, text.replace("[set]", "[set]\nmechanisms.crew = false"), years=0.005), tmp_path / "out", 1, 0.001)
