"""Little runs that are made once and then only read."""

import pytest
from little_runs import BUSY, EVENTFUL, made


@pytest.fixture(scope="session")
def busy():
    return made(BUSY, 20)


@pytest.fixture(scope="session")
def eventful():
    return made(EVENTFUL, 25, seed=3)


@pytest.fixture(params=["busy", "eventful"])
def ran(request):
    return request.getfixturevalue(request.param)
