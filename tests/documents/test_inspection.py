"""The papers of a whole inspection, read back from the workbook they are written to."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from appraisal.documents import filing
from appraisal.documents.activity_table import ActivityTable
from tests.documents.scenarios import counted, expected

TOUR = "tour-2020"


@pytest.fixture(scope="module")
def table() -> ActivityTable:
    return counted(TOUR)


@pytest.fixture(scope="module")
def sheets(table: ActivityTable) -> dict[str, list[list[object]]]:
    out = io.BytesIO()
    filing.inspection(table, out)
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def row_of(rows: list[list[object]], name: str) -> list[object]:
    found = next(row for row in rows if name in row)
    return [value for value in found if value not in (None, "")]


def test_the_composite_comes_first_and_every_round_follows(sheets: dict[str, list[list[object]]]) -> None:
    assert [name for name in sheets if "图" not in name] == [
        "评比结果",
        "综合结果",
        "单位现场得分",
        "客观指标得分",
        "客观指标数值",
        "观摩项目得分",
        "现场观摩",
        "会议排名票",
    ]


@pytest.mark.parametrize(
    ("sheet", "key", "parts"),
    [("综合结果", "composite", "parts"), ("客观指标得分", "indicators", "indicators")],
)
def test_every_component_stands_in_the_table(
    sheets: dict[str, list[list[object]]], sheet: str, key: str, parts: str
) -> None:
    for row in expected(TOUR)[key]:
        shown = [float(part["shown"]) for part in row[parts].values()]
        found = row_of(sheets[sheet], row["subject"])
        numbers = [round(float(str(value)), 2) for value in found[3:-1]]
        assert [found[0], numbers] == [row["rank"], [*shown, float(row["total"]["shown"])]]


def test_figures_are_shown_as_they_were_handed_in(sheets: dict[str, list[list[object]]]) -> None:
    assert row_of(sheets["客观指标数值"], "渔薪镇") == ["渔薪镇", "7", "22", "3.32", "115"]


def test_the_first_project_names_its_unit_and_kind(sheets: dict[str, list[list[object]]]) -> None:
    found = row_of(sheets["观摩项目得分"], "皂市镇白龙茶果观光园项目")

    assert found[:4] == [1, "皂市镇白龙茶果观光园项目", "皂市镇", "竣工"]
