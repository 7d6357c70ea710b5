"""The first sheet of the template: how to fill in the others."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from . import hints
from .fillable_sheet import ACCENT, BOX, EXAMPLE, FONT, PAPER_A4, QUIET

WIDTHS = (3, 16, 84)
STEP_HEIGHT, PURPOSE_HEIGHT, TITLE_HEIGHT = 30, 24, 42


def write_cover(book: Workbook, purposes: Mapping[str, str], *, is_example: bool) -> None:
    """Write title, steps and the list of sheets, each with a way to get there."""
    sheet = book.add_worksheet(hints.COVER)
    title = book.add_format({**FONT, "font_size": 20, "bold": True, "font_color": ACCENT})
    label = book.add_format({**FONT, "bold": True, "indent": 1})
    text = book.add_format({**FONT, "text_wrap": True, "indent": 1})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.write_string(0, 1, hints.COVER_TITLE, title)
    row = 1
    for number, step in enumerate(hints.STEPS if is_example else (), start=1):
        sheet.set_row(row, STEP_HEIGHT)
        sheet.write_string(row, 1, f"第 {number} 步", label)
        sheet.write_string(row, 2, step, text)
        row += 1
    _sheets(book, purposes, row + 1)
    if is_example:
        _legend(book, row + 2 + len(purposes))
    sheet.hide_gridlines(2)
    sheet.set_paper(PAPER_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def _sheets(book: Workbook, purposes: Mapping[str, str], row: int) -> None:
    sheet = book.get_worksheet_by_name(hints.COVER)
    link = book.add_format({**BOX, "font_color": ACCENT, "underline": 1, "indent": 1})
    text = book.add_format({**BOX, "indent": 1})
    for name, purpose in purposes.items():
        sheet.set_row(row, PURPOSE_HEIGHT)
        sheet.write_url(row, 1, f"internal:'{name}'!A1", link, name)
        sheet.write_string(row, 2, purpose, text)
        row += 1


def _legend(book: Workbook, row: int) -> None:
    sheet = book.get_worksheet_by_name(hints.COVER)
    sheet.set_row(row, PURPOSE_HEIGHT)
    sheet.write_string(row, 1, "示例", book.add_format({**BOX, "bg_color": EXAMPLE, "align": "center"}))
    sheet.write_string(
        row, 2, "黄色格要改成本次会议的内容", book.add_format({**FONT, "font_color": QUIET, "indent": 1})
    )
