"""Edges of a day: shifts that end, breaks at closing time, users who wait overnight, offices that never close, lists by weekday."""

import pytest
from stories import COUNTER, OUTBURST, SOCIAL, SURE, comes, goes, in_rest_room, knows, log, only, sleep, stage

from simulation.measures.daily import NAMES
from simulation.model import FrontOffice, flow
from simulation.rules.order import BREAK, HELPING, IDLE, OFF, SERVING
from simulation.scenario import ScenarioError, load

ROUND_THE_CLOCK = {"calendar.open_hour": (0.0,), "calendar.close_hour": (24.0,), "calendar.days_per_week": 7}
TWO_SHIFTS = {"staff.shift_start": (0.0, 12.0), "staff.shift_end": (12.0, 24.0), "staff.shift_share": (0.5, 0.5)}


def daily(model, name):
    """A column of the daily table."""
    return [row[NAMES.index(name)] for row in model.daily]


def arrives(model, number=0, channel=COUNTER):
    """Let a user come now."""
    user = model.user(number)
    flow.open_case(model, user, channel, 0.5, 0.0, 1.0, 0.5)
    flow.joins(model, user, channel, model.now, False, 0.0)
    return user


def test_whoever_is_idle_goes_home_when_the_shift_ends():
    """Nobody on the morning shift takes a user in the afternoon, however quiet the morning was."""
    model = stage(TWO_SHIFTS)
    morning = [e for e in model.staff if e.shift == 0]
    assert len(morning) == 3 and all(e.status == IDLE for e in morning)
    while model.now - model.day_start < 13 * 60:
        model.step()
    assert all(e.status == OFF for e in morning)
    for number in range(4):
        arrives(model, number)
    assert {e.shift for e in model.staff if e.status == SERVING} == {1} and model.waiting[COUNTER] == 1


def test_whoever_serves_when_the_shift_ends_finishes_and_goes():
    model = stage(TWO_SHIFTS)
    while model.now - model.day_start < 12 * 60 - 1:
        model.step()
    e = next(e for e in model.staff if e.shift == 0)
    comes(model, e)
    model.push(model.now + 30.0, "end", e.seat, e)
    for _ in range(40):
        model.step()
    assert e.status == OFF and model.tally.served == 1


def test_a_break_that_closing_time_cuts_short_is_counted_as_long_as_it_was():
    model = stage()
    while model.now < model.closes - 10.0:
        model.step()
    model.staff[0].takes_break(model.now, 0, 60.0)
    sleep(model)
    assert daily(model, "break_minutes") == [10.0] and daily(model, "care_staff") == [10.0]


def test_a_helper_who_leaves_a_break_takes_the_rest_later():
    """Called away after 4 of 30 minutes for a job of 10: what would be left then, 16 minutes, is taken afterwards, and counted once."""
    model = stage()
    e = model.staff[0]
    e.takes_break(model.now, 0, 30.0)
    for _ in range(4):
        model.step()
    e.helps(model.now, 10.0)
    assert e.status == HELPING
    for _ in range(10):
        model.step()
    model.step()
    assert e.status == BREAK
    for _ in range(20):
        model.step()
    assert e.status == IDLE and model.tally.break_minutes == pytest.approx(20.0)


def test_helping_across_midnight_ends():
    """In an office that never closes, helpers at midnight are counted out again when they are done."""
    model = stage(ROUND_THE_CLOCK, only(OUTBURST), SURE)
    while model.now < model.closes - 2.0:
        model.step()
    model.staff[1].helps(model.now, 30.0)
    model.run(1)
    for _ in range(60):
        model.step()
    assert model.helping == 0 == sum(e.status == HELPING for e in model.staff)
    assert model.staff[1].status == IDLE


def test_a_break_across_midnight_ends():
    model = stage(ROUND_THE_CLOCK)
    while model.now < model.closes - 5.0:
        model.step()
    in_rest_room(model, (0, 1), 30.0)
    model.run(1)
    for _ in range(60):
        model.step()
    assert not any(model.rest_rooms.values()) and all(e.status == IDLE for e in model.staff)


def test_round_the_clock_people_still_work_by_shifts():
    """Someone who serves at midnight finishes, goes home, and comes back when their shift begins."""
    model = stage(ROUND_THE_CLOCK, TWO_SHIFTS)
    while model.now < model.closes - 5.0:
        model.step()
    evening = [e for e in model.staff if e.shift == 1]
    comes(model, evening[0])
    model.push(model.closes + 10.0, "end", evening[0].seat, evening[0])
    model.run(1)
    while model.now < model.day_start + 20.0:
        model.step()
    arrives(model, 5)
    assert evening[0].status == OFF and next(e for e in model.staff if e.status == SERVING).shift == 0
    while model.now < model.day_start + 12 * 60 + 5:
        model.step()
    assert evening[0].status == IDLE and evening[0].cell is evening[0].home_cell()


def test_a_service_longer_than_the_night_does_not_turn_back_the_clock():
    """Service times are as long as they are drawn: the next day begins all the same, after all that came before."""
    model = stage()
    while model.now < model.closes - 5.0:
        model.step()
    e = model.staff[0]
    comes(model, e)
    model.push(model.closes + 20 * 60.0, "end", e.seat, e)
    before = model.now
    while model.day < 3:
        model.step()
        assert model.now >= before, "time goes back"
        before = model.now
    assert model.serving == 0 and e.status != SERVING


def test_a_changed_plan_finds_everybody_at_their_place():
    """A dated change of the plan while someone serves through midnight leaves them on the new plan."""
    from dataclasses import replace

    from simulation.scenario.declare import Change, Values
    base = load("social_agency", overrides={**stage(open_it=False).frozen.values, **ROUND_THE_CLOCK})
    model = FrontOffice(replace(base, changes=(Change(1, Values({"desks.columns": 2})),)), seed=1)
    while model.now < 1440.0 - 5.0:
        model.step()
    comes(model, model.staff[0])
    model.push(1440.0 + 10.0, "end", 0, model.staff[0])
    model.run(1)
    model.step()
    assert all(e.cell is e.home_cell() for e in model.staff)


def test_mail_waits_overnight_and_the_impatient_do_not_come_alive_at_night():
    """Whoever gives up a backlog overnight is gone in the morning, and no event is dated before the opening of its day."""
    model = stage(social__posts=1, social__patience_minutes=200.0, social__calls_again=0.0, voice__exit=1.0, users__captivity=0.0)
    while model.now < model.closes - 5.0:
        model.step()
    comes(model, model.staff[6], SOCIAL, user=500)
    for number in range(30):
        user = arrives(model, number, SOCIAL)
        user.irritation, user.stake = 5.0, 1.0
    sleep(model)
    waiting = model.waiting[SOCIAL]
    assert waiting > 10
    model.step()
    assert model.waiting[SOCIAL] < waiting
    assert all(e["minute"] >= 0.0 for e in log(model))
    opening = model.opens - model.day_start
    assert all(e["minute"] >= opening for e in log(model) if e["day"] == 1)


def test_live_users_are_served_after_closing_for_a_while_and_then_sent_away():
    model = stage(calendar__overtime_minutes=30.0, counter__service_minutes=20.0, counter__service_cv=0.0, counter__patience_minutes=0.0,
                  episode__base=-15.0, mechanisms__learning=False)
    while model.now < model.closes - 5.0:
        model.step()
    for number in range(30):
        arrives(model, number)
    model.run(1)
    # six desks, 20 minutes each: from 5 minutes before closing until 30 after it each begins a second user and none a third
    assert daily(model, "served") == [12] and daily(model, "turned_away") == [18] and daily(model, "waiting_now") == [0]


@pytest.mark.parametrize("key", ["demand.weekday_profile", "staff.weekday_share"])
@pytest.mark.parametrize(("days", "values"), [(6, (1.0,) * 5), (3, (1.0, 0.5)), (7, (1.0,) * 6), (5, (1.0,) * 7)])
def test_a_list_by_weekday_that_does_not_fit_is_refused_or_runs(key, days, values):
    """No valid scenario crashes: a list of the wrong length is refused on loading, or the office runs through the week."""
    flat = {"demand.weekday_profile": (1.0,), "staff.weekday_share": (1.0,), "calendar.days_per_week": days, key: values}
    try:
        scenario = load("social_agency", overrides=flat | {"counter.per_day": 5.0, "phone.per_day": 5.0, "mail.per_day": 5.0})
    except ScenarioError as refusal:
        assert key in str(refusal)
        return
    FrontOffice(scenario, seed=1).run(8)


@pytest.mark.parametrize("values", [{"home.per_day": 10.0, "home.posts": 0, "staff.blend": 1.0},
                                    {"mail.posts": 0, "staff.blend": 0.05},
                                    {"counter.posts": 0, "staff.blend": 1.0, "staff.remote_share": 1.0}])
def test_a_channel_that_nobody_can_serve_is_refused(values):
    """Blended staff do no home visits, those at home no counter, and a small share of blended staff may be nobody at all."""
    with pytest.raises(ScenarioError, match="nobody serves"):
        load("social_agency", overrides=values)


def test_an_office_that_loses_everybody_goes_on():
    """All leave in the first nights; days still end, and the vacancies are filled in the end."""
    model = stage(
        turnover__leave_per_year=2.0,
        calendar__days_per_year=2,
        turnover__leave_newcomer=3.0,
        staff__hiring_days=10.0,
        counter__per_day=20.0,
    )
    while any(e is not None for e in model.staff):
        model.run(model.day + 1)
        if model.day > 60:
            break
    model.run(model.day + 30)
    assert log(model, "exit") and log(model, "hire")


def test_late_people_are_paid_no_less_than_nothing():
    """Somebody later than the whole day is short has no negative minutes."""
    model = stage(staff__late_share=1.0, staff__late_minutes=120.0, calendar__open_hour=(8.0,), calendar__close_hour=(8.5,), open_it=False)
    model.run(3)
    assert all(minutes >= 0.0 for minutes in daily(model, "duty_minutes"))


def test_goes_ends_a_service():
    """The helper of these stories does what the calendar would."""
    model = stage()
    comes(model, model.staff[0])
    goes(model, model.staff[0])
    assert model.serving == 0 and model.staff[0].status == IDLE and knows is not None


def test_a_helper_whose_shift_ends_is_counted_out_once():
    """Whoever helps beyond the end of the shift goes home afterwards; nobody helps any more, and the day ends."""
    model = stage(TWO_SHIFTS)
    while model.now - model.day_start < 12 * 60 - 2:
        model.step()
    e = next(e for e in model.staff if e.shift == 0)
    e.helps(model.now, 10.0)
    for _ in range(20):
        model.step()
    assert e.status == OFF and model.helping == 0
