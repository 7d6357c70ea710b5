"""Verdicts by bands on shares of answers: an ordered list, the first match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .exact import Number, exact
from .tally import Tally


@dataclass(frozen=True)
class Bound:
    """A sum of shares that reaches a bound, or stays within one; the bound itself is inside.

    Attributes
    ----------
    answers : tuple of int
        Answer indices whose shares are added.
    at_least, at_most : exact number, optional
        Shares from 0 to 1; one of the two.

    Raises
    ------
    ValueError
        If neither or both are given.
    """

    answers: tuple[int, ...]
    at_least: Number | None = None
    at_most: Number | None = None

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a bound is either at_least or at_most")

    def holds(self, shares: Sequence[Fraction]) -> bool:
        """Say whether these shares of the answers meet the bound, compared exactly: 90 of 100 is 90 %."""
        return self.margin(shares) >= 0

    def margin(self, shares: Sequence[Fraction]) -> Fraction:
        """Return how far inside the bound these shares are; negative outside."""
        total = sum((shares[answer] for answer in self.answers), Fraction(0))
        return total - self.level if self.at_most is None else self.level - total

    @property
    def level(self) -> Fraction:
        """The share the bound is at."""
        return exact(self.at_least if self.at_most is None else self.at_most)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Band:
    """One row of a verdict table: it applies if any of its bounds holds, or always if it has none."""

    any_of: tuple[Bound, ...] = ()

    def admits(self, shares: Sequence[Fraction]) -> bool:
        """Say whether the row applies."""
        return not self.any_of or any(bound.holds(shares) for bound in self.any_of)


def verdicts(
    tally: Tally, bands: Sequence[Band], *, with_abstentions: bool = True, least: int = 0
) -> tuple[int | None, ...]:
    """Return the row of the verdict table that applies to each subject.

    Parameters
    ----------
    tally : Tally
        Marks of all classes and criteria weigh the same.
    bands : sequence of Band
        Best verdict first; the last row must be unconditional.
    with_abstentions : bool
        Abstentions stand in the denominator of the shares.
    least : int
        Fewer marks than this give no verdict.

    Returns
    -------
    tuple of S int or None
        Index into `bands`; None where there are too few marks or none.

    Raises
    ------
    ValueError
        If the last row has a condition: some subject might get no verdict.
    """
    if not bands or bands[-1].any_of:
        raise ValueError("the last row of a verdict table must be unconditional")
    counts = tally.counts.sum(axis=(0, 2)).tolist()
    abstained = tally.abstained.sum(axis=(0, 2)).tolist()
    return tuple(
        _verdict(row, away if with_abstentions else 0, bands, max(least, 1))
        for row, away in zip(counts, abstained, strict=True)
    )


def _verdict(counts: Sequence[int], away: int, bands: Sequence[Band], least: int) -> int | None:
    marks = sum(counts)
    if marks < least:
        return None
    shares = [Fraction(count, marks + away) for count in counts]
    return next(place for place, band in enumerate(bands) if band.admits(shares))
