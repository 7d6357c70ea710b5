"""One worksheet as a sheet of paper: A4, black rules, a head on every page, signatures at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format

from .columns import Span, parted
from .looks import HEADING_FONT, TITLE_FONT, Looks
from .office.model import Column, Grid, Value
from .page_breaks import page_breaks
from .paper import MM_PER_INCH, Paper, lines_of, parted_text, text_width
from .table import EMPTY, Number

A4_PAPER = 9
THIN, MEDIUM = 1, 2
SMALL, LEADING = 10.5, 15.0
ROW_HEIGHTS = [half / 2 for half in range(44, 31, -1)]  # the highest that needs no further page is taken
ROW_OF_FORM = 18.0
LEAST_SCALE = 0.75
SCALE_SLACK = 0.95  # told a scale, some programs draw columns up to 3 % wider than they are
MOST_LINES = 6  # of a paragraph in one row: a row is never parted, nor higher than 409 points
FIGURE = re.compile(r"-?\d+(?:\.(\d+))?(%?)")


class PrintedSheet:
    """Fills a worksheet from top to bottom; `finish` sets the page."""

    def __init__(self, looks: Looks, name: str, widths: Sequence[int], paper: Paper) -> None:
        self._looks, self._paper, self._widths = looks, paper, widths
        self._sheet = looks.book.add_worksheet(name)
        self._heights: list[float] = []
        self._head = (0, 0)
        self._body: list[tuple[int, int, bool]] = []  # row, lines of text in it, tied to the one before
        self._tables = 0
        for place, width in enumerate(widths):
            self._sheet.set_column_pixels(place, place, width)

    @property
    def _total(self) -> int:
        return sum(self._widths)

    @property
    def body(self) -> Span:
        """The first and the last row of the latest table."""
        return self._body[0][0], self._body[-1][0]

    def _fit(self) -> bool:
        """Fit the width, and a form on one page where its print stays readable; say whether it is a form.

        A form has its scale in percent: told to fit a page, some programs lose the last row on the way.
        """
        high, wide = self._paper.height / sum(self._heights), self._paper.width / self._total * SCALE_SLACK
        if self._tables > 1 and high >= LEAST_SCALE:
            self._sheet.set_print_scale(int(100 * min(1.0, high, wide)))
            return True
        self._sheet.fit_to_pages(1, 0)
        return False

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

    def heading(self, text: str) -> None:
        """Add a heading inside the paper."""
        self._across(text, 26.0, {"font_name": HEADING_FONT, "font_size": 14, "align": "left"})

    def saying(self, text: str) -> None:
        """Add a paragraph in large print, its first line set in."""
        look = {"font_size": 14, "align": "left", "text_wrap": True}
        for words in parted_text(f"　　{text}", int(MOST_LINES * self._total / text_width("一", 14))):
            self._across(words, lines_of(words, 14, self._total) * 20.0, look)
        self.gap(6.0)

    def gap(self, points: float) -> None:
        """Leave some paper empty."""
        self._next_row(points)

    def table(self, grid: Grid, spans: Sequence[Span]) -> None:
        """Add a table; `spans` tell which columns of the sheet each of its columns covers."""
        self._tables += 1
        self._body = []
        self._heading_rows(grid, spans)
        for number, values in enumerate(grid.rows):
            row = self._next_row(0)
            lines = self._lines_of(values, spans)
            self._heights[row] = _body_height(ROW_OF_FORM, lines)
            self._body.append((row, lines, number in grid.tied))
            is_last = number == len(grid.rows) - 1
            bold = {"bold": True} if grid.has_total and is_last else {}
            for place, value in enumerate(values):
                frame = self._frame(place, len(values), bottom=is_last)
                self._value(row, spans[place], value, {**frame, **bold})

    def paragraph(self, label: str, text: str) -> None:
        """Add a labelled paragraph under the table."""
        first = self._widths[0]
        row = self._next_row(lines_of(text, SMALL, self._total - first) * LEADING + 4)
        look = {"font_size": SMALL, "align": "left", "valign": "top", "text_wrap": True}
        self._sheet.write_string(row, 0, label, self._format(**{**look, "font_name": TITLE_FONT}))
        self._merge(row, row, (1, len(self._widths) - 1), text, look)

    def signatures(self, labels: Sequence[str]) -> None:
        """Add the line that is signed by hand, its parts spread over the width."""
        self.gap(14.0)
        row = self._next_row(24.0)
        places = parted(self._widths, len(labels))
        for label, start, stop in zip(labels, places, (*places[1:], len(self._widths)), strict=False):
            align = "right" if label == labels[-1] else "left"
            self._merge(row, row, (start, max(start, stop - 1)), label, {"font_size": 12, "align": align})

    def sealed(self, labels: Sequence[str], seal: str) -> None:
        """Add a line for each of three who sign; the seal and the date (the last label) at the right."""
        self.gap(12.0)
        middle, last = parted(self._widths, 3)[2], len(self._widths) - 1
        for label, beside in zip(labels[:-1], ("", seal, labels[-1]), strict=True):
            row = self._next_row(26.0)
            self._merge(row, row, (0, middle - 1), label, {"font_size": 12, "align": "left"})
            self._merge(row, row, (middle, last), beside, {"font_size": 12, "align": "left"})

    def finish(self, footer: str) -> None:
        """Set paper, margins, repeated head, page breaks and footer."""
        sheet, paper = self._sheet, self._paper
        sheet.set_paper(A4_PAPER)
        (sheet.set_landscape if paper.is_landscape else sheet.set_portrait)()
        sheet.set_margins(**paper.margins_in_inches)
        sheet.set_footer(footer, {"margin": 15 / MM_PER_INCH})
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.print_area(0, 0, len(self._heights) - 1, len(self._widths) - 1)
        if self._tables == 1:
            sheet.freeze_panes(self._head[1] + 1, 2)
        if not self._fit() and self._tables:
            sheet.repeat_rows(*self._head)
            sheet.set_h_pagebreaks(self._arranged(min(1.0, paper.width / self._total)))
        for row, height in enumerate(self._heights):
            sheet.set_row(row, height)

    def _heading_rows(self, grid: Grid, spans: Sequence[Span]) -> None:
        """Add the heading: one line, or two where columns share a heading."""
        if grid.has_shared_headings:
            self._head = (self._next_row(20.0), self._next_row(20.0))
            self._shared_headings(grid.columns, spans)
        else:
            folds = any("\n" in column.heading for column in grid.columns)
            self._head = (self._next_row(34.0 if folds or self._paper.is_landscape else 22.0),) * 2
        for place, column in enumerate(grid.columns):
            frame = self._frame(place, len(grid.columns), top=not column.shared)
            look = {"font_name": HEADING_FONT, "text_wrap": True, **frame}
            first = self._head[1] if column.shared else self._head[0]
            self._merge(first, self._head[1], spans[place], column.heading, look)

    def _shared_headings(self, columns: Sequence[Column], spans: Sequence[Span]) -> None:
        start = 0
        while start < len(columns):
            shared, stop = columns[start].shared, start + 1
            while shared and stop < len(columns) and columns[stop].shared == shared:
                stop += 1
            if shared:
                look = {"font_name": HEADING_FONT, **self._frame(start, len(columns), top=True)}
                if stop == len(columns):
                    look["right"] = MEDIUM
                span = (spans[start][0], spans[stop - 1][1])
                self._merge(self._head[0], self._head[0], span, shared, look)
            start = stop

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

    def _lines_of(self, values: Sequence[Value], spans: Sequence[Span]) -> int:
        widths = (sum(self._widths[left : right + 1]) for left, right in spans)
        pairs = zip(values, widths, strict=True)
        return max(lines_of(value, 12, width) if isinstance(value, str) else 1 for value, width in pairs)

    def _next_row(self, height: float) -> int:
        self._heights.append(height)
        return len(self._heights) - 1

    def _across(self, text: str, height: float, look: dict[str, Any]) -> None:
        row = self._next_row(height)
        self._merge(row, row, (0, len(self._widths) - 1), text, look)

    def _merge(self, top: int, bottom: int, span: Span, text: str, look: dict[str, Any]) -> None:
        """Merge cells and write text into them; merging alone would look into the text for formulas."""
        form, (left, right) = self._format(**look), span
        if (top, left) != (bottom, right):
            self._sheet.merge_range(top, left, bottom, right, "", form)
        self._sheet.write_string(top, left, text, form)

    def _value(self, row: int, span: Span, value: Value, look: dict[str, Any]) -> None:
        figure = FIGURE.fullmatch(value.shown) if isinstance(value, Number) else None
        if figure is not None and isinstance(value, Number):
            decimals, percent = figure[1] or "", figure[2]
            form = self._format(num_format=f"{0:.{len(decimals)}f}{percent}", **look)
            number: float = float(value.shown.rstrip("%")) / (100 if percent else 1)
        elif isinstance(value, int):
            form, number = self._format(num_format="0", **look), value
        else:
            text = value if isinstance(value, str) else EMPTY
            self._merge(row, row, span, text, {"text_wrap": True, **look})
            return
        if span[0] != span[1]:
            self._sheet.merge_range(row, span[0], row, span[1], "", form)
        self._sheet.write_number(row, span[0], number, form)

    def _frame(self, place: int, columns: int, *, top: bool = False, bottom: bool = False) -> dict[str, Any]:
        """Return thin rules inside and a stronger frame outside."""
        return {
            "top": MEDIUM if top else THIN,
            "bottom": MEDIUM if bottom else THIN,
            "left": MEDIUM if place == 0 else THIN,
            "right": MEDIUM if place == columns - 1 else THIN,
        }

    def _format(self, **look: Any) -> Format:
        return self._looks.of(look)


def _body_height(height: float, lines: int) -> float:
    """Return the height of a row whose longest text runs over several lines."""
    return height if lines == 1 else max(height, lines * LEADING + 2)
