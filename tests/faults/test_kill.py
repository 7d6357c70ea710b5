"""The server is killed again and again while people vote; whoever has a receipt is in the box."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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
from tests.faults.conftest import THOROUGH

ROOT = Path(__file__).parents[2]
PHONES = 12
KILLS = 500 if THOROUGH else 50  # of the worker, which holds the database
DEATHS = 3  # of the whole server
BREATH = 0.05
LOST = (OSError, HTTPException)  # what a phone sees when the server dies under it


class Hall:
    """A data folder with an open round, and a server that dies and comes back."""

    def __init__(self, folder: Path, module: str, voters: int) -> None:
        self.folder, self.module, self.port = folder, module, server.free_port()
        self.environment = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_PORT": str(self.port)}
        self.installed = create_app(self.environment).extensions["appraisal"]
        plan = make_plan(classes=(make_class("A", 100, voters),), spare_share=0)
        with self.installed.database.transaction() as session:
            self.round = OpenRound(session, plan, pepper=self.installed.settings.pepper)

    def start(self) -> subprocess.Popen[bytes]:
        config = ROOT / "deploy" / "gunicorn.conf.py"
        command = [sys.executable, "-m", "gunicorn", "--config", config, "--pythonpath", ROOT]
        address = f"{server.HOST}:{self.port}"
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*map(str, command), "--preload", "--bind", address, self.module],
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def vote(self, slip, *, has_scripts=False) -> str:
        """Vote as a patient person does: try the same page again until it answers."""
        page, cookies = self._patiently(lambda phone: (enter(phone, slip.code), dict(phone.cookies)))
        fields = filled_in(page, (3, 2, 1)) | ({"at_once": "1"} if has_scripts else {})

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
    made = Hall(tmp_path, *request.param)
    yield made
    made.installed.database.engine.dispose()


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a server has forked."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            head, tail = path.read_text().rsplit(")", 1)
            parents[int(head.split(" ", 1)[0])] = int(tail.split()[1])
    return [child for child, parent in parents.items() if parent == process.pid]


def require_running(process: subprocess.Popen[bytes]) -> None:
    """Fail now: nobody ever gets an answer from a server that has ended."""
    if process.poll() is not None:
        pytest.fail(f"the server ended with {process.returncode}")


def kill_worker(process: subprocess.Popen[bytes], before: int | None) -> int:
    """Kill the worker once it is another one than before; return which it was."""
    while not (alive := [worker for worker in workers(process) if worker != before]):
        require_running(process)
        time.sleep(BREATH)
    os.kill(alive[0], signal.SIGKILL)
    return alive[0]


def vote_under_fire(hall: Hall, shots: int, shoot: Callable[[], None]) -> set[str]:
    """Everybody votes while the server is shot at now and then; return the receipts people hold."""
    slips = hall.round.slips
    with ThreadPoolExecutor(PHONES) as phones:
        votes = [phones.submit(hall.vote, slip, has_scripts=place % 2) for place, slip in enumerate(slips)]
        for shot in range(1, shots + 1):
            while sum(vote.done() for vote in votes) < len(slips) * shot // (shots + 1):
                time.sleep(BREATH)
            shoot()
        return {vote.result() for vote in votes}


@pytest.mark.parametrize("hall", [("tests.faults.forked:app", 2 * KILLS)], indirect=True)
def test_no_acknowledged_ballot_is_lost_with_a_killed_worker(hall):
    process, victim = hall.start(), None

    def shoot():
        nonlocal victim
        victim = kill_worker(process, victim)

    receipts = vote_under_fire(hall, KILLS, shoot)
    kill(process)

    assert hall.stored() == (receipts, len(hall.round.slips), len(hall.round.slips))


@pytest.mark.parametrize("hall", [("app:app", 48)], indirect=True)
def test_no_acknowledged_ballot_is_lost_with_a_killed_server(hall):
    process = hall.start()

    def shoot():
        nonlocal process
        kill(process)
        process = hall.start()

    receipts = vote_under_fire(hall, DEATHS, shoot)
    kill(process)

    assert hall.stored() == (receipts, len(hall.round.slips), len(hall.round.slips))


@pytest.mark.parametrize("hall", [("tests.faults.forgetful:app", 4)], indirect=True)
@pytest.mark.parametrize("has_scripts", [False, True])  # at the front door, and by Flask's page
def test_a_server_that_answers_before_it_commits_would_be_caught(hall, has_scripts):
    process = hall.start()
    acknowledged = hall.vote(hall.round.slips[0], has_scripts=has_scripts)
    kill(process)

    shown, _, _ = hall.stored()

    assert acknowledged not in shown
