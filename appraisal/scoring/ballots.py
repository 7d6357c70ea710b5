"""Scores by any rule, from the ballots: the one entry an opening needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .combine import weighted_mean
from .matrix import RatingMatrix
from .normalise import combined, normalised_cells
from .official import require_known, score
from .outcome import Scores
from .registry import METHODS
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, tally
from .twoway import two_way


def score_ballots(
    matrix: RatingMatrix, rule: ScoringRule = DEFAULT_RULE, counts: Tally | None = None
) -> Scores:
    """Score every subject by any rule, also one that normalises ballots.

    A rule over the tally gives what `score` gives. A normalised rule gives scores put back on a readable
    scale: "centred" and "two-way" are mean + value, "standard" is mean + sd * value, with mean and standard
    deviation (ddof 1) of all valid marks of the criterion; "min-max" and "percentile" are 100 * value.

    Parameters
    ----------
    matrix : RatingMatrix
    rule : ScoringRule
    counts : Tally, optional
        The tally of the same matrix, where it is at hand.

    Returns
    -------
    Scores
        `exact` is None for a normalised rule: it cannot be recomputed from the tally.

    Raises
    ------
    ValueError
        As `score`.
    """
    counts = tally(matrix) if counts is None else counts
    from_ballots = METHODS[rule.method].from_ballots
    if from_ballots is None:
        return score(counts, rule)
    require_known(rule, counts)
    return from_ballots(matrix, rule, counts)


def normalised_scores(matrix: RatingMatrix, rule: ScoringRule, counts: Tally) -> Scores:
    """Combine normalised marks, put back on the readable scale of the method."""
    cells = normalised_cells(matrix, (rule.method,), counts)[rule.method]
    readable = METHODS[rule.method].readable
    origin, unit = readable(counts) if readable else (0.0, 1.0)
    return combined(origin + unit * cells, counts, rule)


def two_way_scores(matrix: RatingMatrix, rule: ScoringRule, counts: Tally) -> Scores:
    """Return two-way effects around the mean of all marks, beside each class's plain mean.

    Ballots weigh by their class, or all alike under a pooled rule.
    """
    fit = two_way(matrix, weighted=not rule.pooled)
    by_criterion = fit.subjects + mark_statistics(counts)[0]
    values = weighted_mean(by_criterion, matrix.criterion_weights, axis=1)
    plain = score(counts, replace(rule, method="mean"))
    values = np.where(np.isnan(fit.values) | np.isnan(plain.values), np.nan, values)
    return Scores(values, None, by_criterion, plain.classes, plain.flags)


def mark_statistics(counts: Tally) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and standard deviation (ddof 1) of all valid marks, per criterion, shape (C,) each."""
    points = np.array([float(value) for value in counts.points])
    marks = counts.counts.sum((0, 1))
    n = marks.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = marks @ points / n
        squares = (marks * (points - mean[:, None]) ** 2).sum(-1)
        return mean, np.where(n > 1, np.sqrt(squares / (n - 1)), 0.0)


def share_of_hundred(counts: Tally) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read a share as points of a hundred."""
    return np.zeros(1), np.full(1, 100.0)


def around_mean(counts: Tally) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Put points back around the mean of all valid marks."""
    return mark_statistics(counts)[0], np.ones(1)
