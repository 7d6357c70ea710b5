"""The organizer's workbook as a form in a page: the same sheets, the same cells, read by the same reader."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..domain.errors import Fault
from ..domain.meeting import SCOPES
from ..domain.phrase import Phrase
from ..domain.plan import Plan
from . import intake
from .grid import Grid, key
from .hints import ITEMS
from .layout import CLASSES, ITEM, MEETING, NUMBERINGS, PUBLIC, RULE, SHEETS, SUBJECTS
from .plan_sheets import NO, YES
from .plan_writing import OPEN_CHOICES
from .rule_groups import GROUP_OF, GROUPS, USUAL
from .rule_items import BY_KEY, SHARED
from .table import EMPTY
from .template import EXAMPLE, write_plan

SPARE_ROWS = 3  # empty rows at the end of a list, ready to be filled in
MOST_ROWS = 400
MOST_COLUMNS = 60
SHORT = ("代号", "权重%", "发出票数", "回避本单位", "纸质票", "公开渠道", "分值")
CELL = re.compile(r"(\w{1,12})\.(\d{1,3})\.(\d{1,2})")
PLACE = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class FormCell:
    """One field: its name in the form, its text, the choices if there are any, what is wrong with it."""

    name: str
    title: str
    text: str
    choices: tuple[str, ...] = ()
    is_open: bool = False
    faults: tuple[Phrase, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether a few characters fill it."""
        return self.title in SHORT


@dataclass(frozen=True)
class FormRow:
    """One row: the fixed word before it, its fields, the help beside it."""

    place: int
    label: str
    cells: tuple[FormCell, ...]
    hint: str = ""


@dataclass(frozen=True)
class FormGroup:
    """Rows that belong together under a name; unfolded where the organizer has to look."""

    name: str
    rows: tuple[FormRow, ...]

    @property
    def has_faults(self) -> bool:
        """Whether something in it is wrong."""
        return any(cell.faults for row in self.rows for cell in row.cells)

    @property
    def unusual(self) -> tuple[tuple[str, str], ...]:
        """The items that say something else than the template does, with what they say."""
        told = ((row.label, row.cells[0].text) for row in self.rows)
        return tuple((item, text or EMPTY) for item, text in told if text != USUAL.get(item))


@dataclass(frozen=True)
class FormSheet:
    """One sheet: its fixed cells by form name, its heads, its rows, what is wrong with it as a whole."""

    name: str
    fixed: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[FormRow, ...]
    is_list: bool
    faults: tuple[Phrase, ...] = ()

    @property
    def groups(self) -> tuple[FormGroup, ...]:
        """The rows of the rule by what they are about; what no group knows stands first, by itself."""
        found: dict[str, list[FormRow]] = {"": [], **{name: [] for name in GROUPS}}
        for row in self.rows:
            found[GROUP_OF.get(row.label, "")].append(row)
        return tuple(FormGroup(name, tuple(rows)) for name, rows in found.items() if rows)


def grids_of(plan: Plan) -> tuple[Grid, ...]:
    """Return the sheets of the workbook a plan is exported to: what the file can say, the page can."""
    out = io.BytesIO()
    write_plan(plan, out)
    return tuple(_without_hints(grid) for grid in intake.read(out.getvalue()) if grid.name in SHEETS)


def empty_grids() -> tuple[Grid, ...]:
    """Return the sheets of a meeting nobody has described yet: the usual grades and rule, and no names."""
    return tuple(_emptied(grid) for grid in grids_of(EXAMPLE))


def grids_sent(fields: Iterable[tuple[str, str]]) -> tuple[Grid, ...]:
    """Put the fields of a form back into sheets; fields that are no cells are left out."""
    cells: dict[str, dict[tuple[int, int], str]] = {}
    for name, text in fields:
        match = CELL.fullmatch(name)
        if match and match[1] in SHEETS and int(match[2]) < MOST_ROWS and int(match[3]) < MOST_COLUMNS:
            cells.setdefault(match[1], {})[int(match[2]), int(match[3])] = text
    return tuple(_grid(sheet, found) for sheet, found in cells.items())


def cells_of(grids: Iterable[Grid]) -> tuple[tuple[str, str], ...]:
    """Return the fields `grids_sent` reads back, for a form that shows none of them."""
    return tuple(
        (f"{grid.name}.{y}.{x}", text)
        for grid in grids
        for y, row in enumerate(grid.rows)
        for x, text in enumerate(row)
    )


def form_sheets(grids: Iterable[Grid], faults: Sequence[Fault] = ()) -> tuple[FormSheet, ...]:
    """Lay sheets out as a form, with every fault at its field, or at its sheet if it has none."""
    return tuple(
        _sheet(grid, [fault for fault in faults if fault.sheet == grid.name])
        for grid in sorted(grids, key=lambda grid: SHEETS.index(grid.name))
    )


def _without_hints(grid: Grid) -> Grid:
    """Cut off the column of hints, which stands behind the first column without a head."""
    width = next((x for x, head in enumerate(grid.rows[0]) if not head), len(grid.rows[0]))
    order = next((x for x, head in enumerate(grid.rows[0]) if head in NUMBERINGS), None)
    rows = [
        tuple("" if x == order and y else text for x, text in enumerate(row[:width]))
        for y, row in enumerate(grid.rows)
    ]
    last = max((y for y, row in enumerate(rows) if any(row)), default=0)
    return replace(grid, rows=tuple(rows[: last + 1]))


def _emptied(grid: Grid) -> Grid:
    if grid.name in (SUBJECTS, CLASSES):
        return replace(grid, rows=grid.rows[:1])
    if grid.name == MEETING:
        scope = grid.rows[[row[0] for row in grid.rows].index("结果公布范围")]
        return replace(
            grid, rows=tuple(row if row in (grid.rows[0], scope) else (row[0], "") for row in grid.rows)
        )
    if grid.name == RULE:  # the example's tie chain names a class that is not there yet
        return replace(
            grid, rows=tuple((row[0], SHARED) if row[0] == "并列规则" else row for row in grid.rows)
        )
    return grid


def _grid(sheet: str, cells: Mapping[tuple[int, int], str]) -> Grid:
    height, width = (max(place[axis] for place in cells) + 1 for axis in (0, 1))
    rows = tuple(tuple(cells.get((y, x), "") for x in range(width)) for y in range(height))
    return Grid(sheet, rows)


def _sheet(grid: Grid, faults: Sequence[Fault]) -> FormSheet:
    is_list = ITEM not in grid.rows[0]
    at, whole = _placed(faults, len(grid.rows))
    shown = [x for x, head in enumerate(grid.rows[0]) if head not in NUMBERINGS][0 if is_list else 1 :]
    filled = max((y for y, row in enumerate(grid.rows) if any(row)), default=0) + 1
    rows = range(1, max(len(grid.rows), filled + SPARE_ROWS) if is_list else len(grid.rows))
    if is_list:
        fixed = [(0, x) for x in range(len(grid.rows[0]))]
    else:
        fixed = [(y, 0) for y in range(len(grid.rows))] + [(0, x) for x in shown]
    return FormSheet(
        grid.name,
        tuple((f"{grid.name}.{y}.{x}", grid.text(y, x)) for y, x in fixed),
        tuple(grid.rows[0][x] for x in shown),
        tuple(_row(grid, y, shown, at, is_list) for y in rows),
        is_list,
        whole,
    )


def _row(
    grid: Grid, y: int, shown: Sequence[int], at: Mapping[tuple[int, int], list[Phrase]], is_list: bool
) -> FormRow:
    label = "" if is_list else grid.text(y, 0)
    cells = tuple(
        FormCell(
            f"{grid.name}.{y}.{x}",
            label or grid.rows[0][x],
            grid.text(y, x),
            *_choices(grid.name, label or grid.rows[0][x]),
            tuple(at.get((y, x), ())),
        )
        for x in shown
    )
    return FormRow(y, label, cells, ITEMS.get(label, ""))


def _choices(sheet: str, title: str) -> tuple[tuple[str, ...], bool]:
    """Return the choices of a field, and whether other words may be written."""
    if title == "结果公布范围":
        return SCOPES, False
    if sheet == CLASSES and title in ("回避本单位", PUBLIC):
        return (NO[0], YES[0]), False
    if sheet != RULE:
        return (), False
    item = BY_KEY.get(key(title))
    return (item.choices if item else ()), title in OPEN_CHOICES


def _placed(
    faults: Sequence[Fault], height: int
) -> tuple[dict[tuple[int, int], list[Phrase]], tuple[Phrase, ...]]:
    """Sort faults by cell; those of a whole column or of a missing row belong to the sheet."""
    at: dict[tuple[int, int], list[Phrase]] = {}
    whole = []
    for fault in faults:
        place = PLACE.fullmatch(fault.cell)
        y, x = (int(place[2]) - 1, _column(place[1])) if place else (0, 0)
        if 0 < y < height:
            at.setdefault((y, x), []).append(fault.expected)
        else:
            whole.append(fault.expected)
    return at, tuple(whole)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
