"""How far one ballot moves scores and ranks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix
from .ranking import rank_rows
from .replicate import replicate_scores
from .resample import average_parts, is_average, scorer_of
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, tally

Floats = NDArray[np.float64]
ROWS = 256  # ballots left out in memory together


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """Largest absolute change when a stored ballot is left out; for use in memory only.

    Attributes
    ----------
    score_shift : ndarray of float64, shape (N,)
        Of any subject's score, in points.
    rank_shift : ndarray of int64, shape (N,)
        Of any subject's rank.
    """

    score_shift: Floats
    rank_shift: NDArray[np.int64]


def leave_one_out(
    matrix: RatingMatrix, rule: ScoringRule = DEFAULT_RULE, *, counts: Tally | None = None
) -> LeaveOneOut:
    """Leave out every ballot in turn.

    Averages have a closed form; other rules are scored again from the tally less one ballot. A normalised
    rule keeps the mean and deviation that make it readable. A subject that a ballot alone had rated
    counts as unmoved.

    Parameters
    ----------
    matrix : RatingMatrix
    rule : ScoringRule
    counts : Tally, optional
        The tally of the same matrix, where it is at hand.
    """
    counts = tally(matrix) if counts is None else counts
    ballots = matrix.shape[3]
    score_shift, rank_shift = np.zeros(ballots), np.zeros(ballots, dtype=np.int64)
    if not ballots:
        return LeaveOneOut(score_shift, rank_shift)
    without, everyone = _rescorer(matrix, counts, rule)
    places = rank_rows(everyone)
    for k, rows in matrix.blocks(ROWS):
        scores = without(k, rows)
        ranks = rank_rows(scores)
        score_shift[rows] = np.nan_to_num(np.abs(scores - everyone)).max(1)
        rank_shift[rows] = np.where((ranks > 0) & (places > 0), np.abs(ranks - places), 0).max(1)
    return LeaveOneOut(score_shift, rank_shift)


Rescore = Callable[[int, slice], Floats]


def _rescorer(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> tuple[Rescore, Floats]:
    """Return a function from class and ballots to scores (B, S) without each, and the scores (1, S)."""
    if is_average(rule):
        return _average(matrix, counts, rule)
    if rule.needs_ballots:
        return _weights(matrix, counts, rule)
    return _tally(matrix, counts, rule)


def _average(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> tuple[Rescore, Floats]:
    features, combine = average_parts(matrix, counts, rule, grouped=False)
    total = np.stack([part.sum(0) for part in features])

    def without(k: int, rows: slice) -> Floats:
        first = int(matrix.edges[k])
        sums = np.repeat(total[None], rows.stop - rows.start, axis=0)
        sums[:, k] -= features[k][rows.start - first : rows.stop - first]
        return combine(sums)

    return without, combine(total[None])


def _weights(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> tuple[Rescore, Floats]:
    scorer = scorer_of(matrix, counts, rule)

    def draw(rows: int) -> Floats:
        return np.ones((rows, matrix.shape[3]))

    def without(k: int, rows: slice) -> Floats:
        times = draw(rows.stop - rows.start)
        times[np.arange(len(times)), np.arange(rows.start, rows.stop)] = 0
        return scorer(np.split(times, matrix.edges[1:-1], axis=1))

    return without, scorer(np.split(draw(1), matrix.edges[1:-1], axis=1))


def _tally(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> tuple[Rescore, Floats]:
    whole = np.concatenate((counts.counts, counts.not_asked[..., None], counts.abstained[..., None]), axis=-1)
    subjects, criteria = np.indices(matrix.answers.shape[:2])[..., None]

    def stack(rows: int) -> NDArray[np.int64]:
        return np.repeat(whole[None], rows, axis=0)

    def scored(found: NDArray[np.int64]) -> Floats:
        valid, not_asked, abstained = found[..., :-2], found[..., -2], found[..., -1]
        return replicate_scores(replace(counts, counts=valid, not_asked=not_asked, abstained=abstained), rule)

    def without(k: int, rows: slice) -> Floats:
        found = stack(rows.stop - rows.start)
        found[np.arange(len(found)), k, subjects, criteria, matrix.answers[..., rows]] -= 1
        return scored(found)

    return without, scored(stack(1))
