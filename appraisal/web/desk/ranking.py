"""The rows of the ranking page: the official table, its bars, and where another order would differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ...documents.evidence import Evidence
from ...documents.table import Cell, ResultTable, Row
from ...domain.phrase import N_, Phrase, phrase
from .bars import Bar, bars

FIRM = N_("按%(beside)s另排，前 %(firm)s 名不变，其后 %(moved)s 个对象的名次不同。")
PLAIN = frozenset({"加权平均分", "去高低平均分"})


@dataclass(frozen=True)
class Ranked:
    """A row of the table with its bars.

    `shift` is how many places the other order puts it higher; `is_near` that the one above is hardly ahead.
    """

    row: Row
    bars: tuple[Bar, ...]
    cells: tuple[Cell, ...]
    shift: int
    is_near: bool

    @property
    def mark(self) -> str:
        """The arrow beside a rank that differs; empty where both orders agree."""
        return f"{'↑' if self.shift > 0 else '↓'}{abs(self.shift)}" if self.shift else ""


def ranking(table: ResultTable, group: str = "", near: Collection[str] = ()) -> tuple[Ranked, ...]:
    """List the subjects by rank, all or those of one group."""
    drawn = bars(table)
    return tuple(
        Ranked(
            row,
            drawn[row.subject],
            tuple(cell for cell in table.distribution if cell.subject == row.subject),
            shift(row),
            row.subject in near,
        )
        for row in table.rows
        if not group or row.group == group
    )


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
    text = FIRM if firm else N_("按%(beside)s另排，第 1 名会变，共 %(moved)s 个对象的名次不同。")
    return phrase(text, beside=table.beside_name, moved=len(moved), firm=firm)


def meaning(table: ResultTable) -> Phrase:
    """Explain in a sentence the score shown beside the official one."""
    if table.beside_name.text in PLAIN:
        return phrase("选票原样取平均，不校正手松手紧，只作对照，不改变正式名次。")
    return phrase(
        "每张选票先减去本票平均分，再除以本票标准差，打分手松手紧的人分量相同。只作对照，不改变正式名次。"
    )
