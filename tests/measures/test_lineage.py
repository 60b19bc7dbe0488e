"""Who learned what from whom, on logs written by hand: one story each."""

from little_runs import log_of

from simulation.measures.lineage import chain, newcomers_lag

START = [(0, 0.0, "start", 0, -1, -1, "", -1, 900.0), (0, 0.0, "start", 1, -1, -1, "", -1, 300.0),
         (0, 0.0, "start", 2, -1, -1, "", -1, 5.0), (0, 0.0, "start", 3, -1, -1, "", -1, 5.0)]

BORN = [*START, (2, 600.0, "episode", 0, 77, -1, "outburst", -1, 1.0), (2, 600.0, "trick", 0, -1, 0, "outburst", 4, 0.5),
        (2, 600.0, "learned", 0, -1, 0, "", 5, 0.6)]
"""Person 0 makes practice 0 out of an outburst; row 6 is when they begin to hold it."""


def learnings(log, practice=0):
    return [(one.who, one.how, one.source, one.depth) for one in log.lives[practice].learnings]


def test_hands_are_counted_from_the_inventor():
    log = log_of([*BORN, (3, 1.0, "telling", 0, 1, 0, "", 6, 0.3), (3, 1.0, "learned", 1, 0, 0, "", 7, 0.3),
                  (4, 1.0, "telling", 1, 2, 0, "", 8, 0.3), (4, 1.0, "learned", 2, 1, 0, "", 9, 0.3)])
    assert learnings(log) == [(0, "inventing", -1, 0), (1, "telling", 0, 1), (2, "telling", 1, 2)]
    assert [one.parent for one in log.lives[0].learnings] == [-1, 6, 8]


def test_overhearing_goes_back_to_the_one_who_used_it():
    log = log_of([*BORN, (3, 1.0, "episode", 0, 5, 0, "outburst", -1, 1.0), (3, 1.0, "overheard", 1, 0, -1, "outburst", 7, 0.0),
                  (3, 1.0, "learned", 1, 0, 0, "", 8, 0.3)])
    assert learnings(log)[1] == (1, "overhearing", 0, 1)
    assert [e.event for e in chain(log.events, 9)] == ["learned", "overheard", "episode"]


def test_whose_story_it_was_learns_from_who_solved_it():
    log = log_of([*START, (2, 1.0, "episode", 0, 7, -1, "outburst", -1, 0.0), (2, 1.0, "story", 0, -1, -1, "outburst", 4, 0.0),
                  (3, 2.0, "invention", 1, 0, 0, "outburst", 5, 0.5), (3, 2.0, "learned", 1, -1, 0, "", 6, 0.6),
                  (3, 2.0, "learned", 0, 1, 0, "", 7, 0.6)])
    assert learnings(log) == [(1, "inventing", -1, 0), (0, "solving", 1, 1)]
    assert log.around(log.events[6]).whom == 7


def test_training_and_guide_come_from_nobody():
    log = log_of([*BORN, (3, 1.0, "training", -1, -1, 0, "outburst", -1, 0.0), (3, 1.0, "training", 1, -1, 0, "outburst", 7, 0.0),
                  (3, 1.0, "learned", 1, -1, 0, "", 8, 0.5), (5, 1.0, "guide", -1, -1, 0, "", -1, 0.0),
                  (5, 1.0, "learned", 2, -1, 0, "", 5, 0.2), (5, 1.0, "learned", 3, -1, 0, "", 10, 0.2)])
    assert learnings(log)[1:] == [(1, "training", -1, 0), (2, "guide", -1, 0), (3, "guide", -1, 0)]


def test_forgetting_and_leaving_end_a_hold_and_half_the_staff_is_of_those_there():
    log = log_of([*BORN, (3, 1.0, "telling", 0, 1, 0, "", 6, 0.3), (3, 1.0, "learned", 1, 0, 0, "", 7, 0.3),
                  (5, 999.0, "forgotten", 0, -1, 0, "", -1, 0.0), (6, 999.0, "exit", 1, -1, -1, "", -1, 300.0),
                  (6, 999.0, "death", -1, -1, 0, "", 5, 0.0)])
    life = log.lives[0]
    assert (life.most_holders, life.half_day, life.holders, life.death) == (2, 3, {}, 11)
    assert [(loss.who, loss.how) for loss in life.losses] == [(0, "forgotten"), (1, "exit")]
    assert life.learners == [0, 1]


def test_newcomers_lag():
    log = log_of([*BORN, (3, 9.0, "hire", 4, -1, -1, "", -1, 0.0), (3, 9.0, "hire", 5, -1, -1, "", -1, 1.0),
                  (9, 1.0, "telling", 0, 4, 0, "", 6, 0.3), (9, 1.0, "learned", 4, 0, 0, "", 9, 0.3)])
    assert newcomers_lag(log.events, log.lives) == {4: 6, 5: None}
