"""The public board: nothing before closing, every receipt afterwards, and a search without script."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from appraisal.ballotbox import board
from appraisal.ballotbox.board import Seals
from appraisal.domain.encoding import canonical_json, tagged_hash
from appraisal.domain.lifecycle import State
from appraisal.services import conduct
from appraisal.storage.models import Ballot
from tests.organizer import hold

RECEIPT = re.compile(r"<li[^>]*>(R-[0-9A-Z-]+)</li>")
OVER = [State.CLOSED, State.OPENED, State.PUBLISHED]


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN])
def test_before_closing_the_board_says_so_and_shows_nothing(stranger, state):
    meeting = hold(stranger.app, state)

    page = stranger.get(f"/board/{meeting.id}?receipt={(meeting.receipts or ['R'])[0]}").text

    assert "投票还没有截止" in page
    assert RECEIPT.findall(page) == []


@pytest.mark.parametrize("state", OVER)
def test_after_closing_everybody_sees_every_receipt(stranger, state):
    meeting = hold(stranger.app, state)

    page = stranger.get(f"/board/{meeting.id}").text

    assert RECEIPT.findall(page) == sorted(meeting.receipts)
    assert "A票 2，B票 1" in page


def test_the_fingerprint_can_be_worked_out_again_from_the_file(stranger):
    meeting = hold(stranger.app, State.CLOSED)
    with stranger.database.reading() as session:
        found = conduct.find(session, meeting.id)
        form = json.loads(found.form)

    groups = re.findall(r"<span>([0-9a-f]{4})</span>", stranger.get(f"/board/{meeting.id}").text)
    filed = stranger.get(f"/board/{meeting.id}/board.json").json

    whole = board.fingerprint(
        Seals(
            bytes.fromhex(form["round"]),
            tagged_hash("form", canonical_json(form)),
            bytes.fromhex(form["keyset"]),
            bytes.fromhex(form["code_root"]),
            tuple(filed["ballots"]),
        ),
        board.root([bytes.fromhex(leaf) for leaf in filed["leaves"]]),
    )
    assert ("".join(groups), filed["fingerprint"]) == (whole.hex()[:16], whole.hex())


def test_a_found_receipt_leads_to_the_root_step_by_step(stranger):
    meeting = hold(stranger.app, State.CLOSED)

    page = stranger.get(f"/board/{meeting.id}?receipt={meeting.receipts[0]}").text

    way = page.split("怎样证明它在里面")[1].split("</details>")[0]
    start, *steps, root = [bytes.fromhex(digits) for digits in re.findall(r">([0-9a-f]{64})<", way)]
    reached = hashlib.sha256(b"\0" + start).digest()
    for side, beside in zip(re.findall(r"<dt>\d (.)边</dt>", way), steps, strict=True):
        pair = beside + reached if side == "左" else reached + beside
        reached = hashlib.sha256(b"\1" + pair).digest()
    assert reached == root


def test_before_closing_there_is_no_file(stranger):
    meeting = hold(stranger.app, State.OPEN)

    assert stranger.get(f"/board/{meeting.id}/board.json").status_code == 404


def test_the_board_stays_when_the_ballots_are_gone(stranger):
    meeting = hold(stranger.app, State.PUBLISHED)
    with stranger.database.transaction() as session:
        session.query(Ballot).delete()

    page = stranger.get(f"/board/{meeting.id}").text

    assert RECEIPT.findall(page) == sorted(meeting.receipts)


@pytest.mark.parametrize("spelling", [str, str.lower, lambda text: f" {text.replace('-', ' ')} "])
def test_a_receipt_is_found_however_it_is_typed(stranger, spelling):
    meeting = hold(stranger.app, State.CLOSED)

    page = stranger.client.get(
        f"/board/{meeting.id}", query_string={"receipt": spelling(meeting.receipts[0])}
    ).text

    assert "在票箱里。" in page
    assert re.findall(r'id="hit">(.*?)<', page) == [meeting.receipts[0]]


def test_the_hit_is_scrolled_into_view_without_a_script(stranger):
    meeting = hold(stranger.app, State.CLOSED)
    receipt = meeting.receipts[0]

    page = stranger.get(f"/board/{meeting.id}?receipt={receipt}").text

    assert re.findall(r'<form class="search"[^>]* action="(.*?)"', page) == ["#hit"]
    assert re.findall(r'<li class="hit" id="hit">(.*?)<span>✓ 在票箱里</span></li>', page) == [receipt]


def test_a_scanned_fingerprint_is_compared(stranger):
    meeting = hold(stranger.app, State.CLOSED)
    mark = stranger.get(f"/board/{meeting.id}/board.json").json["fingerprint"][:16]

    same, other, none = (
        stranger.get(f"/board/{meeting.id}{asked}").text
        for asked in (f"?fingerprint={mark}", "?fingerprint=0000000000000000", "")
    )

    sentences = ("与扫到的指纹一致。", "与扫到的指纹不同。")
    assert [[sentence in page for sentence in sentences] for page in (same, other, none)] == [
        [True, False],
        [False, True],
        [False, False],
    ]


@pytest.mark.parametrize("typed", ["R-0000-0000-0000-0", "<script>", "票"])
def test_a_receipt_that_is_not_there_is_answered_plainly(stranger, typed):
    meeting = hold(stranger.app, State.CLOSED)

    page = stranger.client.get(f"/board/{meeting.id}", query_string={"receipt": typed}).text

    assert "没有找到。" in page
    assert "<script>" not in page.replace('<script src="', "")


def test_a_box_that_was_touched_raises_the_alarm(stranger):
    meeting = hold(stranger.app, State.CLOSED)
    before = stranger.get(f"/board/{meeting.id}").text
    with stranger.database.transaction() as session:
        session.query(Ballot).first().sealed = bytes(100)

    after = stranger.get(f"/board/{meeting.id}").text

    assert ("票箱内容与截止时不一致。" in before, "票箱内容与截止时不一致。" in after) == (False, True)


def test_the_board_tells_no_grade_and_no_score(stranger):
    meeting = hold(stranger.app, State.PUBLISHED)

    page = stranger.get(f"/board/{meeting.id}").text

    assert [word for word in ("优秀", "良好", "一般", "较差", "竟陵街道", "得分") if word in page] == []


def test_an_unknown_round_has_no_board(stranger):
    assert stranger.get("/board/99").status_code == 404
