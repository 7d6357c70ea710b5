"""A plan as the workbook it can be read from again, with an example where there is no plan yet."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from ..domain.meeting import Meeting, VoterClass
from ..domain.plan import Plan
from ..domain.rule import ScoringRule, TieKey
from ..domain.scale import Grade, Scale, ScaleKind
from ..domain.sheet import Criterion, Subject
from . import hints
from .cover_sheet import write_cover
from .layout import CRITERIA, GRADES
from .plan_writing import (
    write_bands,
    write_classes,
    write_meeting,
    write_pairs,
    write_rule,
    write_subjects,
)

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
UNDATED = datetime(2000, 1, 1)  # a file tells no time of its making
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
    is_example = plan is None
    plan = plan or EXAMPLE
    with new_book(out) as book:
        write_cover(book, hints.PURPOSES, is_example=is_example)
        write_meeting(book, plan.meeting, is_example=is_example)
        write_subjects(book, plan.subjects, is_example=is_example)
        write_answers(book, plan, is_example=is_example)
        write_rule(book, plan)
        if plan.rule.bands:
            write_bands(book, plan.rule.bands)


def new_book(out: Path | BinaryIO) -> Workbook:
    """Begin a workbook in which text is only ever text."""
    book = Workbook(str(out) if isinstance(out, Path) else out, OPTIONS)
    book.set_properties({"title": hints.COVER_TITLE, "created": UNDATED})
    return book


def write_answers(book: Workbook, plan: Plan, *, is_example: bool) -> None:
    """Write who answers what: classes, criteria and, where words are chosen, grades."""
    write_classes(book, plan.classes, is_example=is_example)
    criteria = [(criterion.name, criterion.weight) for criterion in plan.criteria]
    write_pairs(book, CRITERIA, "权重%", criteria, examples=2 if is_example else 0)
    if plan.scale.kind is ScaleKind.GRADES:
        grades = [(grade.name, grade.points) for grade in plan.scale.grades]
        write_pairs(book, GRADES, "分值", grades, examples=0)
