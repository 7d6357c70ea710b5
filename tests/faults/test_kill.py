"""The server is killed again and again while people vote; whoever has a receipt is in the box."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import pytest
from sqlalchemy import func, select

from appraisal import create_app
from appraisal.ballotbox import board, box
from appraisal.demo import server
from appraisal.demo.phone import Phone
from appraisal.demo.voters import enter, filled_in, receipt
from appraisal.storage.models import Ballot, Credential, Round
from tests.factories import OpenRound, make_class, make_plan

ROOT = Path(__file__).parents[2]
PHONES, VOTERS, KILLS = 12, 96, 6
BREATH = 0.05
LOST = (OSError, HTTPException)  # what a phone sees when the server dies under it


class Hall:
    """A data folder with an open round, and a server that dies and comes back."""

    def __init__(self, folder: Path, module: str) -> None:
        self.folder, self.module, self.port = folder, module, server.free_port()
        self.environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(self.port)}
        self.installed = create_app(self.environment).extensions["appraisal"]
        plan = make_plan(classes=(make_class("A", 100, VOTERS),))
        with self.installed.database.transaction() as session:
            self.round = OpenRound(session, plan, pepper=self.installed.settings.pepper)

    def start(self) -> subprocess.Popen[bytes]:
        config = ROOT / "deploy" / "gunicorn.conf.py"
        command = [sys.executable, "-m", "gunicorn", "--config", config, "--pythonpath", ROOT]
        address = f"{server.HOST}:{self.port}"
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*map(str, command), "--bind", address, self.module],
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def vote(self, slip) -> str:
        """Vote as a patient person does: try the same page again until it answers."""
        page, cookies = self._patiently(lambda phone: (enter(phone, slip.code), dict(phone.cookies)))
        fields = filled_in(page, (3, 2, 1))

        def send(phone: Phone) -> str:
            phone.cookies = dict(cookies)
            return receipt(phone.post("/v/ballot", fields))

        return self._patiently(send)

    def _patiently(self, act):
        while True:
            try:
                with Phone(self.port) as phone:
                    return act(phone)
            except LOST:
                time.sleep(BREATH)

    def stored(self) -> tuple[set[str], int, int]:
        """Receipts on the board, ballots in the box, codes spent."""
        with self.installed.database.reading() as session:
            leaves = box.leaves(session, session.get_one(Round, self.round.id))
            ballots = session.scalar(select(func.count()).select_from(Ballot))
            spent = session.scalar(select(func.count()).where(Credential.spent))
        return {board.Receipt(leaf).text for leaf in leaves}, ballots, spent


@pytest.fixture
def hall(tmp_path, request):
    made = Hall(tmp_path, request.param)
    yield made
    made.installed.database.engine.dispose()


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def vote_under_kills(hall: Hall, kills: int) -> list[str]:
    """Everybody votes while the server dies `kills` times; return the receipts people hold."""
    process = hall.start()
    with ThreadPoolExecutor(PHONES) as phones:
        votes = [phones.submit(hall.vote, slip) for slip in hall.round.slips[:VOTERS]]
        for death in range(1, kills + 1):
            while sum(vote.done() for vote in votes) < VOTERS * death // (kills + 1):
                time.sleep(BREATH)
            kill(process)
            process = hall.start()
        receipts = [vote.result() for vote in votes]
    kill(process)
    return receipts


@pytest.mark.parametrize("hall", ["app:app"], indirect=True)
def test_no_acknowledged_ballot_is_lost(hall):
    receipts = vote_under_kills(hall, KILLS)

    shown, ballots, spent = hall.stored()

    assert (set(receipts) - shown, len(set(receipts))) == (set(), VOTERS)
    assert (ballots, spent) == (VOTERS, VOTERS)


@pytest.mark.parametrize("hall", ["tests.faults.forgetful:app"], indirect=True)
def test_a_server_that_answers_before_it_commits_would_be_caught(hall):
    process = hall.start()
    acknowledged = hall.vote(hall.round.slips[0])
    kill(process)

    shown, _, _ = hall.stored()

    assert acknowledged not in shown
