"""Objective indicators put on a scale, and added to ballot scores, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .exact import Number, exact, shares
from .ranking import ranks

Fractions = tuple[Fraction, ...]
BLANK = ("", "nan", "none", "null", "-", "—", "/")


class MissingFigureError(ValueError):
    """A figure is missing: an indicator is never guessed, and never 0.

    Attributes
    ----------
    position : int
        Index of the first one missing.
    """

    def __init__(self, position: int) -> None:
        super().__init__(f"the figure at position {position} is missing")
        self.position = position


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


def efficacy_in_range(
    x: Sequence[Number], *, smaller_is_better: bool = False, base: Number = 60, span: Number = 40
) -> Fractions:
    """Efficacy coefficient between the worst and the best value there is, in points.

    Where all are alike (see `is_constant`) everybody gets the middle, ``base + span / 2``.
    """
    places = min_max(x, smaller_is_better=smaller_is_better)
    return tuple(exact(base) + exact(span) * place for place in places)


def place_share(
    x: Sequence[Number],
    *,
    full: Number = 100,
    percent: Number = 2,
    least: Number = 0,
    smaller_is_better: bool = False,
) -> Fractions:
    """Points by place: the first earns `full`, every further place `percent` % of it less.

    Parameters
    ----------
    x : sequence of exact numbers
        Equal values share the better place.
    full, percent : exact number
    least : exact number
        Points never fall below this.
    smaller_is_better : bool
    """
    values = _exactly(x)
    places = ranks([-value for value in values] if smaller_is_better else values).tolist()
    points = (exact(full) * (1 - exact(percent) / 100 * (place - 1)) for place in places)
    return tuple(max(value, exact(least)) for value in points)


def is_constant(x: Sequence[Number]) -> bool:
    """Say whether all figures are alike, so that the indicator tells nobody apart; exact."""
    return len(set(_exactly(x))) == 1


def min_max(x: Sequence[Number], *, smaller_is_better: bool = False) -> Fractions:
    """Place between the least and the greatest value, 0 to 1; all alike are 1/2."""
    values = _exactly(x)
    low, high = min(values), max(values)
    if low == high:
        return (Fraction(1, 2),) * len(values)
    return tuple((high - v if smaller_is_better else v - low) / (high - low) for v in values)


def z_scores(x: ArrayLike, *, ddof: int = 0, smaller_is_better: bool = False) -> NDArray[np.float64]:
    """Standard scores ``(x - mean) / sd``, shape (n,), turned around for costs; all alike are 0."""
    values = np.asarray(x, dtype=float)
    if np.isnan(values).any():
        raise MissingFigureError(int(np.flatnonzero(np.isnan(values))[0]))
    if (values == values.flat[0]).all():
        return np.zeros(values.shape)
    found = (values - values.mean()) / values.std(ddof=ddof)
    return np.asarray(-found if smaller_is_better else found)


def composite(
    parts: Sequence[Sequence[Number | None]], weights: Sequence[Number]
) -> tuple[Fraction | None, ...]:
    """Add ballot scores and indicators by weight, exactly; only print rounds, once (see `published`).

    Parameters
    ----------
    parts : sequence of P sequences of S exact numbers
        None or NaN where a part has no number, as for a subject nobody rated.
    weights : sequence of P exact numbers
        Scaled to sum 1.

    Returns
    -------
    tuple of S Fraction, None where a part with weight has no number

    Raises
    ------
    ValueError
        If the parts differ in length, or the weights do not fit them.
    """
    scaled = shares(weights, len(parts), "part")
    weighted = [(part, weight) for part, weight in zip(parts, scaled, strict=True) if weight]
    if len({len(part) for part in parts}) > 1:
        raise ValueError(f"parts differ in length: {[len(part) for part in parts]}")
    rows = zip(*(part for part, _ in weighted), strict=True)
    return tuple(_added(row, [weight for _, weight in weighted]) for row in rows)


def _added(row: Sequence[Number | None], weights: Sequence[Fraction]) -> Fraction | None:
    known = [exact(value) for value in row if value is not None and not _is_missing(value)]
    if len(known) < len(row):
        return None
    return sum((value * weight for value, weight in zip(known, weights, strict=True)), Fraction(0))


def _exactly(x: Sequence[Number | None]) -> Fractions:
    values = tuple(x)
    if not values:
        raise ValueError("an indicator needs at least one value")
    for position, value in enumerate(values):
        if _is_missing(value):
            raise MissingFigureError(position)
    return tuple(exact(value) for value in values if value is not None)


def _is_missing(value: Number | None) -> bool:
    return value is None or value != value or (isinstance(value, str) and value.strip().lower() in BLANK)
