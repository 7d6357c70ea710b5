"""The sheets of one workbook file, and the notes taken while reading them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from ..domain.phrase import Phrase, phrase
from .csv import is_formula
from .grid import FaultLog, Grid, Listing, key, listing, tidy
from .layout import COLUMNS, ITEM, OPTIONAL, SHEETS, VALUE

T = TypeVar("T")
FORMULA = phrase("名称不能以 = + - @ 开头，电子表格会把它当作公式。请改写")


class Worksheets:
    """Known sheets by name; whatever cannot be read is noted in `log`."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        self.log = FaultLog(SHEETS)
        self._grids: dict[str, Grid] = {}
        self._listings: dict[str, Listing | None] = {}
        for grid in grids:
            self._grids.setdefault(key(grid.name), grid)

    def listing(self, sheet: str) -> Listing | None:
        """Return the rows of a sheet that must be there; None, noted, if it cannot be read."""
        if sheet not in self._listings:
            self._listings[sheet] = self._found(sheet)
        return self._listings[sheet]

    def has(self, sheet: str) -> bool:
        """Say whether the workbook has a sheet of this name with anything on it."""
        grid = self._grids.get(key(sheet))
        return grid is not None and any(map(any, grid.rows))

    def is_filled_in(self, sheet: str) -> bool:
        """Say whether a sheet holds more than its header."""
        grid = self._grids.get(key(sheet))
        return grid is not None and sum(any(row) for row in grid.rows) > 1

    def _found(self, sheet: str) -> Listing | None:
        grid = self._grids.get(key(sheet))
        if grid is None:
            names = "、".join(grid.name for grid in self._grids.values())
            self.log.add(sheet, 0, 0, names, phrase("应有工作表“%(sheet)s”", sheet=sheet))
            return None
        return listing(replace(grid, name=sheet), COLUMNS[sheet], OPTIONAL.get(sheet, ()), self.log)

    def rows(self, sheet: str) -> Iterator[tuple[Listing, int]]:
        """Yield the filled rows of a sheet with their listing."""
        found = self.listing(sheet)
        if found is not None:
            for row in found.rows:
                yield found, row

    def fault(self, found: Listing, row: int, title: str, expected: Phrase) -> None:
        """Note a fault in the cell of a row under a title."""
        self.log.add(found.grid.name, row, found.column(title), found.cell(row, title), expected)

    def value(
        self, found: Listing, row: int, title: str, read: Callable[[str], T], instead: T, expected: Phrase
    ) -> T:
        """Read a cell; where that fails note what was expected and go on with `instead`."""
        try:
            return read(found.cell(row, title))
        except ValueError:
            self.fault(found, row, title, expected)
            return instead

    def name(self, found: Listing, row: int, title: str) -> str:
        """Read a name; one that a spreadsheet could run as a formula is a fault, whatever it came from."""
        name = tidy(found.cell(row, title))
        if is_formula(name):
            self.fault(found, row, title, FORMULA)
        return name

    def settings(self, sheet: str, only: Container[str] | None = None) -> dict[str, int]:
        """Map the items of a sheet of settings to their rows; an item named twice is a fault."""
        rows: dict[str, int] = {}
        for found, row in self.rows(sheet):
            name = key(found.cell(row, ITEM))
            if only is not None and name not in only:
                continue
            if name in rows:
                self.fault(found, row, ITEM, phrase("这个项目出现了两次，只能保留一行"))
            rows.setdefault(name, row)
        return rows

    def texts(self, sheet: str) -> tuple[tuple[str, str], ...]:
        """Return the items of a sheet of settings with their values, as they are written."""
        return tuple((tidy(found.cell(row, ITEM)), found.cell(row, VALUE)) for found, row in self.rows(sheet))

    def setting(self, sheet: str, row: int | None) -> str:
        """Return the value of a setting, empty where it is missing."""
        found = self.listing(sheet)
        return "" if found is None or row is None else found.cell(row, VALUE)
