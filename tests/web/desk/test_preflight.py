"""The page of lamps before people sit down."""

from __future__ import annotations

import re
from time import monotonic

from appraisal import notices
from appraisal.domain.lifecycle import State
from appraisal.services.trials import ALIVE
from appraisal.web import screen
from tests.organizer import hold

FINE = re.compile(r'<span class="lamp ok"><span aria-hidden="true">●</span> (.*?)</span>')
LAMP = re.compile(r'<span class="lamp (\w+)">.*?<th scope="row">(.*?)</th>')


def test_what_stops_the_meeting_comes_first(desk):
    meeting = hold(desk.app, State.DRAFT)

    page = desk.get(f"{meeting.path}/preflight").text
    lamps = LAMP.findall(page)

    assert lamps[:2] == [("stop", "选票条"), ("stop", "钥匙卡")]
    assert set(FINE.findall(page)) >= {"磁盘", "数据库结构", "断电不丢票", "字体", "票箱"}


def test_a_page_found_good_turns_the_printer_green(desk):
    meeting = hold(desk.app, State.SEALED)

    desk.post(f"{meeting.path}/preflight/paper")

    assert desk.get(f"{meeting.path}/preflight/tried").json["printer"] == "ok"


def test_the_projector_is_green_while_its_page_asks_and_no_desk_passes_for_one(desk, monkeypatch):
    meeting = hold(desk.app, State.OPEN)
    with desk.app.test_request_context():
        polls = [screen.poll_address(meeting.id, projector=each) for each in (None, "1")]

    lamps = []
    for poll in polls:
        desk.get(poll)
        lamps.append(desk.get(f"{meeting.path}/preflight/tried").json["projector"])

    now = monotonic()
    monkeypatch.setattr(notices, "monotonic", lambda: now + ALIVE)
    lamps.append(desk.get(f"{meeting.path}/preflight/tried").json["projector"])

    assert lamps == ["ask", "ok", "ask"]


def test_the_printer_is_tried_without_a_code_that_could_vote(desk):
    meeting = hold(desk.app, State.DRAFT)

    page = desk.get(f"{meeting.path}/preflight/paper").text

    assert page.count('class="code">样张 不能投票<') == 20
    assert re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page) == []
