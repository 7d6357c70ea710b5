"""A hall of scripted phones at a server that really runs."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from appraisal import create_app
from appraisal.demo import hall, server
from appraisal.documents import slips as paper
from appraisal.domain.code import Code
from appraisal.services import conduct, issuing, rehearsing
from appraisal.storage.models import Ballot
from tests.factories import ORGANIZER, OpenRound, draft, make_class, make_plan

VOTERS = 30


def apart(work, *given, **named):
    """Run in a thread of its own: where browser tests ran before, asyncio finds this one taken."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *given, **named).result()


class House:
    """An installation, and slips of meetings in it as a printing house gets them."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, server.free_port()
        self.environment = {
            "APPRAISAL_DATA": str(folder / "data"),
            "APPRAISAL_PORT": str(self.port),
            "APPRAISAL_PUBLIC_URL": f"http://{server.HOST}:{self.port}",
            "APPRAISAL_LANG": "zh",
        }
        self.app = create_app(self.environment)
        self.installed = self.app.extensions["appraisal"]

    def rehearse(self):
        plan = make_plan(classes=(make_class("A", 100, VOTERS),), spare_share=0, allow_all_same=False)
        pepper = self.installed.settings.pepper
        with self.installed.database.transaction() as session:
            given = {"round_id": draft(session, plan).id, "actor": ORGANIZER}
            rehearsing.begin(session, **given)
            minted = issuing.issue(session, pepper=pepper, **given)
            conduct.open_voting(session, **given)
        return self.printed(minted, plan)

    def in_earnest(self):
        with self.installed.database.transaction() as session:
            made = OpenRound(session, pepper=self.installed.settings.pepper)
        return self.printed(made.slips, made.plan)

    def printed(self, minted, plan):
        path = self.folder / f"slips-{len(minted)}.csv"
        with path.open("wb") as out:
            paper.write_csv(
                minted, out, face=paper.face_of(plan), voting_url=self.installed.settings.voting_url
            )
        return path

    def loadtest(self, *words):
        runner = self.app.test_cli_runner()
        answer = apart(runner.invoke, args=["loadtest", *map(str, words)])
        return answer.exit_code, answer.output, answer.stderr

    def ballots(self):
        with self.installed.database.reading() as session:
            return session.query(Ballot).count()


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.installed.database.engine.dispose()


def test_everybody_of_a_rehearsal_votes_and_nobody_of_a_real_round(house):
    rehearsal, real = house.rehearse(), house.in_earnest()
    with server.running(house.environment, house.port, house.folder / "log"):
        passed = house.loadtest(rehearsal, "--over", 1)
        again = house.loadtest(rehearsal, "--over", 0, "--voters", 3)
        refused = house.loadtest(real, "--over", 0)

    assert (passed[0], f"{VOTERS} 人拿到回执" in passed[1], "过关：人人有回执" in passed[1]) == (
        0,
        True,
        True,
    )
    assert (again[0], "不过关：3 人没有回执（/v 409 ×3）" in again[1]) == (1, True)
    assert (refused[0], "一张也没有投" in refused[2], house.ballots()) == (1, True, VOTERS)


def test_a_server_that_is_not_there_is_told_and_a_file_too_short_is_refused(house):
    rehearsal = house.rehearse()

    gone = house.loadtest(rehearsal, "--over", 0, "--voters", 2)
    short = house.loadtest(rehearsal, "--voters", VOTERS + 1)

    assert (gone[0], "不过关：2 人没有回执" in gone[1]) == (1, True)
    assert (short[0], f"只有 {VOTERS} 个票码" in short[2]) == (1, True)


def test_a_server_that_breaks_off_is_counted_and_holds_nothing_up():
    port, answered = server.free_port(), []
    listening = threading.Event()

    async def serve():
        async def broken(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            answered.append(1)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf")
            writer.close()

        async with await asyncio.start_server(broken, server.HOST, port):
            listening.set()
            while len(answered) < 4:
                await asyncio.sleep(0.01)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    listening.wait()
    codes = [Code.draw() for _ in range(4)]
    seen = apart(hall.fill, f"http://{server.HOST}:{port}", codes, 0, lambda: None)
    thread.join()

    assert (seen.receipts, sum(seen.wrong.values())) == (set(), 4)
