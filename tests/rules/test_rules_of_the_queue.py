"""queueing: arrivals, services, patience, handling time, resolution."""

import math

import pytest

from simulation.rules import queueing as q
from simulation.rules.numeric import exp, log_variance

GRID = [(k + 0.5) / 20_000 for k in range(20_000)]


def mean(values):
    return math.fsum(values) / len(values)


def test_gaps_are_unit_exponential():
    gaps = [q.arrival_gap(u) for u in GRID]
    assert (
        mean(gaps) == pytest.approx(1.0, rel=2e-3) and mean([g * g for g in gaps]) == pytest.approx(2.0, rel=1e-2) and gaps == sorted(gaps)
    )


@pytest.mark.parametrize(("cv", "exponential"), [(0.0, 0), (0.5, 0), (1.0, 0), (3.0, 1)])
def test_services_have_the_mean_and_spread_that_they_are_given(cv, exponential):
    """In minutes; the exponential law has a coefficient of variation of one, whatever is said of it."""
    times = [q.service_minutes(u, 6.5, log_variance(cv), exponential) for u in GRID]
    assert mean(times) == pytest.approx(6.5, rel=5e-3) and min(times) >= 0
    spread = math.sqrt(mean([(t - 6.5) ** 2 for t in times])) / 6.5
    assert spread == pytest.approx(1.0 if exponential else cv, abs=0.02)
    assert q.service_minutes(0.3, 13.0, log_variance(cv), exponential) == pytest.approx(2 * q.service_minutes(0.3, 6.5, log_variance(cv), exponential))


def test_patience():
    """A share balks; nobody gives up at scale 0; the others are Weibull: P(T > scale) = 1/e for any shape."""
    assert q.patience(0.09, 5.0, 1.0, 0.1) == 0.0 and q.patience(0.1, 5.0, 1.0, 0.1) == 0.0 < q.patience(0.11, 5.0, 1.0, 0.1)
    assert q.patience(0.5, 0.0, 1.0, 0.0) == -1.0 and q.patience(0.05, 0.0, 1.0, 0.1) == 0.0
    assert q.patience(0.999, 5.0, 1.0, 1.0) == 0.0
    for shape in (0.5, 1.0, 3.0):
        waits = [q.patience(u, 5.0, shape, 0.0) for u in GRID]
        assert sum(w > 5.0 for w in waits) / len(waits) == pytest.approx(math.exp(-1), abs=1e-3) and waits == sorted(waits)


def test_handling_time():
    assert q.handling_minutes(10.0, 1.0, 0, 0.5, 0.0) == 10.0
    assert q.handling_minutes(10.0, 0.5, 0, 0.5, 0.0) == 20.0
    assert q.handling_minutes(10.0, 1.0, 1, 0.5, 2.0) == 17.0


def test_nothing_closes_while_a_piece_or_a_partner_is_missing():
    sure = (1.0, 1.0, 1.0, 1, 1.0, 1.0, 0.0, 0.0)
    assert q.resolves(0.999, 0, 0.0, *sure) == 1 and q.resolves(0.0, 1, 0.0, *sure) == 0 and q.resolves(0.0, 0, 0.1, *sure) == 0
    assert q.resolves(0.999, 0, -3.0, *sure) == 1, "the partner has answered"


def chance(answer=q.GRANTED, **given):
    """The chance of an answer, from the share of the grid on which it is given."""
    values = (
        dict(pieces=0, partner_days=0.0, experience=0.5, novice=0.4, expert=0.8, routine=1, nonroutine_factor=0.5, know_how=0.0, strain=0.0,
             refusal_share=0.0)
        | given
    )
    return sum(q.resolves(u, *values.values()) == answer for u in GRID) / len(GRID)


def test_the_chance_of_closing():
    assert chance() == pytest.approx(0.6, abs=1e-4)
    assert chance(experience=0.0) == pytest.approx(0.4, abs=1e-4) and chance(experience=1.0) == pytest.approx(0.8, abs=1e-4)
    assert chance(routine=0) == pytest.approx(0.3, abs=1e-4) and chance(routine=0, know_how=1.0) == pytest.approx(0.6, abs=1e-4)
    assert chance(strain=5.0) == pytest.approx(0.6 * exp(-0.1), abs=1e-4)
    assert chance(strain=5.0, refusal_share=0.2) == pytest.approx(0.8 * 0.6 * exp(-0.1), abs=1e-4)
    assert chance(q.REFUSED, strain=5.0, refusal_share=0.2) == pytest.approx(0.2 * 0.6 * exp(-0.1), abs=1e-4)
    assert chance(q.OPEN, strain=5.0, refusal_share=0.2) == pytest.approx(1.0 - 0.6 * exp(-0.1), abs=1e-4)


def test_notice():
    assert [q.gives_notice_of_all(u, 0.4) for u in (0.0, 0.39, 0.4, 0.9)] == [1, 1, 0, 0]
