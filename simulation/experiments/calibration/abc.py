"""Approximate Bayesian computation in waves: which parameter sets give the patterns, and what to try next. Pure functions of numbers; nothing is run here.

Parameters are places between 0 and 1 under a uniform prior (an axis turns a place into a value), and are moved about as x = ln(u / (1 - u)), so that none
leaves its range. The patterns are taken as y = m(u) + e: m what the model gives on average, e what is not known about the pattern. Each evaluation gives
means over replicates, of which the noise is known from their spread; the rest of e is drawn, `DRAWS` times for each evaluation, so that a
*pseudo-observation* z scatters as y does (Wilkinson 2013, Stat. Appl. Genet. Mol. Biol. 12:129: such a kernel makes ABC exact for a model with error). Where
the noise of the replicates alone exceeds the error of a pattern, z scatters more than y, and what is found is too wide rather than too narrow. Of an
accepted range nothing is drawn: a mean within it is at no distance, one outside is measured by its noise.

Waves: the first is a Sobol sequence over the prior; the next ones are drawn about what was found so far (population Monte Carlo: Beaumont, Cornuet, Marin &
Robert 2009, Biometrika 96:983). All evaluations are weighed together, prior over the mixture of all proposals (Cornuet, Marin, Mira & Robert 2012, Scand. J.
Stat. 39:798), so that none is thrown away and no weight exceeds evaluations per evaluation of the first wave. Sets near the patterns are then moved along a
local linear regression to where their z equals y (Beaumont, Zhang & Balding 2002, Genetics 162:2025).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from scipy.spatial.distance import cdist
from scipy.special import expit, logit, logsumexp, ndtri

DRAWS = 16
"""Pseudo-observations for each evaluation."""

EDGE = 1e-6
"""Places keep so far from 0 and 1, where x is infinite."""

EDGE_SHARE = 0.05
"""The ends of an accepted range are blunt by so much of its half width."""

SPREAD = 2.0
"""Proposals have so many times the covariance of what they are made of (Beaumont et al. 2009)."""

CENTRES = 400
"""A proposal is made of so many sets, at most."""


class Mixture(NamedTuple):
    """What a wave was drawn from: half a mixture of normals about each of two samples, in x. centres: set x parameter; root: Cholesky factor."""

    centres: tuple[np.ndarray, np.ndarray]
    roots: tuple[np.ndarray, np.ndarray]


class Targets(NamedTuple):
    """The patterns as arrays: value, error (standard deviation), even (anywhere within ± √3 error alike, else normal)."""

    value: np.ndarray
    error: np.ndarray
    even: np.ndarray


class State(NamedTuple):
    """What is known after some waves.

    x, adjusted: evaluation x draw x parameter, before and after the regression; weight: evaluation x draw, sums to 1; epsilon: the distance within which sets
    count; reached: whether it is the tolerance asked for, with as many effective sets as asked for; effective: effective number of sets; noise: variance of a
    mean over replicates, by pattern; distance: of each evaluation's mean, in standard deviations (root mean square over patterns); counted: evaluations with
    a value for every pattern.
    """

    x: np.ndarray
    adjusted: np.ndarray
    weight: np.ndarray
    epsilon: float
    reached: bool
    effective: float
    noise: np.ndarray
    distance: np.ndarray
    counted: int


def to_x(places):
    """Places between 0 and 1 as x."""
    return logit(np.clip(places, EDGE, 1.0 - EDGE))


def infer(
    places: np.ndarray, mixtures: Sequence[Mixture | None], wave: np.ndarray, values: np.ndarray, targets: Targets, tolerance: float, enough: float, seed: int
) -> State:
    """Weigh all evaluations. places: evaluation x parameter; mixtures: of each wave, None for the prior; wave: number of each evaluation's wave; values:
    evaluation x replicate x pattern, NaN where a run gave none; enough: effective sets to be had at the tolerance."""
    x, good = to_x(places), np.isfinite(values).all(axis=(1, 2))
    means, spread = np.where(good[:, None], values.mean(axis=1), 0.0), np.where(good[:, None], values.var(axis=1, ddof=1), 0.0) / values.shape[1]
    base = np.where(good, _importance(x, mixtures, wave), 0.0)
    uniform = np.concatenate(
        [np.random.default_rng([seed, number]).random((int((wave == number).sum()), DRAWS, len(targets.value))) for number in range(len(mixtures))]
    )
    weight = base / max(base.sum(), 1e-300)
    for _ in range(3):  # noise is that near the patterns, and what is near depends on it
        noise = weight @ spread
        apart = _apart(means, uniform, noise, targets)
        distance = np.sqrt((apart**2).mean(axis=2))
        distance[~good] = np.inf
        epsilon, reached = _epsilon(distance, base, tolerance, enough)
        kernel = base[:, None] * _kernel(distance / epsilon)
        weight = kernel.sum(axis=1) / max(kernel.sum(), 1e-300)
    kernel /= max(kernel.sum(), 1e-300)
    off = _misses(means - targets.value, targets) / _scale(noise, targets)
    return State(
        np.repeat(x[:, None], DRAWS, axis=1),
        _adjusted(x, apart, kernel),
        kernel,
        epsilon,
        reached,
        _effective(weight),
        noise,
        np.where(good, np.sqrt((off**2).mean(axis=1)), np.inf),
        int(good.sum()),
    )


def _misses(apart, targets):
    """How far means are from the patterns: nothing within an accepted range."""
    return np.where(targets.even, np.sign(apart) * np.maximum(np.abs(apart) - np.sqrt(3.0) * targets.error, 0.0), apart)


def _scale(noise, targets):
    """What a miss is measured by: error and noise together; at the ends of an accepted range noise alone, and a little that blunts the edge."""
    return np.sqrt(np.where(targets.even, EDGE_SHARE**2 * 3.0, 1.0) * targets.error**2 + noise)


def _apart(means, uniform, noise, targets):
    """Pseudo-observations less patterns, in standard deviations: evaluation x draw x pattern. A mean within an accepted range is at no distance."""
    missing = np.where(targets.even, 0.0, np.sqrt(np.maximum(targets.error**2 - noise, 0.0)))
    return _misses(means[:, None] + ndtri(uniform) * missing - targets.value, targets) / _scale(noise, targets)


def _kernel(distance):
    """Epanechnikov's kernel."""
    return np.maximum(1.0 - distance**2, 0.0)


def _effective(weight):
    """Effective number of evaluations: (Σw)² / Σw²."""
    square = float((weight**2).sum())
    return float(weight.sum()) ** 2 / square if square > 0 else 0.0


def _epsilon(distance, base, tolerance, enough):
    """The least distance, from the tolerance up, at which there are sets enough; and whether it is the tolerance."""

    def found(epsilon):
        return _effective(base * _kernel(distance / epsilon).sum(axis=1))

    if found(tolerance) >= enough:
        return tolerance, True
    finite = distance[np.isfinite(distance)]
    low, high = tolerance, 2.0 * max(tolerance, float(finite.max(initial=tolerance)))
    for _ in range(40):
        middle = np.sqrt(low * high)
        low, high = (low, middle) if found(middle) >= enough else (middle, high)
    return float(high), False


def _importance(x, mixtures, wave):
    """Prior over the mixture of what all waves were drawn from, each in proportion to its size."""
    prior = -(np.logaddexp(0.0, x) + np.logaddexp(0.0, -x)).sum(axis=1)
    shares = np.bincount(wave, minlength=len(mixtures)) / len(wave)
    parts = [prior if mixture is None else density(mixture, x) for mixture in mixtures]
    return np.exp(prior - logsumexp(np.array(parts), axis=0, b=shares[:, None]))


def density(mixture: Mixture, x: np.ndarray) -> np.ndarray:
    """Logarithm of the density of a mixture at x."""
    parts = []
    for centres, root in zip(mixture.centres, mixture.roots):
        squares = cdist(*(solve_triangular(root, held.T, lower=True).T for held in (x, centres)), "sqeuclidean")
        parts.append(logsumexp(-0.5 * squares, axis=1) - np.log(len(centres)) - np.log(np.diag(root)).sum())
    return np.logaddexp(*parts) - np.log(2.0) - 0.5 * x.shape[1] * np.log(2.0 * np.pi)


def _adjusted(x, apart, kernel):
    """x moved to where the local linear regression of x on the distances says that z equals y; left where it is if there are too few to say.

    What a regression on few sets leaves over is too small, since the line has bent to them, and the line itself is uncertain. With weights w that sum to 1,
    rows r (1 and the distances), A = Σ w r rᵀ, and g the sum of w r over the draws of one evaluation (which share their x), residuals keep 1 - Σ gᵀA⁻¹g of
    their variance, and where z equals y the line adds Σ (A⁻¹g)₀² of it. Residuals are stretched to the variance of a prediction (Seber & Lee 2003, Linear
    Regression Analysis, chapters 3 and 5; here for weights that are not precisions).
    """
    evaluation, draw = np.nonzero(kernel)
    moved = np.repeat(x[:, None], DRAWS, axis=1)
    if _effective(kernel.sum(axis=1)) <= 2 * (1 + apart.shape[2]):
        return moved
    weight = kernel[evaluation, draw]
    rows, root = np.column_stack([np.ones(len(weight)), apart[evaluation, draw]]), np.sqrt(weight)[:, None]
    inverse = np.linalg.pinv(root * rows, rcond=1e-8)
    line = inverse @ (root * x[evaluation])
    sums = np.zeros((len(x), rows.shape[1]))
    np.add.at(sums, evaluation, weight[:, None] * rows)
    solved = sums @ inverse @ inverse.T
    stretch = np.sqrt((1.0 + (solved[:, 0] ** 2).sum()) / (1.0 - (solved * sums).sum()))
    moved[evaluation, draw] = line[0] + stretch * (x[evaluation] - rows @ line)
    return moved


def propose(state: State, size: int, seed: int) -> tuple[Mixture, np.ndarray]:
    """The next wave: what it is drawn from, and its places, set x parameter. Half of it about the sets that are near the patterns, half about where the
    regression moves them."""
    draws = np.random.default_rng([seed, 0, 1])
    chosen = _systematic(state.weight.ravel(), CENTRES, draws)
    centres = tuple(held.reshape(-1, held.shape[-1])[chosen] for held in (state.x, state.adjusted))
    roots = tuple(_root(held) for held in centres)
    normal = draws.standard_normal((size, centres[0].shape[1]))
    which = draws.integers(0, len(chosen), size)
    half = np.arange(size) % 2
    x = np.where(half[:, None] == 0, *(held[which] + normal @ root.T for held, root in zip(centres, roots)))
    return Mixture(centres, roots), np.clip(np.round(expit(x), 9), EDGE, 1.0 - EDGE)


def _root(centres):
    """Cholesky factor of the covariance of a proposal; a little is added where sets lie in a plane."""
    covariance = SPREAD * np.atleast_2d(np.cov(centres, rowvar=False))
    return np.linalg.cholesky(covariance + 1e-4 * np.eye(len(covariance)))


def sample(state: State, members: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The ensemble: places of so many sets, drawn in proportion to their weights after the regression, and the evaluation that each comes from."""
    chosen = _systematic(state.weight.ravel(), members, np.random.default_rng([seed, 0, 2]))
    return np.clip(np.round(expit(state.adjusted.reshape(-1, state.x.shape[-1])[chosen]), 9), EDGE, 1.0 - EDGE), chosen // DRAWS


def _systematic(weight, size, draws):
    """Positions drawn in proportion to weights, by one uniform draw and equal steps (systematic resampling)."""
    steps = (np.arange(size) + draws.random()) / size
    return np.minimum(np.searchsorted(np.cumsum(weight) / weight.sum(), steps), len(weight) - 1)
