"""What is shown once: the key card and the slips."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from appraisal.documents import qr
from appraisal.domain.code import Code
from appraisal.domain.errors import CodeUnknown
from appraisal.domain.lifecycle import State
from appraisal.services import voting
from tests.organizer import hold

GROUPS = re.compile(r"<li>([0-9A-Z]{4})</li>")
CODES = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


def is_known(desk, code: str) -> bool:
    """Say whether the database knows a code, of a draft too."""
    digest = Code.parse(code).digest(desk.app.extensions["appraisal"].settings.pepper)
    return f"X'{digest.hex().upper()}'" in desk.dump()


def test_the_card_is_shown_once_and_stored_nowhere(desk):
    meeting = hold(desk.app, State.DRAFT)

    first = desk.post(f"{meeting.path}/card")
    again = desk.client.post(f"{meeting.path}/card", data={"csrf_token": desk.token()})

    card = GROUPS.findall(first.text)
    assert (first.status_code, len(card), first.headers["Cache-Control"]) == (200, 10, "no-store")
    assert (again.status_code, GROUPS.findall(again.text)) == (409, [])
    assert "".join(card) not in desk.dump()


def test_a_lost_card_is_replaced_and_opens_nothing_more(desk):
    meeting, second = hold(desk.app, State.DRAFT), desk.second()
    old = " ".join(GROUPS.findall(desk.post(f"{meeting.path}/card").text))
    new = " ".join(GROUPS.findall(desk.post(f"{meeting.path}/card/replace").text))
    other = " ".join(GROUPS.findall(second.post(f"{meeting.path}/card").text))

    answers = [
        desk.post(f"{meeting.path}/drill", {"card": card, "second": other}).status_code for card in (old, new)
    ]

    assert answers == [409, 303]


def test_each_holder_sees_the_own_card_alone(desk):
    meeting = hold(desk.app, State.DRAFT)
    own = GROUPS.findall(desk.post(f"{meeting.path}/card").text)

    other = GROUPS.findall(desk.second().post(f"{meeting.path}/card").text)

    assert len(own) == len(other) == 10
    assert own[2:9] != other[2:9]


def test_slips_are_shown_once_and_their_codes_are_known(desk):
    meeting = hold(desk.app, State.SEALED)

    first = desk.post(f"{meeting.path}/slips", {"output": "page"})
    again = desk.client.post(f"{meeting.path}/slips", data={"csrf_token": desk.token()})

    codes = CODES.findall(first.text)
    assert (first.status_code, len(set(codes)), first.headers["Cache-Control"]) == (200, 20, "no-store")
    assert all(is_known(desk, code) for code in codes)
    assert (again.status_code, CODES.findall(again.text)) == (409, [])
    assert not any(code in desk.dump() for code in codes)


def test_the_halls_network_is_printed_and_not_stored(desk):
    meeting = hold(desk.app, State.SEALED)

    answer = desk.post(f"{meeting.path}/slips", {"wifi": "HUICHANG-01", "wifi_password": "pingyi2020"})

    assert answer.text.count("HUICHANG-01") == 20
    assert "pingyi2020" in answer.text
    assert "pingyi2020" not in desk.dump()


def test_slips_for_a_printing_house_are_a_file(desk):
    meeting = hold(desk.app, State.SEALED)

    answer = desk.post(f"{meeting.path}/slips", {"output": "csv"})

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 21
    assert all(is_known(desk, row[3]) for row in rows[1:])
    assert 'filename="slips-1.csv"' in answer.headers["Content-Disposition"]


def test_printing_anew_cancels_the_slips_before(desk):
    meeting = hold(desk.app, State.SEALED)
    old = CODES.findall(desk.post(f"{meeting.path}/slips").text)

    desk.agree(meeting.path, "void-slips")
    new = CODES.findall(desk.post(f"{meeting.path}/slips").text)

    assert [is_known(desk, code) for code in old] == [False] * 20
    assert [is_known(desk, code) for code in new] == [True] * 20


def test_slips_of_an_open_round_cannot_be_printed_anew(desk):
    meeting = hold(desk.app, State.OPEN)

    answer = desk.client.post(f"{meeting.path}/void-slips", data={"csrf_token": desk.token()})

    pepper = desk.app.extensions["appraisal"].settings.pepper
    assert answer.status_code == 409
    with desk.database.reading() as session:
        assert voting.enter(session, typed=meeting.codes[-1], pepper=pepper).round_id == meeting.id


def test_a_spoiled_slip_is_exchanged_on_the_scrutineers_screen(desk):
    meeting = hold(desk.app, State.OPEN, votes=())
    spoiled = meeting.codes[0]

    answer = desk.agree(meeting.path, "replace-slip", {"code": spoiled.lower()})

    (made,) = CODES.findall(answer.text)
    pepper = desk.app.extensions["appraisal"].settings.pepper
    assert answer.headers["Cache-Control"] == "no-store"
    assert (spoiled in desk.dump(), made in desk.dump()) == (False, False)
    with desk.database.reading() as session:
        assert voting.enter(session, typed=made, pepper=pepper).round_id == meeting.id
        with pytest.raises(CodeUnknown):
            voting.enter(session, typed=spoiled, pepper=pepper)


def test_the_new_slip_tells_the_network_of_the_hall_as_the_others_do(desk):
    meeting = hold(desk.app, State.OPEN, votes=())
    installed = desk.app.extensions["appraisal"]
    known = replace(installed.settings, wifi_name="HUICHANG", wifi_password="pingyi2026")
    desk.app.extensions["appraisal"] = replace(installed, settings=known)

    page = desk.agree(meeting.path, "replace-slip", {"code": meeting.codes[0]}).text

    assert qr.draw("WIFI:T:WPA;S:HUICHANG;P:pingyi2026;;").path in page
