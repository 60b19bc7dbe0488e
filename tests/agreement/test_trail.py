"""What the trail of the engine shows each minute is what the Mesa model shows when it is stepped minute by minute."""

import numpy as np
from little import little

from simulation.engine import layout as lay
from simulation.engine.build import Capacity, Plan
from simulation.engine.run import Engine
from simulation.model import FrontOffice
from simulation.rules.order import BREAK, OFF, SERVING
from simulation.rules.strain import faded
from simulation.scenario import load

MESA_PLACES = {"home": lay.AT_HOME, "meeting": lay.IN_MEETING, "rest_room": lay.IN_REST_ROOM, "outside": lay.OUTSIDE}


def place_of(e):
    """Give the engine's number of the place where an employee of the model is."""
    for name, number in MESA_PLACES.items():
        if e.cell is e.model.places.cells[name]:
            return number
    return lay.AT_DESK


def seen(model):
    """Give what the trail should show of the model now, a row for each seat."""
    rows = []
    for e in model.staff:
        if e is None:
            rows.append((-1, -1, 0.0, 0.0, OFF, lay.OUTSIDE))
            continue
        strain = e.strain
        if e.on_duty and model.now > e.strain_at and strain > 0.0:
            strain = faded(strain, model.now - e.strain_at, e.break_half_life() if e.status == BREAK else e.fade_half_life)
        user = e.contact.user.number if e.status == SERVING else -1
        rows.append((e.person, user, np.float32(strain), np.float32(e.exhaustion), e.status, place_of(e)))
    return rows


def compare(scenario, seed, first, last):
    """Step the model and compare each minute of some days with the trail."""
    result = Engine(scenario, last + 2, trail=(first, last)).one(seed)
    model, row = FrontOffice(scenario, seed=seed).run(first), 0
    while model.day <= last:
        day = model.day
        model.step()
        now, where = result.steps[row], f"day {day}, minute {model.minute}"
        assert (now["day"], now["minute"]) == (day, model.minute), where
        assert now["waiting"].tolist() == list(model.waiting), where
        assert (now["manager_where"], now["manager_room"]) == (model.manager.where, model.manager.room), where
        for seat, (ours, theirs) in enumerate(zip(result.trail[row].tolist(), seen(model))):
            assert ours == theirs, f"{where}, seat {seat}"
        row += 1
    assert row == len(result.steps) == len(result.trail)
    model.close()


def test_each_minute_of_the_little_office():
    compare(little(), 7, 3, 5)


def test_a_day_with_remote_work_and_rooms():
    compare(load("call_centre", overrides={"staff.remote_share": 0.4, "desks.rooms": 2}), 5, 0, 1)


def test_a_longer_trail_grows():
    """A trail longer than there was room for at first."""
    result = Engine(little(), 6, trail=(0, 5)).one(3)
    assert len(result.steps) > 2 * 1024 and result.steps["day"][-1] == 5 and result.trail.shape == (len(result.steps), 7)


def test_without_a_trail_there_is_none():
    result = Engine(little(), 2).one(3)
    assert result.steps is None and result.trail is None


def test_stepping_shows_the_trail_and_ends_with_the_last_day():
    """What `STEP` shows live is what the trail keeps, to the last step of a day; beyond the last day it says that all is over."""
    kept = Engine(little(), 2, trail=(0, 1)).one(7)
    plan = Plan(little())
    state, _ = plan.state(2, Capacity(steps=1), 2)
    state.request[0].seed = 7
    plan.machine.run(state, lay.BEGIN)
    seen = []
    while (status := plan.machine.run(state, lay.STEP)) == lay.FINE:
        seen.append((state.steps[0].copy(), state.trail.copy()))
    assert status == lay.OVER and plan.machine.run(state, lay.STEP) == lay.OVER
    assert (np.array([step for step, _ in seen]) == kept.steps).all() and (np.array([seats for _, seats in seen]) == kept.trail).all()
