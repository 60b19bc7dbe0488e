"""The page of a calibration: what it says of a pattern that is met at the edge of its range only, and how it writes numbers."""

from types import SimpleNamespace

import pytest

from simulation.charts.calibration_report import _at_the_edge, figure_of, observed
from simulation.experiments.calibration.form import Pattern


@pytest.mark.parametrize("mean, spread, even, edge", [
    (60.9, 3.4, True, True), (79.5, 3.4, True, True), (70.0, 3.4, True, False), (61.0, 15.0, True, False), (60.9, 3.4, False, False),
])
def test_an_ensemble_at_one_end_of_a_range_is_told(mean, spread, even, edge):
    row = SimpleNamespace(mean=mean, low=mean - spread / 2, high=mean + spread / 2, observed_low=60.0, observed_high=80.0)
    assert _at_the_edge(row, Pattern("first_contact", 70.0, 10 / 3**0.5, even)) == edge


@pytest.mark.parametrize("value, text", [(0.005, "0.005"), (1.0, "1"), (0.0429, "0.0429"), (0.12, "0.12"), (2.804, "2.8"), (1230.0, "1,230"), (0.0, "0"), (-6.0, "−6")])
def test_numbers_have_no_zeros_at_their_end(value, text):
    assert figure_of(value) == text


@pytest.mark.parametrize("value, error, even, text", [
    (6.00694, 1.11045, False, "6.01 ± 1.11"), (95.0, 4.0, False, "95 ± 4"), (95.5, 4.0, False, "95.5 ± 4.0"), (1234.56, 210.4, False, "1,235 ± 210"),
    (0.5, 0.0123, False, "0.5000 ± 0.0123"), (6.0, 2 / 3**0.5, True, "4 – 8"),
])
def test_what_was_observed_has_the_decimals_of_its_error(value, error, even, text):
    assert observed(Pattern("daily.contacts", value, error, even)) == text


def test_what_was_observed_in_french():
    assert observed(Pattern("daily.contacts", 6.00694, 1.11045, False), "fr") == "6,01 ± 1,11"
