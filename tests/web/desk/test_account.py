"""Logging in and out, and who stays logged in."""

from __future__ import annotations

import pytest

from appraisal.web.account import IDLE_SECONDS, LIFE_SECONDS, SEEN, SINCE
from tests.organizer import NAME, PASSWORD, Desk

NEW = "another long password"


def is_inside(desk: Desk) -> bool:
    return desk.get("/desk/").status_code == 200


def change(desk: Desk, **fields: str):
    return desk.post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW, **fields})


def age(desk: Desk, mark: str, seconds: int) -> None:
    """Make a login older than it is."""
    with desk.client.session_transaction() as session:
        session[mark] -= seconds


def test_the_right_password_opens_the_desk(stranger):
    answer = stranger.log_in()

    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert is_inside(stranger)


@pytest.mark.parametrize(
    ("name", "password"), [(NAME, "wrong"), ("nobody", PASSWORD), ("", ""), ("x" * 500, "y" * 500)]
)
def test_a_wrong_login_says_the_same_whatever_is_wrong(stranger, name, password):
    answer = stranger.log_in(password, name)

    assert answer.status_code == 401
    assert answer.text.count("用户名或密码不对，请重新输入。") == 1
    assert not is_inside(stranger)


def test_the_password_is_never_echoed(stranger):
    answer = stranger.log_in("a wrong secret")

    assert NAME in answer.text
    assert "a wrong secret" not in answer.text


def test_too_many_wrong_passwords_must_wait_the_right_one_too(stranger):
    tried = [stranger.log_in("wrong").status_code for _ in range(6)]

    assert tried == [401] * 5 + [429]
    assert stranger.log_in().status_code == 429
    assert stranger.log_in(name="nobody", password="wrong").status_code == 401


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/desk/1/results?group=%E9%95%87", "/desk/1/results?group=%E9%95%87"),
        ("https://elsewhere.example/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("/\\elsewhere.example/", "/desk/"),
        ("/%0d%0aSet-Cookie:x", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_the_way_after_the_login_leads_to_this_host_only(stranger, asked, led):
    stranger.get("/account/login")

    answer = stranger.client.post(
        "/account/login",
        query_string={"next": asked.replace("%0d%0a", "\r\n")},
        data={"name": NAME, "password": PASSWORD, "csrf_token": stranger.token("/account/login")},
    )

    assert answer.location == led


def test_a_login_begins_a_new_session(stranger):
    stranger.get("/account/login")
    with stranger.client.session_transaction() as session:
        session["planted"] = "by somebody else"

    stranger.log_in()

    with stranger.client.session_transaction() as session:
        assert "planted" not in session


def test_logging_out_needs_its_token_and_then_forgets(desk):
    without = desk.client.post("/account/logout")
    still = is_inside(desk)
    desk.post("/account/logout", page="/desk/")

    assert without.status_code == 400
    assert (still, is_inside(desk)) == (True, False)


def test_a_copy_of_the_cookie_ends_with_the_login(desk):
    thief, other = Desk(desk.app), desk.second()
    cookie = desk.client.get_cookie("appraisal")
    thief.client.set_cookie("appraisal", cookie.value)
    before = is_inside(thief)

    desk.post("/account/logout", page="/desk/")
    thief.client.set_cookie("appraisal", cookie.value)

    assert (before, is_inside(thief), is_inside(other)) == (True, False, True)


@pytest.mark.parametrize(
    ("mark", "seconds", "inside"),
    [
        (SEEN, IDLE_SECONDS - 60, True),
        (SEEN, IDLE_SECONDS + 60, False),
        (SINCE, LIFE_SECONDS - 60, True),
        (SINCE, LIFE_SECONDS + 60, False),
    ],
)
def test_a_login_ends_after_a_long_pause_or_a_long_day(desk, mark, seconds, inside):
    age(desk, mark, seconds)

    assert is_inside(desk) is inside


def test_a_page_looked_at_prolongs_a_login(desk):
    age(desk, SEEN, IDLE_SECONDS - 60)
    is_inside(desk)
    age(desk, SEEN, IDLE_SECONDS - 60)

    assert is_inside(desk)


def test_a_new_password_ends_every_other_login(desk):
    other = Desk(desk.app)
    other.log_in()

    answer = change(desk)

    assert answer.status_code == 303
    assert (is_inside(desk), is_inside(other)) == (True, False)
    assert other.log_in(NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"old": "wrong"}, 401, "现在的密码不对，请重新输入。"),
        ({"again": "something else"}, 422, "两次输入的新密码不一样，请重新输入。"),
        ({"new": "short", "again": "short"}, 422, "密码至少 12 个字符，并且不能是常见密码。"),
    ],
)
def test_a_password_is_not_changed_by_mistake(desk, fields, status, sentence):
    before = desk.dump()

    answer = change(desk, **fields)

    assert answer.status_code == status
    assert sentence in answer.text
    assert desk.dump() == before


def test_a_stranger_cannot_change_a_password(stranger):
    assert stranger.get("/account/password").location == "/account/login?next=/account/password"
