"""Standard errors of the weighted mean by the delta method: deterministic, and nearly free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .cells import mean_cells
from .combine import weighted_mean
from .marks import Floats, Marks
from .matrix import RatingMatrix
from .outcome import Flag
from .rules import DEFAULT_RULE
from .tally import Tally, tally

SMALLER_BLOCK = 4096  # a block is read once per criterion here; half the usual size stays in the cache


@dataclass(frozen=True, eq=False)
class Delta:
    """The weighted mean with its covariance.

    Attributes
    ----------
    scores : ndarray, shape (S,)
    covariance : ndarray, shape (S, S)
    se : ndarray, shape (S,)
        NaN for what is unrated, and everywhere if no class has two ballots.
    flags : tuple of Flag
        "understated" for every class of a single ballot: its spread cannot be seen.
    """

    scores: NDArray[np.float64]
    covariance: NDArray[np.float64]
    se: NDArray[np.float64]
    flags: tuple[Flag, ...]


def delta(matrix: RatingMatrix, *, small_sample: bool = True, counts: Tally | None = None) -> Delta:
    """Covariance of the class-weighted means from the influence of every ballot.

    Ballots are drawn within classes, so variances add up over classes; a ballot that rates many subjects
    links them.

    Parameters
    ----------
    matrix : RatingMatrix
    small_sample : bool
        Multiply each class by n / (n - 1).
    counts : Tally, optional
        The tally of the same matrix, where it is at hand.

    Returns
    -------
    Delta
    """
    counts = tally(matrix) if counts is None else counts
    cells = mean_cells(counts, DEFAULT_RULE).values
    share, scores = influence_shares(cells, counts)
    covariance = np.zeros((len(scores), len(scores)))
    marks = Marks(matrix)
    for k, ballots in matrix.blocks(SMALLER_BLOCK):
        factor = _small_sample_factor(int(matrix.sizes[k])) if small_sample else 1.0
        covariance += factor * _products(marks, k, ballots, cells[k], share[k])
    if not (matrix.sizes > 1).any():
        covariance[:] = np.nan
    covariance[np.isnan(scores)] = covariance[:, np.isnan(scores)] = np.nan
    weights = np.array([float(weight) for weight in matrix.class_weights])
    single = np.flatnonzero((matrix.sizes == 1) & (weights > 0)).tolist()
    flags = tuple(Flag("understated", voter_class=k) for k in single)
    return Delta(scores, covariance, np.sqrt(np.diag(covariance)), flags)


def influence_shares(
    cells: NDArray[np.float64], counts: Tally
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what one mark's deviation adds to its subject's score (K, S, C), and the scores (S,)."""
    by_class = weighted_mean(cells, counts.criterion_weights, axis=-1)
    scores = weighted_mean(by_class, counts.class_weights, axis=0)
    on_criteria = np.where(np.isnan(cells), 0, [float(weight) for weight in counts.criterion_weights])
    on_classes = np.where(np.isnan(by_class), 0, [[float(weight)] for weight in counts.class_weights])
    with np.errstate(invalid="ignore", divide="ignore"):
        criteria = on_criteria / on_criteria.sum(-1, keepdims=True)
        classes = on_classes / on_classes.sum(0)
        return np.nan_to_num(classes[..., None] * criteria / counts.valid, posinf=0), scores


def _products(
    marks: Marks, k: int, ballots: slice, means: NDArray[np.float64], share: NDArray[np.float64]
) -> Floats:
    """Return the sum of products of influences of some ballots of class k, shape (S, S)."""
    offset = np.nan_to_num((means - marks.middle) / marks.unit)
    influence: Floats | float = 0.0
    for c in range(means.shape[1]):
        block = marks.read(c, ballots)
        block.x[...] -= offset[:, [c]].astype(marks.dtype) * block.there
        block.x[...] *= (share[:, [c]] * marks.unit).astype(marks.dtype)
        influence = influence + block.x
    return np.asarray(influence @ np.transpose(influence))


def _small_sample_factor(n: int) -> float:
    return n / (n - 1) if n > 1 else 0.0
