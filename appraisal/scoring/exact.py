"""Numbers that are exactly what was written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite, lcm
from numbers import Rational

import numpy as np

Number = int | float | str | Decimal | Fraction


def exact(number: Number | np.generic) -> Fraction:
    """Read a number as the fraction its decimal writing means.

    Parameters
    ----------
    number : int, float, str, Decimal or Fraction
        A float is read as its shortest decimal: 0.3 is 3/10.

    Returns
    -------
    Fraction

    Raises
    ------
    ValueError
        If it is no number, infinite or NaN.
    """
    plain = number.item() if isinstance(number, np.generic) else number
    if isinstance(plain, Rational):
        return Fraction(plain)
    if isinstance(plain, float) and not isfinite(plain):
        raise ValueError(f"a finite number is needed, got {plain}")
    try:
        return Fraction(repr(plain) if isinstance(plain, float) else plain)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        raise ValueError(f"a finite number is needed, got {plain!r}") from None


def shares(weights: Sequence[Number], count: int, of: str) -> tuple[Fraction, ...]:
    """Scale weights to the sum 1, exactly.

    Raises
    ------
    ValueError
        If their number is not `count`, one is negative or not finite, or all are zero.
    """
    given = tuple(exact(weight) for weight in weights)
    if len(given) != count:
        raise ValueError(f"{count} {of} weights are needed, got {len(given)}")
    if any(weight < 0 for weight in given) or not any(given):
        raise ValueError(f"{of} weights must not be negative nor all zero, got {[str(w) for w in given]}")
    total = sum(given, Fraction(0))
    return tuple(weight / total for weight in given)


def over_common(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return integers and the one denominator that turns them back into `numbers`."""
    denominator = lcm(*(number.denominator for number in numbers))
    return [int(number * denominator) for number in numbers], denominator
