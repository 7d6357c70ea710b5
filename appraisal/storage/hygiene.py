"""Rewrite the files after closing, so that their layout tells nothing about the order of votes."""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from ..domain.lifecycle import State
from .database import Database
from .models import Ballot, Credential, Round

CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
OVER = (State.CLOSED, State.OPENED, State.PUBLISHED, State.SHREDDED)


def scrub(database: Database) -> None:
    """Forget the order of writing: no log, no freed page, no row version remembers it.

    May be repeated at any time; `scrub_unfinished` does so at the next start after a power cut.
    """
    if database.is_sqlite:
        _rewrite_file(database)
    else:
        with database.transaction() as session:
            _rewrite_tables(session.connection())
    with database.transaction() as session:
        session.execute(update(Round).where(Round.state.in_(OVER)).values(scrubbed=True))
    if database.is_sqlite:
        _run(database, CHECKPOINT)


def scrub_unfinished(database: Database) -> None:
    """Finish what a power cut interrupted."""
    with database.reading() as session:
        unfinished = _unscrubbed(session)
    if unfinished:
        scrub(database)


def _unscrubbed(session: Session) -> bool:
    return session.scalar(select(Round.id).where(Round.state.in_(OVER), ~Round.scrubbed).limit(1)) is not None


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
    for table in (Credential.__tablename__, Ballot.__tablename__):
        copy = f"{table}_copy"
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE {copy} ON COMMIT DROP AS SELECT * FROM {table} ORDER BY gen_random_uuid()"  # noqa: S608
        )
        connection.exec_driver_sql(f"TRUNCATE {table}")
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {copy}")  # noqa: S608 - our names
