"""The edges' way into the database: they open the transaction, and they commit."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .config import Settings
from .domain.errors import AppraisalError
from .safekeeping import keep_copy
from .storage import hygiene
from .storage.database import Database

EXTENSION = "appraisal"
Result = TypeVar("Result")

log = logging.getLogger(__name__)


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


def together(work: Callable[[Session], Result]) -> Result:
    """Write with whoever writes at the same moment; return the result of `work` once it is committed."""
    return database().together(work)


def reading() -> AbstractContextManager[Session]:
    """Read one consistent state."""
    return database().reading()


def scrub() -> None:
    """Rewrite the files once closing has committed, then keep a copy of the closed box.

    Voting is closed whether this succeeds or not; what fails here is mended by the next scrub.
    """
    try:
        hygiene.scrub(database())
        keep_copy(database(), settings(), "closed")
    except (AppraisalError, SQLAlchemyError, sqlite3.Error, OSError) as error:
        log.warning("the files were not rewritten or not copied after closing: %s", type(error).__name__)
