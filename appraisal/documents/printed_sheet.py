"""One worksheet as a sheet of paper: A4, black rules, a head on every page, signatures at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from .page_breaks import page_breaks
from .paper import MM_PER_INCH, Paper, lines_of
from .table import EMPTY, Number

TITLE_FONT, TEXT_FONT = "方正小标宋简体", "仿宋_GB2312"
FONT = {"font_family": 1, "font_charset": 134}  # roman, GB2312: what a machine without the font falls back on
A4_PAPER = 9
MOST_PORTRAIT_COLUMNS = 7
THIN, MEDIUM = 1, 2
SMALL, LEADING = 10.5, 15.0
ROW_HEIGHTS = [half / 2 for half in range(44, 31, -1)]  # the highest that needs no further page is taken

Value = Number | str | int | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, the heading it shares with its neighbours, its least width in pixels."""

    heading: str
    width: int
    shared: str = ""


class PrintedSheet:
    """Fills a worksheet from top to bottom; `finish` sets the page."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Column], *, decimals: int) -> None:
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._decimals = decimals
        self._paper = Paper(is_landscape=len(columns) > MOST_PORTRAIT_COLUMNS)
        self._columns = _widened(columns, self._paper.width)
        self._heights: list[float] = []
        self._head = (0, 0)
        self._body: list[tuple[int, int, bool]] = []  # row, lines of text in it, tied to the one before
        for place, column in enumerate(self._columns):
            self._sheet.set_column_pixels(place, place, column.width)

    @property
    def _total(self) -> int:
        return sum(column.width for column in self._columns)

    def title(self, text: str) -> None:
        """Add a line of the title."""
        size = 20 if self._paper.is_landscape else 22
        lines = lines_of(text, size, self._total)
        look = {"font_name": TITLE_FONT, "font_size": size, "align": "center", "text_wrap": True}
        self._across(text, lines * size * 1.4, look)

    def line(self, text: str, *, align: str = "left") -> None:
        """Add a line of small text across the sheet, as high as it needs."""
        lines = lines_of(text, SMALL, self._total)
        fit = {"shrink": True} if lines == 1 else {"text_wrap": True}
        self._across(text, lines * LEADING, {"font_size": SMALL, "align": align, **fit})

    def gap(self, points: float) -> None:
        """Leave some paper empty."""
        self._next_row(points)

    def head(self) -> None:
        """Add the heading that every page repeats: one line, or two where columns share a heading."""
        if any(column.shared for column in self._columns):
            self._head = (self._next_row(20.0), self._next_row(20.0))
            self._shared_headings()
        else:
            self._head = (self._next_row(34.0),) * 2
        for place, column in enumerate(self._columns):
            look = {"font_name": TITLE_FONT, "text_wrap": True, **self._frame(place, top=not column.shared)}
            if column.shared or self._head[0] == self._head[1]:
                self._sheet.write_string(self._head[1], place, column.heading, self._format(**look))
            else:
                self._merge(*self._head, place, place, column.heading, look)

    def row(self, values: Sequence[Value], *, is_tied: bool = False, is_last: bool = False) -> None:
        """Add a line of the body; a tied row stays on the page of the one before it."""
        row = self._next_row(0)
        self._body.append((row, self._lines_of(values), is_tied))
        for place, value in enumerate(values):
            self._value(row, place, value, self._frame(place, bottom=is_last))

    def paragraph(self, label: str, text: str) -> None:
        """Add a labelled paragraph under the table."""
        first = self._columns[0].width
        row = self._next_row(lines_of(text, SMALL, self._total - first) * LEADING + 4)
        look = {"font_size": SMALL, "align": "left", "valign": "top", "text_wrap": True}
        self._sheet.write_string(row, 0, label, self._format(**{**look, "font_name": TITLE_FONT}))
        self._merge(row, row, 1, len(self._columns) - 1, text, look)

    def signatures(self, labels: Sequence[str]) -> None:
        """Add the line that is signed by hand, its parts spread over the width."""
        self.gap(14.0)
        row = self._next_row(24.0)
        places = _quarters([column.width for column in self._columns], len(labels))
        for label, start, stop in zip(labels, places, (*places[1:], len(self._columns)), strict=False):
            align = "right" if label == labels[-1] else "left"
            self._merge(row, row, start, stop - 1, label, {"font_size": 12, "align": align})

    def finish(self, footer: str) -> None:
        """Set paper, margins, repeated head, page breaks and footer."""
        sheet, paper = self._sheet, self._paper
        scale = min(1.0, paper.width / self._total)
        sheet.set_paper(A4_PAPER)
        (sheet.set_landscape if paper.is_landscape else sheet.set_portrait)()
        sheet.set_margins(**paper.margins_in_inches)
        sheet.set_footer(footer, {"margin": 15 / MM_PER_INCH})
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.repeat_rows(*self._head)
        sheet.freeze_panes(self._head[1] + 1, 2)
        sheet.print_area(0, 0, len(self._heights) - 1, len(self._columns) - 1)
        sheet.set_h_pagebreaks(self._arranged(scale))
        for row, height in enumerate(self._heights):
            sheet.set_row(row, height)

    def _arranged(self, scale: float) -> list[int]:
        """Give the body the highest rows that need the fewest pages, and return where pages begin."""
        tried = {height: self._breaks(scale, height) for height in ROW_HEIGHTS}
        height = min(tried, key=lambda height: (len(tried[height]), -height))
        for row, lines, _ in self._body:
            self._heights[row] = _body_height(height, lines)
        return tried[height]

    def _breaks(self, scale: float, height: float) -> list[int]:
        room = self._paper.height / scale
        start, end = self._body[0][0], self._body[-1][0] + 1
        found = page_breaks(
            [_body_height(height, lines) for _, lines, _ in self._body],
            first=room - sum(self._heights[:start]),
            other=room - sum(self._heights[self._head[0] : start]),
            tail=sum(self._heights[end:]),
            tied=[is_tied for _, _, is_tied in self._body],
        )
        return [start + row for row in found]

    def _lines_of(self, values: Sequence[Value]) -> int:
        pairs = zip(values, self._columns, strict=True)
        return max(
            lines_of(value, 12, column.width) if isinstance(value, str) else 1 for value, column in pairs
        )

    def _next_row(self, height: float) -> int:
        row = len(self._heights)
        self._heights.append(height)
        return row

    def _across(self, text: str, height: float, look: dict[str, Any]) -> None:
        row = self._next_row(height)
        self._merge(row, row, 0, len(self._columns) - 1, text, look)

    def _shared_headings(self) -> None:
        row, start = self._head[0], 0
        while start < len(self._columns):
            shared = self._columns[start].shared
            stop = start + 1
            while shared and stop < len(self._columns) and self._columns[stop].shared == shared:
                stop += 1
            if shared:
                look = {"font_name": TITLE_FONT, **self._frame(start, top=True)}
                if stop == len(self._columns):
                    look["right"] = MEDIUM
                self._merge(row, row, start, stop - 1, shared, look)
            start = stop

    def _merge(self, top: int, bottom: int, left: int, right: int, text: str, look: dict[str, Any]) -> None:
        """Merge cells and write text into them; merging alone would look into the text for formulas."""
        form = self._format(**look)
        if (top, left) != (bottom, right):
            self._sheet.merge_range(top, left, bottom, right, "", form)
        self._sheet.write_string(top, left, text, form)

    def _value(self, row: int, place: int, value: Value, look: dict[str, Any]) -> None:
        if isinstance(value, Number) and not value.is_empty:
            form = self._format(num_format=f"{0:.{self._decimals}f}", **look)
            self._sheet.write_number(row, place, float(value.shown), form)
        elif isinstance(value, int):
            self._sheet.write_number(row, place, value, self._format(num_format="0", **look))
        else:
            text = value if isinstance(value, str) else EMPTY
            self._sheet.write_string(row, place, text, self._format(text_wrap=True, **look))

    def _frame(self, place: int, *, top: bool = False, bottom: bool = False) -> dict[str, Any]:
        """Return thin rules inside and a stronger frame outside."""
        return {
            "top": MEDIUM if top else THIN,
            "bottom": MEDIUM if bottom else THIN,
            "left": MEDIUM if place == 0 else THIN,
            "right": MEDIUM if place == len(self._columns) - 1 else THIN,
        }

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            plain = {"font_name": TEXT_FONT, "font_size": 12, "align": "center", "valign": "vcenter", **FONT}
            self._formats[key] = self._book.add_format({**plain, **look})
        return self._formats[key]


def _body_height(height: float, lines: int) -> float:
    """Return the height of a row whose longest text runs over several lines."""
    return height if lines == 1 else max(height, lines * LEADING + 2)


def _widened(columns: Sequence[Column], width: int) -> tuple[Column, ...]:
    """Share out what is left of the width evenly; a sheet that is too wide is printed smaller instead."""
    spare = max(0, width - sum(column.width for column in columns)) // len(columns)
    return tuple(Column(column.heading, column.width + spare, column.shared) for column in columns)


def _quarters(widths: Sequence[int], parts: int) -> list[int]:
    """Return the columns at which `parts` equal parts of the width begin."""
    edges = [sum(widths[:place]) for place in range(len(widths))]
    wanted = [sum(widths) * part / parts for part in range(parts)]
    return [min(range(len(edges)), key=lambda place: abs(edges[place] - want)) for want in wanted]
