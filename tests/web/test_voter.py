"""A participant's way from the code to the receipt."""

import re
import shutil
import sqlite3

import pytest

from appraisal import create_app
from appraisal.ballotbox import board, box, receipts
from appraisal.documents import qr
from appraisal.domain.code import Code
from appraisal.services import conduct, issuing
from appraisal.web.voter import ANY_MASK
from tests.factories import BOTH, SealedRound, make_class, make_plan
from tests.phone import Phone, hidden, kept, receipt

REVIEWED = re.compile(r'<h2 class="g.">(.*?)</h2>')
RECUSING = (make_class("A", 40, 4), make_class("B", 60, 3, recuses_own=True))


def test_the_code_page_names_the_one_meeting_that_votes(phone, open_round):
    open_round(make_plan(title="二〇二六年度评议"))

    page = phone.get("/v")

    assert page.status_code == 200
    assert "<h1>二〇二六年度评议</h1>" in page.text


def test_the_code_page_names_no_meeting_where_two_vote(phone, open_round):
    open_round(make_plan(title="甲会"))
    open_round(make_plan(title="乙会"))

    page = phone.get("/v")

    assert "<h1>民主评议</h1>" in page.text


def test_a_typed_code_leads_to_a_blank_sheet(phone, open_round):
    made = open_round()

    answer = phone.enter(made.codes("A")[0].lower().replace("-", " "))
    sheet = phone.get("/v/ballot")

    assert (answer.status_code, answer.location) == (303, "/v/ballot")
    assert [name in sheet.text for name in ("竟陵街道", "侨乡街道", "杨林街道")] == [True] * 3
    assert kept(sheet) == {}


def test_the_voter_cookie_stays_on_the_voters_pages_and_names_no_code(phone, open_round):
    code = open_round().codes("A")[0]

    answer = phone.enter(code)

    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("voter="))
    assert cookie.split("; ")[1:] == ["HttpOnly", "Path=/v", "SameSite=Strict"]
    assert Code.parse(code).symbols not in str(answer.headers) + answer.text


def test_a_ballot_reaches_the_box_and_the_phone_keeps_only_its_receipt(phone, open_round, held, in_the_box):
    made = open_round()
    sheet = phone.sheet(made.codes("A")[0])

    answer = phone.send(sheet, {"m0": 3, "m1": 0, "m2": -1})
    done = phone.get("/v/done")

    assert (answer.status_code, answer.location) == (303, "/v/done")
    assert held() == (1, 1)
    assert in_the_box(made) == [(3, 0, -1)]
    assert receipt(done) == receipt(phone.get("/v/done"))
    assert not phone.holds("voter", "/v")
    with phone.client.session_transaction() as session:
        assert "csrf_token" not in session


def test_the_receipt_is_the_one_of_the_board(phone, open_round, database):
    made = open_round()

    phone.vote(made.codes("A")[0])
    done = phone.get("/v/done")

    with database.reading() as session:
        leaves = box.leaves(session, conduct.find(session, made.id))
    assert board.find(receipt(done), leaves) == leaves[0]
    assert leaves[0].hex() in done.text


def test_the_receipt_is_signed_and_the_same_after_a_restart(app, phone, open_round, database):
    made = open_round()
    phone.vote(made.codes("A")[0])
    installed = app.extensions["appraisal"]

    again = create_app({"APPRAISAL_DATA": installed.settings.data}).test_client()
    again.set_cookie("receipt", phone.client.get_cookie("receipt", path="/v").value, path="/v")
    symbols = [phone.get("/v/done/proof.svg").text, again.get("/v/done/proof.svg").text]

    with database.reading() as session:
        found = conduct.find(session, made.id)
        leaf = box.leaves(session, found)[0]
    signed = receipts.signed(found.uid, leaf, installed.settings.receipt_key)
    assert [qr.draw(signed, mask=ANY_MASK).path in symbol for symbol in symbols] == [True, True]


def test_the_signed_receipt_is_drawn_once_somebody_asks_for_it(phone, open_round):
    code = open_round().codes("A")[0]
    before = phone.get("/v/done/proof.svg").status_code

    phone.vote(code)
    asked = re.search(r'<img src="?(.*?)"? .*loading="?lazy', phone.get("/v/done").text)[1]
    drawn = phone.get(asked)

    assert (before, drawn.status_code, drawn.mimetype) == (404, 200, "image/svg+xml")
    assert drawn.headers["Cache-Control"] == "no-store"


def test_the_next_voter_on_a_borrowed_phone_sees_no_receipt(phone, open_round):
    first, second = open_round().codes("A")[:2]
    phone.vote(first)
    assert phone.holds("receipt", "/v")

    phone.enter(second)
    page = phone.get("/v/done")

    assert not phone.holds("receipt", "/v")
    assert "回执只显示一次" in page.text


def test_a_phone_without_a_receipt_is_told_why(phone):
    page = phone.get("/v/done")

    assert page.status_code == 200
    assert "系统里没有任何记录能把票码和选票连起来" in page.text


def test_a_sheet_left_alone_is_offered_again(phone, open_round):
    phone.enter(open_round().codes("A")[0])

    page = phone.get("/v")

    assert "这部手机上有一张还没有提交的选票。" in page.text
    assert 'href="/v/ballot"' in page.text


def test_looking_changes_nothing(phone, open_round, database):
    phone.enter(open_round().codes("A")[0])
    with sqlite3.connect(database.path) as connection:
        before = list(connection.iterdump())

    for path in ("/v", "/v/", "/V", "/v/ballot", "/v/done", "/v/privacy", "/language/en?next=/v"):
        phone.get(path)
        phone.client.head(path)

    with sqlite3.connect(database.path) as connection:
        assert list(connection.iterdump()) == before


def test_a_code_in_the_address_is_not_read(phone, open_round):
    page = phone.get(f"/v?code={open_round().codes('A')[0]}")

    assert page.status_code == 200
    assert not phone.holds("voter", "/v")


def test_the_rest_may_be_left_as_abstentions(phone, open_round, in_the_box):
    made = open_round()
    sheet = phone.sheet(made.codes("A")[0])

    review = phone.send(sheet, {"m1": 2}, rest="1")
    answer = phone.send(review)

    assert REVIEWED.findall(review.text) == ["良好 1 项", "弃权 2 项"]
    assert answer.status_code == 303
    assert in_the_box(made) == [(-1, 2, -1)]


def test_the_review_casts_nothing_and_leads_back_with_all_marks(phone, open_round, held):
    marks = {"m0": "3", "m1": "0", "m2": "-1"}
    sheet = phone.sheet(open_round().codes("A")[0])

    review = phone.send(sheet, marks, review="1")
    back = phone.send(review, keep="1")

    assert REVIEWED.findall(review.text) == ["优秀 1 项", "较差 1 项", "弃权 1 项"]
    assert kept(back) == marks
    assert held() == (0, 0)


def test_the_review_of_several_criteria_names_those_a_grade_was_given_on(phone, open_round):
    sheet = phone.sheet(open_round(make_plan(subjects=1, criteria=("实绩", "作风", "满意"))).codes("A")[0])

    review = phone.send(sheet, {"m0": 3, "m1": 2, "m2": 3}, review="1")

    assert REVIEWED.findall(review.text) == ["优秀 2 项", "良好 1 项"]
    assert re.findall("<small>(.*?)</small>", review.text) == ["实绩·满意", "作风"]


def test_the_language_changes_in_the_middle_of_a_sheet(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    english = phone.send(sheet, {"m1": "2"}, language="en")
    chinese = phone.send(english, kept(english), language="zh_CN")

    assert ["Review and submit" in page.text for page in (sheet, english, chinese)] == [False, True, False]
    assert kept(english) == kept(chinese) == {"m1": "2"}
    assert phone.client.get_cookie("language").value == "zh_CN"
    assert held() == (0, 0)


def test_an_own_unit_on_the_slip_is_shown_and_not_asked(phone, open_round, in_the_box):
    made = open_round(make_plan(classes=RECUSING))
    slip = next(slip for slip in made.slips if slip.recused == 1)

    sheet = phone.sheet(slip.code.printed)
    answer = phone.send(sheet, 3)

    assert re.findall("<em>(.*?)</em>", sheet.text) == ["回避"]
    assert "name=m1>" not in sheet.text
    assert "就可能认出是哪个单位投的" in sheet.text
    assert answer.status_code == 303
    assert in_the_box(made) == [(3, -2, 3)]


def test_a_spare_slip_lets_the_voter_name_the_own_unit(phone, open_round, in_the_box):
    made = open_round(make_plan(classes=RECUSING))
    spare = next(slip for slip in made.slips if slip.voter_class == 1 and slip.recused is None)
    sheet = phone.sheet(spare.code.printed)

    asked = phone.send(sheet, 3)
    answer = phone.send(asked, 3, own="2")

    assert asked.status_code == 422
    assert "请先选择您所在的单位" in asked.text
    assert answer.status_code == 303
    assert in_the_box(made) == [(3, 3, -2)]


def test_a_code_of_a_meeting_to_come_waits_for_it(phone, app, database):
    settings = app.extensions["appraisal"].settings
    with database.transaction() as session:
        made = SealedRound(session)
        slips = issuing.issue(session, round_id=made.id, pepper=settings.pepper, actor=BOTH)

    answer = phone.enter(slips[0].code.printed)
    waiting = phone.get("/v/ballot")
    with database.transaction() as session:
        conduct.open_voting(session, round_id=made.id, actor=BOTH)
    sheet = phone.get("/v/ballot")

    assert answer.status_code == 303
    assert (waiting.status_code, "本页会自动刷新" in waiting.text) == (409, True)
    assert waiting.headers["Refresh"].endswith("; url=/v/ballot")
    assert (sheet.status_code, "name=m0>" in sheet.text) == (200, True)


@pytest.mark.parametrize(
    ("criteria", "layout"),
    [(("综合",), "sheet list n5 w2"), (("实绩", "作风"), "sheet cards n5 w2")],
)
def test_one_criterion_makes_a_list_and_more_make_cards(phone, open_round, criteria, layout):
    made = open_round(make_plan(criteria=criteria))

    sheet = phone.sheet(made.codes("A")[0])

    assert f'class="{layout}"' in sheet.text
    assert len(re.findall("<fieldset", sheet.text)) == 3 * len(criteria)


def test_the_sheet_keeps_the_order_of_the_list_under_its_headings(phone, open_round):
    sheet = phone.sheet(open_round(make_plan(subjects=5)).codes("A")[0])

    found = re.findall(r"<h2>(.*?)</h2>|<h3>(.*?)</h3>", sheet.text)

    assert ["".join(pair) for pair in found] == [
        "街道",
        "竟陵街道",
        "侨乡街道",
        "杨林街道",
        "镇",
        "多宝镇",
        "拖市镇",
    ]


def test_each_rendering_of_a_sheet_has_a_number_of_its_own(phone, open_round):
    first = phone.sheet(open_round().codes("A")[0])

    second = phone.get("/v/ballot")

    assert re.fullmatch("[0-9a-f]{32}", hidden(first)["nonce"])
    assert hidden(first)["nonce"] != hidden(second)["nonce"]


@pytest.mark.parametrize("typed", ["/V", "/v/"])
def test_other_spellings_lead_to_the_page(phone, typed):
    answer = phone.get(typed)

    assert (answer.status_code, answer.location) == (308, "/v")


def test_the_name_of_the_machine_alone_leads_to_the_page(phone):
    answer = phone.get("/")

    assert (answer.status_code, answer.location) == (303, "/v")


def test_the_language_is_kept_on_the_phone(phone):
    answer = phone.get("/language/en?next=/v")

    assert (answer.status_code, answer.location) == (303, "/v")
    assert "<html lang=en>" in phone.get("/v").text


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_language_switch_leads_nowhere_else(phone, elsewhere):
    answer = phone.client.get("/language/en", query_string={"next": elsewhere})

    assert answer.location == "/"


STATEMENT = {
    "zh_CN": (
        "本系统不记录您的姓名、设备、网络地址和投票时间；您的选择在服务器收到时即被加密，截止前系统不向任何人显示结果，"
        "截止后须由两位持钥人共同开启，且只公布汇总数字。请勿让他人看到或拍下您的票码和屏幕；正在运行的服务器若被恶意改动，"
        "加密前的内容仍可能被看到。"
    ),
    "en": (
        "This system does not record your name, device, network address or the time you voted; your "
        "choices are encrypted as the server receives them, before closing the system shows no result "
        "to anyone, two key holders must open the box together, and only totals are published. Do not "
        "let anyone see or photograph your code or screen; if the running server itself were "
        "maliciously altered, your choices could be read before they are encrypted."
    ),
}


@pytest.mark.parametrize("language", STATEMENT)
@pytest.mark.parametrize("where", ["the sheet", "the explanation"])
def test_the_statement_is_said_word_for_word(phone, open_round, language, where):
    phone.get(f"/language/{language}?next=/v")

    page = phone.sheet(open_round().codes("A")[0]) if where == "the sheet" else phone.get("/v/privacy")

    assert STATEMENT[language] in page.text
    assert bool(re.search(r'href="?/v/privacy', page.text)) == (where == "the sheet")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://192.168.8.10", "这台服务器没有用加密连接（http）"),
        ("https://pingyi.example", "这台服务器用加密连接（https）"),
    ],
)
def test_the_privacy_page_tells_how_this_server_stands(migrated, tmp_path, address, sentence):
    folder = shutil.copytree(migrated, tmp_path / "copy")
    app = create_app({"APPRAISAL_DATA": folder, "APPRAISAL_PUBLIC_URL": address, "TESTING": True})

    page = Phone(app).get("/v/privacy").text

    app.extensions["appraisal"].database.engine.dispose()
    assert (sentence in page, "有效票不足 5 张的票种不单列" in page) == (True, True)


def test_two_phones_vote_side_by_side(app, open_round, held):
    codes = open_round().codes("A")

    answers = [Phone(app).vote(code) for code in codes]

    assert [answer.status_code for answer in answers] == [303] * len(codes)
    assert held() == (len(codes), len(codes))


def test_the_enter_key_on_an_answer_only_shows_the_sheet_again(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])

    page = phone.send(sheet, 2, keep="1")

    assert page.status_code == 200
    assert kept(page) == {"m0": "2", "m1": "2", "m2": "2"}
    assert hidden(page)["nonce"] == hidden(sheet)["nonce"]
    assert held() == (0, 0)


def test_a_page_sent_again_after_its_receipt_leads_to_the_receipt(phone, open_round, held):
    sheet = phone.sheet(open_round().codes("A")[0])
    phone.send(sheet, 2)
    first = receipt(phone.get("/v/done"))

    answer = phone.send(sheet, 2)

    assert (answer.status_code, answer.location) == (303, "/v/done")
    assert receipt(phone.get("/v/done")) == first
    assert held() == (1, 1)


def test_an_earlier_page_never_gets_the_receipt_of_another_voter(phone, open_round, held):
    first, second = open_round().codes("A")[:2]
    sheet = phone.sheet(first)
    phone.vote(second)

    answer = phone.send(sheet, 2)

    assert (answer.status_code, answer.location) == (400, None)
    assert held() == (1, 1)


@pytest.mark.parametrize(("subjects", "named"), [(8, 8), (9, 1)])
def test_a_long_list_of_missing_marks_is_one_link(phone, open_round, subjects, named):
    sheet = phone.sheet(open_round(make_plan(subjects=subjects)).codes("A")[0])

    page = phone.send(sheet, {})

    assert len(re.findall('<a href="#s', page.text)) == named
