"""The page of an ablation: numbers of the figures, words beside them, one file that asks nothing of any host."""

import re
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

from simulation.charts import ablation_words, interactions, waterfall
from simulation.charts.ablation_report import answer, report
from simulation.experiments import ablation as job
from simulation.measures.outcomes import MAIN, OUTCOMES
from simulation.rules.order import MECHANISMS

ON = ("talk", "strain", "crew")


@pytest.fixture(scope="module")
def found(office):
    """Talk takes 2 away, and crew 3 only with talk; strain adds 5; the number of leavers is not defined without crew."""
    rng, rows = np.random.default_rng(1), []
    for world in range(6):
        for off in job.variants(ON):
            on = set(ON) - set(off)
            value = 20.0 + world - 2 * ("talk" in on) - 3 * ({"talk", "crew"} <= on) + 5 * ("strain" in on) + 0.01 * rng.normal()
            rows.append({"off": job.named(off), "replicate": world, "seed": 1 + world, **dict.fromkeys((o.key for o in OUTCOMES), value),
                         "leavers": value if "crew" in on else np.nan})
    return job.Ablation(office, ON, True, 0.5, 110, 6, 1, pd.DataFrame(rows), pd.DataFrame(columns=["off", "replicate", "seed", "stage", "message"]))


@pytest.fixture(scope="module")
def page(found):
    text = report(found, "en", [("Command", "guichet ablate --set 'a=<b>'")], datetime(2026, 11, 3))
    assert text.count(get_plotlyjs()) == 1
    return text.replace(get_plotlyjs(), "")


def test_the_waterfall_leads_from_the_plain_queue_to_the_office(found):
    panels = waterfall.numbers(found)
    assert [panel.key for panel in panels] == [outcome.key for outcome in MAIN]
    panel = panels[0]
    assert [step.mechanism for step in panel.steps] == [*ON, job.TOGETHER]
    assert panel.plain == pytest.approx(22.5, abs=0.02) and panel.steps[0].begins == panel.plain
    for step, after in zip(panel.steps, panel.steps[1:]):
        assert after.begins == pytest.approx(step.begins + step.contribution)
    assert panel.steps[-1].begins + panel.steps[-1].contribution == pytest.approx(panel.stands)
    assert "SD: better" in panel.steps[0].words and panel.steps[0].verdict == "better"


def test_what_is_not_defined_takes_no_step(found):
    panel = next(panel for panel in waterfall.numbers(found) if panel.key == "leavers")
    assert np.isnan(panel.plain) and np.isnan(panel.steps[2].contribution)
    waterfall.figure([panel])


def test_bars_that_cannot_be_told_are_hollow(found):
    figure = waterfall.figure(waterfall.numbers(found))
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert len(bars) == len(MAIN) and list(bars[0].marker.color)[:2] == [waterfall.COLOURS["better"], waterfall.COLOURS["worse"]]
    assert figure.layout.height < 1200


def test_squares_stand_for_pairs(found):
    panel = interactions.numbers(found)[0]
    assert panel.values[2, 0] == pytest.approx(-3, abs=0.1) and panel.told[2, 0] and np.isnan(panel.values[0, 2]) and "Talk × Crews" in panel.words[2, 0]
    figure = interactions.figure(interactions.numbers(found), ON)
    assert figure.data[1].z[1, 0] == pytest.approx(3, abs=0.1)  # lower is better, and better is blue


def test_every_mechanism_has_a_name():
    assert set(ablation_words.MECHANISMS) == {*MECHANISMS, job.TOGETHER, job.ALL}
    assert set(ablation_words.WORDS["en"]) == set(ablation_words.WORDS["fr"])


def test_the_answer_names_what_moves_an_outcome_most(found):
    said = answer(found)
    assert len(said) == len(MAIN)
    assert said[0].startswith("Exhaustion: 22.49") and "Raised most by strain (+4.99" in said[0] and "lowered most by talk (−5.0" in said[0]


def test_the_page_asks_nothing_of_any_host_and_escapes(page):
    assert "default-src 'none'" in page and not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", page) and "cdn." not in page
    assert page.count('"showSendToCloud": false') == page.count('"displaylogo": false') == 2
    assert "a=&lt;b&gt;" in page and "3 November 2026" in page and "6 twin worlds (seeds 1 to 6)" in page
    assert "not defined without it" in page and "Off in this office, and left off: irritation of users" in page


def test_it_speaks_french_and_does_without_pairs(found):
    apart = job.Ablation(found.office, ON, False, 0.5, 110, 6, 1, found.outcomes[~found.outcomes.off.isin(["talk+strain", "talk+crew", "strain+crew"])],
                         found.failures)
    text = report(apart, "fr", made=datetime(2026, 11, 3)).replace(get_plotlyjs(), "")
    assert '<html lang="fr">' in text and "Qu&#x27;apporte chaque mécanisme\u00a0?" in text and "3 novembre 2026" in text and "figure-pairs" not in text
    assert "worse" not in re.sub(r"<style>.*?</style>|<script.*?</script>|class=\"[^\"]*\"", "", text, flags=re.DOTALL)
