"""The page of the day: how long, until when, what goes wrong, what to say."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from fractions import Fraction
from time import time
from types import SimpleNamespace

import pytest

from appraisal import notices
from appraisal.domain.code import Code
from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from appraisal.services.conduct import Turnout
from appraisal.web.alarms import MANY_CODES, MANY_SLOW, SLOW_ANSWERS, WITHIN, WRONG_CODES
from appraisal.web.desk.says import saying
from tests.factories import make_plan
from tests.organizer import CLASSES, Desk, hold
from tests.phone import Phone
from tests.web.desk.test_screen import poll, screen_of

TAG = re.compile(r'data-tag="(\w+)"')
SEEN = re.compile(r'name="seen" type="hidden" value="([^"]*)"')
WATCHED = re.compile(r'data-waiting="([^"]+)" data-tag="(\w*)"')


def with_quorum(plan):
    """The plan with two thirds of the ballots to come back."""
    return replace(plan, rule=replace(plan.rule, quorum=Fraction(2, 3)))


ALARM = re.compile(r'<div class="banner stop" role="alert"><p><strong>(.*?)</strong>')
FULL = SimpleNamespace(free=10**9 - 1)


@pytest.fixture
def hall(desk):
    """A meeting that votes."""
    return hold(desk.app, State.OPEN)


def note(desk: Desk, what: str) -> None:
    desk.app.extensions[notices.EXTENSION].hit(WITHIN, what)


def alarms(desk: Desk, meeting) -> list[str]:
    page = ALARM.findall(desk.get(meeting.path).text)
    assert len(page) == len(desk.get(f"{meeting.path}/waiting").json["alarms"])
    return page


def ends_at(desk: Desk, meeting) -> int | None:
    return desk.get(poll(desk, screen_of(desk, meeting))).json["ends_at"]


def test_an_announced_end_is_told_on_the_screen_and_can_be_put_off(desk, hall):
    told = [ends_at(desk, hall)]
    for minutes in (1, 5, 0):
        desk.post(f"{hall.path}/announce", {"minutes": minutes}, page=hall.path)
        told.append(ends_at(desk, hall))

    now = time()
    assert [told[0], round((told[1] - now) / 60), round((told[2] - now) / 60), told[3]] == [None, 1, 5, None]


def test_nothing_closes_by_the_clock(desk, hall):
    with desk.database.transaction() as session:
        conduct.find(session, hall.id).ends_at = int(time()) - 60

    page = desk.get(hall.path).text

    assert ("下一步：截止投票" in page, desk.get(f"{hall.path}/waiting").json["state"]) == (True, "open")


def test_the_end_of_what_is_over_cannot_be_announced(desk):
    meeting = hold(desk.app, State.CLOSED)

    assert desk.post(f"{meeting.path}/announce", {"minutes": 1}, page=meeting.path).status_code == 409


def test_a_calm_hall_rings_no_alarm(desk, hall):
    for _ in range(MANY_CODES - 1):
        note(desk, WRONG_CODES)

    assert alarms(desk, hall) == []


def test_many_wrong_codes_from_phones_ring(desk, hall):
    phone = Phone(desk.app)
    for _ in range(MANY_CODES):
        phone.enter(Code.draw().printed)

    assert alarms(desk, hall) == ["一分钟里有 20 次以上票码不对。"]


def test_slow_answers_a_full_disk_and_a_refusing_database_ring(desk, hall, monkeypatch):
    for _ in range(MANY_SLOW):
        note(desk, SLOW_ANSWERS)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: FULL)
    desk.database.has_failed = True

    assert alarms(desk, hall) == ["数据库拒绝写入。", "磁盘剩余不到 1 GB。", "服务变慢，手机要等 2 秒以上。"]


def test_an_alarm_ends_a_minute_after_its_cause(desk, hall, monkeypatch):
    for _ in range(MANY_SLOW):
        note(desk, SLOW_ANSWERS)
    now, told = time(), [alarms(desk, hall)]
    monkeypatch.setattr("time.time", lambda: now + 61)
    told.append(alarms(desk, hall))

    assert told == [["服务变慢，手机要等 2 秒以上。"], []]


def test_the_desk_is_answered_304_while_nothing_happens(desk, hall):
    shown = {"If-None-Match": f'"{TAG.search(desk.get(hall.path).text)[1]}"'}

    before = desk.client.get(f"{hall.path}/waiting", headers=shown)
    desk.post(f"{hall.path}/close")
    after = desk.client.get(f"{hall.path}/waiting", headers=shown)

    assert (before.status_code, before.data, after.status_code) == (304, b"", 200)
    assert after.json["waits"][0] == "close"


def test_numbers_that_the_other_wrote_down_are_news(desk):
    meeting = hold(desk.app, State.CLOSED)
    shown = {"If-None-Match": f'"{TAG.search(desk.get(meeting.path).text)[1]}"'}
    other, path, news = desk.second(), f"{meeting.path}/issued", []

    for present in ("17", "16"):
        other.post(path, {"present": present, "issued-0": "8", "issued-1": "10"}, page=meeting.path)
        answer = desk.client.get(f"{meeting.path}/waiting", headers=shown)
        news.append(answer.status_code)
        shown = {"If-None-Match": answer.headers["ETag"]}

    assert news == [200, 200]


def test_numbers_written_down_meanwhile_are_not_overwritten(desk):
    meeting, other = hold(desk.app, State.CLOSED), desk.second()
    path, stated = f"{meeting.path}/issued", {"present": "17", "issued-0": "8", "issued-1": "10"}
    seen = SEEN.search(desk.get(meeting.path).text)[1]

    first = other.post(path, stated | {"seen": seen}, page=meeting.path)
    second = desk.post(path, stated | {"seen": seen, "issued-0": "7"}, page=meeting.path)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "另一位刚刚改过人数和票数" in second.text
    assert 'name="issued-0" required type="number" value="8"' in desk.get(meeting.path).text


@pytest.mark.parametrize("state", State)
def test_a_page_is_not_loaded_anew_before_something_happens(desk, state):
    path = hold(desk.app, state).path
    pages = [desk.get(path + page).text for page in ("", "/preflight", "/opening")]

    watched = [found for page in pages for found in WATCHED.findall(page)]
    told = [
        desk.client.get(place, headers={"If-None-Match": f'"{tag}"'}).status_code for place, tag in watched
    ]

    assert watched
    assert set(told) == {304}


@pytest.mark.parametrize("state", [State.SEALED, State.OPEN, State.CLOSED, State.OPENED, State.PUBLISHED])
def test_every_state_tells_the_chair_what_to_say(desk, state):
    meeting = hold(desk.app, state)
    desk.post(f"{meeting.path}/slips") if state is State.SEALED else None

    assert "<h2>主持人现在说</h2>" in desk.get(meeting.path).text


def test_too_few_ballots_are_said_aloud_and_shown_on_the_screen(desk):
    meeting = hold(desk.app, State.CLOSED, plan=with_quorum(make_plan(classes=CLASSES)))
    told = "收回3张，未达发出票数的2/3（12张），结果仅供参考。"

    pages = [desk.get(path).text for path in (meeting.path, screen_of(desk, meeting))]

    assert [page.count(told) for page in pages] == [2, 1]


@pytest.mark.parametrize(
    ("returned", "verdict"),
    [
        (9, "收回票数少于发出票数，本次评议有效。"),
        (10, "收回票数等于发出票数，本次评议有效。"),
        (11, "收回票数多于发出票数，本次评议无效。"),
    ],
)
def test_the_chair_says_whether_the_vote_is_valid(returned, verdict):
    words = saying(State.CLOSED, Turnout(10, returned, False, ()), None, "内部")

    assert str(words.now[1]) == verdict
