"""The rule checker at the desk."""

from __future__ import annotations

import re

from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from tests.organizer import hold

MARK = re.compile(r'name="mark" value="([^"]+)"')
MEND = re.compile(r'name="key" value="([^"]+)"><input type="hidden" name="seen" value="([^"]+)"')


def test_a_draft_shows_what_the_checker_found_with_its_counts(desk):
    page = desk.get(hold(desk.app, State.DRAFT).path).text

    assert re.findall(r"(阻止|提醒|说明) <b>(\d+)</b>", page) == [("阻止", "0"), ("提醒", "2"), ("说明", "3")]


def test_a_mend_is_one_press(desk):
    meeting = hold(desk.app, State.DRAFT)
    offered = dict(MEND.findall(desk.get(meeting.path).text))

    answer = desk.post(
        f"{meeting.path}/mend", {"key": "threshold", "seen": offered["threshold"]}, page=meeting.path
    )

    assert (answer.status_code, answer.location) == (303, "/desk/1#check")
    assert [key for key, _ in MEND.findall(desk.get(meeting.path).text)] == ["ties"]
    with desk.database.reading() as session:
        assert str(conduct.find(session, meeting.id).plan.rule.quorum) == "2/3"


def test_a_warning_is_ticked_and_the_page_says_by_whom(desk):
    meeting = hold(desk.app, State.DRAFT)
    first, second = MARK.findall(desk.get(meeting.path).text)

    answer = desk.post(f"{meeting.path}/acknowledge", {"mark": [first]}, page=meeting.path)

    page = desk.get(meeting.path).text
    assert (answer.status_code, answer.location) == (303, "/desk/1#check")
    assert "✓ 知道了（organizer）" in page
    assert MARK.findall(page) == [second]
    answer = desk.post(f"{meeting.path}/acknowledge", {"mark": [second]}, page=meeting.path)
    assert (answer.status_code, answer.location) == (303, "/desk/1")  # where the next step stands


def test_a_mend_of_an_older_plan_is_refused(desk):
    meeting = hold(desk.app, State.DRAFT)
    offered = dict(MEND.findall(desk.get(meeting.path).text))
    for key in ("threshold", "ties"):
        answer = desk.post(f"{meeting.path}/mend", {"key": key, "seen": offered[key]}, page=meeting.path)

    assert answer.status_code == 409
    assert "organizer刚刚改过这份方案" in answer.text
