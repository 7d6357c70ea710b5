"""One page per state: where the round stands and what comes next."""

from __future__ import annotations

import re

import pytest

from appraisal.domain.lifecycle import State
from appraisal.services import setup
from tests.factories import ORGANIZER, make_class, make_plan
from tests.organizer import hold
from tests.tianmen import MEETING

NEXT = re.compile(r'<a class="solid big" href="([^"]+)">(.*?)</a>')
MARK = re.compile(r'name="mark" value="(\w+)"')
GROUPS = re.compile(r"<li>([0-9A-Z]{4})</li>")
NOW = re.compile(r'<li aria-current="step">(.*?)</li>')


@pytest.mark.parametrize(
    ("state", "now", "path", "button"),
    [
        (State.DRAFT, "草稿", "/desk/1/card", "制作钥匙卡"),
        (State.SEALED, "已封箱", "/desk/1/slips", "印制选票条"),
        (State.OPEN, "投票中", "/desk/1/close", "截止投票"),
        (State.CLOSED, "已截止", "/desk/1/opening", "输入钥匙卡"),
        (State.PUBLISHED, "已公布", "/desk/1/results", "查看结果"),
    ],
)
def test_a_page_has_one_next_step(desk, state, now, path, button):
    page = desk.get(hold(desk.app, state).path).text

    assert NOW.findall(page) == [now]
    assert NEXT.findall(page) == [(path, button)]


def test_a_draft_leads_both_holders_to_the_sealed_box(desk):
    known = (make_class("A", 40, 8), make_class("B", 60, 6, recuses_own=True))
    meeting, second = hold(desk.app, State.DRAFT, plan=make_plan(classes=known)), desk.second()
    steps, cards = [], []

    for each in (desk, second):
        steps += NEXT.findall(each.get(meeting.path).text)
        cards.append(" ".join(GROUPS.findall(each.post(f"{meeting.path}/card").text)))
    steps += NEXT.findall(desk.get(meeting.path).text)
    desk.post(f"{meeting.path}/drill", {"card": cards[0], "second": cards[1]})
    page = second.get(meeting.path).text
    steps += NEXT.findall(page)
    second.post(f"{meeting.path}/acknowledge", {"mark": MARK.findall(page)}, page=meeting.path)
    steps += NEXT.findall(second.get(meeting.path).text)
    desk.agree(meeting.path, "waive", {"least": "5", "recusal": "y"})
    steps += NEXT.findall(desk.get(meeting.path).text)
    desk.agree(meeting.path, "seal")
    steps += NEXT.findall(desk.get(meeting.path).text)
    desk.post(f"{meeting.path}/slips")
    steps += NEXT.findall(desk.get(meeting.path).text)

    assert [button for _, button in steps] == [
        "制作钥匙卡",
        "制作钥匙卡",
        "试开票箱",
        "去看提醒",
        "放宽",
        "封箱",
        "印制选票条",
        "开始投票",
    ]


def test_the_slips_are_counted_before_the_result_is_published(desk):
    meeting, second = hold(desk.app, State.OPENED), desk.second()

    waiting = NEXT.findall(desk.get(meeting.path).text)
    asked = NEXT.findall(second.get(meeting.path).text)
    counts = {"unused-0": "7", "spoiled-0": "0", "unused-1": "9", "spoiled-1": "1"}
    counted = second.post(f"{meeting.path}/reconciliation", counts)

    assert (waiting, asked) == ([], [("/desk/1/reconciliation", "登记清点")])
    assert counted.status_code == 303
    assert NEXT.findall(desk.get(meeting.path).text) == [("/desk/1/publish", "公布结果")]


def test_an_open_round_shows_the_turnout_in_steps_of_five(desk):
    meeting = hold(desk.app, State.OPEN, votes=[3] * 7)

    page = desk.get(meeting.path).text

    assert re.findall(r'data-figure="returned">(\d+)<', page) == ["5"]


def test_a_closed_round_shows_its_fingerprint_in_four_groups(desk):
    meeting = hold(desk.app, State.CLOSED)

    groups = re.findall(r"<span>([0-9a-f]{4})</span>", desk.get(meeting.path).text)

    assert len(groups) == 4


def test_the_slips_really_handed_out_can_be_stated_after_closing(desk):
    meeting = hold(desk.app, State.CLOSED, votes=[3] * 3)

    stated = {"present": "17", "issued-0": "7", "issued-1": "9"}
    answer = desk.post(f"{meeting.path}/issued", stated, page=meeting.path)

    page = desk.get(meeting.path).text
    assert answer.status_code == 303
    assert re.findall(r'name="(?:present|issued-\d)"[^>]* value="(\d+)"', page) == ["17", "7", "9"]


def test_spares_that_were_used_must_be_stated_before_the_box_is_opened(desk):
    small = make_plan(classes=(make_class("A", 40, 2), make_class("B", 60, 10)))
    meeting = hold(desk.app, State.CLOSED, plan=small, votes=[3] * 6)
    cards = {"card": meeting.cards[0], "second": meeting.cards[1], "read_out": "1"}

    warned = desk.get(meeting.path).text
    too_early = desk.client.post(f"{meeting.path}/opening", data={**cards, "csrf_token": desk.token()})
    desk.post(f"{meeting.path}/issued", {"issued-0": "3", "issued-1": "10"}, page=meeting.path)
    opened = desk.post(f"{meeting.path}/opening", cards)

    assert "A票收回 3 张，多于发出的 2 张。" in warned
    assert NEXT.findall(warned) == []
    assert too_early.status_code == 409
    assert opened.status_code == 303


@pytest.mark.parametrize(("count", "status"), [("1", 409), ("-1", 422), ("", 422), ("viele", 422)])
def test_counts_that_contradict_the_box_are_refused(desk, count, status):
    meeting = hold(desk.app, State.CLOSED, votes=[3] * 3)
    before = desk.dump()

    answer = desk.post(f"{meeting.path}/issued", {"issued-0": count, "issued-1": "9"}, page=meeting.path)

    assert answer.status_code == status
    assert desk.dump() == before


def test_a_corrected_workbook_replaces_the_plan(desk):
    meeting = hold(desk.app, State.DRAFT)

    shown = desk.upload(MEETING.read_bytes(), f"{meeting.path}/plan")
    answer = desk.save(shown, f"{meeting.path}/edit")

    assert (answer.status_code, answer.location) == (303, meeting.path)
    assert "竟陵街道" in desk.get(meeting.path).text


def test_a_workbook_made_from_an_older_plan_overwrites_nothing(desk):
    meeting = hold(desk.app, State.DRAFT)
    shown = desk.upload(MEETING.read_bytes(), f"{meeting.path}/plan")
    with desk.database.transaction() as session:
        setup.replace_plan(session, round_id=meeting.id, plan=make_plan(decimals=4), actor=ORGANIZER)
    before = desk.dump()

    answer = desk.save(shown, f"{meeting.path}/edit")

    assert answer.status_code == 409
    assert "organizer刚刚改过这份方案，您的改动没有保存。" in answer.text
    assert desk.dump() == before


def test_a_faulty_correction_changes_nothing(desk):
    meeting = hold(desk.app, State.DRAFT)
    before = desk.dump()

    answer = desk.upload(b"no workbook", f"{meeting.path}/plan")

    assert answer.status_code == 422
    assert desk.dump() == before


def test_an_open_round_cannot_be_corrected(desk):
    meeting = hold(desk.app, State.OPEN)
    before = desk.dump()

    answer = desk.client.post(
        f"{meeting.path}/plan",
        data={"workbook": MEETING.open("rb"), "csrf_token": desk.token()},
    )

    assert answer.status_code == 409
    assert desk.dump() == before


def test_the_plan_comes_back_as_a_workbook(desk):
    meeting = hold(desk.app, State.PUBLISHED)

    answer = desk.get(f"{meeting.path}/plan.xlsx")

    assert desk.save(desk.upload(answer.data)).location == "/desk/2"


def test_the_last_day_for_objections_stands_on_the_page(desk):
    meeting = hold(desk.app, State.PUBLISHED)

    assert "到 2026年12月1日 为止，含当天。" in desk.get(meeting.path).text
