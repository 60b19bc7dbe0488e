"""The page of an analysis: figures with words beside them, one file that asks nothing of any host."""

import re
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

from simulation.charts import analysis_words, marks
from simulation.charts.analysis_report import report
from simulation.experiments.analysis.results import Results, analyse


def study(kind, axes, policies=("laissez_faire", "present")):
    """Results of known numbers over some samples of axes."""
    rng, design, rows = np.random.default_rng(2), [], []
    for sample, values in enumerate(axes):
        for policy in policies:
            design.append({"point": len(design), "sample": sample, "policy": policy, **values})
            level = sum(values.values()) + (policy == "present") * (values["load"] - 2)
            rows += [{"point": len(design) - 1, "replicate": world, "seed": world, "exhaustion": level + world + 0.1 * rng.normal(),
                      "live_wait": 10 + level + world + 0.1 * rng.normal()} for world in range(4)]
    names = {f"the {key}": key for key in axes[0]}
    return Results("mine", kind, pd.DataFrame(design), pd.DataFrame(rows), names, (), policies, ("exhaustion", "live_wait"), 2,
                   {"title_en": "Mine <b>", "title_fr": "La mienne", "description": {"seeds": "common"}})


GRID = [{"load": load, "rooms": rooms} for load in (1.0, 2.0, 3.0) for rooms in (0, 1)]
ONE = [{"load": 2.0, "rooms": 0}, {"load": 1.0, "rooms": 0}, {"load": 3.0, "rooms": 0}, {"load": 2.0, "rooms": 1}]


def without_library(text):
    assert text.count(get_plotlyjs()) == 1
    return text.replace(get_plotlyjs(), "")


@pytest.mark.parametrize("kind, axes, figures", [("grid", GRID, 3 + 2), ("one_at_a_time", ONE, 3 + 2)])
def test_every_figure_has_words_and_asks_nothing_of_any_host(kind, axes, figures):
    page = without_library(report(analyse(study(kind, axes)), made=datetime(2026, 11, 3)))
    assert "default-src 'none'" in page and not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", page)
    assert page.count('"showSendToCloud": false') == page.count('"displaylogo": false') == page.count("<figcaption>") == figures
    assert "Mine &lt;b&gt;" in page and "2 runs broke" in page and "3 November 2026" in page and "present − laissez_faire" in page
    assert len(re.findall(r'id="(figure-[^"]*)"', page)) == len(set(re.findall(r'id="(figure-[^"]*)"', page))) == figures


def test_it_speaks_french():
    page = without_library(report(analyse(study("grid", GRID)), "fr", made=datetime(2026, 11, 3)))
    assert '<html lang="fr">' in page and "Ce que dit l&#x27;étude" in page and "Y a-t-il assez de réplications" in page
    assert set(analysis_words.WORDS["en"]) == set(analysis_words.WORDS["fr"])


def test_marks_stand_in_their_rows_with_their_intervals():
    panel = marks.Panel("Wait", "min", (marks.Mark("b", "S1", 0.5, 0.4, 0.7, "words"), marks.Mark("a", "S1", np.nan, 0, 0, "")))
    figure = marks.figure([panel], ["a", "b"], ["S1"], shares=True)
    assert list(figure.data[0].y) == [1] and list(figure.data[0].error_x.array) == pytest.approx([0.2]) and figure.layout.xaxis.range == (-0.3, 1.3)
