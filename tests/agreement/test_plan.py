"""The engine's kernels plan seats, posts, places and days as the Mesa model does, to the last bit, and keep a state clean from run to run."""

import random
from dataclasses import replace

import numpy as np
import pytest
from little import at_random, little

from simulation.engine import layout as lay
from simulation.engine.build import Capacity, Plan
from simulation.engine.run import Engine
from simulation.model import posts
from simulation.model.clock import Clock
from simulation.model.places import desk_plan, within_earshot
from simulation.rules.order import CHANNELS
from simulation.scenario import Change, Values, load, offices


def planned(scenario):
    """Give the plan of a scenario and a state that holds it."""
    plan, near = Plan(scenario), Capacity.near
    while True:
        state, status = plan.state(1, Capacity(near=near), 1)
        if status == lay.FINE:
            return plan, state
        near *= 2


def check(scenario):
    """Compare what the kernels plan with what the functions of the model say."""
    plan, state = planned(scenario)
    found = scenario.segments()
    channels = posts.channels_of_seats(found)
    assert plan.seats == len(channels)
    assert plan.sizes["population"] == max(p.demand_population for _, p in found)
    for i, (first, p) in enumerate(found):
        made, are_open = posts.plan_posts(p, channels), posts.open_seats(p, channels)
        segment = state.segments[i]
        assert (segment.first, segment.open_posts) == (first, are_open.count(True))
        assert segment.serves.tolist() == [
            any(post.channel == c and is_open for post, is_open in zip(made, are_open))
            or (p.staff_blend > 0.0 and c != posts.HOME and p.channel_per_day[c] > 0.0)
            for c in range(len(CHANNELS))]
        desks = desk_plan(len(channels), are_open.count(True), p.desks_columns, p.desks_spacing_m, p.desks_rooms)
        heard = within_earshot(desks, p.desks_earshot_m, {seat for seat, post in enumerate(made) if post.remote or post.alone})
        for seat, (post, is_open) in enumerate(zip(made, are_open)):
            ours = state.posts[i * plan.seats + seat]
            assert (ours.channel, ours.team, ours.shift, ours.blended, ours.remote, ours.alone, ours.open) == (*post[:6], is_open)
            assert tuple(ours.serves[:ours.serves_count]) == post.serves
            assert (ours.x, ours.y, ours.room) == desks[seat]
            assert tuple(state.near[ours.near_first:ours.near_end]) == heard[seat]
        for weekday in range(p.calendar_days_per_week):
            shape, ours = Clock().shape(p, weekday), state.shapes[i * lay.WEEK + weekday]
            assert ours.edges[:ours.count].tolist() == shape.edges and ours.shares[:ours.count].tolist() == shape.shares


@pytest.mark.parametrize("office", [o.name for o in offices()])
def test_offices_are_planned_alike(office):
    check(load(office))


@pytest.mark.parametrize("number", range(20))
def test_random_scenarios_are_planned_alike(number):
    chance = random.Random(number)
    near = {"desks.columns": chance.randint(1, 9), "desks.rooms": chance.randint(1, 7), "desks.spacing_m": chance.uniform(0.5, 4.0),
            "desks.earshot_m": chance.choice((0.0, chance.uniform(0.0, 12.0))), "calendar.open_hour": (chance.uniform(0.0, 9.0), 7.0, 7.5, 8.0, 8.5),
            "calendar.close_hour": (chance.uniform(16.0, 24.0),), "staff.extra_posts": chance.randint(0, 9), "staff.remote_share": chance.random()}
    check(at_random(number, near))


def test_dated_changes_are_planned_alike():
    changes = [Change(2, Values({"staff.extra_posts": 2})), Change(3, Values({"desks.rooms": 2, "staff.blend": 0.2})), Change(9, Values({"phone.posts": 7}))]
    check(replace(little(), changes=tuple(changes)))


def test_a_day_without_demand_has_a_level_shape():
    check(little(demand__hour_profile=(0.0,) * 30 + (1.0,) * 18, calendar__open_hour=(8.5,), calendar__close_hour=(14.0,)))


def test_a_state_that_is_used_again_gives_what_a_new_one_gives():
    """Nothing of a run is left when the next begins; a run that grew leaves nothing either."""
    used = Engine(little(), 20, events=True, trail=(0, 2))
    for seed in (3, 4, 5):
        ours, theirs = used.one(seed), Engine(little(), 20, events=True, trail=(0, 2)).one(seed)
        for a, b in zip(ours, theirs):
            assert (repr(a.tolist()) == repr(b.tolist()) if isinstance(a, np.ndarray) else a == b), "the state was not clean"


def test_an_engine_that_is_turned_to_another_scenario_gives_what_a_new_one_gives():
    """Parameters alone, then more seats, dated changes, more people within earshot than there is room for, and back."""
    used = Engine(little(), 20)
    for values in ({}, {"demand__load": 1.4}, {"counter__posts": 5}, {"counter__posts": 40, "desks__earshot_m": 100.0}, {}):
        scenario = little(**values)
        for one in (scenario, replace(scenario, changes=(Change(5, Values({"irritation.half_life_days": 2.0})),))):
            used.turn_to(one)
            for ours, theirs in zip(used.one(3), Engine(one, 20).one(3)):
                assert repr(ours.tolist()) == repr(theirs.tolist()) if isinstance(ours, np.ndarray) else ours == theirs, values
