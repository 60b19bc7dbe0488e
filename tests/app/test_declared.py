"""What pages are told: every text in both languages, formulas that give the outcomes to the bit, and one file that holds all and asks nobody."""

import json
import re
from math import isnan
from types import SimpleNamespace

import numpy as np
import pytest

from simulation.app import bundle
from simulation.app.declared import declared, declared_json
from simulation.app.levers import GROUPS
from simulation.app.texts import PAGES
from simulation.experiments.drivers import run_once
from simulation.measures import units
from simulation.measures.daily import NAMES
from simulation.measures.formulas import Symbol, formulas
from simulation.measures.outcomes import OUTCOMES, groups_against_teams, outcomes_of
from simulation.rules.order import CHANNELS
from simulation.scenario import load
from simulation.scenario.parameters import PARAMETERS

DONE = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
        "per": lambda part, whole, times: times * part / whole if whole > 0 else float("nan")}


def evaluated(tree, run):
    """A tree in Python, as pages evaluate it."""
    if isinstance(tree, float):
        return tree
    what, *rest = tree
    if what in DONE:
        return DONE[what](*(evaluated(one, run) for one in rest))
    years = run.days / run.days_per_year
    if what == "end":
        total = 0.0
        for row in run.tail:
            total += float(row[rest[0]])
        return total / len(run.tail)
    return {"sum": lambda i: float(run.sums[i]), "last": lambda i: float(run.tail[-1][i]), "days": lambda: run.days, "years": lambda: years, "months": lambda: 12.0 * years,
            "machine_failure": lambda: run.machine_failure, "groups": lambda least: groups_against_teams(SimpleNamespace(run=run))}[what](*rest)


@pytest.mark.parametrize("office", ["social_agency", "social_media", "field_technicians"])
def test_trees_give_the_outcomes_to_the_bit(office):
    run = run_once(load(office, "machine_triage" if office == "social_agency" else "present"), 3, 47).run
    told = outcomes_of(run)
    for key, tree in formulas().items():
        value = evaluated(json.loads(json.dumps(tree)), run)
        assert value == told[key] or isnan(value) and isnan(told[key]), key
    assert set(formulas()) == {outcome.key for outcome in OUTCOMES}


def test_a_formula_that_decides_by_a_number_is_refused():
    with pytest.raises(TypeError, match="outcomes.per"):
        max(Symbol(["sum", 1]), 0.0)


ALIKE = {"brand", "lab", "share", "through_part"}
"""Texts that are the same in both languages, by the last part of their key."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_every_text_is_there_in_both_languages(page):
    for key, pair in page.TEXTS.items():
        assert isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(one, str) and one.strip() for one in pair), key
        english, french = pair
        assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", french)), f"{key}: other names in braces"
        words = re.findall(r"[A-Za-z]{4,}", re.sub(r"\{\w+\}", "", english))
        assert english != french or len(words) < 3, f"{key}: the same in both languages"


def test_no_two_pages_hold_the_same_key():
    keys = [key for page in PAGES for key in page.TEXTS]
    assert len(keys) == len(set(keys))


def test_every_text_that_a_module_asks_for_is_there_and_every_text_is_asked_for():
    sources = "\n".join(bundle.source(name) for name in bundle.modules())
    keys = {key for page in PAGES for key in page.TEXTS}
    asked = set(re.findall(r'\bt\(\s*"([^"]+)"', sources))
    assert asked <= keys, asked - keys
    parts = [re.escape(part).replace(r"\$\{\}", ".+") for part in re.sub(r"\$\{[^}]*\}", "${}", "\n".join(re.findall(r"`([a-z_.\-]+\$\{[^`]*)`", sources))).splitlines()]
    unused = {key for key in keys if f'"{key}"' not in sources and not any(re.fullmatch(part, key) for part in parts)}
    assert not unused, unused


def test_every_channel_has_its_words():
    """The office page builds the key from the channel's name."""
    told = declared()
    for lang, texts in told["texts"].items():
        missing = [f"office.channel.{channel}" for channel in CHANNELS if f"office.channel.{channel}" not in texts]
        assert not missing and set(told["words"][lang]["channels"]) >= set(CHANNELS)


def test_parameters_units_and_levers_are_told_in_both_languages():
    for key, parameter in declared()["parameters"].items():
        assert all(parameter["text"]), key
        unit = PARAMETERS[key].unit
        assert unit in units.FRENCH or unit in units.SAME, f"{key}: say the unit {unit!r} in French"
    for _, en, fr, levers in GROUPS:
        assert en and fr and all(PARAMETERS[lever.key].lever and lever.en and lever.fr for lever in levers)


def test_outcomes_are_told_in_both_languages_with_their_formula():
    for outcome in declared()["outcomes"]:
        assert all(outcome["title"]) and all(outcome["unit"]) and all(outcome["meaning"]) and outcome["formula"], outcome["key"]
    assert declared()["columns"] == list(NAMES)


def test_declarations_are_plain_data_that_cannot_end_an_element():
    assert json.loads(declared_json()) == json.loads(json.dumps(declared()))
    assert "</" not in declared_json() and "<!--" not in declared_json()


def test_one_file_holds_all_within_three_megabytes_and_asks_nobody():
    text = bundle.one_file()
    assert len(text.encode()) <= 3_000_000
    assert "connect-src 'none'" in text and "default-src 'none'" in text
    assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)=["\']?(?:https?:|//)', text)
    assert "Share chart" not in text and '"showSendToCloud":false' in text


def test_what_is_put_inside_cannot_end_its_element():
    text = bundle.one_file({"study": {"name": "</script><script>alert(1)</script>"}}, start="lab?study=</script>")
    assert "</script><script>alert" not in text and "study=</script>" not in text and text.count("</script") == bundle.one_file({"study": {}}, start="lab").count("</script")


def test_modules_follow_the_form_that_the_bundle_understands(monkeypatch):
    names = bundle.modules()
    assert names[-1] == "main.js" and len(names) == len(set(names))
    for name in names:
        assert "innerHTML" not in bundle.source(name) and "eval(" not in bundle.source(name), name
    real = bundle.source
    monkeypatch.setattr(bundle, "source", lambda name: 'export default 3;\n' if name == "core/dom.js" else real(name))
    with pytest.raises(ValueError, match="core/dom.js"):
        bundle.bundled()
    monkeypatch.setattr(bundle, "source", lambda name: 'import {a} from "../main.js";\nexport {a};\n' if name == "core/dom.js" else real(name))
    with pytest.raises(ValueError, match="import each other"):
        bundle.modules()


def test_students_t_is_there_for_every_number_of_worlds():
    from scipy.stats import t
    held = declared()["t"]
    assert len(held) == declared()["start"]["most_worlds"] + 1 and held[:2] == [None, None]
    assert np.allclose(held[2:], t.ppf(0.9, np.arange(1, len(held) - 1)))
