"""Voice and exit (Hirschman 1970): who can leave leaves, who cannot may call out, and a visible call-out recruits until it is answered."""

from stories import COUNTER, MAIL, PHONE, SOCIAL, comes, goes, log, stage

from simulation.model import flow

LET_DOWN = {"cases.resolution_expert": 0.0, "cases.resolution_novice": 0.0, "irritation.good_reception": 1.0,
            "irritation.good_reception_relief": 0.0, "cases.return_share": 1.0}


def let_down(model, captive, irritation=2.0, user=0, channel=COUNTER, seat=0):
    """Serve a user in vain; give the user."""
    contact = comes(model, model.staff[seat], channel, user, irritation)
    contact.user.captive, contact.user.reach = captive, 1.0
    goes(model, model.staff[seat])
    return contact.user


def test_a_user_who_can_leave_leaves_and_is_lost():
    model = stage(LET_DOWN, voice__exit=1.0)
    user = let_down(model, captive=False)
    assert user.gone and not user.case_open and model.tally.users_left == model.tally.cases_dropped == 1
    assert log(model, "user_exit")[0]["whom"] == user.number
    flow.comes_back(model, user, COUNTER, model.now, False)
    assert model.tally.contacts == 0 and not user.present


def test_a_captive_user_never_leaves():
    model = stage(LET_DOWN, voice__exit=1.0)
    user = let_down(model, captive=True, irritation=50.0)
    assert not user.gone and user.case_open and not log(model, "user_exit")


def test_a_contented_user_does_not_leave():
    model = stage(LET_DOWN, voice__exit=1.0, irritation__per_unresolved=0.0)
    assert not let_down(model, captive=False, irritation=0.0).gone


def test_a_user_who_left_comes_back_no_more_that_day():
    """New needs of users who are gone are lost."""
    model = stage(LET_DOWN, voice__exit=1.0, demand__population=1)
    let_down(model, captive=False)
    model.streams[COUNTER].count = 1
    flow.new_need(model, COUNTER, model.now)
    assert model.tally.demand_lost == 1 and model.tally.contacts == 0


def test_one_who_was_let_down_calls_out_in_public_and_is_answered_there():
    model = stage(LET_DOWN, social__posts=1, voice__callout=1.0, voice__callout_minutes=5.0)
    user = let_down(model, captive=True, irritation=9.0)
    for _ in range(120):
        model.step()
    assert model.tally.callouts >= 1 and log(model, "callout")[0]["whom"] == user.number
    assert model.tally.contacts_social >= 1 and model.tally.episodes_callout >= 1


def test_a_call_out_comes_in_opening_hours_or_waits_from_the_evening():
    """What is written in the evening is there in the morning: no event, and no arrival, lies before the opening of its day."""
    model = stage(LET_DOWN, social__posts=1, voice__callout=1.0, voice__callout_minutes=600.0)
    for user in range(40):
        let_down(model, captive=True, irritation=9.0, user=user, seat=user % 6)
    model.run(5)
    seen = log(model, "callout")
    assert len(seen) > 20 and all(e["minute"] >= 0.0 for e in seen)


def test_nobody_recruits_when_the_answer_is_quick():
    """Users brought along grow with the minutes that a call-out stays unanswered, and less after a personal answer."""
    brought = []
    for minutes, success in ((0.0, False), (300.0, False), (300.0, True)):
        model = stage(social__posts=1, voice__recruit_per_hour=1.0, voice__callout_minutes=1.0, voice__personal_relief=1.0)
        contact = comes(model, model.staff[6], SOCIAL, callout=True)
        contact.user.reach, contact.arrived, contact.success = 2.0, model.now - minutes, success
        before = len(model.heap)
        flow.recruits(model, contact, model.now)
        brought.append(len(model.heap) - before)
    assert brought[0] == 0 and brought[2] == 0 and brought[1] >= 3


def test_staff_without_file_access_can_only_redirect():
    for access in (True, False):
        model = stage(
            social__posts=1,
            phone__posts=1,
            service__file_access=access,
            cases__resolution_expert=1.0,
            cases__nonroutine_factor=1.0,
            cases__partner_share=0.0,
            cases__refusal_share=0.0,
            cases__return_share=1.0,
            strain__per_contact=0.0,
        )
        contact = comes(model, model.staff[7], SOCIAL)
        flow.ends(model, model.staff[7], model.now)
        assert (model.tally.resolved, model.tally.redirected) == ((1, 0) if access else (0, 1))
        assert contact.user.case_open != access
        if not access:
            entries = [e for e in model.heap if e[1] == 2] + [x for later in model.returns.values() for x in later]
            channel = [x[4][1] if len(x) == 5 else x[1] for x in entries if isinstance(x[-1], (tuple, float)) and x[-1] != 0]
            assert PHONE in channel and MAIL not in channel


def test_without_the_mechanism_there_is_loyalty_only():
    model = stage(LET_DOWN, voice__exit=1.0, voice__callout=1.0, social__posts=1, mechanisms__voice=False)
    user = let_down(model, captive=False, irritation=50.0)
    assert not user.gone and not log(model, "user_exit", "callout")
