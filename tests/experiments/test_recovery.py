"""Calibration recovers known parameters from synthetic data within the ensemble's 90 % region in nine trials of ten (the issue's own criterion).

Nine of ten is what such a region promises on average, so even a perfect one gives fewer than nine of ten trials in 26 of 100 choices of seeds (binomial). The
test therefore does `TRIALS` and asks for as many inside as a region that holds the truth in nine of ten gives in all but `BY_CHANCE` of all choices; the seeds
are the first, whatever they give. So it does not fail by luck when the draws of the engine change, and finds a region that holds the truth in 60 % nine times
in ten; one that holds it in 80 % would mostly pass. `tests/benchmarks/calibration_coverage.py` tells the share with its interval.
"""

import pytest
from recovery import AXES, LEVEL, trial
from scipy.stats import binom

TRIALS, BY_CHANCE = 24, 0.01
LEAST = int(binom.ppf(BY_CHANCE, TRIALS, LEVEL))


def test_the_bound_is_that_of_the_binomial_law():
    assert LEAST == 18 and binom.cdf(LEAST - 1, TRIALS, LEVEL) <= BY_CHANCE < binom.cdf(LEAST, TRIALS, LEVEL)
    assert binom.sf(LEAST - 1, TRIALS, 0.6) < 0.1


@pytest.mark.slow
def test_known_parameters_lie_in_the_region_as_often_as_nine_in_ten(tmp_path):
    found = [trial(number, tmp_path) for number in range(TRIALS)]
    inside = sum(one.inside for one in found)
    print(f"{inside} of {TRIALS} inside, {sum(one.inside for one in found[:10])} of the first ten")
    assert inside >= LEAST, [one.place for one in found]
    narrower = [sum(one.narrower[i] for one in found) / TRIALS for i in range(len(AXES))]
    assert narrower[0] > 0.8 and narrower[1] > 0.3 and narrower[2] > 0.8, "regions that hold the truth by being as wide as the prior tell nothing"
