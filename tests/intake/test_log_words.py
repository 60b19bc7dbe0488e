"""What is said of a log in French: everything that is said in English, the same figures, and no English left."""

import inspect
import json
import re
from dataclasses import replace
from html import unescape
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from one_language import english_in, leaves
from terminal import guichet

from simulation.intake import clean, log_report_words, log_words, office
from simulation.intake.compare import compare
from simulation.intake.remarks import kinds_of_rows, remarks
from simulation.intake.report import report
from simulation.measures.story_words import LANGUAGES

TABLES = {"log_words": log_words.WORDS, "log_report_words": log_report_words.WORDS}
ALIKE = {"95 %", "Kaplan-Meier", "Weibull", "{gap}", "Patience", "{first}–{last} s"}
"""What is the same in both languages."""

PAPER = "Brown et al."


def paths(words, at=()):
    """Every text with its place."""
    for key, inside in words.items() if isinstance(words, dict) else enumerate(words):
        if isinstance(inside, str):
            yield (*at, key), inside
        else:
            yield from paths(inside, (*at, key))


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_say_the_same_with_the_same_names_in_braces(name):
    english, french = (dict(paths(TABLES[name][lang])) for lang in LANGUAGES)
    assert list(english) == list(french)
    for place, text in english.items():
        names = [sorted(part[1] for part in Formatter().parse(one) if part[1]) for one in (text, french[place])]
        assert names[0] == names[1], place
        assert text != french[place] or text in ALIKE, f"{place}: the same in both languages"


@pytest.mark.parametrize("name", TABLES)
def test_french_words_are_french(name):
    for text in leaves(TABLES[name]["fr"]):
        assert not english_in(re.sub(r"\{\w*\}", "", text)), text


def test_english_would_be_noticed():
    """What the other tests rest on: of the longer English texts, all are found out."""
    texts = [re.sub(r"\{\w*\}", "", text) for words in TABLES.values() for text in leaves(words["en"])]
    assert len([text for text in texts if len(text.split()) > 5]) > 60 and all(english_in(text) for text in texts if len(text.split()) > 5)


def same_figures(english, french):
    """Whether two texts give the same figures, each in the manner of its language."""
    assert not re.search(r"\d\.\d", french) and "%" not in re.sub("\u00a0%", "", french), french
    hours = re.sub(r"(\d+)\u00a0h(?:\u00a0(\d\d)\b)?", lambda found: f"{found[1]}:{found[2] or '00'}", french)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", hours.replace("\u202f", ""))
    assert re.findall(r"[\d.:]*\d", re.sub(r"(?<=\d),(?=\d{3})", "", english)) == re.findall(r"[\d.:]*\d", plain), (english, french)


def odd(fit):
    """The same fit with everything in it that calls for a remark."""
    morning = fit.week.dates[0]
    counts = fit.all.counts.copy()
    counts[1, 20] += 400
    return replace(
        fit,
        leavers=replace(fit.leavers, outages=((morning, 9.5, 1234), (morning, 10.0, 56)), machine=0.0123),
        new=replace(fit.new, dispersion=7.4),
        all=replace(fit.all, counts=counts),
        service=replace(fit.service, short=0.043, distance=0.05),
        after_short=fit.returns,
        patience=replace(fit.patience, shape=1.2, exponential_worse=1.0, hazard=np.array([[1.0, 1.0 + 1 / 6, 0.9, 0.1, 0.01], [2.0, 2.0 + 1 / 6, 0.9, 0.1, 0.01]])),
    )


VARIANTS = {
    "as it is": lambda fit: fit,
    "all that can be odd": odd,
    "no codes": lambda fit: replace(fit, log=replace(fit.log, has_customers=False), patience=None, service=replace(fit.service, distance=0.2)),
    "too little": lambda fit: replace(fit, retry=None, returns=None),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_remarks_in_both_languages(made_fit, variant):
    fit = VARIANTS[variant](made_fit)
    english, french = (remarks(fit, None, lang) for lang in LANGUAGES)
    assert len(english) == len(french) >= 5 and [head for head, _ in english] != [head for head, _ in french]
    for (_, text), (head, other) in zip(english, french):
        same_figures(text, other)
        assert not english_in(f"{head}. {other.replace(PAPER, '')}"), other
        assert "{" not in other and other[0] == other[0].upper()


def test_every_remark_is_said_of_some_fit(made_fit, sample_fit):
    said = {head for fit in [*(change(made_fit) for change in VARIANTS.values()), sample_fit] for head, _ in remarks(fit, None, "fr")}
    assert {head for head, _ in log_words.WORDS["fr"]["remarks"].values()} - said == {log_words.WORDS["fr"]["remarks"]["gap"][0]}


def test_dates_hours_and_weekdays_are_french(made_fit):
    told = dict(remarks(odd(made_fit), None, "fr"))
    assert told["Demi-heures où très nombreux ont raccroché avant toute attente"].startswith(
        "Lundi 1er janvier, 9\u00a0h\u00a030\u00a0: 1\u202f234\u00a0; lundi 1er janvier, 10\u00a0h\u00a0: 56."
    )


def test_every_kind_of_row_that_is_counted_has_its_words(sample_fit):
    """`clean` counts kinds by name: each name that it writes is known here, and none is known that it does not write."""
    counted = set(re.findall(r'^        "(\w+)": (?:int|table|\()', inspect.getsource(clean), re.MULTILINE))
    assert counted | {"outside"} == set(log_words.WORDS["fr"]["rows"])
    counts = sample_fit.log.set_aside | sample_fit.log.remarks
    english, french = (kinds_of_rows(counts, lang) for lang in LANGUAGES)
    assert list(english.values()) == list(french.values()) == list(counts.values()) and not english_in(" ".join(french))


def test_every_source_of_a_value_has_its_words(made_fit):
    fits = [made_fit, *(change(made_fit) for change in VARIANTS.values()), replace(made_fit, known_customers=0)]
    used = {one.source for fit in fits for one in office.office(fit, "x")[1]}
    assert used == set(log_words.WORDS["fr"]["sources"])


@pytest.fixture(scope="module")
def compared(made_fit):
    """A comparison with a simulation that costs nothing: the log's own contacts."""
    contacts = made_fit.contacts

    def simulate(scenario, seed, days):
        return pd.DataFrame({"day": made_fit.week.number(contacts["day"]), "arrival_minute": contacts["arrival"], "wait_minutes": contacts["wait"] * seed,
                             "served": contacts["outcome"] == "agent", "service_minutes": contacts["service"]})
    return compare(made_fit, office.office(made_fit, "made")[0], simulate, seeds=2)


def visible(page):
    """What a reader sees of a page: its text, and the words in its figures."""
    body = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    drawn = json.loads(re.search(r"FIGURES=(\{.*\});for\(const", page, re.DOTALL)[1].replace("<\\/", "</"))
    words = []
    for figure in drawn.values():
        layout = figure["layout"]
        words += [trace["name"] for trace in figure["data"]] + [layout[axis]["title"].get("text", "") for axis in ("xaxis", "yaxis")]
        words += [str(text) for trace in figure["data"] for text in trace.get("text", [])] + [str(text) for text in layout["xaxis"].get("ticktext", [])]
    return unescape(re.sub(r"<[^>]+>", " ", body)), " . ".join(words), drawn


def test_the_report_in_both_languages(made_fit, compared):
    fitted = office.office(made_fit, "made")[1]
    english, french = (report(made_fit, fitted, compared, lang) for lang in LANGUAGES)
    assert '<html lang="fr">' in french and '<html lang="en">' in english
    text, words, drawn = visible(french)
    assert not english_in(text.replace(PAPER, "")) and not english_in(words)
    assert english_in(visible(english)[0]) and english_in(visible(english)[1])
    assert not re.search(r"\d\.\d|\d%", re.sub(r"\b\w+\.\w+\.?\w*\b(?<!\d)", "", text.replace(PAPER, "")))
    other = visible(english)[2]
    assert drawn.keys() == other.keys() and len(drawn) == 12
    for name, figure in drawn.items():
        assert figure["layout"]["separators"] == ", " and other[name]["layout"]["separators"] == ".,"
        for trace, twin in zip(figure["data"], other[name]["data"], strict=True):
            assert trace["y"] == twin["y"] and (trace["x"] == twin["x"] or isinstance(trace["x"][0], str))


def test_the_command_in_french(sample, tmp_path):
    def run(lang, *more):
        done = guichet("import-log", str(sample), "--out", str(tmp_path / "b.toml"), "--replicates", "0", "--lang", lang, *more)
        assert done.exit_code == 0, done.output
        return done.stdout
    told = run("fr", "--report", str(tmp_path / "b.html")).replace(str(tmp_path), "")
    assert told.startswith("4\u202f323 lignes, 4\u202f252 contacts en 3 jours ouvrés, du 8 février 1999 au 10 février 1999.") and not english_in(told)
    assert '<html lang="fr">' in (tmp_path / "b.html").read_text(encoding="utf-8")
    notes = [line for line in (tmp_path / "b.toml").read_text(encoding="utf-8").splitlines() if line.startswith("# ±")]
    assert len(notes) >= 5 and not any(english_in(note) for note in notes) and "# ± 0,0092, ceux qui partent aussitôt" in " ".join(notes)
    assert run("fr", "--json") == run("en", "--json") and "phantom: not a contact" in run("fr", "--json")
