"""The verdict table read like a lawyer, each fault with shares that show it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from appraisal.domain.plan import Plan
from appraisal.domain.review import review
from appraisal.domain.verdict import Band
from tests.factories import make_plan
from tests.plans import plans

BEST, TWO, THREE = ("优秀",), ("优秀", "良好"), ("优秀", "良好", "一般")
REST = Band("不满意")


def row(verdict: str, grades: tuple[str, ...], least: int) -> Band:
    return Band(verdict, grades, Fraction(least))


def told(*bands: Band, **rule: object) -> dict[str, str]:
    plan = make_plan(bands=(*bands, REST), **rule)
    return {found.key: str(found.reason) for found in review(plan) if found.key.startswith("verdict/")}


@pytest.mark.parametrize(
    "bands",
    [
        pytest.param((row("满意", BEST, 90), row("基本满意", TWO, 85)), id="the repaired default"),
        pytest.param((row("满意", TWO, 90), row("基本满意", TWO, 60)), id="one sum, falling bounds"),
        pytest.param((), id="no table"),
    ],
)
def test_a_table_that_falls_step_by_step_has_no_fault(bands):
    assert told(*bands) == {}


def test_a_row_in_the_wrong_order_is_never_reached():
    assert told(row("基本满意", TWO, 85), row("满意", BEST, 90)) == {
        "verdict/never/1": "第 2 行“满意”永远轮不到：合乎它的，都先合乎第 1 行“基本满意”。"
    }


def test_the_rest_is_never_reached_where_a_row_takes_all():
    found = told(row("满意", BEST, 0))

    assert found == {"verdict/never/1": "第 2 行“不满意”永远轮不到：合乎它的，都先合乎第 1 行“满意”。"}


def test_everything_is_reached_without_abstentions_by_all_grades_together():
    everything = row("满意", ("优秀", "良好", "一般", "较差"), 50)

    assert (told(everything), list(told(everything, rates_with_abstentions=False))) == (
        {},
        ["verdict/never/1"],
    )


def test_answers_that_fall_between_two_rows_are_shown():
    assert told(row("满意", BEST, 90), row("基本满意", ("良好",), 50))["verdict/gap/1"] == (
        "有空档：优秀 51%、良好 49% 定为“不满意”，而差一些的 优秀 50%、良好 50% 定为“基本满意”。"
    )


def test_an_official_table_that_overlaps_is_told_with_an_example():
    found = told(row("满意", BEST, 50), row("不满意的多", ("较差",), 40))

    assert found["verdict/overlap/0/1"] == (
        "第 1 行和第 2 行会同时合乎，例如优秀 60%、较差 40%；这时按第 1 行定为“满意”。"
    )


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_row_that_some_whole_percent_reaches_first_is_not_called_unreachable(plan: Plan):
    names = [grade.name for grade in plan.scale.grades]
    reached = {_first(plan, dict.fromkeys(names, Fraction(0)) | {name: Fraction(100)}) for name in names}

    never = {int(found.key.rpartition("/")[2]) for found in review(plan) if "verdict/never" in found.key}

    assert reached & never == set()


def test_groups_that_read_alike_are_told_apart():
    subjects = make_plan().subjects
    plan = replace(make_plan(), subjects=(*subjects[:2], replace(subjects[2], group="街 道")))

    assert [found.key for found in review(plan) if found.key.startswith("alike/")] == ["alike/groups/0/1"]


def _first(plan: Plan, shares: dict[str, Fraction]) -> int:
    return next((place for place, band in enumerate(plan.rule.bands) if band.admits(shares)), -1)
