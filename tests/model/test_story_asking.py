"""Asking: somebody without an answer asks a neighbour who is free; the neighbour tells, and loses time; where people are prompted, they ask about what is hard."""

import pytest
from stories import CONFIDENTIAL, HOPELESS, INCIVILITY, INSULT, SURE, comes, episode, in_rest_room, knows, log, only, stage

from simulation.measures.daily import NAMES
from simulation.model import asking, conversation
from simulation.rules.order import HELPING, IDLE

NEAR = {"desks.columns": 6, "desks.spacing_m": 3.0, "desks.earshot_m": 3.5, "talk.ask_novice": 1.0}
"""In a row: each hears the one before and the one after. Novices always ask."""


def novices(model):
    """Make everybody a novice, who by `talk.ask_novice` asks for sure."""
    for e in model.staff:
        e.tenure = 10
    return model


def test_who_has_no_answer_asks_the_neighbour_who_knows_best():
    """What is told is a means, the asker learns it as from a telling, the tie grows, and the neighbour is away for a while."""
    model = novices(stage(only(INSULT), SURE, NEAR, talk__transmit=0.5, asking__minutes=5.0))
    poor, good = knows(model, (1,), INSULT, quality=0.4), knows(model, (3,), INSULT, quality=0.9)
    _, contact = episode(model, 2)
    asker, helper = model.staff[2], model.staff[3]
    assert model.tally.means_colleague == 1 and model.tally.asked == 1 and log(model, "episode")[0]["practice"] == good
    assert asker.held[good].mastery == pytest.approx(0.5) and poor not in asker.held and asker.ties.keys() == {3}
    assert [(e["who"], e["whom"]) for e in log(model, "telling")] == [(helper.person, asker.person)]
    assert helper.status == HELPING and model.helping == 1 and model.staff[1].status == IDLE
    model.step()
    while helper.status == HELPING:
        model.step()
    assert helper.status == IDLE and model.helping == 0 and model.minute == pytest.approx(510.0 + 6.0, abs=1.01)


def test_what_is_told_helps_by_its_worth_less_what_is_tacit():
    for tacitness, worth in ((0.0, 1.0), (1.0, 0.3)):
        model = novices(stage(NEAR))
        number = knows(model, (1,), INSULT, tacitness=tacitness)
        model.staff[2].own_way = 0.0
        assert asking.who_knows(model.staff[2], INSULT) == (model.staff[1], number, pytest.approx(worth))


def test_who_is_not_asked():
    """Those who are busy, on a break or out of earshot, who do not rely on what they know; nobody asks about an incivility, or with an answer of their own."""
    def asked(kind=INSULT, holders=(1,), quality=1.0, busy=(), breaks=(), **settings):
        model = novices(stage(only(kind), SURE, NEAR, **settings))
        knows(model, holders, kind, quality=quality)
        for seat in busy:
            comes(model, model.staff[seat], user=50 + seat)
        in_rest_room(model, breaks)
        episode(model, 2)
        return model.tally.asked

    assert asked() == 1
    assert not asked(busy=(1,)) and not asked(breaks=(1,)) and not asked(holders=(4,)) and not asked(quality=0.1)
    assert not asked(kind=INCIVILITY) and not asked(holders=(2, 1)) and not asked(mechanisms__asking=False) and not asked(mechanisms__answer=False)


def test_who_works_alone_has_nobody_to_ask():
    model = novices(stage(only(INSULT), SURE, NEAR, counter__posts=0, home__posts=6))
    knows(model, (1,), INSULT)
    assert not any(model.places.neighbours) and asking.who_knows(model.staff[2], INSULT) == (None, -1, 0.0)


def test_an_old_hand_asks_every_other_time():
    model = stage(only(INSULT), HOPELESS, NEAR, asking__minutes=0.0, talk__transmit=0.0)
    knows(model, (1,), INSULT)
    for user in range(200):
        episode(model, 2, user=user)
        model.step()
    assert 75 <= model.tally.asked <= 125


def test_a_case_that_is_not_routine_is_asked_about_too():
    """What is told adds to what one knows of this case; a routine case, or one that cannot be closed, is nobody's question."""
    for routine, pieces, partner, asked in ((False, 0, 0.0, 1), (True, 0, 0.0, 0), (False, 2, 0.0, 0), (False, 0, 3.0, 0)):
        model = novices(stage(NEAR))
        number = knows(model, (1,), CONFIDENTIAL)
        asker = model.staff[2]
        contact = comes(model, asker)
        contact.user.routine, contact.user.pieces, contact.user.partner_until = routine, pieces, partner
        asker.own_way = 0.0
        asking.about_case(asker, contact, model.now)
        assert model.tally.asked == asked and contact.told == pytest.approx(float(asked)) and (number in asker.held) == bool(asked)


PROMPTED = {"meetings.asks": 1.0, "talk.transmit": 0.5, "talk.solution": 0.0, "talk.vent": 0.0}


def test_where_people_are_prompted_they_ask_about_what_is_hard():
    """Of the kinds that the partner knows better, the one that is frequent and hard; nobody else listens, and nobody vents or broods."""
    shares = tuple(0.3 if kind in (CONFIDENTIAL, INSULT) else 0.1 for kind in range(8))
    model = stage(PROMPTED, episode__kind_shares=shares)
    knows(model, (1,), CONFIDENTIAL), knows(model, (1,), INCIVILITY)
    hard = knows(model, (1,), INSULT)
    seeker, partner, other = model.staff[:3]
    seeker.u_partner = 0.0
    conversation.tell(model, seeker, [partner, other], True, False, True)
    assert list(seeker.held) == [hard] and seeker.held[hard].mastery == pytest.approx(0.5) and not other.held
    assert model.tally.talk_solution == 1 and log(model, "telling")[0]["who"] == partner.person


def test_who_has_nothing_to_ask_tells():
    model = stage(PROMPTED)
    number = knows(model, (0,), INSULT)
    conversation.tell(model, model.staff[0], [model.staff[1]], True, False, True)
    assert number in model.staff[1].held


def test_a_share_of_the_meetings_is_prompted():
    """Whether a week's meetings are prompted does not hang on chance; a decree without a protocol prompts nobody."""
    told = {}
    for share in (0.0, 0.5, 1.0):
        model = stage({"meetings.decreed_minutes": 60.0, "meetings.candour": 0.0, "talk.rate_rest_room": 1.0, "meetings.prompted": share,
                       "calendar.days_per_week": 5}, PROMPTED)
        knows(model, (0, 1, 2), INSULT)
        model.run(20)
        told[share] = [sum(row[NAMES.index("talk_solution")] for row in model.daily[5 * week:5 * week + 5]) > 0 for week in range(4)]
    assert told == {0.0: [False] * 4, 0.5: [False, True, False, True], 1.0: [True] * 4}
