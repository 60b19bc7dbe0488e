"""Irritation: what users carry from one contact to the next."""

import pytest
from stories import COUNTER, comes, goes, stage

from simulation.model import flow


def served(model, seat=0, user=0, irritation=1.0, pieces=0):
    """Let a user be served to the end; give the user."""
    contact = comes(model, model.staff[seat], user=user, irritation=irritation)
    contact.user.stake, contact.user.pieces = 1.0, pieces
    goes(model, model.staff[seat])
    return contact.user


CLOSES = {"cases.resolution_expert": 1.0, "cases.resolution_novice": 1.0, "cases.nonroutine_factor": 1.0, "cases.partner_share": 0.0,
          "cases.refusal_share": 0.0, "strain.per_contact": 0.0}
WARM, COLD = {"irritation.good_reception": 1.0}, {"irritation.good_reception": 0.0}


def test_a_wait_irritates_in_proportion_to_stake():
    model = stage(irritation__per_wait_minute=0.01, demand__wait_information=False)
    for stake, added in ((0.0, 0.0), (1.0, 0.3), (2.0, 0.6)):
        user = model.user(int(10 * stake))
        user.stake, user.irritation = stake, 0.5
        flow.irritated_by_wait(model.p, user, 30.0)
        assert user.irritation == pytest.approx(0.5 + added)


def test_an_announced_wait_soothes_when_short_and_irritates_when_long():
    told, untold = (stage(demand__wait_information=on, irritation__announced_minutes=10.0) for on in (True, False))
    for wait, sign in ((5.0, -1), (20.0, 1)):
        after = []
        for model in (told, untold):
            user = model.user(1)
            user.stake, user.irritation = 1.0, 0.0
            flow.irritated_by_wait(model.p, user, wait)
            after.append(user.irritation)
        assert (after[0] - after[1]) * sign > 0


def test_a_good_reception_soothes_even_when_the_answer_is_no():
    model = stage(CLOSES, WARM, {"cases.refusal_share": 1.0}, irritation__good_reception_relief=0.3)
    user = served(model)
    assert model.tally.refused == 1 and not user.case_open
    assert user.irritation == pytest.approx(0.7)


def test_a_cold_yes_irritates_and_a_cold_no_irritates_more():
    after = []
    for refusal in (0.0, 1.0):
        model = stage(CLOSES, COLD, {"cases.refusal_share": refusal})
        after.append(served(model).irritation)
        assert (model.tally.resolved, model.tally.refused) == (1 - refusal, refusal)
    assert after[0] == pytest.approx(1.0 + model.p.irritation_per_bad_reception)
    assert after[1] == pytest.approx(after[0] + model.p.irritation_per_refusal)


def test_a_piece_asked_again_weighs_more_than_mere_delay():
    burden = served(stage(CLOSES, COLD), pieces=2)
    delay = served(stage(CLOSES, COLD, {"cases.resolution_expert": 0.0, "cases.resolution_novice": 0.0}))
    assert burden.case_open and delay.case_open and burden.irritation > delay.irritation > 1.0


def test_irritation_fades_by_half_in_a_half_life_and_never_below_the_tension_of_the_place():
    model = stage(territory__tension=0.2, irritation__half_life_days=3.0)
    user = model.user(5)
    user.irritation, user.irritation_day = 1.0, 0
    model.run(3)
    model.step()
    assert user.current_irritation() == pytest.approx(0.2 + 0.8 / 2)
    model.run(60)
    assert user.current_irritation() == pytest.approx(0.2, abs=1e-4) and user.irritation >= 0.2


def test_giving_up_irritates():
    model = stage(counter__patience_minutes=0.0, counter__calls_again=0.0)
    for seat in range(6):
        comes(model, model.staff[seat], user=100 + seat)
    user = model.user(1)
    flow.open_case(model, user, COUNTER, 0.5, 0.5, 1.0, 0.5)
    flow.joins(model, user, COUNTER, model.now, False, 0.0)
    contact = model.queues[COUNTER][0]
    flow.gives_up(model, contact, model.now + 20.0)
    assert user.irritation > 0 and not user.case_open and not user.present and model.tally.abandoned == model.tally.cases_dropped == 1


def test_without_the_mechanism_nothing_is_carried():
    user = served(stage(CLOSES, COLD, mechanisms__irritation=False), irritation=0.4, pieces=2)
    assert user.irritation == 0.4


def test_a_user_brings_what_the_notice_asked_for():
    """One notice of all pieces: the second visit closes; one piece a notice: it takes as many visits as pieces, plus one."""
    for share, visits in ((1.0, 2), (0.0, 4)):
        model = stage(CLOSES, WARM, {"cases.one_notice": share, "cases.return_share": 1.0})
        flow.open_case(model, model.user(0), COUNTER, 0.0, 0.5, 1.0, 0.5)
        model.user(0).pieces = 3
        for visit in range(1, 10):
            user, employee = model.user(0), model.staff[0]
            if not user.case_open:
                break
            flow.joins(model, user, COUNTER, model.now, False, 0.0)
            busy = next(e for e in model.staff if e.contact is not None)
            flow.ends(model, busy, model.now)
            model.free(busy, model.now)
        assert visit - 1 == visits, employee
