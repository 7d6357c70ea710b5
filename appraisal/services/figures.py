"""Objective figures turned into points by the agreed conversion, exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from .. import scoring
from ..domain.exact import shown
from ..domain.indicator import Conversion, Indicator, Method
from ..domain.phrase import Phrase, phrase
from ..scoring import published
from .outcome import DECIMALS, Exact

Figures = Sequence[Fraction]
FULL = Fraction(100)
STEPS = 4  # decimals of a mean or a deviation in the middle of a worked line


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


def worked(indicator: Indicator, agreed: Conversion, u: int, decimals: int) -> Phrase:
    """Write out how the figure of one unit becomes its points."""
    way, figure = indicator.conversion or agreed, indicator.capped[u]
    earned = points(indicator, agreed)[u]
    result = "—" if earned is None else published(earned, decimals)
    if figure is None:
        return phrase("%(name)s：没有数值，记 %(points)s 分", name=indicator.name, points=result)
    known = [each for each in indicator.capped if each is not None]
    terms = TERMS[way.method](figure, known, indicator.smaller_is_better, way)
    note = "" if figure == indicator.figures[u] else phrase("（封顶 %(cap)s）", cap=shown(figure))
    return phrase(
        "%(name)s%(note)s：%(terms)s=%(points)s", name=indicator.name, note=note, terms=terms, points=result
    )


def _ends(known: Figures, smaller: bool) -> tuple[Fraction, Fraction]:
    """Return the worst figure and the best."""
    return (max(known), min(known)) if smaller else (min(known), max(known))


def _between(figure: Fraction, known: Figures, smaller: bool, base: str, span: Fraction) -> str | Phrase:
    worst, best = _ends(known, smaller)
    if worst == best:
        return phrase("各单位相同，取中间分")
    written = [f"({shown(end)})" if end < 0 else shown(end) for end in (worst, best)]
    return f"{base}{shown(span)}×({shown(figure)}−{written[0]})÷({written[1]}−{written[0]})"


def _ratio_terms(figure: Fraction, known: Figures, smaller: bool, way: Conversion) -> str | Phrase:
    _, best = _ends(known, smaller)
    if smaller and not figure:
        return phrase("本值为 0，得满分")
    above, below = (best, figure) if smaller else (figure, best)
    return f"{shown(above)}÷{shown(below)}×{shown(FULL)}"


def _place_terms(figure: Fraction, known: Figures, smaller: bool, way: Conversion) -> Phrase:
    ahead = sum(each < figure if smaller else each > figure for each in known)
    return phrase(
        "第 %(place)s 名，%(base)s×(1−%(percent)s%%×%(ahead)s)",
        place=ahead + 1,
        base=shown(way.base),
        percent=shown(way.span),
        ahead=ahead,
    )


def _standard_terms(figure: Fraction, known: Figures, smaller: bool, way: Conversion) -> str | Phrase:
    mean = sum(known, Fraction(0)) / len(known)
    spread = sum(((each - mean) ** 2 for each in known), Fraction(0)) / len(known)
    if not spread:
        return phrase("各单位相同，得基准分")
    difference = (
        [published(mean, STEPS), shown(figure)] if smaller else [shown(figure), published(mean, STEPS)]
    )
    deviation = published(Fraction(str(float(spread) ** 0.5)), STEPS)
    return f"{shown(way.base)}+{shown(way.span)}×({'−'.join(difference)})÷{deviation}"


TERMS: dict[Method, Callable[[Fraction, Figures, bool, Conversion], str | Phrase]] = {
    Method.RAW: lambda figure, known, smaller, way: shown(figure),
    Method.EFFICACY: lambda figure, known, smaller, way: _between(
        figure, known, smaller, f"{shown(way.base)}+", way.span
    ),
    Method.RATIO: _ratio_terms,
    Method.PLACES: _place_terms,
    Method.MIN_MAX: lambda figure, known, smaller, way: _between(figure, known, smaller, "", FULL),
    Method.STANDARD: _standard_terms,
}
CONVERSIONS: dict[Method, Callable[[Figures, bool, Conversion], Figures]] = {
    Method.RAW: _raw,
    Method.EFFICACY: _efficacy,
    Method.RATIO: _ratio,
    Method.PLACES: _places,
    Method.MIN_MAX: _min_max,
    Method.STANDARD: _standard,
}
