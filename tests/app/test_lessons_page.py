"""The page Lessons in Chromium, served and as a file: each lesson from hook to things to try, bets by pointer, keys and numbers, scores that are those of the engine, and what is absurd."""

import re
from functools import cache

import numpy as np
import pytest
from serve_pages import until

from simulation.app.lessons import BY_NAME, LESSONS, SAME, Curve, declared_lessons, scenario
from simulation.experiments.drivers import runs
from simulation.experiments.paired import paired
from simulation.measures.daily import NAMES
from simulation.measures.outcomes import outcomes_of

WORLDS, SEED = 2, 9
SHORT = f"worlds={WORLDS}&seed={SEED}"
DAYS = {lesson["name"]: lesson["days"] for lesson in declared_lessons()}


def ready(page):
    """Wait until no run of the lesson is on the way, and what came out is shown."""
    until(page, "!app.pool.busy('lesson') && ![...document.querySelectorAll('.step [role=status]')].some((one) => one.textContent.includes('…'))", 60)


def turn(page, step):
    """Go to the next step."""
    page.click("[data-turn=next]")
    until(page, f"document.querySelector('[data-step={step}]').getAttribute('aria-current') === 'step'")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_from_hook_to_things_to_try(lesson, address, open_page):
    """Seven steps; the score is the distance that the engine gives in Python; every paragraph of why has its figures; links lead to pages that open."""
    page = open_page(address, f"#lessons?lesson={lesson.name}&{SHORT}")
    assert page.inner_text("h1") == page.evaluate(f"app.declared.texts.en['lessons.{lesson.name}.title']")
    turn(page, "question")
    turn(page, "bet")
    if isinstance(lesson.bet, Curve):
        until(page, "!!document.querySelector('.mark')", 60)
        page.focus(".mark")
        for key in ("PageDown", "ArrowRight", "End", "ArrowRight", "Home"):
            page.keyboard.press(key)
        bet = [float(one) for one in page.evaluate("app.state.more.bet").split(",")]
        assert bet[2] == 0.0 and bet[1] == float(page.get_attribute(".mark", "aria-valuemax"))
    else:
        bet = lesson.bet.sides[-1]
        page.check(f"input[value={bet}]")
    turn(page, "run")
    ready(page)
    assert page.inner_text("[role=status] >> nth=1") == f"All {WORLDS} twin worlds are done."
    turn(page, "reveal")
    ready(page)
    told, expected = float(page.get_attribute("[data-distance]", "data-distance")), distance(lesson, bet)
    print(f"{lesson.name}: {told:.6g} off")
    assert told == pytest.approx(expected, rel=1e-12, abs=1e-12)
    turn(page, "why")
    ready(page)
    said = page.locator(".why").all_inner_texts()
    assert len(said) == len(lesson.claims) and not any("{" in one or "NaN" in one or "undefined" in one for one in said), said
    assert all(re.search(r"\d", one) for one in said)
    turn(page, "try")
    tries = page.locator("[data-try]")
    assert tries.count() == len(lesson.tries)
    for i in range(tries.count()):
        assert f"seed={SEED}" in tries.nth(i).get_attribute("href")


@cache
def made_of(name):
    """Runs of the sides that a bet is about, by the engine in Python, by side and seed."""
    lesson = BY_NAME[name]
    sides = [lesson.bet.side] if isinstance(lesson.bet, Curve) else list(lesson.bet.sides)
    tasks = [(i, SEED + world) for world in range(WORLDS) for i in range(len(sides))]
    return {(sides[tasks[position][0]], tasks[position][1]): result for position, result in runs([scenario(lesson, side) for side in sides], tasks, DAYS[name], NAMES, workers=2)}


def distance(lesson, bet):
    """How far a bet is off, by the engine and in Python's words."""
    made = made_of(lesson.name)
    if isinstance(lesson.bet, Curve):
        one = lesson.bet
        table = np.array([made[one.side, SEED + world].series[:, NAMES.index(one.column)] for world in range(WORLDS)]).reshape(WORLDS, -1, one.days) * one.times
        went = (table.sum(2) if one.sum else table.mean(2)).mean(0)[one.first // one.days:]
        return float(np.abs(np.array(bet) - went).mean())
    found = {side: np.array([outcomes_of(made[side, SEED + world].run)[lesson.bet.outcome] for world in range(WORLDS)]) for side in lesson.bet.sides}
    means = {side: np.mean(values) for side, values in found.items()}
    top = max(means, key=means.get)
    level = [side for side in means if side == top or paired(found[top], found[side], None)["verdict"] in ("cannot tell", "same")]
    right = [SAME] if len(level) == len(means) else level
    return 0.0 if bet in right else float(means[top] - (min(means.values()) if right == [SAME] else means[bet]))


def test_a_curve_by_pointer_and_by_numbers_and_what_the_address_keeps(address, open_page):
    """A pointer that is quick leaves no hole; a number typed is where the pointer would have put it; the address alone brings the bet back, in French too."""
    page = open_page(address, f"#lessons?lesson=call_out&step=bet&{SHORT}")
    until(page, "!!document.querySelector('.mark')", 60)
    box = page.locator(".drawing svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.97, box["y"] + box["height"] * 0.7)  # in one leap
    page.mouse.up()
    drawn = [float(one) for one in page.evaluate("app.state.more.bet").split(",")]
    assert len(drawn) == 10 and all(a > b for a, b in zip(drawn, drawn[1:])), drawn
    page.click(".step summary")
    field = page.locator(".fields input").nth(3)
    field.fill("7")
    field.press("Tab")
    assert [float(one) for one in page.evaluate("app.state.more.bet").split(",")] == [*drawn[:3], 7.0, *drawn[4:]]
    again = open_page(address, page.evaluate("location.hash"))
    until(again, "!!document.querySelector('.mark')", 60)
    assert again.evaluate("[...document.querySelectorAll('.mark')].map((one) => Number(one.getAttribute('aria-valuenow')))") == [*drawn[:3], 7.0, *drawn[4:]]
    again.click("[data-tool=language]")
    until(again, "document.documentElement.lang === 'fr' && !!document.querySelector('.mark')", 60)
    assert again.get_attribute(".mark >> nth=3", "aria-valuenow") == "7" and "semaine" in again.get_attribute(".mark >> nth=3", "aria-label")


ABSURD = ("lesson=nope", "lesson=__proto__", "lesson=hulk&step=nope", "lesson=hulk&step=constructor", "lesson=hulk&bet=<b>", "lesson=rest_room&step=reveal&bet=1,2,3", "lesson=decree&bet=NaN",
          "lesson=decree&step=bet&bet=-1,1,1,1,1,1,1,1,1,1", "lesson=hulk&room=%3Cscript%3E", "lesson=call_out&step=bet&bet=1e99,1,1,1,1,1,1,1,1,1", "lesson=hulk&seed=1e99")


def test_absurd_addresses_are_told_and_the_page_works(served, open_page):
    """A sentence each, and the list or the lesson below it."""
    page = open_page(served, "#lessons")
    for hash in ABSURD:
        page.evaluate("location.hash = 'lessons'")
        until(page, "document.querySelectorAll('[data-lesson]').length === 6 && !document.querySelector('.problem')")
        page.evaluate(f"location.hash = 'lessons?worlds=2&{hash}'")
        until(page, "!!document.querySelector('.problem p, p.problem') && !!document.querySelector('.step, .list')", 5)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_hangs_over_on_a_phone_and_axe_finds_nothing(lang, served, open_page, axe):
    """The list, and every step of a drawn and of a picked lesson; in French the large letters of presenter mode, too."""
    page = open_page(served, f"#lessons?lang={lang}", viewport={"width": 390, "height": 844})
    if lang == "fr":
        page.evaluate("app.present()")
    addresses = ["", *(f"&lesson={name}&step={step}{bet}" for name, bet in (("rest_room", "&bet=30,29,28,27,26,25,24,23"), ("helpful_manager", "&bet=c")) for step in ("hook", "question", "bet", "run", "reveal", "why", "try") if name == "rest_room" or step in ("bet", "reveal"))]
    for one in addresses:
        page.evaluate(f"location.hash = 'lessons?lang={lang}&worlds=2{one}'")
        until(page, f"app.state.more.step === {repr(re.search('step=(.*?)(&|$)', one)[1]) if one else 'undefined'}")
        ready(page)
        page.wait_for_timeout(60)
        assert page.evaluate("document.documentElement.scrollWidth") <= 391, one
        if lang == "en" or "step=bet" in one or "step=reveal" in one:
            axe(page)


def test_a_change_of_step_moves_the_focus_and_other_worlds_are_run(served, open_page):
    """Who reads by ear lands on the heading; "other twin worlds" is the same lesson with another seed and the bet kept."""
    page = open_page(served, f"#lessons?lesson=hulk&step=why&{SHORT}&bet=c")
    ready(page)
    before = page.inner_text(".why >> nth=0")
    turn(page, "try")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.click("text=The same lesson in other twin worlds")
    until(page, f"app.state.seed === {SEED + 1000} && app.state.more.bet === 'c' && app.state.more.step === 'run'")
    turn(page, "reveal")
    turn(page, "why")
    ready(page)
    assert page.inner_text(".why >> nth=0") != before


def test_a_run_that_fails_is_told(served, open_page):
    """A sentence in the place of the chart, and other lessons work."""
    page = open_page(served, "#lessons")
    page.evaluate("void (app.pool.ask = (group, tasks) => tasks[0]?.failed(new Error('the engine is tired')))")
    page.click("[data-lesson=hulk]")
    page.click("[data-step=run]")
    until(page, "document.querySelector('.step').textContent.includes('the engine is tired')")
