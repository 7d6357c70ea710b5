"""Marks as floats, a block of ballots at a time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix

Floats = NDArray[Any]  # float64, float32 for large meetings
LARGE = 50_000  # ballots; above, single precision halves the time and still gives five digits


@dataclass(frozen=True, eq=False)
class Block:
    """Marks of some ballots on one criterion, shape (S, B).

    Attributes
    ----------
    levels : ndarray of int8 or int16
        Place of the mark among the distinct points, ascending; negative where there is none.
    x : ndarray of float
        ``(points - middle) / unit``; 0 where there is no mark.
    there : ndarray of float
        1 where a mark stands, else 0.
    """

    levels: NDArray[np.signedinteger]
    x: Floats
    there: Floats

    @property
    def n(self) -> Floats:
        """Marks per ballot, shape (B,)."""
        return np.ones(len(self.x), self.x.dtype) @ self.there

    @property
    def total(self) -> Floats:
        """Sum of x per ballot, shape (B,)."""
        return np.ones(len(self.x), self.x.dtype) @ self.x

    @property
    def squares(self) -> Floats:
        """Sum of x squared per ballot, shape (B,)."""
        return np.asarray(np.einsum("sb,sb->b", self.x, self.x))

    @property
    def lowest(self) -> NDArray[np.signedinteger]:
        """Lowest level each ballot gave, shape (B,); negative where it gave none."""
        unsigned = self.levels.view(np.uint8 if self.levels.itemsize == 1 else np.uint16)
        return np.asarray(unsigned.min(0).view(self.levels.dtype))

    @property
    def highest(self) -> NDArray[np.signedinteger]:
        """Highest level each ballot gave, shape (B,); negative where it gave none."""
        return np.asarray(self.levels.max(0))


class Marks:
    """Reader of a matrix: points less the middle of the scale, so that sums keep their digits.

    Attributes
    ----------
    unit, middle : float
        ``points = middle + unit * x``, with unit > 0.
    level_x : ndarray of float
        x of each level, ascending.
    """

    def __init__(self, matrix: RatingMatrix) -> None:
        self.matrix = matrix
        self.dtype = np.dtype(np.float32 if matrix.shape[3] > LARGE else np.float64)
        step = _even_step(matrix.points)
        distinct = sorted(set(matrix.points))
        self.middle = float((distinct[0] + distinct[-1]) / 2)
        self.unit = float(step or 1)
        self.is_even = step is not None
        self.level_x = (np.array([float(value) for value in distinct]) - self.middle) / self.unit
        level = {value: place for place, value in enumerate(distinct)}
        self._levels = np.array([*(level[value] for value in matrix.points), -1, -1], matrix.answers.dtype)
        self._x = np.append(self.level_x, 0).astype(self.dtype)

    def read(self, c: int, ballots: slice) -> Block:
        """Return the marks of some ballots on criterion `c`."""
        answers = self.matrix.answers[:, c, ballots]
        there = (answers >= 0).astype(self.dtype)
        if not self.is_even:
            levels = self._levels[answers]
            return Block(levels, self._x[levels], there)
        x = answers.astype(self.dtype)
        x -= self.dtype.type((len(self.matrix.points) - 1) / 2)
        x *= there
        return Block(answers, x, there)


def _even_step(points: tuple[Fraction, ...]) -> Fraction | None:
    """Return the step of a scale that rises evenly, None of any other: its index then serves as points."""
    steps = {high - low for low, high in pairwise(points)}
    return steps.pop() if len(steps) == 1 and min(steps) > 0 else None
