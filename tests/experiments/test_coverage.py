"""The regions of a calibration hold the truth as often as they say, on a made-up model that costs nothing (simulation-based calibration: truths are drawn from
the prior: Talts, Betancourt, Simpson, Vehtari & Gelman 2018, arXiv:1804.06788). The sets near the patterns are few, as at the end of a small budget: an
effective number of `ENOUGH`, to which the regression fits five coefficients."""

import numpy as np
import pytest
from recovery import LEVEL, within

from simulation.experiments.calibration import abc
from simulation.experiments.calibration.waves import interval

TRIALS, WAVE, WAVES, ENOUGH, REPLICATES, MEMBERS = 500, 64, 2, 32, 4, 100
CHANCE = np.array([[0.5, 0, 0, 0], [2.0, 2.0, 0, 0], [0, 0, 6.0, 0], [0, 0, -4.0, 4.0]])
"""Chance of a run: what four normal numbers do to the four measures, which are correlated."""


def runs(places, draws):
    """Three parameters to four measures, slightly bent: set x replicate x measure."""
    u, v, w = places.T
    means = np.column_stack([np.exp(1.5 * u), 10 * v + 2 * u, 40 * w + 5 * v, 25 * w + 4 * u * v])
    return means[:, None] + draws.normal(size=(len(places), REPLICATES, 4)) @ CHANCE.T


def recovered(number):
    """One trial: whether the joint region holds the truth, whether each interval does, and how wide each is."""
    draws = np.random.default_rng([2018, number])
    truth = draws.random((1, 3))
    error = np.sqrt((CHANCE**2).sum(axis=1) / REPLICATES)
    targets = abc.Targets(runs(truth, draws)[0].mean(axis=0), error, np.zeros(4, bool))
    places, mixtures, values = [draws.random((WAVE, 3))], [None], []
    while True:
        values.append(runs(places[-1], draws))
        wave = np.repeat(np.arange(len(mixtures)), WAVE)
        state = abc.infer(np.concatenate(places), mixtures, wave, np.concatenate(values), targets, 1.0, ENOUGH, number)
        if len(mixtures) == WAVES:
            break
        mixture, following = abc.propose(state, WAVE, number)
        mixtures.append(mixture)
        places.append(following)
    held = abc.sample(state, MEMBERS, number)[0]
    low, _, high = interval(held)
    return within(abc.to_x(held), abc.to_x(truth[0])), *((low <= truth[0]) & (truth[0] <= high)), *(high - low)


@pytest.mark.slow
def test_regions_hold_the_truth_nine_times_in_ten():
    """Within three standard errors of what is promised. Residuals that are not stretched give 0.84, 0.84, 0.85, 0.83."""
    found = np.array([recovered(number) for number in range(TRIALS)])
    error = np.sqrt(LEVEL * (1 - LEVEL) / TRIALS)
    assert found[:, :4].mean(axis=0) == pytest.approx(np.full(4, LEVEL), abs=3 * error)
    assert (found[:, 4:].mean(axis=0) < [0.35, 0.5, 0.2]).all(), "regions that hold the truth by being wide tell nothing"


def test_a_region_holds_one_more_draw_nine_times_in_ten():
    draws = np.random.default_rng(5).normal(size=(2000, 101, 3))
    assert np.mean([within(held[:-1], held[-1]) for held in draws]) == pytest.approx(LEVEL, abs=0.02)
