"""Main effects and interactions: exact on functions of the model's own form, honest intervals under noise; swings; regimes."""

from itertools import product as crossed

import numpy as np
import pandas as pd
import pytest
from functions import tables
from scipy.stats import qmc

from simulation.experiments.analysis.effects import effects, one_at_a_time
from simulation.experiments.analysis.measured import AnalysisError, measured
from simulation.experiments.analysis.regimes import regimes

GRID = np.array(list(crossed([0.0, 5.0, 10.0], [0.0, 1.0], [2.0, 4.0])))


def told(x, y, interactions=True, **noise):
    return effects(measured(*tables(x, y, **noise), "y"), interactions)


def bent(x):
    """2 per unit of the first axis, a bend, and 3 more of the second for each unit of the third."""
    return 2 * x[:, 0] - 0.1 * (x[:, 0] - 5) ** 2 + 3 * x[:, 1] * (x[:, 2] - 3)


def test_effects_are_exact_where_the_model_is_true():
    found = told(GRID, bent(GRID))
    table = found.effects.set_index(["term", "what"]).effect
    assert table["x1", "low to high"] == pytest.approx(20.0) and table["x1", "bend"] == pytest.approx(-2.5)
    assert table["x2", "low to high"] == pytest.approx(0.0, abs=1e-9) and table["x3", "low to high"] == pytest.approx(3.0)
    assert table["x2 × x3", "low to high"] == pytest.approx(6.0) and found.explained == pytest.approx(1.0)
    shares = found.shares.set_index("term").share
    parts = {"x1": np.var([0 - 2.5, 10.0, 20 - 2.5]), "x3": 2.25, "x2 × x3": 2.25}
    for term, part in parts.items():
        assert shares[term] == pytest.approx(part / sum(parts.values()), abs=1e-9)


def test_intervals_hold_the_truth_at_least_four_times_in_five():
    """Noise that points share in part (common worlds), and noise of their own; the larger error is taken, so more may be held."""
    for common in (False, True):
        held = []
        for seed in range(40):
            table = told(GRID, bent(GRID), noise=1.0, replicates=4, common=common, seed=seed).effects.set_index(["term", "what"])
            held += [[table.low[key] < value < table.high[key]] for key, value in
                     {("x1", "low to high"): 20.0, ("x2 × x3", "low to high"): 6.0, ("x2", "low to high"): 0.0}.items()]
        assert np.mean(held) > 0.8 - 3 * np.sqrt(0.16 / len(held))


def test_shares_on_a_design_that_fills_space_are_those_of_the_functional_anova():
    """x1 + x2 x3 on centred axes of unit range: variances 1/12 and 1/144."""
    x = qmc.Sobol(3, seed=2).random(512)
    y = x[:, 0] - 0.5 + (x[:, 1] - 0.5) * (x[:, 2] - 0.5)
    found = told(x, y, noise=0.3, replicates=4)
    shares = found.shares.set_index("term")
    for term, share in {"x1": 12 / 13, "x2 × x3": 1 / 13, "x2": 0.0}.items():
        error = (shares.high[term] - shares.low[term]) / 2 / 1.28
        assert abs(shares.share[term] - share) < 4 * error + 0.01, term
    assert found.explained == pytest.approx(1.0, abs=0.1)


def test_words_are_told_from_their_mean():
    design, rows = tables(GRID, GRID[:, 0] + 4 * GRID[:, 1])
    design["x2"] = np.where(GRID[:, 1] > 0, "present", "absent")
    found = effects(measured(design, rows, "y")).effects.set_index(["term", "what"]).effect
    assert found["x2", "absent"] == pytest.approx(-2.0) and found["x1 × x2", "low to high, absent"] == pytest.approx(0.0, abs=1e-9)


def test_too_few_points_are_refused():
    with pytest.raises(AnalysisError, match="4 points cannot tell 5 coefficients apart .*leave the interactions out"):
        told(GRID[[0, 2, 4, 10]][:, :2], np.arange(4.0))
    with pytest.raises(AnalysisError, match="axis x1: does not vary"):
        told(GRID[:4], np.arange(4.0))


def one_by_one():
    x = np.array([[5.0, 1.0, 3.0], [0.0, 1.0, 3.0], [10.0, 1.0, 3.0], [5.0, 0.0, 3.0], [5.0, 1.0, 4.0]])
    return x, x @ [1.0, 20.0, 0.0]


def test_swings_are_paired_and_widest_first():
    x, y = one_by_one()
    table = one_at_a_time(measured(*tables(x, y, noise=0.1, replicates=5, common=True), "y"))
    assert list(table.axis) == ["x2", "x1", "x1", "x3"] and list(table.value) == [0.0, 0.0, 10.0, 4.0]
    assert table.difference.to_numpy() == pytest.approx([-20, -5, 5, 0], abs=0.3) and list(table.base_value) == [1.0, 5.0, 5.0, 3.0]
    assert (table.low < table.difference).all() and table.verdict[0] == "lower"
    with pytest.raises(AnalysisError, match="method one_at_a_time"):
        one_at_a_time(measured(*tables(GRID, GRID.sum(axis=1)), "y"))


@pytest.fixture
def maps():
    """Policies b and a over two axes and a third: b is better by x − 2, worlds differ by far more."""
    rows, design = [], []
    for point, (policy, x, y, z) in enumerate(crossed("ab", [1, 2, 3], [0, 1], [0, 1])):
        design.append({"point": point, "policy": policy, "x": x, "y": y, "z": z})
        for world in range(6):
            gain = (x - 2.0) * (1 + z) + 0.1 * (-1) ** world if policy == "b" else 0.0
            rows.append({"point": point, "replicate": world, "seed": world, "exhaustion": 10.0 * world + gain})
    return pd.DataFrame(design), pd.DataFrame(rows)


def test_regimes_are_paired_differences_over_two_axes(maps):
    table = regimes(*maps, "exhaustion", "x", "y", "b", "a", side="policy")
    assert list(zip(table.x, table.y)) == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]
    assert table.difference.to_numpy() == pytest.approx([-1.5, -1.5, 0, 0, 1.5, 1.5])
    assert list(table.verdict) == ["better"] * 2 + ["cannot tell"] * 2 + ["worse"] * 2 and (table.points == 2).all() and (table.twin_worlds == 6).all()


def test_regimes_leave_out_worlds_that_are_not_whole(maps):
    design, rows = maps
    table = regimes(design, rows[~((rows.point == 0) & (rows.replicate == 3))], "exhaustion", "x", "y", "b", "a")
    assert list(table.twin_worlds) == [5, 6, 6, 6, 6, 6]


@pytest.mark.parametrize("given, said", [
    ({"policy": "c"}, "no 'c' in the design; it has a, b"), ({"policy": "a"}, "compared with itself"), ({"across": "w"}, "no column w"),
    ({"up": "x"}, "two different axes"), ({"outcome": "nothing"}, "no column nothing")])
def test_maps_that_cannot_be_drawn_are_refused(maps, given, said):
    asked = {"outcome": "exhaustion", "across": "x", "up": "y", "policy": "b", "against": "a"} | given
    with pytest.raises(AnalysisError, match=said):
        regimes(*maps, **asked)


def test_points_that_fell_on_the_same_whole_numbers_count_once(maps):
    """A sampled design rounds to whole numbers: the same values under the same seeds are the same worlds."""
    design, rows = maps
    again = len(design)
    twice = pd.concat([design, design.assign(point=design.point + again)], ignore_index=True), pd.concat([rows, rows.assign(point=rows.point + again)], ignore_index=True)
    pd.testing.assert_frame_equal(regimes(*twice, "exhaustion", "x", "y", "b", "a"), regimes(*maps, "exhaustion", "x", "y", "b", "a"))


def test_other_seeds_are_no_twins(maps):
    design, rows = maps
    with pytest.raises(AnalysisError, match="different seeds"):
        regimes(design, rows.assign(seed=range(len(rows))), "exhaustion", "x", "y", "b", "a")
