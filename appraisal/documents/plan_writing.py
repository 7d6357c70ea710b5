"""The sheets of a plan, written so that they can be filled in and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter import Workbook

from ..domain.exact import shown
from ..domain.meeting import SCOPES, Meeting, VoterClass
from ..domain.plan import Plan
from ..domain.sheet import Subject
from ..domain.verdict import Band
from . import hints
from .fillable_sheet import Column, FillableSheet, Value
from .layout import (
    CLASSES,
    CRITERIA,
    GRADES,
    KIND,
    MEETING,
    MEETING_ITEMS,
    PAPER,
    PARENT,
    PROJECTS,
    PUBLIC,
    RULE,
    SUBJECTS,
    VERDICTS,
)
from .plan_sheets import NO, YES
from .rule_items import written

READY_ROWS = {SUBJECTS: 40, PROJECTS: 60, CLASSES: 6, CRITERIA: 6, GRADES: 6}  # rows ready to be filled in
NUMBERS = (
    "小数位",
    "去极值起点",
    "最少样本",
    "理由字数上限",
    "最低分",
    "最高分",
    "步长",
    "第一名分值",
    "每低一名减",
)
OPEN_CHOICES = (
    "弃权处理",
    "去掉最高最低",
    "单位得分",
)  # examples; other numbers may be written


@dataclass(frozen=True)
class Setting:
    """One item of a sheet of rules: its name, its value, a hint, and the choices that are offered."""

    name: str
    text: str
    hint: str
    choices: tuple[str, ...] = ()


def write_meeting(book: Workbook, meeting: Meeting, *, is_example: bool) -> None:
    """Write the occasion, one item a row."""
    columns = [Column("项目", 16), Column("取值", 48)]
    sheet = FillableSheet(book, MEETING, columns, is_example=is_example)
    for field, item in MEETING_ITEMS.items():
        row = sheet.row([item, getattr(meeting, field)], labels=1, examples=field != "scope")
        sheet.hint(row, hints.ITEMS[item])
        if field == "scope":
            sheet.choose(row, row, 1, SCOPES, is_strict=True)


def write_subjects(book: Workbook, subjects: Sequence[Subject], *, is_example: bool) -> None:
    """Write who or what is rated, in order."""
    has_parents = any(subject.parent for subject in subjects)
    has_kinds = any(subject.kind for subject in subjects)
    columns = [Column("序号", 8, is_centred=True), Column("名称", 34), Column("分组", 18)]
    columns += [Column(PARENT, 24)] if has_parents or has_kinds else []
    columns += [Column(KIND, 12)] if has_kinds else []
    rows = [(each.name, each.group, each.parent, each.kind)[: len(columns) - 1] for each in subjects]
    write_numbered(book, SUBJECTS, columns, rows, is_example=is_example)


def write_numbered(
    book: Workbook, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, is_example: bool
) -> None:
    """Write a list whose first column numbers it; below it there are numbered rows to be filled in."""
    sheet = FillableSheet(book, name, columns, is_example=is_example)
    for place, values in enumerate(rows, start=1):
        sheet.row([place, *values], examples=len(columns))
    for place in range(len(rows) + 1, READY_ROWS[name] + 1):
        sheet.row([place, *[None] * (len(columns) - 1)])
    sheet.lines(hints.LINES[name])
    sheet.mark_duplicates(1)


def write_classes(book: Workbook, classes: Sequence[VoterClass], *, is_example: bool) -> None:
    """Write who votes, with which weight and how many slips."""
    columns = [
        Column("代号", 8, is_centred=True),
        Column("名称", 30),
        Column("权重%", 10, is_centred=True),
        Column("发出票数", 12, is_centred=True),
        Column("回避本单位", 14, is_centred=True),
        Column(PAPER, 10, is_centred=True),
        Column(PUBLIC, 12, is_centred=True),
    ]
    sheet = FillableSheet(book, CLASSES, columns, is_example=is_example)
    for group in classes:
        recuses = (YES if group.recuses_own else NO)[0]
        is_public = YES[0] if group.is_public else None
        row = [group.letter, group.name, group.weight, group.issued, recuses, group.paper or None, is_public]
        sheet.row(row, examples=5)
    last = sheet.blank_rows(READY_ROWS[CLASSES])
    for column in (4, 6):
        sheet.choose(1, last, column, (YES[0], NO[0]), is_strict=True)
    sheet.lines(hints.LINES[CLASSES])
    if is_example:
        sheet.check_sum(2, len(hints.LINES[CLASSES]) + 1)


def write_pairs(
    book: Workbook, name: str, title: str, pairs: Sequence[tuple[str, Fraction]], *, examples: int
) -> None:
    """Write names, each with a number: criteria with their weights, grades with their points."""
    sheet = FillableSheet(
        book, name, [Column("名称", 34), Column(title, 12, is_centred=True)], is_example=examples > 0
    )
    for pair in pairs:
        sheet.row(pair, examples=examples)
    sheet.blank_rows(READY_ROWS[name])
    sheet.lines(hints.LINES[name])
    if name == CRITERIA and examples:
        sheet.check_sum(1, len(hints.LINES[name]) + 1)


def write_rule(book: Workbook, plan: Plan, name: str = RULE, others: Iterable[Setting] = ()) -> None:
    """Write the rule of a round item by item, and the `others` that stand on its sheet."""
    columns = [Column("项目", 18), Column("取值", 36)]
    sheet = FillableSheet(book, name, columns, is_example=False)
    items = (Setting(item.name, text, hints.ITEMS[item.name], item.choices) for item, text in written(plan))
    for each in (*items, *others):
        is_number = each.text.isdecimal() and each.name in NUMBERS
        row = sheet.row([each.name, int(each.text) if is_number else each.text], labels=1)
        sheet.hint(row, each.hint)
        if each.choices:
            sheet.choose(row, row, 1, each.choices, is_strict=each.name not in OPEN_CHOICES)


def write_bands(book: Workbook, bands: Sequence[Band]) -> None:
    """Write the table of verdicts in its order."""
    columns = [Column("顺序", 8, is_centred=True), Column("结论", 16), Column("等次之和", 34)]
    sheet = FillableSheet(
        book, VERDICTS, [*columns, Column("不低于%", 12, is_centred=True)], is_example=False
    )
    is_small = all((band.at_least or 0) <= 1 for band in bands)  # bare, 1 would be read as a cell of 100%
    for place, band in enumerate(bands, start=1):
        bound = band.at_least
        sign = f"{shown(bound)}%" if is_small and bound is not None else bound
        sheet.row([place, band.verdict, band.sum_text, sign])
