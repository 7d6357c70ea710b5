"""Krippendorff's alpha: agreement beyond chance, missing marks allowed.

Krippendorff, "Computing Krippendorff's alpha-reliability" (2011).
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def krippendorff(x: ArrayLike, *, level: str = "interval") -> float:
    """Krippendorff's alpha.

    Parameters
    ----------
    x : array_like, shape (raters, units)
        NaN missing; units with fewer than two values drop out.
    level : str
        "nominal", "ordinal", "interval" or "ratio".

    Returns
    -------
    float
        1 is perfect agreement, 0 chance; NaN if all values are alike.

    Raises
    ------
    ValueError
        If the level is unknown.
    """
    table = np.asarray(x, dtype=float)
    values = np.unique(table[~np.isnan(table)])
    place = np.searchsorted(values, table)
    counts = np.zeros((table.shape[1], len(values) + 1))
    np.add.at(counts, (np.arange(table.shape[1]), np.minimum(place, len(values))), 1)
    return alpha_of_counts(counts[:, : len(values)], values, level=level)


def alpha_of_counts(counts: ArrayLike, values: ArrayLike, *, level: str = "interval") -> float:
    """Krippendorff's alpha from how often each unit got each value.

    Parameters
    ----------
    counts : array_like, shape (units, V)
    values : array_like, shape (V,)
        Ascending; where equal, they are one value.
    level : str
    """
    if level not in DISTANCES:
        raise ValueError(f"unknown level {level!r}, one of {', '.join(DISTANCES)}")
    held = np.asarray(counts, dtype=float)
    held = held[held.sum(1) >= 2]
    distinct, same = np.unique(np.asarray(values, dtype=float), return_inverse=True)
    held = held @ (same[:, None] == np.arange(len(distinct)))
    marks = held.sum(0)
    distance = DISTANCES[level](distinct, marks)
    observed = _observed(held, distance)
    expected = marks @ distance @ marks / max(marks.sum() - 1, 1)
    return float(1 - observed / expected) if expected > 0 else nan


def _observed(held: Array, distance: Array) -> float:
    """Return the disagreement within units; a value is never paired with itself, whose distance is 0."""
    weights = 1 / (held.sum(1, keepdims=True) - 1)
    return float(np.einsum("ug,gh,uh->", held * weights, distance, held, optimize=True))


def _nominal(values: Array, marks: Array) -> Array:
    return np.asarray(values[:, None] != values, dtype=float)


def _ordinal(values: Array, marks: Array) -> Array:
    """Return squared distances counted in marks between the two values, half of their own included."""
    middle = np.cumsum(marks) - marks / 2
    return np.asarray((middle[:, None] - middle) ** 2)


def _interval(values: Array, marks: Array) -> Array:
    return np.asarray((values[:, None] - values) ** 2)


def _ratio(values: Array, marks: Array) -> Array:
    total = values[:, None] + values
    return np.asarray(((values[:, None] - values) / np.where(total == 0, 1, total)) ** 2)


DISTANCES: dict[str, Callable[[Array, Array], Array]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
