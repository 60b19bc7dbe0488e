"""The crew: "Hulk!" - two run to the counter, three stay with the shaken colleague (seed S0)."""

import pytest
from stories import HOME, HOPELESS, OUTBURST, PHONE, SURE, episode, in_rest_room, knows, log, names, only, stage

HULK = {**only(OUTBURST), "rest_room.distance_m": 20.0, "crew.walk_m_per_minute": 80.0, "crew.reach_minutes": 1.0, "talk.conform": 0.0}


def test_hulk():
    """A named outburst practice known to five colleagues in the rest room: call, two contain, three comfort, response = distance / pace."""
    model = stage(HULK, SURE)
    number = knows(model, range(6), OUTBURST)
    in_rest_room(model, range(1, 6))
    before = len(model.events)
    extra, contact = episode(model, 0)
    told = log(model)[before:]
    assert [e["event"] for e in told] == ["episode", "call", "join", "join", "join", "join", "join"]
    happening, call, *joins = told
    me = model.staff[0].person
    assert call["who"] == me and call["practice"] == number and call["value"] == 1.0 and call["parent"] == happening["row"]
    assert [j["value"] for j in joins] == [0.0, 0.0, 1.0, 1.0, 1.0]
    assert {j["who"] for j in joins} == {model.staff[s].person for s in range(1, 6)} and {j["whom"] for j in joins} == {me}
    assert all(j["parent"] == call["row"] and j["minute"] - call["minute"] == pytest.approx(20.0 / 80.0) for j in joins)
    assert happening["practice"] == number and happening["value"] == 1.0 and contact.success
    tally = model.tally
    assert (tally.crew_calls, tally.crew_complete, tally.crew_joined, tally.crew_answered) == (1, 1, 5, 1)
    assert tally.crew_minutes == pytest.approx(0.25) and tally.means_crew == tally.success_crew == 1
    assert extra == pytest.approx(model.p.answer_minutes[1] * (0.3 + 0.7 * model.p.episode_severity[OUTBURST]) + 0.25)
    assert model.helping == 5 and all(seat in model.staff[0].ties for seat in range(1, 6))


def test_those_who_helped_come_back_and_the_shaken_one_takes_a_breath():
    """Helpers are busy until the crew's work is done; the comforted colleague then goes on a breather."""
    model = stage(HULK, SURE)
    knows(model, range(6), OUTBURST)
    episode(model, 0)
    assert model.helping == 5
    model.step()
    assert model.helping == 5
    for _ in range(9):
        model.step()
    assert model.helping == 0
    assert model.staff[0].due == [(4, model.p.crew_comfort_minutes, True)]


def test_a_name_that_nobody_knows_calls_nobody():
    """The practice has no name yet: it is used alone, and nobody comes."""
    model = stage(HULK, SURE)
    knows(model, range(6), OUTBURST, name=False)
    in_rest_room(model, range(1, 6))
    episode(model, 0)
    assert "call" not in names(model) and "join" not in names(model)
    assert model.tally.means_practice == 1


def test_only_those_who_know_the_name_understand_the_call():
    """One knows it by name; one holds it without the name; the others never heard of it."""
    model = stage(HULK, SURE)
    number = knows(model, (0, 1, 2), OUTBURST)
    model.staff[2].held[number].name_known = False
    episode(model, 0)
    joins = log(model, "join")
    assert [j["who"] for j in joins] == [model.staff[1].person]
    assert log(model, "call")[0]["value"] == pytest.approx(0.7 * 0.5)


def test_remote_people_never_come():
    """Those at home know the name and stay at home."""
    model = stage(HULK, SURE, phone__posts=3, staff__remote_share=1.0)
    knows(model, range(9), OUTBURST)
    assert all(model.staff[s].remote for s in (6, 7, 8))
    in_rest_room(model, range(1, 9))
    episode(model, 0)
    assert {j["who"] for j in log(model, "join")} == {model.staff[s].person for s in range(1, 6)}


def test_those_outdoors_never_come_and_nobody_comes_to_them():
    """A field technician alone in a home neither helps nor is helped."""
    model = stage(HULK, SURE, home__posts=2)
    knows(model, range(8), OUTBURST)
    episode(model, 6, channel=HOME)
    assert not log(model, "call")
    episode(model, 0)
    assert {j["who"] for j in log(model, "join")} == {model.staff[s].person for s in range(1, 6)}


def test_people_of_other_rooms_or_too_far_away_do_not_come():
    model = stage(HULK, SURE, desks__rooms=2)
    knows(model, range(6), OUTBURST)
    episode(model, 0)
    assert {j["who"] for j in log(model, "join")} == {model.staff[s].person for s in (1, 2)}
    far = stage(HULK, SURE, rest_room__distance_m=100.0)
    knows(far, range(6), OUTBURST)
    in_rest_room(far, range(1, 6))
    episode(far, 0)
    assert not log(far, "join") and log(far, "call")[0]["value"] == 0.0


def test_the_busy_do_not_come_and_a_short_crew_helps_less_and_takes_longer():
    model = stage(HULK, SURE)
    number = knows(model, range(6), OUTBURST)
    for seat in range(2, 6):
        episode(model, seat, channel=PHONE, user=seat)
    full = stage(HULK, SURE)
    knows(full, range(6), OUTBURST)
    long, _ = episode(model, 0, user=10)
    short, _ = episode(full, 0, user=10)
    assert len(log(model, "join")) == 1 and long > short
    assert model.tally.crew_complete == 0 and full.tally.crew_complete == 1
    assert model.practices[number].uses >= 2  # the caller and the helper both practised


def test_a_crew_spares_its_member():
    """The same outburst leaves less strain when five come than when nobody does, won or lost."""
    for outcome in (SURE, HOPELESS):
        strains = []
        for seats in ((0,), range(6)):
            model = stage(HULK, outcome)
            knows(model, seats, OUTBURST)
            episode(model, 0)
            strains.append(model.staff[0].strain)
        assert 0 < strains[1] < 0.7 * strains[0]


def test_nobody_is_called_by_phone_nor_when_the_mechanism_is_off():
    model = stage(HULK, SURE, phone__posts=1, episode__kind_shares=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0))
    knows(model, range(7), 4)
    episode(model, 6, channel=PHONE)
    off = stage(HULK, SURE, mechanisms__crew=False)
    knows(off, range(6), OUTBURST)
    episode(off, 0)
    assert not log(model, "call") and not log(off, "call")
