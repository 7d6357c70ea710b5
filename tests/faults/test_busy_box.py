"""Somebody else holds the database for a while: ballots wait for it, pages do not."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager

import pytest

from appraisal.demo.phone import Phone
from appraisal.demo.voters import Voter, enter, filled_in, receipt, vote
from tests.faults.test_slow_clients import hall

VOTERS = 30
HELD = 2  # seconds
MARKS = (3, 2, 1)
WAYS = pytest.mark.parametrize("said", [{}, {"at_once": "1"}], ids=["led", "at once"])


@contextmanager
def held_box(folder):
    """Hold the database as a writer of another program would."""
    with closing(sqlite3.connect(folder / "data" / "appraisal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def sheets(port, slips, said):
    """Phones before sheets that are filled in, and what they are going to send."""
    vote(port, Voter(slips[0].code, MARKS))  # every page is rendered once
    with ExitStack() as stack:
        phones = [stack.enter_context(Phone(port)) for _ in slips[1:]]
        yield [
            (phone, filled_in(enter(phone, slip.code), MARKS) | said)
            for phone, slip in zip(phones, slips[1:], strict=True)
        ]


@WAYS
def test_ballots_wait_for_the_box_and_pages_for_nobody(tmp_path, said):
    with ExitStack() as stack:
        port, slips, _ = stack.enter_context(hall(tmp_path))
        hands = stack.enter_context(ThreadPoolExecutor(VOTERS))
        filled = stack.enter_context(sheets(port, slips[: VOTERS + 1], said))
        another = stack.enter_context(Phone(port))
        with held_box(tmp_path):
            sent = [hands.submit(phone.post, "/v/ballot", fields) for phone, fields in filled]
            done, _ = wait(sent, HELD)
            asked = another.get("/v").status
        receipts = {receipt(answer.result()) for answer in sent}

    assert (len(done), asked, len(receipts)) == (0, 200, VOTERS)


@WAYS
def test_a_box_that_stays_busy_says_so_and_takes_the_same_page_later(tmp_path, said):
    with ExitStack() as stack:
        port, slips, _ = stack.enter_context(hall(tmp_path, module="tests.faults.impatient:app"))
        filled = stack.enter_context(sheets(port, slips[:3], said))
        with held_box(tmp_path):
            refused = [phone.post("/v/ballot", fields) for phone, fields in filled]
        receipts = {receipt(phone.post("/v/ballot", fields)) for phone, fields in filled}

    assert [(page.status, len(page.choices)) for page in refused] == [(503, 3)] * 2
    assert len(receipts) == 2
