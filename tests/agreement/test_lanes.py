"""The draws that the engine makes in the lanes of a vector are those of the rule, one block at a time."""

import numpy as np

from simulation.engine import layout as lay
from simulation.engine.build import Capacity, Plan
from simulation.engine.lanes import LANES
from simulation.rules.draws import uniform4
from simulation.scenario import load


def test_a_contacts_draws_are_those_of_the_rule():
    plan = Plan(load("social_agency"))
    state, status = plan.state(5, Capacity(), 5)
    assert status == lay.FINE
    seed = 2**63 - 12345  # all its bits count
    state.request[0].seed = seed
    plan.machine.run(state, lay.BEGIN)
    assert plan.machine.run(state, lay.RUN, 5) == lay.FINE
    used = state.contacts[:int(state.office[0].contacts_used)]
    assert len(used) >= 20 and len(np.unique(used.user)) >= 20 and len(np.unique(used.day)) >= 2
    for contact in used:
        for lane, purpose in enumerate(LANES):
            expected = uniform4(seed, purpose, int(contact.user), int(contact.day), int(contact["rank"]))
            assert tuple(contact.draws[lane::len(LANES)]) == expected
