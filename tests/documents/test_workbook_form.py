"""The workbook as a form in a page."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings

from appraisal.documents.grid import Grid
from appraisal.documents.layout import MEETING
from appraisal.documents.rule_items import ITEMS
from appraisal.documents.scale_sets import SCALES
from appraisal.documents.workbook import plan_of
from appraisal.documents.workbook_edits import edited
from appraisal.documents.workbook_form import FormSheet, empty_grids, form_sheets, grids_of, grids_sent
from appraisal.domain.errors import WorkbookRefused
from appraisal.domain.exact import shown
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Quota, TieKey
from appraisal.domain.scale import ScaleKind
from tests.factories import make_plan
from tests.plans import numbers, plans

LIST = Grid("评议对象", (("序号", "名称", "分组"), ("", "甲", "镇"), ("", "乙", "镇"), ("", "", "")))


def fields(sheets: tuple[FormSheet, ...]) -> Iterator[tuple[str, str]]:
    """Return what a browser sends of a form nobody touched."""
    for sheet in sheets:
        yield from sheet.fixed
        yield from ((cell.name, cell.text) for row in sheet.rows for cell in row.cells)


def names(grids: tuple[Grid, ...]) -> list[str]:
    return [grid.text(y, 1) for grid in grids for y in range(1, len(grid.rows)) if grid.text(y, 1)]


@given(plans() | numbers())
@settings(max_examples=12, deadline=None)
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


def test_every_item_of_the_rule_folds_into_one_group_that_tells_what_is_unusual():
    rule = {"quota": Quota(Fraction(3, 10)), "quorum": None}
    sheets = {sheet.name: sheet for sheet in form_sheets(grids_of(make_plan(allow_all_same=False, **rule)))}
    groups = sheets["规则"].groups

    assert sorted(row.label for group in groups for row in group.rows) == sorted(item.name for item in ITEMS)
    assert all(group.name for group in groups)
    assert {group.name: group.unusual for group in groups if group.unusual} == {
        "优秀名额": (("优秀名额比例", "30%"),),
        "名次怎样排": (("并列规则", "并列"),),
        "多少票才算数": (("收回率要求", "—"),),
    }
    assert [group.name for group in sheets[MEETING].groups] == [""]


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
    assert names(edited((LIST,), act, paste="丙\t镇\r\n\r\n 丁 \t乡\n").grids) == expected


def test_a_list_can_be_made_longer():
    (longer,) = edited((LIST,), "more:评议对象").grids

    assert len(longer.rows) == len(LIST.rows) + 10


@pytest.mark.parametrize("name", SCALES)
def test_every_usual_scale_makes_a_plan(name: str):
    grids = grids_of(make_plan())

    scale = plan_of(edited(grids, "scale:等次", scale=name).grids).scale

    words = "，".join(f"{grade.name} {shown(grade.points)}" for grade in scale.grades).replace("-", "−")
    best, worst, count = scale.points[-1], scale.points[0], len(scale.grades)
    told = {
        ScaleKind.GRADES: words if scale.abstention == "弃权" else f"{words}，另有{scale.abstention}",
        ScaleKind.POINTS: f"打分 {worst} 到 {best}，{'整数' if scale.step == 1 else '可以打半分'}",
        ScaleKind.PLACES: f"排名次：第一名 {best} 分，每低一名减 {scale.step} 分",
    }
    assert (told[scale.kind], count > 1) == (name, True)


def test_a_scale_can_be_changed_again_and_the_chain_of_ties_follows_the_best_grade():
    plan = make_plan(ties=(TieKey("class", "A"), TieKey("grade", "优秀")))
    satisfied, places = (
        "满意 100，基本满意 80，不满意 0，另有不了解",
        "排名次：第一名 100 分，每低一名减 3 分",
    )

    grids, chains = grids_of(plan), []
    for name in (satisfied, places, satisfied):
        grids = edited(grids, "scale:等次", scale=name).grids
        chains.append([key.label for key in plan_of(grids).rule.ties])

    assert chains == [["A票得分", "满意票数"], ["A票得分"], ["A票得分"]]


def test_owner_units_get_columns_of_their_own_when_they_are_asked_for():
    grids = edited(grids_of(make_plan()), "columns:评议对象").grids
    sent = dict(fields(form_sheets(grids))) | {"评议对象.1.3": "城投公司", "评议对象.2.4": "工业"}

    subjects = plan_of(grids_sent(sent.items())).subjects

    assert [(each.parent, each.kind) for each in subjects] == [("城投公司", ""), ("", "工业"), ("", "")]


def test_a_table_of_verdicts_is_added_once_over_the_grades_there_are():
    grids = edited(grids_of(make_plan()), "verdicts").grids

    bands = plan_of(grids).rule.bands

    assert [(band.verdict, band.sum_text, band.at_least) for band in bands] == [
        ("满意", "优秀", 90),
        ("基本满意", "优秀+良好", 85),
        ("不满意", "其余", None),
    ]
    assert edited(grids, "verdicts").grids == grids


def test_rows_of_the_table_of_verdicts_come_in_the_order_of_the_page():
    grids = edited(grids_of(make_plan()), "verdicts").grids

    shown_grids = grids_of(plan_of(grids))
    moved = plan_of(edited(shown_grids, "down:结论:1").grids)

    assert [band.verdict for band in moved.rule.bands] == ["基本满意", "满意", "不满意"]
