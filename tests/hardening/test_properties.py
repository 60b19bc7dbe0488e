"""Random scenarios on the compiled engine: what holds in any run holds in all of them (`invariants.py` says what). Five thousand by ``GUICHET_HARDENING=20``, in ten minutes."""

import numpy as np
import pytest
from invariants import close, faults, log_faults, state_faults, table_faults
from little import at_random
from spoil import each, few_or_many
from strategies import Drawn, draw_scenario

from simulation.engine.run import Engine
from simulation.measures.daily import NAMES
from simulation.measures.events import CODE


@few_or_many(10, 250)
def test_any_parameters_within_their_bounds(count):
    """Any parameter anywhere within its bounds, offices that never close, dated changes: little offices of some days."""
    before = [draw_scenario(count).scenario]

    def check(draws, number):
        drawn = draw_scenario(number)
        assert not (found := list(faults(drawn, number % 1000, before[-1]))), (found, drawn)
        before.append(drawn.scenario)

    each(count, check)


@few_or_many(2, 40)
def test_shipped_offices_with_many_values_changed(count):
    """Offices and policies as they are shipped, some thirty values set otherwise, twenty days of an ordinary size."""
    before = [at_random(1000)]

    def check(draws, number):
        drawn = Drawn(at_random(number), 20, number)
        assert not (found := list(faults(drawn, number, before[-1]))), (found, drawn)
        before.append(drawn.scenario)

    each(count, check)


SPOILT = {
    "a contact is lost": (lambda result: result.daily.__setitem__((2, NAMES.index("contacts")), 1e6), "contacts in and out"),
    "a cost is none": (lambda result: result.daily.__setitem__((1, NAMES.index("cost_levers")), np.nan), "not finite"),
    "a share is two": (lambda result: result.daily.__setitem__((1, NAMES.index("coverage")), 2.0), "coverage is 2"),
    "somebody appears": (lambda result: result.daily.__setitem__((3, NAMES.index("headcount")), 99.0), "head count"),
    "an episode is answered twice": (lambda result: result.daily.__setitem__((1, NAMES.index("means_improvise")), 1e6), "episodes by means"),
    "an event is lost": (lambda result: result.events["event"].__setitem__(np.flatnonzero(result.events["event"] == CODE["overheard"])[0], CODE["change"]), "in the log"),
    "an event comes from the next": (lambda result: result.events["parent"].__setitem__(1, 5), "a later one"),
    "a tie is on one side": (lambda result: result.ties.__setitem__((0, 1), 0.123), "a tie"),
    "a sum is another": (lambda result: result.sums.__setitem__(NAMES.index("cost_staff"), -1.0), "sums"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_does_not_hold_is_told(name):
    """The invariants find what they are for."""
    spoil, said = SPOILT[name]
    result = Engine(draw_scenario(4).scenario, 8, events=True).one(4)
    result.daily.setflags(write=True)
    assert not [*table_faults(result.daily), *log_faults(result), *state_faults(result, 220, 0.1)]
    spoil(result)
    assert any(said in fault for fault in (*table_faults(result.daily), *log_faults(result), *state_faults(result, 220, 0.1)))
    assert close(1.0, 1.0 + 1e-12) and not close(1.0, 1.001)
