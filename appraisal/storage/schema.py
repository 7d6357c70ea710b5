"""Migrations: where the database stands and how it gets to head."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ..domain.errors import ConfigurationRefused, DatabaseNewer
from ..domain.phrase import phrase
from .database import READING, Database

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def config(database: Database) -> Config:
    """Return Alembic's configuration for this database; the engine travels with it."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["engine"] = database.engine
    return found


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to a revision."""
    command.upgrade(config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision."""
    command.downgrade(config(database), revision)


def head() -> str | None:
    """Return the newest revision this program knows."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def require_known(database: Database) -> str:
    """Return where the database stands; refuse one that a newer program, or none of ours, has made."""
    found = current(database)
    if found not in {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}:
        raise DatabaseNewer
    return str(found)


def current(database: Database) -> str | None:
    """Return the revision the database stands at; None when it was never migrated."""
    with database.engine.execution_options(**{READING: True}).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_empty(database: Database) -> bool:
    """Say whether the database holds no table at all: a first start."""
    return not inspect(database.engine.execution_options(**{READING: True})).get_table_names()


def require_head(database: Database) -> None:
    """Refuse a database that is older or newer than this program."""
    if current(database) is None or require_known(database) != head():
        raise ConfigurationRefused(why=phrase("数据库的表结构与本程序不一致，请先运行：flask db upgrade"))
