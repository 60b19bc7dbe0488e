"""What must hold in every scenario: contacts, cases, people, knowledge, time and attention are conserved."""

import pytest
from hypothesis import Phase, given, settings
from ledger import (
    LIVE_CHANNELS,
    Audited,
    event_faults,
    flow_faults,
    head_count_faults,
    knowledge_faults,
    minute_faults,
    state_faults,
    time_faults,
)
from strategies import scenarios

QUICK, SLOW = 20, 200
NO_SHRINKING = (Phase.explicit, Phase.generate)


def few(faults, most=5):
    """The first faults, as a message; empty when there are none."""
    found = []
    for fault in faults:
        found.append(fault)
        if len(found) == most:
            break
    return "; ".join(found)


def run(drawn, every_minute=False, every_day=False, seed=7):
    """Run a drawn scenario; look at every step, or at the end of every day, if asked to. Give (model, staff at the start)."""
    scenario, days, _ = drawn
    model = Audited(scenario, seed=seed)
    at_start = sum(e is not None for e in model.staff)
    steps = 0
    while model.day < days:
        model.step()
        steps += 1
        assert steps < 5 * days * 1440 / model.p.calendar_step_minutes, "a day does not end"
        if every_minute:
            assert not few(minute_faults(model)), f"day {model.day}, minute {model.now - model.day_start}"
        if every_day and not model.day_open:
            assert not few(state_faults(model)), f"after day {model.day - 1}"
            if 24.0 not in model.p.calendar_close_hour:
                assert not any(model.waiting[c] for c in LIVE_CHANNELS), "users wait overnight"
    return model, at_start


def flow(drawn):
    """Contacts in = resolved + refused + deferred + redirected + abandoned + turned away + waiting + in service; cases likewise."""
    model, _ = run(drawn)
    assert not few(flow_faults(model))


def heads(drawn):
    """Head count = start + joined - left; whoever is absent or on duty is employed."""
    model, at_start = run(drawn)
    assert not few(head_count_faults(model, at_start))


def knowledge(drawn):
    """Whoever holds a practice invented it, learned it or was trained; a practice with no holder is dead; counts agree."""
    model, _ = run(drawn)
    assert not few(knowledge_faults(model))


def bounds(drawn):
    """Mastery, quality, ties and trust stay in [0, 1]; strain is never negative; all is finite; no live queue overnight."""
    run(drawn, every_day=True)


def time_and_attention(drawn):
    """Minutes counted are minutes spent; the manager's attention fits into opening hours."""
    model, _ = run(drawn)
    assert not few(time_faults(model))


def log(drawn):
    """The event log tells its story in order."""
    model, _ = run(drawn)
    assert not few(event_faults(model))


def minutes(drawn):
    """At every minute nobody is in two places and every count equals what it counts."""
    scenario, days, _ = drawn
    model, _ = run((scenario, min(days, 3), 0), every_minute=True)
    assert model.attention_most <= 1e-6


PROPERTIES = {f.__name__: f for f in (flow, heads, knowledge, bounds, time_and_attention, log, minutes)}


@pytest.mark.parametrize("name", PROPERTIES)
@settings(max_examples=QUICK, phases=NO_SHRINKING)
@given(drawn=scenarios(last_day=8))
def test_conservation(name, drawn):
    """Each property over a few short random scenarios."""
    PROPERTIES[name](drawn)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROPERTIES)
@settings(max_examples=SLOW, phases=NO_SHRINKING)
@given(drawn=scenarios(last_day=15))
def test_conservation_in_many_scenarios(name, drawn):
    """Each property over many random scenarios."""
    PROPERTIES[name](drawn)
