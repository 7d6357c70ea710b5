"""Bad input at the voters' pages: what is said, and what the database holds afterwards."""

import sqlite3
from contextlib import closing
from fractions import Fraction

import pytest
from limits import parse

from appraisal.domain.code import Code
from appraisal.domain.rule import Quota
from appraisal.storage.database import PRAGMAS
from appraisal.web import throttle
from tests.factories import make_class, make_plan
from tests.phone import Phone, hidden, kept, receipt

NOTHING, ONE = (0, 0), (1, 1)


def assert_refused(page, status, words):
    assert (page.status_code, words in page.text) == (status, True)


def test_an_unknown_code(phone, open_round, held):
    open_round()

    page = phone.enter(Code("0" * 12).printed)

    assert_refused(page, 403, "没有这个票码。请重新输入，或举手找工作人员。")
    assert held() == NOTHING


def test_a_mistyped_code_is_shown_again_and_not_counted_as_a_guess(phone, open_round):
    open_round()

    pages = [phone.enter("7K3M-9QPT-2XWB-3") for _ in range(40)]

    assert {page.status_code for page in pages} == {422}
    assert "票码输入有误，请对照选票条再看一遍。" in pages[-1].text
    assert 'value="7K3M-9QPT-2XWB-3"' in pages[-1].text


def test_a_receipt_typed_as_a_code(phone):
    page = phone.enter("R-0000-0000-0000-0")

    assert_refused(page, 422, "这是回执，不是票码。查回执请到公示板。")


def test_too_many_guesses_never_stop_a_right_code(phone, open_round, monkeypatch):
    code = open_round().codes("A")[0]
    monkeypatch.setattr(throttle, "WRONG_CODES", parse("2/hour"))

    guesses = [phone.enter(Code(f"{number:012d}").printed) for number in range(3)]
    right = phone.enter(code)

    assert [page.status_code for page in guesses] == [403, 403, 429]
    assert "秒后再试" in guesses[-1].text
    assert guesses[-1].headers["Retry-After"] == "2"
    assert right.status_code == 303


def test_a_used_code(app, open_round, held):
    code = open_round().codes("A")[0]
    Phone(app).vote(code)

    page = Phone(app).enter(code)

    assert_refused(page, 409, "这个票码已投过票，选票已在票箱中。如果不是您投的，请立即告诉监票人。")
    assert held() == ONE


def test_a_cancelled_code_is_as_unknown_as_an_invented_one(phone, open_round, database, held):
    made = open_round()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE credential SET void = 1")

    page = phone.enter(made.codes("A")[0])

    assert_refused(page, 403, "没有这个票码。请重新输入，或举手找工作人员。")
    assert held() == NOTHING


def test_a_closed_round(phone, open_round, close, held):
    made = open_round()
    close(made)

    page = phone.enter(made.codes("A")[0])

    assert_refused(page, 409, "投票已经结束。这张选票没有提交，未计入。")
    assert held() == NOTHING


def test_closed_while_the_sheet_was_filled_in(phone, open_round, close, held):
    made = open_round()
    sheet = phone.sheet(made.codes("A")[0])
    close(made)

    page = phone.send(sheet, 2)

    assert_refused(page, 409, "投票已经结束。这张选票没有提交，未计入。")
    assert held() == NOTHING


def test_closed_while_the_sheet_was_still_incomplete(phone, open_round, close):
    made = open_round()
    sheet = phone.sheet(made.codes("A")[0])
    close(made)

    page = phone.send(sheet, {"m0": 2})

    assert_refused(page, 409, "投票已经结束。这张选票没有提交，未计入。")


def test_missing_marks_come_back_with_all_others(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    page = phone.send(sheet, {"m0": 3, "m2": -1})

    assert_refused(page, 422, "还有 1 项未评")
    assert kept(page) == {"m0": "3", "m2": "-1"}
    assert hidden(page)["nonce"] == hidden(sheet)["nonce"]
    assert '<a href="#s2">侨乡街道</a>' in page.text
    assert page.text.count("<em>未评</em>") == 1
    assert [button in page.text for button in ("核对并提交", "未评的按弃权")] == [True, True]
    assert held() == NOTHING


def test_a_full_quota_names_the_holders(phone, open_round, held):
    made = open_round(make_plan(quota=Quota(Fraction(2, 3))))
    sheet = phone.sheet(made.codes("A")[0])

    page = phone.send(sheet, {"m0": 3, "m1": 3, "m2": 3})

    assert_refused(page, 422, "“优秀”最多 2 个，您评了 3 个（工作完成情况）")
    assert kept(page) == {"m0": "3", "m1": "3", "m2": "3"}
    assert page.text.count("<em>名额超出</em>") == 3
    assert "未评的按弃权" not in page.text
    assert held() == NOTHING


def test_one_grade_for_all(phone, open_round, held):
    made = open_round(make_plan(subjects=5, allow_all_same=False))
    sheet = phone.sheet(made.codes("A")[0])

    page = phone.send(sheet, 2)

    assert "不能所有单位评同一等次" in sheet.text
    assert_refused(page, 422, "所有单位评了同一等次，按规定不能提交。请至少改一项。")
    assert len(kept(page)) == 5
    assert held() == NOTHING


@pytest.mark.parametrize(
    "forged",
    [
        {"m3": "2"},  # no such cell
        {"m0": "4"},  # no such grade
        {"m0": "-2"},  # "not asked" is not the voter's to say
        {"m0": "x"},
        {"m0": ["1", "2"]},
        {"own": "1"},  # the slip decides
        {"round": "7"},  # no field of the page
        {"nonce": "0"},
        {"language": "fr"},
    ],
)
def test_a_forged_field(phone, open_round, held, forged):
    sheet = phone.sheet(open_round().codes("A")[0])

    page = phone.send(sheet, {"m0": 2, "m1": 2, "m2": 2, **forged})

    assert_refused(page, 400, "这次提交没有被接受")
    assert held() == NOTHING


def test_a_mark_on_the_own_unit_of_the_slip(phone, open_round, held):
    made = open_round(make_plan(classes=(make_class("B", 100, 3, recuses_own=True),)))
    slip = next(slip for slip in made.slips if slip.recused == 0)
    sheet = phone.sheet(slip.code.printed)

    page = phone.send(sheet, {"m0": 2, "m1": 2, "m2": 2})

    assert page.status_code == 400
    assert held() == NOTHING


def test_a_double_tap(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])
    cookies = dict(phone.client._cookies)

    phone.send(sheet, 2)
    first = receipt(phone.get("/v/done"))
    phone.client._cookies = cookies  # the second tap left before the first answer came
    twin = phone.send(sheet, 2)
    second = receipt(phone.get("/v/done"))

    assert twin.status_code == 303
    assert first == second
    assert held() == ONE


def test_the_same_page_once_more_after_closing(phone, open_round, close, held):
    made = open_round()
    sheet = phone.sheet(made.codes("A")[0])
    cookies = dict(phone.client._cookies)
    phone.send(sheet, 2)
    first = receipt(phone.get("/v/done"))
    close(made)

    phone.client._cookies = cookies
    answer = phone.send(sheet, 2)

    assert answer.status_code == 303
    assert receipt(phone.get("/v/done")) == first
    assert held() == ONE


def test_a_reload_after_submitting(phone, open_round, held):
    phone.vote(open_round().codes("A")[0])

    first, second = (phone.get("/v/done") for _ in range(2))

    assert receipt(first) == receipt(second)
    assert held() == ONE


def test_the_back_button_after_submitting(phone, open_round, held):
    phone.vote(open_round().codes("A")[0])

    back = phone.get("/v/ballot")
    page = phone.get("/v")

    assert (back.status_code, back.location) == (303, "/v")
    assert "请先扫选票条上的码，或输入票码。" in page.text
    assert held() == ONE


def test_a_second_phone_with_the_same_code(app, open_round, held):
    code = open_round().codes("A")[0]
    slow, quick = Phone(app), Phone(app)
    sheet = slow.sheet(code)
    quick.vote(code)

    page = slow.send(sheet, 1)

    assert_refused(page, 409, "这个票码已投过票，选票已在票箱中。")
    assert held() == ONE


def test_a_form_without_its_token(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    without = {**hidden(sheet), "m0": 2, "m1": 2, "m2": 2}
    del without["csrf_token"]
    page = phone.client.post("/v/ballot", data=without)

    assert_refused(page, 400, "这次提交没有被接受")
    assert held() == NOTHING


def test_a_code_without_its_token(phone, open_round):
    page = phone.client.post("/v", data={"code": open_round().codes("A")[0]})

    assert page.status_code == 400
    assert not phone.holds("voter", "/v")


def test_a_tab_of_another_code(phone, open_round, held):
    first, second = open_round().codes("A")[:2]
    lent = phone.sheet(first)
    phone.sheet(second)

    page = phone.send(lent, 2)

    assert_refused(page, 409, "本页已过期，请重新扫码。")
    assert held() == NOTHING


def test_a_page_of_another_form(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    page = phone.send(sheet, 2, form="00" * 32)

    assert_refused(page, 409, "本页已过期，请重新扫码。")
    assert held() == NOTHING


def test_a_page_that_was_copied_to_another_phone(app, open_round, held):
    first, second = open_round().codes("A")[:2]
    original, copy = Phone(app), Phone(app)
    sheet = original.sheet(first)
    nonce = hidden(sheet)["nonce"]
    original.send(sheet, 3)

    page = copy.send(copy.sheet(second), 1, nonce=nonce)
    answer = copy.send(page, kept(page))

    assert_refused(page, 409, "本页已被用过一次，您的选择都还在。请再按一次提交。")
    assert hidden(page)["nonce"] != nonce
    assert kept(page) == {"m0": "1", "m1": "1", "m2": "1"}
    assert answer.status_code == 303
    assert held() == (2, 2)


def test_a_busy_database_keeps_the_page(phone, open_round, held, database, monkeypatch):
    sheet = phone.sheet(open_round().codes("A")[0])
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 50)  # milliseconds instead of fifteen seconds
    database.engine.dispose()

    with closing(sqlite3.connect(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        page = phone.send(sheet, 2)
    again = phone.send(page, kept(page))

    assert_refused(page, 503, "系统繁忙，还没有交上，请不要关闭本页，稍后再按一次提交。")
    assert page.headers["Retry-After"] == "2"
    assert hidden(page)["nonce"] == hidden(sheet)["nonce"]
    assert again.status_code == 303
    assert held() == ONE


def test_no_code_at_the_sheet(phone):
    answers = [phone.get("/v/ballot"), phone.get("/v/ballot")]
    page = phone.get("/v")

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/v")] * 2
    assert "请先扫选票条上的码，或输入票码。" in page.text


def test_a_browser_that_keeps_nothing_is_told_so_and_loses_nothing(app, open_round, held):
    code = open_round().codes("A")[0]
    forgetful = app.test_client(use_cookies=False)

    page = forgetful.post("/v", data={"code": code})

    assert_refused(page, 400, "这部手机没有记住票码")
    assert held() == NOTHING


def test_a_cookie_that_was_tampered_with(phone, open_round):
    phone.enter(open_round().codes("A")[0])
    cookie = phone.client.get_cookie("voter", path="/v").value

    phone.client.set_cookie("voter", cookie[:-2] + "xx", path="/v")
    answer = phone.get("/v/ballot")

    assert (answer.status_code, answer.location) == (303, "/v")


def test_an_address_that_does_not_exist(phone):
    assert_refused(phone.get("/v/nothing"), 404, "请重新扫选票条上的码，或输入票码。")


def test_a_method_that_is_not_meant(phone):
    assert_refused(phone.get("/v/ballot/"), 404, "请重新扫选票条上的码，或输入票码。")
    assert_refused(phone.client.put("/v/done"), 405, "请重新扫选票条上的码，或输入票码。")


def test_a_body_that_is_too_large(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    page = phone.send(sheet, 2, tag="x" * 66_000)

    assert_refused(page, 413, "提交的内容太大。请返回上一页，重新载入后再试。")
    assert "MB" not in page.text
    assert held() == NOTHING


def test_nothing_refused_reaches_the_log(phone, open_round, caplog):
    made = open_round()
    code = Code.parse(made.codes("A")[0])
    sheet = phone.sheet(code.printed)

    phone.send(sheet, {"m0": 9})
    phone.send(sheet, {"m0": 1})
    phone.send(sheet, 1, tag="0")

    for secret in (code.symbols, code.printed, hidden(sheet)["nonce"], hidden(sheet)["tag"]):
        assert secret not in caplog.text
