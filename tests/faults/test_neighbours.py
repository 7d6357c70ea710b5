"""Other processes on the same database: one that holds the lock, one that votes as well."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.hall import booths, cast, on_the_board, open_hall, stored

ROOT = Path(__file__).parents[2]
VOTERS = 100


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    return request.getfixturevalue(request.param)


def beside(act, database):
    url = database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.faults.beside", act, url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def tell(process, line=""):
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_everybody_is_accepted_when_a_held_lock_is_released(sqlite):
    number, codes = open_hall(sqlite, VOTERS)
    held = booths(sqlite, codes)
    arrived = threading.Barrier(21)

    def wait_and_cast(place):
        if place < 20:
            arrived.wait()
        return cast(sqlite, held[place])

    with beside("hold", sqlite) as neighbour, ThreadPoolExecutor(20) as hall:
        assert neighbour.stdout.readline() == "held\n"
        votes = [hall.submit(wait_and_cast, place) for place in range(VOTERS)]
        arrived.wait()
        in_between = stored(sqlite)
        tell(neighbour)
        receipts = {vote.result() for vote in votes}

    assert (in_between, len(receipts), stored(sqlite)) == ((0, 0), VOTERS, (VOTERS, VOTERS))
    assert on_the_board(sqlite, number) == receipts


def test_two_processes_accept_each_code_once_between_them(database):
    number, codes = open_hall(database, VOTERS)
    receipts = []
    with beside("cast", database) as one, beside("cast", database) as other:
        for process, order in ((one, codes), (other, codes[::-1])):
            tell(process, json.dumps(order))
        assert [process.stdout.readline() for process in (one, other)] == ["ready\n"] * 2
        for process in (one, other):
            tell(process)
        for process in (one, other):
            receipts += json.loads(process.stdout.readline())

    assert (len(receipts), stored(database)) == (VOTERS, (VOTERS, VOTERS))
    assert set(receipts) == on_the_board(database, number)
