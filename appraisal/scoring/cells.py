"""The value of one cell (class, subject, criterion) under each rule, in integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exact import exact, over_common
from .outcome import Exact
from .registry import METHODS
from .rules import ScoringRule
from .tally import Tally

Integers = NDArray[Any]  # int64, or Python integers where a product could overflow


@dataclass(frozen=True, eq=False)
class Cells:
    """Values ``numerator / (denominator * unit)``, shape (…, K, S, C); denominator 0 where there is none.

    Leading axes, as in a stack of bootstrap tallies, pass through untouched.
    """

    numerator: Integers
    denominator: Integers
    unit: int
    skipped: NDArray[np.bool_]

    @property
    def values(self) -> NDArray[np.float64]:
        """The values in double precision, NaN where there is none."""
        there = self.denominator > 0
        ratio = self.numerator.astype(float) / np.where(there, self.denominator, 1) / self.unit
        return np.where(there, ratio, np.nan)

    @property
    def fractions(self) -> list[list[list[Exact]]]:
        """The exact values as ``[k][s][c]``, None where there is none."""
        top, bottom = self.numerator.tolist(), self.denominator.tolist()
        return [
            [[_ratio(a, b, self.unit) for a, b in zip(*row, strict=True)] for row in zip(*rows, strict=True)]
            for rows in zip(top, bottom, strict=True)
        ]


def mean_cells(tally: Tally, rule: ScoringRule) -> Cells:
    """Mean points of the marks, and of abstentions where they earn points."""
    counts, points, unit = _by_points(tally, rule)
    return Cells(counts @ points, counts.sum(-1), unit, _nowhere(counts))


def trimmed_cells(tally: Tally, rule: ScoringRule) -> Cells:
    """Mean points after dropping ballots at both ends (Tukey 1962).

    One of several tied extremes goes at a time. A cell with too few marks keeps its plain mean and is
    reported in `skipped`.
    """
    counts, points, unit = _by_points(tally, rule)
    n = counts.sum(-1)
    share = exact(rule.trim)
    trimmed_share = n * share.numerator // share.denominator
    low, high = rule.drop_low + trimmed_share, rule.drop_high + trimmed_share
    too_few = (n <= low + high) | (n <= rule.trim_above)
    reached = np.clip(counts.cumsum(-1), low[..., None], (n - high)[..., None])
    kept = np.diff(reached, axis=-1, prepend=low[..., None])
    asked_for = _trimmed_classes(tally, rule)[:, None, None]
    kept = np.where((asked_for & ~too_few)[..., None], kept, counts)
    return Cells(kept @ points, kept.sum(-1), unit, asked_for & too_few & (n > 0))


def median_cells(tally: Tally, rule: ScoringRule) -> Cells:
    """Midpoint median of the points."""
    counts, points, unit = _by_points(tally, rule)
    n, reached = counts.sum(-1), counts.cumsum(-1)
    last = len(points) - 1
    lower = np.minimum((reached <= (n[..., None] - 1) // 2).sum(-1), last)
    upper = np.minimum((reached <= n[..., None] // 2).sum(-1), last)
    return Cells(points[lower] + points[upper], np.where(n > 0, 2, 0), unit, _nowhere(counts))


def share_cells(tally: Tally, rule: ScoringRule, answers: Sequence[int]) -> Cells:
    """Share of the marks that fall on one of `answers`; abstentions that earn points enlarge the whole."""
    n = tally.valid + (0 if rule.earned is None else tally.abstained)
    return Cells(tally.counts[..., list(answers)].sum(-1), n, 1, _nowhere(tally.counts))


def cell_values(tally: Tally, rule: ScoringRule) -> Cells:
    """Value of every cell as a table shows it: under the rule, or the mean where the rule knows no cells."""
    return (METHODS[rule.method].cells or mean_cells)(tally, rule)


def _by_points(tally: Tally, rule: ScoringRule) -> tuple[NDArray[np.int64], Integers, int]:
    """Return counts by ascending points, those points as integers, and the unit that scales them back."""
    counts, points = tally.counts, list(tally.points)
    if rule.earned is not None:
        counts = np.concatenate((counts, tally.abstained[..., None]), axis=-1)
        points.append(rule.earned)
    whole, unit = over_common(points)
    order = sorted(range(len(whole)), key=whole.__getitem__)
    largest = max(map(abs, whole)) * (int(counts.sum(-1).max(initial=0)) + 2)
    ascending = np.array([whole[g] for g in order], dtype=np.int64 if largest < 2**62 else object)
    return counts[..., order], ascending, unit


def _trimmed_classes(tally: Tally, rule: ScoringRule) -> NDArray[np.bool_]:
    classes = np.arange(tally.counts.shape[-4])
    return np.isin(classes, classes if rule.trim_classes is None else rule.trim_classes)


def _nowhere(counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.zeros(counts.shape[:-1], dtype=bool)


def _ratio(numerator: int, denominator: int, unit: int) -> Exact:
    return Fraction(numerator, denominator * unit) if denominator else None
