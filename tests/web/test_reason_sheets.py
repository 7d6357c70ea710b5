"""A sheet that asks why, on a phone without a script: nothing written is lost, and nothing else is asked."""

import re
from html import unescape

import pytest

from appraisal.domain.rule import Reasons
from appraisal.services import releasing
from tests.factories import make_class, make_plan
from tests.phone import Phone, hidden, kept, receipt

BOX = re.compile(r'<textarea id="(r\d)" name="\1"[^>]*>(.*?)</textarea>')
LABEL = re.compile(r'<label for="(r\d)">(.*?)</label>')
LOWEST = {"m0": 0, "m1": 3, "m2": 0}


def plan(reasons=Reasons.REQUIRED, **rule):
    return make_plan(classes=(make_class("A", 100, 6),), reasons=reasons, spare_share=0, **rule)


@pytest.fixture
def made(open_round):
    return open_round(plan())


def boxes(page):
    return dict(BOX.findall(page.text))


def complaints(page):
    found = re.search(r'<div class="complaints notice" role="alert">(.*?)</div>', page.text, re.DOTALL)
    return re.findall(r"<p>([^<]+)</p>", found[1]) if found else []


def reviewed(phone, made, marks=LOWEST):
    return phone.send(phone.sheet(made.codes("A")[0]), marks, review="1")


def confirm(phone, review, **texts):
    marks = dict(re.findall(r'<input name="(m\d)" type="hidden" value="(-?\d)">', review.text))
    return phone.client.post("/v/ballot", data={**hidden(review), **marks, **texts})


def test_the_rule_is_told_before_the_first_tap(phone, made):
    sheet = phone.sheet(made.codes("A")[0])

    assert "<span>评“较差”要写明原因</span>" in sheet.text
    assert ("写法可能暴露身份" in sheet.text, boxes(sheet)) == (True, {})


def test_the_review_asks_for_a_reason_beside_every_lowest_grade(phone, made):
    page = reviewed(phone, made)

    assert (page.status_code, boxes(page), complaints(page)) == (200, {"r0": "", "r2": ""}, [])
    assert LABEL.findall(page.text) == [("r0", "竟陵街道"), ("r2", "杨林街道")]
    assert "评为“较差”请写明原因（不超过 50 字，不要写能看出身份的内容）。与划票分开保存。" in page.text


def test_a_ballot_without_a_lowest_grade_is_asked_for_nothing(phone, made):
    page = reviewed(phone, made, {"m0": 3, "m1": 3, "m2": 1})

    assert (boxes(page), confirm(phone, page).location) == ({}, "/v/done")


def test_a_missing_reason_is_refused_by_the_name_of_its_subject(phone, made, held):
    page = confirm(phone, reviewed(phone, made), r0="办事要跑两趟", r2=" ")

    assert (page.status_code, complaints(page)) == (422, ["评为“较差”的要写明原因：杨林街道"])
    assert (boxes(page), held()) == ({"r0": "办事要跑两趟", "r2": ""}, (0, 0))
    assert page.text.count("aria-invalid=true") == 1


def test_a_long_reason_is_refused_and_kept(phone, made, held):
    page = confirm(phone, reviewed(phone, made), r0="字" * 51, r2="慢")

    assert (page.status_code, complaints(page)) == (422, ["原因最多 50 字，请写短些：竟陵街道"])
    assert (boxes(page)["r0"], held()) == ("字" * 51, (0, 0))


def test_a_sign_that_does_not_print_is_refused(phone, made, held):
    page = confirm(phone, reviewed(phone, made), r0="慢\u202e慢", r2="慢")

    assert (page.status_code, held()) == (422, (0, 0))
    assert complaints(page) == ["原因里有控制字符或看不见的符号，请删去重新输入：竟陵街道"]


def test_going_back_keeps_what_was_written(phone, made):
    back = confirm(phone, reviewed(phone, made), r0="办事要跑两趟", r2="<慢>", keep="1")

    assert kept(back) == {name: str(mark) for name, mark in LOWEST.items()}
    assert {name: unescape(text) for name, text in boxes(back).items()} == {
        "r0": "办事要跑两趟",
        "r2": "<慢>",
    }
    assert "竟陵街道</span> 评为“较差”请写明原因" in back.text


def test_the_page_in_another_language_keeps_what_was_written(phone, made):
    page = confirm(phone, reviewed(phone, made), r0="办事要跑两趟", language="en")

    assert (boxes(page)["r0"], "Give a reason for “Poor”" in page.text) == ("办事要跑两趟", True)


def test_an_optional_reason_may_stay_empty(phone, open_round):
    page = reviewed(phone, open_round(plan(Reasons.OPTIONAL)))

    assert "评为“较差”可以写明原因" in page.text
    assert (confirm(phone, page, r0="", r2="").location, receipt(phone.get("/v/done"))[:2]) == (
        "/v/done",
        "R-",
    )


@pytest.mark.parametrize("name", ["r3", "r00", "r"])
def test_a_box_that_the_sheet_does_not_have_is_no_ballot(phone, made, held, name):
    answer = confirm(phone, reviewed(phone, made), r0="慢", r2="慢", **{name: "慢"})

    assert (answer.status_code, held()) == (400, (0, 0))


def test_a_sheet_that_asks_nothing_takes_no_reason(phone, open_round, held):
    sheet = phone.sheet(open_round(plan(Reasons.OFF)).codes("A")[0])

    answer = phone.send(sheet, LOWEST, r0="慢")

    assert (answer.status_code, held()) == (400, (0, 0))


def test_the_own_unit_has_no_box(phone, open_round):
    made = open_round(
        make_plan(classes=(make_class("A", 100, 9, recuses_own=True),), reasons=Reasons.REQUIRED)
    )
    slip = next(slip for slip in made.slips if slip.recused == 1)
    sheet = phone.sheet(slip.code.printed)

    answers = [phone.send(sheet, {"m0": 3, "m2": 3}, **{name: "慢"}).status_code for name in ("r1", "r0")]

    assert answers == [400, 303]


def test_what_was_written_reaches_the_two_who_look_into_it(app, open_round, database):
    made = open_round(plan())
    for number, code in enumerate(made.codes("A")):
        phone = Phone(app)
        answer = phone.send(phone.sheet(code), {"m0": 0, "m1": 3, "m2": 3}, r0=f"第{number}条\r\n 慢")
        assert answer.location == "/v/done"
    with database.transaction() as session:
        made.close(session)
        made.open_box(session)

    with database.reading() as session:
        found = releasing.released(session, round_id=made.id).reasons

    assert sorted(each.text for each in found[0]) == [f"第{number}条 慢" for number in range(6)]


def test_only_a_sheet_that_asks_carries_the_files_for_it(phone, open_round):
    files = []
    for reasons in (Reasons.OFF, Reasons.OPTIONAL):
        sheet = phone.sheet(open_round(plan(reasons)).codes("A")[0])
        files.append(re.findall(r"/bundle/([\w-]+\.\w+)\?", sheet.text))

    assert files == [["ballot-n5.css", "ballot.js"], ["ballot-n5-reasons.css", "ballot-reasons.js"]]
