"""Calibration recovers known parameters from synthetic data within the ensemble's 90 % region.

The seeds are the first, whatever they give. The issue asks for nine of ten trials, which is what such a region promises on average: one that holds the truth in exactly nine of ten gives
fewer in the first ten with 26 of 100 choices of seeds (binomial), and fewer than `LEAST` of `TRIALS` with 7. The test asks for the latter and prints how many there are: whenever draws of the engine
change, the first ten are ten others. `tests/benchmarks/calibration_coverage.py` tells the share with its interval; what finds regions that are too small is `test_coverage.py`, with hundreds of trials on a
made-up model.
"""

import pytest
from recovery import AXES, LEVEL, trial
from scipy.stats import binom

TRIALS, LEAST = 10, 8


def test_how_often_a_true_region_fails():
    assert binom.cdf(8, TRIALS, LEVEL) == pytest.approx(0.26, abs=0.005) and binom.cdf(LEAST - 1, TRIALS, LEVEL) == pytest.approx(0.07, abs=0.005)


@pytest.mark.slow
def test_known_parameters_lie_in_the_region(tmp_path):
    found = [trial(number, tmp_path) for number in range(TRIALS)]
    inside = [one.inside for one in found]
    print(f"{sum(inside)} of {TRIALS} inside")
    assert sum(inside) >= LEAST, [one.place for one in found]
    narrower = [sum(one.narrower[i] for one in found) / TRIALS for i in range(len(AXES))]
    assert narrower[0] > 0.8 and narrower[1] > 0.3 and narrower[2] > 0.8, "regions that hold the truth by being as wide as the prior tell nothing"
