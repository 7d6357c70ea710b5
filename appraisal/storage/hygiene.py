"""Rewrite the files after closing, so that their layout tells nothing about the order of votes."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from ..domain.lifecycle import State
from .database import Database
from .models import Ballot, Card, Credential, KeyWrap, ReleasedReason, Result, Round, SealedReason

CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
OVER = (State.CLOSED, State.OPENED, State.PUBLISHED, State.SHREDDED)
CAST = (Credential, Ballot, SealedReason)
KEYS_AND_RESULTS = (Round, KeyWrap, Card, Result, ReleasedReason)
PATIENCE = "15s"  # others read these tables meanwhile; nobody is kept waiting longer


def scrub(database: Database) -> None:
    """Forget the order of writing: no log, no freed page, no row version remembers it.

    May be repeated at any time; `scrub_unfinished` does so at the next start after a power cut.
    """
    if database.is_sqlite:
        _rewrite_file(database)
    else:
        with database.transaction() as session:
            _rewrite_tables(session.connection())
        _drop_old_versions(database)
    with database.transaction() as session:
        session.execute(update(Round).where(Round.state.in_(OVER)).values(scrubbed=True))
    if database.is_sqlite:
        _run(database, CHECKPOINT)


def scrub_unfinished(database: Database) -> None:
    """Finish what a power cut interrupted."""
    if is_unfinished(database, *OVER):
        scrub(database)


def is_unfinished(database: Database, *states: State) -> bool:
    """Say whether a round in one of these states waits for its scrub."""
    waiting = select(Round.id).where(Round.state.in_(states), ~Round.scrubbed).limit(1)
    with database.reading() as session:
        return session.scalar(waiting) is not None


def _rewrite_file(database: Database) -> None:
    _run(database, CHECKPOINT, "VACUUM", CHECKPOINT)


def _run(database: Database, *statements: str) -> None:
    connection = database.engine.raw_connection()  # VACUUM does not run inside a transaction
    try:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement).fetchall()
        cursor.close()
    finally:
        connection.close()


def _rewrite_tables(connection: Connection) -> None:
    """Put all rows back in random order in one transaction: one xmin for all, new places for all."""
    for table in (model.__tablename__ for model in CAST):
        copy = f"{table}_copy"
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE {copy} ON COMMIT DROP AS SELECT * FROM {table} ORDER BY gen_random_uuid()"  # noqa: S608
        )
        connection.exec_driver_sql(f"TRUNCATE {table}")
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {copy}")  # noqa: S608 - our names


def _drop_old_versions(database: Database) -> None:
    """Let PostgreSQL forget what rows said before they were changed or deleted."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")
        try:
            for table in KEYS_AND_RESULTS:
                connection.exec_driver_sql(f"VACUUM FULL {table.__tablename__}")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
