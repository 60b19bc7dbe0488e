"""Louvain's method gives what networkx gives."""

import itertools

import networkx
import numpy as np
import pytest

from simulation.measures.groups import louvain


def parts(group):
    """A grouping, whatever the groups are called."""
    return {frozenset(node for node, there in enumerate(group) if there == one) for one in set(group)}


def whole(count, edges):
    network = networkx.Graph()
    network.add_nodes_from(range(count))
    network.add_weighted_edges_from(edges)
    return network


def by_networkx(count, edges):
    return set(map(frozenset, networkx.community.louvain_communities(whole(count, edges), seed=1)))


def drawn(draws, nodes, dense, weigh):
    """The edges of a random network: two nodes and a weight each."""
    first, second = np.nonzero(np.triu(draws.random((nodes, nodes)) < dense, 1))
    return list(zip(first.tolist(), second.tolist(), weigh(len(first)).tolist()))


def ours(count, edges):
    return parts(louvain(count, *zip(*edges)) if edges else louvain(count, (), (), ()))


@pytest.mark.parametrize("nodes, dense", [(5, 0.5), (12, 0.3), (16, 0.9), (70, 0.06)])
def test_the_groups_are_those_of_networkx(nodes, dense):
    draws = np.random.default_rng([nodes, 0])
    for _ in range(150):
        edges = drawn(draws, nodes, dense, lambda count: draws.uniform(0.05, 1, count))
        assert ours(nodes, edges) == by_networkx(nodes, edges)


@pytest.mark.parametrize("nodes, dense, weights", [(30, 0.15, 3), (9, 0.5, 1)])
def test_where_many_moves_gain_the_same_it_ends(nodes, dense, weights):
    """With weights that are alike rounding would decide, or go to and fro for ever, as networkx 3.7 does. Ours ends, and no two groups are better as one."""
    draws = np.random.default_rng([nodes, weights])
    for _ in range(150):
        edges = drawn(draws, nodes, dense, lambda count: draws.integers(1, weights + 1, count) / 10)
        found, network = sorted(map(sorted, ours(nodes, edges))), whole(nodes, edges)
        value = networkx.community.modularity(network, found)
        for one, other in itertools.combinations(found, 2):
            assert networkx.community.modularity(network, [*(part for part in found if part not in (one, other)), one + other]) <= value + 1e-6


def test_two_cliques_are_two_groups():
    edges = sorted((a, b, 1.0) for part in (range(4), range(4, 8)) for a in part for b in part if a < b) + [(3, 4, 0.1)]
    assert parts(louvain(8, *zip(*sorted(edges)))) == {frozenset(range(4)), frozenset(range(4, 8))}


def test_without_ties_everybody_is_alone():
    assert louvain(3, (), (), ()) == [0, 1, 2]
