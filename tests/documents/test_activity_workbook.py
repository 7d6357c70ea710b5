"""Workbooks of whole inspections: what they mean, and every fault by its cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import appraisal
from appraisal.documents import intake
from appraisal.documents.composite_sheets import conversion
from appraisal.documents.grid import Grid
from appraisal.documents.workbook import activity_of, plan_of, read_plan, write_plan
from appraisal.domain.activity import RollUp
from appraisal.domain.errors import SeveralRounds, WorkbookRefused
from appraisal.domain.indicator import Conversion, Method
from appraisal.domain.plan import Plan
from appraisal.domain.settings import dump, load

DEMO = Path(appraisal.__file__).parent / "demo"
TOUR, SATISFACTION = DEMO / "tour-2020" / "meeting.xlsx", DEMO / "satisfaction-2021" / "meeting.xlsx"

Rows = list[list[str]]
Change = Callable[[dict[str, Rows]], Any]


def tour(change: Change = lambda rows: None) -> list[Grid]:
    rows = {grid.name: [list(row) for row in grid.rows] for grid in GRIDS}
    change(rows)
    return [Grid(name, tuple(map(tuple, table))) for name, table in rows.items()]


GRIDS = intake.read(TOUR)


def put(sheet: str, cell: str, text: str) -> Change:
    """Write into a cell, named as spreadsheets do."""

    def change(rows: dict[str, Rows]) -> None:
        rows[sheet][int(cell[1:]) - 1][ord(cell[0]) - 65] = text

    return change


def add(sheet: str, *texts: str) -> Change:
    return lambda rows: rows[sheet].append(list(texts))


def both(*changes: Change) -> Change:
    return lambda rows: [change(rows) for change in changes]


def plans() -> list[Plan]:
    return [*(each.plan for each in activity_of(GRIDS).rounds), read_plan(SATISFACTION)]


def test_a_tour_has_a_round_of_projects_and_one_of_units() -> None:
    activity = activity_of(GRIDS)

    told = [(each.name, len(each.plan.subjects), len(each.plan.units)) for each in activity.rounds]
    assert told == [("现场观摩", 38, 17), ("会议排名票", 17, 17)]
    assert activity.roll_up == RollUp(top=10)


def test_a_workbook_of_several_rounds_is_no_plan() -> None:
    with pytest.raises(SeveralRounds) as refused:
        plan_of(GRIDS)

    assert str(refused.value) == (
        "这份工作簿有几个轮次（现场观摩、会议排名票），这里只能用一个轮次的。要办整项活动，请在“测评活动”页导入。"
    )


@pytest.mark.parametrize("place", range(3), ids=["points", "places", "verdicts"])
def test_its_plans_are_stored_and_come_back_equal(place: int) -> None:
    plan = plans()[place]

    document = dump(plan)

    assert (load(document), document.count(b'"version":2')) == (plan, 1)


@pytest.mark.parametrize("place", range(3), ids=["points", "places", "verdicts"])
def test_its_plans_are_written_as_workbooks_of_their_own(place: int) -> None:
    plan, out = plans()[place], io.BytesIO()

    write_plan(plan, out)

    assert read_plan(out.getvalue()) == plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Conversion()),
        ("功效系数60+40", Conversion(Method.EFFICACY, Fraction(60), Fraction(40))),
        ("功效系数 50 + 50", Conversion(Method.EFFICACY, Fraction(50), Fraction(50))),
        ("与最好值之比", Conversion(Method.RATIO)),
        ("名次100每低一名减2%", Conversion(Method.PLACES, Fraction(100), Fraction(2))),
        ("标准分80+10", Conversion(Method.STANDARD, Fraction(80), Fraction(10))),
    ],
)
def test_a_conversion_is_read(text: str, expected: Conversion) -> None:
    read = conversion(text)

    assert (read.method, read.base) == (expected.method, expected.base)
    assert read.span == (expected.span or 100)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("规则", "B13", "最好2个项目平均"), RollUp(best=2, top=10)),
        (
            both(put("规则", "B13", "按类别加权"), add("规则", "类别权重", "开工30、竣工40、扩规30")),
            RollUp(
                kinds=(("开工", Fraction(30)), ("竣工", Fraction(40)), ("扩规", Fraction(30))),
                top=10,
            ),
        ),
    ],
)
def test_other_ways_of_rolling_up_are_read(change: Change, expected: RollUp) -> None:
    activity = activity_of(tour(change))

    assert activity.roll_up == expected


REFUSED: dict[str, tuple[Change, tuple[str, str, str]]] = {
    "a project of no unit": (
        put("观摩项目", "C2", "某某镇"),
        ("观摩项目!C2", "某某镇", "应为“评议对象”中的一个名称"),
    ),
    "a unit without a project": (
        add("评议对象", "18", "空山镇", "镇"),
        ("评议对象!B19", "空山镇", "“观摩项目”中没有这个单位的项目"),
    ),
    "weights of kinds that are incomplete": (
        both(put("规则", "B13", "按类别加权"), add("规则", "类别权重", "开工50、竣工50")),
        ("规则!B19", "开工50、竣工50", "应写明每个类别的权重，合计 100，例如：开工30、竣工40、扩规30"),
    ),
    "a rank ballot of an unknown class": (
        put("排名票规则", "B5", "A、D"),
        ("排名票规则!B5", "A、D", "没有这个票种：D"),
    ),
    "a missing figure": (
        put("指标数值", "C3", ""),
        ("指标数值!C3", "", "张港镇的“到位资金”没有数值"),
    ),
    "a figure that is no number": (
        put("指标数值", "C3", "很多"),
        ("指标数值!C3", "很多", "应为数，例如 12.5"),
    ),
    "an indicator without a direction": (
        put("客观指标", "D2", ""),
        ("客观指标!D2", "", "应为：越大越好、越小越好"),
    ),
    "indicators that do not add up": (
        put("客观指标", "C2", "30"),
        ("客观指标!C2:C5", "", "各行权重相加应为 100，现为 110"),
    ),
    "a part that is not there": (
        put("综合", "A3", "民意调查"),
        ("综合!A3", "民意调查", "应为以下之一，各写一次：现场观摩、会议排名票、客观指标"),
    ),
    "an unknown conversion": (
        put("综合", "C4", "随便换算"),
        (
            "综合!C4",
            "随便换算",
            "应为：原分、功效系数60+40、与最好值之比、名次100每低一名减2%、极差，或标准分80+10",
        ),
    ),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_fault_of_an_inspection_is_told_by_cell(change: Change, expected: tuple[str, str, str]) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        activity_of(tour(change))

    told = [
        (f"{fault.sheet}!{fault.cell}", fault.found, str(fault.expected)) for fault in refused.value.faults
    ]
    assert expected in told
