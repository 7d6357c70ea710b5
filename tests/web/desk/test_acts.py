"""Opening, closing and publishing: asked first, done once."""

from __future__ import annotations

import re

import pytest

from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from tests.organizer import hold


def state(desk) -> State:
    with desk.database.reading() as session:
        return conduct.find(session, 1).state


@pytest.mark.parametrize(
    ("before", "act", "irreversible", "after"),
    [
        (State.OPEN, "close", "截止后不能重开。", State.CLOSED),
        (State.OPENED, "publish", "公布后结果不能再改。", State.PUBLISHED),
    ],
)
def test_an_act_says_what_cannot_be_undone_and_is_done_once(desk, before, act, irreversible, after):
    meeting = hold(desk.app, before)

    asked = desk.get(f"{meeting.path}/{act}").text
    done = desk.post(f"{meeting.path}/{act}")
    again = desk.client.post(f"{meeting.path}/{act}", data={"csrf_token": desk.token()})

    assert f"<strong>{irreversible}</strong>" in asked
    assert (done.status_code, done.location) == (303, meeting.path)
    assert state(desk) == after
    assert again.status_code == 409


def test_voting_opens_only_with_a_card_and_slips(desk):
    meeting = hold(desk.app, State.DRAFT)

    without = desk.client.post(f"{meeting.path}/open", data={"csrf_token": desk.token()})
    desk.post(f"{meeting.path}/card")
    desk.post(f"{meeting.path}/slips")
    asked = desk.get(f"{meeting.path}/open").text
    done = desk.post(f"{meeting.path}/open")

    assert without.status_code == 409
    assert "还不能开始投票：制作钥匙卡、印制选票条" in without.text
    assert "<strong>开始后设置不能再改。</strong>" in asked
    assert done.status_code == 303
    assert state(desk) == State.OPEN


def test_the_question_before_closing_tells_at_least_how_many_came_back(desk):
    meeting = hold(desk.app, State.OPEN, votes=[3] * 7)

    facts = re.findall(r"<dt>收回</dt><dd>(.*?)</dd>", desk.get(f"{meeting.path}/close").text)

    assert facts == ["至少 5 张，发出 18 张"]


def test_closing_rewrites_the_files(desk):
    meeting = hold(desk.app, State.OPEN)

    desk.post(f"{meeting.path}/close")

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
