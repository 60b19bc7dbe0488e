"""Paired differences: the numbers against SciPy, the verdicts against what may be said."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from simulation.experiments import paired
from simulation.measures.outcomes import OUTCOMES


def told(values, others, better="lower"):
    return paired.paired(np.array(values, float), np.array(others, float), better)


def test_the_interval_is_that_of_student():
    rng = np.random.default_rng(3)
    values, others = rng.normal(1.0, 1.0, 9), rng.normal(0.0, 1.0, 9)
    found = told(values, others)
    expected = stats.ttest_rel(values, others).confidence_interval(0.8)
    assert found["low"] == pytest.approx(expected.low) and found["high"] == pytest.approx(expected.high)
    assert found["difference"] == pytest.approx(values.mean() - others.mean())
    assert (found["p10"], found["p90"]) == pytest.approx(tuple(np.quantile(values - others, (0.1, 0.9))))


def test_the_interval_holds_the_truth_four_times_in_five():
    rng, times = np.random.default_rng(8), 2000
    held = sum(low <= 0.3 <= high for low, high in (paired.interval(rng.normal(0.3, 1.0, 6)) for _ in range(times)))
    assert abs(held / times - paired.LEVEL) < 3 * (0.8 * 0.2 / times) ** 0.5


@pytest.mark.parametrize("values, better, said", [
    ([1, 2, 3.1], "lower", "worse"), ([1, 2, 3.1], "higher", "better"), ([1, 2, 3.1], None, "higher"),
    ([-1, -2, -3.1], "lower", "better"), ([-1, -2, -3.1], None, "lower"),
    ([-1, 0, 1.5], "lower", "cannot tell"), ([0, 0, 0], "lower", "same"), ([5.0], "lower", "cannot tell"), ([], "lower", "cannot tell"),
    ([0.0], "lower", "cannot tell"), ([1, 1, 1], "lower", "worse"),
])
def test_a_verdict_needs_an_interval_without_zero(values, better, said):
    assert told(values, [0] * len(values), better)["verdict"] == said


def test_ties_and_gains_are_counted_apart():
    found = told([1, 2, 3, 0], [2, 2, 1, 5])
    assert (found["twin_worlds"], found["better"], found["ties"]) == (4, 2, 1)
    assert told([1, 2, 3, 0], [2, 2, 1, 5], "higher")["better"] == 1


def test_pairs_without_a_value_are_left_out():
    found = told([1, np.nan, 3], [0, 0, np.nan])
    assert (found["twin_worlds"], found["difference"], found["mean"], found["mean_against"]) == (1, 1.0, 1.0, 0.0)
    assert told([np.nan], [1])["twin_worlds"] == 0


def test_variance_ratio_says_what_pairing_saves():
    world = np.random.default_rng(1).normal(0, 1, 400)
    assert told(world + 0.1, world)["variance_ratio"] == pytest.approx(0.0, abs=1e-12)
    assert told(np.random.default_rng(2).normal(0, 1, 400), world)["variance_ratio"] == pytest.approx(1.0, abs=0.15)
    assert np.isnan(told([1, 1], [1, 1])["variance_ratio"])


def test_every_two_policies_are_compared_the_later_against_the_earlier():
    keys = [outcome.key for outcome in OUTCOMES]
    values = pd.DataFrame([{"policy": policy, "twin_world": world, "seed": world, **dict.fromkeys(keys, float(level + world))}
                           for level, policy in enumerate("abc") for world in range(3) if (policy, world) != ("b", 1)])
    table = paired.differences(values, list("abc"))
    assert list(table.columns) == list(paired.COLUMNS)
    assert list(dict.fromkeys(zip(table.policy, table.against))) == [("b", "a"), ("c", "a"), ("c", "b")]
    first = table[table.outcome == keys[0]]
    assert list(first.difference) == [1.0, 2.0, 1.0] and list(first.twin_worlds) == [2, 3, 2]
