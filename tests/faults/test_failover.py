"""The server of the database is lost and its standby takes over; whoever has a receipt is in the box."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from appraisal.domain.errors import Busy
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.faults.hall import booths, cast, on_the_board, open_hall, stored
from tests.postgres import USER, Cluster

VOTERS, PHONES = 80, 8
SYNCHRONOUS = "FIRST 1 (*)"


class Pair:
    """A server and its standby, and the address that leads to whichever takes writes."""

    def __init__(self) -> None:
        self.first, self.standby = Cluster(), Cluster()
        self.first.__enter__()
        self.standby.follow(self.first)
        places = f"host={self.first.place}&host={self.standby.place}"
        self.url = f"postgresql://{USER}@/postgres?{places}&target_session_attrs=read-write"

    def wait_for_standby(self, names: str) -> None:
        """Let a commit wait for these standbys."""
        with psycopg.connect(self.first.url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
            connection.execute("SELECT pg_reload_conf()")
            state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = %s"
            while not connection.execute(state, ("sync" if names else "async",)).fetchone()[0]:
                time.sleep(0.05)

    def fail_over(self) -> None:
        """Lose the first server for good."""
        self.first.stop_at_once()
        self.standby.take_over()


@pytest.fixture
def pair():
    made = Pair()
    yield made
    for server in (made.standby, made.first):
        server.remove()


@pytest.fixture
def database(pair):
    database = Database(pair.url)
    schema.upgrade(database)
    yield database
    database.engine.dispose()


def patiently(database, booth):
    """Press again until there is a receipt, with the number of the same page."""
    nonce = secrets.token_bytes(16)
    while True:
        try:
            return cast(database, booth, nonce)
        except Busy:
            time.sleep(0.05)


def test_no_acknowledged_ballot_is_lost_with_a_server_whose_standby_is_waited_for(pair, database):
    pair.wait_for_standby(SYNCHRONOUS)
    number, codes = open_hall(database, VOTERS)
    held = booths(database, codes)
    with ThreadPoolExecutor(PHONES) as hall:
        votes = [hall.submit(patiently, database, booth) for booth in held]
        votes[VOTERS // 2].result()
        pair.fail_over()
        receipts = {vote.result() for vote in votes}
    database.engine.dispose()  # connections to the server that is gone may still lie in the pool

    assert (len(receipts), stored(database)) == (VOTERS, (VOTERS, VOTERS))
    assert receipts == on_the_board(database, number)


def test_a_standby_that_nobody_waits_for_would_lose_some(pair, database):
    pair.wait_for_standby("")
    number, codes = open_hall(database, 1)
    _caught_up(pair)
    booth = booths(database, codes)[0]
    pair.standby.stop_at_once()  # it lags: a commit that waited for it would not be answered

    receipt = cast(database, booth)
    pair.first.stop_at_once()
    pair.standby.start()
    pair.standby.take_over()
    database.engine.dispose()

    assert receipt not in on_the_board(database, number)


def _caught_up(pair: Pair) -> None:
    with psycopg.connect(pair.first.url) as connection:
        while connection.execute("SELECT max(sent_lsn - replay_lsn) FROM pg_stat_replication").fetchone()[0]:
            time.sleep(0.05)
