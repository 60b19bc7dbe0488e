"""The glossary: each term in both languages, once; every name in the code has its words, and they are those of the declarations."""

import re

import documents
from documents import DOCS

from simulation.charts.ablation_words import MECHANISMS
from simulation.docs import tables, words
from simulation.measures.events import EVENT_NAMES
from simulation.measures.outcomes import OUTCOMES
from simulation.measures.story_words import CHANNELS
from simulation.rules import order
from simulation.scenario import PARAMETERS

TEXT = documents.text(DOCS / "glossary.md")
TERMS = re.findall(r"^\| (.+?) \| (.+?) \| (.+) \| (.+) \|$", tables.BLOCK.sub("", TEXT), re.MULTILINE)[2:]


def test_each_term_stands_once_in_order_and_in_both_languages():
    names = [name for name, *_ in TERMS]
    assert len(names) > 90 and len(set(names)) == len(names) and names == sorted(names, key=str.casefold)
    assert all(cell.strip() for term in TERMS for cell in term)
    assert all(meaning != sens for *_, meaning, sens in TERMS)


def test_names_in_the_code_are_the_same_in_both_meanings():
    for name, _, meaning, sens in TERMS:
        assert set(re.findall(r"`([^`]+)`", meaning)) == set(re.findall(r"`([^`]+)`", sens)), name


def test_parameters_that_are_named_exist():
    for *_, meaning, _ in TERMS:
        for key in re.findall(r"`(\w+\.\w+)`", meaning):
            assert key in PARAMETERS, key


def test_every_name_in_the_code_has_its_words():
    declared = {"mechanisms": order.MECHANISMS, "channels": order.CHANNELS, "kinds": order.KINDS, "means": order.MEANS, "valences": order.VALENCES, "talks": order.TALKS, "events": EVENT_NAMES,
                "outcomes": [outcome.key for outcome in OUTCOMES]}
    found = {block[2]: re.findall(r"^\| `([^`]+)` \| (.+) \| (.+) \|$", block[3], re.MULTILINE) for block in tables.BLOCK.finditer(TEXT)}
    assert {name: [key for key, *_ in rows] for name, rows in found.items()} == {name: list(keys) for name, keys in declared.items()}
    assert all(en.strip() and fr.strip() for rows in found.values() for _, en, fr in rows)
    assert set(found) == set(words.TABLES)


def test_a_term_has_the_french_of_the_declarations():
    """Where a mechanism, a channel, an event or an outcome is called as a term of the glossary is, both say the same in French."""
    said = {name.casefold(): nom for name, nom, *_ in TERMS}
    pairs = [*(MECHANISMS[name] for name in order.MECHANISMS), *((CHANNELS["en"][name], CHANNELS["fr"][name]) for name in order.CHANNELS), *words.EVENT_NAMES_SAID.values(),
             *((outcome.title_en, outcome.title_fr) for outcome in OUTCOMES)]
    met = [(en, fr) for en, fr in pairs if en.casefold() in said]
    assert len(met) > 10
    assert [(en, fr, said[en.casefold()]) for en, fr in met if fr.casefold() != said[en.casefold()].casefold()] == []
