"""The circle closes: queues cut breaks and irritate, exhaustion breeds episodes, bad endings sour the climate."""

from math import exp

import pytest
from stories import COUNTER, HOPELESS, INSULT, comes, episode, log, only, sleep, stage

from simulation.model import flow

BREAKS = {"breaks.count": 1, "breaks.minutes": 12.0, "breaks.overlap": 1.0, "breaks.cut_queue": 1.0, "breaks.protection": 0.0,
          "counter.patience_minutes": 0.0, "counter.service_minutes": 240.0, "counter.service_cv": 0.0}


def with_a_queue(waiting, **settings):
    """Run past the break of the day with so many users waiting at the counter."""
    model = stage(BREAKS, **settings)
    length = model.closes - model.opens
    due = model.opens + 0.62 * length
    while model.now < due - 2.0:
        model.step()
    for e in model.staff:  # everybody is about to finish with a user
        comes(model, e, user=1000 + e.seat)
        model.push(due + 1.0, "end", e.seat, e)
    for number in range(waiting):
        user = model.user(number)
        flow.open_case(model, user, COUNTER, 0.5, 0.5, 1.0, 0.5)
        flow.joins(model, user, COUNTER, model.now, False, 0.0)
    while model.now < due + 5.0:
        model.step()
    return model


def test_a_long_queue_cuts_breaks():
    model = with_a_queue(30)
    assert model.tally.breaks_cut > 0 and model.tally.breaks_taken == 0
    assert len(log(model, "break_cut")) == model.tally.breaks_cut
    assert all(e.trust < model.p.manager_trust_base for e in model.staff if e.person in {x["who"] for x in log(model, "break_cut")})


def test_a_short_queue_does_not():
    model = with_a_queue(0)
    assert model.tally.breaks_cut == 0 and model.tally.breaks_taken == 6


def test_a_protected_break_is_kept():
    for settings in (dict(breaks__protection=1.0), dict(manager__conditions=0.5, manager__protects=2.0), dict(mechanisms__circle=False)):
        model = with_a_queue(30, **settings)
        assert model.tally.breaks_cut == 0 and model.tally.breaks_taken == 6, settings


def test_who_is_free_to_choose_takes_the_break_later():
    model = with_a_queue(30, breaks__autonomy=1.0)
    assert model.tally.breaks_cut == 0 and model.tally.breaks_taken == 0


def test_bad_endings_sour_the_climate_and_it_clears():
    """Every contact ends badly for a day: the climate rises towards its gain, and halves away afterwards."""
    model = stage(only(INSULT), HOPELESS, circle__climate_gain=2.0, circle__climate_weeks=2.0, cases__return_share=0.0)
    for user in range(5):
        episode(model, 0, user=user)
    model.tally.contacts = 5.0
    sleep(model)
    assert model.climate == pytest.approx(2.0 * (1.0 - exp(-0.1)))
    assert model.irritation_floor == model.climate
    sleep(model, 10)
    assert model.climate == pytest.approx(2.0 * (1.0 - exp(-0.1)) * exp(-1.0))


def test_the_climate_never_falls_below_nought():
    model = stage(circle__climate_weeks=0.5, calendar__days_per_week=1)
    model.climate = 1.0
    seen = []
    for _ in range(5):
        sleep(model)
        seen.append(model.climate)
    assert all(c >= 0.0 for c in seen), seen


def test_waits_irritate_only_where_the_circle_is_closed():
    after = []
    for on in (True, False):
        model = stage(mechanisms__circle=on, irritation__per_wait_minute=0.1, episode__base=-15.0, demand__wait_information=False)
        user = model.user(0)
        user.stake = 1.0
        flow.open_case(model, user, COUNTER, 0.5, 0.5, 1.0, 0.5)
        contact = comes(model, model.staff[0], user=0)
        contact.arrived = model.now - 20.0
        model.serving -= 1
        model.staff[0].becomes(1, model.now)
        flow.starts(model, model.staff[0], contact, model.now)
        after.append(user.irritation)
    assert after == pytest.approx([2.0, 0.0])


def test_without_the_circle_the_climate_stays_as_it_is():
    model = stage(only(INSULT), HOPELESS, mechanisms__circle=False)
    episode(model, 0)
    model.tally.contacts = 1.0
    sleep(model)
    assert model.climate == 0.0
