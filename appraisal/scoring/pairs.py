"""Subjects compared two at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .matrix import RatingMatrix

ITERATIONS, STILL = 10_000, 1e-12  # the MM algorithm gains digits slowly; small graphs need a few hundred


class NotConnectedError(ValueError):
    """Some group of subjects never beats, or is never beaten by, the rest: strengths have no finite value."""


def pairwise(matrix: RatingMatrix) -> NDArray[np.int64]:
    """Count the ballots that mark a above b, summed over criteria, shape (S, S)."""
    subjects = matrix.shape[1]
    points = sorted(set(matrix.points))
    level = np.array([*(points.index(value) for value in matrix.points), -1, -1])
    wins = np.zeros((subjects, subjects), dtype=np.int64)
    for _, ballots in matrix.blocks():
        for c in range(matrix.shape[2]):
            levels = level[matrix.answers[:, c, ballots]]
            there = levels >= 0
            wins += np.stack([((own > levels) & there).sum(1) for own in levels])
    return wins


def copeland(wins: ArrayLike) -> NDArray[np.int64]:
    """Subjects beaten less subjects lost to, shape (S,), from wins (S, S)."""
    table = np.asarray(wins)
    return np.asarray(np.sign(table - table.T).sum(1), dtype=np.int64)


def bradley_terry(wins: ArrayLike) -> NDArray[np.float64]:
    """Log strengths by Hunter's MM algorithm (Annals of Statistics 32, 2004), centred, shape (S,).

    Parameters
    ----------
    wins : array_like, shape (S, S)
        ``[a, b]``: how often a beat b.

    Raises
    ------
    NotConnectedError
        If the graph of wins is not strongly connected.
    """
    table = np.array(wins, dtype=float)
    np.fill_diagonal(table, 0)
    if not _strongly_connected(table > 0):
        raise NotConnectedError("every group of subjects must beat the rest at least once")
    met, won = table + table.T, table.sum(1)
    strength = np.ones(len(table))
    for _ in range(ITERATIONS):
        better = won / (met / (strength[:, None] + strength)).sum(1)
        better /= np.exp(np.log(better).mean())
        change = np.abs(np.log(better / strength)).max()
        strength = better
        if change < STILL:
            break
    return np.asarray(np.log(strength))


def _strongly_connected(beats: NDArray[np.bool_]) -> bool:
    """Say whether everyone reaches everyone along wins."""
    reach = beats | np.eye(len(beats), dtype=bool)
    for _ in range(len(beats).bit_length()):
        reach = (reach.astype(float) @ reach) > 0
    return bool(reach.all())
