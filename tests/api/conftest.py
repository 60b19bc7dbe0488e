"""One comparison that is only read."""

import pytest
from asked import POLICIES, TINY, YEARS

import simulation


@pytest.fixture(scope="session")
def compared():
    """Eight days in three twin worlds, in French."""
    return simulation.compare("social_agency", POLICIES, years=YEARS, replicates=3, seed=5, overrides=TINY, workers=1, lang="fr")
