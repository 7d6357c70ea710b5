"""A database put in the place of another, which is kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from ..domain.errors import DatabaseInUse
from . import schema
from .database import Database, create_private

ARRIVING = "arriving"  # the schema that a copy is written into before it takes the place of the other
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def replace(database: Database, fill: Callable[[Database], object], *, old: str) -> str | None:
    """Put a database that `fill` fills in the place of this one; return where the old one is kept, if any.

    Until all is filled nothing of the old one is touched. `old` is a word for its new name.

    Raises
    ------
    DatabaseInUse
        If another program holds it.
    """
    if database.is_sqlite:
        return _replace_file(database, fill, old)
    return _replace_schema(database, fill, old)


def _replace_file(database: Database, fill: Callable[[Database], object], old: str) -> str | None:
    path = database.path
    if path is None:
        raise DatabaseInUse
    arriving, kept = (
        path.with_name(f"{path.name}.{ARRIVING}"),
        path.with_name(f"{path.stem}-{old}{path.suffix}"),
    )
    _remove(arriving)
    create_private(arriving)
    try:
        _fill(Database(f"sqlite:///{arriving}"), fill)
        make_single_file(arriving)
        is_there = path.exists()
        if is_there:
            database.engine.dispose()
            make_single_file(path)
            path.rename(kept)
        arriving.rename(path)
    finally:
        _remove(arriving)
    return str(kept) if is_there else None


def make_single_file(path: Path) -> None:
    """Fold the write-ahead log into its file; `DatabaseInUse` while anybody else has it open."""
    connection = sqlite3.connect(path, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise DatabaseInUse from None
    finally:
        connection.close()


def _replace_schema(database: Database, fill: Callable[[Database], object], old: str) -> str | None:
    kept = None if schema.is_empty(database) else f"public_{old}".replace("-", "_")
    away = f"ALTER SCHEMA public RENAME TO {kept}" if kept else "DROP SCHEMA IF EXISTS public"
    database.engine.dispose()
    with database.engine.begin() as connection:
        if connection.exec_driver_sql(OTHERS).scalar_one():
            raise DatabaseInUse
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {ARRIVING} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {ARRIVING}")
    _fill(Database(database.url.update_query_dict({"options": f"-csearch_path={ARRIVING}"})), fill)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(away)
        connection.exec_driver_sql(f"ALTER SCHEMA {ARRIVING} RENAME TO public")
    return kept


def _fill(arriving: Database, fill: Callable[[Database], object]) -> None:
    try:
        fill(arriving)
    finally:
        arriving.engine.dispose()


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
