"""Reliability and diagnostics of a meeting in aggregate: counts and maxima, never a row per ballot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .alpha import alpha_of_counts
from .complete import complete_ballots
from .diagnostics import consensus, duplicates, moments, straight_lines
from .leave_out import leave_one_out
from .marks import Marks
from .matrix import RatingMatrix
from .reliability import ICC
from .resample import MOST_BALLOTS
from .rivalry import Contrast, Reciprocity, class_contrast, reciprocity, robust_residuals
from .rules import ScoringRule
from .sensitivity import OwnInfluence, own_influence
from .tally import Tally

REVERSED_BELOW = -0.5  # a correlation this low with all others looks like a sheet read upside down


@dataclass(frozen=True, eq=False)
class Reliability:
    """Agreement of ballots per criterion, C entries each; NaN where it cannot be computed.

    Attributes
    ----------
    complete : tuple of int
        Ballots that rated every subject; `icc` and `w` rest on them.
    icc : tuple of ICC or None
        None below two complete ballots or two subjects.
    w, w_p : tuple of float
        Kendall's W and its p value; NaN above 20 000 ballots.
    alpha, alpha_ordinal : tuple of float
        Krippendorff's alpha over all marks; units are subjects.
    """

    complete: tuple[int, ...]
    icc: tuple[ICC | None, ...]
    w: tuple[float, ...]
    w_p: tuple[float, ...]
    alpha: tuple[float, ...]
    alpha_ordinal: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What stands out among ballots, counted.

    Attributes
    ----------
    straight_lines : int
        Ballots of five marks or more that give one answer everywhere.
    severity_sd, severity_max, spread_mean : float
        In points.
    duplicate_groups, duplicate_ballots, largest_duplicate : int or None
        Ballots alike in every cell; None above 20 000 ballots, as everything below.
    reversed : int or None
        Ballots with a correlation below -0.5 with all others.
    largest_score_shift : float or None
    largest_rank_shift : int or None
        By leaving out one ballot.
    own_influence : OwnInfluence or None
    reciprocity : Reciprocity or None
    class_contrast : Contrast or None
    """

    straight_lines: int
    severity_sd: float
    severity_max: float
    spread_mean: float
    duplicate_groups: int | None = None
    duplicate_ballots: int | None = None
    largest_duplicate: int | None = None
    reversed: int | None = None
    largest_score_shift: float | None = None
    largest_rank_shift: int | None = None
    own_influence: OwnInfluence | None = None
    reciprocity: Reciprocity | None = None
    class_contrast: Contrast | None = None


def reliability(matrix: RatingMatrix, counts: Tally) -> Reliability:
    """Measure agreement, criterion by criterion."""
    marks = Marks(matrix)
    criteria = range(matrix.shape[2])
    complete = [complete_ballots(marks, c, ranked=matrix.shape[3] <= MOST_BALLOTS) for c in criteria]
    points = np.array([float(value) for value in matrix.points])
    by_subject = counts.counts.sum(0).transpose(1, 0, 2)
    return Reliability(
        complete=tuple(part.ballots for part in complete),
        icc=tuple(part.icc for part in complete),
        w=tuple(part.concordance[0] for part in complete),
        w_p=tuple(part.concordance[1] for part in complete),
        alpha=tuple(alpha_of_counts(units, points) for units in by_subject),
        alpha_ordinal=tuple(alpha_of_counts(units, points, level="ordinal") for units in by_subject),
    )


def diagnosis(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Diagnosis:
    """Look for what stands out; the costly looks are taken up to 20 000 ballots."""
    severity, spread = moments(matrix, counts)
    first = Diagnosis(
        straight_lines=int(straight_lines(matrix).sum()),
        severity_sd=_known(severity, lambda known: known.std(ddof=1) if known.size > 1 else np.nan),
        severity_max=_known(severity, lambda known: np.abs(known).max()),
        spread_mean=_known(spread, np.mean),
    )
    return first if matrix.shape[3] > MOST_BALLOTS else _closer(matrix, counts, rule, first)


def _closer(matrix: RatingMatrix, counts: Tally, rule: ScoringRule, first: Diagnosis) -> Diagnosis:
    groups = duplicates(matrix)
    moved = leave_one_out(matrix, rule, counts=counts)
    residuals = robust_residuals(matrix)
    return replace(
        first,
        duplicate_groups=len(groups),
        duplicate_ballots=sum(map(len, groups)),
        largest_duplicate=max(map(len, groups), default=0),
        reversed=int((consensus(matrix) < REVERSED_BELOW).sum()),
        largest_score_shift=float(moved.score_shift.max(initial=0)),
        largest_rank_shift=int(moved.rank_shift.max(initial=0)),
        own_influence=own_influence(matrix, rule, counts=counts),
        reciprocity=reciprocity(matrix, residuals=residuals),
        class_contrast=class_contrast(matrix, residuals=residuals),
    )


def _known(values: NDArray[np.float64], summary: Callable[[NDArray[np.float64]], float]) -> float:
    known = values[~np.isnan(values)]
    return float(summary(known)) if known.size else np.nan
