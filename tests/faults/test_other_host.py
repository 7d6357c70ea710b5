"""The computer of a closed vote is gone; another one, with another kind of database, takes its copy over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal import create_app
from appraisal.demo.server import APP
from appraisal.services import conduct, opening
from appraisal.services.results import table
from appraisal.transaction import scrub
from tests.factories import BOTH, OpenRound, make_class, make_plan
from tests.phone import Phone, receipt
from tests.postgres import new_database

VOTERS = 6
SECRETS = ("pepper", "receipt_key")


class Host:
    """A computer of its own: another data folder, other processes."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.environment = {"APPRAISAL_DATA": str(folder), "APPRAISAL_DATABASE_URL": url}

    def flask(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flask", "--app", str(APP), *map(str, words)]
        return subprocess.run(command, env=os.environ | self.environment, capture_output=True, text=True)

    def app(self):
        return create_app({**self.environment, "TESTING": True})


@pytest.fixture
def hosts(tmp_path, postgresql_server):
    first = Host(tmp_path / "first", f"sqlite:///{tmp_path / 'first' / 'appraisal.db'}")
    return first, Host(tmp_path / "second", new_database(postgresql_server))


def test_what_was_acknowledged_there_is_counted_here(hosts, tmp_path):
    first, second = hosts
    receipts, made, there = _held(first, tmp_path / "closed.backup")
    second.folder.mkdir(mode=0o700)

    without = second.flask("restore", tmp_path / "closed.backup")
    for name in SECRETS:
        shutil.copy(first.folder / name, second.folder / name)
    restored = second.flask("restore", tmp_path / "closed.backup")
    app = second.app()
    database = app.extensions["appraisal"].database
    board = app.test_client().get(f"/board/{made.id}").text
    here = _counted(database, made)
    database.engine.dispose()

    assert (without.returncode, "pepper" in without.stderr, restored.returncode) == (1, True, 0)
    assert [text for text in receipts if text not in board] == []
    assert here == there


def _held(host: Host, copy: Path):
    """Hold a vote up to its close, copy it, and count it here to compare."""
    app = host.app()
    installed = app.extensions["appraisal"]
    with installed.database.transaction() as session:
        plan = make_plan(classes=(make_class("A", 100, VOTERS),), spare_share=0)
        made = OpenRound(session, plan, pepper=installed.settings.pepper)
    receipts = []
    for place, code in enumerate(made.codes("A")):
        phone = Phone(app)
        phone.vote(code, place % 4)
        receipts.append(receipt(phone.get("/v/done")))
    with app.app_context(), installed.database.transaction() as session:
        conduct.close(session, round_id=made.id, actor=BOTH)
    with app.app_context():
        scrub()
    installed.database.engine.dispose()
    assert host.flask("backup", copy).returncode == 0
    counted = _counted(installed.database, made)
    installed.database.engine.dispose()
    return receipts, made, counted


def _counted(database, made):
    with database.transaction() as session:
        opening.open_box(session, round_id=made.id, cards=made.cards, actor=BOTH)
    with database.reading() as session:
        found = conduct.find(session, made.id)
        outcome = opening.outcome(session, round_id=made.id)
        return table(found.plan, outcome, issued=conduct.issued_per_class(found)).rows
