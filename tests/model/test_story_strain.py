"""Strain and exhaustion: two speeds."""

from math import exp

import pytest
from stories import HOPELESS, INSULT, OUTBURST, SURE, comes, episode, in_rest_room, only, sleep, stage

from simulation.model import flow


def with_strain(model, points):
    for e in model.staff:
        e.strain, e.strain_at = points, model.now


def test_an_ordinary_contact_costs_little_and_a_smile_to_an_irritated_user_more():
    model = stage(strain__per_contact=0.01, strain__surface_acting=3.0, irritation__good_reception=1.0)
    for seat, irritation in ((0, 0.0), (1, 0.5), (2, 4.0)):
        comes(model, model.staff[seat], user=seat, irritation=irritation)
        flow.ends(model, model.staff[seat], model.now)
    assert [model.staff[s].strain for s in range(3)] == pytest.approx([0.01, 0.02, 0.03])


def test_an_episode_costs_by_its_kind_and_half_when_it_ends_well():
    for kind in (INSULT, OUTBURST):
        lost, won = (stage(only(kind), outcome) for outcome in (HOPELESS, SURE))
        for model in (lost, won):
            episode(model, 0)
        assert lost.staff[0].strain == pytest.approx(lost.p.strain_per_episode[kind])
        assert won.staff[0].strain == pytest.approx(lost.staff[0].strain * won.p.strain_success_share)


def test_strain_halves_in_a_half_life_at_work_and_sooner_on_a_break():
    model = stage(strain__work_half_life=60.0, strain__break_half_life=20.0, rest_room__comfort=1.0, talk__tiring=0.0)
    with_strain(model, 4.0)
    model.staff[0].takes_break(model.now, 1, 1e4)  # alone in a comfortable room: half-life 20 / 1.6
    start = model.now
    while model.now < start + 60.0 - 1e-9:
        model.step()
    for e in model.staff:
        e.settle(model.now)
    assert model.staff[1].strain == pytest.approx(2.0)
    assert model.staff[0].strain == pytest.approx(4.0 * 0.5 ** (60.0 / (20.0 / 1.6)))


def test_the_step_at_which_one_looks_does_not_matter():
    """Settling every minute or once gives the same strain."""
    a, b = stage(), stage()
    for model in (a, b):
        with_strain(model, 3.0)
    start = a.now
    for _ in range(100):
        a.step()
        b.step()
        a.staff[0].settle(a.now)
    b.staff[0].settle(b.now)
    assert a.staff[0].strain == pytest.approx(b.staff[0].strain, rel=1e-12) and a.now == start + 100


def test_company_restores_on_a_free_break_and_tires_on_an_unfree_one():
    left = {}
    for autonomy in (0.0, 1.0):
        for others in ((0,), (0, 1, 2)):
            model = stage(talk__tiring=0.5, breaks__autonomy=autonomy)
            with_strain(model, 4.0)
            in_rest_room(model, others)
            for _ in range(30):
                model.step()
            model.staff[0].settle(model.now)
            left[autonomy, len(others)] = model.staff[0].strain
    assert left[0.0, 3] > left[0.0, 1] == left[1.0, 1] > left[1.0, 3]


def test_company_that_has_gone_restores_no_more():
    """Someone whose colleagues left the room after a minute recovers almost as alone."""
    model, alone = stage(talk__tiring=1.0, breaks__autonomy=1.0), stage(talk__tiring=1.0, breaks__autonomy=1.0)
    for m in (model, alone):
        with_strain(m, 4.0)
        m.staff[0].takes_break(m.now, 1, 300.0)
    model.staff[1].takes_break(model.now, 1, 1.0)
    for m in (model, alone):
        for _ in range(120):
            m.step()
        m.staff[0].settle(m.now)
    assert model.staff[0].strain == pytest.approx(alone.staff[0].strain, rel=0.2)


def test_a_zen_comfortable_room_restores_better_than_outside():
    left = []
    for settings in (dict(rest_room__exists=False), dict(rest_room__comfort=0.0), dict(rest_room__comfort=1.0),
                     dict(rest_room__comfort=1.0, rest_room__zen=1.0)):
        model = stage(**settings)
        with_strain(model, 4.0)
        in_rest_room(model, (0,))
        for _ in range(30):
            model.step()
        model.staff[0].settle(model.now)
        left.append(model.staff[0].strain)
    assert left[0] == left[1] > left[2] > left[3]


def test_one_night_is_enough_after_a_calm_day_and_not_after_a_bad_one():
    """Share of the evening's strain that is gone in the morning."""
    model = stage(strain__bad_day=2.0, strain__night_recovery=0.9, strain__bad_night_recovery=0.5, strain__work_half_life=1e5)
    for e, points in zip(model.staff, (0.1, 1.0, 2.0, 6.0)):
        e.strain, e.strain_at = points, model.now
    sleep(model)
    left = [e.strain / points for e, points in zip(model.staff, (0.1, 1.0, 2.0, 6.0))]
    assert left == pytest.approx([1 - 0.88, 1 - 0.7, 0.5, 0.5], abs=0.01)


def test_any_strain_of_a_bad_day_within_bounds_leaves_a_number():
    """strain.bad_day = 0 is allowed: every day is then a bad one."""
    model = stage(strain__bad_day=0.0)
    model.staff[0].strain = 1.0
    sleep(model)
    assert all(e.strain == e.strain and e.exhaustion == e.exhaustion for e in model.staff)
    assert model.staff[0].strain < 1.0


def test_exhaustion_follows_lasting_strain_over_weeks():
    """Evening strain 3 points above the reference for ever: exhaustion tends to load x 3 with a time constant of `weeks`."""
    model = stage(exhaustion__weeks=2.0, exhaustion__load=0.5, exhaustion__reference=1.0, exhaustion__support=0.0,
                  exhaustion__manager_support=0.0, exhaustion__contagion=0.0, strain__work_half_life=1e5)
    seen, aim = [], 0.5 * 3.0
    for day in range(40):
        model.run(day)
        model.step()
        with_strain(model, 4.0)
        model.run(day + 1)
        seen.append(model.staff[0].exhaustion)
    assert seen[9] == pytest.approx(aim * (1 - exp(-1.0)), rel=0.01) and seen[-1] == pytest.approx(aim * (1 - exp(-4.0)), rel=0.01)
    assert all(a < b for a, b in zip(seen, seen[1:]))


def test_close_colleagues_share_exhaustion():
    model = stage(exhaustion__contagion=1.0, exhaustion__load=0.0, exhaustion__weeks=100.0, exhaustion__trait=0.0)
    a, b, c = model.staff[:3]
    for _ in range(40):
        a.ties_with(b)
    a.wakes()
    b.wakes()
    a.exhaustion, b.exhaustion, c.exhaustion = 2.0, 0.0, 0.0
    sleep(model, 2)
    assert b.exhaustion > 0.05 > abs(c.exhaustion) and a.exhaustion < 2.0


def test_support_buffers_a_little():
    """Belonging and trust lighten the same load."""
    after = []
    for tie, trust in ((0, 0.0), (40, 0.0), (0, 1.0)):
        model = stage(exhaustion__contagion=0.0, exhaustion__support=0.5, exhaustion__manager_support=0.5, strain__work_half_life=1e5)
        for _ in range(tie):
            model.staff[0].ties_with(model.staff[1])
        model.staff[0].wakes()
        model.staff[0].trust = trust
        with_strain(model, 4.0)
        sleep(model)
        after.append(model.staff[0].exhaustion)
    assert after[1] < after[0] > after[2]


def test_after_a_hard_episode_the_next_contact_takes_longer():
    model = stage(only(INSULT), HOPELESS, strain__handling_penalty=1.0, counter__service_cv=0.0, counter__service_minutes=10.0,
                  episode__base=-15.0)
    shaken, calm = model.staff[0], model.staff[1]
    shaken.after_episode = 1
    for number in (1, 2):
        user = model.user(number)
        flow.open_case(model, user, 0, 0.5, 0.0, 1.0, 0.5)
        user.temper = 0.0
    model.staff[2].status = model.staff[2].status
    for e in (shaken, calm):
        model.not_idle(e)
    times = []
    for e, number in ((shaken, 1), (calm, 2)):
        from simulation.model.contact import Contact
        contact = Contact(model.next_serial(), model.user(number), 0, model.now, model.day, 0, False)
        before = model.tally.busy_minutes
        flow.starts(model, e, contact, model.now)
        times.append(model.tally.busy_minutes - before)
    assert times[0] == pytest.approx(2.0 * times[1])


def test_without_the_mechanism_work_leaves_no_mark():
    model = stage(only(OUTBURST), HOPELESS, mechanisms__strain=False)
    episode(model, 0)
    sleep(model, 2)
    assert all(e.strain == e.exhaustion == 0.0 for e in model.staff)
