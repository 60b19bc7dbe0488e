"""The report: one file that asks nothing of any host, with words beside every figure and nothing unescaped."""

import re
from dataclasses import replace
from datetime import datetime
from html import escape

import pytest
from plotly.offline import get_plotlyjs

from simulation.charts.report import report
from simulation.measures.outcomes import OUTCOMES

FIGURES = ("forest", "cost", "coverage", "exhaustion", "repertoire")


def without_library(page):
    """The page without plotly.js."""
    assert page.count(get_plotlyjs()) == 1
    return page.replace(get_plotlyjs(), "")


@pytest.fixture(scope="module")
def page(made):
    """A report of three policies, one of them with a title that tries to break out."""
    comparison = made({"present": {"exhaustion": (-2.0, 0.5)}}, policies=("laissez_faire", "present", "discreet", "care"))
    return without_library(report(comparison, "en", [("Command", "guichet compare --set 'a=<b>'")], datetime(2026, 11, 3)))


def test_it_asks_nothing_of_any_host(page):
    assert "default-src 'none'" in page and "connect-src" not in page
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", page)
    assert "cdn." not in page and "@import" not in page and "url(" not in page
    assert page.count('"showSendToCloud": false') == page.count('"displaylogo": false') == len(FIGURES)


def test_every_figure_has_words_beside_it(page):
    for name in FIGURES:
        assert f'id="figure-{name}"' in page and f'<h2 id="{name}">' in page
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    assert len(captions) == len(FIGURES) and all(len(caption) > 80 for caption in captions)


def test_what_comes_from_outside_is_escaped(made, page):
    assert "Care &lt;b&gt;first&lt;/b&gt; &amp; all" in page and "<b>first" not in page
    assert "a=&lt;b&gt;" in page
    french = without_library(report(made({}, policies=("laissez_faire", "care")), "fr"))
    assert french.count("</script>") == french.count("<script") and "Le soin &lt;/script&gt;" in french


def test_it_answers_first_and_tells_when_where_and_how_much(page):
    assert "<h1>Present or discreet?</h1>" in page and "3 November 2026" in page and "6 twin worlds (seeds 1 to 6)" in page
    assert page.index('class="lead"') < page.index("At a glance") < page.index('id="figure-forest"')
    assert all(escape(outcome.title_en) in page for outcome in OUTCOMES)


def test_it_speaks_french(made):
    page = without_library(report(made({}), "fr", made=datetime(2026, 11, 3)))
    assert '<html lang="fr">' in page and "Présent ou discret\u00a0?" in page and "3 novembre 2026" in page
    assert "better" not in re.sub(r"<style>.*?</style>|<script.*?</script>|class=\"[^\"]*\"", "", page, flags=re.DOTALL)


def test_it_does_without_figures_if_a_policy_never_ran(made):
    comparison = made({})
    page = report(replace(comparison, outcomes=comparison.outcomes[comparison.outcomes.policy != "present"]))
    assert "there is nothing to draw" in page and "not defined in these runs" in page


def test_the_same_comparison_gives_the_same_report(made):
    first, second = (report(made({}), "en", made=datetime(2026, 11, 3)) for _ in range(2))
    assert first == second
