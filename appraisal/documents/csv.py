"""The result table as CSV for other programs: the body alone, UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from typing import BinaryIO

from ..domain.direction import straight
from ..domain.phrase import N_, unchanged
from .table import ResultTable, Row, count_text

FORMULA_STARTS = frozenset("=+-@\t\r\n")
QUOTES = "'\"‘’“”"
PASSED_OVER = ("Zs", "Cf")  # categories of spaces and invisible marks

Translate = Callable[[str], str]


def write(table: ResultTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write one line per subject, by rank; the byte order mark tells spreadsheets that it is UTF-8."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([guarded(heading) for heading in _headings(table, translate)])
    lines.writerows(_line(row, translate) for row in table.rows)
    out.write(text.getvalue().encode("utf-8-sig"))


def guarded(text: str) -> str:
    """Drop marks that turn a line; put an apostrophe before what a spreadsheet might take for a formula."""
    plain = straight(text)
    return f"'{plain}" if is_formula(plain) else plain


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula."""
    written = unicodedata.normalize("NFKC", text)
    seen = (sign for sign in written if sign not in QUOTES and unicodedata.category(sign) not in PASSED_OVER)
    return next(seen, "") in FORMULA_STARTS


def _headings(table: ResultTable, translate: Translate) -> list[str]:
    return [
        translate(N_("名次")),
        translate(N_("单位")),
        translate(N_("分组")),
        *(column.heading.render(translate) for column in table.columns),
        table.total_name.render(translate),
        translate(N_("组内名次")),
        translate(N_("备注")),
        table.beside_name.render(translate),
        table.beside_rank_name.render(translate),
    ]


def _line(row: Row, translate: Translate) -> list[str]:
    return [
        count_text(row.rank),
        guarded(row.subject),
        guarded(row.group),
        *(score.shown for score in row.class_scores),
        row.total.shown,
        count_text(row.group_rank),
        guarded(row.note.render(translate)),
        row.beside.shown,
        count_text(row.beside_rank),
    ]
