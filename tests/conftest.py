"""What all tests share: how hypothesis looks for examples (the same ones on every machine), and that Ctrl-C reaches what they start."""

import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("guichet", derandomize=True, deadline=None, database=None,
                          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
settings.load_profile("guichet")

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # a shell that runs tests in the background has it ignored, and so would all that they start
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
