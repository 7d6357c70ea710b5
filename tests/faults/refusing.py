"""A database that takes a ballot and refuses the commit: a real one that fails, at the very last moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from appraisal.storage.database import Database

# a row without its parent is looked for when the transaction ends
OF_SQLITE = (
    "CREATE TABLE planted (id INTEGER REFERENCES round (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TRIGGER planted_row AFTER INSERT ON ballot BEGIN INSERT INTO planted VALUES (-1); END",
)
OF_POSTGRESQL = (
    """CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE USING MESSAGE = 'no room for ' || NEW, ERRCODE = 'disk_full'; END $$""",
    """CREATE CONSTRAINT TRIGGER planted_row AFTER INSERT ON ballot DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION planted()""",
)
MENDED_SQLITE = ("DROP TRIGGER planted_row", "DROP TABLE planted")
MENDED_POSTGRESQL = ("DROP TRIGGER planted_row ON ballot", "DROP FUNCTION planted()")


@contextmanager
def refusing_commits(database: Database) -> Iterator[None]:
    """Refuse every commit that holds a ballot."""
    _run(database, OF_SQLITE if database.is_sqlite else OF_POSTGRESQL)
    try:
        yield
    finally:
        _run(database, MENDED_SQLITE if database.is_sqlite else MENDED_POSTGRESQL)


def _run(database: Database, statements: tuple[str, ...]) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
