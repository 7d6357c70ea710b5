"""The projector: the turnout and nothing else, for whoever holds the key."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from appraisal.documents import qr
from appraisal.domain.lifecycle import State
from appraisal.web import screen
from tests.factories import make_class, make_plan
from tests.organizer import Desk, hold

TELLING = ("优秀", "良好", "一般", "较差", "弃权", "竟陵街道", "得分", "名次")


def address(desk: Desk, page: str, pattern: str = r'href="(/screen/[^"]+)"') -> str:
    return re.search(pattern, desk.get(page).text).group(1).replace("&amp;", "&")


def poll(desk: Desk, screen: str) -> str:
    return address(desk, screen, r'data-turnout="([^"]+)"')


def screen_of(desk: Desk, meeting) -> str:
    with desk.app.test_request_context():
        return screen.address(meeting.id)


@pytest.mark.parametrize("state", State)
def test_the_screen_tells_no_grade_and_no_score(desk, state):
    meeting = hold(desk.app, state, votes=[3, 3, 2, 1])
    shown = screen_of(desk, meeting)

    told = desk.get(shown).text + desk.get(poll(desk, shown)).text

    assert [word for word in TELLING if word in told] == []


def test_the_words_looked_for_would_be_found_on_the_results_page(desk):
    meeting = hold(desk.app, State.OPENED, votes=[3, 3, 2, 1])

    page = desk.get(f"{meeting.path}/results").text

    assert [word for word in TELLING if word not in page] == []


def test_two_meetings_with_opposite_votes_look_alike(desk):
    good, bad = (hold(desk.app, State.OPEN, votes=[answer] * 7) for answer in (3, 0))

    told = [desk.get(poll(desk, screen_of(desk, meeting))).json for meeting in (good, bad)]

    assert told[0] == told[1]
    assert told[0] == {"state": "open", "ends_at": None, "issued": 18, "returned": 5, "classes": [0, 0]}


def test_the_figures_are_answered_304_while_they_are_the_same(desk):
    meeting = hold(desk.app, State.OPEN)
    path = poll(desk, screen_of(desk, meeting))

    first = desk.get(path)
    second = desk.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    desk.agree(meeting.path, "close")
    third = desk.client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert [answer.status_code for answer in (first, second, third)] == [200, 304, 200]
    assert third.json["state"] == "closed"


def test_only_the_key_from_the_desk_opens_the_screen(stranger):
    first, second = hold(stranger.app, State.OPEN), hold(stranger.app, State.OPEN)
    shown = screen_of(stranger, first)
    key = shown.partition("?")[2]

    tried = (
        "/screen/1",
        "/screen/1?key=forged",
        f"/screen/{second.id}?{key}",
        f"/screen/{second.id}/figures?{key}",
    )

    assert stranger.get(shown).status_code == 200
    assert [stranger.get(path).status_code for path in tried] == [404] * 4


def test_the_desk_hands_out_the_key(desk):
    meeting = hold(desk.app, State.OPEN)

    assert desk.get(address(desk, meeting.path)).status_code == 200


def test_classes_are_shown_by_switch_and_never_the_small_ones(desk):
    plan = make_plan(classes=(make_class("A", 40, 3), make_class("B", 30, 20), make_class("C", 30, 30)))
    shown = screen_of(desk, hold(desk.app, State.OPEN, plan=plan))

    off, on = (
        re.findall(r'<th scope="row">(.*?)</th>', desk.get(path).text)
        for path in (shown, f"{shown}&classes=1")
    )

    assert (off, on) == ([], ["C类代表"])


def test_a_closed_round_shows_its_fingerprint(desk):
    meeting = hold(desk.app, State.CLOSED)

    shown = re.findall(r"<span>([0-9a-f]{4})</span>", desk.get(screen_of(desk, meeting)).text)

    assert shown == re.findall(r"<span>([0-9a-f]{4})</span>", desk.get(meeting.path).text)


def test_the_fingerprint_is_a_symbol_on_screen_desk_and_board(desk):
    meeting = hold(desk.app, State.CLOSED)
    board = desk.get(f"/board/{meeting.id}").text
    groups = re.findall(r"<span>([0-9a-f]{4})</span>", board)

    symbol = qr.draw(f"http://192.168.8.10/board/{meeting.id}?fingerprint={''.join(groups)}")

    shown = (board, *(desk.get(path).text for path in (screen_of(desk, meeting), meeting.path)))
    assert [f'stroke="#000" d="{symbol.path}"' in page for page in shown] == [True] * 3
    assert f'stroke="#000" d="{symbol.path}"' in desk.get(f"{meeting.path}/opening").text


def test_the_screen_tells_the_network_of_the_hall_as_a_phone_reads_it(desk):
    meeting = hold(desk.app, State.OPEN)
    installed = desk.app.extensions["appraisal"]
    known = replace(installed.settings, wifi_name="HUI;CHANG", wifi_password="pingyi2026")
    desk.app.extensions["appraisal"] = replace(installed, settings=known)

    page = desk.get(screen_of(desk, meeting)).text

    assert qr.draw(r"WIFI:T:WPA;S:HUI\;CHANG;P:pingyi2026;;").path in page
    assert "<small>HUI;CHANG<br>密码 pingyi2026</small>" in page
