"""Scores of many tallies at once, in double precision: what bootstrap and sensitivity need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .cells import cell_values, share_cells
from .combine import class_first, weighted_mean
from .exact import exact
from .majority import ranks_of_reached
from .official import score, step_answers
from .presence import weighty
from .registry import METHODS
from .rules import ScoringRule
from .tally import Tally, pooled

SHARE_DECIMALS = 12
BOUNDARY = 1e-12  # a share this close to a bound is on it: in floats 9/10 must still count as 90 %


def replicate_scores(stack: Tally, rule: ScoringRule) -> NDArray[np.float64]:
    """Score a stack of tallies by a rule over the tally.

    Parameters
    ----------
    stack : Tally
        With a leading axis: counts (n, K, S, C, G), abstained and not_asked (n, K, S, C).
    rule : ScoringRule

    Returns
    -------
    ndarray of float64, shape (n, S)
        NaN where a replicate leaves a subject unrated.
    """
    classes, criteria = weighty(stack)
    unrated = ~(stack.valid[:, classes][..., criteria] > 0).any((1, 3))
    source = pooled(stack) if rule.pooled else stack
    return np.where(unrated, np.nan, _scores_of(rule)(source, rule))


def _scores_of(rule: ScoringRule) -> Callable[[Tally, ScoringRule], NDArray[np.float64]]:
    row = METHODS[rule.method]
    return row.replicate or (_cells_combined if row.cells else _one_by_one)


def _cells_combined(stack: Tally, rule: ScoringRule) -> NDArray[np.float64]:
    values = cell_values(stack, rule).values
    return class_first(values, stack.class_weights, stack.criterion_weights)


def _one_by_one(stack: Tally, rule: ScoringRule) -> NDArray[np.float64]:
    """Score every tally by itself, exactly: slow, and right for any rule."""
    found = np.empty((len(stack.counts), stack.counts.shape[-3]))
    alone = replace(rule, pooled=False, missing_class="share", ties=())
    for row, parts in enumerate(zip(stack.counts, stack.abstained, stack.not_asked, strict=True)):
        counts, abstained, not_asked = parts
        single = replace(stack, counts=counts, abstained=abstained, not_asked=not_asked)
        found[row] = score(single, alone).values
    return found


def step_replicates(stack: Tally, rule: ScoringRule) -> NDArray[np.float64]:
    """Look up points by shares, which are compared within rounding."""
    top, low = (
        weighted_mean(share_cells(stack, rule, answers).values, stack.class_weights, axis=-3)
        for answers in step_answers(stack, rule)
    )
    conditions, points = [], []
    for step in rule.steps:
        below = np.inf if step.low_below is None else float(exact(step.low_below)) - BOUNDARY
        conditions.append((top >= float(exact(step.top_at_least)) - BOUNDARY) & (low < below))
        points.append(float(exact(step.points)))
    return weighted_mean(np.select(conditions, points, np.nan), stack.criterion_weights, axis=-1)


def majority_replicates(stack: Tally, rule: ScoringRule) -> NDArray[np.float64]:
    """Put minus the majority rank for the score; shares are rounded so that equal ones stay equal."""
    with np.errstate(invalid="ignore"):
        shares = stack.counts / stack.valid[..., None]
    by_class = weighted_mean(shares, stack.criterion_weights, axis=-2)
    reached = weighted_mean(by_class, stack.class_weights, axis=-3).cumsum(-1).round(SHARE_DECIMALS)
    keys = [[None if row[-1] != row[-1] else row for row in rows] for rows in reached.tolist()]
    places = np.array([ranks_of_reached(rows) for rows in keys], dtype=float)
    return np.where(places > 0, -places, np.nan)
