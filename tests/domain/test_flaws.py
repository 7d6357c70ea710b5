"""Contradictions in a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from appraisal.domain.flaws import flaws
from appraisal.domain.meeting import Meeting
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Quota, Rounding, ScoringRule
from appraisal.domain.scale import Grade
from appraisal.domain.sheet import Subject
from tests.factories import make_class, make_plan


def found(plan: Plan, **parts: Any) -> list[tuple[str, int | None, str]]:
    names = ("meeting", "subjects", "classes", "criteria")
    given = [parts.get(name, getattr(plan, name)) for name in names]
    scale, rule = parts.get("grades", plan.scale.grades), parts.get("rule", plan.rule)
    return [(flaw.table, flaw.row, flaw.field) for flaw in flaws(*given, scale, rule)]


def test_a_plan_that_can_be_held_has_no_flaw() -> None:
    plan = make_plan()

    places = found(plan)

    assert places == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "评\u202e议"}, "title"),
        ({"note": "a\0"}, "note"),
        ({"held_on": date(202, 5, 13)}, "held_on"),
        ({"scope": "全网"}, "scope"),
        ({"expected": 3, "present": 4}, "present"),
        ({"expected": -1}, "expected"),
    ],
)
def test_a_flaw_of_the_meeting_names_its_field(fields: dict[str, Any], field: str) -> None:
    meeting = replace(Meeting(title="评议"), **fields)

    places = found(make_plan(), meeting=meeting)

    assert places == [("meeting", None, field)]


@pytest.mark.parametrize(
    ("fields", "rule", "place"),
    [
        ({}, ScoringRule(), []),
        ({"recuses_own": True}, ScoringRule(), [1]),
        ({"paper": 2}, ScoringRule(), [1]),
        ({}, ScoringRule(pooled=True), [1]),
    ],
)
def test_a_public_channel_is_a_class_of_its_own_without_slips(
    fields: dict[str, Any], rule: ScoringRule, place: list[int]
) -> None:
    public = replace(make_class("G", 0, 6), is_public=True, **fields)

    places = found(make_plan(), classes=(make_class("A", 100, 6), public), rule=rule)

    assert places == [("classes", row, "is_public") for row in place]


def test_a_public_channel_is_never_alone() -> None:
    places = found(make_plan(), classes=(replace(make_class("G", 100, 6), is_public=True),))

    assert places == [("classes", 0, "is_public")]


@pytest.mark.parametrize("paper", [-1, 5])
def test_no_more_paper_ballots_than_slips(paper: int) -> None:
    classes = (make_class("A", 40, 4, paper=paper), make_class("B", 60, 6, paper=6))

    places = found(make_plan(), classes=classes)

    assert places == [("classes", 0, "paper")]


def test_names_are_checked_in_every_table() -> None:
    plan = make_plan(subjects=2)
    subjects = (Subject("\0"), Subject("张港镇", group="\x07", parent="\u202e"))
    classes = (replace(make_class("\uffff"), name=""), replace(make_class("B", 0), name="\n"))

    places = found(plan, subjects=subjects, classes=classes)

    assert places == [
        ("subjects", 0, "name"),
        ("subjects", 1, "group"),
        ("subjects", 1, "parent"),
        ("classes", 0, "letter"),
        ("classes", 1, "name"),
    ]


@pytest.mark.parametrize("word", ["弃权", "不了解", "未观摩", "回避", "废票", "好>坏", "好＞坏"])
def test_a_grade_cannot_take_a_word_with_another_meaning(word: str) -> None:
    grades = (Grade("优秀", Fraction(100)), Grade(word, Fraction(0)))

    places = found(make_plan(), grades=grades)

    assert places == [("grades", 1, "name")]


def test_points_stay_within_reason() -> None:
    grades = (Grade("优秀", Fraction(10**6)), Grade("较差", Fraction(-(10**6))))

    places = found(make_plan(), grades=grades, rule=ScoringRule(abstention_points=Fraction(10**6)))

    assert places == [("grades", 0, "points"), ("grades", 1, "points"), ("rule", None, "abstention_points")]


def test_a_quota_that_allows_no_top_grade_in_a_group_is_a_flaw() -> None:
    rule = ScoringRule(quota=Quota(Fraction(3, 10), Rounding.DOWN, per_group=True))

    places = found(make_plan(subjects=10), rule=rule)

    assert places == [("rule", None, "quota")]


def test_a_quota_over_the_whole_list_is_no_flaw() -> None:
    rule = ScoringRule(quota=Quota(Fraction(3, 10), Rounding.DOWN))

    places = found(make_plan(subjects=10), rule=rule)

    assert places == []
