"""Learning and forgetting: experience, mastery by doing, forgetting, obsolescence, the written guide, training."""

from dataclasses import replace

import pytest
from stories import CONFIDENTIAL, INSULT, SURE, THREAT, episode, knows, log, only, sleep, stage

from simulation.model import FrontOffice
from simulation.rules.learning import experience
from simulation.rules.order import ORGANISATION
from simulation.scenario.declare import Change


def test_unused_mastery_halves_in_a_half_life():
    model = stage(learning__half_life_weeks=2.0)
    number = knows(model, (0,), INSULT, mastery=0.8)
    model.staff[0].held[number].used = -1
    sleep(model, 10)
    assert model.staff[0].held[number].mastery == pytest.approx(0.4)


def test_use_keeps_and_grows_mastery():
    model = stage(only(INSULT), SURE, learning__by_doing=0.5)
    number = knows(model, (0,), INSULT, mastery=0.6)
    episode(model, 0)
    assert model.staff[0].held[number].mastery == pytest.approx(0.8)
    sleep(model)
    assert model.staff[0].held[number].mastery == pytest.approx(0.8)


def test_what_the_last_one_forgets_is_dead():
    """Two hold it; one forgets, then the other: forgotten, forgotten, death; and the dead is gone from the repertoire."""
    model = stage(learning__half_life_weeks=0.5, learning__forgotten_below=0.1)
    number = knows(model, (0, 1), INSULT)
    model.staff[0].held[number].mastery = 0.11
    for seat in (0, 1):
        model.staff[seat].held[number].used = -1
    sleep(model)
    practice = model.practices[number]
    assert practice.alive and practice.holders == 1 and number not in model.staff[0].held
    assert [e["event"] for e in log(model, "forgotten", "death")] == ["forgotten"]
    sleep(model, 10)
    assert not practice.alive and practice.holders == 0 and practice.died >= 1 and model.living() == []
    assert [e["event"] for e in log(model, "forgotten", "death")] == ["forgotten", "forgotten", "death"]
    assert sum(row[-1] >= 0 for row in model.daily) == len(model.daily)


def test_a_rule_change_lowers_quality_and_of_substance_first():
    model = stage(learning__obsolete_share=1.0, learning__obsolete_loss=0.5)
    substance = [knows(model, (0,), CONFIDENTIAL) for _ in range(30)]
    form = [knows(model, (0,), THREAT) for _ in range(30)]
    model.forced_rule_changes = 1
    sleep(model)
    assert all(model.practices[n].quality == pytest.approx(0.5) for n in substance)
    touched = sum(model.practices[n].quality < 1.0 for n in form)
    assert abs(touched - 10.0) <= 3.0 * (30 * 2 / 9) ** 0.5
    change = log(model, "rule_change")[0]
    assert change["value"] == 30 + touched and all(o["parent"] == change["row"] for o in log(model, "obsolete"))


def test_a_dated_wave_of_rule_changes_comes_that_night_and_not_before():
    base = stage(open_it=False)
    model = FrontOffice(
        replace(base.frozen if hasattr(base, "frozen") else base.scenario, changes=(Change(2, action="rule_changes", amount=3.0),)), seed=1
    )
    model.run(4)
    assert [row["day"] for row in log(model, "rule_change")] == [2, 2, 2]


def test_experience_speeds_up_work():
    model = stage(learning__year_gain=0.64, learning__months=4.0)
    e = model.staff[0]
    speed = []
    for tenure in (0, 55, 220, 2200):
        e.experience = experience(float(tenure), 4.0)
        e.wakes()
        speed.append(e.performance)
    assert speed == sorted(speed) and speed[0] == pytest.approx(1 / 1.64) and speed[-1] == pytest.approx(1.0, abs=1e-6)
    assert speed[2] / speed[0] == pytest.approx(1.64, abs=0.04)  # a year adds about 64 %: D39


def test_people_gain_tenure_whether_or_not_anybody_may_leave():
    """A day at work is a day of tenure, also where absence and leaving are switched off."""
    for on in (True, False):
        model = stage(mechanisms__turnover=on)
        before = [e.tenure for e in model.staff]
        sleep(model, 3)
        assert [e.tenure - b for e, b in zip(model.staff, before)] == [3] * 6


def test_the_guide_teaches_all_who_read_but_loses_what_is_tacit():
    model = stage(learning__guide=1.0, learning__guide_mastery=0.5)
    explicit, tacit = knows(model, (0, 1), INSULT), knows(model, (0, 1), THREAT, tacitness=1.0)
    private = knows(model, (2,), INSULT)
    subversive = knows(model, (0, 1), INSULT, valence=2)
    sleep(model, 5)
    assert {e["practice"] for e in log(model, "guide")} == {explicit, tacit}
    assert all(explicit in e.held and e.held[explicit].holds for e in model.staff)
    assert tacit not in model.staff[4].held and private not in model.staff[4].held and subversive not in model.staff[4].held
    assert model.staff[4].held[explicit].mastery == pytest.approx(0.5)


def test_training_teaches_the_best_practice_or_a_new_one():
    base = stage(open_it=False)
    scenario = replace(
        base.frozen if hasattr(base, "frozen") else base.scenario, changes=(Change(1, action="train", amount=1.0, situation="threat"),)
    )
    model = FrontOffice(scenario, seed=1)
    model.run(1)
    poor, good = knows(model, (0,), THREAT, quality=0.3), knows(model, (1,), THREAT, quality=0.9)
    model.step()
    assert all(good in e.held and e.held[good].holds for e in model.staff) and poor not in model.staff[2].held
    fresh = FrontOffice(scenario, seed=1)
    fresh.run(1)
    fresh.step()
    practice = fresh.practices[0]
    assert practice.inventor == ORGANISATION and practice.holders == 6 and practice.valence == 0
    parents = {e["parent"] for e in log(fresh, "learned")}
    assert {log(fresh, "training")[i]["row"] for i in range(1, 7)} == parents


def test_a_training_that_reaches_nobody_leaves_no_practice():
    base = stage(open_it=False)
    model = FrontOffice(replace(base.frozen if hasattr(base, "frozen") else base.scenario,
                                changes=(Change(0, action="train", amount=0.0, situation="threat"),)), seed=1)
    model.step()
    assert model.living() == [] and all(not q.alive for q in model.practices)


def test_a_buddy_speeds_up_the_newcomer_and_slows_the_buddy():
    base, helped = (stage(staff__buddy=on, staff__novice_share=1.0, staff__buddy_cost=0.1) for on in (False, True))
    for model in (base, helped):
        model.staff[0].tenure = 30
        model.staff[1].tenure = 5000
        sleep(model, 3)
    assert helped.staff[0].experience > base.staff[0].experience
    assert helped.buddy_cost(helped.staff[1]) == 0.1 and base.buddy_cost(base.staff[1]) == 0.0


def test_nobody_is_their_own_buddy():
    model = stage(counter__posts=1, staff__buddy=True, staff__novice_share=1.0)
    model.staff[0].tenure = 1
    assert model.buddy_cost(model.staff[0]) == 0.0


def test_without_the_mechanism_all_are_experts_who_forget_nothing():
    model = stage(mechanisms__learning=False, staff__novice_share=1.0, learning__half_life_weeks=0.5)
    number = knows(model, (0,), INSULT, mastery=0.5)
    model.forced_rule_changes = 5
    sleep(model, 10)
    assert model.staff[0].held[number].mastery == 0.5 and model.practices[number].quality == 1.0
    assert all(e.performance == e.experience == 1.0 for e in model.staff)
