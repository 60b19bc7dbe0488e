"""What is declared as a pattern, and what its study gives, is checked: a slip is told with its file, and never drops out of the table."""

from types import SimpleNamespace

import pytest

from simulation.experiments.patterns import PATTERNS, _declared, examine
from simulation.experiments.patterns.declare import KEPT, Finding, Pattern

ONE = Finding("A", "A", "min", 1.0, 0.1)


def study(lab):
    """Nobody is asked anything."""
    return [ONE]


def pattern(**other):
    return Pattern(**{"key": "C77", "title_en": "A", "title_fr": "A", "use": KEPT, "kind": "D", "strong": False, "source": "C77", "study": study, **other})


def declared(*patterns):
    return _declared([SimpleNamespace(__name__="a.b", PATTERNS=patterns)])


def test_those_that_there_are_are_declared_well():
    assert list(declared(*PATTERNS)) == [one.key for one in PATTERNS]


@pytest.mark.parametrize("other, said", [({"use": "kep"}, "C77: use must be FIT or KEPT"), ({"kind": "X"}, "C77: kind must be"), ({"key": "Clunch"}, "Clunch: the key must be C and a number"),
                                         ({"study": lambda lab: []}, "whose docstring says")])
def test_a_slip_is_told_with_its_file(other, said):
    with pytest.raises(ValueError, match=rf"b.py: pattern .*{said}" if "C77" not in said else f"b.py: pattern {said}"):
        declared(pattern(**other))


def test_keys_and_the_comma_that_makes_a_tuple():
    with pytest.raises(ValueError, match="b.py: two patterns have the same key, C77"):
        declared(pattern(), pattern())
    with pytest.raises(ValueError, match="b.py: PATTERNS must be a tuple of Pattern"):
        _declared([SimpleNamespace(__name__="a.b", PATTERNS=pattern())])


@pytest.mark.parametrize("given", [ONE, [], None, [ONE._replace(value="1")], [ONE._replace(low=None)], ["a"]])
def test_a_study_that_gives_something_else_fails_its_pattern_and_says_why(given):
    found, = examine(None, [pattern(study=lambda lab: given)])
    assert not found.holds and found.failure.startswith("TypeError: ") and ("must give a list of findings" in found.failure or "must be a number" in found.failure)
