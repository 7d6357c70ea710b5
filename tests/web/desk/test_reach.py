"""A phone proves that it reaches this server, and leaves nothing behind."""

from __future__ import annotations

import re

import pytest

from appraisal.domain.lifecycle import State
from appraisal.web import reach
from tests.organizer import Desk, hold

ADDRESS = "http://192.168.8.10"
PHONE = {"REMOTE_ADDR": "192.168.8.55"}


@pytest.fixture
def meeting(desk):
    return hold(desk.app, State.SEALED)


def scanned(desk: Desk, meeting) -> str:
    with desk.app.test_request_context():
        return reach.address(meeting.id)


def lamp(desk: Desk, meeting) -> str:
    return desk.get(f"{meeting.path}/preflight/tried").json["phone"]


def heading(answer) -> str:
    return re.search("<h1>(.*?)</h1>", answer.text).group(1)


def test_a_phone_turns_the_lamp_green_and_leaves_nothing_behind(desk, meeting):
    before, dark = desk.dump(), lamp(desk, meeting)

    answer = desk.app.test_client().get(scanned(desk, meeting), base_url=ADDRESS, environ_overrides=PHONE)

    assert (dark, lamp(desk, meeting), heading(answer)) == ("ask", "ok", "这部手机连得上")
    assert (desk.dump(), "Set-Cookie" in answer.headers) == (before, False)


@pytest.mark.parametrize(
    ("address", "device", "told"),
    [
        (ADDRESS, {"REMOTE_ADDR": "127.0.0.1"}, "这是服务器自己的电脑"),
        ("http://localhost", PHONE, "地址和选票条上的不一样"),
    ],
)
def test_nothing_else_turns_it_green(desk, meeting, address, device, told):
    path = scanned(desk, meeting).removeprefix(ADDRESS)

    answer = desk.app.test_client().get(path, base_url=address, environ_overrides=device)

    assert (heading(answer), lamp(desk, meeting)) == (told, "ask")


def test_an_invented_key_is_no_page(stranger):
    assert stranger.get("/reach/invented").status_code == 404


def test_only_the_holder_of_the_secret_answers_a_question(stranger):
    with stranger.app.test_request_context():
        ours = reach.answer("0f")

    assert stranger.get("/reach/echo/0f").text == ours != stranger.get("/reach/echo/0e").text
