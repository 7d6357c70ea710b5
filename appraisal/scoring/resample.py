"""Scores of resampled ballots: whole ballots are drawn again within each class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ballots import mark_statistics
from .combine import class_first, weighted_mean
from .marks import Block, Floats, Marks
from .matrix import ABSTAINED, BLOCK, RatingMatrix
from .normalise import block_values
from .presence import weighty
from .registry import METHODS
from .replicate import replicate_scores
from .rules import ScoringRule
from .tally import Tally
from .twoway import Sums, solve

AT_ONCE = 100  # replicates in memory together
GROUPED_ABOVE, GROUPS = 4000, 2000  # larger classes are drawn in groups: standard errors agree within 0.5 %
MOST_BALLOTS = 20_000  # rules that need a tally per replicate


class TooManyBallotsError(ValueError):
    """The rule needs every ballot in every replicate, and there are too many of them."""


Draw = Sequence[Floats]  # per class, how often each ballot or group was drawn: (n, units)
Scorer = Callable[[Draw], NDArray[np.float64]]


def resampled_scores(
    matrix: RatingMatrix, counts: Tally, rule: ScoringRule, n: int, seed: int
) -> NDArray[np.float64]:
    """Score `n` resamples of the ballots.

    Parameters
    ----------
    matrix : RatingMatrix
    counts : Tally
    rule : ScoringRule
    n, seed : int

    Returns
    -------
    ndarray of float64, shape (n, S)

    Raises
    ------
    TooManyBallotsError
        Above 20 000 ballots, for a rule that is not an average of marks.
    """
    averages = is_average(rule)
    if not averages and matrix.shape[3] > MOST_BALLOTS:
        raise TooManyBallotsError(f"{rule.method!r} is resampled up to {MOST_BALLOTS} ballots")
    units = [_units(size) if averages else size for size in matrix.sizes.tolist()]
    scorer = scorer_of(matrix, counts, rule)
    dtype = Marks(matrix).dtype
    parts = [scorer(draw) for draw in _draws(units, n, seed, dtype)]
    return np.concatenate(parts) if parts else np.empty((0, matrix.shape[1]))


def is_average(rule: ScoringRule) -> bool:
    """Say whether a score is a weighted average of marks, normalised or not."""
    return METHODS[rule.method].draws is averages


def scorer_of(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Scorer:
    """Return what scores draws of ballots under a rule."""
    return (METHODS[rule.method].draws or _tallies)(matrix, counts, rule)


def _units(size: int) -> int:
    """Return how many pieces a class is drawn in."""
    return size if size <= GROUPED_ABOVE else -(-size // -(-size // GROUPS))


def _draws(units: Sequence[int], n: int, seed: int, dtype: np.dtype[Any]) -> Iterator[Draw]:
    """Yield multinomial weights, AT_ONCE replicates at a time."""
    rng = np.random.default_rng(seed)
    for first in range(0, n, AT_ONCE):
        rows = min(AT_ONCE, n - first)
        yield [_multinomial(rng, rows, size).astype(dtype) for size in units]


def _multinomial(rng: np.random.Generator, rows: int, size: int) -> NDArray[np.int64]:
    if not size:
        return np.zeros((rows, 0), dtype=np.int64)
    drawn = rng.integers(0, size, (rows, size)) + np.arange(rows)[:, None] * size
    return np.bincount(drawn.ravel(), minlength=rows * size).reshape(rows, size)


def averages(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Scorer:
    """Prepare replicates of an average of marks: weights times sums, never a gather."""
    features, combine = average_parts(matrix, counts, rule, grouped=True)

    def scores(draw: Draw) -> NDArray[np.float64]:
        return combine(np.stack([w @ part for w, part in zip(draw, features, strict=True)], axis=1))

    return scores


def average_parts(
    matrix: RatingMatrix, counts: Tally, rule: ScoringRule, *, grouped: bool
) -> tuple[list[Floats], Callable[[Floats], NDArray[np.float64]]]:
    """Return sums of values and marks per class (units, 2 * S * C), and what scores such sums.

    The second takes sums (n, K, 2 * S * C) and returns scores (n, S).
    """
    marks, values = _block_values(matrix, rule)
    features = [_features(marks, values, k, grouped=grouped) for k in range(len(matrix.class_weights))]
    shape, classes = matrix.answers.shape[:2], weighty(counts)[0]
    readable = METHODS[rule.method].readable
    origin, unit = readable(counts) if readable else (marks.middle, marks.unit)
    weights = (Fraction(1),) if rule.pooled else matrix.class_weights

    def combine(sums: Floats) -> NDArray[np.float64]:
        summed, held = sums.astype(float).reshape(*sums.shape[:2], 2, *shape).transpose(2, 0, 1, 3, 4)
        if rule.pooled:
            summed, held = (part[:, classes].sum(1, keepdims=True) for part in (summed, held))
        with np.errstate(invalid="ignore", divide="ignore"):
            cells = np.where(held > 0, origin + unit * (summed / held), np.nan)
        return class_first(cells, weights, matrix.criterion_weights)

    return features, combine


Values = Callable[[int, slice], tuple[Floats, Floats]]


def _block_values(matrix: RatingMatrix, rule: ScoringRule) -> tuple[Marks, Values]:
    """Return the reader, and a function from criterion and ballots to values and marks (S, B)."""
    marks = Marks(matrix)

    def plain(c: int, ballots: slice) -> tuple[Floats, Floats]:
        block = marks.read(c, ballots)
        if rule.earned is None:
            return block.x, block.there
        declined = matrix.answers[:, c, ballots] == ABSTAINED
        earned = marks.dtype.type((float(rule.earned) - marks.middle) / marks.unit)
        return np.where(declined, earned, block.x), block.there + declined

    def normal(c: int, ballots: slice) -> tuple[Floats, Floats]:
        block = marks.read(c, ballots)
        return block_values(rule.method, block, marks), block.there

    return marks, plain if rule.method == "mean" else normal


def _features(marks: Marks, values: Values, k: int, *, grouped: bool) -> Floats:
    """Return sums of values and of marks over each piece of class k, shape (units, 2 * S * C)."""
    start, stop = marks.matrix.edges[k : k + 2].tolist()
    units = _units(stop - start) if grouped else stop - start
    size = -(-(stop - start) // max(units, 1))
    subjects, criteria, _ = marks.matrix.answers.shape
    found = np.empty((units, 2, subjects, criteria), dtype=marks.dtype)
    pieces = max(BLOCK // max(size, 1), 1)
    for first in range(0, units, pieces):
        ballots = slice(start + first * size, min(start + (first + pieces) * size, stop))
        for c in range(criteria):
            for part, block in enumerate(values(c, ballots)):
                found[first : first + pieces, part, :, c] = _sums(block, size).T
    return found.reshape(units, 2 * subjects * criteria)


def _sums(block: Floats, size: int) -> Floats:
    """Add up runs of `size` columns; the last run may be shorter."""
    if size == 1:
        return block
    if block.shape[1] % size:
        return np.add.reduceat(block, np.arange(0, block.shape[1], size), axis=1)
    return (block.reshape(-1, size) @ np.ones(size, block.dtype)).reshape(len(block), -1)


def _tallies(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Scorer:
    """Prepare replicates of a rule over the tally: weights times one-hot answers."""

    def scores(draw: Draw) -> NDArray[np.float64]:
        return replicate_scores(resampled_tallies(matrix, counts, draw), rule)

    return scores


def resampled_tallies(matrix: RatingMatrix, counts: Tally, draw: Draw) -> Tally:
    """Return the tallies of weighted ballots, with one leading axis for the draws."""
    classes, subjects, criteria, _, grades = matrix.shape
    kinds = np.arange(-2, grades)
    found = np.empty((len(draw[0]), classes, subjects, criteria, grades + 2), dtype=np.int64)
    for k, (start, stop) in enumerate(pairwise(matrix.edges.tolist())):
        for s, c in np.ndindex(subjects, criteria):
            is_answer = matrix.answers[s, c, start:stop, None] == kinds
            found[:, k, s, c] = draw[k] @ is_answer.astype(draw[k].dtype)
    return replace(counts, counts=found[..., 2:], abstained=found[..., 1], not_asked=found[..., 0])


def two_way_draws(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Scorer:
    """Prepare replicates of the two-way effects, solved one by one."""
    _, subjects, criteria, _, _ = matrix.shape
    blocks = [Marks(matrix).read(c, slice(None)) for c in range(criteria)]
    middle = mark_statistics(counts)[0]
    unit = Marks(matrix).unit

    def effects(block: Block, times: NDArray[np.float64]) -> NDArray[np.float64]:
        n = np.maximum(block.n, 1)
        weights = times * (block.n > 0) * (1 if rule.pooled else _class_share(matrix, block, times))
        joint = (block.there * (weights / n)) @ block.there.T
        right = block.x @ weights - block.there @ (weights * block.total / n)
        sums = Sums(joint, block.there @ weights, right, 0.0, float(weights.sum()), 0, 0, n)
        return solve(sums, unit).effects

    def scores(draw: Draw) -> NDArray[np.float64]:
        found = np.empty((len(draw[0]), subjects, criteria))
        for row, times in enumerate(np.concatenate(draw, axis=1).astype(float)):
            for c in range(criteria):
                found[row, :, c] = effects(blocks[c], times)
        return weighted_mean(found + middle, matrix.criterion_weights, axis=-1)

    return scores


def _class_share(matrix: RatingMatrix, block: Block, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return class weight over drawn ballots of the class that marked, per ballot (N,)."""
    voting = np.bincount(matrix.classes, times * (block.n > 0), len(matrix.class_weights))
    shares = np.array([float(weight) for weight in matrix.class_weights]) / np.maximum(voting, 1)
    return shares[matrix.classes]
