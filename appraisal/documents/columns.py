"""How the tables of one worksheet share its columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .office.model import Grid

SNAP = 12  # pixels; edges of two tables that lie closer are made one

Span = tuple[int, int]  # the first and the last column of the sheet under a column of a table


def laid_out(grids: Sequence[Grid], page: int) -> tuple[list[int], list[list[Span]]]:
    """Lay all tables on common columns; a paper without a table has four of equal width.

    Returns
    -------
    widths : list of int
        Of the columns of the sheet, in pixels.
    spans : list of list of Span
        One list per table, one span per column of it.
    """
    if not grids:
        return [page // 4] * 4, []
    total = max(page, *(sum(column.width for column in grid.columns) for grid in grids))
    all_edges = [_edges(grid, total) for grid in grids]
    common = _common(sorted(edge for edges in all_edges for edge in edges))
    spans = []
    for edges in all_edges:
        places = [_nearest(common, edge) for edge in edges]
        spans.append([(left, right - 1) for left, right in pairwise(places)])
    return [right - left for left, right in pairwise(common)], spans


def parted(widths: Sequence[int], parts: int) -> list[int]:
    """Return the columns at which `parts` equal parts of the width begin."""
    edges = [sum(widths[:place]) for place in range(len(widths))]
    return [_nearest(edges, sum(widths) * part / parts) for part in range(parts)]


def _edges(grid: Grid, total: int) -> list[int]:
    """Share out what is left of the width evenly, and return where columns begin and the last ends."""
    spare = (total - sum(column.width for column in grid.columns)) // len(grid.columns)
    widths = [column.width + spare for column in grid.columns]
    return [*(sum(widths[:place]) for place in range(len(widths))), total]


def _common(edges: Sequence[int]) -> list[int]:
    found: list[int] = []
    for edge in edges:
        if not found or edge - found[-1] > SNAP:
            found.append(edge)
    return found


def _nearest(edges: Sequence[int], wanted: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - wanted))
