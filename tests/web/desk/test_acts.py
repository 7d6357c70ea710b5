"""Opening, closing and publishing: asked first, done once."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from docx import Document

from appraisal.domain.lifecycle import State
from appraisal.services import conduct, consent, issuing, logbook
from appraisal.storage import audit
from appraisal.web.desk import acts
from tests.factories import BOTH, make_class, make_plan, seal
from tests.organizer import CLASSES, PASSWORD, hold
from tests.phone import Phone

AT_LEAST = "至少 5 张，发出 18 张（投票中只报 5 的整倍数，截止后见准数）"
GROUPS = re.compile(r"<li>([0-9A-Z]{4})</li>")


def last(desk):
    """The last act in the log."""
    with desk.database.reading() as session:
        return logbook.entries(session)[-1]


def state(desk) -> State:
    with desk.database.reading() as session:
        return conduct.find(session, 1).state


@pytest.mark.parametrize(
    ("before", "act", "irreversible", "after"),
    [
        (State.SEALED, "unseal", "钥匙卡和已印的选票条全部作废。", State.DRAFT),
        (State.OPEN, "close", "截止后不能重开。", State.CLOSED),
        (State.CLOSED, "abandon", "本轮不会再有结果。", State.SHREDDED),
    ],
)
def test_an_act_says_what_cannot_be_undone_and_is_done_by_two(desk, before, act, irreversible, after):
    meeting, fields = hold(desk.app, before), {"reason": "改期"}

    asked = desk.get(f"{meeting.path}/{act}").text
    proposed = desk.post(f"{meeting.path}/{act}", fields)
    between = state(desk)
    done = desk.second().post(f"{meeting.path}/confirm", {"password": PASSWORD})
    again = desk.client.post(f"{meeting.path}/{act}", data={**fields, "csrf_token": desk.token()})

    assert f"<strong>{irreversible}</strong>" in asked
    assert (proposed.location, between) == (meeting.path, before)
    assert (done.status_code, done.location, state(desk)) == (303, meeting.path, after)
    assert again.status_code == 409


def test_voting_opens_only_with_slips(desk):
    meeting = hold(desk.app, State.SEALED)

    without = desk.get(f"{meeting.path}/open")
    desk.post(f"{meeting.path}/slips")
    asked = desk.get(f"{meeting.path}/open").text
    done = desk.agree(meeting.path, "open", {"reason": "会场没有投影"})

    assert without.status_code == 409
    assert "还不能进行这一步，先要：印制选票条" in without.text
    assert "<strong>开始后设置不能再改。</strong>" in asked
    assert (done.status_code, state(desk)) == (303, State.OPEN)


def test_what_is_not_green_wants_a_reason_that_the_second_person_reads(desk):
    meeting, second = hold(desk.app, State.SEALED), desk.second()
    desk.post(f"{meeting.path}/slips")

    without = desk.post(f"{meeting.path}/open", {"reason": "  "})
    desk.post(f"{meeting.path}/open", {"reason": "会场没有投影"})
    asked = second.get(f"{meeting.path}/confirm").text
    second.post(f"{meeting.path}/confirm", {"password": PASSWORD})

    assert (without.status_code, "有灯不绿：请先处理，或写明原因。" in without.text) == (422, True)
    assert ("原因：会场没有投影" in asked, '<span class="tag ask">大屏</span>' in asked) == (True, True)
    opened = last(desk)
    assert (opened.act, opened.detail["reason"], "projector" in opened.detail["despite"]) == (
        "open",
        "会场没有投影",
        True,
    )


def test_the_second_person_sees_who_asks_for_what(desk):
    meeting, second = hold(desk.app, State.OPEN, votes=[3] * 7), desk.second()
    desk.post(f"{meeting.path}/close")

    page, question = second.get(meeting.path).text, second.get(f"{meeting.path}/confirm").text

    assert "organizer 提请“截止投票”，请您确认。" in page
    assert "已提请“截止投票”，等另一位在自己的登录中确认。" in desk.get(meeting.path).text
    assert re.findall(r"<dt>收回</dt><dd>(.*?)</dd>", question) == [AT_LEAST]


def test_a_wrong_password_confirms_nothing(desk):
    meeting, second = hold(desk.app, State.OPEN), desk.second()
    desk.post(f"{meeting.path}/close")

    answer = second.post(f"{meeting.path}/confirm", {"password": "wrong horse staple"})

    assert (answer.status_code, state(desk)) == (401, State.OPEN)


def test_the_second_person_agrees_to_what_was_done_so_far(desk):
    meeting, second = hold(desk.app, State.OPEN), desk.second()
    desk.post(f"{meeting.path}/close")
    page = second.get(f"{meeting.path}/confirm").text
    seen = re.search(r'name="seen" type="hidden" value="([0-9a-f]{16})"', page).group(1)

    second.post(f"{meeting.path}/confirm", {"password": PASSWORD, "seen": seen})

    with desk.database.reading() as session:
        log = {entry.act: entry for entry in audit.entries(session)}
    assert f'<span class="code">{seen}</span></footer>' in page
    assert (log["propose"].hash.hex()[:16], log["confirm"].detail["seen"]) == (seen, seen)


def test_closing_alone_is_printed_with_its_reason(desk, monkeypatch):
    meeting = hold(desk.app, State.OPEN, votes=[3] * 12)
    desk.post(f"{meeting.path}/close")
    later = acts.time.time() + consent.WAIT_SECONDS + 1
    monkeypatch.setattr(acts.time, "time", lambda: later)

    without = desk.post(f"{meeting.path}/alone", {"reason": ""})
    desk.post(f"{meeting.path}/alone", {"reason": "监票人突发疾病"})
    card, second = meeting.cards
    desk.post(f"{meeting.path}/opening", {"card": card, "second": second, "read_out": "1"})

    reason = "投票由组织者单独截止，监票人没有到场确认。原因：监票人突发疾病"
    report = Document(io.BytesIO(desk.get(f"{meeting.path}/documents/count-report.docx").data))
    assert (without.status_code, state(desk)) == (422, State.OPENED)
    assert reason in desk.get(f"{meeting.path}/results").text
    assert reason in [line.text for line in report.paragraphs]


def test_nobody_confirms_the_own_proposal(desk):
    meeting = hold(desk.app, State.OPEN)
    desk.post(f"{meeting.path}/close")

    answer = desk.post(f"{meeting.path}/confirm", {"password": PASSWORD})

    assert (answer.status_code, state(desk)) == (409, State.OPEN)
    assert "提出的人不能自己确认" in answer.text


def test_a_proposal_can_be_turned_down(desk):
    meeting, second = hold(desk.app, State.OPEN), desk.second()
    desk.post(f"{meeting.path}/close")

    second.post(f"{meeting.path}/withdraw", page=meeting.path)

    assert second.get(f"{meeting.path}/confirm").status_code == 409
    assert "提请" not in desk.get(meeting.path).text


def test_a_waiver_is_agreed_on_by_two_and_told_to_the_voters(desk):
    few = (make_class("A", 40, 3), make_class("B", 60, 10))
    meeting = hold(desk.app, State.DRAFT, plan=make_plan(classes=few))
    told = "本次经组织者和监票人同意：满 3 张票的票种即单独公布。"
    before = desk.get(meeting.path).text

    desk.post(f"{meeting.path}/waive", {"least": "3"})
    between, asked = desk.get(meeting.path).text, desk.second().get(f"{meeting.path}/confirm").text
    desk.second().post(f"{meeting.path}/confirm", {"password": PASSWORD})
    page, again = desk.get(meeting.path).text, desk.get(f"{meeting.path}/waive").text
    with desk.database.transaction() as session:
        seal(session, meeting.id)
        slips = issuing.issue(
            session, round_id=meeting.id, pepper=desk.app.extensions["appraisal"].settings.pepper, actor=BOTH
        )
        conduct.open_voting(session, round_id=meeting.id, actor=BOTH)
    sheet = Phone(desk.app).sheet(slips[0].code.printed).text

    assert [told in text for text in (before, between, page, sheet)] == [False, False, True, True]
    assert "以后满 3 张才单独公布。" in asked
    assert re.findall(r'checked[^>]*value="(\d)"', again) == ["3"]


def test_a_limit_below_three_cannot_be_proposed(desk):
    meeting = hold(desk.app, State.DRAFT)

    answer = desk.post(f"{meeting.path}/waive", {"least": "2"})

    assert (answer.status_code, "提请" in desk.get(meeting.path).text) == (422, False)


def test_a_rehearsal_is_marked_and_one_person_holds_it(desk):
    meeting = hold(desk.app, State.DRAFT)

    card = " ".join(GROUPS.findall(desk.post(f"{meeting.path}/rehearse").text))
    desk.post(f"{meeting.path}/slips")
    pages = [desk.get(meeting.path).text]
    for act in ("open", "close"):
        desk.post(f"{meeting.path}/{act}")
        pages.append(desk.get(meeting.path).text)
    desk.post(f"{meeting.path}/opening", {"card": card})
    pages += [desk.get(meeting.path).text, desk.get(f"{meeting.path}/results").text]
    desk.post(f"{meeting.path}/wipe")

    assert ["演练" in page for page in pages] == [True] * 5
    assert (state(desk), "现在是演练" in desk.get(meeting.path).text) == (State.DRAFT, False)


@pytest.mark.parametrize(
    ("quorum", "reached"),
    [
        ("1/18", "要求 1 张，已达到"),
        ("7/18", "要求 7 张，差几张或刚达到，截止后才见分晓"),
        ("10/18", "要求 10 张，还没有达到，结果将注明“仅供参考”"),
    ],
)
def test_the_question_before_closing_tells_at_least_how_many_came_back(desk, quorum, reached):
    plan = make_plan(classes=CLASSES, quorum=Fraction(quorum))
    meeting = hold(desk.app, State.OPEN, votes=[3] * 7, plan=plan)

    facts = re.findall(r"<dd>(.*?)</dd>", desk.get(f"{meeting.path}/close").text)

    assert (AT_LEAST in facts, reached in facts) == (True, True)


def test_closing_rewrites_the_files(desk):
    meeting = hold(desk.app, State.OPEN)

    desk.agree(meeting.path, "close")

    with desk.database.reading() as session:
        assert conduct.find(session, meeting.id).scrubbed is True


def test_an_act_out_of_turn_is_refused_in_words(desk):
    meeting = hold(desk.app, State.DRAFT)

    answer = desk.get(f"{meeting.path}/close")

    assert answer.status_code == 409
    assert "“截止投票”要在“投票中”时进行，现在是“草稿”。" in answer.text


def test_publishing_tells_the_scope(desk):
    meeting = hold(desk.app, State.OPENED)

    facts = re.findall(r"<dt>公布范围</dt><dd>(.*?)</dd>", desk.get(f"{meeting.path}/publish").text)

    assert facts == ["内部"]


def attended(people):
    """A plan whose meeting so many people attended."""
    plan = make_plan(classes=CLASSES)
    return replace(plan, meeting=replace(plan.meeting, present=people))


def test_more_ballots_than_people_want_a_reason_that_the_second_person_reads_and_the_report_prints(desk):
    meeting, second = hold(desk.app, State.OPENED, plan=attended(2)), desk.second()
    counts = {"unused-0": "7", "spoiled-0": "0", "unused-1": "9", "spoiled-1": "1"}
    second.post(f"{meeting.path}/reconciliation", counts)
    surplus = "<strong>票箱中有 3 张选票，多于实到的 2 人。</strong>"

    asked = desk.get(f"{meeting.path}/publish").text
    without = desk.post(f"{meeting.path}/publish", {"days": "7", "reason": "  "})
    desk.post(f"{meeting.path}/publish", {"days": "7", "reason": "一位代表迟到未登记"})
    shown = second.get(f"{meeting.path}/confirm").text
    second.post(f"{meeting.path}/confirm", {"password": PASSWORD})

    report = Document(io.BytesIO(desk.get(f"{meeting.path}/documents/count-report.docx").data))
    reason = "收回 3 张，多于实到 2 人。原因：一位代表迟到未登记"
    assert (without.status_code, "选票多于实到人数：请先查明，或写明原因。" in without.text) == (422, True)
    assert (surplus in asked, surplus in shown, "原因：一位代表迟到未登记" in shown) == (True, True, True)
    assert (state(desk), reason in [line.text for line in report.paragraphs]) == (State.PUBLISHED, True)


def test_no_more_ballots_than_people_want_no_reason(desk):
    meeting = hold(desk.app, State.OPENED, plan=attended(3))

    asked = desk.get(f"{meeting.path}/publish").text

    assert ("多于实到" in asked, 'name="reason"' in asked) == (False, False)
