"""The workbook as a form in a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from appraisal.documents.grid import Grid
from appraisal.documents.workbook import plan_of
from appraisal.documents.workbook_edits import SCALES, edited
from appraisal.documents.workbook_form import FormSheet, empty_grids, form_sheets, grids_of, grids_sent
from appraisal.domain.errors import WorkbookRefused
from appraisal.domain.plan import Plan
from tests.factories import make_plan
from tests.plans import plans

LIST = Grid("评议对象", (("序号", "名称", "分组"), ("", "甲", "镇"), ("", "乙", "镇"), ("", "", "")))


def fields(sheets: tuple[FormSheet, ...]) -> Iterator[tuple[str, str]]:
    """Return what a browser sends of a form nobody touched."""
    for sheet in sheets:
        yield from sheet.fixed
        yield from ((cell.name, cell.text) for row in sheet.rows for cell in row.cells)


def names(grids: tuple[Grid, ...]) -> list[str]:
    return [grid.text(y, 1) for grid in grids for y in range(1, len(grid.rows)) if grid.text(y, 1)]


@given(plans())
@settings(max_examples=25, deadline=None)
def test_a_form_nobody_touched_is_the_plan_it_shows(plan: Plan):
    sent = fields(form_sheets(grids_of(plan)))

    assert plan_of(grids_sent(sent)) == plan


def test_every_fault_stands_at_its_field_or_at_its_sheet():
    sent = dict(fields(form_sheets(grids_of(make_plan()))))
    grids = grids_sent({**sent, "评议对象.2.1": "竟陵街道", "票种.1.2": "50", "规则.9.1": "各x个"}.items())

    with pytest.raises(WorkbookRefused) as refused:
        plan_of(grids)

    sheets = form_sheets(grids, refused.value.faults)
    wrong = [cell.name for sheet in sheets for row in sheet.rows for cell in row.cells if cell.faults]
    assert wrong == ["评议对象.2.1", "规则.9.1"]
    assert {sheet.name: [str(fault) for fault in sheet.faults] for sheet in sheets if sheet.faults} == {
        "票种": ["各行权重相加应为 100，现为 110"]
    }


def test_fields_that_are_no_cells_are_left_out():
    sent = [("评议对象.0.1", "名称"), ("评议对象.9999.1", "x"), ("别的.1.1", "x"), ("csrf_token", "x")]

    assert grids_sent(sent) == (Grid("评议对象", (("", "名称"),)),)


def test_an_empty_form_asks_for_names_and_offers_the_usual_rule():
    with pytest.raises(WorkbookRefused) as refused:
        plan_of(empty_grids())

    assert [(fault.sheet, str(fault.expected)) for fault in refused.value.faults] == [
        ("活动", "会议名称不能为空"),
        ("评议对象", "至少要有一行"),
        ("票种", "至少要有一行"),
    ]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("up:评议对象:2", ["乙", "甲"]),
        ("down:评议对象:1", ["乙", "甲"]),
        ("up:评议对象:1", ["甲", "乙"]),
        ("drop:评议对象:1", ["乙"]),
        ("paste:评议对象", ["甲", "乙", "丙", "丁"]),
        ("drop:票种:1", ["甲", "乙"]),
        ("burn:评议对象:1", ["甲", "乙"]),
        ("up:评议对象:99", ["甲", "乙"]),
    ],
)
def test_a_button_does_what_it_says_to_its_own_list(act: str, expected: list[str]):
    assert names(edited([LIST], act, paste="丙\t镇\r\n\r\n 丁 \t乡\n")) == expected


def test_a_list_can_be_made_longer():
    (longer,) = edited([LIST], "more:评议对象")

    assert len(longer.rows) == len(LIST.rows) + 10


@pytest.mark.parametrize("name", SCALES)
def test_every_usual_scale_makes_a_plan(name: str):
    grids = grids_of(make_plan())

    plan = plan_of(edited(grids, "scale:等次", scale=name))

    words = tuple(f"{grade.name} {grade.points}" for grade in plan.scale.grades)
    assert "，".join(words) == name
