"""Objective figures turned into points by the agreed conversion, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from .. import scoring
from ..domain.indicator import Conversion, Indicator, Method
from .outcome import DECIMALS, Exact

Figures = Sequence[Fraction]
FULL = Fraction(100)


def points(indicator: Indicator, agreed: Conversion) -> tuple[Exact, ...]:
    """Convert the figures of all units; a missing one earns what the sheet says, None where it says nothing.

    Parameters
    ----------
    indicator : Indicator
    agreed : Conversion
        Of the whole part; an indicator's own conversion comes first.
    """
    way = indicator.conversion or agreed
    known = [figure for figure in indicator.capped if figure is not None]
    converted = iter(CONVERSIONS[way.method](known, indicator.smaller_is_better, way) if known else ())
    return tuple(indicator.missing if figure is None else next(converted) for figure in indicator.capped)


def part(indicators: Sequence[Indicator], agreed: Conversion) -> tuple[Exact, ...]:
    """Add the points of all indicators by weight, one total per unit."""
    rows = [points(indicator, agreed) for indicator in indicators]
    return scoring.composite(rows, [indicator.weight for indicator in indicators])


def _raw(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    return figures


def _efficacy(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    return scoring.efficacy_in_range(figures, smaller_is_better=smaller, base=way.base, span=way.span)


def _ratio(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    """A figure of 0 is the best there can be where smaller is better: it earns everything."""
    if smaller and not all(figures):
        return tuple(Fraction(0) if figure else FULL for figure in figures)
    return scoring.ratio_to_best(figures, full=FULL, smaller_is_better=smaller)


def _places(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    return scoring.place_share(figures, full=way.base, percent=way.span, smaller_is_better=smaller)


def _min_max(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    return tuple(FULL * share for share in scoring.min_max(figures, smaller_is_better=smaller))


def _standard(figures: Figures, smaller: bool, way: Conversion) -> Figures:
    scores = scoring.z_scores([float(figure) for figure in figures], smaller_is_better=smaller)
    return tuple(way.base + way.span * Fraction(str(round(score, DECIMALS))) for score in scores.tolist())


CONVERSIONS: dict[Method, Callable[[Figures, bool, Conversion], Figures]] = {
    Method.RAW: _raw,
    Method.EFFICACY: _efficacy,
    Method.RATIO: _ratio,
    Method.PLACES: _places,
    Method.MIN_MAX: _min_max,
    Method.STANDARD: _standard,
}
