"""Per-ballot normalisation: what is left of a mark when harshness and boldness are taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .combine import weighted_mean
from .marks import Block, Floats, Marks
from .matrix import RatingMatrix
from .outcome import Scores
from .presence import presence_flags
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, attendance


@dataclass(frozen=True, eq=False)
class BallotStatistics:
    """Mean, standard deviation (ddof 1), least and greatest mark of ballots, shape (B,) each.

    `varies` says whether the last two differ; it is decided on integers.
    """

    mean: Floats
    sd: Floats
    least: Floats
    greatest: Floats
    varies: NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """A normalisation that moves every mark of a ballot along one straight line.

    Attributes
    ----------
    through : function of BallotStatistics
        Returns slope and offset.
    constant : float
        Value of a ballot that gives one and the same mark everywhere.
    has_unit : bool
        The value is in points.
    """

    through: Callable[[BallotStatistics], tuple[Floats, Floats]]
    constant: float
    has_unit: bool = False


def _centred(of: BallotStatistics) -> tuple[Floats, Floats]:
    return np.ones_like(of.mean), -of.mean


def _standard(of: BallotStatistics) -> tuple[Floats, Floats]:
    return 1 / of.sd, -of.mean / of.sd


def _min_max(of: BallotStatistics) -> tuple[Floats, Floats]:
    width = of.greatest - of.least
    return 1 / width, -of.least / width


LINES = {
    "centred": Line(_centred, 0.0, has_unit=True),
    "standard": Line(_standard, 0.0),
    "min-max": Line(_min_max, 0.5),
}
KINDS = (*LINES, "percentile")


def normalised(matrix: RatingMatrix, kind: str) -> NDArray[np.float64]:
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
    require_kind(kind)
    found = np.full(matrix.answers.shape, np.nan)
    if len(found) < 2:
        return found
    marks = Marks(matrix)
    for _, ballots in matrix.blocks():
        for c in range(matrix.shape[2]):
            block = marks.read(c, ballots)
            found[:, c, ballots] = np.where(block.there, block_values(kind, block, marks), np.nan)
    return found


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
    counts = attendance(matrix)
    return combined(normalised_cells(matrix, (kind,), counts)[kind], counts, rule)


def shadows(matrix: RatingMatrix, counts: Tally) -> dict[str, Scores]:
    """Score by every normalisation in one pass over the ballots."""
    cells = normalised_cells(matrix, KINDS, counts)
    return {kind: combined(cells[kind], counts, DEFAULT_RULE) for kind in KINDS}


def normalised_cells(
    matrix: RatingMatrix, kinds: tuple[str, ...], counts: Tally
) -> dict[str, NDArray[np.float64]]:
    """Average normalised marks per cell and kind, shape (K, S, C), NaN where there is no mark.

    The normalised marks themselves are never formed: on a line they add up as
    ``x @ slope + there @ offset``.
    """
    for kind in kinds:
        require_kind(kind)
    classes, subjects, criteria, _, _ = matrix.shape
    sums = {kind: np.zeros((classes, subjects, criteria)) for kind in kinds}
    marks = Marks(matrix)
    for k, ballots in matrix.blocks():
        for c in range(criteria):
            block = marks.read(c, ballots)
            statistics = ballot_statistics(block, marks)
            for kind in kinds:
                sums[kind][k, :, c] += _sums(kind, block, statistics, marks)
    with np.errstate(invalid="ignore"):
        nothing = np.nan if subjects < 2 else 1.0
        return {kind: total * nothing / counts.valid for kind, total in sums.items()}


def combined(cells: NDArray[np.float64], counts: Tally, rule: ScoringRule) -> Scores:
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


def require_kind(kind: str) -> None:
    """Refuse an unknown normalisation."""
    if kind not in KINDS:
        raise ValueError(f"unknown normalisation {kind!r}, one of {', '.join(KINDS)}")


def block_values(kind: str, block: Block, marks: Marks) -> Floats:
    """Return the normalised marks of a block, shape (S, B); 0 where there is none."""
    if kind == "percentile":
        return _places(block) * block.there
    slope, offset = _slope_and_offset(LINES[kind], ballot_statistics(block, marks), marks)
    return (block.x * slope + offset) * block.there


def ballot_statistics(block: Block, marks: Marks) -> BallotStatistics:
    """Return what the lines of a block of ballots go through."""
    n, total = block.n, block.total
    lowest, highest = block.lowest, block.highest
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        sd = np.sqrt((block.squares - total * mean) / (n - 1))
    least, greatest = (marks.level_x.astype(marks.dtype)[level] for level in (lowest, highest))
    return BallotStatistics(mean, sd, least, greatest, highest > lowest)


def _sums(kind: str, block: Block, statistics: BallotStatistics, marks: Marks) -> Floats:
    """Add up the normalised marks of every subject, shape (S,)."""
    if kind == "percentile":
        return np.asarray(block_values(kind, block, marks).sum(1))
    slope, offset = _slope_and_offset(LINES[kind], statistics, marks)
    return np.asarray(block.x @ slope + block.there @ offset)


def _slope_and_offset(line: Line, of: BallotStatistics, marks: Marks) -> tuple[Floats, Floats]:
    """Return the line of each ballot; flat where all its marks are alike, which integers decide."""
    with np.errstate(invalid="ignore", divide="ignore"):
        slope, offset = line.through(of)
    unit = marks.dtype.type(marks.unit if line.has_unit else 1)
    constant = marks.dtype.type(line.constant)
    return np.where(of.varies, slope * unit, 0), np.where(of.varies, offset * unit, constant)


def _places(block: Block) -> Floats:
    """Return (mid-rank - 1/2) / n, which is half of 1 + (subjects beaten - subjects lost to) / n."""
    n = np.maximum(block.n, 1)
    return (1 + net_wins(block) / n) / 2


def net_wins(block: Block) -> NDArray[np.signedinteger]:
    """Return how many subjects each beats on a ballot less how many beat it, shape (S, B).

    What was not marked neither beats nor loses; its own entry means nothing.
    """
    subjects = len(block.levels)
    counter = np.int8 if subjects <= np.iinfo(np.int8).max else np.int16
    ceiling = np.where(block.levels < 0, np.iinfo(block.levels.dtype).max, block.levels)
    net = np.zeros(block.levels.shape, dtype=counter)
    for own, into in zip(block.levels, net, strict=True):
        np.sum(own > ceiling, axis=0, dtype=counter, out=into)
        into -= np.sum((own < block.levels), axis=0, dtype=counter)
    return net
