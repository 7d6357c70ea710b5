"""Paper ballots at the desk: printed, handed out, typed in by two."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pytest
from python_calamine import CalamineWorkbook

from appraisal.domain.lifecycle import State
from appraisal.domain.plan import Plan
from appraisal.services import conduct, logbook, opening, paper, voting
from tests.factories import BOTH, make_class, make_plan
from tests.organizer import NAME, PASSWORD, SECOND, Desk, Meeting, hold

PLAN = make_plan(classes=(make_class("A", 40, 8, paper=2), make_class("B", 60, 10, paper=3)))
SHEET = {"voter_class": "1", "c0": "1", "c1": "2", "c2": "0", "void": "0", "own": "-1"}
BESIDE = {"name": SECOND, "password": PASSWORD}
HIDDEN = re.compile(r'<input[^>]*name="(sheet|first|csrf_token)"[^>]*value="([^"]*)"')
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
PLACES = re.compile(r'<ul class="places">(.*?)</ul>')


@dataclass
class Typing:
    """A workstation at which two clerks type; what the page carries goes along as a browser sends it."""

    desk: Desk
    meeting: Meeting

    def first(self, **fields: str):
        page = self.desk.get(f"{self.meeting.path}/paper").text
        return self._send("", {**dict(HIDDEN.findall(page)), **SHEET, **fields})

    def second(self, page, **fields: str):
        return self._send("/second", {**dict(HIDDEN.findall(page.text)), **SHEET, **BESIDE, **fields})

    def both(self, **fields: str):
        return self.second(self.first(**fields), **fields)

    def _send(self, address: str, fields: dict[str, str]):
        return self.desk.client.post(f"{self.meeting.path}/paper{address}", data=fields)

    @property
    def counts(self) -> tuple[int, int]:
        with self.desk.database.reading() as session:
            found = paper.turnout(session, round_id=self.meeting.id)
            return found.out, found.entered


def at_the_desk(desk: Desk, plan: Plan = PLAN, letter: int = 1, slips: int = 2) -> Typing:
    """An open meeting in which some slips of a class were given back for paper."""
    meeting = hold(desk.app, State.OPEN, plan=plan, votes=())
    pepper = desk.app.extensions["appraisal"].settings.pepper
    with desk.database.transaction() as session:
        booths = [voting.enter(session, typed=code, pepper=pepper) for code in meeting.codes]
        named = [each for each in booths if each.voter_class == letter and not each.sheet.chooses_own]
        for booth in named[:slips]:
            paper.hand_out(session, round_id=meeting.id, digest=booth.digest, actor=BOTH)
    return Typing(desk, meeting)


@pytest.fixture
def typing(desk):
    return at_the_desk(desk)


def outcome(desk, meeting):
    with desk.database.transaction() as session:
        conduct.close(session, round_id=meeting.id, actor=BOTH)
        opening.open_box(session, round_id=meeting.id, cards=meeting.cards, actor=BOTH)
        return opening.outcome(session, round_id=meeting.id)


def test_what_both_typed_alike_is_in_the_box(desk, typing):
    done = typing.both()

    assert (done.status_code, done.location, typing.counts) == (303, f"{typing.meeting.path}/paper", (2, 1))
    assert "现在没有等着录入的纸质票" not in typing.desk.get(done.location).text
    found = outcome(desk, typing.meeting)
    assert [line.valid for line in found.returns] == [0, 1]
    assert (found.counts[1][0][0], found.counts[1][1][0]) == ((0, 0, 0, 1), (0, 0, 1, 0))


def test_the_second_clerk_sees_nothing_of_the_first(typing):
    page = typing.first()

    cells = re.findall(r'name="c[0-9]+" value="([^"]*)"', page.text)
    assert (page.status_code, cells) == (200, ["", "", ""])
    assert re.findall(r'<input checked[^>]*name="voter_class"', page.text) == []


def test_a_difference_names_the_cells_and_never_what_stands_in_them(typing):
    answer = typing.second(typing.first(), c1="3")

    assert (answer.status_code, typing.counts) == (409, (2, 0))
    assert PLACES.search(answer.text)[1] == "<li>侨乡街道</li>"
    assert re.findall(r'name="c[0-9]+" value="([^"]*)"', answer.text) == ["", "", ""]


def test_sent_twice_it_is_one_ballot(typing):
    page = typing.first()

    answers = [typing.second(page).status_code for _ in range(2)]

    assert (answers, typing.counts) == ([303, 303], (2, 1))


def test_an_empty_pile_says_so(desk):
    typing = at_the_desk(desk, slips=0)

    assert "现在没有等着录入的纸质票" in desk.get(f"{typing.meeting.path}/paper").text


def test_an_empty_cell_is_asked_for_and_what_was_typed_stays(typing):
    answer = typing.first(c1="")

    assert answer.status_code == 422
    assert "还有 1 格没有录。纸上空着的格，请录 0。" in answer.text
    assert re.findall(r'name="c[0-9]+" value="([^"]*)"', answer.text) == ["1", "", "0"]
    assert answer.text.count('aria-invalid="true"') == 1


@pytest.mark.parametrize("text", ["5", "x", "１１", "优秀"])
def test_a_key_that_means_nothing_is_told(typing, text):
    answer = typing.first(c1=text)

    assert (answer.status_code, "有 1 格录得不对" in answer.text) == (422, True)


@pytest.mark.parametrize("forged", [{"own": "99"}, {"voter_class": "99"}, {"void": "9"}, {"sheet": "x"}])
def test_what_the_page_does_not_offer_is_refused_with_a_sentence(typing, forged):
    answer = typing.first(**forged)

    assert (answer.status_code, typing.counts) == (422, (2, 0))
    assert re.search(r'role="alert"><p><strong>(请选票种。|票种、本单位或有效无效选得不对)', answer.text)


def test_full_width_digits_are_digits(typing):
    assert typing.both(c0="１", c1="２", c2="０").status_code == 303


def test_a_void_ballot_needs_no_cells(desk, typing):
    done = typing.both(c0="", c1="", c2="", void="2")

    line = outcome(desk, typing.meeting).returns[1]
    assert (done.status_code, line.valid, line.void, line.returned) == (303, 0, 1, 1)


def test_a_sheet_against_the_rules_is_sent_back_with_a_way_out(desk):
    typing = at_the_desk(desk, make_plan(subjects=6, classes=PLAN.classes, allow_all_same=False))
    alike = {f"c{cell}": "1" for cell in range(6)}

    refused = typing.first(**alike)
    void = typing.both(**alike, void="3")

    assert refused.status_code == 422
    assert "纸质票不能改：请在“有效或无效”里选无效的原因" in refused.text
    assert (void.status_code, typing.counts) == (303, (2, 1))


@pytest.mark.parametrize(
    ("beside", "status", "said"),
    [
        ({"name": NAME, "password": PASSWORD}, 422, "第二个录入人必须是另一个账户。"),
        ({"name": SECOND, "password": "wrong"}, 401, "用户名或密码不对，请重新输入。"),
        ({"name": "nobody", "password": PASSWORD}, 401, "用户名或密码不对，请重新输入。"),
    ],
)
def test_the_second_clerk_is_another_person_with_a_password(typing, beside, status, said):
    answer = typing.second(typing.first(), **beside)

    assert (answer.status_code, said in answer.text, typing.counts) == (status, True, (2, 0))
    assert re.findall(r'name="c[0-9]+" value="([^"]*)"', answer.text) == ["1", "2", "0"]
    assert beside["password"] not in answer.text


def test_wrong_passwords_are_counted_as_at_the_login(typing):
    page = typing.first()

    tried = [typing.second(page, password="wrong").status_code for _ in range(6)]

    assert (tried, typing.second(page).status_code) == ([401] * 5 + [429], 429)


def test_what_was_carried_for_another_sheet_is_stale(typing):
    page, other = typing.first(), dict(HIDDEN.findall(typing.first().text))

    answer = typing.second(page, first=other["first"])

    assert (answer.status_code, "第一个人的录入已经失效" in answer.text, typing.counts) == (409, True, (2, 0))


def test_more_than_were_handed_out_are_not_taken(typing):
    answers = [typing.both().status_code for _ in range(3)]

    assert (answers, typing.counts) == ([303, 303, 409], (2, 2))


def test_nothing_typed_is_in_the_database_or_the_log(desk, typing):
    before = desk.dump(log=False)
    typing.second(typing.first(), c1="3")

    with desk.database.reading() as session:
        last = logbook.entries(session)[-1]
    assert desk.dump(log=False) == before
    assert (last.act, last.detail) == (
        "refused",
        {"round": typing.meeting.id, "asked": "enter-paper", "refusal": "EntriesDiffer"},
    )


def test_the_own_unit_is_typed_and_its_cells_are_not(desk):
    plan = make_plan(classes=(make_class("A", 100, 6, recuses_own=True, paper=2),))
    typing = at_the_desk(desk, plan, letter=0, slips=1)
    with desk.database.reading() as session:
        query = "SELECT recused_subject FROM credential WHERE paper AND NOT void"
        own = session.connection().exec_driver_sql(query).scalar()
    fields = {"voter_class": "0", "own": str(own)}

    asked = typing.first(**fields | {"own": "-1"})
    wrong = typing.first(**fields)
    done = typing.both(**fields | {f"c{own}": ""})

    assert ["请选纸质票上写的本单位" in asked.text, "有 1 格录得不对" in wrong.text] == [True, True]
    assert (done.status_code, typing.counts) == (303, (1, 1))


def test_a_slip_is_exchanged_by_two(desk):
    meeting = hold(desk.app, State.OPEN, plan=PLAN, votes=())
    typing = Typing(desk, meeting)

    asked = desk.get(f"{meeting.path}/hand-out-paper").text
    done = desk.agree(meeting.path, "hand-out-paper", {"code": meeting.codes[0]})

    assert "交回的选票条立即作废。" in asked
    assert (done.status_code, typing.counts) == (303, (1, 0))


def test_closing_says_what_of_the_paper_is_missing(desk, typing):
    typing.both()

    asked = desk.get(f"{typing.meeting.path}/close").text

    assert "换发 2 张，已录入 1 张，还有 1 张没有录入，截止后不能再录" in asked


def test_the_count_of_slips_shows_the_paper(desk, typing):
    typing.both()
    with desk.database.transaction() as session:
        conduct.close(session, round_id=typing.meeting.id, actor=BOTH)

    page = desk.get(f"{typing.meeting.path}/reconciliation").text

    names = ("投入票箱", "其中手机", "其中纸质", "换发的纸质票")
    cells = [re.findall(rf'data-name="{name}">([0-9]+)<', page) for name in names]
    assert cells == [["0", "1"], ["0", "0"], ["0", "1"], ["0", "2"]]


def test_the_count_to_sign_has_the_columns_of_the_paper(desk, typing):
    typing.both()
    with desk.database.transaction() as session:
        conduct.close(session, round_id=typing.meeting.id, actor=BOTH)

    file = desk.get(f"{typing.meeting.path}/reconciliation.xlsx").data

    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    heads = [
        "票种",
        "印制",
        "投入票箱",
        "其中手机",
        "其中纸质",
        "换发的纸质票",
        "剩余",
        "写坏、作废",
        "没有收回",
    ]
    place = rows.index(heads)
    assert [row[1:6] for row in rows[place + 1 : place + 4]] == [
        [9, 0, 0, 0, 0],
        [11, 1, 0, 1, 2],
        [20, 1, 0, 1, 2],
    ]


def test_a_rehearsal_tries_the_paper_with_one_person_and_two_clerks(desk):
    meeting = hold(desk.app, State.DRAFT, plan=PLAN)
    for act in ("rehearse", "slips", "open"):
        page = desk.post(f"{meeting.path}/{act}")
        code = re.search(CODE, page.text)
        meeting.codes += [code[0]] if code else []
    typing = Typing(desk, meeting)

    handed = desk.post(f"{meeting.path}/hand-out-paper", {"code": meeting.codes[0]})
    letter = "0" if typing.both(voter_class="0").status_code == 303 else "1"

    assert (handed.status_code, letter, typing.counts) == (303, "0", (1, 1))


def test_without_paper_ballots_there_is_no_such_page(desk):
    meeting = hold(desk.app, State.OPEN, votes=())

    found = [desk.get(f"{meeting.path}/{name}").status_code for name in ("paper", "paper.pdf")]

    assert (found, "纸质票" in desk.get(meeting.path).text) == ([404, 404], False)


def test_before_voting_the_page_prints_and_takes_nothing(desk):
    meeting = hold(desk.app, State.SEALED, plan=PLAN)

    page = desk.get(f"{meeting.path}/paper").text
    printed = desk.get(f"{meeting.path}/paper.pdf")
    early = desk.post(f"{meeting.path}/paper", SHEET, page="/account/password")

    assert ("投票开始后在这里录入" in page, 'name="c0"' in page) == (True, False)
    assert (printed.mimetype, printed.data[:5], early.status_code) == ("application/pdf", b"%PDF-", 409)
