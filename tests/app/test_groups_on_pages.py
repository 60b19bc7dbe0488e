"""The groups that pages find among ties are those of `measures.groups`, and what they say of the teams is the same to the bit."""

from math import isnan
from types import SimpleNamespace

import numpy as np

from simulation.measures.outcomes import STRONG_TIE, groups_against_teams

IN_A_PAGE = "async (offices) => { const {groupsAgainstTeams} = await import('./core/groups.js'); return offices.map(([ties, teams, least]) => groupsAgainstTeams(ties, teams, least)); }"


def drawn(draws):
    """An office of some size, with empty seats: ties seat by seat, of which many are nought and some alike, and the team of each seat."""
    seats = int(draws.choice([1, 2, 5, 16, 40, 130]))
    ties = np.triu(draws.random((seats, seats)) * (draws.random((seats, seats)) < draws.choice([0.05, 0.3, 1.0])), 1)
    if draws.random() < 0.3:
        ties = np.round(ties, 1)
    return ties + ties.T, np.where(draws.random(seats) < 0.1, -1, draws.integers(0, 1 + seats // 5, seats))


def test_groups_are_those_of_python_to_the_bit(served, open_page):
    draws = np.random.default_rng(11)
    offices = [drawn(draws) for _ in range(300)]
    found = open_page(served).evaluate(IN_A_PAGE, [[ties.ravel().tolist(), teams.tolist(), STRONG_TIE] for ties, teams in offices])
    values = [groups_against_teams(SimpleNamespace(run=SimpleNamespace(ties=ties, teams=teams.tolist()))) for ties, teams in offices]
    assert sum(not isnan(value) for value in values) > 100
    for told, value, (_, teams) in zip(found, values, offices, strict=True):
        assert isnan(value) and (told is None or isnan(told)) or told == value, (teams, told, value)
