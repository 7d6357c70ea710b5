"""Rank ballots, and ballots that rate too little."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain.scale import ABSTAINED, NOT_ASKED, Scale
from appraisal.domain.sheet import Criterion, Marks, Sheet, Subject
from appraisal.domain.validity import check, falls_short

PLACES = Sheet(
    subjects=tuple(Subject(name) for name in ("竟陵街道", "张港镇", "渔薪镇")),
    criteria=(Criterion("名次", Fraction(100)),),
    scale=Scale.of_places(3, Fraction(100), Fraction(3)),
)
PROJECTS = Sheet(
    subjects=tuple(Subject(f"项目{n}", parent="甲镇" if n < 2 else "乙镇") for n in range(6)),
    criteria=(Criterion("规模", Fraction(60)), Criterion("进度", Fraction(40))),
    scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1), "未观摩"),
    least_share=Fraction(1, 2),
)


def told(answers: tuple[int, ...], sheet: Sheet = PLACES) -> list[tuple[str, tuple[int, ...], str]]:
    return [(found.kind, found.cells, str(found.phrase)) for found in check(Marks(answers), sheet)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((2, 1, 0), []),
        ((ABSTAINED,) * 3, []),
        ((2, 2, 0), [("place-shared", (0, 1), "第 1 名给了 2 个单位，只能给一个")]),
        ((2, 1, ABSTAINED), [("place-missing", (2,), "还有 1 个单位没有名次")]),
    ],
)
def test_every_place_is_given_once(answers: tuple[int, ...], expected: list[tuple[str, object, str]]) -> None:
    assert told(answers) == expected


def test_a_partial_order_is_accepted_where_the_rule_says_so() -> None:
    sheet = replace(PLACES, allow_partial=True)

    assert told((2, 1, ABSTAINED), sheet) == []


def test_the_own_unit_leaves_all_of_its_projects_out() -> None:
    sheet = replace(PROJECTS, recused=0)

    assert (sheet.units, sheet.asked_subjects, Marks.blank(sheet).answers[:5]) == (
        ("甲镇", "乙镇"),
        (2, 3, 4, 5),
        (NOT_ASKED,) * 4 + (-3,),
    )


@pytest.mark.parametrize(
    ("rated", "recused", "short"),
    [(2, None, True), (3, None, False), (1, 0, True), (2, 0, False), (0, None, False)],
)
def test_half_of_the_asked_subjects_is_enough(rated: int, recused: int | None, short: bool) -> None:
    sheet = replace(PROJECTS, recused=recused)
    left = iter(range(6 * 2))
    answers = tuple(
        NOT_ASKED if not sheet.asks(cell // 2) else (80 if next(left) < 2 * rated else ABSTAINED)
        for cell in range(12)
    )

    assert falls_short(Marks(answers), sheet) is short
