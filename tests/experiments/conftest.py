"""A tiny office, so that even the Mesa model takes a tenth of a second."""

import pytest

from simulation.experiments.compare import compare

TINY = {"counter.posts": 2, "counter.per_day": 25.0, "phone.posts": 2, "phone.per_day": 60.0, "mail.posts": 1, "mail.per_day": 10.0,
        "demand.population": 400}


@pytest.fixture(scope="session")
def tiny():
    """The values that make any office tiny."""
    return dict(TINY)


@pytest.fixture(scope="session")
def compared():
    """A small comparison of three policies: eight days in three twin worlds."""
    return compare(policies=("laissez_faire", "present", "discreet"), years=8 / 220, replicates=3, seed=5, overrides=TINY, workers=1)
