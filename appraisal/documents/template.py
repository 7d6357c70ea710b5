"""A plan as the workbook it can be read from again, with an example where there is no plan yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from ..domain.meeting import SCOPES, Meeting, VoterClass
from ..domain.plan import Plan
from ..domain.rule import ScoringRule, TieKey
from ..domain.scale import Grade, Scale, ScaleKind
from ..domain.sheet import Criterion, Subject
from ..domain.verdict import Band
from . import hints
from .cover_sheet import write_cover
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
    PUBLIC,
    RULE,
    SUBJECTS,
    VERDICTS,
)
from .plan_sheets import NO, YES
from .rule_items import written

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
UNDATED = datetime(2000, 1, 1)  # a file tells no time of its making
READY_ROWS = {SUBJECTS: 40, CLASSES: 6, CRITERIA: 6, GRADES: 6}  # rows ready to be filled in
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
OPEN_CHOICES = ("弃权处理", "去掉最高最低")  # the list offers examples, other numbers may be written
EXAMPLE = Plan(
    meeting=Meeting(
        title="（示例）2026年度乡镇街道工作民主评议",
        topic="各乡镇街道全年工作完成情况",
        host="（示例）某市",
        held_on=date(2026, 12, 25),
        venue="市会议中心",
        expected=60,
        present=58,
    ),
    subjects=(
        Subject("示例一镇", "镇"),
        Subject("示例二镇", "镇"),
        Subject("示例三镇", "镇"),
        Subject("示例四镇", "镇"),
        Subject("示例甲街道", "街道"),
        Subject("示例乙街道", "街道"),
    ),
    classes=(
        VoterClass("A", "市领导", Fraction(40), 10),
        VoterClass("B", "乡镇街道主要负责人", Fraction(30), 6),
        VoterClass("C", "市直部门主要负责人", Fraction(30), 42),
    ),
    criteria=(Criterion("工作完成情况", Fraction(100)),),
    scale=Scale(
        (
            Grade("优秀", Fraction(100)),
            Grade("良好", Fraction(80)),
            Grade("一般", Fraction(60)),
            Grade("较差", Fraction(40)),
        )
    ),
    rule=ScoringRule(ties=(TieKey("class", "A"), TieKey("grade", "优秀")), quorum=Fraction(2, 3)),
)


def write_plan(plan: Plan, out: Path | BinaryIO) -> None:
    """Write a plan as an .xlsx that reads back to an equal plan."""
    write_template(out, plan)


def write_template(out: Path | BinaryIO, plan: Plan | None = None) -> None:
    """Write the workbook to fill in; without a plan it holds a marked example that imports as it stands."""
    book = Workbook(str(out) if isinstance(out, Path) else out, OPTIONS)
    book.set_properties({"title": hints.COVER_TITLE, "created": UNDATED})
    is_example = plan is None
    plan = plan or EXAMPLE
    write_cover(book, is_example=is_example)
    _meeting(book, plan, is_example)
    _subjects(book, plan, is_example)
    _classes(book, plan, is_example)
    criteria = [(criterion.name, criterion.weight) for criterion in plan.criteria]
    _pairs(book, CRITERIA, "权重%", criteria, examples=2 if is_example else 0)
    if plan.scale.kind is ScaleKind.GRADES:
        grades = [(grade.name, grade.points) for grade in plan.scale.grades]
        _pairs(book, GRADES, "分值", grades, examples=0)
    _rule(book, plan)
    if plan.rule.bands:
        _bands(book, plan.rule.bands)
    book.close()


def _meeting(book: Workbook, plan: Plan, is_example: bool) -> None:
    columns = [Column("项目", 16), Column("取值", 48)]
    sheet = FillableSheet(book, MEETING, columns, is_example=is_example)
    for field, item in MEETING_ITEMS.items():
        row = sheet.row([item, getattr(plan.meeting, field)], labels=1, examples=field != "scope")
        sheet.hint(row, hints.ITEMS[item])
        if field == "scope":
            sheet.choose(row, row, 1, SCOPES, is_strict=True)


def _subjects(book: Workbook, plan: Plan, is_example: bool) -> None:
    has_parents = any(subject.parent for subject in plan.subjects)
    has_kinds = any(subject.kind for subject in plan.subjects)
    columns = [Column("序号", 8, is_centred=True), Column("名称", 34), Column("分组", 18)]
    columns += [Column(PARENT, 24)] if has_parents or has_kinds else []
    columns += [Column(KIND, 12)] if has_kinds else []
    sheet = FillableSheet(book, SUBJECTS, columns, is_example=is_example)
    for place, subject in enumerate(plan.subjects, start=1):
        values: list[Value] = [place, subject.name, subject.group, subject.parent, subject.kind]
        sheet.row(values[: len(columns)], examples=3)
    for place in range(len(plan.subjects) + 1, READY_ROWS[SUBJECTS] + 1):
        sheet.row([place, None, None, None, None][: len(columns)])
    sheet.lines(hints.LINES[SUBJECTS])
    sheet.mark_duplicates(1)


def _classes(book: Workbook, plan: Plan, is_example: bool) -> None:
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
    for group in plan.classes:
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


def _pairs(
    book: Workbook, name: str, title: str, pairs: Sequence[tuple[str, Fraction]], examples: int
) -> None:
    sheet = FillableSheet(
        book, name, [Column("名称", 34), Column(title, 12, is_centred=True)], is_example=examples > 0
    )
    for pair in pairs:
        sheet.row(pair, examples=examples)
    sheet.blank_rows(READY_ROWS[name])
    sheet.lines(hints.LINES[name])
    if name == CRITERIA and examples:
        sheet.check_sum(1, len(hints.LINES[name]) + 1)


def _rule(book: Workbook, plan: Plan) -> None:
    columns = [Column("项目", 18), Column("取值", 36)]
    sheet = FillableSheet(book, RULE, columns, is_example=False)
    for item, text in written(plan):
        row = sheet.row(
            [item.name, int(text) if text.isdecimal() and item.name in NUMBERS else text], labels=1
        )
        sheet.hint(row, hints.ITEMS[item.name])
        if item.choices:
            sheet.choose(row, row, 1, item.choices, is_strict=item.name not in OPEN_CHOICES)


def _bands(book: Workbook, bands: Sequence[Band]) -> None:
    columns = [Column("顺序", 8, is_centred=True), Column("结论", 16), Column("等次之和", 34)]
    sheet = FillableSheet(
        book, VERDICTS, [*columns, Column("不低于%", 12, is_centred=True)], is_example=False
    )
    for place, band in enumerate(bands, start=1):
        sheet.row([place, band.verdict, band.sum_text, band.at_least])
