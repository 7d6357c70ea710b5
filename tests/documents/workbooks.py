"""Workbooks for tests: a small valid one, changed cell by cell, as a real .xlsx."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from appraisal.documents.workbook import read_plan
from appraisal.domain.errors import WorkbookRefused

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
Rows = list[list[Any]]
PLAIN: dict[str, Rows] = {
    "活动": [["项目", "取值"], ["名称", "年度民主评议"]],
    "评议对象": [
        ["序号", "名称", "分组"],
        [1, "竟陵街道", "街道"],
        [2, "张港镇", "镇"],
        [3, "渔薪镇", "镇"],
    ],
    "票种": [
        ["代号", "名称", "权重%", "发出票数", "回避本单位"],
        ["A", "市领导", 40, 5, "否"],
        ["B", "主要负责人", 60, 6, "是"],
    ],
    "评议指标": [["名称", "权重%"], ["工作", 70], ["作风", 30]],
    "等次": [["名称", "分值"], ["优秀", 100], ["良好", 80], ["较差", 40]],
    "规则": [["项目", "取值"], ["量表", "等次"], ["并列规则", "A票得分 > 优秀票数 > 并列"]],
}


@dataclass(frozen=True)
class Percent:
    """A true percentage cell."""

    share: float


@dataclass(frozen=True)
class Formula:
    """A formula and the value a spreadsheet stored with it."""

    text: str
    stored: Any


def sheets(**changes: Any) -> dict[str, Rows]:
    """Return the plain sheets with cells changed, ``票种_C2=50``; a sheet named alone is replaced."""
    changed = deepcopy(PLAIN)
    for place, value in changes.items():
        sheet, _, cell = place.partition("_")
        if not cell:
            changed[sheet] = value
            continue
        row, column = int(cell[1:]) - 1, ord(cell[0]) - 65
        rows = changed[sheet]
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = value
    return {name: rows for name, rows in changed.items() if rows is not None}


def xlsx(**changes: Any) -> bytes:
    """Return the changed sheets as the bytes of a workbook."""
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as book:
        percent, day = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "yyyy/m/d"})
        for name, rows in sheets(**changes).items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, Percent):
                        sheet.write_number(row, column, value.share, percent)
                    elif isinstance(value, Formula):
                        sheet.write_formula(row, column, value.text, None, value.stored)
                    elif isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    else:
                        sheet.write(row, column, value)
    return out.getvalue()


def faults(content: bytes) -> list[tuple[str, str, str]]:
    """Read a workbook and return place, found and expected of every fault."""
    try:
        read_plan(content)
    except WorkbookRefused as refusal:
        return [(f"{f.sheet}!{f.cell}", f.found, str(f.expected)) for f in refusal.faults]
    return []
