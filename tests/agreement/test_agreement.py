"""The Mesa model and the compiled engine give the same daily table and the same event log, to the last bit."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from agree import compare, disagreement, engine, mesa
from hypothesis import Phase, given, settings
from little import at_random, little
from strategies import scenarios

from simulation.engine import layout, simulate
from simulation.engine.build import Capacity
from simulation.engine.run import Engine
from simulation.measures.events import CODE
from simulation.model import Employee, FrontOffice
from simulation.rules.order import MECHANISMS
from simulation.scenario import ScenarioError, load, offices, policies

QUICK = (("social_agency", "present", 8), ("call_centre", None, 3), ("social_media", "discreet", 5), ("field_technicians", None, 10))


def fitting():
    """Give all pairs of an office and a policy that fits it."""
    for office in (o.name for o in offices()):
        for policy in (None, *(p.name for p in policies())):
            try:
                load(office, policy)
            except ScenarioError:
                continue
            yield office, policy


# --- a sample, in seconds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office,policy,days", QUICK)
def test_offices_agree(office, policy, days):
    assert disagreement(load(office, policy), 3, days) == ""


def test_the_little_office_agrees_over_a_month():
    assert disagreement(little(), 7, 25) == ""


def test_every_kind_of_event_is_compared():
    """The little office, over a quarter, holds all events but those of dated changes: what agrees there agrees of all rules."""
    logged = {event[2] for event in engine(little(), 7, 60)[1]}
    assert {name for name, code in CODE.items() if code not in logged} <= {"change", "training"}


@settings(max_examples=8, phases=[Phase.generate])
@given(drawn=scenarios(last_day=6))
def test_a_few_random_scenarios_agree(drawn):
    assert disagreement(drawn.scenario, drawn.number, drawn.days) == ""


@pytest.mark.parametrize("seed", [24, 5011, 5075, 5077])
def test_an_office_that_never_closes_agrees(seed):
    """Long services run through midnight, where things that were due meet those of the new day at its first instant."""
    assert disagreement(little(calendar__open_hour=(0.0,), calendar__close_hour=(24.0,), counter__service_minutes=480.0), seed, 15) == ""


def test_hours_that_no_double_holds_exactly_agree():
    hours = {"calendar.open_hour": (8.1,), "calendar.close_hour": (17.3,), "turnover.leave_per_year": 2.0}
    assert disagreement(load("social_agency", overrides=hours), 1, 8) == ""


def test_where_everything_can_be_relied_on_nothing_is_answered_with_nothing():
    """A threshold of zero is reached by who holds no practice at all."""
    given = {"answer.threshold": 0.0, "invention.story": 0.5, "invention.initial_practices": 0.2}
    assert disagreement(load("social_agency", "decreed", given), 3, 12) == ""


def test_what_no_office_can_follow_is_refused():
    """Checked by whoever loads a scenario; one that was put together by hand is refused before a kernel follows it."""
    from simulation.scenario import Change, Values
    broken = replace(load("social_agency"), changes=(Change(2, Values({"calendar.open_hour": (20.0,)})),))
    with pytest.raises(ScenarioError, match="must close after it opens"):
        simulate(broken, [1], 5)
    for seeds, days in (([1.5], 1), ([-1], 1), ([2**63], 1), ([None], 1), ([1], 2.5), ([1], -1)):
        with pytest.raises(ValueError, match="must be a whole number from 0 to"):
            simulate(little(), seeds, days)


def test_dated_changes_agree():
    office = little()
    changed = [("breaks.overlap", 0.0), ("rest_room.exists", False), ("staff.extra_posts", 2), ("staff.remote_share", 0.5), ("desks.rooms", 2)]
    from simulation.scenario import Change, Values
    changes = [Change(2 + i, Values({key: value})) for i, (key, value) in enumerate(changed)]
    changes += [Change(8, action="train", amount=0.5, situation="outburst"), Change(9, action="rule_changes", amount=3.0),
                Change(9, Values({"demand.population": 90})), Change(10, action="crisis", amount=8.0)]
    assert disagreement(replace(office, changes=tuple(changes)), 5, 15) == ""


# --- the comparison itself --------------------------------------------------------------------------------------------------------


class Improviser(Employee):
    """An employee who breaks one rule."""

    def choose_means(self, kind, best_value, crew, manager, colleague, desk, exception):
        return super().choose_means(kind, best_value, crew, manager, colleague, 0, exception)


def test_a_broken_rule_is_found_and_named():
    model = FrontOffice(little(), seed=7, employee_class=Improviser).run(3)
    said = compare((model.daily, model.events), engine(little(), 7, 3))
    model.close()
    assert said.startswith("event log, row ") and "minute" in said and "who" in said and "daily table, day 0: " in said


def test_a_missing_event_is_found():
    daily, events = engine(little(), 7, 1)
    assert "only in the first" in compare((daily, events), (daily, events[:-1]))


# --- the engine by itself ---------------------------------------------------------------------------------------------------------


def test_what_is_too_small_grows():
    """A run that meets a limit is repeated with more room, and gives the same."""
    narrow = Engine(little(), 12, events=True)
    narrow.capacity = Capacity(contacts=2, calendar=8, practices=1, returns=1, due=1, events=1)
    result = narrow.one(7)
    assert compare((result.daily.tolist(), result.events.tolist()), engine(little(), 7, 12)) == ""


def test_threads_and_a_silent_log_change_nothing():
    alone = simulate(little(), [1, 2, 3], 8, events=True)
    together = simulate(little(), [1, 2, 3], 8, workers=2)
    assert all((a.daily == b.daily).all() and (a.ties == b.ties).all() and b.events is None for a, b in zip(alone, together))


def test_teams_and_ties_are_those_of_the_model():
    model, result = FrontOffice(little(), seed=7).run(30), simulate(little(), [7], 30)[0]
    assert [-1 if e is None else e.team for e in model.staff] == result.teams.tolist()
    for seat, e in enumerate(model.staff):
        if e is not None:
            assert [e.ties.get(other, 0.0) for other in range(len(model.staff))] == result.ties[seat].tolist()
    model.close()


PLAIN = """
import json, sys
sys.path.insert(0, sys.argv[1])
from agree import engine
from little import little
print(json.dumps(engine(little(), 7, 2)))
"""


def test_plain_python_gives_the_same():
    """Without numba's compiler, the same kernels run as plain Python."""
    made = subprocess.run([sys.executable, "-c", PLAIN, str(Path(__file__).parent)], capture_output=True, text=True,
                          env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    assert made.returncode == 0, made.stderr
    assert compare(json.loads(made.stdout), engine(little(), 7, 2)) == ""


# --- everything, in minutes -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("office,policy", list(fitting()))
def test_every_office_under_every_policy(office, policy):
    assert disagreement(load(office, policy), 11, 40) == ""


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_each_mechanism_off_alone(mechanism):
    for scenario in (little(**{f"mechanisms__{mechanism}": False}), load("social_agency", "present", {f"mechanisms.{mechanism}": False})):
        assert disagreement(scenario, 13, 40) == ""


@pytest.mark.slow
@settings(max_examples=50, phases=[Phase.generate])
@given(drawn=scenarios(last_day=40))
def test_random_scenarios(drawn):
    """Any parameter anywhere within its bounds, offices that never close and dated changes included."""
    assert disagreement(drawn.scenario, drawn.number, 40) == ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(30))
def test_random_changes_to_shipped_offices(number):
    assert disagreement(at_random(number), number, 40) == ""


@pytest.mark.slow
@pytest.mark.parametrize("office", ["social_agency", "social_media", "social_landlord"])
def test_a_year(office):
    assert disagreement(load(office), 17, 230) == ""


def test_mesa_is_the_reference():
    """The runs that are compared are not empty."""
    daily, events = mesa(little(), 7, 1)
    assert len(daily) == 1 and len(events) > 20


BOTH = """
import sys
sys.path.insert(0, sys.argv[1])
from agree import disagreement, engine
from little import little
engine(little(), 7, 1)  # first the engine, from its cache; then the model, whose rules must be their own
print(disagreement(little(), 7, 3))
"""


def test_the_engine_in_a_process_leaves_the_rules_of_the_model_alone():
    """Parts of the engine once lent their names, and so their code, to the rules that the model calls."""
    made = subprocess.run([sys.executable, "-c", BOTH, str(Path(__file__).parent)], capture_output=True, text=True)
    assert (made.returncode, made.stdout.strip()) == (0, ""), made.stderr


def test_memory_does_not_grow_with_the_years():
    """Without a daily table, ten years need what one needs, but for 16 bytes a day."""
    sizes = []
    for days in (220, 2200):
        made = Engine(load("social_agency"), days, daily=False)
        state = made._ready().state
        sizes.append(sum(getattr(state, name).nbytes for name in layout.TABLES))
    assert sizes[1] - sizes[0] == 16 * 1980 < 0.03 * sizes[0]
