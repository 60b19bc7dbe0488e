"""The page of an analysis: figures with words beside them, one file that asks nothing of any host."""

import re
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from plotly.offline import get_plotlyjs

from simulation.charts import analysis_words, marks
from simulation.charts.analysis_report import report
from simulation.experiments.analysis.results import KINDS, Results, analyse


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


def with_names(found):
    """The same results with what a sweep writes down of policies and axes."""
    told = {"scenarios": [{"policy": policy, "title_en": f"The agency: {en}", "title_fr": f"L'agence : {fr}"} for policy, en, fr in
                          (("laissez_faire", "Nothing", "Rien"), ("present", "Close by", "Tout près"))],
            "description": {"seeds": "common", "axes": [{"name": "demand.load", "keys": ["demand.load"]}, {"name": "the_rooms", "keys": ["a.b", "rooms"]}]}}
    return found._replace(manifest=found.manifest | told, axes={"demand.load": "load", "the_rooms": "rooms"})


def test_policies_and_axes_have_the_names_that_people_give_them():
    page = without_library(report(analyse(with_names(study("grid", GRID))), made=datetime(2026, 11, 3)))
    assert "Main effects and interactions: Close by − Nothing" in page and "“Close by” less “Nothing”" in page and "interactions: present" not in page
    assert "Multiplies the new contacts of every channel" in page and "the rooms" in page and "a.b, rooms" in page
    french = without_library(report(analyse(with_names(study("one_at_a_time", ONE))), "fr", made=datetime(2026, 11, 3)))
    assert "Un axe à la fois : Tout près − Rien" in french.replace("\u00a0", " ") and "Multiplie les nouveaux contacts de tous les canaux" in french


def test_what_never_varies_is_said_and_not_drawn():
    found = study("grid", GRID)
    rows = found.rows.assign(leavers=3.0, absence_rate=found.rows.replicate * 1.0)
    found = found._replace(rows=rows, outcomes=("exhaustion", "leavers", "absence_rate"))
    made = analyse(found)
    assert {(note.outcome, note.policy, note.kind) for note in made.notes.itertuples()} == {
        ("leavers", "", "never"), ("absence_rate", "laissez_faire", "unmoved"), ("absence_rate", "present", "unmoved"),
        ("absence_rate", "present − laissez_faire", "alike"), ("exhaustion", "", "no zero")}
    analysed = [set(table.outcome) for name, table in made.tables.items() if name in ("effects", "shares", "regimes")]
    assert analysed and all(outcomes <= {"exhaustion"} for outcomes in analysed)
    page = without_library(report(made, made=datetime(2026, 11, 3)))
    assert "The same in all runs, and not shown: Leavers." in page and page.count("<b>Absence</b>") == page.count("<b>Leavers</b>") == 0
    assert "differs between worlds, but no axis moves it" in page
    nothing = analyse(found._replace(outcomes=("leavers",)))
    assert not {"effects", "shares", "regimes", "replicates"} & set(nothing.tables) and "Leavers" in report(nothing)


def test_shares_that_noise_hides_are_said_and_not_drawn():
    found = study("grid", GRID)
    found = found._replace(rows=found.rows.assign(exhaustion=np.random.default_rng(5).normal(size=len(found.rows))))
    made = analyse(found)
    noise = made.notes[(made.notes.outcome == "exhaustion") & (made.notes.kind == "noise")]
    drawn = made.tables["shares"]
    assert len(noise) and not set(noise.policy) & set(drawn.policy[drawn.outcome == "exhaustion"])


def test_every_kind_of_note_is_said_in_both_languages():
    assert set(analysis_words.WORDS["en"]["notes_told"]) == set(analysis_words.WORDS["fr"]["notes_told"]) == set(KINDS)


def test_it_speaks_french():
    page = without_library(report(analyse(study("grid", GRID)), "fr", made=datetime(2026, 11, 3)))
    assert '<html lang="fr">' in page and "Ce que dit l&#x27;étude" in page and "Y a-t-il assez de réplications" in page
    assert set(analysis_words.WORDS["en"]) == set(analysis_words.WORDS["fr"])


def test_marks_stand_in_their_rows_with_their_intervals():
    panel = marks.Panel("Wait", "min", (marks.Mark("b", "S1", 0.5, 0.4, 0.7, "words"), marks.Mark("a", "S1", np.nan, 0, 0, "")))
    figure = marks.figure([panel], ["a", "b"], ["S1"], shares=True)
    assert list(figure.data[0].y) == [1] and list(figure.data[0].error_x.array) == pytest.approx([0.2]) and figure.layout.xaxis.range == (-0.3, 1.3)
