"""The edges' way into the database: they open the transaction, and they commit."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy.orm import Session

from .config import Settings
from .storage.database import Database

EXTENSION = "appraisal"


def database() -> Database:
    """Return the database of the current application."""
    found: Database = current_app.extensions[EXTENSION].database
    return found


def settings() -> Settings:
    """Return the settings of the current application."""
    found: Settings = current_app.extensions[EXTENSION].settings
    return found


def transaction() -> AbstractContextManager[Session]:
    """Write: committed when the block ends, rolled back if it raises. Answer only after it."""
    return database().transaction()


def reading() -> AbstractContextManager[Session]:
    """Read one consistent state."""
    return database().reading()
