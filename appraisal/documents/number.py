"""A number as it is shown, with the value behind the print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

EMPTY = "—"  # not asked, nothing there, or withheld; 0 is a number


@dataclass(frozen=True)
class Number:
    """A number as it is shown, and the value behind the print.

    `exact` is the exact value; `rounded` is written to 9 decimals instead where the number was computed
    from whole ballots. Both are None where there is no number or where it is too telling to give away.
    """

    shown: str = EMPTY
    exact: Fraction | None = None
    rounded: str | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is shown."""
        return self.shown == EMPTY


NOTHING = Number()  # neither shown nor known


def count_text(count: int | None) -> str:
    """Write a count, a rank, or the dash that stands for none."""
    return EMPTY if count is None else str(count)
