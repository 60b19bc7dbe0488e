"""The episode: which contacts go out of bounds, and how far."""

import math

from stories import CALLOUT, COUNTER, HOME, MAIL, OUTBURST, PHONE, SOCIAL, comes, log, stage

from simulation.model import flow
from simulation.model.episodes import draw_kind
from simulation.rules.draws import SERVICE, uniform4

MANY = 400


def episodes_among(many, irritation=0.0, channel=COUNTER, temper=None, crowd=0, exhaustion=0.0, **settings):
    """How many of so many contacts by different users become episodes."""
    model = stage(**{"phone__posts": 1, "users__life_load": 0.0, **settings})
    employee = model.staff[6 if channel == PHONE else 0]
    employee.exhaustion = exhaustion
    model.waiting[COUNTER] = crowd
    for number in range(many):
        contact = comes(model, employee, channel, user=number, irritation=irritation)
        if temper is not None:
            contact.user.temper = temper
        becomes_episode(model, employee, contact)
    model.waiting[COUNTER] = 0
    return model.tally.episodes


def becomes_episode(model, employee, contact):
    """Draw as the start of a service does, on a day on which private life does not weigh on the user."""
    _, _, u_episode, u_reminder = uniform4(model.seed, SERVICE, contact.user.number, contact.day, contact.rank)
    flow.becomes_episode(model, employee, contact, 1.0, u_episode, u_reminder, model.now)


def significantly_more(a, b):
    """Whether count a is above count b by more than three standard errors (independent draws would give no less)."""
    return a - b > 3.0 * math.sqrt(a + b)


def test_irritation_temper_mismatch_reminders_and_crowds_make_episodes():
    base = dict(episode__base=-2.5, temper=0.0, users__role_mismatch=0.0, episode__reminder_share=0.0)
    calm = episodes_among(MANY, **base)
    assert significantly_more(episodes_among(MANY, irritation=2.0, **base), calm)
    assert significantly_more(episodes_among(MANY, **(base | dict(temper=2.0))), calm)
    assert significantly_more(episodes_among(MANY, **(base | dict(users__role_mismatch=1.0, episode__mismatch=3.0))), calm)
    assert significantly_more(episodes_among(MANY, **(base | dict(episode__reminder_share=1.0, episode__reminder=2.0))), calm)
    assert significantly_more(episodes_among(MANY, crowd=80, **base), calm)
    assert significantly_more(episodes_among(MANY, exhaustion=3.0, episode__exhaustion=1.0, **base), calm)


def test_the_vicious_circle_needs_the_circle_and_rest_does_not_protect():
    base = dict(episode__base=-2.5, temper=0.0)
    calm = episodes_among(MANY, **base)
    assert episodes_among(MANY, exhaustion=3.0, episode__exhaustion=1.0, mechanisms__circle=False, **base) == calm
    assert episodes_among(MANY, crowd=80, mechanisms__circle=False, **base) == calm
    assert episodes_among(MANY, exhaustion=-3.0, episode__exhaustion=1.0, **base) == calm


def test_the_frequency_is_that_of_the_logistic():
    """With nothing but the base: a share 1 / (1 + e^2) of contacts, within three standard errors."""
    many = 2000
    found = episodes_among(
        many, temper=0.0, episode__base=-2.0, users__role_mismatch=0.0, episode__reminder_share=0.0, counter__episode_odds=0.0
    )
    p = 1.0 / (1.0 + math.exp(2.0))
    assert abs(found - many * p) <= 3.0 * math.sqrt(many * p * (1.0 - p))


def test_the_counter_is_worse_than_the_phone():
    base = dict(episode__base=-2.0, temper=0.0, counter__episode_odds=2.0, phone__episode_odds=0.0)
    assert significantly_more(episodes_among(MANY, **base), episodes_among(MANY, channel=PHONE, **base))


def test_what_cannot_happen_on_a_channel_does_not():
    """Nobody tears off his clothes on the phone; a call-out is a call-out and nothing else is."""
    p = stage().p
    grid = [k / 500 for k in range(500)]
    for channel, impossible in ((PHONE, {5, 6, 7}), (MAIL, {5, 6, 7}), (SOCIAL, {4, 5, 6, 7}), (COUNTER, {7}), (HOME, {7})):
        for irritation in (0.0, 3.0, 50.0):
            kinds = {draw_kind(p, channel, irritation, False, u) for u in grid}
            assert not kinds & impossible, (channel, irritation)
    assert {draw_kind(p, SOCIAL, 1.0, True, u) for u in grid} == {CALLOUT}


def test_anger_tilts_towards_the_severe():
    p = stage(episode__tilt=2.0).p
    severity = [[p.episode_severity[draw_kind(p, COUNTER, i, False, k / 1000)] for k in range(1000)] for i in (0.0, 1.0, 4.0)]
    assert sum(severity[0]) < sum(severity[1]) < sum(severity[2])


def test_every_call_out_is_an_episode():
    model = stage(social__posts=1, episode__base=-15.0)
    contact = comes(model, model.staff[6], SOCIAL, callout=True)
    becomes_episode(model, model.staff[6], contact)
    assert log(model, "episode")[0]["situation"] == CALLOUT


def test_without_the_mechanism_there_are_none():
    model = stage(mechanisms__episode=False, episode__base=5.0)
    user = model.user(0)
    flow.open_case(model, user, COUNTER, 0.5, 0.5, 1.0, 0.5)
    flow.joins(model, user, COUNTER, model.now, False, 0.0)
    assert model.serving == 1 and not log(model, "episode")
    on = stage(episode__base=5.0, episode__kind_shares=tuple(1.0 if k == OUTBURST else 0.0 for k in range(8)))
    user = on.user(0)
    flow.open_case(on, user, COUNTER, 0.5, 0.5, 1.0, 0.5)
    flow.joins(on, user, COUNTER, on.now, False, 0.0)
    assert len(log(on, "episode")) == 1


def test_reporting_is_a_separate_act():
    """What the dashboard counts is not what happens."""
    for share in (0.0, 1.0):
        model = stage(episode__base=5.0, episode__report_share=(share,) * 8)
        for number in range(20):
            contact = comes(model, model.staff[0], user=number)
            becomes_episode(model, model.staff[0], contact)
        reported = sum(getattr(model.tally, n) for n in model.tally.__slots__ if n.startswith("reported_"))
        assert model.tally.episodes >= 19 and reported == share * model.tally.episodes
