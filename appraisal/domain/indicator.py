"""Objective figures of units, and how a figure becomes points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .exact import shown
from .phrase import N_, Phrase, phrase


class Method(StrEnum):
    """How figures become points; `RAW` takes them as they are."""

    RAW = "raw"
    EFFICACY = "efficacy"
    RATIO = "ratio"
    PLACES = "places"
    MIN_MAX = "min-max"
    STANDARD = "standard"


SENTENCES = {
    Method.RAW: N_("按原分计"),
    Method.EFFICACY: N_("功效系数：%(base)s+%(span)s×(本值−最差值)÷(最好值−最差值)，全部相同的都得中间分"),
    Method.RATIO: N_("与最好值之比×%(span)s（越小越好的为最好值÷本值，本值为0得满分）"),
    Method.PLACES: N_("按名次：第一名%(base)s分，每低一名减第一名的%(span)s%%，数值相同的并列"),
    Method.MIN_MAX: N_("极差：%(span)s×(本值−最差值)÷(最好值−最差值)"),
    Method.STANDARD: N_("标准分：%(base)s+%(span)s×(本值−平均值)÷标准差"),
}


@dataclass(frozen=True)
class Conversion:
    """A method with its numbers: `base` and `span` points, or percent a place for `PLACES`."""

    method: Method = Method.RAW
    base: Fraction = Fraction(0)
    span: Fraction = Fraction(0)

    @property
    def sentence(self) -> Phrase:
        """How it is computed, in words."""
        return phrase(SENTENCES[self.method], base=shown(self.base), span=shown(self.span))


AS_IS = Conversion()


@dataclass(frozen=True)
class Indicator:
    """One objective figure of every unit.

    `weight` is in percent of all indicators. `figures` stand in the order of the units, None where one is
    missing; a missing one earns `missing` points, and where that is None the sheet is refused. A figure
    better than `cap` counts as `cap`. `conversion` is None where the one of the whole part applies.
    """

    name: str
    unit: str
    weight: Fraction
    smaller_is_better: bool
    figures: tuple[Fraction | None, ...]
    cap: Fraction | None = None
    missing: Fraction | None = None
    conversion: Conversion | None = None

    @property
    def label(self) -> str:
        """Its name as the organizer wrote it."""
        return self.name

    @property
    def capped(self) -> tuple[Fraction | None, ...]:
        """The figures as they count."""
        if self.cap is None:
            return self.figures
        better = max if self.smaller_is_better else min
        return tuple(None if figure is None else better(figure, self.cap) for figure in self.figures)
