"""Groups in a network of ties: Louvain's method, compiled.

Blondel et al. (2008), Journal of Statistical Mechanics P10008, step by step and sum by sum as networkx before 3.7 goes about it (`louvain_communities`, seed 1), so that the
groups are the same (since then it rounds otherwise, which counts only where two moves gain exactly the same); `tests/measures/test_groups.py` holds the two together. networkx took 0.2 ms for an office of five, and kept other threads waiting:
more than a short run of the whole engine.
"""

from functools import lru_cache
from random import Random

import numba
import numpy as np

from ..rules.compile import OPTIONS, kept

THRESHOLD = 1e-7
"""A level that raises the modularity by no more is the last."""

ROUNDING = 1e-12
"""A move that gains no more gains nothing: where two are worth the same, a node could go to and fro for ever (as networkx 3.7 lets it)."""


def compiled(function):
    """Compile with the options of the rules, and keep what was made."""
    return kept(numba.njit(**OPTIONS)(function), "")


def groups(ties, teams, least) -> list[int]:
    """The group of each person, in the order of their seats; none if nobody is tied. ties: strength, lower seat x higher seat; teams: of each seat, below zero
    where it is empty; least: ties above this count."""
    return _groups(ties, np.array(teams, np.int64), least, _words(1 << len(teams).bit_length())).tolist()


@compiled
def _groups(ties, teams, least, words):
    number, people = np.zeros(len(teams), np.int64), 0
    for seat in range(len(teams)):
        number[seat] = people
        people += teams[seat] >= 0
    first, second, weight, edges = np.zeros(people * people, np.int64), np.zeros(people * people, np.int64), np.zeros(people * people), 0
    for one in range(len(teams)):
        for other in range(one + 1, len(teams)):
            if teams[one] >= 0 and teams[other] >= 0 and ties[one, other] > least:
                first[edges], second[edges], weight[edges] = number[one], number[other], ties[one, other]
                edges += 1
    return _louvain(people, first[:edges], second[:edges], weight[:edges], words) if edges else number[:0]


def louvain(count: int, first, second, weight) -> list[int]:
    """The group of each of so many nodes, a number. first, second, weight: of each edge, edges in order, each once and with first < second."""
    if not len(first):
        return list(range(count))
    return _louvain(count, np.asarray(first, np.int64), np.asarray(second, np.int64), np.asarray(weight, np.float64), _words(1 << count.bit_length())).tolist()


@lru_cache(maxsize=16)
def _words(count):
    """What Python's generator with seed 1 gives, 32 bits at a time; `random.shuffle` takes fewer than two words a node, and levels grow smaller."""
    draws = Random(1)
    return np.array([draws.getrandbits(32) for _ in range(16 * count + 256)], np.int64)


@compiled
def _louvain(count, first, second, weight, words):
    """Level after level: nodes are moved between groups, then each group becomes a node."""
    group, used = np.arange(count), 0
    ties, near, many = np.zeros((count, count)), np.zeros((count, count), np.int64), np.zeros(count, np.int64)
    for edge in range(len(first)):
        _add(ties, near, many, first[edge], second[edge], weight[edge])
    inner = np.arange(count)
    before = _modularity(ties, near, many, _degrees(ties, near, many), inner, count)
    whole = _sum(_degrees(ties, near, many)) / 2.0
    while True:
        degree, order = _degrees(ties, near, many), np.arange(len(many))
        used = _shuffle(order, words, used)
        inner = np.arange(len(many))
        _move(ties, near, many, degree, whole, order, inner)
        count = _renumber(inner)
        for node in range(len(group)):
            group[node] = inner[group[node]]
        now = _modularity(ties, near, many, degree, inner, count)
        if now - before <= THRESHOLD:
            return group
        before = now
        ties, near, many = _folded(ties, near, many, inner, count)


@compiled
def _add(ties, near, many, one, other, weight):
    """Add to an edge; a new neighbour comes last."""
    if ties[one, other] == 0.0:
        near[one, many[one]] = other
        many[one] += 1
        if one != other:
            near[other, many[other]] = one
            many[other] += 1
    ties[one, other] += weight
    ties[other, one] = ties[one, other]


@compiled
def _sum(values):
    """Add from left to right."""
    total = 0.0
    for value in values:
        total += value
    return total


@compiled
def _degrees(ties, near, many):
    """The sum of each node's ties; those with itself count twice."""
    found = np.zeros(len(many))
    for node in range(len(many)):
        for position in range(many[node]):
            found[node] += ties[node, near[node, position]]
        found[node] += ties[node, node]
    return found


@compiled
def _shuffle(order, words, used):
    """`random.shuffle`, from words already drawn; give how many are used."""
    for last in range(len(order) - 1, 0, -1):
        bits, number = 0, last + 1
        while number >> bits:
            bits += 1
        chosen = last + 1
        while chosen > last:
            chosen = words[used % len(words)] >> (32 - bits)
            used += 1
        order[last], order[chosen] = order[chosen], order[last]
    return used


@compiled
def _move(ties, near, many, degree, whole, order, inner):
    """Move each node to the group, of its neighbours', where the modularity gains most, until none moves."""
    count, square = len(many), whole * whole
    total, to, listed = degree.copy(), np.zeros(count), np.empty(count, np.int64)
    moves = 1
    while moves > 0:
        moves = 0
        for node in order:
            best, own, gain_of_best = inner[node], inner[node], ROUNDING
            groups = _ties_to_groups(node, ties, near, many, inner, to, listed)
            total[own] -= degree[node]
            leaving = -to[own] / whole + total[own] * degree[node] / (2 * square)
            for position in range(groups):
                there = listed[position]
                gain = leaving + to[there] / whole - total[there] * degree[node] / (2 * square)
                if gain > gain_of_best:
                    gain_of_best, best = gain, there
            total[best] += degree[node]
            if best != own:
                inner[node] = best
                moves += 1


@compiled
def _ties_to_groups(node, ties, near, many, inner, to, listed):
    """Sum a node's ties by group, in `to`; groups are listed as they come up, the node's own last if it has no neighbour there. Give how many."""
    groups = 0
    to[inner[node]] = 0.0
    for position in range(many[node]):
        other = near[node, position]
        if other == node:
            continue
        there = inner[other]
        known = False
        for place in range(groups):
            known = known or listed[place] == there
        if not known:
            listed[groups] = there
            to[there] = 0.0
            groups += 1
        to[there] += ties[node, other]
    return groups


@compiled
def _renumber(inner):
    """Number the groups that are left, in order; give how many."""
    there, count = np.zeros(len(inner), np.int64), 0
    for group in inner:
        there[group] = 1
    for group in range(len(there)):
        if there[group]:
            there[group] = count
            count += 1
    for node in range(len(inner)):
        inner[node] = there[inner[node]]
    return count


@compiled
def _modularity(ties, near, many, degree, inner, count):
    """Newman's modularity (Clauset, Newman and Moore 2004, equation 7): what ties within groups have more than by chance."""
    total = _sum(degree)
    half, norm = total / 2, 1 / (total * total)
    within, ends = np.zeros(count), np.zeros(count)
    for node in range(len(many)):
        ends[inner[node]] += degree[node]
        for position in range(many[node]):
            other = near[node, position]
            if other >= node and inner[other] == inner[node]:
                within[inner[node]] += ties[node, other]
    found = 0.0
    for group in range(count):
        found += within[group] / half - ends[group] * ends[group] * norm
    return found


@compiled
def _folded(ties, near, many, inner, count):
    """The network of groups: ties between them added up, those within as ties with oneself."""
    less, nearer, fewer = np.zeros((count, count)), np.zeros((count, count), np.int64), np.zeros(count, np.int64)
    for node in range(len(many)):
        for position in range(many[node]):
            other = near[node, position]
            if other >= node:
                _add(less, nearer, fewer, inner[node], inner[other], ties[node, other])
    return less, nearer, fewer
