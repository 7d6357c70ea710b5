"""The tally: how often each answer was given, enough to recompute every official rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .matrix import ABSTAINED, NOT_ASKED, RatingMatrix

COMPARED, LONG = 8, 4096  # so few answers are compared one by one faster than counted, in long columns


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of answers per class, subject and criterion.

    Attributes
    ----------
    counts : ndarray of int64, shape (K, S, C, G)
        Marks with each answer.
    abstained, not_asked : ndarray of int64, shape (K, S, C)
        Ballots that declined, and ballots that were never asked.
    points : tuple of G Fraction
    class_weights, criterion_weights : tuple of Fraction
        Summing to 1.

    Notes
    -----
    ``valid + abstained + not_asked`` is the number of ballots of the class in every cell.
    """

    counts: NDArray[np.int64]
    abstained: NDArray[np.int64]
    not_asked: NDArray[np.int64]
    points: tuple[Fraction, ...]
    class_weights: tuple[Fraction, ...]
    criterion_weights: tuple[Fraction, ...]

    @property
    def valid(self) -> NDArray[np.int64]:
        """Marks per cell, shape (K, S, C)."""
        return np.asarray(self.counts.sum(-1))

    @property
    def ballots(self) -> NDArray[np.int64]:
        """Ballots of each class, shape (K,)."""
        return np.asarray((self.valid + self.abstained + self.not_asked)[:, 0, 0])


def tally(matrix: RatingMatrix) -> Tally:
    """Count the answers of a rating matrix.

    Parameters
    ----------
    matrix : RatingMatrix

    Returns
    -------
    Tally
    """
    classes, subjects, criteria, _, grades = matrix.shape
    found = np.empty((classes, subjects, criteria, grades + 2), dtype=np.int64)
    for k, (start, stop) in enumerate(pairwise(matrix.edges.tolist())):
        for s, c in np.ndindex(subjects, criteria):
            found[k, s, c] = histogram(matrix.answers[s, c, start:stop], grades)
    return Tally(
        counts=found[..., :grades],
        abstained=found[..., ABSTAINED],
        not_asked=found[..., NOT_ASKED],
        points=matrix.points,
        class_weights=matrix.class_weights,
        criterion_weights=matrix.criterion_weights,
    )


def attendance(matrix: RatingMatrix) -> Tally:
    """Count which cells are marked without telling answers apart: what a normalised score needs."""
    valid = np.empty(matrix.shape[:3], dtype=np.int64)
    for k, (start, stop) in enumerate(pairwise(matrix.edges.tolist())):
        for s, c in np.ndindex(valid.shape[1:]):
            valid[k, s, c] = np.count_nonzero(matrix.answers[s, c, start:stop] >= 0)
    return Tally(
        counts=valid[..., None],
        abstained=matrix.sizes[:, None, None] - valid,
        not_asked=np.zeros_like(valid),
        points=matrix.points[:1],
        class_weights=matrix.class_weights,
        criterion_weights=matrix.criterion_weights,
    )


def histogram(column: NDArray[np.signedinteger], grades: int) -> NDArray[np.int64]:
    """Count answers 0 … G-1 of one contiguous column, then those not asked, then those abstained."""
    if grades <= COMPARED and column.size > LONG:
        return np.array([np.count_nonzero(column == g) for g in (*range(grades), NOT_ASKED, ABSTAINED)])
    unsigned = column.view(np.uint8 if column.itemsize == 1 else np.uint16)
    full = np.bincount(unsigned, minlength=1 << 8 * column.itemsize)
    return np.concatenate((full[:grades], full[NOT_ASKED:]))


def pooled(tally: Tally) -> Tally:
    """Put all classes with weight into one, as if there were no classes (合并计票)."""
    together = [k for k, weight in enumerate(tally.class_weights) if weight]
    return replace(
        tally,
        counts=tally.counts[..., together, :, :, :].sum(-4, keepdims=True),
        abstained=tally.abstained[..., together, :, :].sum(-3, keepdims=True),
        not_asked=tally.not_asked[..., together, :, :].sum(-3, keepdims=True),
        class_weights=(Fraction(1),),
    )
