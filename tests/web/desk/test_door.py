"""Nobody passes without a login, nothing is done by looking, nothing is taken without its token."""

from __future__ import annotations

import io

import pytest

from appraisal.domain.lifecycle import State
from tests.organizer import Desk, hold


def addresses(desk: Desk, method: str) -> list[str]:
    """Every address of the desk that answers a method, for the first round."""
    adapter = desk.app.url_map.bind("localhost")
    rules = [rule for rule in desk.app.url_map.iter_rules() if method in rule.methods]
    values = {"round_id": 1, "kind": "json", "key": "ranking", "ending": "xlsx"}
    return sorted(
        adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        for rule in rules
        if rule.rule.startswith("/desk/")
    )


def test_every_page_sends_a_stranger_to_the_login(stranger):
    hold(stranger.app, State.DRAFT)

    led = {path: stranger.get(path).location for path in addresses(stranger, "GET")}

    assert {path: where.partition("?")[0] for path, where in led.items()} == dict.fromkeys(
        led, "/account/login"
    )
    assert {"/desk/", "/desk/1", "/desk/1/plan.xlsx"} - led.keys() == set()
    assert led["/desk/1/results"] == "/account/login?next=/desk/1/results"


def test_every_form_sends_a_stranger_to_the_login_and_does_nothing(stranger):
    hold(stranger.app, State.DRAFT)
    before = stranger.dump()

    answers = {
        path: stranger.post(path, page="/account/login").location for path in addresses(stranger, "POST")
    }

    assert {where.partition("?")[0] for where in answers.values()} == {"/account/login"}
    assert {"/desk/", "/desk/1/card", "/desk/1/open"} - answers.keys() == set()
    assert stranger.dump() == before


def test_every_form_without_its_token_is_refused_and_does_nothing(desk):
    hold(desk.app, State.DRAFT)
    before = desk.dump()

    answers = {path: desk.client.post(path).status_code for path in addresses(desk, "POST")}

    assert answers == dict.fromkeys(answers, 400)
    assert desk.dump() == before


@pytest.mark.parametrize("state", State)
def test_looking_changes_nothing(desk, state):
    meeting = hold(desk.app, state)
    before = desk.dump()

    for path in (*addresses(desk, "GET"), f"/board/{meeting.id}", "/account/login"):
        assert desk.get(path).status_code in (200, 404, 409)
        desk.client.head(path)

    assert desk.dump() == before


def test_a_stranger_may_not_send_a_large_file(stranger):
    answer = stranger.client.post("/desk/", data={"workbook": (io.BytesIO(bytes(400_000)), "meeting.xlsx")})

    assert answer.status_code == 413


def test_an_unknown_round_is_not_found(desk):
    assert desk.get("/desk/99").status_code == 404
