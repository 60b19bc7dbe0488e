"""Regime maps: the numbers in their cells, hatching where nothing can be told, better is blue, a table beside."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from simulation.charts import look, regimes
from simulation.experiments.analysis.regimes import regimes as mapped


@pytest.fixture(scope="module")
def found():
    """Over rooms and load the present manager adds rooms − 2 to exhaustion; worlds differ a little."""
    design, rows = [], []
    for point, (policy, rooms, load) in enumerate(product(("present", "laissez_faire"), (1, 2, 3), (0.8, 1.2))):
        design.append({"point": point, "policy": policy, "desks.rooms": rooms, "demand.load": load})
        rows += [{"point": point, "replicate": world, "seed": world,
                  "exhaustion": 5.0 * world + (rooms - 2 + 0.2 * (-1) ** world) * (policy == "present")} for world in range(4)]
    return mapped(pd.DataFrame(design), pd.DataFrame(rows), "exhaustion", "desks.rooms", "demand.load", "present", "laissez_faire")


def test_each_cell_holds_its_difference(found):
    drawn = regimes.numbers(found, "exhaustion", "Present", "Laissez-faire")
    assert (drawn.x, drawn.y) == ((1, 2, 3), (0.8, 1.2)) and drawn.better == -1
    assert drawn.values == pytest.approx(np.array([[-1, 0, 1]] * 2)) and drawn.told.tolist() == [[True, False, True]] * 2
    assert "desks.rooms 1, demand.load 0.8: −1.00" in drawn.words[0, 0] and "better" in drawn.words[0, 0]


def test_only_what_cannot_be_told_is_hatched_and_within_its_cell(found):
    figure = regimes.figure(regimes.numbers(found, "exhaustion", "Present", "Laissez-faire"))
    heat, hatch = figure.data
    x, y = (np.array([value for value in held if value is not None]) for held in (hatch.x, hatch.y))
    assert ((x >= 0.5) & (x <= 1.5)).all() and ((y >= -0.5) & (y <= 1.5)).all() and len(x) == 2 * 2 * (2 * regimes.LINES - 1)
    assert heat.colorscale[0][1] == look.DIVERGING[-1][1] and heat.zmin == -heat.zmax  # lower is better: blue


@pytest.mark.parametrize("lang, said", [("en", "Exhaustion (SD): “Present” less “Laissez &amp; faire”"), ("fr", "Hachuré\u00a0: l'intervalle")])
def test_words_and_table(found, lang, said):
    drawn = regimes.numbers(found, "exhaustion", "Present", "Laissez &amp; faire", lang)
    assert said in regimes.caption(drawn, lang) and regimes.figure(drawn, lang).layout.height > 300
    text = regimes.table(found, lang)
    assert text.count("<tr>") == 7 and ("0,8" in text) == (lang == "fr")
