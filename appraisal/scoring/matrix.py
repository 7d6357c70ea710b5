"""The rating matrix: every mark of every ballot as a small integer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .exact import Number, exact, shares

ABSTAINED = -1  # asked, and declined to judge
NOT_ASKED = -2  # recused: the cell was never on the ballot

BLOCK = 8192  # ballots worked on at once: a block of 51 int8 columns stays inside a second-level cache
SHUFFLE_SEED = 20200512  # any fixed number: it must only never change, or archived replicates would
WIDEST_SCALE = np.iinfo(np.int16).max


@dataclass(frozen=True, eq=False)
class RatingMatrix:
    """Marks of N ballots about S subjects on C criteria, ballots sorted by voter class.

    Attributes
    ----------
    answers : ndarray of int8 (int16 when G > 127), shape (S, C, N)
        Answer index, 0 the worst and G-1 the best; ABSTAINED or NOT_ASKED where there is no mark.
    edges : ndarray of int64, shape (K + 1,)
        Ballots of class k are ``edges[k]:edges[k + 1]``.
    points : tuple of G Fraction
        Points of each answer.
    class_weights, criterion_weights : tuple of Fraction
        Normalised to sum 1.
    home : ndarray of int64, shape (N,)
        Subject the ballot belongs to, -1 unknown.
    order : ndarray of int64, shape (N,)
        Position of each stored ballot in the input: ``given[order]`` is the stored order.
    own_dropped : int
        Own-unit marks that were turned into "not asked".
    """

    answers: NDArray[np.signedinteger]
    edges: NDArray[np.int64]
    points: tuple[Fraction, ...]
    class_weights: tuple[Fraction, ...]
    criterion_weights: tuple[Fraction, ...]
    home: NDArray[np.int64]
    order: NDArray[np.int64]
    own_dropped: int

    @classmethod
    def build(
        cls,
        answers: ArrayLike,
        voter_class: ArrayLike,
        *,
        points: Sequence[Number],
        class_weights: Sequence[Number],
        criterion_weights: Sequence[Number] = (1,),
        home: ArrayLike | None = None,
        drop_own: bool = True,
    ) -> RatingMatrix:
        """Check ballots given in any order and store them in canonical order.

        Ballots are sorted by class and content, then every class is shuffled with a fixed seed: the same
        ballots give the same matrix however they arrived, and no run of stored ballots is alike.

        Parameters
        ----------
        answers : array_like of int, shape (N, S, C) or (N, S)
            Answer index, ABSTAINED or NOT_ASKED.
        voter_class : array_like of int, shape (N,)
            Class of each ballot, 0 to K-1.
        points : sequence of G exact numbers
            Points of each answer; any sign, any order.
        class_weights, criterion_weights : sequence of K and C exact numbers
            Scaled to sum 1.
        home : array_like of int, shape (N,), optional
            Subject each ballot belongs to, -1 unknown.
        drop_own : bool
            Turn what a ballot says about its own subject into "not asked".

        Raises
        ------
        ValueError
            On an unknown class or home, an answer off the scale or not an integer, a wrong number of
            weights, weights that are negative, not finite or all zero. Nothing is ever clipped.
        """
        scale = tuple(exact(point) for point in points)
        cube = _cube(answers, len(scale))
        n, subjects, criteria = cube.shape
        weights = shares(class_weights, len(class_weights), "class")
        classes = _labels(voter_class, n, low=0, high=len(weights) - 1, name="voter_class")
        homes = _labels(np.full(n, -1) if home is None else home, n, low=-1, high=subjects - 1, name="home")
        criterion_shares = shares(criterion_weights, criteria, "criterion")
        columns = np.ascontiguousarray(cube.transpose(1, 2, 0))
        dropped = _drop_own(columns, homes) if drop_own and home is not None else 0
        order = _canonical(columns, classes, homes)
        return cls(
            answers=_frozen(_rearranged(columns, order)),
            edges=_frozen(np.searchsorted(classes[order], np.arange(len(weights) + 1))),
            points=scale,
            class_weights=weights,
            criterion_weights=criterion_shares,
            home=_frozen(homes[order]),
            order=_frozen(order),
            own_dropped=dropped,
        )

    @property
    def shape(self) -> tuple[int, int, int, int, int]:
        """(K, S, C, N, G)."""
        subjects, criteria, ballots = self.answers.shape
        return len(self.class_weights), subjects, criteria, ballots, len(self.points)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Ballots of each class, shape (K,)."""
        return np.diff(self.edges)

    @property
    def classes(self) -> NDArray[np.int64]:
        """Class of each stored ballot, shape (N,)."""
        return np.repeat(np.arange(len(self.class_weights)), self.sizes)

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Where a mark stands, shape (S, C, N)."""
        return self.answers >= 0

    @property
    def values(self) -> NDArray[np.float64]:
        """Points of every mark, shape (S, C, N); NaN where there is none. Eight bytes a cell."""
        return np.asarray(point_table(self.points)[self.answers])

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[int, slice]]:
        """Yield (class, slice of ballots), never more than `size` ballots and never across classes."""
        for k, (start, stop) in enumerate(zip(self.edges[:-1], self.edges[1:], strict=True)):
            for first in range(int(start), int(stop), size):
                yield k, slice(first, min(first + size, int(stop)))


def point_table(points: Sequence[Fraction]) -> NDArray[np.float64]:
    """Return points by answer index, with NaN at the end where the two negative answers land."""
    return np.array([*map(float, points), np.nan, np.nan])


def _cube(answers: ArrayLike, grades: int) -> NDArray[np.signedinteger]:
    """Return the answers as (N, S, C) small integers, or refuse them."""
    if not 1 <= grades <= WIDEST_SCALE:
        raise ValueError(f"a scale has 1 to {WIDEST_SCALE} answers, got {grades}")
    given = np.asarray(answers)
    given = given[:, :, None] if given.ndim == 2 else given
    if given.ndim != 3 or 0 in given.shape[1:]:
        raise ValueError(f"answers must have shape (N, S) or (N, S, C), got {given.shape}")
    _require_whole(given, "answers")
    if given.size and (given.min() < NOT_ASKED or given.max() >= grades):
        raise ValueError(f"answers run from {NOT_ASKED} to {grades - 1}, got {given.min()} to {given.max()}")
    return given.astype(np.int8 if grades <= np.iinfo(np.int8).max else np.int16)


def _require_whole(numbers: NDArray[np.generic], name: str) -> None:
    if numbers.dtype.kind in "iu" or not numbers.size:
        return
    if numbers.dtype.kind != "f" or not (numbers == np.floor(numbers)).all():
        raise ValueError(f"{name} must be whole numbers")


def _labels(given: ArrayLike, n: int, *, low: int, high: int, name: str) -> NDArray[np.int64]:
    """Return one whole number per ballot between low and high, or refuse."""
    labels = np.asarray(given)
    if labels.shape != (n,):
        raise ValueError(f"{name} must have one entry per ballot, {n}, got shape {labels.shape}")
    _require_whole(labels, name)
    if n and (labels.min() < low or labels.max() > high):
        raise ValueError(f"{name} runs from {low} to {high}, got {labels.min()} to {labels.max()}")
    return labels.astype(np.int64)


def _drop_own(columns: NDArray[np.signedinteger], home: NDArray[np.int64]) -> int:
    """Turn what each ballot says about its own subject into NOT_ASKED; return how many marks went."""
    known = np.flatnonzero(home >= 0)
    own = columns[home[known], :, known]
    columns[home[known], :, known] = NOT_ASKED
    return int(np.count_nonzero(own >= 0))


def _canonical(
    columns: NDArray[np.signedinteger], classes: NDArray[np.int64], home: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the order that depends on the ballots alone, never on how they arrived."""
    rng = np.random.default_rng(SHUFFLE_SEED)
    flat = _flat(columns)
    odd = rng.integers(0, 2**63, len(flat) + 1, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    content = home.astype(np.uint64) * odd[-1]
    for column, factor in zip(flat, odd, strict=False):
        content += column.astype(np.uint64) * factor
    order = np.lexsort((content, classes))
    for k in range(int(classes.max(initial=-1)) + 1):
        start, stop = np.searchsorted(classes[order], (k, k + 1))
        order[start:stop] = rng.permutation(order[start:stop])
    return order


def _rearranged(columns: NDArray[np.signedinteger], order: NDArray[np.int64]) -> NDArray[np.signedinteger]:
    stored = np.empty_like(columns)
    for target, column in zip(_flat(stored), _flat(columns), strict=True):
        np.take(column, order, out=target)
    return stored


def _flat(columns: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    subjects, criteria, ballots = columns.shape
    return columns.reshape(subjects * criteria, ballots)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
