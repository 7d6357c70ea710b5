"""Ranks: from scores to places, and how ties are broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .exact import Number, exact

FLOAT_DECIMALS = 9  # floats carry noise in the last digits: 0.1 + 0.2 must tie with 0.3

Values = Sequence[Number | None] | NDArray[Any]


@dataclass(frozen=True, eq=False)
class Decision:
    """Ranks after a tie-break chain, and what decided each of them.

    Attributes
    ----------
    ranks : ndarray of int64, shape (S,)
        Competition ranks, 0 unrated.
    decided_by : ndarray of int64, shape (S,)
        Index of the key that gave the subject a place of its own; -1 where the score did, and where the
        subject is unrated; the number of keys where the place is still shared.
    """

    ranks: NDArray[np.int64]
    decided_by: NDArray[np.int64]


def ranks(scores: Values, *, style: str = "1224", decimals: int | None = None) -> NDArray[Any]:
    """Rank scores, best first.

    Parameters
    ----------
    scores : sequence of exact numbers or floats
        None and NaN are unrated. Floats are rounded to 9 decimals first.
    style : str
        "1224": 1 + how many are better; "dense": 1 + how many better values there are; "fractional": mean
        of the places shared.
    decimals : int, optional
        Rank on the score rounded half up to this instead of the exact score.

    Returns
    -------
    ndarray of int64, shape (S,)
        0 unrated; for "fractional" float64 and NaN.

    Raises
    ------
    ValueError
        If the style is unknown.
    """
    if style not in STYLES:
        raise ValueError(f"unknown style {style!r}, one of {', '.join(STYLES)}")
    keys = [comparable(value, decimals) for value in scores]
    rated = [s for s, key in enumerate(keys) if key is not None]
    distinct = sorted({key for key in keys if key is not None}, reverse=True)
    level = {key: place for place, key in enumerate(distinct)}
    levels = np.array([level[keys[s]] for s in rated], dtype=np.int64)  # type: ignore[index]
    places, unrated = STYLES[style](levels)
    result = np.full(len(keys), unrated)
    result[rated] = places
    return result


def rank_rows(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank every row of an array (n, S) as "1224" after rounding to 9 decimals; 0 for NaN."""
    worth = -np.round(values, FLOAT_DECIMALS)
    order = np.argsort(worth, axis=1)
    ascending = np.take_along_axis(worth, order, axis=1)
    starts = np.diff(ascending, axis=1, prepend=-np.inf) > 0
    places = np.maximum.accumulate(np.where(starts, np.arange(1, values.shape[1] + 1), 0), axis=1)
    found = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(found, order, places, axis=1)
    found[np.isnan(values)] = 0
    return found


def break_ties(ranks: NDArray[np.int64], *keys: Values) -> NDArray[np.int64]:
    """Separate shared ranks by further keys.

    Parameters
    ----------
    ranks : array of int, shape (S,)
        Competition ranks, 0 unrated.
    *keys : sequence of S numbers
        Higher is better, None and NaN come last; applied in order until a tie is broken.

    Returns
    -------
    ndarray of int64, shape (S,)
        What no key separates stays shared.
    """
    return decide(ranks, *keys).ranks


def decide(ranks: NDArray[np.int64], *keys: Values) -> Decision:
    """Break ties as `break_ties`, and say which key decided.

    Parameters
    ----------
    ranks : array of int, shape (S,)
        Competition ranks, 0 unrated.
    *keys : sequence of S numbers
        Higher is better.

    Returns
    -------
    Decision
    """
    places = np.array(ranks, dtype=np.int64)
    decided_by = np.where(_is_shared(places), len(keys), -1)
    for index, key in enumerate(keys):
        values = [comparable(value) for value in key]
        for place in np.unique(places[_is_shared(places)]):
            tied = np.flatnonzero(places == place)
            places[tied] = place + _worse_than([values[s] for s in tied])
            decided_by[tied[~_is_shared(places)[tied]]] = index
    return Decision(places, decided_by)


def published(value: Number, decimals: int = 2) -> str:
    """Print a number rounded half away from zero (四舍五入) on its exact value.

    Parameters
    ----------
    value : exact number
        A float is read as its shortest decimal.
    decimals : int

    Returns
    -------
    str
    """
    return f"{rounded(exact(value), decimals):.{decimals}f}"


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Round half away from zero."""
    scale = 10**decimals
    whole = (abs(value) * scale * 2 + 1) // 2
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def comparable(value: Number | np.generic | None, decimals: int | None = None) -> Fraction | None:
    """Return what ranks are decided on: exact, floats without their noise, None for unrated."""
    plain = value.item() if isinstance(value, np.generic) else value
    if plain is None or plain != plain:
        return None
    if isinstance(plain, float):
        plain = round(plain, FLOAT_DECIMALS)
    return exact(plain) if decimals is None else Fraction(rounded(exact(plain), decimals))


def _competition(levels: NDArray[np.int64]) -> tuple[NDArray[Any], Any]:
    counts = np.bincount(levels)
    return 1 + (counts.cumsum() - counts)[levels], 0


def _dense(levels: NDArray[np.int64]) -> tuple[NDArray[Any], Any]:
    return 1 + levels, 0


def _fractional(levels: NDArray[np.int64]) -> tuple[NDArray[Any], Any]:
    counts = np.bincount(levels)
    return (counts.cumsum() - (counts - 1) / 2)[levels], np.nan


STYLES: dict[str, Callable[[NDArray[np.int64]], tuple[NDArray[Any], Any]]] = {
    "1224": _competition,
    "dense": _dense,
    "fractional": _fractional,
}


def _is_shared(places: NDArray[np.int64]) -> NDArray[np.bool_]:
    return (places > 0) & (np.bincount(places)[places] > 1)


def _worse_than(keys: Sequence[Fraction | None]) -> NDArray[np.int64]:
    """Return how many keys beat each; None is beaten by every other."""
    order = [(key is not None, key or Fraction(0)) for key in keys]
    return np.array([sum(other > own for other in order) for own in order])
