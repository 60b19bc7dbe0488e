"""A few rules broken at random: the tests notice. `tests/mutants.py` breaks fifty."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from mutants import copied, fails, mutants, noticed, shown  # noqa: E402

FEW = (1, 3, 6)
"""Of the first that are drawn; what is drawn hangs on the text of the rules."""


@pytest.mark.slow
def test_broken_rules_are_noticed(tmp_path):
    root, drawn = copied(tmp_path), mutants(max(FEW) + 1, 2026)
    unseen = [shown(drawn[i]) for i in FEW if not noticed(root, drawn[i])]
    assert len(unseen) < 2, unseen  # one may change nothing that can be told: a < b in place of a <= b where both give the same


@pytest.mark.slow
def test_rules_that_are_whole_pass(tmp_path):
    """Else all would be noticed."""
    assert not fails(copied(tmp_path))
