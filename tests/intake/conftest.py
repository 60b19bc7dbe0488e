"""Logs for the tests of the importer: a small shipped sample of a real one, and made-up ones with known parameters."""

from pathlib import Path

import pytest
from synthetic_log import cleaned, made_log

from simulation.intake.fit import fit_log

SAMPLE = Path(__file__).parents[1] / "data" / "bank_calls_sample.csv"
BANK = Path("/work/shared/data/bank_calls_1999_02_01_18.csv.gz")
"""The whole bank log, where it is at hand; it is not part of the repository."""


@pytest.fixture(scope="session")
def sample():
    """The path of three days of the bank's log."""
    return SAMPLE


@pytest.fixture(scope="session")
def sample_fit():
    """The fit of the sample."""
    return fit_log(cleaned(SAMPLE))


@pytest.fixture(scope="session")
def made_path(tmp_path_factory):
    """Forty-five working days of a made-up office."""
    path = tmp_path_factory.mktemp("made") / "made.csv"
    made_log(days=45, seed=7).to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def made_fit(made_path):
    """The fit of the made-up log."""
    return fit_log(cleaned(made_path))


@pytest.fixture(scope="session")
def bank_fit():
    """The fit of the whole bank log; tests that need it are skipped where it is not at hand."""
    if not BANK.exists():
        pytest.skip(f"{BANK} is not here")
    return fit_log(cleaned(BANK))
