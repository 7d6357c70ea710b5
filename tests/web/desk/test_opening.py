"""The key card at the desk: forgiving to read, never echoed."""

from __future__ import annotations

import pytest

from appraisal.domain.lifecycle import State
from tests.organizer import hold


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

    answer = desk.post(f"{meeting.path}/opening", {"card": spelling(meeting.card)})

    assert (answer.status_code, answer.location) == (303, "/desk/1/results")


def test_a_mistyped_card_may_be_tried_again_and_is_never_echoed(desk):
    meeting = hold(desk.app, State.CLOSED)
    wrong = meeting.card[:-1] + ("0" if meeting.card[-1] != "0" else "1")

    answer = desk.post(f"{meeting.path}/opening", {"card": wrong})

    assert answer.status_code == 422
    assert "钥匙卡输入有误" in answer.text
    assert meeting.card[:9] not in answer.text
    assert desk.post(f"{meeting.path}/opening", {"card": meeting.card}).status_code == 303


def test_a_card_of_another_round_opens_nothing(desk):
    other, meeting = hold(desk.app, State.CLOSED), hold(desk.app, State.CLOSED)
    before = desk.dump()

    answer = desk.post(f"{meeting.path}/opening", {"card": other.card})

    assert answer.status_code == 409
    assert "这张钥匙卡不属于本轮" in answer.text
    assert desk.dump() == before


def test_an_empty_card_is_asked_for(desk):
    meeting = hold(desk.app, State.CLOSED)

    answer = desk.post(f"{meeting.path}/opening", {"card": ""})

    assert answer.status_code == 422
    assert "请输入钥匙卡上的 40 个字符。" in answer.text


def test_an_open_box_is_not_opened_again(desk):
    meeting = hold(desk.app, State.OPENED)

    answer = desk.client.post(
        f"{meeting.path}/opening", data={"card": meeting.card, "csrf_token": desk.token()}
    )

    assert answer.status_code == 409
