"""Where a verdict table says nothing, or two things at once: a witness for either.

Rows cut the simplex of shares by planes, so a region is empty, or some of its corners say where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from .verdict import Band, Bound

Point = tuple[Fraction, ...]


def find_gap(bands: Sequence[Band], parts: int) -> Point | None:
    """Return shares that no row of a verdict table admits, or None if every ballot box gets a verdict.

    Parameters
    ----------
    bands : sequence of Band
    parts : int
        Shares that add up to 1: one per answer, and one more at the end if abstentions count.

    Returns
    -------
    tuple of Fraction, or None
        From the middle of the gap, as far from its edges as its corners are on average.
    """
    if any(not band.any_of for band in bands):
        return None
    bounds = [bound for band in bands for bound in band.any_of]
    corners = [corner for corner in _corners(bounds, parts) if all(b.margin(corner) <= 0 for b in bounds)]
    middle = _middle(corners)
    return middle if middle and all(bound.margin(middle) < 0 for bound in bounds) else None


def find_overlaps(bands: Sequence[Band], parts: int) -> tuple[tuple[int, int, Point], ...]:
    """Return pairs of rows that admit the same shares, with such shares.

    A table that ends in an unconditional row is an ordered list, where the first match is meant to win: it
    has no overlaps.

    Parameters
    ----------
    bands : sequence of Band
    parts : int
        As in `find_gap`.

    Returns
    -------
    tuple of (i, j, shares), i < j
    """
    if any(not band.any_of for band in bands):
        return ()
    found = []
    for (i, first), (j, second) in combinations(enumerate(bands), 2):
        common = (_common(pair, parts) for pair in product(first.any_of, second.any_of))
        witness = next((point for point in common if point), None)
        if witness:
            found.append((i, j, witness))
    return tuple(found)


def _common(bounds: Sequence[Bound], parts: int) -> Point | None:
    """Return the middle of where all bounds hold."""
    return _middle([corner for corner in _corners(bounds, parts) if all(b.holds(corner) for b in bounds)])


def _middle(corners: Sequence[Point]) -> Point | None:
    """Return the mean of the corners of a region: inside every strict bound, if any point is."""
    distinct = sorted(set(corners))
    if not distinct:
        return None
    return tuple(sum(column, Fraction(0)) / len(distinct) for column in zip(*distinct, strict=True))


def _corners(bounds: Sequence[Bound], parts: int) -> Iterator[Point]:
    """Yield the points of the simplex where enough planes meet, bounds or edges of the simplex.

    Parts that occur in the same bounds are alike: the first of them stands for all.
    """
    kinds = [tuple(part in bound.answers for bound in bounds) for part in range(parts)]
    firsts = [kinds.index(kind) for kind in dict.fromkeys(kinds)]
    planes = [([Fraction(part in bound.answers) for part in firsts], bound.level) for bound in bounds]
    planes += [([Fraction(part == own) for part in firsts], Fraction(0)) for own in firsts]
    whole = ([Fraction(1)] * len(firsts), Fraction(1))
    for chosen in combinations(planes, len(firsts) - 1):
        solved = _solve([whole, *chosen])
        if solved and min(solved) >= 0:
            point = dict(zip(firsts, solved, strict=True))
            yield tuple(point.get(part, Fraction(0)) for part in range(parts))


def _solve(rows: Sequence[tuple[Sequence[Fraction], Fraction]]) -> list[Fraction] | None:
    """Solve as many equations as unknowns exactly; None where they do not decide."""
    left = [[*row, side] for row, side in rows]
    for column in range(len(left)):
        pivot = next((at for at in range(column, len(left)) if left[at][column]), None)
        if pivot is None:
            return None
        left[column], left[pivot] = left[pivot], left[column]
        left[column] = [value / left[column][column] for value in left[column]]
        for at, row in enumerate(left):
            if at != column and row[column]:
                left[at] = [value - row[column] * own for value, own in zip(row, left[column], strict=True)]
    return [row[-1] for row in left]
