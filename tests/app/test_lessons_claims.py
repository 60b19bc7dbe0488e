"""What the lessons stand on, asked of the engine: each direction at reduced size, in worlds of its own, with its standard error; and that texts are there for all that is declared."""

from functools import cache

import numpy as np
import pytest

from simulation.app.lessons import BY_NAME, LESSONS, SAME, Curve, Days, Pick, declared_lessons, scenario
from simulation.app.texts import lessons_told, texts
from simulation.experiments.drivers import runs
from simulation.measures.daily import NAMES
from simulation.measures.outcomes import BY_KEY, outcomes_of

SEED, WORLDS, SURE = 4_001, 16, 2.0
"""Other worlds than those that lessons show; a direction is so if its mean is at least so many standard errors from none."""


@cache
def ran(name):
    """Outcomes and daily tables of all sides of a lesson by side and world."""
    lesson = BY_NAME[name]
    names = list(lesson.sides)
    days = next(one["days"] for one in declared_lessons() if one["name"] == lesson.name)
    tasks = [(i, SEED + world) for world in range(WORLDS) for i in range(len(names))]
    outcomes, tables = {name: [None] * WORLDS for name in names}, {name: [None] * WORLDS for name in names}
    for position, result in runs([scenario(lesson, name) for name in names], tasks, days, NAMES, workers=2):
        assert result.failure is None, result.failure
        which, seed = tasks[position]
        outcomes[names[which]][seed - SEED], tables[names[which]][seed - SEED] = outcomes_of(result.run), result.series
    return outcomes, tables


def values(measure, side, outcomes, tables):
    """A measure of a side in all worlds."""
    if not isinstance(measure, Days):
        return np.array([one[measure] for one in outcomes[side]])
    column = np.array([table[measure.first:measure.last, NAMES.index(measure.column)] for table in tables[side]])
    return measure.times * (column.sum(1) if measure.sum else column.mean(1))


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_each_direction_that_a_lesson_tells_is_so_in_the_model(lesson):
    """Mean paired difference at least two standard errors on the side that is told; printed for all, also where nothing is claimed."""
    found = ran(lesson.name)
    for claim in lesson.claims:
        apart = values(claim.measure, claim.side, *found) - values(claim.measure, claim.against, *found)
        error = apart.std(ddof=1) / np.sqrt(WORLDS)
        print(f"{lesson.name}: {claim.measure}, {claim.side} less {claim.against}: {apart.mean():.4g} ± {error:.2g} ({claim.says or 'nothing claimed'})")
        if claim.says:
            assert (apart.mean() if claim.says == "higher" else -apart.mean()) > SURE * error, claim


@pytest.mark.slow
def test_taking_away_the_crew_does_less_than_taking_away_talk():
    """The story of Hulk: whichever way the crew goes, talk matters more."""
    outcomes, _ = ran("hulk")
    lost = {side: np.array([one["bad_endings"] for one in outcomes[side]]) - np.array([one["bad_endings"] for one in outcomes["a"]]) for side in "bc"}
    apart = lost["c"] - np.abs(lost["b"])
    assert apart.mean() > SURE * apart.std(ddof=1) / np.sqrt(WORLDS)


def test_the_storm_passes():
    """The story of the call-out: what is left of it in the nine weeks after is less than half of what fell in its week."""
    found = ran("call_out")
    week, after = (values(Days("callouts", first, last, sum=True), "b", *found) - values(Days("callouts", first, last, sum=True), "a", *found) for first, last in ((60, 65), (65, 110)))
    rest = week / 2 - np.abs(after.mean())
    print(f"in the week {week.mean():.1f}, after it {after.mean():.1f} ± {after.std(ddof=1) / np.sqrt(WORLDS):.1f}")
    assert rest.mean() > SURE * after.std(ddof=1) / np.sqrt(WORLDS)


def test_every_lesson_has_its_texts_and_its_outcomes():
    """A text for each part, claim and try; every outcome and column exists; nothing told is left over."""
    told = set(lessons_told.TEXTS)
    for lesson in LESSONS:
        parts = ["title", "teaser", "hook.1", "hook.2", "question", "ask.1", "ask.2", "ask.3", "bet", "limits", *(["given", "unit", "off"] if isinstance(lesson.bet, Curve) else []),
                 *(f"side.{side}{more}" for side in lesson.sides for more in ("", ".text")), *(f"why.{i + 1}" for i in range(len(lesson.claims))), *(f"try.{i + 1}" for i in range(len(lesson.tries)))]
        keys = {f"lessons.{lesson.name}.{part}" for part in parts}
        assert keys <= told, keys - told
        told -= keys
        assert all(key in BY_KEY for key in lesson.shown)
        assert {claim.side for claim in lesson.claims} | {claim.against for claim in lesson.claims} <= set(lesson.sides)
        if isinstance(lesson.bet, Pick):
            assert lesson.bet.outcome in BY_KEY and SAME not in lesson.bet.sides
        else:
            assert lesson.bet.column in NAMES and lesson.bet.first % lesson.bet.days == 0
    assert not told, told


def test_no_text_of_a_lesson_holds_a_figure_of_a_result():
    """Paragraphs of "why" take their figures from the run: none holds a decimal number of its own, and each names at least one."""
    for lang, held in texts().items():
        for lesson in LESSONS:
            for i in range(len(lesson.claims)):
                said = held[f"lessons.{lesson.name}.why.{i + 1}"]
                assert "{mean}" in said or "{times}" in said, (lang, said)


def test_stretches_of_a_bet_fill_the_run():
    """A curve's stretches end with the run."""
    for lesson in declared_lessons():
        if lesson["bet"]["kind"] == "curve":
            assert lesson["stretches"] * lesson["bet"]["days"] == lesson["days"]
