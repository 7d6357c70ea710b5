"""Which ranks the data leave open: confidence sets for ranks.

Mogstad, Romano, Shaikh & Wilhelm, "Inference for ranks", *Review of Economic Studies* 91 (2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

DRAWS_AT_ONCE, PAIRS_AT_ONCE = 1024, 128  # half a megabyte of single precision: inside a second-level cache
NOISE = 1e-9  # a variance of a difference below this share of the variances is rounding, not variance


@dataclass(frozen=True, eq=False)
class RankSets:
    """Lowest and highest rank numbers that the data do not exclude, shape (S,) each; 0 unrated."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]


def rank_sets(
    scores: ArrayLike,
    covariance: ArrayLike,
    *,
    coverage: float = 0.95,
    simultaneous: bool = True,
    stepdown: bool = True,
    draws: int = 20_000,
    seed: int = 0,
) -> RankSets:
    """Bound the rank of every subject at once, or of each for itself.

    Parameters
    ----------
    scores : array_like, shape (S,)
        NaN unrated.
    covariance : array_like, shape (S, S)
    coverage : float
        Probability that all sets (or, marginally, the one set) hold the true rank.
    simultaneous : bool
        All ranks at once; else each subject for itself.
    stepdown : bool
        Repeat without the pairs already told apart; their mirror images stay in the family.
    draws, seed : int
        Simulated draws of the scores' errors.

    Returns
    -------
    RankSets
        A pair whose difference has no variance is never told apart.
    """
    theta, sigma = np.asarray(scores, dtype=float), np.asarray(covariance, dtype=float)
    rated = np.flatnonzero(~np.isnan(theta))
    low, high = np.zeros((2, len(theta)), dtype=np.int64)
    low[rated], high[rated] = 1, len(rated)
    if len(rated) < 2 or np.isnan(sigma[np.ix_(rated, rated)]).any():
        return RankSets(low, high)
    pairs = _pairs(theta[rated], sigma[np.ix_(rated, rated)], draws, seed)
    everyone = np.arange(len(rated))
    for subjects in [everyone] if simultaneous else everyone[:, None]:
        above = _told_apart(pairs, subjects, coverage, stepdown=stepdown)
        low[rated[subjects]] += above.sum(0)[subjects]
        high[rated[subjects]] -= above.sum(1)[subjects]
    return RankSets(low, high)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Standardised differences of all ordered pairs, and draws of the errors behind them.

    Attributes
    ----------
    statistic : ndarray, shape (S, S)
        Difference of scores over its standard error, 0 where it has none.
    precision : ndarray, shape (S, S)
        One over the standard error, 0 where it has none.
    errors : ndarray of float32, shape (S, draws)
    """

    statistic: NDArray[np.float64]
    precision: NDArray[np.float64]
    errors: NDArray[np.float32]


def _pairs(theta: NDArray[np.float64], sigma: NDArray[np.float64], draws: int, seed: int) -> _Pairs:
    variance = np.diag(sigma)
    difference = variance[:, None] + variance - 2 * sigma
    known = difference > NOISE * (variance[:, None] + variance)
    precision = np.where(known, 1 / np.sqrt(np.where(known, difference, 1)), 0)
    roots, vectors = np.linalg.eigh(sigma)
    normal = np.random.default_rng(seed).standard_normal((len(theta), draws), dtype=np.float32)
    root = (vectors * np.sqrt(np.maximum(roots, 0))) @ vectors.T  # whatever signs the vectors came with
    errors = root.astype(np.float32) @ normal
    return _Pairs((theta[:, None] - theta) * precision, precision, errors)


def _told_apart(
    pairs: _Pairs, subjects: NDArray[np.int64], coverage: float, *, stepdown: bool
) -> NDArray[np.bool_]:
    """Return which subject (row) is found above which (column), among pairs with one of `subjects`."""
    involved = np.isin(np.arange(len(pairs.statistic)), subjects)
    live = (involved[:, None] | involved) & (pairs.precision > 0)
    above = np.zeros_like(live)
    while live.any():
        bound = np.quantile(_largest(pairs, live), coverage, method="inverted_cdf")
        found = live & (pairs.statistic > bound)
        above |= found
        live &= ~found
        if not stepdown or not found.any():
            break
    return above


def _largest(pairs: _Pairs, live: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return per draw the largest standardised error among live ordered pairs, shape (draws,).

    A pair live both ways is visited once, by its absolute value.
    """
    both = np.argwhere(np.triu(live & live.T))
    single = np.argwhere(live & ~live.T)
    draws = pairs.errors.shape[1]
    largest = np.full(draws, -np.inf, dtype=np.float32)
    for first, (listed, absolute) in product(range(0, draws, DRAWS_AT_ONCE), ((both, True), (single, False))):
        errors, into = (array[..., first : first + DRAWS_AT_ONCE] for array in (pairs.errors, largest))
        for part in range(0, len(listed), PAIRS_AT_ONCE):
            left, right = listed[part : part + PAIRS_AT_ONCE].T
            gap = errors[left] - errors[right]
            gap *= pairs.precision[left, right, None].astype(np.float32)
            np.maximum(into, (np.abs(gap, out=gap) if absolute else gap).max(0), out=into)
    return largest
