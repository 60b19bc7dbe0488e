"""irritation, episode, voice: what users carry, when they go out of bounds, when they leave or call out."""

import math

import pytest

from simulation.rules import episode, irritation, voice
from simulation.rules.numeric import logistic

GRID = [(k + 0.5) / 20_000 for k in range(20_000)]


def test_irritation_fades_to_the_floor():
    def faded(i, days, half_life, floor):
        return irritation.fades(i, irritation.share_left(days, half_life), floor)

    assert faded(1.0, 15.0, 15.0, 0.2) == pytest.approx(0.6) and faded(1.0, 0.0, 15.0, 0.2) == 1.0
    assert faded(0.1, 3.0, 15.0, 0.2) == 0.2 and faded(1.0, 1e4, 15.0, 0.2) == pytest.approx(0.2)
    assert faded(faded(2.0, 3.0, 5.0, 0.2), 4.0, 5.0, 0.2) == pytest.approx(faded(2.0, 7.0, 5.0, 0.2))


def test_waits():
    assert irritation.after_wait(0.5, 10.0, 0.02, 1.0, 0, 0.4, 5.0) == pytest.approx(0.7)
    assert irritation.after_wait(0.5, 10.0, 0.02, 0.0, 0, 0.4, 5.0) == 0.5
    assert irritation.after_wait(0.0, 5.0, 0.1, 1.0, 1, 0.4, 5.0) == pytest.approx(0.3), "announced, within the limit"
    assert irritation.after_wait(0.0, 5.001, 0.1, 1.0, 1, 0.4, 5.0) == pytest.approx(0.70014), "announced, beyond it"


def test_burden_weighs_more_than_delay():
    assert irritation.after_unresolved(0.0, 0.2, 1.6, 2, 1.0) == pytest.approx(0.32)
    assert irritation.after_unresolved(0.0, 0.2, 1.6, 0, 1.0) == pytest.approx(0.2)


def test_a_good_reception_soothes_even_a_no():
    assert irritation.after_reception(1.0, 1, 0.3, 0.2, 1, 0.35, 1.0) == pytest.approx(0.7)
    assert irritation.after_reception(1.0, 0, 0.3, 0.2, 0, 0.35, 1.0) == pytest.approx(1.2)
    assert irritation.after_reception(1.0, 0, 0.3, 0.2, 1, 0.35, 1.0) == pytest.approx(1.55)


def test_strained_people_receive_less_well():
    share = [sum(irritation.received_well(u, 0.8, s, 0.12) for u in GRID) / len(GRID) for s in (0.0, 2.0, 10.0)]
    assert share == pytest.approx([0.8, 0.8 * math.exp(-0.24), 0.8 * math.exp(-1.2)], abs=1e-4)


CALM = dict(base=-4.0, irritation=0.0, w_irritation=0.9, temper=0.0, mismatch=0.0, w_mismatch=0.6, channel_odds=0.0, crowding=0.0,
            w_crowding=0.02, reminder=0, w_reminder=1.0, exhaustion=0.0, w_exhaustion=0.12)


def chance(**given):
    return logistic(episode.log_odds(*(CALM | given).values()))


@pytest.mark.parametrize("odds", [-12.0, -4.0, -1.0, -0.1, 0.0, 0.3, 6.0])
def test_an_episode_happens_with_its_chance(odds):
    """The shortcut for those that do not happen says what the logistic says, at every uniform number and hard by the chance."""
    near = [logistic(odds) + d for d in (-1e-12, 1e-12)]
    assert all(episode.happens(u, odds) == (u < logistic(odds)) for u in [*GRID, *near])


def test_the_chance_of_an_episode():
    """Logistic in each of its causes; rest below the average does not protect; each log odds adds up."""
    assert chance() == pytest.approx(1 / (1 + math.exp(4.0)))
    for cause in ("irritation", "temper", "mismatch", "channel_odds", "crowding", "exhaustion", "reminder"):
        assert chance(**{cause: 1}) > chance() and chance(**{cause: 3}) > chance(**{cause: 1}), cause
    assert chance(exhaustion=-2.0) == chance()
    odds = chance(irritation=1.0, reminder=1) / (1 - chance(irritation=1.0, reminder=1))
    assert math.log(odds) == pytest.approx(-4.0 + 0.9 + 1.0)
    assert 0.0 < chance(base=-15.0) < chance(base=5.0, temper=30.0) <= 1.0


def test_anger_tilts():
    """At irritation 1 the weight is the share; the severe gain with anger, and an excluded kind stays out."""
    assert episode.weight(0.3, 0.9, 1.2, 1.0) == 0.3 and episode.weight(0.0, 1.0, 10.0, 80.0) == 0.0
    ratio = [episode.weight(0.01, 1.0, 1.2, i) / episode.weight(0.7, 0.1, 1.2, i) for i in (0.0, 1.0, 3.0)]
    assert ratio == sorted(ratio) and ratio[2] / ratio[1] == pytest.approx(math.exp(1.2 * 0.9 * 2.0))


def test_reminders():
    assert [episode.is_reminder(0.1, pieces, 0.18, 0.04) for pieces in (0, 1, 5)] == [0, 1, 1]


def test_exit_and_voice():
    assert voice.leaves(0.0, 1, 1.0, 50.0) == 0, "the captive never leave"
    assert voice.leaves(0.15, 0, 0.1, 2.0) == 1 and voice.leaves(0.2, 0, 0.1, 2.0) == 0 and voice.leaves(0.0, 0, 0.1, 0.0) == 0
    assert voice.calls_out(0.007, 0.004, 2.0) == 1 and voice.calls_out(0.008, 0.004, 2.0) == 0


def test_recruiting():
    assert voice.recruits(0.05, 2.0, 60.0, 0, 0.6) == pytest.approx(0.1) and voice.recruits(0.05, 2.0, 60.0, 1, 0.6) == pytest.approx(0.04)
    assert voice.recruits(0.05, 2.0, 0.0, 0, 0.6) == 0.0


def test_reach_is_pareto_of_mean_one_and_capped():
    for tail in (1.5, 3.0, 10.0):
        values = [voice.reach(u, tail) for u in GRID]
        assert min(values) == pytest.approx((tail - 1) / tail, rel=1e-3) and max(values) <= 50.0 and values == sorted(values)
        if tail >= 3.0:
            assert sum(values) / len(values) == pytest.approx(1.0, abs=0.01)
    assert voice.reach(1 - 2 ** -53, 1.05) == 50.0
    below, above = (voice.reach(1 - (3 * reach) ** -1.5, 1.5) for reach in (49.5, 50.5))
    assert below == pytest.approx(49.5) and above == 50.0
