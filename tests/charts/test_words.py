"""Numbers, dates and spans as readers of English and French write them."""

from datetime import datetime

import pytest

from simulation.charts import words


@pytest.mark.parametrize("value, lang, decimals, signed, said", [
    (1234.5, "en", 1, False, "1,234.5"), (1234.5, "fr", 1, False, "1\u202f234,5"), (-0.25, "en", 2, True, "\u22120.25"),
    (0.25, "fr", 2, True, "+0,25"), (-0.0001, "en", 2, True, "0.00"), (float("nan"), "en", 2, True, "–"), (0, "en", 0, True, "0"),
])
def test_numbers(value, lang, decimals, signed, said):
    assert words.number(value, lang, decimals, signed) == said


@pytest.mark.parametrize("widths, values, decimals", [
    ([0.004], [], 3), ([0.4], [], 2), ([40.0], [], 0), ([], [], 0), ([float("nan"), 0.0], [8.8], 2), ([1e-9], [], 3),
    ([3.0, 4.0, 5.0], [], 1),
])
def test_decimals_follow_the_width_of_intervals(widths, values, decimals):
    assert words.decimals_for(widths, values) == decimals


@pytest.mark.parametrize("years, en, fr", [
    (0.5, "half a year", "six mois"), (1, "one year", "un an"), (1.0, "one year", "un an"), (3, "3 years", "3 ans"),
    (0.05, "0.05 years", "0,05 an"), (1.7, "1.7 years", "1,7 an"), (2.5, "2.5 years", "2,5 ans"),
])
def test_spans(years, en, fr):
    assert (words.span(years, "en"), words.span(years, "fr")) == (en, fr)


@pytest.mark.parametrize("seconds, said", [(1, "about 5 s"), (42, "about 40 s"), (130, "about 2 min"), (9000, "about 2.5 h")])
def test_durations(seconds, said):
    assert words.duration(seconds, "en") == said


def test_dates_are_in_words():
    assert words.date(datetime(2026, 11, 3), "en") == "3 November 2026"
    assert words.date(datetime(2026, 5, 1), "fr") == "1er mai 2026"


def test_lists_quotes_and_worlds():
    assert [words.listed("abc"[:n], "en") for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.listed("ab", "fr") == "a et b"
    assert (words.quoted("x", "en"), words.quoted("x", "fr")) == ("“x”", "«\u00a0x\u00a0»")
    assert (words.twin_worlds(1, "en"), words.twin_worlds(2, "fr")) == ("one world", "2 mondes jumeaux")


def test_french_has_its_hard_spaces():
    assert words.typeset({"a": ["Vrai ? « oui » : 80 %"]}, "fr") == {"a": ["Vrai\u00a0? «\u00a0oui\u00a0»\u00a0: 80\u00a0%"]}
    assert words.typeset("True : 80 %", "en") == "True : 80 %"
