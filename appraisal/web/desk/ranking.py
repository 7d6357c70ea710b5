"""The rows of the ranking page: the official table in the order asked for, each drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from markupsafe import Markup

from ...documents import chart
from ...documents.evidence import Estimate, Evidence
from ...documents.table import Cell, ResultTable, Row
from ...domain.errors import NotFound
from ...domain.phrase import N_, Phrase, phrase
from ..bars import DrawnBar, bars

FIRM = N_("按%(beside)s另排，前 %(firm)s 名不变，其后 %(moved)s 个对象的名次不同。")
FIRST_IS_FIRM = N_("按%(beside)s另排，第 1 名不变，其后 %(moved)s 个对象的名次不同。")
FIRST_MOVES = N_("按%(beside)s另排，第 1 名会变，共 %(moved)s 个对象的名次不同。")
BY_RANK, BY_LIST, BY_TOP = "", "list", "top"


@dataclass(frozen=True)
class Ranked:
    """A row of the table with its bars and its dot; `is_near` says that the one above is hardly ahead."""

    row: Row
    bars: tuple[DrawnBar, ...]
    cells: tuple[Cell, ...]
    dot: Markup
    reach: str
    is_near: bool


def ranking(
    table: ResultTable, evidence: Evidence | None, group: str = "", order: str = BY_RANK
) -> tuple[Ranked, ...]:
    """List the subjects of all groups or of one.

    Parameters
    ----------
    table : ResultTable
    evidence : Evidence or None
        Where the dots and their ranges come from; a row has none without it.
    group : str
        Empty for all.
    order : str
        Empty by rank, ``list`` as on the ballot, ``top`` by the best grade, or the letter of a class.

    Raises
    ------
    NotFound
        If there is no such order.
    """
    cells: dict[str, list[Cell]] = {}
    for cell in table.distribution:
        cells.setdefault(cell.subject, []).append(cell)
    orders = _orders(table, cells)
    if order not in orders:
        raise NotFound
    drawn, known = bars(table), _estimates(evidence)
    near = unsettled(evidence) if evidence and order == BY_RANK and not group else frozenset()
    axis = score_axis(evidence)
    rows = sorted((row for row in table.rows if not group or row.group == group), key=orders[order])
    return tuple(
        Ranked(
            row,
            drawn[row.subject],
            tuple(cells[row.subject]),
            _dot(axis, known.get(row.subject)),
            _reach(known.get(row.subject)),
            row.subject in near,
        )
        for row in rows
    )


def _orders(table: ResultTable, cells: Mapping[str, list[Cell]]) -> dict[str, Callable[[Row], Any]]:
    """Pair every order with its key; equal rows stay by rank."""
    listed = {name: place for place, name in enumerate(cells)}
    return {
        BY_RANK: lambda row: 0,
        BY_LIST: lambda row: listed[row.subject],
        BY_TOP: lambda row: -sum(cell.counts[0] for cell in cells[row.subject] if cell.counts),
        **{column.letter: partial(_by_class, k) for k, column in enumerate(table.columns)},
    }


def _by_class(k: int, row: Row) -> tuple[bool, Fraction]:
    """Put the highest first and what is missing last."""
    score = row.class_scores[k]
    if score.is_empty:
        return True, Fraction(0)
    return False, -(score.exact if score.exact is not None else Fraction(score.rounded or score.shown))


def score_axis(evidence: Evidence | None) -> chart.Axis:
    """Lay one axis for the dots of all rows, whichever are shown."""
    ends = (n for row in (evidence.estimates if evidence else ()) for n in (row.low, row.total, row.high))
    return chart.score_axis([float(number.shown) for number in ends if not number.is_empty])


def _estimates(evidence: Evidence | None) -> dict[str, Estimate]:
    return {row.subject: row for row in evidence.estimates} if evidence else {}


def _dot(axis: chart.Axis, row: Estimate | None) -> Markup:
    if row is None:
        return Markup("")
    value = None if row.total.is_empty else float(row.total.shown)
    reach = None if row.low.is_empty else (float(row.low.shown), float(row.high.shown))
    return Markup(chart.line(axis, value, reach))  # noqa: S704 - made of numbers alone


def _reach(row: Estimate | None) -> str:
    return "" if row is None or row.low.is_empty else f"{row.low.shown}–{row.high.shown}"


def unsettled(evidence: Evidence) -> frozenset[str]:
    """Name the subjects to mark; none where nearly all would be."""
    return frozenset(
        row.subject for row in evidence.estimates if evidence.marks_neighbours and row.is_unsettled
    )


def shift(row: Row) -> int:
    """Return by how many places the order shown beside puts a subject higher; 0 where either has none."""
    return row.rank - row.beside_rank if row.rank and row.beside_rank else 0


def verdict(table: ResultTable) -> Phrase:
    """Say in a sentence whether the order shown beside would change anything."""
    moved = [row for row in table.rows if shift(row)]
    if not moved:
        return phrase("按%(beside)s另排，名次与正式名次完全相同。", beside=table.beside_name)
    firm = min(row.rank for row in moved if row.rank) - 1
    text = {0: FIRST_MOVES, 1: FIRST_IS_FIRM}.get(firm, FIRM)
    return phrase(text, beside=table.beside_name, moved=len(moved), firm=firm)
