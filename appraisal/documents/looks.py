"""The looks of cells in one workbook: official fonts with what stands in for them, each look made once."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

TITLE_FONT, TEXT_FONT, HEADING_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
PLAIN = {
    "font_name": TEXT_FONT,
    "font_size": 12,
    "align": "center",
    "valign": "vcenter",
    "font_family": 1,  # roman, GB2312: what a machine without the font falls back on
    "font_charset": 134,
}


class Looks:
    """A workbook and its formats; sheets that look alike share them."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, look: dict[str, Any]) -> Format:
        """Return the format of cells that differ from the plain ones in this."""
        key = tuple(sorted(look.items()))
        if key not in self._known:
            self._known[key] = self.book.add_format({**PLAIN, **look})
        return self._known[key]
