"""Louvain's method gives what networkx gives, whatever the network."""

import networkx
import numpy as np
import pytest

from simulation.measures.groups import louvain


def parts(group):
    """A grouping, whatever the groups are called."""
    return {frozenset(node for node, there in enumerate(group) if there == one) for one in set(group)}


def by_networkx(count, edges):
    network = networkx.Graph()
    network.add_nodes_from(range(count))
    network.add_weighted_edges_from(edges)
    return set(map(frozenset, networkx.community.louvain_communities(network, seed=1)))


def ours(count, edges):
    return parts(louvain(count, *zip(*edges)) if edges else louvain(count, (), (), ()))


@pytest.mark.parametrize("nodes, dense, weights", [(5, 0.5, None), (12, 0.3, None), (16, 0.9, None), (30, 0.15, 3), (70, 0.06, None), (9, 0.5, 1)])
def test_the_groups_are_those_of_networkx(nodes, dense, weights):
    """Also with weights that are all alike, so that many moves gain the same."""
    draws = np.random.default_rng([nodes, weights or 0])
    for _ in range(150):
        first, second = np.nonzero(np.triu(draws.random((nodes, nodes)) < dense, 1))
        weight = draws.uniform(0.05, 1, len(first)) if weights is None else draws.integers(1, weights + 1, len(first)) / 10
        edges = list(zip(first.tolist(), second.tolist(), weight.tolist()))
        assert ours(nodes, edges) == by_networkx(nodes, edges)


def test_two_cliques_are_two_groups():
    edges = sorted((a, b, 1.0) for part in (range(4), range(4, 8)) for a in part for b in part if a < b) + [(3, 4, 0.1)]
    assert parts(louvain(8, *zip(*sorted(edges)))) == {frozenset(range(4)), frozenset(range(4, 8))}


def test_without_ties_everybody_is_alone():
    assert louvain(3, (), (), ()) == [0, 1, 2]
