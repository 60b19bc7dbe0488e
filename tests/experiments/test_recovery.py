"""Calibration recovers known parameters from synthetic data within the ensemble's 90 % region on at least nine of ten trials (the issue's own criterion).

The seeds are the first ten. A region that held the truth in 90 % of all trials would pass in 74 % of all choices of ten (binomial), one that held it in 60 %
in 5 %: the test alone cannot tell 90 % from 95 %. That the share is 90 % and not merely lucky is what `tests/benchmarks/calibration_coverage.py` measures,
over forty.
"""

import pytest
from recovery import trial

TRIALS = 10


@pytest.mark.slow
def test_known_parameters_lie_in_the_region_in_nine_of_ten(tmp_path):
    found = [trial(number, tmp_path) for number in range(TRIALS)]
    assert sum(one.inside for one in found) >= 9, [one.place for one in found]
    narrower = [sum(one.narrower[i] for one in found) / TRIALS for i in range(3)]
    assert narrower[0] > 0.8 and narrower[1] > 0.3 and narrower[2] > 0.8, "regions that hold the truth by being as wide as the prior tell nothing"
