"""Figures: the numbers first, then the picture made of them."""

import numpy as np
import plotly.graph_objects as go
import pytest

from simulation.charts import bands, cost_effect, forest, look, repertoire
from simulation.measures.outcomes import MAIN

SHIFTS = {"present": {"exhaustion": (-2.0, 0.5), "cost_running": (5000.0, 0.0)}, "discreet": {"exhaustion": (0.1, 3.0)}}


def test_the_forest_holds_differences_and_intervals(made):
    comparison = made(SHIFTS)
    panels = forest.numbers(comparison)
    assert [panel.key for panel in panels] == [outcome.key for outcome in MAIN]
    present, discreet = panels[0].points
    row = comparison.row("exhaustion", "present", "laissez_faire")
    assert (present.difference, present.low, present.high, present.p10) == (row.difference, row.low, row.high, row.p10)
    assert present.told and not discreet.told and not panels[1].points[0].told
    assert "−2.0 [−2.2 to −1.8] SD: better, better in 6 of 6 twin worlds" in present.words


def test_a_mark_is_hollow_if_it_cannot_be_told_from_zero(made):
    figure = forest.figure(forest.numbers(made(SHIFTS)))
    marks = [trace.marker.color for trace in figure.data if trace.mode == "markers"][:2]
    assert marks == [look.COLOURS[0], "white"]
    assert figure.layout.xaxis.range[0] == -figure.layout.xaxis.range[1]


def test_bands_hold_the_median_and_four_fifths_of_the_worlds(made):
    found = bands.numbers(made(SHIFTS, worlds=11), "exhaustion")
    base, present, _ = found.strands
    assert base.apart is None and found.unit == "SD"
    assert (base.level.low[0], base.level.median[0], base.level.high[0]) == pytest.approx((1.0, 5.0, 9.0))
    assert np.allclose(present.apart.median, 0.0) and len(base.level.days) == 30


def test_coverage_is_drawn_in_percent(made):
    assert bands.numbers(made({}), "coverage").strands[0].level.median[1] == pytest.approx(100 * 2.6)


def test_long_runs_are_thinned(made):
    found = bands.numbers(made({}, days=1100), "exhaustion")
    assert len(found.strands[0].level.days) <= bands.MOST_DAYS and found.strands[0].level.days[1] == 4


def test_the_repertoire_has_three_stages_for_each_policy(made):
    lives = repertoire.numbers(made({}), "fr")
    assert [life.title for life in lives] == ["Laissez-faire", "Manager présent", "Manager discret"]
    assert all(len(life.stages) == 3 for life in lives)


def test_cost_stands_against_effect(made):
    panels = cost_effect.numbers(made(SHIFTS))
    assert panels[0].spots[0][2:4] == pytest.approx((5.0, -2.0)) and panels[0].spots[0].told
    assert {panel.key for panel in panels} == set(cost_effect.OUTCOMES)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("count", [2, 3, 8])
def test_every_figure_is_drawn_for_few_and_many_policies(made, lang, count):
    comparison = made({}, policies=["laissez_faire", *(f"policy_{number}" for number in range(count - 1))], worlds=2, days=3)
    drawn = [forest.figure(forest.numbers(comparison, lang), lang), repertoire.figure(repertoire.numbers(comparison, lang), lang),
             cost_effect.figure(cost_effect.numbers(comparison, lang), "Laissez-faire", lang),
             *(bands.figure(bands.numbers(comparison, measure, lang), lang) for measure in bands.MEASURES)]
    for figure in drawn:
        assert isinstance(figure, go.Figure) and figure.data and figure.layout.height <= 300 * count + 600


def test_colours_and_marks_are_those_of_the_policy():
    colours = look.colours_of(list("abcd"))
    assert colours["a"] == look.BASELINE_COLOUR and len(set(colours.values())) == 4
    assert len(set(look.symbols_of(list("abcdefgh")).values())) == 8
    assert look.faded("#0072b2", 0.2) == "rgba(0,114,178,0.2)"


def test_titles_are_harmless_and_wrapped():
    assert look.wrapped("one more post at the <counter>") == "one more post at<br>the &lt;counter&gt;"
    assert look.plain("a <b> & c") == "a &lt;b&gt; &amp; c"
