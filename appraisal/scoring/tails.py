"""Tail functions of the chi-square, F and normal distributions, by continued fractions.

Abramowitz & Stegun, *Handbook of Mathematical Functions* (1964), 6.5 and 26.5; Lentz's evaluation after
Thompson & Barnett, Journal of Computational Physics 64 (1986).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from math import exp, isnan, lgamma, log, log1p, nan
from statistics import NormalDist

TINY = 1e-300  # stands for 0 where Lentz's method would divide by it
CLOSE = 1e-15


def chi2_survival(x: float, df: float) -> float:
    """Return P(chi-square with `df` degrees of freedom > x)."""
    if isnan(x) or df <= 0:
        return nan
    if x <= 0:
        return 1.0
    a, half = df / 2, x / 2
    front = exp(a * log(half) - half - lgamma(a))
    if half < a + 1:
        return 1 - front * _gamma_series(a, half)
    return front / (half + 1 - a + _lentz((-i * (i - a), half + 2 * i + 1 - a) for i in count(1)))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return x with P(F(df1, df2) <= x) = p, by bisection on the share of the first variance."""
    if isnan(p) or not (df1 > 0 and df2 > 0):
        return nan
    share = _root(lambda y: beta_cdf(y, df1 / 2, df2 / 2) - p)
    return df2 * share / (df1 * (1 - share)) if share < 1 else float("inf")


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    return front / (1 + _lentz((term, 1.0) for term in _beta_terms(x, a, b)))


def normal_quantile(p: float) -> float:
    """Return z with P(N(0, 1) <= z) = p."""
    return NormalDist().inv_cdf(p)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    steps = count(1)
    while term > total * CLOSE:
        term *= x / (a + next(steps))
        total += term
    return total


def _beta_terms(x: float, a: float, b: float) -> Iterator[float]:
    for m in count():
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        yield (m + 1) * (b - m - 1) * x / ((a + 2 * m + 1) * (a + 2 * m + 2))


def _lentz(terms: Iterator[tuple[float, float]]) -> float:
    """Evaluate ``a1 / (b1 + a2 / (b2 + …))`` until it stands still."""
    value, c, d = TINY, TINY, 0.0
    for a, b in terms:
        d = 1 / (b + a * d or TINY)
        c = b + a / c or TINY
        value *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return value


def _root(rising: Callable[[float], float]) -> float:
    """Return where a rising function on [0, 1] crosses zero."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rising(middle) >= 0 else (middle, high)
    return middle
