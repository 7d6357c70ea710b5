"""Many-facet Rasch model for ordinal answers: merit, severity, difficulty and thresholds in logits.

Andrich, Psychometrika 43 (1978); Linacre, *Many-Facet Rasch Measurement*, MESA Press 1989.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix
from .rating_scale import RatingScale

Floats = NDArray[np.float64]
FACETS = "subjects", "criteria", "severity"
OTHER_AXES = ((1, 2), (0, 2), (0, 1))  # of answers (S, C, N), for subjects, criteria and ballots


@dataclass(frozen=True, eq=False)
class ManyFacet:
    """Estimates of ``log P_g / P_(g-1) = subject - severity - criterion - threshold_g``, in logits.

    Attributes
    ----------
    subjects : ndarray, shape (S,)
        Mean 0. NaN at an extreme (all best or all worst), where no finite estimate exists, and unrated.
    severity : ndarray, shape (N,)
        Mean 0, NaN likewise. For use in memory only.
    criteria : ndarray, shape (C,)
        Difficulty, mean 0.
    thresholds : ndarray, shape (G - 1,)
        With the location of the whole; NaN for an answer never given.
    loglik : float
    se, infit, outfit : dict of str to ndarray
        By "subjects", "severity" and "criteria"; fit mean squares are expected to be 1.
    extreme_subjects, extreme_ballots : int
        How many were left out for lying at an extreme.
    """

    subjects: Floats
    severity: Floats
    criteria: Floats
    thresholds: Floats
    loglik: float
    se: dict[str, Floats]
    infit: dict[str, Floats]
    outfit: dict[str, Floats]
    extreme_subjects: int
    extreme_ballots: int


def many_facet(matrix: RatingMatrix) -> ManyFacet:
    """Fit the rating-scale form by joint maximum likelihood.

    Answers count by their order; points play no part. The likelihood is concave: Newton steps, with the
    ballots, of which each cell has but one, eliminated from every step.

    Parameters
    ----------
    matrix : RatingMatrix

    Returns
    -------
    ManyFacet
        All NaN where fewer than two subjects or two answers are left, or where the answers separate so
        well that no finite estimate exists.
    """
    kept, used = _finite_part(matrix.answers)
    marked = [np.asarray((matrix.answers >= 0).any(axes)) for axes in OTHER_AXES]
    extremes = [int(facet.sum()) - len(where) for facet, where in zip(marked, kept, strict=True)]
    estimates, se, infit, outfit = ([np.full(len(facet), np.nan) for facet in marked] for _ in range(4))
    thresholds, loglik = np.full(len(matrix.points) - 1, np.nan), np.nan
    model = RatingScale.of(matrix.answers[np.ix_(*kept)], used)
    if len(kept[0]) > 1 and len(used) > 1 and (fitted := model.fitted()):
        at, expected = fitted
        loglik = expected.loglik
        thresholds[used[1:] - 1] = -at.steps
        for facet, value in enumerate((at.subjects, 0 - at.criteria, 0 - at.ballots)):
            figures = value, *model.fit(expected, OTHER_AXES[facet])
            for table, figure in zip((estimates, se, infit, outfit), figures, strict=True):
                table[facet][kept[facet]] = figure
    return ManyFacet(
        subjects=estimates[0],
        severity=estimates[2],
        criteria=estimates[1],
        thresholds=thresholds,
        loglik=loglik,
        se=dict(zip(FACETS, se, strict=True)),
        infit=dict(zip(FACETS, infit, strict=True)),
        outfit=dict(zip(FACETS, outfit, strict=True)),
        extreme_subjects=extremes[0],
        extreme_ballots=extremes[2],
    )


def _finite_part(answers: NDArray[np.signedinteger]) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """Return the subjects, criteria and ballots that are not at an extreme, and the answers they use.

    Leaving one out can push another to an extreme, so this repeats until nothing changes.
    """
    kept = [np.arange(size) for size in answers.shape]
    while True:
        part = answers[np.ix_(*kept)]
        used = np.unique(part[part >= 0])
        if not used.size:
            return [facet[:0] for facet in kept], used.astype(np.int64)
        middling = [_is_middling(part, axes, int(used[0]), int(used[-1])) for axes in OTHER_AXES]
        if all(facet.all() for facet in middling):
            return kept, used.astype(np.int64)
        kept = [facet[within] for facet, within in zip(kept, middling, strict=True)]


def _is_middling(
    part: NDArray[np.signedinteger], axes: tuple[int, int], worst: int, best: int
) -> NDArray[np.bool_]:
    there = part >= 0
    all_worst, all_best = (~there | (part == end) for end in (worst, best))
    return np.asarray(there.any(axes) & ~all_worst.all(axes) & ~all_best.all(axes))
