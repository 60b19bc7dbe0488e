"""The fixed lists: complete, without doubles, and in step with one another."""

import inspect

from simulation.model import conversation, flow, night, office
from simulation.rules import order


def test_lists_name_each_thing_once():
    for names in (order.CHANNELS, order.KINDS, order.MEANS, order.MECHANISMS, order.VALENCES, order.TALKS):
        assert len(set(names)) == len(names) and all(n.isidentifier() for n in names)
    assert set(order.SUBSTANCE) <= set(order.KINDS)


def test_tables_fit_the_lists():
    assert len(order.ALLOWED) == len(order.LIVE) == len(order.CHANNELS) and all(len(row) == len(order.KINDS) for row in order.ALLOWED)
    assert all(row[order.KINDS.index("callout")] == 0 for row in order.ALLOWED)
    live = dict(zip(order.CHANNELS, order.LIVE))
    assert live["counter"] and live["phone"] and live["home"] and not live["mail"] and not live["social"]
    assert all(0 <= k < len(order.KINDS) for k in order.HINDERING) and all(0 <= c < len(order.CHANNELS) for c in order.CREWED_FROM)


def test_the_minute_has_the_eight_steps_of_the_model_in_order():
    assert [name for name, _ in order.MINUTE] == ["arrive", "manager", "break", "take", "episode", "end", "talk", "fade"]
    assert all(meaning for _, meaning in (*order.MINUTE, *order.NIGHT))


def test_ties_within_an_instant_follow_the_written_rule():
    assert sorted(order.EVENT_RANK, key=order.EVENT_RANK.get) == ["end", "give_up", "arrive", "manager", "break", "back"]
    assert set(office.FrontOffice._HANDLERS) == set(order.EVENT_RANK.values())


def test_the_night_does_what_it_says_in_the_order_in_which_it_says_it():
    """The names of NIGHT against the calls of `night`, in order."""
    source = inspect.getsource(night.night)
    calls = {"recover": "recover(", "forget": "forget(", "turbulence": "turbulence(", "experience": "fade_ties(", "conditions": "conditions(", "staff": "staff("}
    places = [source.index(calls[name]) for name, _ in order.NIGHT]
    assert places == sorted(places)


def test_talk_comes_after_the_events_of_the_minute():
    source = inspect.getsource(office.FrontOffice.step)
    assert source.index("heappop") < source.index("minute_of_talk")
    assert conversation and flow
