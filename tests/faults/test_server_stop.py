"""PostgreSQL is stopped at once and started again while people vote; whoever has a receipt is in the box."""

import os
import secrets
import signal
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from appraisal.domain.errors import Busy
from appraisal.services import voting
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.factories import all_marked
from tests.faults.conftest import THOROUGH
from tests.faults.hall import booths, cast, on_the_board, open_hall, stored
from tests.postgres import Cluster

STOPS = 20 if THOROUGH else 3
VOTERS, PHONES = 40 * STOPS, 8


@pytest.fixture
def cluster():
    """A server of our own: others must not be stopped."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def database(cluster):
    database = Database(cluster.url)
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
            continue


def test_no_acknowledged_ballot_is_lost(cluster, database):
    number, codes = open_hall(database, VOTERS)
    held = booths(database, codes)
    with ThreadPoolExecutor(PHONES) as hall:
        votes = [hall.submit(patiently, database, booth) for booth in held]
        for stop in range(STOPS):
            votes[VOTERS * (stop + 1) // (STOPS + 1)].result()
            cluster.stop_at_once()
            cluster.start()
        receipts = {vote.result() for vote in votes}
    database.engine.dispose()  # connections of the server that was stopped may still lie in the pool

    assert (len(receipts), stored(database)) == (VOTERS, (VOTERS, VOTERS))
    assert receipts == on_the_board(database, number)


def test_a_server_that_does_not_wait_for_its_disk_would_be_caught(cluster, database):
    number, codes = open_hall(database, 1)
    booth = booths(database, codes)[0]
    stop_writing_behind(cluster)
    with database.transaction() as session:
        session.connection().exec_driver_sql("SET LOCAL synchronous_commit = off")
        receipt = _cast_in(session, booth)
    cluster.stop_at_once()
    cluster.start()
    database.engine.dispose()

    assert receipt not in on_the_board(database, number)


def stop_writing_behind(cluster):
    """Halt the process that brings to the disk what nobody waits for; it dies with its server."""
    with psycopg.connect(cluster.url) as connection:
        found = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"
        os.kill(connection.execute(found).fetchone()[0], signal.SIGSTOP)


def _cast_in(session, booth):
    marks = all_marked(booth.sheet)
    return voting.cast(session, booth=booth, marks=marks, nonce=secrets.token_bytes(16)).text
