"""Sobol indices: SciPy's figures without noise, the published ones within their standard error, with noise too."""

import numpy as np
import pytest
from functions import ISHIGAMI, ishigami, saltelli, sobol_g, sobol_g_indices, tables
from scipy.stats import sobol_indices

from simulation.experiments.analysis.measured import AnalysisError, OnlyNoise, TooFew, measured
from simulation.experiments.analysis.sobol import sobol

Z = 1.2815515655446004
"""Half of an 80 % interval in standard errors."""


def indices(x, y, **noise):
    return sobol(measured(*tables(x, y, **noise), "y"))


def far(told, exact, name):
    """How many standard errors the estimates lie from the truth."""
    half = (told.table[f"{name}_high"] - told.table[f"{name}_low"]) / 2
    return np.abs(told.table[name] - np.array(exact)) / (half / Z)


def test_the_figures_are_those_of_scipy():
    x = saltelli(3, 256)
    y = ishigami(x).reshape(256, 5)
    told = indices(x, y.ravel()).table
    expected = sobol_indices(func={"f_A": y[:, 0][None], "f_B": y[:, 4][None], "f_AB": y[:, 1:4].T[:, None]}, n=256)
    assert told.s1.to_numpy() == pytest.approx(expected.first_order, rel=1e-12)
    assert told.st.to_numpy() == pytest.approx(expected.total_order, rel=1e-12)


@pytest.mark.parametrize("function, d, exact", [(ishigami, 3, ISHIGAMI), (sobol_g, 6, sobol_g_indices())], ids=["Ishigami", "Sobol g"])
@pytest.mark.parametrize("noise", [{}, {"noise": 3.0, "replicates": 4}, {"noise": 3.0, "replicates": 4, "common": True}],
                         ids=["exact", "noise", "common worlds"])
def test_published_functions(function, d, exact, noise):
    """Tolerance: four standard errors (noise is scaled to the function: 3 is about Ishigami's own standard deviation)."""
    x = saltelli(d, 2048)
    y = function(x)
    if noise:
        noise = noise | {"noise": noise["noise"] / 3.7 * y.std()}
    told = indices(x, y, **noise)
    assert (far(told, exact[0], "s1") < 4).all() and (far(told, exact[1], "st") < 4).all()
    assert ((told.table.st_high - told.table.st_low) < (0.25 if noise else 0.15)).all()


@pytest.mark.filterwarnings("error")
def test_what_rounding_leaves_is_noise():
    """Of three worlds one varies: products of different worlds are zero but for rounding."""
    x = saltelli(3, 64)
    worlds = np.stack([np.full(len(x), 0.1), 0.3 * x[:, 0], np.full(len(x), 0.7)])
    design, rows = tables(x, np.zeros(len(x)), replicates=3, common=True)
    with pytest.raises(OnlyNoise):
        sobol(measured(design, rows.assign(y=worlds[rows.replicate, rows.point]), "y"))


def test_noise_is_told_apart_and_would_swell_totals_if_it_were_not():
    x = saltelli(3, 1024)
    y = ishigami(x)
    told = indices(x, y, noise=y.std(), replicates=4)
    single = indices(x, y, noise=y.std(), replicates=1)
    assert told.stochastic == pytest.approx(0.5, abs=0.03) and np.isnan(single.stochastic)
    assert told.variance == pytest.approx(y.var(), rel=0.1)
    assert single.table.st.iloc[2] > 0.45 > 0.35 > told.table.st.iloc[2]


@pytest.mark.parametrize("common", [False, True])
def test_intervals_hold_the_truth_four_times_in_five(common):
    """Over 60 designs and noises, all indices of Ishigami together; the standard error takes the indices of one design as one."""
    held = []
    for seed in range(60):
        x = saltelli(3, 128, seed)
        told = indices(x, ishigami(x), noise=2.0, replicates=3, common=common, seed=seed)
        held.append(np.mean([far(told, ISHIGAMI[0], "s1") < Z, far(told, ISHIGAMI[1], "st") < Z]))
    assert np.mean(held) > 0.8 - 3 * np.std(held) / 60 ** 0.5


def test_both_orders_of_a_design_give_the_same():
    x = saltelli(3, 64)
    block = x.reshape(64, 5, 3)[:, [0, 4, 1, 2, 3]].transpose(1, 0, 2).reshape(-1, 3)
    one, other = (indices(points, ishigami(points)).table for points in (x, block))
    assert one.s1.to_numpy() == pytest.approx(other.s1.to_numpy(), rel=1e-12)


def test_where_points_differ_by_noise_alone_nothing_is_shared_out():
    """Where the 80 % interval of the variance that is left once noise is taken off holds zero, that is told as noise: nine of ten tables of pure noise."""
    x, refused = saltelli(2, 32), 0
    for seed in range(20):
        try:
            indices(x, np.zeros(len(x)), noise=1.0, replicates=4, seed=seed)
        except OnlyNoise as error:
            assert "add replicates, or widen the axes" in str(error)
            refused += 1
        except TooFew:
            pass
    assert 14 <= refused, "a binomial of 20 and nine tenths lies there in 99 of 100 cases"


def test_with_few_points_and_much_noise_no_share_is_told():
    """Eight base samples, as much noise as effect: where the variance is above noise at all, its shares are refused or have intervals narrower than everything."""
    x, refused = saltelli(3, 8), 0
    for seed in range(20):
        try:
            told = indices(x, x[:, 0], noise=0.3, replicates=3, seed=seed).table
            assert (told.st_high - told.st_low < 2.0).any()
        except TooFew as error:
            assert "8 base samples" in str(error)
            refused += 1
        except OnlyNoise:
            pass
    assert refused


def test_a_design_that_is_none_is_refused():
    x = saltelli(3, 8)
    for wrong in (x[:-1], x[::-1], np.roll(x, 1, axis=0)):
        with pytest.raises(AnalysisError, match="not a Saltelli design.*method saltelli"):
            indices(wrong, ishigami(wrong))
    with pytest.raises(AnalysisError, match="at least 4"):
        indices(x[:10], ishigami(x[:10]))
