"""engine.wasm, run by wasmtime, gives what the native engine gives, to the last bit. (test_agreement.py compares the native engine with the Mesa model.)"""

from dataclasses import replace

import pytest
from agree import compare
from little import at_random, little
from test_agreement import QUICK, fitting

from simulation.engine import wasm
from simulation.engine.build import Capacity
from simulation.engine.run import Engine
from simulation.rules.order import MECHANISMS
from simulation.scenario import Change, Values, load

pytest.importorskip("wasmtime")


@pytest.fixture(scope="module")
def machine():
    return wasm.Wasmtime()


def disagreement(machine, scenario, seed, days):
    """Run both and give what differs first; "" if nothing does."""
    ours, theirs = (Engine(scenario, days, events=True, trail=(1, 1), machine=m).one(seed) for m in (None, machine))
    said = compare(*((r.daily.tolist(), r.events.tolist()) for r in (ours, theirs)))
    same = all(repr(getattr(ours, name).tolist()) == repr(getattr(theirs, name).tolist()) for name in ("sums", "tail", "teams", "ties", "steps", "trail"))
    return said or ("" if same else "daily table and log agree, something else does not")


@pytest.mark.parametrize("office,policy,days", QUICK)
def test_offices_agree(machine, office, policy, days):
    assert disagreement(machine, load(office, policy), 3, days) == ""


def test_the_little_office_agrees_over_a_quarter(machine):
    assert disagreement(machine, little(), 7, 60) == ""


def test_dated_changes_agree(machine):
    changes = [Change(2, Values({"staff.extra_posts": 2})), Change(3, Values({"desks.rooms": 2, "staff.remote_share": 0.5})),
               Change(8, action="train", amount=0.5, situation="outburst"), Change(10, action="crisis", amount=8.0)]
    assert disagreement(machine, replace(little(), changes=tuple(changes)), 2**63 - 1, 15) == ""


def test_what_is_too_small_grows(machine):
    narrow = Engine(little(), 12, events=True, machine=machine)
    narrow.capacity = Capacity(contacts=2, calendar=8, practices=1, returns=1, due=1, events=1, near=1)
    assert narrow.one(7).events.tolist() == Engine(little(), 12, events=True).one(7).events.tolist()


@pytest.mark.slow
@pytest.mark.parametrize("office,policy", list(fitting()))
def test_every_office_under_every_policy(machine, office, policy):
    assert disagreement(machine, load(office, policy), 11, 40) == ""


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_each_mechanism_off_alone(machine, mechanism):
    for scenario in (little(**{f"mechanisms__{mechanism}": False}), load("social_agency", "present", {f"mechanisms.{mechanism}": False})):
        assert disagreement(machine, scenario, 13, 40) == ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(50))
def test_random_scenarios(machine, number):
    assert disagreement(machine, at_random(number), number, 40) == ""
