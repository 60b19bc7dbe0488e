"""Names: unique, the same in every telling, found by any clear beginning."""

import itertools

import pytest

from simulation.measures import story_names as names
from simulation.rules.order import KINDS


def test_code_words_are_unique_in_both_languages_and_no_name_of_a_kind():
    seen = {}
    for kind, pair in ((kind, pair) for kind in KINDS for pair in names.WORDS[kind]):
        for word in set(pair):
            assert seen.setdefault(names.folded(word), (kind, pair)) == (kind, pair), word
    assert not set(seen) & set(KINDS)
    assert all(word.replace("-", "").isalpha() for pairs in names.WORDS.values() for word in itertools.chain(*pairs))


def test_first_names_are_unique_and_begin_again_with_a_number():
    assert len({names.folded(name) for name in names.PEOPLE}) == len(names.PEOPLE) == 60
    assert [names.person_name(n) for n in (0, 59, 60, 121)] == ["Nadia", "Agnès", "Nadia-2", "Paul-3"]


def test_the_first_named_outburst_practice_is_hulk():
    found = names.practice_names(["insult", "outburst", "outburst", "outburst"], [2, 0, 1])
    assert [one.en for one in found] == ["Haddock", "Volcano", "Hulk", "outburst-3"]
    assert found[1].fr == "Volcan" and found[1].plain == "outburst-1" and found[3].fr == "éclat-3"


def test_words_begin_again_when_they_are_used_up():
    many = len(names.WORDS["assault"]) + 1
    found = names.practice_names(["assault"] * many, range(many))
    assert found[-1].en == found[0].en + "-2"
    assert len({one.en for one in found}) == many


KNOWN = [("Hulk", 0), ("outburst-0", 0), ("outburst-1", 1), ("outburst-12", 2), ("Père-Noël", 3), ("Inès", 4)]


@pytest.mark.parametrize("given, number", [("hulk", 0), ("HU", 0), (" hulk ", 0), ("outburst-1", 1), ("outburst-12", 2),
                                           ("pere noel", 3), ("PÈRE", 3), ("ines", 4)])
def test_any_clear_beginning_finds_it(given, number):
    assert names.find(given, KNOWN, "practice") == number


@pytest.mark.parametrize("given, said", [("outburst", "is short for 3: outburst-0, outburst-1, outburst-12"), ("hulq", "did you mean Hulk"),
                                         ("godzilla", "a name that no practice got"), ("", "is no practice"), ("zzz", "lists all"),
                                         ("<b>", "is no practice"), ("x" * 100_000, "is no practice")])
def test_what_is_not_clear_is_refused(given, said):
    with pytest.raises(names.NoSuchName, match=said):
        names.find(given, KNOWN, "practice")
