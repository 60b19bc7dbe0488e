"""Colours that axe cannot see, on canvas and in charts: letters stand out from their ground by 4.5, marks by 3 (WCAG 2), and what colours tell apart every eye tells apart.

The measure of the latter: CIEDE2000 between the colours as they are, and as they look with deuteranopia and with protanopia, is at least `GLANCE`; or there is a second cue, named here.
"""

import re
from itertools import combinations
from pathlib import Path

import pytest
from colour_sight import SIGHTS, apart, blended, ciede2000, contrast

from simulation.charts import look

WEB = Path(__file__).parents[2] / "simulation" / "app" / "web"
STYLE = (WEB / "style.css").read_text(encoding="utf-8")
SKETCH = (WEB / "office" / "sketch.js").read_text(encoding="utf-8")
FLOOR = (WEB / "office" / "floor.js").read_text(encoding="utf-8")
HEX = re.compile(r"#[0-9a-f]{6}")

LETTERS, MARKS = 4.5, 3.0
GLANCE = 10.0

CSS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", STYLE))
PEN = dict(re.findall(r'\b([A-Z]+) = "(#[0-9a-f]{6})"', SKETCH))
GROUNDS = {"paper": PEN["PAPER"], **dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', SKETCH))}
LEVELS = [(colour, float(full)) for colour, full in re.findall(r'\[[\w.]+, "(#[0-9a-f]{6})", ([\d.]+)\]', FLOOR)]
SIDES = (look.BASELINE_COLOUR, *look.COLOURS)


def test_the_formulas_give_what_is_published():
    """Sharma, Wu and Dalal 2005, table 1; black on white is 21."""
    for one, other, expected in (((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.5, 0), (73, 25, -18), 27.1492), ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
                                 ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373), ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195)):
        assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_all_colours_of_the_floor_plan_are_declared_once():
    """What follows would miss others."""
    assert set(HEX.findall(FLOOR)) == {colour for colour, _ in LEVELS} and len(LEVELS) == 5 and len(GROUNDS) == 9
    assert len(HEX.findall(SKETCH)) == len(PEN) + len(GROUNDS) - 1
    for file in (WEB / "office").glob("*.js"):
        assert file.name in ("floor.js", "sketch.js") or not HEX.findall(file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_floor_plan_is_legible(ground):
    """Letters (those of people who are not followed are paler), and marks, on every floor."""
    for name in ("INK", "QUIET", "ALARM", "THREAD", "GOOD", "MANAGER"):
        assert contrast(PEN[name], GROUNDS[ground]) >= LETTERS, name
    assert contrast(blended(PEN["INK"], GROUNDS[ground], 0.7), GROUNDS[ground]) >= LETTERS
    for name in ("WALL", "USER", "GLOW", "WOOD"):
        assert contrast(PEN[name], GROUNDS[ground]) >= MARKS, name


def test_charts_and_rings_stand_out():
    """Lines and dots of charts on white, letters on what they are written on, the ring around what has the focus on all that lies beside it."""
    for colour in (*SIDES, look.DIVERGING[0][1], look.DIVERGING[-1][1]):
        assert contrast(colour, "#ffffff") >= MARKS, colour
    for ground in ("#ffffff", CSS["ground"], "#eaf4fb", "#fff7e0", "#eef1f4"):
        assert contrast(look.INK, ground) >= LETTERS and contrast(CSS["quiet"], ground) >= LETTERS and contrast(CSS["focus"], ground) >= MARKS, ground
    assert "#22303c" in STYLE and contrast(CSS["focus"], "#22303c") >= MARKS  # the bar at the top
    assert contrast(look.BETTER_FONT["color"], look.BETTER_SIDE) >= LETTERS


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_eye_tells_sides_and_policies_apart(sight):
    """A, B and C of the pages, one's own bet and the class's, and all policies of a report."""
    assert (CSS["a"], CSS["b"]) == SIDES[:2] and {SIDES[2], *SIDES[3:5]} <= set(HEX.findall(STYLE))
    near = {pair: apart(*pair, sight) for pair in combinations(SIDES, 2)}
    assert min(near.values()) >= GLANCE, min(near, key=near.get)


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_eye_tells_strain_verdicts_and_maps_apart(sight):
    """Steps of strain that follow one another (a second cue: how full the head is), better and worse (a second cue: the word), the ends of maps (a second cue: the sign)."""
    for (one, full), (other, fuller) in zip(LEVELS, LEVELS[1:]):
        assert apart(one, other, sight) >= GLANCE and fuller - full >= 0.15
    assert apart(CSS["good"], CSS["bad"], sight) >= GLANCE
    ends = [colour for _, colour in look.DIVERGING]
    assert apart(ends[0], ends[-1], sight) >= GLANCE and apart(ends[1], ends[3], sight) >= GLANCE
    assert apart(PEN["ALARM"], PEN["GLOW"], sight) >= GLANCE and apart(PEN["ALARM"], PEN["THREAD"], sight) >= GLANCE  # an episode, a practice, a telling: also ring, badge and thread
