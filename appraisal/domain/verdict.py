"""Verdicts on subjects: an ordered table of conditions on shares of answers, the first match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

OTHERWISE = "其余"


@dataclass(frozen=True)
class Band:
    """One row of a verdict table: the sum of the shares of some grades reaches a bound, in percent.

    The last row has no grades and no bound: it applies to whatever is left.
    """

    verdict: str
    grades: tuple[str, ...] = ()
    at_least: Fraction | None = None

    @property
    def sum_text(self) -> str:
        """The grades as a workbook writes them: 满意+基本满意, or 其余."""
        return "+".join(self.grades) or OTHERWISE

    def admits(self, percent: dict[str, Fraction]) -> bool:
        """Say whether these shares of the grades, in percent, reach the bound; 90 of 100 is 90 %."""
        if self.at_least is None:
            return True
        return sum((percent[grade] for grade in self.grades), Fraction(0)) >= self.at_least


def verdict(bands: Sequence[Band], percent: dict[str, Fraction]) -> str:
    """Return the verdict of the first row that applies."""
    return next(band.verdict for band in bands if band.admits(percent))
