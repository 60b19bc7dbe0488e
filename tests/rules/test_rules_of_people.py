"""talk, strain, learning, turnover, management, circle: limits, monotonicity, boundaries, units."""

import math

import pytest
from rulebook import GRID, share

from simulation.rules import circle, learning, management, strain, talk, turnover
from simulation.rules.order import TALKS

# --- talk -------------------------------------------------------------------------------------------------------------------------


def test_things_come_up_after_one_unit_of_company_on_average():
    """Company is counted in expected things: the mean need is one, and it has no memory."""
    assert share(talk.company_needed) == pytest.approx(1.0, abs=1e-3) and talk.company_needed(0.0) == 0.0
    for spent in (0.5, 1.0, 2.0):
        assert sum(talk.company_needed(u) > spent for u in GRID) / len(GRID) == pytest.approx(math.exp(-spent), abs=1e-3)


def test_candour():
    assert talk.candour(0.35, 0.0, 0.6, 0, 0.6, 0, 0.25) == 0.35 and talk.candour(0.35, 1.0, 0.6, 0, 0.6, 0, 0.25) == pytest.approx(0.95)
    assert talk.candour(0.9, 1.0, 0.6, 0, 0.6, 0, 0.25) == 1.0
    assert talk.candour(0.5, 0.0, 0.6, 1, 0.6, 0, 0.25) == pytest.approx(0.2) and talk.candour(
        0.5, 0.0, 0.6, 0, 0.6, 1, 0.25
    ) == pytest.approx(0.125)
    assert talk.candour(0.5, 0.0, 0.6, 1, 1.0, 0, 0.25) == 0.0


def test_topics():
    counts = [[talk.topic(u, 0.35, 0.4, s) for u in GRID].count(k) / len(GRID) for s in (0.0, 5.0) for k in range(3)]
    assert counts[:3] == pytest.approx([0.35, 0.4, 0.25]) and counts[3:] == pytest.approx([0.35 * 2 / 3, 0.4 + 0.35 / 3, 0.25], abs=1e-3)
    assert TALKS[talk.SOLUTION] == "solution" and TALKS[talk.VENT] == "vent" and TALKS[talk.CO_RUMINATION] == "co_rumination"


def test_learning_from_a_telling():
    assert talk.learns(0.2, 0.8, 0.25, 0.0, 1.0, 1.0) == pytest.approx(0.35) and talk.learns(
        0.2, 0.8, 0.25, 1.0, 1.0, 1.0
    ) == pytest.approx(0.245)
    assert talk.learns(0.9, 0.8, 1.0, 0.0, 1.0, 1.0) == 0.9, "nobody unlearns by listening"
    assert talk.learns(0.0, 0.8, 1.0, 0.0, 1.0, 1.0) == pytest.approx(0.8), "nor learns more than the teller knows"
    assert talk.learns(0.2, 0.8, 0.25, 0.0, 0.0, 1.0) == 0.2


def test_variants_stay_in_range():
    assert talk.variant_after(-0.5, 0.5, 0.0, 0.5, 0.0) == 0.0 and talk.variant_after(-0.5, 0.5, 1.0, 1.0, 1.0) == 1.0
    for a in (-1.0, 0.0, 1.0):
        for b in (-1.0, 1.0):
            assert -1.0 <= talk.variant_after(a, b, -b, 1.0, 0.3) <= 1.0


def test_refinement_ties_and_diversity():
    assert (
        talk.refined(0.5, 0.25, 1.0) == pytest.approx(0.625) and talk.refined(1.0, 0.25, 1.0) == 1.0 and talk.refined(0.5, 0.25, 0.0) == 0.5
    )
    assert talk.tie_after(0.0, 0.02) == 0.02 and talk.tie_after(1.0, 0.5) == 1.0
    assert talk.diversity(500.0, 500.0, 1) == 0.0 and talk.diversity(500.0, 500.0, 0) == pytest.approx(0.3)
    assert talk.diversity(0.0, 1e9, 0) == pytest.approx(1.0) and talk.diversity(3.0, 90.0, 1) == talk.diversity(90.0, 3.0, 1)
    assert talk.diversity(0.0, 0.0, 1) == 0.0


# --- strain and exhaustion ----------------------------------------------------------------------------------------------------------


def test_fading_is_exact_for_any_step():
    assert strain.faded(4.0, 60.0, 60.0) == 2.0 and strain.faded(4.0, 0.0, 60.0) == 4.0
    s = 3.0
    for _ in range(100):
        s = strain.faded(s, 0.7, 240.0)
    assert s == pytest.approx(strain.faded(3.0, 70.0, 240.0), rel=1e-12)


def test_costs():
    assert strain.contact_cost(0.01, 2.0, 0.0) == 0.01 and strain.contact_cost(0.01, 2.0, 0.5) == pytest.approx(0.015)
    assert strain.contact_cost(0.01, 2.0, 9.0) == pytest.approx(0.02), "no more than a smile can cost"
    full = strain.episode_cost(2.0, 0, 0.5, 0, 0.7, 0, 0.7, 0, 0)
    assert full == 2.0 and strain.episode_cost(2.0, 1, 0.5, 0, 0.7, 0, 0.7, 0, 0) == 1.0
    assert strain.episode_cost(2.0, 0, 0.5, 1, 0.7, 0, 0.7, 0, 0) == pytest.approx(1.4)
    assert strain.episode_cost(2.0, 0, 0.5, 0, 0.7, 1, 0.7, 0, 0) == pytest.approx(1.4)
    assert strain.episode_cost(2.0, 0, 0.5, 0, 0.7, 0, 0.7, 1, 0) == 1.0 and strain.episode_cost(2.0, 1, 0.5, 0, 0.7, 0, 0.7, 1, 0) == 1.0
    assert strain.episode_cost(2.0, 0, 0.5, 0, 0.7, 0, 0.7, 0, 1) == pytest.approx(1.6)


def test_breaks_restore_by_room_and_company():
    alone = strain.break_half_life(25.0, 0.5, 0.0, 0, 0, 0.5, 0.25)
    assert alone == 25.0 and strain.break_half_life(25.0, 0.5, 0.0, 1, 0, 0.5, 0.25) == pytest.approx(25.0 / 1.3)
    assert strain.break_half_life(25.0, 0.0, 1.0, 1, 0, 0.5, 0.25) == pytest.approx(25.0 / 1.5)
    unfree, free = (strain.break_half_life(25.0, 0.0, 0.0, 0, 1, a, 0.25) for a in (0.0, 1.0))
    assert unfree > alone > free and strain.break_half_life(25.0, 0.0, 0.0, 0, 1, 0.5, 0.25) == alone


def test_company_that_undoes_the_break_altogether():
    """talk.tiring = 1 on an unfree break (both within bounds): next to nothing is restored, and nothing breaks, plain or compiled."""
    plain = getattr(strain.break_half_life, "py_func", strain.break_half_life)
    for rule in (strain.break_half_life, plain):
        assert 2.9 < strain.faded(3.0, 60.0, rule(25.0, 0.5, 0.5, 1, 1, 0.0, 1.0)) <= 3.0


def test_nights():
    for points, gone in ((0.0, 0.92), (1.25, 0.81), (2.5, 0.7), (25.0, 0.7)):
        assert strain.after_night(points, 0.92, 0.7, 2.5) == pytest.approx(points * (1 - gone))
    plain = getattr(strain.after_night, "py_func", strain.after_night)
    for rule in (strain.after_night, plain):
        assert rule(0.0, 0.92, 0.7, 0.0) == 0.0 and rule(1.0, 0.92, 0.7, 0.0) == pytest.approx(0.3), "bad_day = 0: every day is a bad one"


def test_exhaustion_tends_to_its_target():
    e = 0.0
    for _ in range(2000):
        e = strain.exhaustion_after(e, 2.2, 1.2, 0.55, 0.57, 1.0, 40.0, 0.0, 0.12, 0.0, 0.12)
    assert e == pytest.approx(0.57 + 0.55)
    step = strain.exhaustion_after(0.0, 2.2, 1.2, 0.55, 0.0, 0.0, 40.0, 0.0, 0.12, 0.0, 0.12)
    assert step == pytest.approx(0.55 * (1 - math.exp(-1 / 40.0)))
    assert strain.exhaustion_after(0.0, 2.2, 1.2, 0.55, 0.0, 0.0, 40.0, 1.0, 0.5, 0.0, 0.12) < step
    assert strain.exhaustion_after(0.0, 2.2, 1.2, 0.55, 0.0, 0.0, 40.0, 0.0, 0.5, 1.0, 0.5) < step


def test_contagion_closes_the_gap_by_closeness():
    assert strain.contagion(0.0, 1.0, 0.1, 1.0) == pytest.approx(0.1) and strain.contagion(0.0, 1.0, 0.1, 0.0) == 0.0
    assert strain.contagion(1.0, 1.0, 0.5, 1.0) == 1.0


# --- learning -------------------------------------------------------------------------------------------------------------------------


def test_experience_and_performance():
    assert learning.experience(0.0, 4.0) == 0.0 and learning.experience(1e6, 4.0) == pytest.approx(1.0)
    tau = 4.0 * 220.0 / 12.0
    assert learning.experience(tau, 4.0) == pytest.approx(1 - math.exp(-1))
    x = 0.0
    for day in range(1, 300):  # day by day, without a buddy, one comes to the same
        x = learning.more_experience(x, 4.0, 0.0)
        assert x == pytest.approx(learning.experience(float(day), 4.0), rel=1e-9)
    assert 1.0 > learning.more_experience(0.5, 4.0, 0.36) > learning.more_experience(0.5, 4.0, 0.0) > 0.5
    assert learning.performance(1.0, 0.64) == 1.0 and learning.performance(0.0, 0.64) == pytest.approx(1 / 1.64)


def test_mastery():
    assert learning.by_doing(0.5, 0.08) == pytest.approx(0.54) and learning.by_doing(1.0, 0.5) == 1.0
    assert learning.share_kept(70.0, 14.0, 5.0) == pytest.approx(0.5) and learning.share_kept(0.0, 14.0, 5.0) == 1.0
    assert learning.read_mastery(0.5, 0.0) == 0.5 and learning.read_mastery(0.5, 1.0) == 0.0


def test_obsolescence_touches_form_three_times_less():
    assert share(learning.obsolete, 1, 0.12) == pytest.approx(0.12) and share(learning.obsolete, 0, 0.12) == pytest.approx(0.04)


# --- turnover -------------------------------------------------------------------------------------------------------------------------


def test_absence():
    assert (
        turnover.absence_chance(0.05, 8.0, 0.0, 0.3) == pytest.approx(0.05 / 0.95 / 8.0)
        and turnover.absence_chance(0.0, 8.0, 5.0, 2.0) == 0.0
    )
    assert turnover.absence_chance(0.05, 8.0, 1.0, 0.3) == pytest.approx(turnover.absence_chance(0.05, 8.0, 0.0, 0.3) * math.exp(0.3))
    lengths = [turnover.absence_length(u, 8.0) for u in GRID]
    assert min(lengths) == 1 and sum(lengths) / len(GRID) == pytest.approx(8.0, rel=0.01) and lengths == sorted(lengths)


AVERAGE = dict(per_year=0.3, days_per_year=220.0, exhaustion=0.0, w_exhaustion=0.45, belonging=0.5, w_belonging=0.5, trust=0.5, w_trust=0.7,
               tenure_days=1e9, w_newcomer=1.1, exits=0.0, w_exit=0.15)


def leave(**given):
    return turnover.leave_chance(*(AVERAGE | given).values())


def test_leaving():
    """Yearly hazard over a year of days; up with exhaustion, newness and peers who left, down with belonging and trust."""
    assert 1 - (1 - leave()) ** 220 == pytest.approx(1 - math.exp(-0.3))
    assert leave(exhaustion=1.0) > leave() and leave(exits=2.0) > leave() and leave(tenure_days=0.0) > leave(tenure_days=120.0) > leave()
    assert leave(belonging=1.0) < leave() and leave(trust=1.0) < leave() and leave(per_year=0.0) == 0.0
    assert 0.0 <= leave(exhaustion=12.0, w_exhaustion=2.0, per_year=2.0, days_per_year=1.0) <= 1.0


def test_belonging_saturates():
    assert turnover.belonging(0.0) == 0.0 and turnover.belonging(1.5) == 0.5 and turnover.belonging(1e9) < 1.0 + 1e-9


def test_what_people_answer():
    """A whole number from 0 to 10 that rises with trust and belonging, and falls with exhaustion."""
    answers = {
        turnover.promoter_answer(u, t, b, e, 3.0)
        for u in (0.0, 0.01, 0.5, 0.99, 1 - 2**-53)
        for t in (0.0, 1.0)
        for b in (0.0, 1.0)
        for e in (-8.0, 0.0, 12.0)
    }
    assert answers <= set(range(11)) and {0, 10} <= answers
    middle = [turnover.promoter_answer(0.5, t, b, e, 1.0) for t, b, e in ((0.2, 0.2, 0.0), (0.9, 0.2, 0.0), (0.9, 0.9, 0.0))]
    assert middle == sorted(middle) and middle[0] < middle[2] and turnover.promoter_answer(0.5, 0.5, 0.5, 3.0, 1.0) < middle[1]
    assert turnover.promoter_answer(0.0, 0.5, 0.5, 0.0, 1.0) == 4 == turnover.promoter_answer(3.2e-5, 0.5, 0.5, 0.0, 1.0)  # a draw of exactly 0 stands four standard deviations below


# --- management and the circle ----------------------------------------------------------------------------------------------------------


def test_attention_is_spent_as_it_is_budgeted():
    places = [management.place(u, 0.3, 0.1, 0.2, 0.15) for u in GRID]
    assert [places.count(k) / len(GRID) for k in range(5)] == pytest.approx([0.3, 0.1, 0.2, 0.15, 0.25])


def test_stepping_in():
    assert management.steps_in(0.3, 1, 1, 0.5, 0.25, 0.4) == 1
    for no in ((0.3, 0, 1, 0.5, 0.25, 0.4), (0.3, 1, 0, 0.5, 0.25, 0.4), (0.3, 1, 1, 0.2, 0.25, 0.4), (0.4, 1, 1, 0.5, 0.25, 0.4)):
        assert management.steps_in(*no) == 0


def test_trust_stays_between_nought_and_one():
    assert (
        management.trust_up(1.0, 1.0) == 1.0
        and management.trust_down(0.0, 1.0) == 0.0
        and management.trust_up(0.4, 0.05) == pytest.approx(0.43)
    )
    assert management.trust_down(0.4, 0.03) == pytest.approx(0.388) and management.trust_drifts(0.8, 0.4, 100.0) == pytest.approx(
        0.4 + 0.4 * math.exp(-0.01)
    )
    assert management.trust_drifts(0.4, 0.4, 100.0) == 0.4


def test_conditions():
    assert management.conditions_after(0.0, 2.0, 0.02, 0.0, 0.0, 150.0) == pytest.approx(0.04)
    assert management.conditions_after(0.0, 2.0, 0.02, 1.0, 0.0, 150.0) > 0.04
    assert management.conditions_after(1.0, 0.0, 0.02, 0.0, 0.0, 150.0) == pytest.approx(math.exp(-1 / 150))
    assert 0.0 <= management.conditions_after(1.0, 24.0, 1.0, 100.0, 2.0, 1.0) <= 1.0
    d = 0.0
    for _ in range(5000):
        d = management.conditions_after(d, 1.0, 0.02, 0.0, 0.0, 150.0)
    kept = math.exp(-1 / 150)
    assert d == pytest.approx(0.02 / (1 - 0.98 * kept)), "what is lost in a day is made up in a day"


def test_protection():
    assert management.protection(0.2, 0.0, 2.0) == pytest.approx(0.2) and management.protection(0.2, 0.5, 2.0) == 1.0
    assert management.protection(1.0, 0.0, 2.0) == 1.0 and management.protection(0.2, 0.25, 2.0) == pytest.approx(0.6)


def test_breaks_are_cut_by_long_queues_unless_protected():
    assert circle.break_is_cut(0.5, 10.0, 5, 2.0, 0.4) == 1 and circle.break_is_cut(0.3, 10.0, 5, 2.0, 0.4) == 0
    assert circle.break_is_cut(0.99, 9.0, 5, 2.0, 0.0) == 0 and circle.break_is_cut(0.99, 9.0, 0, 2.0, 0.0) == 0


def test_the_climate_follows_bad_endings():
    c = 0.0
    for _ in range(2000):
        c = circle.climate_after(c, 0.1, 2.0, 30.0)
    assert c == pytest.approx(0.2) and circle.climate_after(0.5, 0.0, 2.0, 30.0) == pytest.approx(0.5 * math.exp(-1 / 30))
    assert circle.climate_after(0.5, 0.0, 2.0, 0.5) > 0.0, "it never overshoots"
