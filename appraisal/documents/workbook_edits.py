"""What can be done to the sheets in the page besides typing: rows moved, a list pasted, a scale taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..domain.phrase import Phrase
from ..domain.verdict import OTHERWISE
from . import pasted_list
from .grid import Grid
from .layout import COLUMNS, GRADES, KIND, PARENT, RULE, SUBJECTS, VERDICTS
from .scale_sets import LAST_VERDICT, SCALES
from .scale_sets import VERDICTS as USUAL_VERDICTS

MORE_ROWS = 10
TIES = "并列规则"

Grids = tuple[Grid, ...]


@dataclass(frozen=True)
class Edit:
    """The sheets after a button was pressed, and what there is to say about it."""

    grids: Grids
    told: Phrase | None = None


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


def with_columns(grid: Grid, titles: Sequence[str]) -> Grid:
    """Add empty columns at the right, as far as they are not there."""
    missing = tuple(title for title in titles if title not in grid.rows[0])
    return replace(grid, rows=(grid.rows[0] + missing, *grid.rows[1:])) if missing else grid


def with_list(grid: Grid, pasted: pasted_list.Pasted) -> Grid:
    """Add the rows of a pasted list behind those that are filled in."""
    titles = {title for row in pasted.rows for title, cell in row.items() if cell}
    heads = with_columns(grid, [title for title in pasted_list.FIELDS if title in titles]).rows[0]
    kept = [row for place, row in enumerate(grid.rows) if place == 0 or any(cell.strip() for cell in row)]
    added = (tuple(row.get(head, "") for head in heads) for row in pasted.rows)
    return replace(grid, rows=(heads, *kept[1:], *added))


def with_scale(grids: Grids, name: str) -> Grids:
    """Take a scale in the place of the one there was; the chain of ties follows its best grade."""
    taken = SCALES.get(name)
    if taken is None:
        return grids
    before = next((grid.text(1, 0) for grid in grids if grid.name == GRADES), "")
    grids = tuple(grid for grid in grids if grid.name != GRADES)
    best = taken.grades[0][0] if taken.grades else ""
    if taken.grades:
        grids += (Grid(GRADES, (COLUMNS[GRADES], *taken.grades)),)
    return tuple(_with_rule(grid, taken.items, before, best) if grid.name == RULE else grid for grid in grids)


def with_verdicts(grids: Grids) -> Grids:
    """Add the usual table of verdicts over the grades there are, if there is none yet."""
    grades = next((grid for grid in grids if grid.name == GRADES), None)
    if grades is None or any(grid.name == VERDICTS for grid in grids):
        return grids
    names = [row[0] for row in grades.rows[1:] if row and row[0].strip()]
    rows = [(word, "+".join(names[:count]), bound) for word, count, bound in USUAL_VERDICTS]
    rows.append((LAST_VERDICT, OTHERWISE, ""))
    numbered = tuple((str(place), *row) for place, row in enumerate(rows, start=1))
    return (*grids, Grid(VERDICTS, (COLUMNS[VERDICTS], *numbered)))


ON_A_ROW = MappingProxyType(
    {
        "up": lambda grid, row: moved(grid, row, -1),
        "down": lambda grid, row: moved(grid, row, 1),
        "drop": without,
    }
)


def edited(grids: Grids, act: str, *, paste: str = "", scale: str = "") -> Edit:
    """Do what a button says: ``up:评议对象:3``, ``paste:评议对象``, ``more:票种``, ``scale:等次``."""
    verb, sheet, row = (*act.split(":"), "", "")[:3]
    if verb == "scale":
        return Edit(with_scale(grids, scale))
    if verb == "verdicts":
        return Edit(with_verdicts(grids))
    if verb == "paste":
        pasted = pasted_list.read(paste)
        return Edit(_on(grids, SUBJECTS, lambda grid: with_list(grid, pasted)), pasted.told)
    return Edit(_on(grids, sheet, _deed(verb, row)))


def _deed(verb: str, row: str) -> Callable[[Grid], Grid]:
    if row.isdigit() and verb in ON_A_ROW:
        return lambda grid: ON_A_ROW[verb](grid, int(row))
    if verb == "columns":
        return lambda grid: with_columns(grid, (PARENT, KIND))
    return longer if verb == "more" else lambda grid: grid


def _on(grids: Grids, sheet: str, deed: Callable[[Grid], Grid]) -> Grids:
    return tuple(deed(grid) if grid.name == sheet else grid for grid in grids)


def _with_rule(grid: Grid, items: Mapping[str, str], before: str, best: str) -> Grid:
    """Put other values behind some items, and the new best grade into the chain of ties."""
    said = {grid.text(y, 0): grid.text(y, 1) for y in range(len(grid.rows))} | dict(items)
    if before:
        links = [link.strip() for link in said[TIES].split(">") if best or link.strip() != f"{before}票数"]
        said[TIES] = " > ".join(f"{best}票数" if link == f"{before}票数" else link for link in links)
    return replace(grid, rows=tuple((row[0], said[row[0]]) for row in grid.rows))
