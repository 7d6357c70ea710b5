"""What can be done to a list in the page besides typing: move a row, drop it, paste a list, take a scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..domain.phrase import N_
from .grid import Grid
from .layout import GRADES, ORDER

MORE_ROWS = 10
LONGEST_PASTE = 400  # rows
SCALES = MappingProxyType(  # sets met in practice, best grade first
    {
        N_("优秀 100，良好 80，一般 60，较差 40"): (("优秀", 100), ("良好", 80), ("一般", 60), ("较差", 40)),
        N_("优秀 100，称职 80，基本称职 60，不称职 0"): (
            ("优秀", 100),
            ("称职", 80),
            ("基本称职", 60),
            ("不称职", 0),
        ),
        N_("好 100，较好 80，一般 60，差 40"): (("好", 100), ("较好", 80), ("一般", 60), ("差", 40)),
        N_("满意 100，较满意 80，基本满意 60，不满意 0"): (
            ("满意", 100),
            ("较满意", 80),
            ("基本满意", 60),
            ("不满意", 0),
        ),
        N_("满意 100，基本满意 80，不满意 0"): (("满意", 100), ("基本满意", 80), ("不满意", 0)),
        N_("同意 1，不同意 0"): (("同意", 1), ("不同意", 0)),
    }
)


def moved(grid: Grid, row: int, by: int) -> Grid:
    """Let a row change places with its neighbour; at an end nothing happens."""
    rows, other = list(grid.rows), row + by
    if 0 < row < len(rows) and 0 < other < len(rows):
        rows[row], rows[other] = rows[other], rows[row]
    return replace(grid, rows=tuple(rows))


def without(grid: Grid, row: int) -> Grid:
    """Take a row out."""
    return replace(grid, rows=grid.rows[: max(row, 1)] + grid.rows[row + 1 :])


def longer(grid: Grid) -> Grid:
    """Add empty rows."""
    return replace(grid, rows=grid.rows + ((),) * MORE_ROWS)


def pasted(grid: Grid, text: str) -> Grid:
    """Add the lines of a list copied from a spreadsheet: columns parted by tabs, one row a line."""
    lines = [line.split("\t") for line in text.splitlines() if line.strip()][:LONGEST_PASTE]
    shift = ("",) if grid.rows[0][0] == ORDER else ()
    kept = [row for place, row in enumerate(grid.rows) if place == 0 or any(cell.strip() for cell in row)]
    return replace(grid, rows=(*kept, *((*shift, *map(str.strip, line)) for line in lines)))


def with_scale(grid: Grid, name: str) -> Grid:
    """Put a set of grades in the place of the rows there were."""
    grades: Iterable[tuple[str, int]] = SCALES.get(name, ())
    return replace(grid, rows=(grid.rows[0], *((word, str(points)) for word, points in grades)))


ON_A_ROW = MappingProxyType(
    {
        "up": lambda grid, row: moved(grid, row, -1),
        "down": lambda grid, row: moved(grid, row, 1),
        "drop": without,
    }
)


def edited(grids: Sequence[Grid], act: str, *, paste: str = "", scale: str = "") -> tuple[Grid, ...]:
    """Do what a button says: ``up:评议对象:3``, ``paste:评议对象``, ``more:票种``, ``scale:等次``."""
    verb, sheet, row = (*act.split(":"), "", "")[:3]
    deeds: dict[str, Callable[[Grid], Grid]] = {
        "paste": lambda grid: pasted(grid, paste),
        "more": longer,
        "scale": lambda grid: with_scale(grid, scale) if sheet == GRADES else grid,
    }
    if row.isdigit() and verb in ON_A_ROW:
        deeds[verb] = lambda grid: ON_A_ROW[verb](grid, int(row))
    deed = deeds.get(verb)
    return tuple(deed(grid) if deed and grid.name == sheet else grid for grid in grids)
