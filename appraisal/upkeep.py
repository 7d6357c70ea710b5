"""Bring the tables of a database to another revision, old or new; it need not be ready for voting."""

from __future__ import annotations

from .safekeeping import BEFORE_UPGRADE, keep_copy
from .startup import make_file
from .storage import schema
from .storage.database import Database
from .transaction import settings


def upgrade(revision: str = "head") -> str | None:
    """Bring the tables to a revision, the newest by default; return where they stand.

    A database with something in it is copied first.
    """
    database = unready()
    make_file(database)
    if schema.current(database) not in (None, schema.head()):
        keep_copy(database, settings(), BEFORE_UPGRADE)
    schema.upgrade(database, revision)
    return schema.current(database)


def downgrade(revision: str) -> str | None:
    """Take the tables back to a revision; return where they stand."""
    database = unready()
    schema.downgrade(database, revision)
    return schema.current(database)


def current() -> tuple[str | None, str | None]:
    """Return the revision the tables stand at and the newest this program knows."""
    return schema.current(unready()), schema.head()


def unready() -> Database:
    """Return the database as it is, migrated or not."""
    return Database(settings().database_url)
