"""What favour looks like by chance: ballots change homes within their class.

Westfall & Young, *Resampling-Based Multiple Testing*, Wiley 1993: one distribution of the largest statistic
answers for all pairs at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix

Floats = NDArray[np.float64]
BUDGET = (
    20_000_000  # cells summed in all: 999 permutations of a hall of 116 ballots and 28 subjects take 0.1 s
)
FEWEST, MOST = 99, 999  # p values down to 0.01 in a crowd, down to 0.001 in a hall
AT_ONCE = 1 << 17  # cells gathered together: they stay inside a second-level cache
SAME = 1e-9  # sums in another order differ by less


def permutations_for(matrix: RatingMatrix) -> int:
    """Return how many permutations a meeting of this size is worth."""
    cells = matrix.shape[1] * max(matrix.shape[3], 1)
    return min(max(BUDGET // cells, FEWEST), MOST)


def extremes(
    matrix: RatingMatrix, sums: Floats, marks: Floats, scale: float, *, permutations: int, seed: int
) -> tuple[Floats, Floats]:
    """Draw homes again and keep the largest pair and the lowest favour of each draw.

    Parameters
    ----------
    matrix : RatingMatrix
    sums, marks : ndarray, shape (S, N)
        Residuals of each ballot about each subject, and how many they are.
    scale : float
        Of one residual.
    permutations, seed : int

    Returns
    -------
    largest, lowest : ndarray, shape (permutations,)
        -inf and inf where a draw shows nothing.
    """
    known = np.flatnonzero(matrix.home >= 0)
    largest, lowest = np.full(permutations, -np.inf), np.full(permutations, np.inf)
    if not known.size:
        return largest, lowest
    own = matrix.home[known]
    away = (np.arange(len(sums)) != own[:, None]).astype(float)  # on a new home's account it would be favour
    rows = np.stack((sums.T[known] * away, marks.T[known] * away), axis=1)
    by_home = np.argsort(own, kind="stable")
    homes, starts = np.unique(own[by_home], return_index=True)
    at = 0
    for drawn in _drawn(matrix.classes[known], permutations, rows[0].size, seed):
        total, n = np.add.reduceat(rows[drawn[:, by_home]], starts, axis=1).transpose(2, 0, 1, 3)
        part = slice(at, at + len(drawn))
        largest[part], lowest[part] = _extremes_of(favour(total, n, scale, homes), homes)
        at += len(drawn)
    return largest, lowest


def favour(total: Floats, n: Floats, scale: float, homes: NDArray[np.int64]) -> Floats:
    """Standardise sums of residuals (…, homes, S); NaN without a mark and about oneself."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.asarray(total / (scale * np.sqrt(n)))
    found[~np.isfinite(found)] = np.nan
    found[..., np.arange(len(homes)), homes] = np.nan
    return found


def chance(of: Floats, extreme: Floats) -> Floats:
    """Return the share of draws, the observed one included, whose largest reaches each value; NaN stays."""
    reached = len(extreme) - np.searchsorted(np.sort(extreme), of - SAME)
    return np.where(np.isnan(of), np.nan, (1 + reached) / (1 + len(extreme)))


def _extremes_of(directed: Floats, homes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    both = directed[..., homes]
    pairs = np.minimum(both, both.swapaxes(1, 2))
    return (
        np.where(np.isnan(pairs), -np.inf, pairs).max((1, 2)),
        np.where(np.isnan(directed), np.inf, directed).min((1, 2)),
    )


def _drawn(classes: NDArray[np.int64], n: int, cells: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Yield blocks of permutations of ballots within their class, shape (rows, ballots)."""
    rng = np.random.default_rng(seed)
    at_once = max(AT_ONCE // (cells * len(classes)), 1)
    order = np.argsort(classes, kind="stable")
    for first in range(0, n, at_once):
        shuffled = np.argsort(classes + rng.random((min(at_once, n - first), len(classes))), axis=1)
        drawn = np.empty_like(shuffled)
        drawn[:, order] = shuffled
        yield drawn
