"""One database copied row by row into another, of the same kind or of the other kind."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, MetaData, Row, Table, func, insert, select

from . import schema
from .database import READING, Database
from .models import Credential

BATCH = 1_000  # rows on their way at once
REVISION = "alembic_version"  # the target has its own
DIGEST_BYTES = 32


def copy(source: Database, target: Database, *, with_codes: bool = True) -> str:
    """Fill an empty database with the rows of another; return the revision both stand at.

    The source is read in one consistent state, each table in the order of its key, so that nothing of the
    order of writing goes along. Without codes the digests become random ones: as many as before, spent and
    unspent, and no code leads to any of them.

    Raises
    ------
    DatabaseNewer
        If the source is newer than this program, or none of ours.
    """
    revision = schema.require_known(source)
    schema.upgrade(target, revision)
    with _snapshot(source) as reading, target.engine.begin() as writing:
        found = _tables(reading)
        for name, table in _tables(writing).items():
            blind = name == Credential.__tablename__ and not with_codes
            _copy_table(reading, found[name], writing, table, blind=blind)
        if not target.is_sqlite:
            _move_sequences(writing, _tables(writing).values())
    return revision


@contextmanager
def _snapshot(source: Database) -> Iterator[Connection]:
    isolation = {} if source.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with source.engine.execution_options(**{READING: True}, **isolation).connect() as connection:
        yield connection


def _tables(connection: Connection) -> dict[str, Table]:
    """Read off the tables in an order in which none comes before what it refers to."""
    found = MetaData()
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables if table.name != REVISION}


def _copy_table(
    reading: Connection, source: Table, writing: Connection, target: Table, *, blind: bool
) -> None:
    query = select(source).order_by(*source.primary_key).execution_options(yield_per=BATCH)
    for rows in reading.execute(query).partitions():
        writing.execute(insert(target), [_blinded(row) if blind else row._asdict() for row in rows])


def _blinded(row: Row[Any]) -> dict[str, Any]:
    return {**row._asdict(), Credential.digest.key: secrets.token_bytes(DIGEST_BYTES)}


def _move_sequences(writing: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL number new rows behind the copied ones."""
    for table in tables:
        for column in table.primary_key:
            if column.server_default is not None:
                place = func.pg_get_serial_sequence(table.name, column.name)
                last = select(func.coalesce(func.max(column), 1)).scalar_subquery()
                writing.execute(select(func.setval(place, last)))
