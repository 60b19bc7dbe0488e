"""The answer: crew, practice, manager, support desk, exception, improvisation - in that order - and what each costs and yields."""

import pytest
from stories import COUNTER, EXCEPTION, HOPELESS, INSULT, OUTBURST, SURE, THREAT, episode, knows, log, only, sleep, stage

EVERYTHING = {**only(EXCEPTION), **SURE, "manager.floor": 1.0, "manager.willing": 1.0, "manager.step_in_severity": 0.0,
              "power.support_desk": 1.0, "power.exception_right": 1.0, "power.irritant_budget": 100.0, "power.exception_cost": 40.0,
              "crew.contain": (1,) * 8, "crew.comfort": (0,) * 8, "mechanisms.asking": False}


def means(model):
    """The means that were used, by name."""
    from simulation.rules.order import MEANS
    return [m for m in MEANS for _ in range(int(getattr(model.tally, f"means_{m}")))]


def test_the_order_of_means():
    """Taking one means away after the other, people turn to the next."""
    taken = {}
    expected = ("crew", "practice", "manager", "support_desk", "exception", "improvise")
    removals = ({"mechanisms.crew": False}, None, {"manager.floor": 0.0}, {"power.support_desk": 0.0}, {"power.exception_right": 0.0})
    knowing = True
    for k, name in enumerate(expected):
        model = stage(EVERYTHING, taken)
        if knowing:
            knows(model, range(6), EXCEPTION)
        episode(model, 0)
        assert means(model) == [name]
        if k < len(removals):
            if removals[k] is None:
                knowing = False
            else:
                taken = taken | removals[k]


def test_nobody_relies_on_a_practice_below_the_threshold():
    for quality, used in ((0.2, "practice"), (0.1, "improvise")):
        model = stage(only(INSULT), SURE, answer__threshold=0.15)
        knows(model, (0,), INSULT, quality=quality)
        episode(model, 0)
        assert means(model) == [used]


def test_a_practice_for_another_kind_does_not_help():
    model = stage(only(INSULT), SURE)
    knows(model, (0,), THREAT)
    episode(model, 0)
    assert means(model) == ["improvise"]


def test_the_best_practice_is_the_one_used():
    model = stage(only(INSULT), SURE)
    poor, good = knows(model, (0,), INSULT, quality=0.3), knows(model, (0,), INSULT, quality=0.9)
    episode(model, 0)
    assert log(model, "episode")[0]["practice"] == good and model.practices[good].uses == 1 and model.practices[poor].uses == 0


def test_own_way_makes_a_practice_worth_less():
    model = stage(answer__fit_weight=0.5)
    number = knows(model, (0,), INSULT, quality=0.8)
    e = model.staff[0]
    e.held[number].mastery, e.held[number].variant, e.own_way = 0.5, 1.0, -1.0
    assert e.value_of(number) == pytest.approx(0.8 * 0.5 * 0.5)


def test_exceptions_last_as_long_as_the_budget():
    model = stage(EVERYTHING, {"manager.floor": 0.0, "power.support_desk": 0.0, "mechanisms.crew": False})
    spent = model.tally.cost_levers
    for user in range(3):
        episode(model, 0, user=user)
    assert means(model) == ["exception", "exception", "improvise"]
    assert model.budget == pytest.approx(20.0) and model.tally.cost_levers - spent == pytest.approx(80.0)
    sleep(model)
    model.step()
    assert model.budget == pytest.approx(100.0)


def test_the_support_desk_costs_each_call():
    model = stage(EVERYTHING, {"manager.floor": 0.0, "mechanisms.crew": False})
    before = model.tally.cost_levers
    episode(model, 0)
    assert means(model) == ["support_desk"] and model.tally.cost_levers == pytest.approx(before + model.p.money_desk_per_call)


def test_severity_strain_and_exhaustion_lower_success():
    """Counted over the same 300 users, with the same draws."""
    def successes(strain=0.0, exhaustion=0.0, **settings):
        model = stage(only(INSULT), answer__base=1.0, **settings)
        for user in range(300):
            e = model.staff[0]
            e.strain, e.strain_at, e.exhaustion = strain, model.now, exhaustion
            episode(model, 0, user=user)
            e.due.clear()
        return model.tally.success_improvise

    rested = successes()
    assert successes(strain=5.0) < rested > successes(exhaustion=4.0)
    assert successes(answer__severity=8.0) < rested
    assert successes(exhaustion=-3.0) == rested, "only exhaustion above average hinders"


def test_the_null_in_which_the_repertoire_does_not_matter():
    """answer.practice = 0: with or without a perfect practice the same episodes end well (for a novice, who gains nothing by
    experience)."""
    outcomes = []
    for knowing in (False, True):
        model = stage(only(INSULT), answer__practice=0.0, answer__base=0.5)
        if knowing:
            knows(model, (0,), INSULT)
        outcomes.append([])
        for user in range(200):
            model.staff[0].strain = 0.0
            outcomes[-1].append(episode(model, 0, user=user)[1].success)
        assert means(model)[0] == ("practice" if knowing else "improvise")
    assert outcomes[0] == outcomes[1]


def test_a_bad_ending_hinders_the_case_unless_it_was_mere_incivility():
    for kind, hindered in ((INSULT, True), (OUTBURST, True), (EXCEPTION, True), (2, False), (0, False)):
        model = stage(only(kind), HOPELESS)
        _, contact = episode(model, 0)
        assert contact.failed == hindered, kind


def test_subversive_practices_spare_the_employee_and_fail_the_organisation():
    strains = []
    for valence in (0, 1, 2):
        model = stage(only(INSULT), SURE)
        knows(model, (0,), INSULT, valence=valence)
        _, contact = episode(model, 0)
        strains.append(model.staff[0].strain)
        assert contact.success and contact.failed == (valence == 2)
    assert strains[1] == strains[2] == pytest.approx(strains[0] * model.p.strain_protective_share)


def test_the_right_to_end_a_contact_spares_the_employee_and_irritates_the_user():
    strain, irritation = [], []
    for right in (False, True):
        model = stage(only(INSULT), HOPELESS, answer__end_contact=right)
        _, contact = episode(model, 0, irritation=1.0)
        strain.append(model.staff[0].strain)
        irritation.append(contact.user.irritation)
    assert strain[1] < strain[0] and irritation[1] > irritation[0] > 1.0


def test_a_guard_stands_at_the_counter_only():
    def strain(channel, guard):
        model = stage(only(THREAT), SURE, answer__guard=guard, phone__posts=1)
        episode(model, 0 if channel == COUNTER else 6, channel=channel)
        return model.staff[0 if channel == COUNTER else 6].strain
    assert strain(0, True) < strain(0, False)
    assert strain(1, True) == strain(1, False)
