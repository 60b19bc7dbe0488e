"""Absence and leaving: a leaver takes theirs along; vacancies last; newcomers know nothing and enter late."""

import math

import pytest
from stories import INSULT, SURE, THREAT, knows, log, names, sleep, stage

from simulation.measures.daily import NAMES
from simulation.model import FrontOffice
from simulation.scenario.declare import Change, Values


def leave(model, seat):
    """Let someone leave for good."""
    e = model.staff[seat]
    model.leaves(e)
    return e


def test_a_leaver_takes_the_practice_and_it_dies():
    model = stage()
    mine, ours = knows(model, (0,), INSULT), knows(model, (0, 1), THREAT)
    gone = leave(model, 0)
    assert names(model)[-2:] == ["exit", "death"]
    assert not model.practices[mine].alive and model.practices[ours].alive and model.practices[ours].holders == 1
    assert log(model, "death")[0]["practice"] == mine and gone not in model.agents and model.staff[0] is None


def test_ties_end_with_the_leaver():
    model = stage()
    for _ in range(10):
        model.staff[0].ties_with(model.staff[1])
        model.staff[1].ties_with(model.staff[2])
    before = model.staff[1].tie_sum
    leave(model, 0)
    assert set(model.staff[1].ties) == {2} and model.staff[1].tie_sum == pytest.approx(before / 2)


def test_a_vacancy_lasts_and_the_newcomer_knows_nothing():
    model = stage(staff__hiring_days=3.0, staff__training_days=2.0, talk__admission_days=10.0)
    knows(model, range(6), INSULT)
    person = model.staff[2].person
    leave(model, 2)
    empty = []
    for day in range(10):
        sleep(model)
        empty.append(model.staff[2] is None)
    assert empty == [True, True, True, False, False, False, False, False, False, False]
    new = model.staff[2]
    hire = log(model, "hire")[0]
    assert hire["who"] == new.person != person and hire["value"] == 2.0 and hire["day"] == 3
    assert not new.held and new.generation == 1 and new.newcomer and new.tenure < 10 and not new.ties
    on_duty = [row[NAMES.index("on_duty")] for row in model.daily]
    assert on_duty == [6, 5, 5, 5, 5, 5, 6, 6, 6, 6], "hired in the night of day 3, in training on days 4 and 5"


def test_joined_and_vacancies_count_only_posts_that_exist():
    """Posts that a later change adds are neither vacancies nor hires before that day; they wait for their first holder."""
    base = stage(open_it=False, staff__hiring_days=2.0)
    from dataclasses import replace
    scenario = replace(base.frozen if hasattr(base, "frozen") else base.scenario, changes=(Change(5, Values({"counter.posts": 8})),))
    model = FrontOffice(scenario, seed=1)
    model.run(10)
    rows = {n: [row[NAMES.index(n)] for row in model.daily] for n in ("joined", "vacancies", "headcount")}
    assert rows["joined"][:5] == [0] * 5 and rows["vacancies"][:5] == [0] * 5 and rows["headcount"][:5] == [6] * 5
    assert sum(rows["joined"]) == 2 == len(log(model, "hire")) and rows["headcount"][-1] == 8
    assert rows["joined"][5] == 0, "a post that is added waits for its first holder"


def test_hazards_rise_with_exhaustion_and_fall_with_belonging_trust_and_tenure():
    """Exits of 60 people over 20 days, each way against the base."""
    def exits(change=lambda e: None, **settings):
        model = stage(counter__posts=60, turnover__leave_per_year=2.0, exhaustion__weeks=100.0, staff__hiring_days=2000.0,
                      turnover__peer_exit=0.0, manager__trust_weeks=500.0, exhaustion__contagion=0.0, **settings)
        for e in model.staff:
            e.tenure = 5000
            change(e)
        sleep(model, 20)
        return len(log(model, "exit"))

    def tired(e):
        e.exhaustion = 4.0

    def trusting(e):
        e.trust = 1.0

    def new(e):
        e.tenure = 0

    base = exits()
    assert 0 < base < 30
    assert exits(tired, turnover__leave_exhaustion=1.0) > base + 3 * math.sqrt(base)
    assert exits(trusting, turnover__leave_trust=3.0) < base
    assert exits(new, turnover__leave_newcomer=3.0) > base + 3 * math.sqrt(base)


def test_an_absence_lasts_its_days_and_the_absent_do_nothing():
    model = stage(turnover__absence_days=2.0)
    e = model.staff[3]
    e.absent_until = 4  # ill until the morning of day 4
    for day in range(1, 6):
        sleep(model)
        model.step()
        assert (e.status == 1) == (day >= 4), day
        assert e.on_duty == (day >= 4)
    assert [row[NAMES.index("absent")] for row in model.daily[:5]] == [0, 1, 1, 1, 0]


def test_the_share_of_days_lost_is_the_one_declared():
    """At average exhaustion a share `absence_share` of days is lost (alternating renewal), within three standard errors over seeds."""
    shares = []
    for seed in range(8):
        model = stage(seed=seed, counter__posts=40, turnover__absence_share=0.1, turnover__absence_days=4.0, exhaustion__load=0.0,
                      exhaustion__contagion=0.0, mechanisms__talk=False, staff__life_event_per_year=0.0)
        model.run(120)
        lost = [row[NAMES.index("absent")] / 40 for row in model.daily[20:]]
        shares.append(sum(lost) / len(lost))
    mean = sum(shares) / len(shares)
    error = math.sqrt(sum((s - mean) ** 2 for s in shares) / (len(shares) - 1) / len(shares))
    assert abs(mean - 0.1) <= 3.0 * error + 0.005  # the rule says "roughly": whole days, and falling ill again at once


def test_an_absent_person_costs_no_negative_wage():
    """Someone absent whose shift lies outside the hours of a short day is not paid less than nothing."""
    model = stage(
        calendar__days_per_week=2,
        calendar__open_hour=(8.0, 8.0),
        calendar__close_hour=(16.0, 11.0),
        demand__weekday_profile=(1.0,),
        staff__shift_start=(0.0, 13.0),
        staff__shift_end=(12.0, 24.0),
        staff__shift_share=(0.5, 0.5),
        open_it=False,
    )
    for e in model.staff:
        e.absent_until = 10
    model.run(2)
    costs = [row[NAMES.index("cost_staff")] for row in model.daily]
    # on day 1 the office closes at 11: the morning shift is paid three hours each, the afternoon shift has no work that day
    assert costs[1] == pytest.approx(3 * 3.0 * model.p.money_wage_per_hour)


def test_without_the_mechanism_nobody_falls_ill_or_leaves():
    model = stage(SURE, mechanisms__turnover=False, turnover__absence_share=0.5, turnover__leave_per_year=2.0)
    sleep(model, 30)
    assert not log(model, "absence", "exit", "hire")


def test_whoever_loses_all_their_ties_belongs_to_nobody_and_not_to_less():
    """However the ties grew, nothing is left of their sum when the last colleague has gone: no rounding, no negative belonging."""
    for growth in (0.013, 0.02, 0.1, 0.37):
        model = stage(talk__tie_growth=growth)
        for k in range(40):
            model.staff[0].ties_with(model.staff[1 + k % 5])
        for seat in range(1, 6):
            leave(model, seat)
        assert model.staff[0].ties == {} and model.staff[0].tie_sum == 0.0
