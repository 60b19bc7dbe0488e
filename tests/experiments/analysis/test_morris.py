"""Elementary effects: linear functions exactly, Morris' own function by its groups of inputs, noise apart."""

import numpy as np
import pytest
from functions import morris_function, tables, trajectories

from simulation.experiments.analysis.measured import AnalysisError, measured
from simulation.experiments.analysis.morris import morris


def measures(x, y, **noise):
    return morris(measured(*tables(x, y, **noise), "y"))


def test_a_linear_function_has_even_effects():
    x = trajectories(4, 5)
    told = measures(x * [1, 10, 1, 1], x @ [3.0, -2.0, 0.0, 1.0])
    assert told.table.mu.to_numpy() == pytest.approx([3, -2, 0, 1]) and told.table.mu_star.to_numpy() == pytest.approx([3, 2, 0, 1])
    assert told.table.sigma.to_numpy() == pytest.approx([0] * 4, abs=1e-6) and (told.trajectories, told.replicates) == (5, 1)


def truth(noise, many=4000):
    """mu* and sigma of Morris' function, from many steps of each input on the grid, and the standard deviation of |effect|; with noise of
    effects in mu*."""
    rng = np.random.default_rng(7)
    x = rng.integers(4, size=(many, 20)) / 3
    effects = []
    for i in range(20):
        low = x.copy()
        low[:, i] = rng.integers(2, size=many) / 3
        high = low.copy()
        high[:, i] += 2 / 3
        effects.append((morris_function(high) - morris_function(low)) * 1.5)
    effects = np.array(effects)
    seen = np.abs(effects + noise * rng.normal(size=effects.shape))
    return seen.mean(axis=1), effects.std(axis=1), seen.std(axis=1)


@pytest.mark.parametrize("noise", [{}, {"noise": 10.0, "replicates": 5}], ids=["exact", "noise"])
def test_the_function_of_morris(noise):
    """Inputs 8 to 10 act alone and evenly (slope 40), 1 to 7 through others or unevenly, 11 to 20 hardly; each mu* within four standard
    errors."""
    x = trajectories(20, 40)
    told = measures(x, morris_function(x.copy()), **noise).table
    mu_star, sigma, spread = truth(1.5 * np.sqrt(2 / 5) * noise.get("noise", 0.0))
    assert (np.abs(told.mu_star - mu_star) < 4 * spread / np.sqrt(40)).all()
    assert told.mu_star[7:10].between(30, 50).all() and (told.sigma[7:10] < 15).all()
    assert (told.sigma[:6] > 30).all() and told.mu_star[10:].max() < told.mu_star[:10].min()
    assert np.abs(told.sigma - sigma).max() < 0.5 * sigma.max()


def test_sigma_holds_no_noise_and_the_floor_says_what_noise_gives_mu_star():
    x = trajectories(4, 200)
    told = measures(x, x @ [30.0, 20.0, 0.0, 0.0], noise=5.0, replicates=5).table
    raw = measures(x, x @ [30.0, 20.0, 0.0, 0.0], noise=5.0, replicates=1).table
    assert (told.sigma < 3).all() and (raw.sigma > 8).all()
    assert told.mu_star[2:].to_numpy() == pytest.approx(told.floor[2:].to_numpy(), rel=0.2) and np.isnan(raw.floor).all()


def test_worlds_in_common_widen_intervals_only_as_far_as_they_differ():
    """A shift of all points is no effect of any axis."""
    x = trajectories(3, 30)
    apart, common = (measures(x, x @ [3.0, 2.0, 1.0], noise=1.0, replicates=6, common=common).table for common in (False, True))
    assert (common.mu_star_high - common.mu_star_low < apart.mu_star_high - apart.mu_star_low).all()


def test_a_design_that_is_none_is_refused():
    x = trajectories(3, 4)
    for wrong in (x[:-1], x[1:], x[[0, 2, 1, 3, *range(4, 16)]], x[:4]):
        with pytest.raises(AnalysisError, match="not Morris trajectories.*method morris|does not vary"):
            measures(wrong, wrong.sum(axis=1))


@pytest.mark.parametrize("common", [False, True])
def test_intervals_hold_the_truth_four_times_in_five(common):
    """Over 60 designs and noises, mu* of three axes together; 0.03 is allowed for the bootstrap of 20 trajectories, which is a little narrow."""
    held = []
    for seed in range(60):
        x = trajectories(3, 20, seed)
        told = measures(x, x @ [5.0, 3.0, 2.0] + 4 * x[:, 0] * x[:, 1], noise=0.3, replicates=4, common=common, seed=seed).table
        truth = np.array([7.0, 5.0, 2.0])
        held.append(((told.mu_star_low <= truth) & (told.mu_star_high >= truth)).mean())
    assert np.mean(held) > 0.8 - 0.03 - 3 * np.std(held) / 60 ** 0.5
