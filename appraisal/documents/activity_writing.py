"""The sheets that join the rounds of an activity, written so that they can be filled in and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xlsxwriter import Workbook

from ..domain.activity import Part, RollUp
from ..domain.exact import shown
from ..domain.indicator import Indicator
from ..domain.plan import Plan
from ..domain.sheet import Subject
from . import hints
from .composite_sheets import LARGER, SMALLER, conversion_text
from .fillable_sheet import Column, FillableSheet, Value
from .layout import COMPOSITE, CONVERSION, FIGURES, INDICATORS, KIND, PARENT, PROJECTS, RANK_RULE
from .plan_writing import Setting, write_numbered, write_rule
from .project_sheet import BY_KIND, MEAN, SCORE, roll_up_texts
from .rank_sheet import VOTERS, ranking_texts

WAYS = (MEAN, "最好2个项目平均", BY_KIND)
CONVERSIONS = ("原分", "功效系数60+40", "与最好值之比", "名次100每低一名减2%", "极差", "标准分80+10")
READY_ROWS = {INDICATORS: 8, COMPOSITE: 3}  # rows ready to be filled in


def write_projects(book: Workbook, projects: Sequence[Subject], *, is_example: bool) -> None:
    """Write the projects in the order of the stops."""
    columns = [Column("序号", 8, is_centred=True), Column("名称", 40), Column(PARENT, 24), Column(KIND, 12)]
    rows = [(each.name, each.parent, each.kind) for each in projects]
    write_numbered(book, PROJECTS, columns, rows, is_example=is_example)


def roll_up_settings(roll_up: RollUp | None) -> Iterator[Setting]:
    """Yield the items that say how project scores make a unit's score."""
    for name, text in ({} if roll_up is None else roll_up_texts(roll_up)).items():
        yield Setting(name, text, hints.ROLL_UP[name], WAYS if name == SCORE else ())


def write_ranking(book: Workbook, plan: Plan) -> None:
    """Write the round in which the units are put in order."""
    texts = ranking_texts(plan.classes).items()
    others = (Setting(name, text, hints.VOTERS if name == VOTERS else hints.ISSUED) for name, text in texts)
    write_rule(book, plan, RANK_RULE, others)


def write_indicators(book: Workbook, indicators: Sequence[Indicator], *, is_example: bool) -> None:
    """Write the indicators, without their figures."""
    columns = [
        Column("名称", 24),
        Column("单位", 10, is_centred=True),
        Column("权重%", 10, is_centred=True),
        Column("方向", 12, is_centred=True),
        Column(CONVERSION, 24),
        Column("封顶", 10, is_centred=True),
        Column("缺项", 12, is_centred=True),
    ]
    sheet = FillableSheet(book, INDICATORS, columns, is_example=is_example)
    for each in indicators:
        sheet.row(_indicator(each), examples=len(columns))
    last = sheet.blank_rows(READY_ROWS[INDICATORS])
    sheet.choose(1, last, 3, (LARGER, SMALLER), is_strict=True)
    sheet.choose(1, last, 4, CONVERSIONS, is_strict=False)
    sheet.lines(hints.LINES[INDICATORS])
    if is_example:
        sheet.check_sum(2, len(hints.LINES[INDICATORS]) + 1)


def write_figures(
    book: Workbook, indicators: Sequence[Indicator], units: Sequence[Subject], *, is_example: bool
) -> None:
    """Write what every unit has of every indicator."""
    columns = [Column("对象", 24), *(Column(each.name, 14, is_centred=True) for each in indicators)]
    sheet = FillableSheet(book, FIGURES, columns, is_example=is_example)
    for place, unit in enumerate(units):
        sheet.row([unit.name, *(each.figures[place] for each in indicators)], examples=len(columns))
    sheet.lines(hints.LINES[FIGURES])


def write_composite(book: Workbook, parts: Sequence[Part], *, is_example: bool) -> None:
    """Write what the composite is made of."""
    columns = [Column("部分", 20), Column("权重%", 10, is_centred=True), Column(CONVERSION, 24)]
    sheet = FillableSheet(book, COMPOSITE, columns, is_example=is_example)
    for part in parts:
        sheet.row([part.name, part.weight, conversion_text(part.conversion)], examples=len(columns))
    last = sheet.blank_rows(READY_ROWS[COMPOSITE])
    sheet.choose(1, last, 2, CONVERSIONS, is_strict=False)
    sheet.lines(hints.LINES[COMPOSITE])
    if is_example:
        sheet.check_sum(1, len(hints.LINES[COMPOSITE]) + 1)


def _indicator(each: Indicator) -> list[Value]:
    way = None if each.conversion is None else conversion_text(each.conversion)
    missing = None if each.missing is None else f"记{shown(Fraction(each.missing))}分"
    direction = SMALLER if each.smaller_is_better else LARGER
    return [each.name, each.unit, each.weight, direction, way, each.cap, missing]
