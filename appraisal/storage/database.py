"""Engine and sessions, durable on every connection."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session, sessionmaker

from ..domain.errors import Busy, ConfigurationRefused, StorageFailed
from ..domain.phrase import phrase
from . import place, server
from .quick import Quick, QuickConnections, Writer
from .together import Result, Together, Writing

log = logging.getLogger(__name__)

BUSY_MS = 15_000  # the longest a ballot waits for another one's commit
CONNECTIONS = 48  # to a file: 32 server threads and a few commands
SERVER_CONNECTIONS = 16  # of one process to a server, which has a hundred for all; threads take turns
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an acknowledged ballot survives a pulled plug
    "secure_delete": 1,
    "foreign_keys": 1,
    "temp_store": 2,  # memory: no temporary file ever holds a row
    "trusted_schema": 0,
    "busy_timeout": BUSY_MS,
    "cell_size_check": 1,
}
DISK_FAILURES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
READING = "appraisal_reading"
STARTING = 0x41505052  # the lock that a start holds; the locks of rounds are digests
OF_SQLALCHEMY = (OperationalError, IntegrityError)
OF_SQLITE = (sqlite3.OperationalError, sqlite3.IntegrityError)


class Database:
    """One database and the two ways into it: a transaction that writes, a transaction that reads."""

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        most = CONNECTIONS if self.is_sqlite else SERVER_CONNECTIONS
        patience = {"pool_timeout": BUSY_MS / 1000, "hide_parameters": True}
        self.engine = create_engine(self.url, pool_size=most, max_overflow=0, **patience)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_pragmas)
            event.listen(self.engine, "reset", _leave_nothing_open)
        event.listen(self.engine, "begin", self._begin)
        self.has_failed = False  # the disk was full or broken, and no writing has succeeded since
        self._writers = BoundedSemaphore(1 if self.is_sqlite else most)
        self._quick = QuickConnections(self.engine)
        self._together = Together(self._quick_transaction, BUSY_MS / 1000)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._glanced = self.engine.execution_options(**{READING: True})
        self._reading = sessionmaker(self._glanced)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Write: everything is committed when the block ends, nothing if it raises."""
        with self._turn(), self._telling_busy():
            if self.has_failed:
                self._prove_disk()
            with self._writing() as session:
                yield session
                session.commit()

    @contextmanager
    def _quick_transaction(self) -> Iterator[Quick]:
        with self._turn(), self._telling_busy():
            if self.has_failed:
                self._prove_disk()
            with self._quick.transaction("BEGIN IMMEDIATE") as quick:
                yield quick

    def together(self, work: Callable[[Writer], Result]) -> Result:
        """Write with whoever writes at the same moment; return what `work` returns, once it is committed.

        SQLite has one writer, who would wait for the disk after each; PostgreSQL's writers share that wait
        by themselves.
        """
        if self.is_sqlite:
            return self._together.run(work)
        with self.transaction() as session:
            return work(session)

    def all_together(self, works: Sequence[Callable[[Writer], Result]]) -> list[Writing[Result]]:
        """Write to SQLite for several at once; what came of each is known once all is committed."""
        return self._together.run_all(works)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state; nothing is ever written."""
        with self._telling_busy(), self._reading() as session:
            yield session

    @contextmanager
    def glancing(self) -> Iterator[Connection | Quick]:
        """Read rows and no objects, as every phone asks for."""
        way_in = self._quick.transaction("BEGIN") if self.is_sqlite else self._glanced.connect()
        with self._telling_busy(), way_in as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let writers of this process queue here: SQLite's own waiting is polling, and starves some."""
        if not self._writers.acquire(timeout=BUSY_MS / 1000):
            raise Busy
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def _telling_busy(self) -> Iterator[None]:
        try:
            yield
        except NoConnection:
            log.warning("no connection to the database was free")
            raise Busy from None
        except (*OF_SQLALCHEMY, *OF_SQLITE) as error:
            cause = getattr(error, "orig", error)
            log.warning("transaction failed: %s", type(cause).__name__)
            if getattr(cause, "sqlite_errorcode", 0) & 0xFF in DISK_FAILURES:
                self.has_failed = True
                raise StorageFailed from None
            raise Busy from None  # the driver's message may quote what was to be stored

    def _prove_disk(self) -> None:
        """Write to the disk and wait for it; raises like any other writing while it still fails."""
        with self.engine.begin() as connection:
            last = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {(last + 1) % 1_000}")
        self.has_failed = False

    def _begin(self, connection: Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        if self.is_sqlite:
            connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
        elif reading:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        else:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let the processes of several machines through one by one; an SQLite file has one process."""
        if self.is_sqlite:
            yield
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({STARTING})")
            try:
                yield
            finally:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({STARTING})")

    def ping(self) -> None:
        """Ask the database for an answer; `Busy` when there is none, or its disk still fails."""
        with self.transaction() if self.has_failed else self.reading() as session:
            session.execute(text("SELECT 1"))

    def pragmas(self) -> dict[str, Any]:
        """Read the durability settings back from a connection of the pool."""
        with self.engine.execution_options(**{READING: True}).connect() as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}

    def require_durable(self) -> None:
        """Refuse a database that could lose an acknowledged ballot."""
        wrong = self._wrong_file() if self.is_sqlite else self._wrong_server()
        if wrong:
            raise ConfigurationRefused(
                why=phrase("数据库设置不安全：%(settings)s", settings=", ".join(wrong))
            )

    def free_connections(self) -> int | None:
        """Say how many connections a server has for everybody; None for a file."""
        if self.is_sqlite:
            return None
        with self.engine.connect() as connection:
            return server.connections(connection)

    def talkative(self) -> list[str]:
        """List what a server writes down beside the tables, and what to set instead; nothing for a file."""
        if self.is_sqlite:
            return []
        with self.engine.connect() as connection:
            return server.talkative(connection)

    def _wrong_file(self) -> list[str]:
        remote = place.network(self.path) if self.path else None
        return [*_wrong_pragmas(self.pragmas()), *([f"file system={remote}"] if remote else [])]

    def _wrong_server(self) -> list[str]:
        with self.engine.connect() as connection:
            return server.wrong(connection)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None


def _wrong_pragmas(found: dict[str, Any]) -> list[str]:
    return [f"{name}={found[name]}" for name, wanted in PRAGMAS.items() if found[name] != wanted]


def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN itself
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _leave_nothing_open(connection: sqlite3.Connection, *_: object) -> None:
    """Give the lock of writers back: a commit that fails may leave its transaction open."""
    connection.rollback()


def create_private(path: Path) -> None:
    """Make the file before SQLite does, readable by its owner alone; -wal and -shm inherit the mode."""
    path.touch(mode=0o600)
