"""One slip for all rounds of an activity: what its code opens, and what stays on the phone."""

from __future__ import annotations

import re

import pytest

from appraisal.domain.code import Code
from appraisal.services import conduct, issuing
from tests.factories import BOTH
from tests.joined import OpenActivity
from tests.phone import hidden, receipt

STANDING = re.compile(r"<h2>(.*?)　(.*?)</h2>")
MORE = "还有一轮可以投"


@pytest.fixture
def held_activity(app, database):
    with database.transaction() as session:
        return OpenActivity(session, pepper=app.extensions["appraisal"].settings.pepper)


def go(phone, number):
    """Choose a round on the page that lists them, and return its sheet."""
    page = phone.get("/v/rounds")
    phone.client.post("/v/rounds", data={**hidden(page), "round": number})
    return phone.get("/v/ballot")


def test_a_code_for_several_rounds_shows_which_are_open(phone, held_activity):
    answer = phone.enter(held_activity.codes(0)[0])

    page = phone.get("/v/rounds").text
    assert (answer.status_code, answer.location) == (303, "/v/rounds")
    assert STANDING.findall(page) == [("现场观摩", "可以投票"), ("会议评议", "可以投票")]
    assert "<h1>拉练检查</h1>" in page


def test_one_slip_votes_once_in_each_round(phone, held_activity, held):
    tour, meeting = held_activity.rounds
    code = held_activity.codes(0)[0]
    phone.enter(code)
    phone.send(go(phone, tour), 2)
    first = phone.get("/v/done")
    between = STANDING.findall(phone.get("/v/rounds").text)
    phone.send(go(phone, meeting), 1)
    second = phone.get("/v/done")
    phone.enter(code)

    assert (MORE in first.text, MORE in second.text) == (True, False)
    assert between == [("会议评议", "可以投票")]
    assert receipt(first) != receipt(second)
    assert STANDING.findall(phone.get("/v/rounds").text) == [("现场观摩", "已投票"), ("会议评议", "已投票")]
    assert held() == (2, 2)


def test_the_phone_keeps_nothing_once_it_is_left(phone, held_activity):
    phone.enter(held_activity.codes(0)[0])
    page = phone.get("/v/rounds")

    answer = phone.client.post("/v/rounds", data={**hidden(page), "round": ""})

    assert (answer.location, phone.holds("voter", "/v")) == ("/v", False)
    assert phone.get("/v/rounds").location == "/v"


def test_a_class_that_votes_in_one_round_goes_straight_to_its_sheet(phone, held_activity):
    answer = phone.enter(held_activity.codes(1)[0])

    assert answer.location == "/v/ballot"


def test_a_round_that_is_over_leaves_nothing_on_the_phone(phone, held_activity, database):
    tour, meeting = held_activity.rounds
    phone.enter(held_activity.codes(0)[0])
    sheet = go(phone, tour)
    with database.transaction() as session:
        conduct.close(session, round_id=meeting, actor=BOTH)

    phone.send(sheet, 2)

    assert (phone.holds("voter", "/v"), MORE in phone.get("/v/done").text) == (False, False)


def test_drafts_of_other_rounds_stay_on_the_phone(phone, held_activity):
    tour, meeting = held_activity.rounds
    phone.enter(held_activity.codes(0)[0])
    first, second = go(phone, tour), go(phone, meeting)

    kept = [re.search(r'id="?ballot:([0-9a-f]+)', page.text).group(1) for page in (first, second)]

    assert kept == [hidden(second)["tag"], hidden(first)["tag"]]


def test_a_spoiled_slip_is_replaced_in_one_round_and_stays_good_in_the_others(
    phone, held_activity, app, database
):
    tour, _ = held_activity.rounds
    pepper, code = app.extensions["appraisal"].settings.pepper, held_activity.codes(0)[0]
    with database.transaction() as session:
        digest = issuing.digest_in(session, round_id=tour, code=Code.parse(code), pepper=pepper)
        issuing.replace(session, round_id=tour, digest=digest, pepper=pepper, actor=BOTH)

    answer = phone.enter(code)

    assert answer.location == "/v/ballot"
    assert "拉练检查（会议评议）" in phone.get("/v/ballot").text
