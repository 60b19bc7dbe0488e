"""answer, crew, invention, overhearing: what is done about an episode, with whom, and what it leaves."""

import pytest
from rulebook import GRID, share

from simulation.rules import answer, asking, crew, invention, overhearing
from simulation.rules.order import MEANS, VALENCES


def test_the_value_of_a_practice():
    assert answer.value(0.8, 0.5, 0.3, 0.3, 0.3) == pytest.approx(0.4)
    assert answer.value(0.8, 0.5, 1.0, -1.0, 0.3) == pytest.approx(0.4 * 0.7) == pytest.approx(answer.value(0.8, 0.5, -1.0, 1.0, 0.3))
    assert answer.value(1.0, 1.0, 1.0, -1.0, 1.0) == 0.0 and answer.value(1.0, 1.0, 0.0, 0.0, 1.0) == 1.0


def test_the_order_of_means():
    """Each means is reached only when those before it are not there; the numbers are positions in MEANS."""
    assert [MEANS[k] for k in (answer.PRACTICE, answer.CREW, answer.MANAGER, answer.COLLEAGUE, answer.SUPPORT_DESK, answer.EXCEPTION,
                                 answer.IMPROVISE)] == ["practice", "crew", "manager", "colleague", "support_desk", "exception", "improvise"]
    assert answer.means(0.9, 0.15, 1, 1, 1, 1, 1) == answer.CREW
    assert answer.means(0.15, 0.15, 0, 1, 1, 1, 1) == answer.PRACTICE
    assert answer.means(0.1499, 0.15, 0, 1, 1, 1, 1) == answer.MANAGER
    assert answer.means(0.1499, 0.15, 0, 0, 1, 1, 1) == answer.COLLEAGUE
    assert answer.means(0.0, 0.15, 0, 0, 0, 1, 1) == answer.SUPPORT_DESK
    assert answer.means(0.0, 0.15, 0, 0, 0, 0, 1) == answer.EXCEPTION
    assert answer.means(0.0, 0.15, 0, 0, 0, 0, 0) == answer.IMPROVISE


def test_who_dares_to_ask():
    assert share(asking.asks, 30.0, 0.35) == pytest.approx(0.35) and share(asking.asks, 219.0, 0.35) == pytest.approx(0.35)
    assert share(asking.asks, 220.0, 0.35) == share(asking.asks, 5000.0, 0.0) == pytest.approx(0.5)


def test_what_is_told_in_the_midst_of_a_contact():
    assert asking.lent(0.6, 0.0) == 0.6 and asking.lent(0.6, 1.0) == pytest.approx(0.18), "what is tacit is lost in words"
    assert asking.together(0.0, 0.4) == 0.4 and asking.together(0.5, 0.4) == pytest.approx(0.7) and asking.together(1.0, 0.4) == 1.0
    assert asking.together(0.3, 0.0) == 0.3


def test_what_one_has_to_ask_of_a_partner():
    """The more, the more frequent and hard it is, and the more the other knows of it; nothing of what one knows as well."""
    assert asking.need(0.2, 0.5, 0.8, 0.3) == pytest.approx(0.05) and asking.need(0.2, 0.5, 0.3, 0.3) == 0.0 > asking.need(0.2, 0.5, 0.1, 0.3)


def test_success():
    base = answer.success_chance(0.0, 0.0, 2.4, 0.0, 0.2, 0.0, 0.15, 0.0, 0, 0.1)
    assert base == 0.5
    assert answer.success_chance(0.0, 0.5, 2.4, 0.0, 0.2, 0.0, 0.15, 1.2, 0, 0.1) == pytest.approx(0.5), "gain makes up for severity"
    for worse in ((0.0, 1.0, 2.4, 0.0, 0.2, 0.0, 0.15), (0.0, 0.0, 2.4, 3.0, 0.2, 0.0, 0.15), (0.0, 0.0, 2.4, 0.0, 0.2, 2.0, 0.15)):
        assert answer.success_chance(*worse, 0.0, 0, 0.1) < base
    assert answer.success_chance(0.0, 0.0, 2.4, 0.0, 0.2, -2.0, 0.15, 0.0, 0, 0.1) == base
    assert answer.success_chance(0.0, 0.0, 2.4, 0.0, 0.2, 0.0, 0.15, 0.0, 1, 0.1) == pytest.approx(0.45)
    assert 0.0 <= answer.success_chance(-10.0, 1.0, 10.0, 60.0, 5.0, 12.0, 5.0, -5.0, 1, 1.0) <= 1.0


def test_minutes():
    assert answer.extra_minutes(5.0, 0.0, 0.0, 0) == 1.5 and answer.extra_minutes(5.0, 1.0, 0.0, 0) == 5.0
    assert answer.extra_minutes(5.0, 1.0, 0.0, 1) == 10.0 and answer.extra_minutes(5.0, 1.0, 1.0, 1) == 5.0


def test_the_user_afterwards():
    assert answer.user_after(1.0, 1, 0.4, 0.3, 0) == pytest.approx(0.6)
    assert answer.user_after(1.0, 0, 0.4, 0.3, 0) == pytest.approx(1.3) and answer.user_after(1.0, 0, 0.4, 0.3, 1) == pytest.approx(1.45)


def test_response_time_and_completeness():
    assert crew.response_minutes(20.0, 80.0) == 0.25 and crew.response_minutes(0.0, 80.0) == 0.0
    assert crew.completeness(2.0, 2, 3.0, 3) == 1.0 and crew.completeness(0.0, 2, 0.0, 3) == 0.0
    assert crew.completeness(1.0, 2, 0.0, 3) == pytest.approx(0.35) and crew.completeness(5.0, 2, 9.0, 3) == 1.0
    assert crew.completeness(0.0, 0, 0.0, 0) == 1.0, "a crew that needs nobody is complete"


def test_the_gain_of_a_crew():
    assert crew.gain(3.2, 1.0, 1.0) == pytest.approx(3.2) and crew.gain(3.2, 0.0, 1.0) == 0.0
    assert crew.gain(3.2, 1.0, 0.0) == pytest.approx(0.6 * 3.2) and crew.gain(3.2, 0.5, 0.5) < crew.gain(3.2, 0.5, 1.0)


def test_comfort():
    assert crew.comforted(2.0, 0, 0.12) == 2.0 and crew.comforted(2.0, 3, 0.5) == pytest.approx(0.25) and crew.comforted(2.0, 1, 1.0) == 0.0


def test_tricks_and_stories():
    """Being watched prevents a share; a step-in leaves what it is told to leave; the grave leave more where salience says so."""
    assert share(invention.leaves_trick, 0.2, 0.0, 0.5, 0, 0.5, 1.0) == pytest.approx(0.2)
    assert share(invention.leaves_trick, 0.2, 0.0, 0.5, 1, 0.5, 1.0) == pytest.approx(0.1)
    assert share(invention.leaves_trick, 0.2, 0.0, 0.5, 0, 0.5, 0.0) == 0.0
    assert (
        share(invention.leaves_story, 0.2, 0.0, 0.5, 1.0) == pytest.approx(0.2) and share(invention.leaves_story, 0.2, 0.0, 0.5, 0.0) == 0.0
    )
    assert share(invention.leaves_trick, 0.1, 2.0, 1.0, 0, 0.5, 1.0) >= share(invention.leaves_trick, 0.1, 2.0, 0.1, 0, 0.5, 1.0)
    assert share(invention.leaves_story, 0.1, 2.0, 1.0, 1.0) >= share(invention.leaves_story, 0.1, 2.0, 0.1, 1.0)


def test_different_people_solve_more():
    assert share(invention.solves_story, 0.2, 0.0, 1.0) == pytest.approx(0.1) and share(
        invention.solves_story, 0.2, 1.0, 1.0
    ) == pytest.approx(0.3)
    assert share(invention.solves_story, 0.2, 1.0, 0.5) == pytest.approx(0.15) and share(invention.solves_story, 1.0, 1.0, 0.0) == 0.0


def test_quality_and_valence():
    assert invention.quality(0.0, 0.3, 0.8) == 0.3 and invention.quality(0.5, 0.3, 0.8) == pytest.approx(0.55)
    kinds = [invention.valence(u, 0.2, 0.08) for u in GRID]
    assert [kinds.count(k) / len(GRID) for k in (invention.SUBVERSIVE, invention.PROTECTIVE)] == pytest.approx([0.08, 0.2])
    assert VALENCES[invention.SUBVERSIVE] == "subversive" and VALENCES[invention.PROTECTIVE] == "protective"


def test_neighbours():
    assert share(overhearing.notices, 0.3, 0.0) == pytest.approx(0.15) and share(overhearing.notices, 0.3, 1.0) == pytest.approx(0.45)
    assert overhearing.shock(2.0, 0.12) == pytest.approx(0.24)
