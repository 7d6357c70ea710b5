"""Durability and transactions."""

import stat
import threading

import pytest
from sqlalchemy import event, func, select, text

from appraisal.domain.errors import Busy, ConfigurationRefused
from appraisal.storage.database import PRAGMAS, Database, create_private
from appraisal.storage.models import Appraisal


def count(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Appraisal))


def test_every_connection_is_durable(database):
    with database.reading(), database.reading(), database.reading():
        found = [database.pragmas() for _ in range(3)]

    assert found == [PRAGMAS] * 3


def test_a_database_that_could_lose_a_ballot_is_refused(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'appraisal.db'}")
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = NORMAL"))

    with pytest.raises(ConfigurationRefused, match="synchronous=1"):
        database.require_durable()


def test_what_raises_leaves_no_trace(database):
    with pytest.raises(RuntimeError), database.transaction() as session:
        session.add(Appraisal(title="half"))
        session.flush()
        raise RuntimeError

    assert count(database) == 0


def test_a_commit_that_fails_gives_the_lock_back(database):
    with database.transaction() as session:
        session.execute(text("CREATE TABLE owner (id INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE owned (id REFERENCES owner DEFERRABLE INITIALLY DEFERRED)"))

    with pytest.raises(Busy), database.transaction() as session:
        session.add(Appraisal(title="half"))
        session.execute(text("INSERT INTO owned VALUES (-1)"))
    with database.transaction() as session:  # SQLite leaves a transaction open that it could not end
        session.add(Appraisal(title="whole"))

    assert count(database) == 1


def test_a_finished_block_is_committed(database):
    with database.transaction() as session:
        session.add(Appraisal(title="whole"))

    assert count(database) == 1


def test_writers_come_one_after_another(database):
    inside, most, lock = 0, 0, threading.Lock()

    def write():
        nonlocal inside, most
        with database.transaction() as session:
            session.execute(select(1))
            with lock:
                inside += 1
                most = max(most, inside)
            session.add(Appraisal(title="one"))
            session.flush()
            with lock:
                inside -= 1

    writers = [threading.Thread(target=write) for _ in range(16)]
    [writer.start() for writer in writers]
    [writer.join() for writer in writers]

    assert (most, count(database)) == (1, 16)


def test_reading_goes_on_while_somebody_writes(database):
    with database.transaction() as session:
        session.add(Appraisal(title="not yet"))
        session.flush()

        seen = count(database)

    assert (seen, count(database)) == (0, 1)


def test_a_failure_of_the_database_says_nothing_of_what_was_to_be_stored(database, caplog):
    with pytest.raises(Busy) as refusal, database.transaction() as session:
        session.add(Appraisal(id=1, title="canary-1"))
        session.flush()
        session.add(Appraisal(id=1, title="canary-2"))
        session.expunge(session.get(Appraisal, 1))
        session.flush()

    said = f"{refusal.value} {refusal.value.__cause__} {caplog.text}"
    assert ("canary" in said, "IntegrityError" in caplog.text) == (False, True)


def test_the_database_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "appraisal.db"
    create_private(path)
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        session.execute(select(1))
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert set(modes.values()) == {0o600}
