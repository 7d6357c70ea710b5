"""The cells of one sheet, found by the words of its header row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..domain.encoding import INVISIBLE
from ..domain.errors import Fault
from ..domain.naming import unprintable
from ..domain.phrase import Phrase, phrase

HEADER_WITHIN = 10  # rows; above the header there may be a title
FOUND_SHOWN = 40  # characters of a wrong cell that are repeated to the reader
LINE_BREAKS = re.compile(r"[\r\n\t]+")
WITHOUT_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE))


def address(row: int, column: int) -> str:
    """Name a cell as spreadsheets do, from positions counted from 0: ``B7``."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def key(text: str) -> str:
    """Reduce a word to what it is recognised by: no width, no spaces, no invisible marks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(WITHOUT_INVISIBLE)


def header_key(text: str) -> str:
    """Reduce a header to its letters and digits: ``权重(%)`` and ``权重`` are one."""
    return "".join(mark for mark in key(text) if mark.isalnum())


def tidy(text: str) -> str:
    """Return a name as it was meant: one line, without invisible marks, composed characters."""
    return unicodedata.normalize("NFC", LINE_BREAKS.sub(" ", text.translate(WITHOUT_INVISIBLE)).strip())


@dataclass(frozen=True)
class Grid:
    """A sheet as text: `rows` begin with its first row and column; missing cells read as empty."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    def text(self, row: int, column: int) -> str:
        """Return a cell without outer spaces."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return unicodedata.normalize("NFC", cells[column].strip()) if column < len(cells) else ""


@dataclass
class FaultLog:
    """Faults by cell; the first one found in a cell is the one that is told."""

    sheets: tuple[str, ...]
    _at: dict[tuple[int, int, int], Fault] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: int, found: str, expected: Phrase, cell: str = "") -> None:
        """Note a fault in a cell; `cell` names it if it is a range."""
        place = (self.sheets.index(sheet), row, column)
        self._at.setdefault(place, Fault(sheet, cell or address(row, column), legible(found), expected))

    def has(self, sheet: str, row: int, column: int) -> bool:
        """Say whether a cell is known to be wrong."""
        return (self.sheets.index(sheet), row, column) in self._at

    def __len__(self) -> int:
        return len(self._at)

    def in_order(self) -> tuple[Fault, ...]:
        """Return the faults by sheet, row and column."""
        return tuple(self._at[place] for place in sorted(self._at))


def legible(text: str) -> str:
    """Show a wrong text so that it can be recognised and does no harm: cut, with its marks made visible."""
    shown = "".join(f"\\u{ord(mark):04x}" if unprintable(mark) else mark for mark in text)
    return shown if len(shown) <= FOUND_SHOWN else shown[:FOUND_SHOWN] + "…"


@dataclass(frozen=True)
class Listing:
    """The rows under a header: `columns` maps titles to columns, `rows` names the filled rows."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]

    def cell(self, row: int, title: str) -> str:
        """Return the text under a title, empty where the column is missing."""
        column = self.columns.get(title)
        return "" if column is None else self.grid.text(row, column)

    def column(self, title: str) -> int:
        """Return the column of a title; faults about a missing column stand in the first."""
        return self.columns.get(title, 0)


def listing(grid: Grid, titles: Iterable[str], optional: Iterable[str], log: FaultLog) -> Listing | None:
    """Find the header row and the filled rows below it; None, with a fault noted, if titles are missing."""
    wanted = tuple(titles)
    known = {header_key(title): title for title in (*wanted, *optional)}
    rows = range(min(HEADER_WITHIN, len(grid.rows)))
    headers = [_header(grid, row, known) for row in rows]
    best = max(rows, key=lambda row: (len(headers[row]), -row), default=0)
    columns = headers[best] if headers else {}
    missing = tuple(title for title in wanted if title not in columns)
    if missing:
        found = "、".join(tidy(text) for text in (grid.rows[best] if grid.rows else ()) if text.strip())
        log.add(grid.name, best, 0, found, phrase("表头缺少：%(titles)s", titles=missing))
        return None
    filled = (row for row in range(best + 1, len(grid.rows)) if _is_filled(grid, row, columns))
    return Listing(grid, best, columns, tuple(filled))


def _header(grid: Grid, row: int, known: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, text in enumerate(grid.rows[row]):
        title = known.get(header_key(text))
        if title is not None:
            columns.setdefault(title, column)
    return columns


def _is_filled(grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    return any(grid.text(row, column) for column in columns.values())
