"""The meeting a newcomer finds after the first start."""

import os
import re
import stat
from dataclasses import replace

import pytest

from appraisal import create_app
from appraisal.demo import ready
from appraisal.demo.scenario import Scenario
from appraisal.domain.lifecycle import State
from appraisal.domain.waiver import Waiver
from appraisal.services import conduct, voting
from appraisal.transaction import database, reading, settings


@pytest.fixture
def installed(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("APPRAISAL_")]:
        monkeypatch.delenv(name)
    app = create_app({"APPRAISAL_DATA": tmp_path / "data"})
    with app.app_context():
        yield app
        database().engine.dispose()


def test_a_slip_of_the_papers_opens_a_sheet(installed):
    folder = ready.prepare()

    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", (folder / "slips.html").read_text())
    with reading() as session:
        booth = voting.enter(session, typed=codes[0], pepper=settings().pepper)
        assert (booth.state, len(booth.sheet.subjects)) == (State.OPEN, 28)
    assert booth.plan.meeting.title.startswith("【演示】")


def test_the_papers_are_for_one_owner(installed):
    folder = ready.prepare()

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    cards = ("key-card-organizer.txt", "key-card-scrutineer.txt")
    assert modes == dict.fromkeys(("slips.html", *cards, "scrutineer.txt"), 0o600)


def test_the_second_start_changes_nothing(installed):
    folder = ready.prepare()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    again = ready.prepare()

    with reading() as session:
        assert len(conduct.appraisals(session)) == 1
    assert again is None
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_papers_of_a_lost_database_are_replaced(installed):
    folder = settings().data / "demo"
    folder.mkdir()
    (folder / "slips.html").write_text("of another database")

    ready.prepare()

    assert "of another database" not in (folder / "slips.html").read_text(encoding="utf-8")


def test_the_meeting_is_the_one_of_the_scenario(installed):
    ready.prepare()

    with reading() as session:
        assert conduct.find(session, 1).plan == replace(Scenario().plan, waiver=Waiver(recusal=True))
