"""Nobody passes without a login, nothing is done by looking, nothing is taken without its token."""

from __future__ import annotations

import io

import pytest
from werkzeug.routing import Rule

from appraisal.domain.lifecycle import State
from appraisal.domain.roles import Role
from appraisal.storage.models import Member
from appraisal.web import roles
from tests.factories import account
from tests.organizer import NAME, PASSWORD, Desk, hold

VALUES = {
    "round_id": 1,
    "kind": "json",
    "key": "ranking",
    "ending": "xlsx",
    "name": "close",
    "what": "documents",
    "account_id": 1,
    "place": 1,
}


def addresses(desk: Desk, method: str) -> list[str]:
    """Every address of the desk that answers a method, for the first round."""
    adapter = desk.app.url_map.bind("localhost")
    rules = [rule for rule in desk.app.url_map.iter_rules() if method in rule.methods]
    return sorted(
        adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})
        for rule in rules
        if rule.rule.startswith("/desk/")
    )


def rounds(desk: Desk) -> list[tuple[Rule, str]]:
    """Every page of the first round that is opened by looking."""
    adapter = desk.app.url_map.bind("localhost")
    rules = [rule for rule in desk.app.url_map.iter_rules() if "GET" in rule.methods]
    return [
        (rule, adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments}))
        for rule in rules
        if rule.rule.startswith("/desk/<int:round_id>")
    ]


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
    assert {"/desk/", "/desk/1/card", "/desk/1/close"} - answers.keys() == set()
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
        assert desk.get(path).status_code in (200, 403, 404, 409)
        desk.client.head(path)

    assert desk.dump() == before


def test_every_route_says_who_may_open_it(desk):
    endpoints = {rule.endpoint for rule in desk.app.url_map.iter_rules()}

    silent = {endpoint for endpoint in endpoints if roles.access(desk.app, endpoint) is None}

    assert silent == set()


def test_a_route_that_says_nothing_is_closed_to_all(stranger):
    stranger.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    stranger.log_in()
    answer = stranger.get("/forgotten")

    assert (answer.status_code, "secret" in answer.text) == (403, False)


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_round_opens_to_the_roles_it_names_and_to_no_other(desk, role):
    meeting = hold(desk.app, State.OPEN)
    with desk.database.transaction() as session:
        session.get_one(Member, (meeting.id, account(session, NAME).id)).role = role

    wrong = {
        rule.endpoint
        for rule, path in rounds(desk)
        if (desk.get(path).status_code == 403) == (role in roles.access(desk.app, rule.endpoint).roles)
    }

    assert wrong == set()


def test_to_an_account_without_a_role_the_round_does_not_exist(desk):
    meeting = hold(desk.app, State.OPEN)
    with desk.database.transaction() as session:
        session.delete(session.get_one(Member, (meeting.id, account(session, NAME).id)))

    found = {desk.get(path).status_code for _, path in rounds(desk)}

    assert found == {404}
    assert meeting.plan.meeting.title not in desk.get("/desk/").text


def test_a_password_that_somebody_else_knows_is_changed_first(desk):
    meeting = hold(desk.app, State.OPEN)
    with desk.database.transaction() as session:
        account(session, NAME).is_initial = True

    asked = desk.get(meeting.path)
    changed = {"old": PASSWORD, "new": "another horse staple", "again": "another horse staple"}
    desk.post("/account/password", changed)

    assert asked.location == "/account/password"
    assert desk.get(meeting.path).status_code == 200


def test_a_stranger_may_not_send_a_large_file(stranger):
    answer = stranger.client.post("/desk/", data={"workbook": (io.BytesIO(bytes(400_000)), "meeting.xlsx")})

    assert answer.status_code == 413


def test_an_unknown_round_is_not_found(desk):
    assert desk.get("/desk/99").status_code == 404


def test_who_mistypes_an_address_is_led_to_the_ballot_and_the_organizer_to_the_meetings(desk):
    shown = [desk.get("/nothing"), desk.app.test_client().get("/nothing")]

    assert [answer.status_code for answer in shown] == [404, 404]
    assert ['href="/v"' in answer.text for answer in shown] == [False, True]
    assert ["回到测评活动" in answer.text for answer in shown] == [True, False]
