"""With all mechanisms off the office is M/M/c (Erlang C), and M/M/c+M (Erlang A) with exponential patience."""

import math

import pytest
from erlang import batch_means, erlang_a, erlang_b, erlang_c
from plain import CAPACITY_PER_DAY, MINUTES, SERVERS, contacts, plain
from scipy.stats import t as student

from simulation.model import FrontOffice

BATCHES = 20
FEW, MANY = (student.ppf(1.0 - 0.005 / comparisons, BATCHES - 1) for comparisons in (21, 39))
"""Standard errors allowed in the 21 comparisons with one seed and in the 39 with more, so that each lot raises one false alarm in a hundred."""
WARM_UP_DAYS = 1  # 1440 min: 2880 services a post, some two relaxation times even at load .95


def agree(named, limit=FEW):
    """Fail unless each (name, series, expected) has its mean within so many standard errors of theory; list all that do not."""
    wrong = []
    for name, series, expected in named:
        mean, error = batch_means(series, BATCHES)
        if not abs(mean - expected) <= limit * error + 1e-12:
            wrong.append(f"{name}: {mean:.5g} against {expected:.5g}, {(mean - expected) / error:+.1f} standard errors")
    assert not wrong, "; ".join(wrong)


def test_the_closed_forms_themselves():
    """The formulas of the tests against cases with a simpler solution: one server, no waiting room, infinitely many servers."""
    assert erlang_c(0.5, 1.0, 1) == pytest.approx((0.5, 1.0))  # M/M/1: P(wait) = rho, E[W] = rho / (mu - lambda)
    assert erlang_b(2, 1.0) == pytest.approx(0.2)  # (1/2) / (1 + 1 + 1/2)
    very_patient = erlang_a(4.0, 1.0, 5, 1e9)
    assert very_patient[:2] == pytest.approx(erlang_c(4.0, 1.0, 5), rel=1e-5)
    # patience as long as a service: everybody leaves at rate mu, so N is Poisson whatever c (M/M/infinity)
    poisson = [math.exp(-4.0) * 4.0 ** n / math.factorial(n) for n in range(80)]
    queue = sum((n - 5) * q for n, q in enumerate(poisson) if n > 5)
    assert erlang_a(4.0, 1.0, 5, 1.0) == pytest.approx((sum(poisson[5:]), queue / 4.0, queue / 4.0))
    # balance: what comes is served or gives up
    for load in (0.5, 1.0, 2.0):
        delayed, wait, gone = erlang_a(load * 5, 1.0, 5, 2.0)
        assert 0 < delayed < 1 and 0 <= gone < 1 and wait == pytest.approx(gone * 2.0)
        if load > 1.5:
            assert gone == pytest.approx(1 - 1 / load, abs=0.02)


@pytest.mark.parametrize(("load", "many"), [(0.5, 60_000), (0.8, 100_000), pytest.param(0.95, 200_000, marks=pytest.mark.slow)])
def test_no_impatience_is_erlang_c(load, many):
    """Mean wait and share who wait, over some 10^5 contacts (Gross et al. 2008, section 2.3, p. 66)."""
    found = contacts(load, many, WARM_UP_DAYS, seed=1)
    assert all(served for _, served in found)
    delayed, wait = erlang_c(load * SERVERS / MINUTES, MINUTES, SERVERS)
    agree([("mean wait", [w for w, _ in found], wait), ("share who wait", [float(w > 0.0) for w, _ in found], delayed)])


@pytest.mark.parametrize("load", [0.5, 0.8, 0.95, 0.99, 1.1])
def test_exponential_patience_is_erlang_a(load):
    """Mean wait, share who wait and share who give up (Garnett, Mandelbaum & Reiman 2002, section 3.1)."""
    patience = 1.0
    found = contacts(load, 70_000, WARM_UP_DAYS, seed=2, phone__patience_minutes=patience)
    delayed, wait, gone = erlang_a(load * SERVERS / MINUTES, MINUTES, SERVERS, patience)
    agree([("mean wait", [w for w, _ in found], wait), ("share who wait", [float(w > 0.0) for w, _ in found], delayed),
           ("share who give up", [float(not served) for _, served in found], gone)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 12))
@pytest.mark.parametrize("load", [0.5, 0.8, 0.95])
def test_erlang_c_with_other_seeds(load, seed):
    """The same with more contacts and other seeds."""
    found = contacts(load, 300_000, 2, seed, demand__population=5_000_000)
    delayed, wait = erlang_c(load * SERVERS / MINUTES, MINUTES, SERVERS)
    agree([("mean wait", [w for w, _ in found], wait), ("share who wait", [float(w > 0.0) for w, _ in found], delayed)], MANY)


@pytest.mark.slow
@pytest.mark.parametrize("patience", [0.1, 1.0, 5.0])
@pytest.mark.parametrize("load", [0.5, 0.95, 1.1])
def test_erlang_a_with_other_patience(load, patience):
    """The same with quick and slow tempers."""
    found = contacts(load, 300_000, 2, 20 + round(100 * load + patience), phone__patience_minutes=patience)
    delayed, wait, gone = erlang_a(load * SERVERS / MINUTES, MINUTES, SERVERS, patience)
    agree([("mean wait", [w for w, _ in found], wait), ("share who wait", [float(w > 0.0) for w, _ in found], delayed),
           ("share who give up", [float(not served) for _, served in found], gone)], MANY)


def test_services_and_gaps_are_exponential():
    """The primitives seen from outside: mean and variance of services; arrivals of a day are Poisson."""
    model = FrontOffice(seed=3, record_contacts=True, **plain(phone__per_day=0.5 * CAPACITY_PER_DAY))
    model.run(6)
    services = [c[6] for c in model.contact_log]
    mean, error = batch_means(services, BATCHES)
    assert abs(mean - MINUTES) <= 3 * error
    mean, error = batch_means([s * s for s in services], BATCHES)
    assert abs(mean - 2 * MINUTES ** 2) <= 3 * error
    arrivals = sorted(1440.0 * c[0] + c[1] for c in model.contact_log)
    gaps = [b - a for a, b in zip(arrivals, arrivals[1:])]
    rate = 0.5 * CAPACITY_PER_DAY / 1440.0
    mean, error = batch_means(gaps, BATCHES)
    assert abs(mean - 1 / rate) <= 3 * error
    mean, error = batch_means([g * g for g in gaps], BATCHES)
    assert abs(mean - 2 / rate ** 2) <= 3 * error
    model.close()


@pytest.mark.parametrize("patience", [0.0, 1.0])
def test_the_step_changes_nothing_at_all_in_a_plain_queue(patience):
    """Events keep their exact times, so with the mechanisms off steps of 5, 1 and .5 minutes give the same contacts to the last bit."""
    found = []
    for step in (5.0, 1.0, 0.5):
        model = FrontOffice(seed=4, record_contacts=True, **plain(
            phone__per_day=0.2 * CAPACITY_PER_DAY, phone__posts=1, phone__patience_minutes=patience, calendar__step_minutes=step))
        model.run(2)
        found.append((sorted(model.contact_log), model.daily))
        model.close()
    assert found[0] == found[1] == found[2]


def test_the_step_changes_nothing_in_an_office_that_closes():
    """The same for an office with ordinary hours, three channels and lognormal services: only after-hours scanning depends on the step."""
    found = []
    for step in (1.0, 0.5, 0.25):
        settings = {k: v for k, v in plain().items() if k.startswith("mechanisms")}
        model = FrontOffice("social_agency", seed=5, record_contacts=True, calendar__step_minutes=step, **settings)
        model.run(5)
        found.append((sorted(model.contact_log), model.daily))
        model.close()
    assert found[0] == found[1] == found[2]
