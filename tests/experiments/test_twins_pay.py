"""Twin worlds pay: pairing by seed makes differences between policies far more certain than unrelated runs would."""

import pytest

from simulation.experiments.compare import compare
from simulation.measures.outcomes import OUTCOMES


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["present", "discreet"])
def test_pairing_halves_the_variance_of_most_main_outcomes(policy):
    """The variance of the paired difference is at most half the unpaired one on at least four of the six main outcomes (issue 2)."""
    found = compare("social_agency", ["laissez_faire", policy], years=0.25, replicates=8, seed=1)
    main = [outcome.key for outcome in OUTCOMES if outcome.main]
    assert len(main) == 6
    ratios = {key: found.row(key, policy, "laissez_faire").variance_ratio for key in main}
    assert sum(ratio <= 0.5 for ratio in ratios.values()) >= 4, ratios
