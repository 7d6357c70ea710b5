"""The count of the paper at the desk: looked up, written down, printed, signed."""

from __future__ import annotations

import re

import pytest

from appraisal.domain.code import Code
from appraisal.domain.lifecycle import State
from appraisal.services import issuing
from appraisal.storage.models import Credential
from tests.documents.reading import docx_rows, pdf_text
from tests.factories import BOTH
from tests.organizer import hold

LAMP = re.compile(r'class="lamp (\w+)"><span aria-hidden="true">.</span> (.*?)</span>')
UNKNOWN = "0000-0000-0000-0"


@pytest.fixture
def meeting(desk):
    """Three votes, one slip exchanged for another while voting ran."""

    def exchange(session):
        unused = session.query(Credential).filter_by(spent=False, voter_class=0).first()
        digest, pepper = unused.digest, desk.app.extensions["appraisal"].settings.pepper
        issuing.replace(session, round_id=1, digest=digest, pepper=pepper, actor=BOTH)
        spoiled.append(digest)

    spoiled: list[bytes] = []
    made = hold(desk.app, State.CLOSED, meanwhile=exchange)
    pepper = desk.app.extensions["appraisal"].settings.pepper
    made.spoiled = next(code for code in made.codes if Code.parse(code).digest(pepper) in spoiled)
    return made


def test_a_slip_brought_back_is_unused_used_spoiled_or_unknown(desk, meeting):
    scrutineer = desk.second()
    unused = next(code for code in reversed(meeting.codes) if code != meeting.spoiled)
    page = f"{meeting.path}/reconciliation"

    found = [
        LAMP.findall(scrutineer.post(f"{meeting.path}/check-slip", {"code": code}, page=page).text)
        for code in (unused, meeting.codes[0], meeting.spoiled, UNKNOWN)
    ]

    assert found == [
        [("ok", "没用过")],
        [("stop", "已投票")],
        [("ask", "已作废")],
        [("stop", "不认识")],
    ]


def test_only_the_scrutineer_looks_slips_up(desk, meeting):
    refused = desk.client.post(
        f"{meeting.path}/check-slip", data={"code": meeting.codes[0], "csrf_token": desk.token()}
    )

    assert (refused.status_code, LAMP.findall(refused.text)) == (403, [])


def test_the_sheet_is_printed_with_lines_to_sign(desk, meeting, tmp_path):
    second = desk.second()
    counts = {"unused-0": "6", "spoiled-0": "1", "unused-1": "9", "spoiled-1": "0"}
    second.post(f"{meeting.path}/reconciliation", counts)

    page = desk.get(f"{meeting.path}/reconciliation").text
    word = docx_rows(desk.get(f"{meeting.path}/reconciliation.docx").data)
    printed = pdf_text(desk.get(f"{meeting.path}/reconciliation.pdf").data, tmp_path)

    assert re.findall(r"<span>([^<]*)<i></i></span>", page) == ["总监票人", "监票人", "计票人"]
    assert word == [
        ["票种", "印制", "投入票箱", "剩余", "写坏、作废", "其中补发", "没有收回"],
        ["A票　A类代表", "10", "2", "6", "1", "1", "1"],
        ["B票　B类代表", "11", "1", "9", "0", "0", "1"],
        ["合计", "21", "3", "15", "1", "1", "2"],
    ]
    assert [signed for signed in ("总监票人：", "监票人：", "计票人：") if signed not in printed] == []
    assert re.findall(r'href="[^"]*/reconciliation\.(\w+)"[^>]*>(\w+)<', page) == [
        ("xlsx", "Excel"),
        ("docx", "Word"),
        ("pdf", "PDF"),
    ]


def test_before_closing_there_is_no_sheet(desk):
    meeting = hold(desk.app, State.OPEN)

    paths = ("reconciliation", "reconciliation.pdf")

    assert [desk.get(f"{meeting.path}/{path}").status_code for path in paths] == [404, 404]
