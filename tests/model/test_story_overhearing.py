"""Overhearing: those within earshot learn a little, are shaken a little, and may comfort at once."""

import pytest
from stories import ASSAULT, HOPELESS, INSULT, SURE, comes, episode, knows, log, only, stage

EAR = {**only(INSULT), "overhearing.notice": 1.0, "desks.columns": 6, "desks.spacing_m": 3.0, "desks.earshot_m": 3.5,
       "episode.severity": (0.8,) * 8, "mechanisms.crew": False}


def test_neighbours_within_earshot_are_shaken():
    model = stage(EAR, HOPELESS, overhearing__shock=0.5, overhearing__comfort=0.0)
    episode(model, 2)
    cost = model.p.strain_per_episode[INSULT]
    assert [e.strain for e in model.staff] == pytest.approx([0.0, cost / 2, cost, cost / 2, 0.0, 0.0])
    heard = log(model, "overheard")
    assert [h["who"] for h in heard] == [model.staff[s].person for s in (1, 3)]
    assert all(h["whom"] == model.staff[2].person and h["parent"] == log(model, "episode")[0]["row"] and h["situation"] == INSULT
               for h in heard)


def test_they_learn_a_little_of_what_was_done():
    """Of a practice that is used, overhearing teaches `overhearing.learning` of what a telling would; the event is its source."""
    model = stage(EAR, SURE, overhearing__learning=0.5, talk__transmit=0.4)
    number = knows(model, (2,), INSULT, name=False)
    episode(model, 2)
    assert model.staff[1].held[number].mastery == pytest.approx(0.4 * 0.5 * model.staff[2].held[number].mastery)
    learned = [e for e in log(model, "learned") if e["who"] == model.staff[1].person][0]
    assert model.events[learned["parent"]][2] == model.events[log(model, "overheard")[0]["row"]][2]


def test_an_idle_neighbour_comforts_and_a_busy_one_does_not():
    left = []
    for busy in (False, True):
        model = stage(EAR, HOPELESS, overhearing__comfort=0.5)
        if busy:
            for seat in (1, 3):
                comes(model, model.staff[seat], user=seat)
        episode(model, 2)
        left.append(model.staff[2].strain)
        assert (1 in model.staff[2].ties) == (not busy)
    assert left[0] == pytest.approx(left[1] * 0.25)


def test_out_of_earshot_nobody_hears():
    for change in (dict(desks__earshot_m=2.0), dict(desks__rooms=6), dict(overhearing__notice=0.0), dict(mechanisms__overhearing=False),
                   dict(counter__posts=0, phone__posts=6, staff__remote_share=1.0)):
        model = stage(EAR, HOPELESS, **change)
        episode(model, 2, channel=1 if change.get("phone__posts") else 0)
        assert not log(model, "overheard"), change


def test_neighbours_on_a_break_hear_nothing():
    model = stage(EAR, HOPELESS)
    model.staff[1].takes_break(model.now, 1, 60.0)
    episode(model, 2)
    assert [h["who"] for h in log(model, "overheard")] == [model.staff[3].person]


def test_violence_shakes_everybody_on_the_site_and_only_there():
    """An assault shakes those out of earshot too, a share of it each; not those at home, absent or out."""
    model = stage(only(ASSAULT), HOPELESS, phone__posts=2, staff__remote_share=1.0, overhearing__site_shock=0.1, mechanisms__crew=False)
    model.staff[5].becomes(0, model.now)  # off duty
    episode(model, 0)
    cost = model.staff[0].strain
    assert [e.strain for e in model.staff[1:]] == pytest.approx([0.1 * cost] * 4 + [0.0] * 3)
    mild = stage(only(INSULT), HOPELESS, overhearing__site_shock=0.1)
    episode(mild, 0)
    assert all(e.strain == 0.0 for e in mild.staff[1:])
