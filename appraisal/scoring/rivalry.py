"""Who favours whom: residuals of a robust fit between delegations and between classes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix
from .rehomed import chance, extremes, favour, permutations_for
from .tails import normal_quantile

SWEEPS = 200  # alternating medians settle in a few; a two-cycle would go on for ever
STILL = 1e-9
MEAN_TO_SIGMA = 1.2533  # the same of the mean absolute deviation, where the median one is 0
MAD_TO_SIGMA = 1.4826  # makes the median absolute deviation estimate a normal sigma

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reciprocity:
    """How delegations mark each other beyond what subjects earn and ballots usually give.

    Attributes
    ----------
    directed : ndarray, shape (S, S)
        ``[a, b]``: standardised favour of ballots at home in a towards b; NaN without a mark and for a = b.
    pairs : ndarray, shape (S, S)
        The smaller of both directions.
    rings : tuple of (i, j), i < j
        Pairs that favour each other beyond chance.
    low : tuple of (a, b)
        Delegations a that mark b down beyond chance.
    p_pairs, p_low : ndarray, shape (S, S)
        Chance that any pair at all, any delegation at all, would go as far if homes were dealt out anew
        within classes: adjusted for all pairs; NaN where the statistic is.
    permutations : int
        Times the homes were dealt out; no p value is below 1 / (permutations + 1).
    """

    directed: Floats
    pairs: Floats
    rings: tuple[tuple[int, int], ...]
    low: tuple[tuple[int, int], ...]
    p_pairs: Floats
    p_low: Floats
    permutations: int


@dataclass(frozen=True, eq=False)
class Contrast:
    """How much higher each class places each subject than the other classes do, in points, shape (K, S)."""

    difference: Floats
    se: Floats


def reciprocity(
    matrix: RatingMatrix,
    *,
    alpha: float = 0.001,
    residuals: Floats | None = None,
    permutations: int | None = None,
    seed: int = 0,
) -> Reciprocity:
    """Look for pairs of delegations that favour each other, and for rivals marked down.

    `rings` and `low` hold residuals against a normal law; `p_pairs` and `p_low` against the same ballots
    with their homes dealt out anew, which assumes no law.

    Parameters
    ----------
    matrix : RatingMatrix
        With known homes.
    alpha : float
        Nominal chance of a false alarm over all pairs; the true one is about eight times as large.
    residuals : ndarray, optional
        Of `robust_residuals`, where they are at hand.
    permutations : int, optional
        999, and fewer, down to 99, for very large meetings.
    seed : int
    """
    residuals = robust_residuals(matrix) if residuals is None else residuals
    there, subjects, scale = ~np.isnan(residuals), np.arange(len(residuals)), _scale(residuals)
    sums, marks = np.where(there, residuals, 0).sum(1), there.sum(1).astype(float)
    at_home = (matrix.home == subjects[:, None]).astype(float)
    directed = favour(at_home @ sums.T, at_home @ marks.T, scale, subjects)
    pairs = np.minimum(directed, directed.T)
    times = permutations_for(matrix) if permutations is None else permutations
    largest, lowest = extremes(matrix, sums, marks, scale, permutations=times, seed=seed)
    rings, low = _beyond_normal(directed, pairs, alpha)
    return Reciprocity(
        directed, pairs, rings, low, chance(pairs, largest), chance(-directed, -lowest), permutations=times
    )


def _beyond_normal(
    directed: Floats, pairs: Floats, alpha: float
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return pairs and directions beyond what a normal law allows over all of them."""
    subjects = len(pairs)
    ordered = max(subjects * (subjects - 1), 1)
    ring_bound = -normal_quantile(sqrt(alpha / (ordered / 2))) if subjects > 1 else np.inf
    low_bound = normal_quantile(alpha / ordered)
    rings = tuple((i, j) for i, j in combinations(range(subjects), 2) if pairs[i, j] > ring_bound)
    return rings, tuple((a, b) for a, b in np.argwhere(directed < low_bound).tolist())


def class_contrast(matrix: RatingMatrix, *, residuals: Floats | None = None) -> Contrast:
    """Mean robust residual of each class less that of the others, with Welch's standard error.

    Parameters
    ----------
    matrix : RatingMatrix
    residuals : ndarray, optional
        Of `robust_residuals`, where they are at hand.
    """
    residuals = robust_residuals(matrix) if residuals is None else residuals
    there = ~np.isnan(residuals)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_ballot = np.where(there, residuals, 0).sum(1) / there.sum(1)
    moments = [_mean_and_error(of_ballot, matrix.classes == k) for k in range(matrix.shape[0])]
    others = [_mean_and_error(of_ballot, matrix.classes != k) for k in range(matrix.shape[0])]
    difference = np.stack([own[0] - other[0] for own, other in zip(moments, others, strict=True)])
    error = np.stack([own[1] + other[1] for own, other in zip(moments, others, strict=True)])
    return Contrast(difference, np.sqrt(error))


def robust_residuals(matrix: RatingMatrix) -> Floats:
    """Residuals of an additive fit by alternating medians (Tukey 1977), shape (S, C, N), NaN without mark.

    Subject effects sum to 0 on each criterion.
    """
    found = matrix.values
    for c in range(matrix.shape[2]):
        found[:, c] = _polish(found[:, c])
    return found


def _polish(x: Floats) -> Floats:
    rated = ~np.isnan(x).all(1)
    if not rated.any():
        return x
    subjects = np.zeros(len(x))
    for _ in range(SWEEPS):
        ballots = _medians((x - subjects[:, None]).T)
        moved = np.where(rated, _medians(x - ballots), 0)
        moved[rated] -= moved[rated].mean()
        change = np.abs(moved - subjects).max()
        subjects = moved
        if change < STILL:
            break
    return x - subjects[:, None] - _medians((x - subjects[:, None]).T)


def _medians(rows: Floats) -> Floats:
    """Return the median of each row, NaN apart; NaN of an empty row."""
    n = (~np.isnan(rows)).sum(1)
    ascending = np.sort(rows, axis=1)  # NaN go last
    at = np.arange(len(rows))
    return np.asarray(
        (ascending[at, np.maximum(n - 1, 0) // 2] + ascending[at, np.minimum(n // 2, rows.shape[1] - 1)]) / 2
    )


def _scale(residuals: Floats) -> float:
    """Return a robust standard deviation; on a scale of few answers half of the residuals may be alike."""
    known = residuals[~np.isnan(residuals)]
    if not known.size:
        return np.nan
    away = np.abs(known - np.median(known))
    return MAD_TO_SIGMA * float(np.median(away)) or MEAN_TO_SIGMA * float(away.mean())


def _mean_and_error(values: Floats, ballots: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the mean over some ballots and its squared standard error, shape (S,) each."""
    of = values[:, ballots]
    n = (~np.isnan(of)).sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(of, axis=1) / n
        variance = np.nansum((of - mean[:, None]) ** 2, axis=1) / np.where(n > 1, n - 1, np.nan)
        return mean, variance / n
