"""Combine cells by weights, sharing out the weight of whatever is missing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from .exact import over_common
from .outcome import Exact

Table = Sequence[Sequence[Exact]]


def rows(table: Table, weights: Sequence[Fraction]) -> list[Exact]:
    """Combine every row of a table into its exact weighted mean; None where nothing with weight is."""
    whole, _ = over_common(weights)
    return [_weighted(row, whole) for row in table]


def across(tables: Sequence[Table], weights: Sequence[Fraction]) -> list[list[Exact]]:
    """Combine equal places of several tables, one weight per table."""
    whole, _ = over_common(weights)
    return [
        [_weighted(place, whole) for place in zip(*row, strict=True)] for row in zip(*tables, strict=True)
    ]


def _weighted(values: Sequence[Exact], weights: Sequence[int]) -> Exact:
    """Combine by integer weights over one common denominator, so that a fraction is reduced only once."""
    pairs = zip(values, weights, strict=True)
    present = [(value, weight) for value, weight in pairs if weight and value is not None]
    if not present:
        return None
    bottom = lcm(*(value.denominator for value, _ in present))
    top = sum(value.numerator * (bottom // value.denominator) * weight for value, weight in present)
    return Fraction(top, bottom * sum(weight for _, weight in present))


def weighted_mean(
    values: NDArray[np.float64], weights: Sequence[Fraction] | NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    """Return the weighted mean along an axis in double precision, NaN-aware like `rows`.

    Parameters
    ----------
    values : ndarray, any shape
        NaN where missing.
    weights : sequence as long as the axis, or an ndarray that broadcasts against `values`
    axis : int
    """
    if not isinstance(weights, np.ndarray):
        shape = np.ones(values.ndim, dtype=int)
        shape[axis] = -1
        weights = np.array([float(weight) for weight in weights]).reshape(shape)
    held = np.where(np.isnan(values), 0, weights)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.where(held > 0, values, 0) * held).sum(axis) / held.sum(axis))


def class_first(
    values: NDArray[np.float64], class_weights: Sequence[Fraction], criterion_weights: Sequence[Fraction]
) -> NDArray[np.float64]:
    """Combine cells (…, K, S, C) into class scores, and these into scores (…, S)."""
    by_class = weighted_mean(values, criterion_weights, axis=-1)
    return weighted_mean(by_class, class_weights, axis=-2)
