"""Sheets of points and of places on a phone without a script."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain.scale import ABSTAINED, NOT_ASKED, UNANSWERED, Scale
from appraisal.domain.sheet import Subject
from appraisal.web import ballot_form
from appraisal.web.ballot_page import ballot_page
from tests.factories import make_class, make_plan

POINTS = replace(
    make_plan(criteria=("规模", "进度")),
    subjects=(
        Subject("一号项目", parent="甲镇"),
        Subject("二号项目", parent="甲镇"),
        Subject("三号项目", parent="乙镇"),
    ),
    scale=Scale.of_points(Fraction(0), Fraction(100), Fraction(1), "未观摩"),
)
PLACES = replace(make_plan(), scale=Scale.of_places(3, Fraction(100), Fraction(3)))


@pytest.fixture
def posted(app):
    """Read fields as the form of a sheet, as if a page had sent them."""
    app.config["WTF_CSRF_ENABLED"] = False

    def read(sheet, **fields):
        given = {"nonce": "0123456789abcdef" * 2, "form": "", "tag": "", **fields}
        with app.test_request_context("/v/ballot", method="POST", data=given):
            form = ballot_form.ballot_form(sheet)
            return form, form.validate()

    with app.test_request_context("/v/ballot"):  # the page's words are looked up in it
        yield read


def test_a_typed_number_comes_before_a_tapped_one(posted):
    form, is_valid = posted(POINTS.sheet(0), m0="95", m1="-1", n0="87", n2=" 73 ", n3="")

    assert is_valid
    assert ballot_form.marks(form).answers == (87, ABSTAINED, 73, UNANSWERED, UNANSWERED, UNANSWERED)


@pytest.mark.parametrize("text", ["101", "-1", "88.5", "九十", "1e1"])
def test_a_number_off_the_scale_is_told_and_kept(posted, text):
    form, is_valid = posted(POINTS.sheet(0), n0=text)

    page = ballot_page(form, ballot_form.findings(form))
    told = [str(complaint.phrase) for complaint in page.complaints]
    row = page.groups[0].cards[0].rows[0]
    assert (is_valid, told[-1]) == (True, "有 1 格的分数不对，应为 0 到 100，间隔 1")
    assert (row.exact.text, row.flag) == (text, "off-scale")


def test_a_typed_number_on_a_sheet_of_words_is_no_page_of_ours(posted):
    _, is_valid = posted(make_plan().sheet(0), n0="87")

    assert is_valid is False


def test_the_projects_of_the_own_unit_are_not_asked(posted):
    plan = replace(POINTS, classes=(make_class("A", 100, 4, recuses_own=True),))

    form, is_valid = posted(plan.sheet(0, 0), m4="90", n5="61")

    assert is_valid
    assert ballot_form.marks(form).answers == (*(NOT_ASKED,) * 4, 90, 61)


def test_buttons_stand_for_the_usual_points(posted):
    form, _ = posted(POINTS.sheet(0), m0="95", n1="87")

    first, second = ballot_page(form).groups[0].cards[0].rows
    assert [answer.word for answer in first.answers] == [
        *("100", "95", "90", "85", "80", "75", "70", "65"),
        "未观摩",
    ]
    assert ([answer.word for answer in first.answers if answer.is_checked], first.exact.text) == (["95"], "")
    assert ([answer.word for answer in second.answers if answer.is_checked], second.exact.text) == ([], "87")


def test_a_place_given_twice_is_told_with_both_names(posted):
    form, _ = posted(PLACES.sheet(0), m0="2", m1="2", m2="0")

    page = ballot_page(form, ballot_form.findings(form))
    told = [(str(each.phrase), [card.name for card in each.cards]) for each in page.complaints]
    assert told == [("第 1 名给了 2 个单位，只能给一个", ["竟陵街道", "侨乡街道"])]


@pytest.mark.parametrize(
    ("plan", "marks", "review"),
    [
        (POINTS, {"m0": "95", "m1": "90", "n2": "87", "m3": "-1", "m4": "80", "n5": "0"}, "87 1 项"),
        (PLACES, {"m0": "1", "m1": "2", "m2": "0"}, "第 1 名"),
    ],
    ids=["points", "places"],
)
def test_a_whole_vote_ends_in_a_receipt(phone, open_round, plan, marks, review):
    made = open_round(plan)
    page = phone.sheet(made.codes("A")[0])

    looked_at = phone.send(page, marks, review="1")
    done = phone.send(page, marks)

    assert page.text.count("<div class=card>") == 3
    assert review in looked_at.text
    assert (done.status_code, done.headers["Location"]) == (303, "/v/done")


@pytest.mark.parametrize(("rated", "is_told"), [(1, True), (2, False), (0, False)])
def test_a_ballot_that_will_be_void_says_so_in_its_review(phone, open_round, rated, is_told):
    plan = replace(POINTS, rule=replace(POINTS.rule, least_share=Fraction(2, 3)))
    page = phone.sheet(open_round(plan).codes("A")[0])
    marks = {f"m{cell}": "90" if cell < 2 * rated else "-1" for cell in range(6)}

    looked_at = phone.send(page, marks, review="1")

    assert ("您只评了 1 个，不足应评的 2/3" in looked_at.text) is is_told
