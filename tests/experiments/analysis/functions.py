"""Published test functions and designs of known kinds, as the tables that a study gives."""

import numpy as np
import pandas as pd
from scipy.stats import qmc

ISHIGAMI = ((0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437))
"""S1 and ST for a = 7, b = 0.1 (Ishigami and Homma 1990; Saltelli et al. 2008, Global Sensitivity Analysis, section 2.8)."""

G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


def ishigami(x):
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 over (−π, π); x in the unit cube."""
    a, b, c = (np.pi * (2 * x - 1)).T
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c ** 4 * np.sin(a)


def sobol_g(x):
    """Product of (|4x − 2| + a) / (1 + a) (Sobol 2003)."""
    return np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1)


def sobol_g_indices():
    """S1 and ST of it, exactly: V_i = 1 / (3 (1 + a_i)²), V = Π(1 + V_i) − 1, V_Ti = V_i Π_{j≠i}(1 + V_j)."""
    parts = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + parts)
    return parts / (whole - 1), parts * whole / (1 + parts) / (whole - 1)


def morris_function(x):
    """The function of 20 inputs of Morris (1991), section 4, with its random coefficients drawn once."""
    rng = np.random.default_rng(1991)
    w = 2 * (x - 0.5)
    w[:, [2, 4, 6]] = 2 * (1.1 * x[:, [2, 4, 6]] / (x[:, [2, 4, 6]] + 0.1) - 0.5)
    one, two = rng.normal(size=20), np.triu(rng.normal(size=(20, 20)), 1)
    one[:10], two[:6, :6] = 20.0, np.triu(np.full((6, 6), -15.0), 1)
    y = w @ one + np.einsum("ni,ij,nj->n", w, two, w)
    for size, times, order in ((5, -10.0, 3), (4, 5.0, 4)):
        held = w[:, :size]
        sums = [(held ** k).sum(axis=1) for k in range(1, 5)]
        e1 = sums[0]
        e2 = (e1 * sums[0] - sums[1]) / 2
        e3 = (e2 * sums[0] - e1 * sums[1] + sums[2]) / 3
        e4 = (e3 * sums[0] - e2 * sums[1] + e1 * sums[2] - sums[3]) / 4
        y += times * (e3 if order == 3 else e4)
    return y


def saltelli(d, base, seed=1):
    """A Saltelli design in the unit cube, base sample by base sample, as SALib writes it."""
    both = qmc.Sobol(2 * d, seed=seed).random(base)
    a, b = both[:, None, :d], both[:, None, d:]
    return np.concatenate([a, np.where(np.eye(d, dtype=bool), b, a), b], axis=1).reshape(-1, d)


def trajectories(d, many, seed=1, levels=4):
    """Morris trajectories on a grid of so many levels, step levels / (2 (levels − 1))."""
    rng, step = np.random.default_rng(seed), levels / (2 * (levels - 1))
    start = rng.integers(levels // 2, size=(many, d)) / (levels - 1)
    up = rng.random((many, d)) < 0.5
    start, step = np.where(up, start, start + step), np.where(up, step, -step)
    rank = np.argsort(rng.random((many, d)), axis=1)
    moved = np.arange(d + 1)[None, :, None] > rank[:, None, :]
    return (start[:, None] + moved * step[:, None]).reshape(-1, d)


def tables(x, y, noise=0.0, replicates=1, common=False, seed=1, axes=None):
    """Design and rows of a study of y at x. noise: standard deviation between worlds; common: every world shifts all points together, and
    points by themselves half as much."""
    rng, n = np.random.default_rng(seed), len(x)
    shift = rng.normal(size=(n, replicates))
    if common:
        shift = 0.5 * shift + rng.normal(size=replicates)
    values = y[:, None] + noise * shift
    axes = axes or [f"x{i + 1}" for i in range(x.shape[1])]
    design = pd.DataFrame(x, columns=axes).assign(point=np.arange(n))
    seeds = np.broadcast_to(np.arange(replicates), (n, replicates)) if common else np.arange(n * replicates).reshape(n, -1)
    rows = pd.DataFrame({"point": np.repeat(np.arange(n), replicates), "replicate": np.tile(np.arange(replicates), n),
                         "seed": seeds.ravel(), "y": values.ravel()})
    return design, rows.sample(frac=1, random_state=seed)
