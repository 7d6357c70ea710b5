"""Majority judgment: the median grade, and the whole distribution behind it.

Balinski & Laraki, "A theory of measuring, electing, and ranking", PNAS 104 (2007); *Majority Judgment*,
MIT Press 2010.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from operator import truediv
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exact import over_common
from .outcome import Exact, Flag, Scores
from .tally import Tally

HALF = Fraction(1, 2)
Shares = tuple[Fraction, ...]
OrderKey = tuple[Fraction | float, ...]


@dataclass(frozen=True, eq=False)
class Majority:
    """Majority grades and the order they give.

    Attributes
    ----------
    grades : ndarray of int64, shape (S,)
        Lower middlemost answer, -1 unrated.
    above, below : tuple of S Fraction or None
        Share of better and of worse answers than the grade.
    signs : tuple of S str
        "+" if above exceeds below, else "-"; "" unrated.
    ranks : ndarray of int64, shape (S,)
        1 is best, equal distributions share, 0 unrated.
    shares : tuple of S tuples of G Fraction, or None
        Weighted share of each answer.
    """

    grades: NDArray[np.int64]
    above: tuple[Exact, ...]
    below: tuple[Exact, ...]
    signs: tuple[str, ...]
    ranks: NDArray[np.int64]
    shares: tuple[Shares | None, ...]


def majority_judgment(tally: Tally) -> Majority:
    """Rank subjects by majority judgment, exactly.

    The gauge (grade, share above, share below) does not settle the order, because it ties where
    distributions differ. Here the whole distributions are compared from the middle out, which on equal
    ballot counts is the majority value.

    Parameters
    ----------
    tally : Tally

    Returns
    -------
    Majority
    """
    shares = answer_shares(tally)
    grades = [-1 if row is None else majority_grade(row) for row in shares]
    graded = list(zip(shares, grades, strict=True))
    above = tuple(None if row is None else sum(row[g + 1 :], Fraction(0)) for row, g in graded)
    below = tuple(None if row is None else sum(row[:g], Fraction(0)) for row, g in graded)
    signs = tuple("" if p is None or q is None else "-+"[p > q] for p, q in zip(above, below, strict=True))
    return Majority(np.array(grades), above, below, signs, majority_ranks(tally), shares)


def answer_shares(tally: Tally) -> tuple[Shares | None, ...]:
    """Return the weighted share of each answer per subject, None where nobody rated it.

    Class first, as in the score: over the criteria a class marked, then over the classes that marked.
    """
    counts = weighted_counts(tally)
    return tuple(None if row is None else tuple(Fraction(h, sum(row)) for h in row) for row in counts)


def weighted_counts(tally: Tally) -> tuple[tuple[int, ...] | None, ...]:
    """Return integers in proportion to `answer_shares`."""
    counts, valid = tally.counts.swapaxes(0, 1).tolist(), tally.valid.swapaxes(0, 1).tolist()
    return tuple(_subject_counts(*cells, tally) for cells in zip(counts, valid, strict=True))


def majority_grade(shares: Shares) -> int:
    """Return the smallest answer at or below which half of the shares lie."""
    return next(g for g, reached in enumerate(accumulate(shares)) if reached >= HALF)


def majority_ranks(tally: Tally) -> NDArray[np.int64]:
    """Rank subjects exactly (1 best, equal distributions share, 0 unrated)."""
    return ranks_of_reached([row and tuple(accumulate(row)) for row in weighted_counts(tally)])


def ranks_of_reached(reached: Sequence[Sequence[float] | None]) -> NDArray[np.int64]:
    """Rank cumulative counts, integers or shares (1 best, equal distributions share, 0 unrated)."""
    keys = {s: order_key(row) for s, row in enumerate(reached) if row is not None}
    ranks = np.zeros(len(reached), dtype=np.int64)
    better: OrderKey | None = None
    for place, s in enumerate(sorted(keys, key=keys.__getitem__, reverse=True), start=1):
        if keys[s] != better:
            better, rank = keys[s], place
        ranks[s] = rank
    return ranks


def order_key(reached: Sequence[float]) -> OrderKey:
    """Return a key that sorts cumulative distributions from the middle out, larger is better.

    For t from 0 to 1/2 the pair (answer at quantile 1/2 - t, answer at 1/2 + t) is compared, the lower
    answer first. The key is the pair at 0, then per change of the pair: when, and the new pair. The
    sooner the lower falls the worse, the sooner only the upper rises the better: hence the sign, and the
    0 where nothing changes any more. Integers are compared exactly, and are divided only for the key.
    """
    total = reached[-1]
    share: Callable[[Any, Any], Fraction | float] = Fraction if isinstance(total, int) else truediv
    twice = [2 * value - total for value in reached]
    lower = next(g for g, value in enumerate(twice) if value >= 0)
    upper = next(g for g, value in enumerate(twice) if value > 0)
    key: list[Fraction | float] = [lower, upper]
    while True:
        fall = -twice[lower - 1] if lower else total
        here = min(fall, twice[upper])
        if here >= total:
            return (*key, 0)
        while lower and -twice[lower - 1] <= here:
            lower -= 1
        while twice[upper] <= here:
            upper += 1
        left = share(total - here, total)
        key += [-left if here == fall else left, lower, upper]


def majority_scores(source: Tally, flags: tuple[Flag, ...], tally: Tally) -> Scores:
    """Return minus the majority rank as score, for all, per criterion and per class.

    Parameters
    ----------
    source : Tally
        What the score is taken from; pooled, if the rule says so.
    flags : tuple of Flag
    tally : Tally
        The tally with its classes, for display.
    """
    classes, _, criteria, _ = tally.counts.shape
    return Scores(
        values=_order(source),
        exact=None,
        criteria=np.stack([_order(_one_criterion(source, c)) for c in range(criteria)], axis=1),
        classes=np.stack([_order(_one_class(tally, k)) for k in range(classes)]),
        flags=flags,
    )


def _one_class(tally: Tally, k: int) -> Tally:
    return replace(tally, counts=tally.counts[[k]], class_weights=(Fraction(1),))


def _one_criterion(tally: Tally, c: int) -> Tally:
    return replace(tally, counts=tally.counts[:, :, [c]], criterion_weights=(Fraction(1),))


def _subject_counts(
    counts: list[list[list[int]]], valid: list[list[int]], tally: Tally
) -> tuple[int, ...] | None:
    """Add up histograms ``counts[k][c]`` with one integer weight each, over a common denominator."""
    weights = _mark_weights(valid, tally)
    if not weights:
        return None
    whole, _ = over_common(list(weights.values()))
    parts = [[times * h for h in counts[k][c]] for (k, c), times in zip(weights, whole, strict=True)]
    return tuple(map(sum, zip(*parts, strict=True)))


def _mark_weights(valid: list[list[int]], tally: Tally) -> dict[tuple[int, int], Fraction]:
    """Return by (class, criterion) the weight of one mark; all marks together weigh 1."""
    held = {
        k: [c for c, weight in enumerate(tally.criterion_weights) if weight and row[c]]
        for k, row in enumerate(valid)
        if tally.class_weights[k]
    }
    together = sum((tally.class_weights[k] for k, criteria in held.items() if criteria), Fraction(0))
    weights = {}
    for k, criteria in held.items():
        on_them = sum((tally.criterion_weights[c] for c in criteria), Fraction(0))
        for c in criteria:
            share = tally.class_weights[k] / together * tally.criterion_weights[c] / on_them
            weights[k, c] = share / valid[k][c]
    return weights


def _order(tally: Tally) -> NDArray[np.float64]:
    ranks = majority_ranks(tally)
    return np.where(ranks > 0, -ranks.astype(float), np.nan)
