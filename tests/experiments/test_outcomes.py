"""The declaration of outcomes: every formula by hand on a run of two days, units in both languages, no number out of nothing."""

import math

import numpy as np
import pytest

from simulation.measures import outcomes
from simulation.measures.daily import COLUMNS, NAMES
from simulation.measures.outcomes import BY_KEY, MAIN, OUTCOMES, run_of


def run(*days, teams=(), ties=(), days_per_year=220, machine_failure=0.0):
    """A run of which only some columns are not zero."""
    daily = tuple(tuple(float(day.get(name, 0.0)) for name in NAMES) for day in days)
    return run_of(daily, {"calendar.days_per_year": days_per_year, "demand.deflection_failure": machine_failure}, teams, ties)


def outcome(key, *days, **facts):
    return outcomes.outcomes_of(run(*days, **facts))[key]


TWO_DAYS = ({"headcount": 10, "absent": 1, "left": 1, "contacts": 100, "episodes": 20, "episodes_failed": 3, "live_contacts": 80,
             "live_wait": 160, "resolved": 30, "cost_staff": 900, "cost_levers": 90, "cost_replacement": 10, "exhaustion": 0.2,
             "on_duty": 9, "care_users": 400, "care_staff": 100, "duty_minutes": 600, "reported_threat": 1, "episodes_threat": 2,
             "machine": 10, "inventions": 1, "breaks_cut": 1, "breaks_taken": 3, "crew_answered": 2, "crew_minutes": 1.0, "crew_calls": 4,
             "crew_complete": 1, "coverage": 0.1, "means_crew": 4, "success_crew": 3, "served": 90, "irritation": 45},
            {"headcount": 10, "absent": 3, "contacts": 100, "exhaustion": 0.4, "on_duty": 7, "resolved": 20, "coverage": 0.3})


@pytest.mark.parametrize("key, expected", [
    ("exhaustion", 0.3), ("absence_rate", 100 * 4 / 20), ("leavers", 1 / (2 / 220)), ("bad_endings", 15.0), ("live_wait", 2.0),
    ("cost_per_case", 1000 / 58), ("felt_episodes", 20 / 16), ("symmetry_gap", 30.0), ("care_of_staff", 10.0), ("care_of_users", 40.0),
    ("seen_share", 5.0), ("seen_share_grave", 50.0), ("incidents_reported", 1 / (10 * 2 / 220)), ("incidents_reported_contacts", 50.0),
    ("inventions", 1 / (10 * 12 * 2 / 220)), ("breaks_cut", 25.0), ("crew_response", 0.5), ("crew_complete", 25.0),
    ("coverage", 20.0), ("share_crew", 20.0), ("success_crew", 75.0), ("irritation", 0.5), ("cost_levers", 90 * 110),
    ("cost_total", 1000 * 110), ("cost_running", 990 * 110), ("felt_threat", 2 / (10 * 2 / 220)),
])
def test_formulas_by_hand(key, expected):
    assert outcome(key, *TWO_DAYS, machine_failure=0.2) == pytest.approx(expected)


def test_the_end_is_the_mean_of_the_last_days():
    days = [{"exhaustion": 1.0}] * 30 + [{"exhaustion": 3.0}] * 10 + [{"exhaustion": 5.0}] * 10
    assert outcome("exhaustion_end", *days) == pytest.approx(4.0)


def test_numbers_are_added_from_left_to_right():
    """`sum` gives 1e100 less here from Python 3.12 on."""
    assert outcomes.added([1e100, 1.0, -1e100]) == 0.0


def test_what_did_not_happen_is_not_zero_but_undefined():
    found = outcomes.outcomes_of(run({}))
    for key in ("crew_response", "crew_complete", "success_crew", "live_wait", "cost_per_case", "bad_endings", "groups_vs_teams"):
        assert math.isnan(found[key]), key
    assert found["leavers"] == 0.0 and found["cost_total"] == 0.0
    assert all(isinstance(value, float) for value in found.values())


def test_groups_found_in_ties_against_teams():
    inside = [(a, b, 0.5) for team in ((0, 1, 2), (3, 4, 5)) for a in team for b in team if a < b]
    assert outcome("groups_vs_teams", {}, teams=(0, 0, 0, 1, 1, 1), ties=tuple(inside)) == pytest.approx(1.0)
    assert outcome("groups_vs_teams", {}, teams=(0, 1, 0, 1, -1, 1), ties=((0, 1, 0.5), (2, 3, 0.5), (2, 5, 0.01))) < 0.7


def test_mutual_information():
    same = outcomes.mutual_information([0, 0, 1, 1], ["b", "b", "a", "a"])
    assert same == pytest.approx(1.0)
    assert outcomes.mutual_information([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0.0)
    assert math.isnan(outcomes.mutual_information([0, 0], [0, 0]))


def test_every_outcome_is_declared_once_and_in_both_languages():
    assert len(BY_KEY) == len(OUTCOMES) and len(MAIN) == 6
    for one in OUTCOMES:
        assert one.better in ("lower", "higher", None)
        assert all((one.title_en, one.title_fr, one.unit, one.meaning_en, one.meaning_fr))
        assert (one.title("fr"), one.meaning("en")) == (one.title_fr, one.meaning_en)


def test_the_data_dictionary_holds_everything():
    rows = outcomes.dictionary()
    assert [row["name"] for row in rows] == [o.key for o in OUTCOMES] + [c.name for c in COLUMNS]
    assert len({tuple(row) for row in rows}) == 1
    assert all(row["unit"] and row["meaning_en"] for row in rows)


def test_many_at_once_are_as_one_by_one():
    """To the bit, also where nothing is defined."""
    runs = [run(*TWO_DAYS, teams=(0, 0, 1), ties=((0, 1, 0.4),), machine_failure=0.2), run({}, {}), run(TWO_DAYS[1], TWO_DAYS[0])]
    found = outcomes.outcomes_of_many(runs)
    assert np.array_equal(found, [list(outcomes.outcomes_of(one).values()) for one in runs], equal_nan=True)
    some = ["leavers", "groups_vs_teams"]
    assert np.array_equal(outcomes.outcomes_of_many(runs, some), [list(outcomes.outcomes_of(one, some).values()) for one in runs], equal_nan=True)
