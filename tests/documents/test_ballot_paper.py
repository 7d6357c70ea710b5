"""The paper twin of the sheet, printed and read back."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.documents import ballot_paper
from appraisal.domain.errors import GlyphMissing
from appraisal.domain.plan import Plan
from appraisal.domain.rule import Quota
from appraisal.domain.scale import Scale
from appraisal.domain.sheet import Subject
from tests.factories import CRITERIA, UNITS, make_class, make_plan

CLASSES = (make_class("A", 40, 8, paper=2), make_class("B", 60, 10))


def pages(plan: Plan) -> list[str]:
    """The text of every page, without blanks."""
    out = io.BytesIO()
    ballot_paper.write(plan, out)
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=out.getvalue(), capture_output=True, check=True
    )
    return ["".join(page.split()) for page in told.stdout.decode().split("\f")[:-1]]


def test_only_classes_with_paper_are_printed_and_say_which_they_are():
    (page,) = pages(make_plan(classes=CLASSES))

    assert [part for part in ("年度民主评议", "A票", "A类代表") if part not in page] == []
    assert "B票" not in page


def test_subjects_and_answers_stand_in_the_order_of_the_phone():
    plan = make_plan(subjects=6, classes=CLASSES)

    (page,) = pages(plan)

    order = [page.index(name) for name in ("优秀良好一般较差弃权", "街道1竟陵街道", "镇4多宝镇", "6张港镇")]
    assert order == sorted(order)


def test_a_ballot_carries_no_number_but_those_of_its_lines():
    (page,) = pages(make_plan(subjects=3, classes=CLASSES))

    lines = [f"{n}{subject.name}" for n, subject in enumerate(make_plan().subjects, start=1)]
    rules = ["1.每行", "2.空着", "3.不要"]
    assert re.findall("[0-9]+", page) == re.findall("[0-9]+", "".join((*rules, *lines)))


def test_a_long_list_goes_on_under_the_same_head():
    plan = replace(make_plan(subjects=3, criteria=CRITERIA, classes=CLASSES), subjects=UNITS[:28])

    found = pages(plan)

    assert len(found) == 3
    assert [
        ("评议对象优秀良好一般较差弃权" in page, f"第{n}页共3页" in page) for n, page in enumerate(found, 1)
    ] == [(True, True)] * 3


def test_twenty_eight_units_in_four_groups_go_on_one_page():
    plan = replace(make_plan(classes=CLASSES, quota=Quota(Fraction(3, 10))), subjects=UNITS[:28])

    (page,) = pages(plan)

    assert "“优秀”最多8个，多了整张无效。" in page


def test_points_and_places_are_written_into_a_box():
    points = replace(
        make_plan(classes=CLASSES), scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1))
    )
    places = replace(make_plan(classes=CLASSES), scale=Scale.of_places(3, Fraction(100), Fraction(3)))

    (first,), (second,) = pages(points), pages(places)

    assert "每行写一个分数：0到100，间隔1" in first
    assert "评议对象分数弃权" in first
    assert "每行写一个名次：1到3，不能重复。" in second
    assert "评议对象名次弃权" in second


def test_a_class_that_leaves_out_its_own_unit_has_a_line_for_it_and_says_what_that_costs():
    plan = make_plan(classes=(make_class("A", 100, 6, recuses_own=True, paper=1),))

    (page,) = pages(plan)

    assert ("本单位：" in page, "可能认出是谁填的" in page, "不知道是谁填的" in page) == (True, True, False)


def test_what_would_come_out_as_an_empty_box_is_refused():
    plan = replace(make_plan(classes=CLASSES), subjects=(Subject("𠮷镇"), Subject("张港镇")))

    with pytest.raises(GlyphMissing, match="𠮷镇"):
        pages(plan)
