"""A sheet that a clerk fills in: a head, cells with borders, drop-downs, and hints beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from .parser import SIGNIFICANT_DIGITS

INK, QUIET, LINE = "#15202b", "#4a5763", "#ccd4db"
ACCENT, ON_ACCENT = "#14508f", "#ffffff"
STRIPE, EXAMPLE, WRONG = "#f5f7f9", "#fdf2d9", "#fbe9e6"
FONT = {"font_name": "微软雅黑", "font_size": 11, "font_color": INK, "valign": "vcenter"}
BOX = {**FONT, "border": 1, "border_color": LINE}
ROW_HEIGHT, HEAD_HEIGHT = 24, 28
HINT_GAP, HINT_WIDTH = 3, 62
PAPER_A4 = 9
LAST_MARKED = 500  # row

Value = str | int | Fraction | date | None


@dataclass(frozen=True)
class Column:
    """A column to fill in: its title, its width in characters."""

    title: str
    width: float
    is_centred: bool = False

    @property
    def stance(self) -> dict[str, object]:
        """Where the text of a cell stands."""
        return {"align": "center"} if self.is_centred else {"align": "left", "indent": 1}


class FillableSheet:
    """Writes one sheet from top to bottom; text is only ever text."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Column], *, is_example: bool) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self._book, self._columns, self._is_example = book, columns, is_example
        self._next = 1
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._head()
        self._page(name)

    def style(self, **looks: object) -> Any:
        """Return the format of these looks, made once."""
        found = tuple(sorted(looks.items()))
        if found not in self._formats:
            self._formats[found] = self._book.add_format(looks)
        return self._formats[found]

    def row(self, values: Iterable[Value], *, examples: int = 0, labels: int = 0) -> int:
        """Add a row and return its position: first `labels` fixed words, then `examples` to be changed."""
        row, self._next = self._next, self._next + 1
        self.sheet.set_row(row, ROW_HEIGHT)
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            looks = {**BOX, **column.stance}
            if place < labels:
                looks |= {"bg_color": STRIPE, "bold": True}
            elif self._is_example and place < labels + examples:
                looks |= {"bg_color": EXAMPLE}
            self._cell(row, place, value, looks)
        return row

    def hint(self, row: int, text: str) -> None:
        """Write a hint beside a row."""
        self.sheet.write_string(row, self.hint_column, text, self.style(**FONT | {"font_color": QUIET}))

    def lines(self, texts: Iterable[str]) -> None:
        """Write hints beside the first rows."""
        for row, text in enumerate(texts, start=1):
            self.hint(row, text)

    def blank_rows(self, until: int) -> int:
        """Add empty rows until there are so many in all; return the position of the last row."""
        while self._next <= until:
            self.row([None] * len(self._columns))
        return self._next - 1

    def check_sum(self, column: int, hint_row: int) -> None:
        """Add up the weights of a column before the clerk's eyes; the example's sum is right."""
        total = f"ROUND(SUM({xl_range(1, column, self._next - 1, column)}),6)"
        right = "权重合计 100，正确。"
        formula = f'=IF(OR({total}=100,{total}=1),"{right}","权重合计 "&{total}&"，应为 100。")'
        looks = {**FONT, "bold": True, "font_color": ACCENT}
        self.sheet.write_formula(hint_row, self.hint_column, formula, self.style(**looks), right)

    def mark_duplicates(self, column: int) -> None:
        """Let a name that stands there twice turn red."""
        wrong = self.style(bg_color=WRONG)
        place = (1, column, LAST_MARKED, column)
        self.sheet.conditional_format(*place, {"type": "duplicate", "format": wrong})

    def choose(self, first: int, last: int, column: int, choices: Sequence[str], *, is_strict: bool) -> None:
        """Offer choices in a stretch of cells; others are refused, or only remarked on."""
        self.sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": list(choices),
                "error_type": "stop" if is_strict else "information",
                "error_title": "请核对",
                "error_message": "请从下拉列表中选择。" if is_strict else "列表之外的写法，请确认。",
            },
        )

    @property
    def hint_column(self) -> int:
        """The column of the hints."""
        return len(self._columns) + 1

    def _head(self) -> None:
        looks = {**BOX, "bold": True, "font_color": ON_ACCENT, "bg_color": ACCENT, "border_color": ACCENT}
        self.sheet.set_row(0, HEAD_HEIGHT)
        for place, column in enumerate(self._columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(0, place, column.title, self.style(**looks, **column.stance))
        self.sheet.set_column(len(self._columns), len(self._columns), HINT_GAP)
        self.sheet.set_column(self.hint_column, self.hint_column, HINT_WIDTH)
        self.sheet.write_string(
            0, self.hint_column, "填写提示", self.style(**FONT | {"font_color": QUIET, "bold": True})
        )

    def _page(self, name: str) -> None:
        self.sheet.freeze_panes(1, 0)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(PAPER_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer(f"&L{name}&R&P / &N")

    def _cell(self, row: int, column: int, value: Value, looks: dict[str, object]) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.style(**looks))
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.style(**looks, num_format="yyyy-mm-dd"))
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, self.style(**looks, num_format="@"))
        elif Fraction(format(float(value), SIGNIFICANT_DIGITS)) == value:
            self.sheet.write_number(row, column, float(value), self.style(**looks))
        else:
            self.sheet.write_string(row, column, str(value), self.style(**looks))
