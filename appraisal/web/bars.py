"""Stacked bars of answers on a page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..documents import bars as counted
from ..documents import chart
from ..documents.table import ResultTable


@dataclass(frozen=True)
class DrawnBar:
    """The answers about one subject on one criterion; no drawing where they may not be shown."""

    criterion: str
    drawing: Markup


def bars(table: ResultTable) -> dict[str, tuple[DrawnBar, ...]]:
    """Draw the bars of every subject, one per criterion; none where there are too many answers for them."""
    return {
        subject: tuple(DrawnBar(bar.criterion, _drawn(bar)) for bar in each)
        for subject, each in counted.bars(table).items()
    }


def _drawn(bar: counted.Bar) -> Markup:
    """Pass a drawing on: its numbers are ours, its words are escaped where it is made."""
    return Markup(chart.stack(bar.pieces, bar.words) if bar.pieces else "")  # noqa: S704
