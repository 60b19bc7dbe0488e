"""The draws: published answers of Philox4x32-7, uniformity along every argument, and the same bits plain and compiled."""

import ast
import hashlib
import math

import numpy as np
import pytest
from rulebook import ROOT, lines, plain_lines
from scipy import stats

from simulation.rules import draws
from simulation.rules.order import LARGEST_SEED

ONES = 0xFFFFFFFF
ARGUMENTS = ("seed", "purpose", "who", "when", "n")

# Run compiled here and plain in a process of its own.
TRANSCRIPT = """
from simulation.rules import draws as d
lines = []
for seed in (0, 1, 2**32 - 1, 2**32, 123456789012345, 2**63 - 1):
    for i in range(300):
        place = (seed, i % 45, i * 7919, (i * 104729) % 2**32, (i * i * 15485863) % 2**32)
        first, second = d.uniform2(*place)
        lines += [d.uniform(*place).hex(), first.hex(), second.hex(), str(d.below(first, 1 + i))]
        lines += [number.hex() for number in d.uniform4(*place)]
        lines += [str(word) for word in d.philox4x32(seed % 2**32, seed // 2**32, *place[1:])]
"""
# The same on every machine, processor and version; a new value here means that every result of the simulation changes.
DIGEST = "c4eac70ad42bdefdf13df11a02d87bec6b22a420977cea464e427ee22d2aa309"


@pytest.mark.parametrize(
    ("key", "counter", "words"),
    [
        ((0, 0), (0, 0, 0, 0), (0x5F6FB709, 0x0D893F64, 0x4F121F81, 0x4F730A48)),
        ((ONES, ONES), (ONES, ONES, ONES, ONES), (0x5207DDC2, 0x45165E59, 0x4D8EE751, 0x8C52F662)),
        (
            (0xA4093822, 0x299F31D0),
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0x4DFCCABA, 0x190A87F0, 0xC47362BA, 0xB6B5242A),
        ),
    ],
)
def test_published_answers(key, counter, words):
    assert draws.philox4x32(*key, *counter) == words
    plain = getattr(draws.philox4x32, "py_func", draws.philox4x32)
    assert plain(*key, *counter) == words


def test_a_draw_is_made_of_the_words_of_its_name():
    seed, purpose, who, when, n = 0x299F31D0A4093822, 0x03707344, 0x243F6A88, 0x85A308D3, 0x13198A2E
    first, second = draws.uniform2(seed, purpose, who, when, n)
    assert first == (0x4DFCCABA190A87F0 >> 11) / 2**53
    assert second == (0xC47362BAB6B5242A >> 11) / 2**53
    assert draws.uniform(seed, purpose, who, when, n) == first
    words = (0x4DFCCABA, 0x190A87F0, 0xC47362BA, 0xB6B5242A)
    assert draws.uniform4(seed, purpose, who, when, n) == tuple((word + 0.5) / 2**32 for word in words)


def test_every_argument_counts_to_its_last_bit():
    base = (5, 1, 2, 3, 4)
    values = {draws.uniform(*base)}
    for position, bits in enumerate((63, 32, 32, 32, 32)):
        for bit in range(bits):
            values.add(draws.uniform(*(v ^ (1 << bit) if i == position else v for i, v in enumerate(base))))
    assert len(values) == 1 + 63 + 4 * 32
    assert all(0.0 <= value < 1.0 for value in values)


def test_numbers_may_come_from_arrays():
    place = (LARGEST_SEED, 1, 2, 3, 2**32 - 1)
    assert draws.uniform(*(np.int64(v) for v in place)) == draws.uniform(*place)
    assert draws.uniform(7, *np.array([1, 2, 3, 4], dtype=np.int32)) == draws.uniform(7, 1, 2, 3, 4)


def sample(varied, size, base=(11, 2, 3, 5, 7)):
    return np.array([draws.uniform(*(i if name == varied else v for name, v in zip(ARGUMENTS, base))) for i in range(size)])


@pytest.mark.parametrize("varied", ARGUMENTS)
def test_draws_are_uniform_along_each_argument(varied):
    """Chances of chi-square over sixty other places are themselves uniform: neither too far from even nor too even."""
    chances = [stats.chisquare(np.bincount((sample(varied, 2560, (11 + k, 2, 3 + k, 5, 7)) * 64).astype(int), minlength=64)).pvalue for k in range(60)]
    assert stats.kstest(chances, "uniform").pvalue > 1e-3
    assert stats.kstest(sample(varied, 25600), "uniform").pvalue > 1e-3


@pytest.mark.parametrize("varied", ARGUMENTS)
def test_neighbouring_draws_are_independent(varied):
    values = sample(varied, 25600)
    cells = (values[:-1] * 12).astype(int) * 12 + (values[1:] * 12).astype(int)
    assert 1e-3 < stats.chisquare(np.bincount(cells, minlength=144)).pvalue < 1 - 1e-3


def test_seeds_and_purposes_share_nothing():
    rows = np.array([sample("who", 4000, (seed, purpose, 0, 5, 7)) for seed in (1, 2, 2**32 + 1) for purpose in (0, 1, 2)])
    correlations = np.corrcoef(rows)[np.triu_indices(len(rows), 1)]
    assert np.max(np.abs(correlations)) < 4.0 / math.sqrt(4000)


def test_the_two_draws_of_a_pair_are_uniform_and_independent():
    pairs = np.array([draws.uniform2(3, 1, who, 4, 5) for who in range(20000)])
    cells = (pairs[:, 0] * 12).astype(int) * 12 + (pairs[:, 1] * 12).astype(int)
    assert 1e-3 < stats.chisquare(np.bincount(cells, minlength=144)).pvalue < 1 - 1e-3


def test_the_four_draws_of_a_block_are_uniform_and_independent():
    fours = np.array([draws.uniform4(3, 1, who, 4, 5) for who in range(20000)])
    assert 0.0 < fours.min() and fours.max() < 1.0
    for a in range(4):
        assert stats.kstest(fours[:, a], "uniform").pvalue > 1e-3
        for b in range(a):
            cells = (fours[:, a] * 12).astype(int) * 12 + (fours[:, b] * 12).astype(int)
            assert 1e-3 < stats.chisquare(np.bincount(cells, minlength=144)).pvalue < 1 - 1e-3


def test_the_low_bits_are_as_random_as_the_high_ones():
    values = (sample("who", 8000) * 2.0**53).astype(np.int64)
    ones = np.array([np.count_nonzero(values >> bit & 1) for bit in range(53)])
    assert np.all(np.abs(ones - 4000) < 4.5 * math.sqrt(2000))


def test_below_stays_below_and_is_even():
    assert [draws.below(u, 3) for u in (0.0, 0.33, 0.34, 0.66, 0.67, 1.0 - 2.0**-53)] == [0, 0, 1, 1, 2, 2]
    assert draws.below(1.0 - 2.0**-53, 2**40 + 1) == 2**40  # the product rounds
    assert draws.below(1.0, 5) == 4
    assert {draws.below(u, 1) for u in (0.0, 0.5, 1.0 - 2.0**-53)} == {0}
    assert isinstance(draws.below(0.5, 10), int)
    counts = np.bincount([draws.below(u, 7) for u in sample("n", 14000)])
    assert len(counts) == 7 and stats.chisquare(counts).pvalue > 1e-3


def test_each_purpose_has_one_name_and_one_number():
    assert len(set(draws.PURPOSES)) == len(draws.PURPOSES)
    assert [getattr(draws, name) for name in draws.PURPOSES] == list(range(len(draws.PURPOSES)))
    assert all(name.isidentifier() and name.isupper() for name in draws.PURPOSES)


def test_plain_python_and_compiled_code_give_the_same_bits():
    assert plain_lines(TRANSCRIPT, "d.uniform") == lines(TRANSCRIPT)


def test_every_machine_gives_these_bits():
    assert hashlib.sha256("\n".join(lines(TRANSCRIPT)).encode()).hexdigest() == DIGEST


def test_draws_of_a_contact_know_its_rank():
    """A user may come twice on a day: a draw with the user and the day and without the rank would be the same for both contacts."""
    draws_of_contacts = [(path.name, ast.unparse(node)) for folder in ("model", "engine") for path in sorted((ROOT / "simulation" / folder).glob("*.py"))
                         for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                         if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("uniform") and "contact.day" in map(ast.unparse, node.args)]
    assert len(draws_of_contacts) > 10 and not [one for one in draws_of_contacts if "contact.rank" not in one[1]]
