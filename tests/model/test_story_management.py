"""Management: stepping in solves and crowds out; listening builds trust; being watched lowers experiments; work on conditions removes
pieces."""

import pytest
from stories import HOPELESS, INCIVILITY, INSULT, SURE, comes, episode, in_rest_room, log, names, only, sleep, stage

from simulation.model import flow
from simulation.rules.management import FLOOR, LISTENING
from simulation.rules.order import MANAGER

LEAVES = {"invention.trick": 1.0, "invention.story": 1.0, "invention.initial_practices": 0.0}
PRESENT = {**only(INSULT), "manager.floor": 1.0, "manager.willing": 1.0, "manager.step_in_severity": 0.25}


@pytest.mark.parametrize("outcome", [SURE, HOPELESS])
def test_the_manager_steps_in_and_leaves_neither_trick_nor_story(outcome):
    model = stage(PRESENT, LEAVES, outcome)
    assert model.manager.where == FLOOR
    trust = model.staff[0].trust
    extra, contact = episode(model, 0)
    assert names(model)[-2:] == ["episode", "step_in"]
    step = log(model, "step_in")[0]
    assert step["who"] == MANAGER and step["whom"] == model.staff[0].person and step["parent"] == log(model, "episode")[0]["row"]
    assert contact.success == (outcome is SURE)
    assert not log(model, "trick", "story") and not model.staff[0].stories and not model.practices
    assert model.staff[0].trust > trust and model.manager.busy_until == pytest.approx(model.now + extra)
    assert model.tally.step_ins == model.tally.means_manager == 1


def test_alone_the_same_episode_leaves_a_trick_or_a_story():
    for outcome, left in ((SURE, "trick"), (HOPELESS, "story")):
        model = stage(only(INSULT), LEAVES, outcome)
        episode(model, 0)
        assert names(model)[:2] == ["episode", left]


def test_a_busy_manager_does_not_step_in_twice():
    model = stage(PRESENT, SURE)
    episode(model, 0)
    episode(model, 1, user=1)
    assert model.tally.step_ins == 1 and model.tally.means_improvise == 1


def test_no_step_in_away_from_the_floor_unwilling_or_for_trifles():
    for change in ({"manager.floor": 0.0}, {"manager.willing": 0.0}, only(INCIVILITY), {"mechanisms.management": False}):
        model = stage(PRESENT, SURE, change)
        episode(model, 0)
        assert model.tally.step_ins == 0, change


def test_a_manager_who_is_busy_with_a_user_is_nowhere_else():
    """Nobody is in two places: no listening, no second step-in, before the first is over."""
    model = stage(PRESENT, SURE, manager__round_minutes=1.0, manager__floor=0.5, manager__listening=0.5, answer__minutes=(60.0,) * 7)
    while model.manager.where != FLOOR:
        model.step()
    episode(model, 0)
    until = model.manager.busy_until
    assert until > model.now + 20
    while model.now < until - 1:
        model.step()
        assert not [e for e in log(model, "listening") if e["row"] > log(model, "step_in")[0]["row"]]


def test_under_the_manager_s_eye_people_experiment_less():
    """watched_invention = 1: an improvised success leaves no trick; when nobody watches, it does."""
    watched = stage(only(INSULT), LEAVES, SURE, manager__floor=1.0, manager__willing=0.0, manager__watched_invention=1.0)
    alone = stage(only(INSULT), LEAVES, SURE, manager__watched_invention=1.0)
    for model in (watched, alone):
        episode(model, 0)
    assert (len(log(watched, "trick")), len(log(alone, "trick"))) == (0, 1)


def test_being_watched_costs_performance_in_own_means_only():
    """watched_tax = 1: what one tries oneself fails under the manager's eye."""
    taxed = {**SURE, "manager.watched_tax": 1.0}
    watched = stage(only(INSULT), taxed, manager__floor=1.0, manager__willing=0.0)
    _, contact = episode(watched, 0)
    alone = stage(only(INSULT), taxed)
    _, other = episode(alone, 0)
    assert not contact.success and other.success


def test_the_manager_listens_to_the_most_strained():
    model = stage(manager__listening=1.0, manager__voice=1.0, manager__round_minutes=15.0, manager__listen_minutes=10.0, open_it=False)
    model.step()
    for seat, strain in enumerate((0.5, 3.0, 1.0, 0.2, 0.1, 0.0)):
        model.staff[seat].strain = strain
    model.staff[1].trust = 1.0
    heard = len(log(model, "listening"))
    while model.now < model.opens + 16:
        model.step()
    last = log(model, "listening")[heard]
    assert last["who"] == model.staff[1].person and last["value"] == 1.0
    assert model.manager.where == LISTENING and model.staff[1].status == 5  # held for the talk
    assert model.staff[1].strain < 3.0 * (1.0 - model.p.manager_listen_relief) + 1e-9
    assert model.tally.voiced >= 1 and model.tally.care_staff >= 10.0


def test_whoever_is_listened_to_does_not_lose_the_meal():
    """A meal that falls due during a talk with the manager is taken afterwards."""
    model = stage(breaks__meal_minutes=45.0, breaks__overlap=1.0)
    meal = model.opens + 0.47 * 480.0
    while model.now < meal - 2.0:
        model.step()
    model.staff[0].is_held(model.now, 10.0)
    for _ in range(20):
        model.step()
    assert model.staff[1].status == 3 and model.staff[0].status == 3, "on a break: the others, and the one who was held"


def test_work_on_conditions_removes_pieces_slowly():
    """After days of work on conditions, new cases ask for fewer pieces; the gains fade."""
    model = stage(manager__conditions=1.0, manager__conditions_gain=0.2, manager__conditions_ceiling=1.0, cases__pieces_mean=3.0)
    sleep(model, 3)
    assert 0.9 < model.conditions <= 1.0
    model.step()
    user = model.user(1)
    flow.open_case(model, user, 0, 0.5, 0.5, 1.0, 0.5)
    fresh = stage(cases__pieces_mean=3.0)
    other = fresh.user(1)
    flow.open_case(fresh, other, 0, 0.5, 0.5, 1.0, 0.5)
    assert user.pieces < other.pieces


def test_a_manager_in_the_rest_room_chills_talk():
    """chill = 1: with the manager in the room nothing candid is said."""
    warm = dict(talk__rate_rest_room=1.0, talk__candour_base=1.0, manager__chill=1.0)
    for share, candid in ((0.0, True), (1.0, False)):
        model = stage(manager__rest_room=share, **warm)
        in_rest_room(model, range(6))
        for _ in range(20):
            model.step()
        tally = model.tally
        assert (tally.talk_solution + tally.talk_vent + tally.talk_co_rumination > 0) == candid
        assert tally.small_talk > 0 or candid


def test_a_decree_brings_people_together_with_little_candour():
    """Compulsory meetings: a week later people have met, trust is lower, and little was told."""
    model = stage(
        meetings__decreed_minutes=60.0, meetings__candour=0.0, talk__rate_rest_room=1.0, talk__candour_base=1.0, manager__trust_loss=0.2
    )
    sleep(model, 5)
    assert sum(row[model_column("meeting_minutes")] for row in model.daily) == pytest.approx(6 * 60.0)
    assert sum(row[model_column("small_talk")] for row in model.daily) > 100
    assert sum(row[model_column("talk_solution")] for row in model.daily) == 0
    assert all(e.trust < model.p.manager_trust_base for e in model.staff)


def model_column(name):
    from simulation.measures.daily import NAMES
    return NAMES.index(name)


def test_lateness_is_sanctioned_or_tolerated():
    late = dict(staff__late_share=1.0, staff__late_minutes=60.0, strain__sanction=1.0)
    harsh, mild = stage(**late), stage(**late, staff__lateness_tolerated=True)
    base = harsh.p.manager_trust_base
    assert all(e.strain > 0.5 and e.trust < base for e in harsh.staff)
    assert all(e.strain == 0.0 and e.trust >= base for e in mild.staff)


def test_stepping_in_does_not_happen_to_a_contact_without_episode():
    model = stage(PRESENT, SURE)
    comes(model, model.staff[0])
    assert not log(model, "step_in")
