"""Figures of units: indicators that tell nobody apart, figures taken as points, figures that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..activity import INDICATORS, Activity
from ..exact import shown
from ..indicator import AS_IS, Method
from ..phrase import phrase
from .finding import Finding, warning

FULL = Fraction(100)


def figures(activity: Activity) -> Iterator[Finding]:
    """Find indicators that tell nobody apart, and figures that are taken as points."""
    agreed = next((part.conversion for part in activity.parts if part.name == INDICATORS), AS_IS)
    for each in activity.indicators:
        if len(set(each.capped)) == 1:
            yield warning(
                f"constant/{each.name}",
                "rule",
                phrase("“%(name)s”", name=each.name),
                phrase("各单位的数值（封顶以后）都相同，这项指标分不出高低。"),
                mend=phrase("核对数值和封顶，或去掉这项指标"),
            )
        raw = (each.conversion or agreed).method is Method.RAW
        if raw and any(figure is not None and not 0 <= figure <= FULL for figure in each.capped):
            yield warning(
                f"raw/{each.name}",
                "rule",
                phrase("“%(name)s”", name=each.name),
                phrase("按原分计，可是有的数值不在 0—100 之间，会压过别的指标。"),
                mend=phrase("写明换算办法，例如：功效系数60+40"),
            )
        missing = tuple(
            unit.name for unit, figure in zip(activity.units, each.figures, strict=True) if figure is None
        )
        if missing and each.missing is not None:
            yield warning(
                f"missing/{each.name}",
                "rule",
                phrase("“%(name)s”", name=each.name),
                phrase(
                    "%(units)s没有数值，按规则记 %(points)s 分。", units=missing, points=shown(each.missing)
                ),
                mend=phrase("补上数值，或照此办理"),
            )
