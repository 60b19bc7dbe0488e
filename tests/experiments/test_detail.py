"""A run in full: both drivers give the same tables, to the bit, whatever is in them."""

import pandas as pd
import pytest

from simulation.experiments.detail import run_in_full
from simulation.measures.tables import Tables
from simulation.scenario import load

BUSY = {"counter.posts": 4, "phone.posts": 2, "mail.posts": 0, "mail.per_day": 0.0, "counter.per_day": 80.0, "phone.per_day": 60.0,
        "episode.base": -2.0, "invention.trick": 0.2, "invention.solve": 0.5, "talk.naming": 0.5}
EVENTFUL = BUSY | {"turnover.leave_per_year": 0.6, "staff.hiring_days": 2.0, "learning.half_life_weeks": 2.0, "learning.guide": 0.5,
                   "territory.rule_changes_per_month": 3.0, "talk.admission_days": 5.0, "breaks.overlap": 1.0, "talk.rate_rest_room": 0.4}
FLEETING = BUSY | {"invention.mastery": 0.2, "learning.forgotten_below": 0.3}
LEAVING = EVENTFUL | {"turnover.leave_per_year": 2.0, "calendar.days_per_year": 110}
"""Over 60 days each seat is left about once (and more, since people follow leavers): ten leave or more in nearly every world, and four in 80 of 80."""


@pytest.mark.parametrize("values, days, seed, tied", [(BUSY, 25, 1, True), (EVENTFUL, 25, 3, True), (FLEETING, 25, 2, True), (LEAVING, 60, 3, False)],
                         ids=["busy", "eventful", "fleeting", "leaving"])
def test_both_engines_give_the_same_tables(values, days, seed, tied):
    scenario, looked = load("social_agency", overrides=values), {engine: [] for engine in ("compiled", "mesa")}
    ours, theirs = (run_in_full(scenario, days, seed, seen.append, engine) for engine, seen in looked.items())
    for name in Tables._fields:
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name), check_exact=True)
    assert set(looked["compiled"]) == set(looked["mesa"]) == set(range(days + 1))
    assert len(ours.practices) > 10 and (len(ours.ties) > 5 or not tied)


def test_the_tables_that_are_compared_hold_all_there_is():
    made = run_in_full(load("social_agency", overrides=LEAVING | {"invention.solve": 1.0, "invention.story": 0.1, "talk.transmit": 0.01}), 60, 3)
    practices = made.practices
    for column in ("parents", "name"):
        assert (practices[column] != "").any(), column
    for column in ("uses", "named", "died"):
        assert (practices[column] > 0).any(), column
    assert practices["written"].any() and (made.people["left"] >= 0).any() and (made.people["hired"] >= 0).any()
