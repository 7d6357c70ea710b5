"""Objective indicators put on a scale, exactly; they join the ballots in a composite."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .exact import Number, exact

Fractions = tuple[Fraction, ...]


def ratio_to_best(x: Sequence[Number], *, full: Number = 100, smaller_is_better: bool = False) -> Fractions:
    """Points in proportion to the best: ``x / best * full``, or ``best / x * full`` for costs.

    Raises
    ------
    ValueError
        On a negative value, or where the divisor is zero.
    """
    values = _exactly(x)
    best = (min if smaller_is_better else max)(values)
    if min(values) < 0:
        raise ValueError(f"a ratio needs values of at least 0, got {min(values)}")
    if not all(values) if smaller_is_better else not best:
        raise ValueError("a ratio cannot be taken to 0")
    return tuple((best / value if smaller_is_better else value / best) * exact(full) for value in values)


def efficacy(
    x: Sequence[Number],
    *,
    unacceptable: Number,
    satisfactory: Number,
    base: Number = 60,
    span: Number = 40,
    clip: bool = False,
) -> Fractions:
    """Efficacy coefficient: ``base + span * (x - unacceptable) / (satisfactory - unacceptable)``, in points.

    Parameters
    ----------
    x : sequence of exact numbers
    unacceptable, satisfactory : exact number
        Values that earn `base` and ``base + span``; the first is the larger one for costs.
    base, span : exact number
    clip : bool
        Keep the points between `base` and ``base + span``.

    Raises
    ------
    ValueError
        If both bounds are equal.
    """
    low, width = exact(unacceptable), exact(satisfactory) - exact(unacceptable)
    if not width:
        raise ValueError(f"the two bounds must differ, both are {low}")
    shares = ((value - low) / width for value in _exactly(x))
    kept = (min(max(share, Fraction(0)), Fraction(1)) if clip else share for share in shares)
    return tuple(exact(base) + exact(span) * share for share in kept)


def min_max(x: Sequence[Number], *, smaller_is_better: bool = False) -> Fractions:
    """Place between the least and the greatest value, 0 to 1; all alike are 1/2."""
    values = _exactly(x)
    low, high = min(values), max(values)
    if low == high:
        return (Fraction(1, 2),) * len(values)
    return tuple((high - v if smaller_is_better else v - low) / (high - low) for v in values)


def z_scores(x: ArrayLike, *, ddof: int = 0) -> NDArray[np.float64]:
    """Standard scores ``(x - mean) / sd``, shape (n,); all alike are 0."""
    values = np.asarray(x, dtype=float)
    if (values == values.flat[0]).all():
        return np.zeros(values.shape)
    return np.asarray((values - values.mean()) / values.std(ddof=ddof))


def _exactly(x: Sequence[Number]) -> Fractions:
    values = tuple(exact(value) for value in x)
    if not values:
        raise ValueError("an indicator needs at least one value")
    return values
