"""Do raters agree: intraclass correlation, concordance, alpha."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .ranking import rank_rows
from .tails import chi2_survival, f_quantile


@dataclass(frozen=True)
class ICC:
    """Mean squares and the six intraclass correlations; NaN where 0/0.

    Attributes
    ----------
    bms, wms, jms, ems : float
        Mean squares between targets, within targets, between raters, and residual.
    icc1, icc2, icc3 : float
        Of a single rater: raters differ by target, raters drawn at random, these raters.
    icc1k, icc2k, icc3k : float
        Of the mean of the raters.
    interval : dict of str to (low, high)
    """

    bms: float
    wms: float
    jms: float
    ems: float
    icc1: float
    icc2: float
    icc3: float
    icc1k: float
    icc2k: float
    icc3k: float
    interval: dict[str, tuple[float, float]]


def icc(x: ArrayLike, *, coverage: float = 0.95) -> ICC:
    """Intraclass correlations of a complete table (Shrout & Fleiss 1979; McGraw & Wong 1996).

    Parameters
    ----------
    x : array_like, shape (targets, raters)
        Psychological Bulletin 86:420; Psychological Methods 1:30.
    coverage : float

    Raises
    ------
    ValueError
        If a cell is missing or the table has fewer than two rows or columns.
    """
    table = _complete(x)
    n, k = table.shape
    between = k * ((table.mean(1) - table.mean()) ** 2).sum()
    raters = n * ((table.mean(0) - table.mean()) ** 2).sum()
    within = ((table - table.mean(1, keepdims=True)) ** 2).sum()
    return icc_of_squares(n, k, float(between), float(raters), float(within), coverage=coverage)


def icc_of_squares(
    n: int, k: int, between: float, raters: float, within: float, *, coverage: float = 0.95
) -> ICC:
    """Intraclass correlations from sums of squares: between targets, between raters, within targets."""
    bms, wms, jms = between / (n - 1), within / (n * (k - 1)), raters / (k - 1)
    ems = max(within - raters, 0.0) / ((n - 1) * (k - 1))
    icc2 = _ratio(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n)
    singles = {
        "icc1": _ratio(bms - wms, bms + (k - 1) * wms),
        "icc2": icc2,
        "icc3": _ratio(bms - ems, bms + (k - 1) * ems),
    }
    averages = {
        "icc1k": _ratio(bms - wms, bms),
        "icc2k": _ratio(bms - ems, bms + (jms - ems) / n),
        "icc3k": _ratio(bms - ems, bms),
    }
    tail = (1 - coverage) / 2
    one = _interval_by_f(_ratio(bms, wms), n - 1, n * (k - 1), k, tail)
    three = _interval_by_f(_ratio(bms, ems), n - 1, (n - 1) * (k - 1), k, tail)
    two = _interval_of_icc2(icc2, bms, jms, ems, n, k, tail)
    interval = {"icc1": one, "icc2": two, "icc3": three}
    interval |= {
        f"{name}k": (_stepped_up(low, k), _stepped_up(high, k)) for name, (low, high) in interval.items()
    }
    return ICC(bms, wms, jms, ems, **singles, **averages, interval=interval)


def cronbach(x: ArrayLike) -> float:
    """Cronbach's alpha (Psychometrika 16, 1951) of a complete table (targets, items): ICC(3,k)."""
    return icc(x).icc3k


@dataclass(frozen=True, eq=False)
class Concordance:
    """Kendall's W, its test, and each rater against the others.

    Attributes
    ----------
    w, chi2 : float
    df : int
    p : float
        Upper tail of chi2.
    mean_rho : float
        Mean Spearman correlation between raters.
    with_rest : ndarray, shape (raters,)
        Spearman correlation of each rater with the rank sum of the others.
    """

    w: float
    chi2: float
    df: int
    p: float
    mean_rho: float
    with_rest: NDArray[np.float64]


def kendall_w(x: ArrayLike) -> Concordance:
    """Kendall's coefficient of concordance with ties (1939; Siegel & Castellan 1988).

    Parameters
    ----------
    x : array_like, shape (raters, subjects)
        Complete.

    Raises
    ------
    ValueError
        If a cell is missing or there are fewer than two raters or subjects.
    """
    places = mid_ranks(_complete(x))
    raters, subjects = places.shape
    centre = (subjects + 1) / 2
    sums = places.sum(0)
    spread = ((places - centre) ** 2).sum()
    w, chi2, p, mean_rho = concordance(((sums - raters * centre) ** 2).sum(), spread, raters, subjects)
    rest = mid_ranks(sums - places)
    with_rest = np.array([_correlation(*pair) for pair in zip(places, rest, strict=True)])
    return Concordance(w, chi2, subjects - 1, p, mean_rho, with_rest)


def concordance(
    between: float, spread: float, raters: int, subjects: int
) -> tuple[float, float, float, float]:
    """Return (W, chi2, p, mean rho).

    Parameters
    ----------
    between : float
        Sum of squared deviations of the rank sums.
    spread : float
        Sum of squared deviations of all mid-ranks, ``(m (n³ - n) - Σ (t³ - t)) / 12``: ties are in it.
    raters, subjects : int
    """
    w = _ratio(float(between), raters * float(spread))
    chi2 = raters * (subjects - 1) * w
    return w, chi2, chi2_survival(chi2, subjects - 1), (raters * w - 1) / (raters - 1)


def mid_ranks(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank every row ascending, ties share the mean of their places."""
    from_below, from_above = rank_rows(-table), rank_rows(table)
    return np.asarray((from_below + table.shape[1] + 1 - from_above) / 2)


def _complete(x: ArrayLike) -> NDArray[np.float64]:
    table = np.asarray(x, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2:
        raise ValueError(f"a table of at least two rows and columns is needed, got shape {table.shape}")
    if np.isnan(table).any():
        raise ValueError("the table must be complete: use the raters who rated everything")
    return np.asarray(table - table.flat[0])  # moves no statistic here, and equal marks become exact zeros


def _ratio(above: float, below: float) -> float:
    return above / below if below else nan


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    a, b = a - a.mean(), b - b.mean()
    return _ratio(float(a @ b), float(np.sqrt((a @ a) * (b @ b))))


def _stepped_up(single: float, k: int) -> float:
    """Return the reliability of the mean of k raters (Spearman-Brown)."""
    return _ratio(k * single, 1 + (k - 1) * single)


def _interval_by_f(f: float, df1: int, df2: int, k: int, tail: float) -> tuple[float, float]:
    if isnan(f):
        return nan, nan
    low, high = f / f_quantile(1 - tail, df1, df2), f * f_quantile(1 - tail, df2, df1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _interval_of_icc2(
    icc2: float, bms: float, jms: float, ems: float, n: int, k: int, tail: float
) -> tuple[float, float]:
    """Return the interval with Satterthwaite's degrees of freedom."""
    if isnan(icc2) or not ems:
        return nan, nan
    f = jms / ems
    raters, targets = k * icc2 * f, n * (1 + (k - 1) * icc2) - k * icc2
    df = (k - 1) * (n - 1) * (raters + targets) ** 2 / ((n - 1) * raters**2 + targets**2)
    above, below = f_quantile(1 - tail, n - 1, df), f_quantile(1 - tail, df, n - 1)
    noise = k * jms + (k * n - k - n) * ems
    low = n * (bms - above * ems) / (above * noise + n * bms)
    high = n * (below * bms - ems) / (noise + n * below * bms)
    return low, high
