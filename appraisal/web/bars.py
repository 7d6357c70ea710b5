"""Stacked bars of answers on a page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..documents import bars as counted
from ..documents import chart
from ..documents.table import ResultTable
from ..domain.phrase import N_
from .language import translate


@dataclass(frozen=True)
class DrawnBar:
    """The answers about one subject on one criterion; no drawing where they may not be shown."""

    criterion: str
    drawing: Markup


def bars(table: ResultTable) -> dict[str, tuple[DrawnBar, ...]]:
    """Draw the bars of every subject, one per criterion; none where there are too many answers for them."""
    return {
        subject: tuple(DrawnBar(bar.criterion, _drawn(bar, table.abstention)) for bar in each)
        for subject, each in counted.bars(table).items()
    }


def legend(table: ResultTable) -> tuple[tuple[str, str, str | None], ...]:
    """Name each fill in the language of the page: the grades are the organizer's words, the last is ours."""
    named = counted.legend(table)
    return (*named[:-1], *((translate(word), fill, pattern) for word, fill, pattern in named[-1:]))


def _drawn(bar: counted.Bar, abstention: str) -> Markup:
    """Pass a drawing on: its numbers are ours, its words are escaped where it is made."""
    words = translate(N_("，")).join(
        f"{translate(piece.word) if piece.word == abstention else piece.word} {piece.count}"
        for piece in bar.pieces
    )
    return Markup(chart.stack(bar.pieces, words) if bar.pieces else "")  # noqa: S704
