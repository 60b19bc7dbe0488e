"""Designs: which levels of the axes are run together. Each design gives the same first samples when it is enlarged.

A design is a ``Design``: for each sample and axis a place from 0 to 1 (0 the lowest or first level, 1 the highest or last; NaN: leave it as the base has
it), what the sample is for (role) and the block that it belongs to; only whole blocks can be analysed, and they are run together. Sequences of Sobol come
from `scipy.stats.qmc`; the rest is arithmetic on seeded draws. `tests/experiments/test_designs.py` holds Saltelli and Morris against SALib.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

KINDS = ("grid", "one_at_a_time", "latin_hypercube", "sobol", "saltelli", "morris", "table")
NESTED = ("sobol", "saltelli", "morris")
"""Designs whose every beginning, block by block, is itself such a design: they are run in their own order, the others in a scrambled one."""

LEVELS = 4
"""Levels of a Morris design, unless told otherwise: what Morris (1991) and most after him took."""


class Design(NamedTuple):
    """places: sample x axis, 0 to 1, or NaN; block: a whole number for each sample; role: a text for each sample, "" where all are alike."""

    places: np.ndarray
    block: np.ndarray
    role: np.ndarray


def grid(levels: Sequence[int]) -> Design:
    """All combinations of the levels of the axes (how many each has), the last axis changing fastest."""
    size = int(np.prod(levels))
    numbers = np.unravel_index(np.arange(size), levels)
    return _alike(np.stack([_spread(number, count) for number, count in zip(numbers, levels)], axis=1))


def one_at_a_time(levels: Sequence[int], names: Sequence[str]) -> Design:
    """The base first, then each axis at each of its levels, the others as the base has them."""
    places = np.full((1 + sum(levels), len(levels)), np.nan)
    role, row = ["base"], 1
    for axis, count in enumerate(levels):
        places[row:row + count, axis] = _spread(np.arange(count), count)
        role += [names[axis]] * count
        row += count
    return Design(places, np.arange(len(places)), np.array(role))


def latin_hypercube(points: int, axes: int, seed: int) -> Design:
    """Each axis is cut into as many equal parts as there are points, each with one point in it. Twice the points keep those that were there:
    a hypercube of the odd part of their number is doubled again and again, new points going where a row and a column are free."""
    from scipy.stats import qmc
    odd = points
    while odd % 2 == 0:
        odd //= 2
    places = qmc.LatinHypercube(axes, rng=np.random.default_rng([seed, odd])).random(odd)
    while len(places) < points:
        places = np.concatenate([places, _doubled(places, np.random.default_rng([seed, odd, len(places)]))])
    return _alike(places)


def _doubled(places, draws):
    """As many new points again, in the cells of the finer grid that are still free."""
    count, axes = places.shape
    new = np.empty_like(places)
    for axis in range(axes):
        free = np.setdiff1d(np.arange(2 * count), (places[:, axis] * 2 * count).astype(int))
        new[:, axis] = (draws.permutation(free) + draws.random(count)) / (2 * count)
    return new


def sobol(points: int, axes: int, seed: int) -> Design:
    """The first points, a power of two, of a scrambled Sobol sequence."""
    return _alike(_sobol(points, axes, seed))


def saltelli(points: int, names: Sequence[str], seed: int, second_order: bool = False) -> Design:
    """Saltelli's cross design: for each of the points, a power of two, a block of samples A, AB of each axis (A, with that axis from B), if second_order BA of
    each axis, and B, in the order in which SALib expects them."""
    axes = len(names)
    both = _sobol(points, 2 * axes, seed)
    first, second = both[:, :axes], both[:, axes:]
    parts, roles = [first], ["A"]
    for base, other, role in ((first, second, "AB"), (second, first, "BA"))[:1 + second_order]:
        for axis, name in enumerate(names):
            mixed = base.copy()
            mixed[:, axis] = other[:, axis]
            parts.append(mixed)
            roles.append(f"{role} {name}")
    parts, roles = [*parts, second], [*roles, "B"]
    places = np.stack(parts, axis=1).reshape(-1, axes)
    return Design(places, np.repeat(np.arange(points), len(parts)), np.tile(roles, points))


def morris(trajectories: int, names: Sequence[str], seed: int, levels: int = LEVELS) -> Design:
    """Trajectories of Morris (1991): each starts at a drawn place of the grid of levels and moves each axis once, in a drawn order, by
    levels / 2 / (levels - 1). The role says which axis was moved, and which way: "+demand.load"."""
    axes, half = len(names), levels // 2
    places, roles = [], []
    for number in range(trajectories):
        draws = np.random.default_rng([seed, number])
        here = draws.integers(0, levels, axes)
        places.append(here.copy())
        roles.append("start")
        for axis in draws.permutation(axes):
            way = 1 if here[axis] < half else -1
            here[axis] += way * half
            places.append(here.copy())
            roles.append(f"{'+' if way > 0 else '-'}{names[axis]}")
    return Design(_spread(np.array(places), levels), np.repeat(np.arange(trajectories), axes + 1), np.array(roles))


def _sobol(points, axes, seed):
    from scipy.stats import qmc
    return qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(seed)).random(points)


def _alike(places):
    """A design whose samples each stand for themselves."""
    return Design(places, np.arange(len(places)), np.full(len(places), ""))


def _spread(numbers, count):
    """Numbers of levels, from 0, as places from 0 to 1; a single level lies at 0."""
    return numbers / max(1, count - 1)
