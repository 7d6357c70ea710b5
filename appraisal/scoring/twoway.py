"""Two-way least squares: subjects and ballots as effects, missing cells allowed.

Yates, "The analysis of multiple classifications with unequal numbers", JASA 29 (1934), and Empire Journal
of Experimental Agriculture 8 (1940); Searle, *Linear Models for Unbalanced Data*, Wiley 1987.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .combine import weighted_mean
from .marks import Floats, Marks
from .matrix import RatingMatrix


@dataclass(frozen=True, eq=False)
class TwoWay:
    """Effects of subjects and ballots, in points; NaN where something was not rated or not comparable.

    Attributes
    ----------
    subjects : ndarray, shape (S, C)
        Effect of each subject, summing to 0 over those rated.
    severity : ndarray, shape (C, N)
        Severity of each stored ballot, mean 0; positive is severe. For use in memory only.
    values : ndarray, shape (S,)
        Effects combined over criteria by weight.
    se : ndarray, shape (S, C)
        Standard errors of the effects.
    sigma : ndarray, shape (C,)
        Residual standard deviation.
    components : ndarray of int64, shape (S, C)
        Groups of subjects connected by shared ballots; -1 unrated.
    comparable : bool
        Every criterion has one group; otherwise values of different groups cannot be compared.
    rss, df : ndarray, shape (C,)
        Residual sum of squares and its degrees of freedom.
    mean : ndarray, shape (C,)
        Grand mean, mu.
    """

    subjects: NDArray[np.float64]
    severity: NDArray[np.float64]
    values: NDArray[np.float64]
    se: NDArray[np.float64]
    sigma: NDArray[np.float64]
    components: NDArray[np.int64]
    comparable: bool
    rss: NDArray[np.float64]
    df: NDArray[np.int64]
    mean: NDArray[np.float64]


def two_way(matrix: RatingMatrix, *, weighted: bool = False) -> TwoWay:
    """Fit ``x = mu + subject - severity`` to every criterion.

    Parameters
    ----------
    matrix : RatingMatrix
    weighted : bool
        Weigh each ballot by its class: class weight over ballots of the class that marked the criterion.
        Else every ballot weighs 1.

    Returns
    -------
    TwoWay
        A criterion whose subjects fall into groups that share no ballot has NaN effects.
    """
    _, subjects, criteria, ballots, _ = matrix.shape
    marks, fits, mean = Marks(matrix), [], np.full(criteria, np.nan)
    severity = np.full((criteria, ballots), np.nan, dtype=marks.dtype)
    for c in range(criteria):
        sums = eliminate(marks, c, ballot_weights(matrix, c, weighted=weighted))
        fits.append(solve(sums, marks.unit))
        mean[c], severity[c] = ballot_effects(fits[c].effects, sums.means, marks, c)
    effects = np.stack([fit.effects for fit in fits], axis=1)
    components = np.stack([fit.components for fit in fits], axis=1)
    comparable = bool((components <= 0).all())
    values = weighted_mean(effects, matrix.criterion_weights, axis=1)
    return TwoWay(
        subjects=effects,
        severity=severity,
        values=values if comparable else np.full(subjects, np.nan),
        se=np.stack([fit.se for fit in fits], axis=1),
        sigma=np.array([fit.sigma for fit in fits]),
        components=components,
        comparable=comparable,
        rss=np.array([fit.rss for fit in fits]),
        df=np.array([fit.df for fit in fits]),
        mean=mean,
    )


@dataclass(frozen=True, eq=False)
class Sums:
    """What one pass over the ballots of a criterion leaves, in units of x.

    Attributes
    ----------
    joint : ndarray, shape (S, S)
        Sum of w m mᵀ / n over ballots.
    marks : ndarray, shape (S,)
        Weighted marks per subject.
    right : ndarray, shape (S,)
        Weighted sum of deviations from the ballot mean.
    within : float
        Weighted sum of squared deviations.
    weight : float
        Weight of the ballots with a mark.
    count, ballots : int
        Marks and ballots with positive weight.
    means : ndarray, shape (N,)
        Mean x of each ballot, NaN without marks.
    """

    joint: NDArray[np.float64]
    marks: NDArray[np.float64]
    right: NDArray[np.float64]
    within: float
    weight: float
    count: int
    ballots: int
    means: Floats


def eliminate(marks: Marks, c: int, weights: NDArray[np.float64]) -> Sums:
    """Read the ballots of a criterion once, with one weight per class (K,)."""
    subjects, _, ballots = marks.matrix.answers.shape
    joint, held, right = np.zeros((subjects, subjects)), np.zeros(subjects), np.zeros(subjects)
    within = weight = 0.0
    count = voting = 0
    means = np.full(ballots, np.nan, dtype=marks.dtype)
    for k, block_of in marks.matrix.blocks():
        block = marks.read(c, block_of)
        n, total = block.n, block.total
        share = 1 / np.maximum(n, 1)
        mean = total * share
        means[block_of] = np.where(n > 0, mean, np.nan)
        if not weights[k]:
            continue
        joint += weights[k] * ((block.there * share) @ block.there.T)
        held += weights[k] * block.there.sum(1)
        right += weights[k] * (block.x.sum(1) - block.there @ mean)
        within += weights[k] * float((block.squares - total * mean).sum(dtype=np.float64))
        weight += float(weights[k]) * np.count_nonzero(n)
        voting += int(np.count_nonzero(n))
        count += int(n.sum(dtype=np.float64))
    return Sums(joint, held, right, within, weight, count, voting, means)


@dataclass(frozen=True, eq=False)
class Fit:
    """One criterion solved, in points."""

    effects: NDArray[np.float64]
    se: NDArray[np.float64]
    components: NDArray[np.int64]
    rss: float
    df: int
    sigma: float


def solve(sums: Sums, unit: float) -> Fit:
    """Solve the normal equations, or leave NaN where subjects cannot be compared.

    The rank is filled by a multiple of 11ᵀ on the scale of the matrix itself: a ridge would lose the mean
    to cancellation, and a min-norm answer would compare what nobody compared.
    """
    components = connected(sums.joint > 0)
    effects, se = np.full((2, len(components)), np.nan)
    df = sums.count - int((components >= 0).sum()) - sums.ballots + 1
    if components.max(initial=-1) != 0:
        return Fit(effects, se, components, np.nan, df, np.nan)
    rated = components == 0
    size = int(rated.sum())
    information = np.diag(sums.marks[rated]) - sums.joint[np.ix_(rated, rated)]
    inverse = np.linalg.inv(information + sums.weight / size)
    found = inverse @ sums.right[rated]
    found -= found.mean()
    rss = max(sums.within - float(found @ sums.right[rated]), 0.0)
    sigma = np.sqrt(rss / df) if df > 0 else np.nan
    effects[rated] = found * unit
    spread = np.diag(inverse) - 1 / (sums.weight * size)
    se[rated] = np.sqrt(np.maximum(spread, 0)) * sigma * unit
    return Fit(effects, se, components, rss * unit**2, df, sigma * unit)


def connected(joined: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Label the connected groups of a symmetric relation, shape (S,); -1 what is not related to itself."""
    labels = np.full(len(joined), -1)
    for start in np.flatnonzero(np.diag(joined)):
        if labels[start] >= 0:
            continue
        reached = joined[start]
        while (wider := joined[reached].any(0)).sum() > reached.sum():
            reached = wider
        labels[reached] = labels.max() + 1
    return labels


def ballot_effects(effects: NDArray[np.float64], means: Floats, marks: Marks, c: int) -> tuple[float, Floats]:
    """Return mu and the severity of each ballot, given subject effects in points and ballot means of x."""
    level = np.full(len(means), np.nan, dtype=marks.dtype)
    known = np.nan_to_num(effects).astype(marks.dtype)
    for _, ballots in marks.matrix.blocks():
        block = marks.read(c, ballots)
        level[ballots] = (known @ block.there) / np.maximum(block.n, 1)
    level = means * marks.dtype.type(marks.unit) + marks.dtype.type(marks.middle) - level
    if np.isnan(effects).all():
        return np.nan, np.full_like(level, np.nan)
    mean = float(np.nanmean(level, dtype=np.float64))
    return mean, mean - level


def ballot_weights(matrix: RatingMatrix, c: int, *, weighted: bool) -> NDArray[np.float64]:
    """Return the weight of one ballot of each class on a criterion, shape (K,)."""
    if not weighted:
        return np.ones(len(matrix.class_weights))
    edges = pairwise(matrix.edges.tolist())
    voting = [np.count_nonzero(matrix.answers[:, c, a:b].max(0, initial=-1) >= 0) for a, b in edges]
    return np.array([float(weight) for weight in matrix.class_weights]) / np.maximum(voting, 1)
