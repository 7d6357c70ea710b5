"""The commit itself fails, after all else went well: no receipt, no trace, and the next press counts."""

from __future__ import annotations

import contextlib

import pytest

from appraisal import create_app
from appraisal.storage.database import Database
from appraisal.web import front
from tests.factories import OpenRound, make_class, make_plan
from tests.faults.hall import on_the_board, stored
from tests.faults.refusing import refusing_commits
from tests.phone import RECEIPT, Phone, receipt
from tests.postgres import new_database

VOTERS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    given = {"APPRAISAL_DATA": tmp_path / "data", "TESTING": True}
    if request.param == "postgresql":
        given["APPRAISAL_DATABASE_URL"] = new_database(request.getfixturevalue("postgresql_server"))
    app = create_app(given)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture
def hall(app):
    """The database, the number of an open round, and its codes; one of them has voted."""
    installed = app.extensions["appraisal"]
    with installed.database.transaction() as session:
        plan = make_plan(classes=(make_class("A", 100, VOTERS),), spare_share=0)
        made = OpenRound(session, plan, pepper=installed.settings.pepper)
    first, *codes = made.codes("A")
    phone = Phone(app)
    phone.vote(first)
    held = receipt(phone.get("/v/done"))
    return installed.database, made.id, codes, held


@pytest.mark.parametrize("way", ["the front door", "Flask"])
def test_a_commit_that_fails_leaves_nothing_and_the_next_press_counts(app, hall, way):
    database, number, codes, held = hall
    if way == "Flask":
        app.extensions[front.EXTENSION]._steps.clear()
    phones = [(phone := Phone(app), phone.sheet(code)) for code in codes]

    with refusing_commits(database):
        refused = [phone.send(sheet, 2) for phone, sheet in phones]
        left = (stored(database), on_the_board(database, number))
    again = [phone.send(sheet, 2).status_code for phone, sheet in phones]
    receipts = {receipt(phone.get("/v/done")) for phone, _ in phones}

    told = [(answer.status_code, RECEIPT.findall(answer.text)) for answer in refused]
    assert told == [(503, [])] * len(codes)
    assert left == ((1, 1), {held})
    assert (again, stored(database)) == ([303] * len(codes), (VOTERS, VOTERS))
    assert on_the_board(database, number) == {held, *receipts}


def test_a_program_that_does_not_hear_the_commit_fail_would_be_caught(app, hall, monkeypatch):
    database, number, (code, *_), _ = hall
    phone = Phone(app)
    sheet = phone.sheet(code)

    def deaf(self, work):
        done = []
        with contextlib.suppress(Exception), self.transaction() as session:
            done.append(work(session))
        return done[0]

    monkeypatch.setattr(Database, "together", deaf)
    with refusing_commits(database):
        answer = phone.send(sheet, 2)
        acknowledged = receipt(phone.get("/v/done"))

    assert (answer.status_code, acknowledged in on_the_board(database, number)) == (303, False)
