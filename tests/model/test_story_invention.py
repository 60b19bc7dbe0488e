"""Invention: an improvised success leaves a private trick, a failure an open story, and talk turns the story into a shared practice."""

from stories import HOPELESS, INSULT, SURE, episode, in_rest_room, knows, log, only, stage

from simulation.model import conversation

SOLVES = {"invention.story": 1.0, "invention.solve": 1.0, "talk.candour_base": 1.0, "talk.solution": 1.0, "talk.vent": 0.0,
          "talk.ask_novice": 1.0, "mechanisms.management": False}


def test_an_improvised_success_leaves_a_private_trick():
    model = stage(only(INSULT), SURE, invention__trick=1.0, invention__mastery=0.6)
    episode(model, 0)
    happening, trick, learned = log(model, "episode", "trick", "learned")
    me = model.staff[0].person
    assert trick["parent"] == happening["row"] and trick["who"] == me and trick["situation"] == INSULT
    assert learned["parent"] == trick["row"] and learned["who"] == me
    practice = model.practices[0]
    assert practice.inventor == me and practice.holders == 1 and practice.alive and not practice.shared and practice.origin == trick["row"]
    assert model.staff[0].held[0].mastery == 0.6 and all(not e.held for e in model.staff[1:])
    assert model.p.invention_quality_low <= practice.quality <= model.p.invention_quality_high


def test_a_success_by_a_practice_leaves_no_new_trick():
    model = stage(only(INSULT), SURE, invention__trick=1.0)
    knows(model, (0,), INSULT)
    episode(model, 0)
    assert model.tally.means_practice == 1 and len(model.practices) == 1


def test_a_failure_leaves_an_open_story_which_a_colleague_solves_at_the_table():
    """Parent chain: episode -> story -> invention -> learned by both; teller and solver hold it; the story is closed."""
    model = stage(only(INSULT), HOPELESS, SOLVES)
    teller, solver = model.staff[0], model.staff[1]
    teller.tenure, solver.tenure = 100, 20_000  # so different that whoever listens finds something
    episode(model, 0)
    happening, story = log(model, "episode", "story")
    assert story["parent"] == happening["row"] and teller.stories == [(INSULT, story["row"])]
    teller.strain = 0.0  # a shaken person would rather vent
    conversation.tell(model, teller, [solver], False, False, False)
    invention = log(model, "invention")[0]
    assert (invention["who"], invention["whom"], invention["parent"]) == (solver.person, teller.person, story["row"])
    assert not teller.stories
    number = invention["practice"]
    assert teller.held[number].holds and solver.held[number].holds and model.practices[number].holders == 2
    assert model.practices[number].shared and model.practices[number].inventor == solver.person
    by = {e["who"]: e for e in log(model, "learned")}
    assert by[solver.person]["parent"] == invention["row"] and by[teller.person]["whom"] == solver.person


def test_a_new_answer_remembers_its_parents():
    """What teller and solver already did about such situations is the parent of the new practice."""
    model = stage(only(INSULT), HOPELESS, SOLVES)
    teller, solver = model.staff[0], model.staff[1]
    teller.tenure, solver.tenure = 100, 20_000
    a, b = knows(model, (0,), INSULT, name=False, mastery=0.1), knows(model, (1,), INSULT, name=False, mastery=0.1)
    teller.stories.append((INSULT, 0))
    conversation.tell(model, teller, [solver], False, False, False)
    assert set(model.practices[-1].parents) == {a, b}


def test_nobody_remembers_more_than_three_stories():
    model = stage(only(INSULT), HOPELESS, SOLVES)
    for user in range(5):
        episode(model, 0, user=user)
        model.staff[0].status = 1
    assert [row for _, row in model.staff[0].stories] == [e["row"] for e in log(model, "story")][-3:]


def test_without_the_mechanism_nothing_is_left():
    for outcome in (SURE, HOPELESS):
        model = stage(only(INSULT), outcome, invention__trick=1.0, invention__story=1.0, mechanisms__invention=False)
        episode(model, 0)
        assert not model.practices and not model.staff[0].stories


def test_an_inventor_holds_the_invention():
    """However low the mastery an inventor starts with, a practice with no holder is dead: it must be held or die."""
    model = stage(only(INSULT), SURE, invention__trick=1.0, invention__mastery=0.0)
    episode(model, 0)
    assert model.practices and all(q.alive == (q.holders > 0) for q in model.practices)


def test_diverse_groups_solve_more_stories():
    """Over many pairs, listeners of other tenure and team solve more of the same stories than twins do."""
    solved = []
    for diverse in (False, True):
        count = 0
        for seed in range(60):
            model = stage(SOLVES, {"invention.solve": 0.5}, seed=seed, counter__posts=2, staff__teams=2 if diverse else 1)
            teller, solver = model.staff
            teller.tenure, solver.tenure = (100, 8000) if diverse else (1000, 1000)
            teller.stories.append((INSULT, 0))
            in_rest_room(model, (0, 1))
            conversation.tell(model, teller, [solver], False, False, False)
            count += not teller.stories
        solved.append(count)
    assert solved[1] > solved[0] + 3 * (60 * 0.25) ** 0.5 / 2
