"""The key card at the desk: forgiving to read, never echoed."""

from __future__ import annotations

import pytest

from appraisal.domain.lifecycle import State
from appraisal.notices import Notices
from appraisal.storage import audit
from tests.organizer import hold


def typed(cards, read_out="1"):
    card, second = cards
    return {"card": card, "second": second, "read_out": read_out}


@pytest.mark.parametrize(
    "spelling",
    [
        str,
        str.lower,
        lambda card: card.replace("-", " "),
        lambda card: card.replace("-", "").replace("0", "O"),
    ],
)
def test_the_card_opens_the_box_however_it_is_typed(desk, spelling):
    meeting = hold(desk.app, State.CLOSED)

    answer = desk.post(f"{meeting.path}/opening", typed(map(spelling, meeting.cards)))

    assert (answer.status_code, answer.location) == (303, "/desk/1/results")


def test_a_mistyped_card_may_be_tried_again_and_is_never_echoed(desk):
    meeting = hold(desk.app, State.CLOSED)
    right, other = meeting.cards
    wrong = other[:-1] + ("0" if other[-1] != "0" else "1")

    answer = desk.post(f"{meeting.path}/opening", typed((right, wrong)))

    assert answer.status_code == 422
    assert "第二张钥匙卡有字符输错了" in answer.text
    assert (right[:9] in answer.text, other[:9] in answer.text) == (False, False)
    assert desk.post(f"{meeting.path}/opening", typed(meeting.cards)).status_code == 303


def test_the_page_that_waits_is_told_how_many_ballots_are_open(desk, monkeypatch):
    meeting, told = hold(desk.app, State.CLOSED), []
    page = f"{meeting.path}/opening"
    monkeypatch.setattr(Notices, "put", lambda _, name, value, seconds: told.append(value))

    asked, before = desk.get(page).text, desk.get(f"{page}/progress").json
    desk.post(page, typed(meeting.cards))

    assert f'data-so-far="{page}/progress"' in asked
    assert (before, told) == ({"done": 0, "of": 0}, [(3, 3)])
    assert desk.get(f"{page}/progress").json == {"done": 0, "of": 0}


def test_a_card_of_another_round_opens_nothing(desk):
    other, meeting = hold(desk.app, State.CLOSED), hold(desk.app, State.CLOSED)
    before = desk.dump(log=False)

    answer = desk.post(f"{meeting.path}/opening", typed((meeting.cards[0], other.cards[1])))

    assert answer.status_code == 409
    assert "第二张钥匙卡不属于本轮" in answer.text
    assert desk.dump(log=False) == before


def test_an_empty_card_is_asked_for(desk):
    meeting = hold(desk.app, State.CLOSED)

    answer = desk.post(f"{meeting.path}/opening", typed(("", "")))

    assert answer.status_code == 422
    assert "请输入钥匙卡上的 40 个字符。" in answer.text


def test_one_card_is_not_enough(desk):
    meeting = hold(desk.app, State.CLOSED)
    card = meeting.cards[0]

    twice = desk.post(f"{meeting.path}/opening", typed((card, card)))
    once = desk.post(f"{meeting.path}/opening", typed((card, "")))

    assert (twice.status_code, once.status_code) == (409, 422)
    assert "这两张是同一张钥匙卡或同一人的卡" in twice.text


def test_the_fingerprint_is_read_out_before_a_card_is_used(desk):
    meeting = hold(desk.app, State.CLOSED)

    answer = desk.post(f"{meeting.path}/opening", typed(meeting.cards, read_out=""))

    assert answer.status_code == 422
    assert "请先当场读出票箱指纹，再勾选。" in answer.text


def test_a_refused_opening_is_in_the_log(desk):
    other, meeting = hold(desk.app, State.CLOSED), hold(desk.app, State.CLOSED)

    desk.post(f"{meeting.path}/opening", typed(other.cards))

    with desk.database.reading() as session:
        last = list(audit.entries(session))[-1]
    expected = {"round": meeting.id, "asked": "count", "refusal": "CardOfAnotherRound"}
    assert (last.actor, last.act, last.detail) == ("organizer", "refused", expected)


def test_an_open_box_is_not_opened_again(desk):
    meeting = hold(desk.app, State.OPENED)

    answer = desk.client.post(
        f"{meeting.path}/opening", data={**typed(meeting.cards), "csrf_token": desk.token()}
    )

    assert answer.status_code == 409
