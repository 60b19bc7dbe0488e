"""Power: against an integral of its definition, published tables, and trials; and when replicates are enough."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from simulation.experiments.analysis.measured import AnalysisError
from simulation.experiments.analysis.power import power, smallest_effect, worlds_for
from simulation.experiments.analysis.replicates import coefficients, error_of_coefficient, more_replicates, replicates_needed, stable_from

COHEN = {0.99: (586, 95, 38), 0.95: (393, 64, 26), 0.90: (310, 50, 20)}
"""Worlds on either side for d = .2, .5, .8 at power .80 (Cohen 1992, Psychological Bulletin 112, table 2, after Cohen 1988, chapter 2)."""


@pytest.mark.parametrize("level", COHEN)
def test_unpaired_as_cohen_has_it(level):
    """Within one: his tables rest on an approximation of the noncentral t."""
    told = [worlds_for(effect, 1.0, level=level, pairs=False) for effect in (0.2, 0.5, 0.8)]
    assert np.abs(np.array(told) - COHEN[level]).max() <= 1


def test_paired_as_g_power_has_it():
    """Faul et al. (2007), G*Power 3, difference between two dependent means, two-sided, alpha .05, power .80."""
    assert [worlds_for(effect, 1.0, level=0.95) for effect in (0.2, 0.5, 0.8)] == [199, 34, 15]


@pytest.mark.parametrize("worlds, effect, pairs", [(2, 0.5, True), (5, 0.3, True), (20, 0.7, False), (12, -1.0, True), (400, 0.1, False)])
def test_it_is_the_integral_of_its_definition(worlds, effect, pairs):
    """P(|Z + nc| > cut √(χ²/df)), integrated over χ."""
    free = worlds - 1 if pairs else 2 * worlds - 2
    away = effect * np.sqrt(worlds if pairs else worlds / 2)
    cut = stats.t.ppf(0.9, free)

    def part(root):
        """Chance to reject at this estimate of the standard deviation (root = s / sigma), times its density."""
        return (stats.norm.sf(cut * root - away) + stats.norm.cdf(-cut * root - away)) * stats.chi.pdf(root * np.sqrt(free), free) * np.sqrt(free)

    spread = 12 / np.sqrt(2 * free)
    expected = integrate.quad(part, max(0.0, 1 - spread), 1 + spread, limit=400)[0]
    assert power(worlds, effect, 1.0, 0.8, pairs) == pytest.approx(expected, abs=1e-6)


def test_it_is_the_share_of_trials_that_show_it():
    rng, trials = np.random.default_rng(4), 20000
    shown = stats.ttest_1samp(rng.normal(0.4, 1.0, (trials, 10)), 0, axis=1).pvalue < 0.2
    expected = power(10, 0.4, 1.0)
    assert abs(shown.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / trials)


def test_the_smallest_effect_is_the_inverse():
    for pairs in (True, False):
        effect = smallest_effect(20, 3.0, pairs=pairs)
        assert power(20, effect, 3.0, pairs=pairs) == pytest.approx(0.8, abs=1e-8)
        assert worlds_for(effect * 1.0001, 3.0, pairs=pairs) == 20
    assert power(30, 0.0, 1.0) == pytest.approx(0.2) and power(1, 1.0, 1.0) == 0.0 and power(10**6, 0.5, 1.0) == 1.0


@pytest.mark.parametrize("call, said", [
    (lambda: worlds_for(0.0, 1.0), "0 can never be shown"), (lambda: worlds_for(1.0, 0.0), "sd: 0.0; must be over 0"),
    (lambda: worlds_for(1.0, 1.0, wanted=1.0), "wanted power: 1.0; must lie between 0 and 1"), (lambda: power(5, 1.0, 1.0, level=1.5), "level"),
    (lambda: worlds_for(1e-9, 1.0), "ask for a larger effect"), (lambda: smallest_effect(1, 1.0), "at least 2"),
    (lambda: power(5, np.nan, 1.0), "finite"), (lambda: stable_from([1, 2], 0.0), "eps: 0.0; must be a number over 0"),
])
def test_bad_questions_are_refused(call, said):
    with pytest.raises(AnalysisError, match=said):
        call()


def test_coefficients_are_those_of_the_first_values():
    values = np.random.default_rng(3).normal(1e6, 3.0, 50)
    told = coefficients(values)
    assert told == pytest.approx([values[:n].std(ddof=1) / values[:n].mean() for n in range(2, 51)], rel=1e-9)
    assert np.isnan(coefficients([1.0, -1.0])).all() and not len(coefficients([1.0]))


def test_stable_from_is_the_definition_of_lee():
    values, eps = np.random.default_rng(5).normal(10, 3, 60), 0.02
    told = coefficients(values)
    first = next(n for n in range(2, 61) if all(abs(told[n - 2] - told[m - 2]) < eps for m in range(n + 1, 61)))
    assert stable_from(values, eps) == first
    assert stable_from([5.0, 5.0, 5.0], eps) == 2 and stable_from([1.0], eps) is None


def test_the_error_of_a_coefficient_is_that_of_trials():
    """Relative tolerance: four standard errors of a standard deviation of 4000 trials, and 2 % for terms of higher order."""
    rng = np.random.default_rng(6)
    told = rng.normal(10, 2, (4000, 40))
    spread = (told.std(axis=1, ddof=1) / told.mean(axis=1)).std()
    assert spread == pytest.approx(error_of_coefficient(0.2, 40), rel=4 / np.sqrt(8000) + 0.02)


def test_as_many_as_needed_are_enough():
    rng = np.random.default_rng(9)
    needed = replicates_needed(rng.normal(10, 2, 30), 0.02)
    assert 60 < needed < 130
    many = rng.normal(10, 2, (600, needed))
    cv = many.std(axis=1, ddof=1) / many.mean(axis=1)
    assert np.mean(np.abs(cv - 0.2) < 0.02) > 0.7
    assert replicates_needed([7.0] * 5, 0.01) == 4 and replicates_needed([1.0], 0.01) == 4 and replicates_needed([1.0, -1.0] * 3, 0.1) is None


def test_each_point_is_told_what_it_lacks():
    rng = np.random.default_rng(1)
    rows = pd.DataFrame({"point": np.repeat([0, 1, 2], 20), "replicate": np.tile(np.arange(20), 3),
                         "y": np.concatenate([rng.normal(100, 1, 20), rng.normal(100, 60, 20), [1.0, -1.0] * 10])})
    table = more_replicates(rows, ["y"], 0.05).set_index("point")
    assert table.more[0] == 0 and table.more[1] > 50 and pd.isna(table.more[2])
    assert (table.needed - table.replicates)[1] == table.more[1] and table.cv[0] == pytest.approx(0.01, abs=0.005)
    with pytest.raises(AnalysisError, match="no column z"):
        more_replicates(rows, ["z"], 0.05)


def test_rare_events_that_begin_with_worlds_without_any_do_not_stop_the_analysis():
    values = [0.0, 0.0, 3.0, 0.0, 2.0, 1.0]
    told = coefficients(values)
    assert np.isnan(told[0]) and np.isfinite(told[1:]).all()
    assert stable_from(values, 0.5) == next(n for n in range(3, 7) if all(abs(told[n - 2] - later) < 0.5 for later in told[n - 1:]))
    assert replicates_needed(values, 0.05) >= 2 * stable_from(values, 0.05)
    assert stable_from([1.0, -1.0], 0.5) is None and replicates_needed([0.0] * 6, 0.05) is None
