"""What ballots look like: severity, spread, straight lines, agreement, copies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .marks import Marks
from .matrix import RatingMatrix, point_table
from .tally import Tally, tally

NOISE = 1e-9  # points; a side that varies by less is constant
FEWEST_CELLS = 3  # a correlation over two cells is always 1 or -1


def severity(matrix: RatingMatrix) -> NDArray[np.float64]:
    """Mean of (mean of the class's cell - own mark), in points, shape (N,); positive is severe.

    NaN for a ballot without a mark. For use in memory only, like everything per ballot.
    """
    return np.asarray(moments(matrix)[0])


def spread(matrix: RatingMatrix) -> NDArray[np.float64]:
    """Standard deviation (ddof 1) of a ballot's marks, in points, shape (N,); NaN below two marks."""
    return np.asarray(moments(matrix)[1])


def straight_lines(matrix: RatingMatrix, *, least: int = 5) -> NDArray[np.bool_]:
    """Ballots of at least `least` marks that all give the same answer, shape (N,)."""
    found = np.zeros(matrix.shape[3], dtype=bool)
    for _, ballots in matrix.blocks():
        answers = matrix.answers[..., ballots].reshape(-1, ballots.stop - ballots.start)
        unsigned = answers.view(f"u{answers.itemsize}")
        alike = answers.max(0) == unsigned.min(0).view(answers.dtype)
        found[ballots] = alike & (np.count_nonzero(answers >= 0, axis=0) >= least)
    return found


def consensus(matrix: RatingMatrix) -> NDArray[np.float64]:
    """Pearson correlation of each ballot with the mean of all other ballots, shape (N,).

    Over the cells both have; NaN below three cells or where a side is constant. A reversed ballot shows
    as -1.
    """
    counts = tally(matrix)
    held = counts.valid.sum(0)
    points = np.array([float(value) for value in matrix.points])
    total = counts.counts.sum(0) @ points
    found = np.empty(matrix.shape[3])
    for _, ballots in matrix.blocks():
        found[ballots] = _correlation_with_rest(matrix, ballots, total, held)
    return found


def duplicates(matrix: RatingMatrix, *, least: int = 5) -> tuple[tuple[int, ...], ...]:
    """Groups of stored positions of ballots alike in every cell, abstentions included.

    Parameters
    ----------
    matrix : RatingMatrix
    least : int
        Fewest marks of a ballot to be considered.
    """
    subjects, criteria, ballots = matrix.answers.shape
    rows = np.ascontiguousarray(matrix.answers.reshape(subjects * criteria, ballots).T)
    enough = np.flatnonzero((rows >= 0).sum(1) >= least)
    places: dict[bytes, list[int]] = {}
    for ballot in enough.tolist():
        places.setdefault(rows[ballot].tobytes(), []).append(ballot)
    return tuple(tuple(group) for group in places.values() if len(group) > 1)


def moments(matrix: RatingMatrix, counts: Tally | None = None) -> NDArray[np.float64]:
    """Return severity and spread in one pass, shape (2, N)."""
    counts = tally(matrix) if counts is None else counts
    marks, found = Marks(matrix), np.full((2, matrix.shape[3]), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (counts.counts @ (np.array([*map(float, matrix.points)]) - marks.middle)) / counts.valid
        means = np.nan_to_num(means / marks.unit).astype(marks.dtype)
        for k, ballots in matrix.blocks():
            n, total, squares, expected = np.zeros((4, ballots.stop - ballots.start), dtype=marks.dtype)
            for c in range(matrix.shape[2]):
                block = marks.read(c, ballots)
                n, total, squares = n + block.n, total + block.total, squares + block.squares
                expected += means[k, :, c] @ block.there
            found[0, ballots] = (expected - total) / n * marks.unit
            variance = (squares - total * total / n) / (n - 1)
            found[1, ballots] = np.sqrt(np.maximum(variance, 0)) * marks.unit
    return found


def _correlation_with_rest(
    matrix: RatingMatrix, ballots: slice, total: NDArray[np.float64], held: NDArray[np.int64]
) -> NDArray[np.float64]:
    x = point_table(matrix.points)[matrix.answers[..., ballots]].reshape(-1, ballots.stop - ballots.start)
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (total.reshape(-1, 1) - x) / (held.reshape(-1, 1) - 1)
    both = np.isfinite(rest)
    n = np.maximum(both.sum(0), 1)
    own, other = (np.where(both, side - np.where(both, side, 0).sum(0) / n, 0) for side in (x, rest))
    varies = (np.abs(own).max(0) > NOISE) & (np.abs(other).max(0) > NOISE)
    power = np.where(varies, (own**2).sum(0) * (other**2).sum(0), 1)
    return np.where((n >= FEWEST_CELLS) & varies, (own * other).sum(0) / np.sqrt(power), np.nan)
