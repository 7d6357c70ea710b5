"""Per-ballot normalisation: what is left of a mark when harshness and boldness are taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .combine import weighted_mean
from .matrix import RatingMatrix
from .outcome import Scores
from .presence import presence_flags
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, tally

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BallotStatistics:
    """Count, mean, standard deviation (ddof 1), least and greatest points of ballots, shape (B,) each."""

    n: Floats
    mean: Floats
    sd: Floats
    least: Floats
    greatest: Floats


Line = Callable[[BallotStatistics], tuple[Floats, Floats]]

LINES: dict[str, tuple[Line, float]] = {
    # kind: slope and offset of the straight line each ballot's marks go through, value of a constant ballot
    "centred": (lambda of: (np.ones_like(of.mean), -of.mean), 0.0),
    "standard": (lambda of: (1 / of.sd, -of.mean / of.sd), 0.0),
    "min-max": (lambda of: (1 / (of.greatest - of.least), -of.least / (of.greatest - of.least)), 0.5),
}
KINDS = (*LINES, "percentile")


def normalised(matrix: RatingMatrix, kind: str) -> Floats:
    """Normalise every mark within its ballot and criterion.

    Parameters
    ----------
    matrix : RatingMatrix
    kind : str
        "centred": x - mean; "standard": (x - mean) / sd with ddof 1; "min-max": (x - min) / (max - min);
        "percentile": (mid-rank - 1/2) / n, ascending.

    Returns
    -------
    ndarray of float64, shape (S, C, N)
        NaN where there is no mark, and everywhere if there is one subject only. A constant ballot has 0
        ("centred", "standard") or 1/2. Eight bytes a cell: for large meetings use `shadow`.

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    value = _values_of(kind)
    found = np.full(matrix.answers.shape, np.nan)
    scale = ascending(matrix.points)
    for _, block in matrix.blocks():
        for c in range(matrix.answers.shape[1]):
            found[:, c, block] = value(*scale.read(matrix.answers[:, c, block]))
    return found if len(found) > 1 else np.full_like(found, np.nan)


def shadow(matrix: RatingMatrix, kind: str, rule: ScoringRule = DEFAULT_RULE) -> Scores:
    """Score subjects on normalised marks, combined by class and criterion as in the mean.

    Parameters
    ----------
    matrix : RatingMatrix
    kind : str
        As in `normalised`.
    rule : ScoringRule
        Only `pooled` and `missing_class` matter.

    Returns
    -------
    Scores
        In the unit of the normalisation; `score_ballots` puts them back on a readable scale.
    """
    counts = tally(matrix)
    return combined(normalised_cells(matrix, kind, counts), counts, rule)


def normalised_cells(matrix: RatingMatrix, kind: str, counts: Tally) -> Floats:
    """Average normalised marks per cell, shape (K, S, C), NaN where there is no mark."""
    value = _values_of(kind)
    scale = ascending(matrix.points)
    classes, subjects, criteria, _, _ = matrix.shape
    sums = np.zeros((classes, subjects, criteria))
    for k, block in matrix.blocks():
        for c in range(criteria):
            sums[k, :, c] += np.nansum(value(*scale.read(matrix.answers[:, c, block])), axis=1)
    with np.errstate(invalid="ignore"):
        return sums / counts.valid if subjects > 1 else np.full_like(sums, np.nan)


def combined(cells: Floats, counts: Tally, rule: ScoringRule) -> Scores:
    """Combine cell values (K, S, C) as the mean does, or weigh every mark alike under a pooled rule."""
    weights = np.array([float(w) for w in counts.class_weights])[:, None, None] + np.zeros(cells.shape)
    if rule.pooled:
        weights = (weights > 0) * counts.valid.astype(float)
    by_criterion = weighted_mean(cells, weights, axis=0)
    by_class = weighted_mean(cells, counts.criterion_weights, axis=-1)
    if rule.pooled:
        values = weighted_mean(by_criterion, counts.criterion_weights, axis=-1)
    else:
        values = weighted_mean(by_class, counts.class_weights, axis=0)
    return Scores(values, None, by_criterion, by_class, presence_flags(counts, rule))


@dataclass(frozen=True, eq=False)
class AscendingScale:
    """Points in strictly ascending order, and the level of each answer among them."""

    levels: NDArray[np.int16]
    points: Floats

    def read(self, answers: NDArray[np.signedinteger]) -> tuple[NDArray[np.int16], Floats]:
        """Return levels and points of a block (S, B); -1 and NaN where there is no mark."""
        levels = self.levels[answers]
        return levels, self.points[levels]


def ascending(points: tuple[Fraction, ...]) -> AscendingScale:
    """Order points, so that "all alike" can be asked of integers and never of floats."""
    distinct = sorted(set(points))
    level = {value: place for place, value in enumerate(distinct)}
    levels = np.array([*(level[value] for value in points), -1, -1], dtype=np.int16)
    return AscendingScale(levels, np.array([*map(float, distinct), np.nan]))


def _values_of(kind: str) -> Callable[[NDArray[np.int16], Floats], Floats]:
    if kind not in KINDS:
        raise ValueError(f"unknown normalisation {kind!r}, one of {', '.join(KINDS)}")
    return _percentile if kind == "percentile" else lambda levels, x: _on_line(kind, levels, x)


def _on_line(kind: str, levels: NDArray[np.int16], x: Floats) -> Floats:
    line, constant = LINES[kind]
    varies = levels.max(0) > np.where(levels < 0, np.iinfo(np.int16).max, levels).min(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope, offset = line(_statistics(x))
        return np.where(varies, slope * x + offset, np.where(np.isnan(x), np.nan, constant))


def _statistics(x: Floats) -> BallotStatistics:
    n = np.count_nonzero(~np.isnan(x), axis=0)
    mean = np.nansum(x, axis=0) / n
    sd = np.sqrt(np.nansum((x - mean) ** 2, axis=0) / (n - 1))
    return BallotStatistics(n.astype(float), mean, sd, np.fmin.reduce(x), np.fmax.reduce(x))


def _percentile(levels: NDArray[np.int16], x: Floats) -> Floats:
    """Return (mid-rank - 1/2) / n, which is half of 1 + (subjects beaten - subjects lost to) / n."""
    there = levels >= 0
    net = np.stack([((own > levels) & there).sum(0) - (own < levels).sum(0) for own in levels])
    return np.where(there, (1 + net / np.maximum(there.sum(0), 1)) / 2, np.nan)
