"""The edges' way into the database: they open the transaction, and they commit."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .config import Settings
from .domain.errors import AppraisalError
from .safekeeping import CLOSED, DESTROYED, discard_copies, keep_copy
from .storage import hygiene
from .storage.database import Database
from .storage.quick import Quick
from .storage.quick import Rows as Rows  # what services are given
from .storage.quick import Writer as Writer

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


def together(work: Callable[[Writer], Result]) -> Result:
    """Write with whoever writes at the same moment; return the result of `work` once it is committed."""
    return database().together(work)


def reading() -> AbstractContextManager[Session]:
    """Read one consistent state."""
    return database().reading()


def glancing() -> AbstractContextManager[Connection | Quick]:
    """Read rows and no objects, as every participant's request does."""
    return database().glancing()


def scrub(*, rehearsal: bool = False) -> None:
    """Rewrite the files once closing has committed, then keep a copy of the closed box; none of a rehearsal.

    Voting is closed whether this succeeds or not; what fails here is mended by the next scrub.
    """
    with _going_on("closing"):
        hygiene.scrub(database())
        if not rehearsal:
            keep_copy(database(), settings(), CLOSED)


def forget() -> None:
    """Delete our copies and rewrite the files once destroying has committed; then copy what is left.

    All is destroyed whether this succeeds or not; what fails here is mended by the next start.
    """
    with _going_on("destroying"):
        discard_copies(settings())
        hygiene.scrub(database())
        keep_copy(database(), settings(), DESTROYED)


@contextmanager
def _going_on(occasion: str) -> Iterator[None]:
    try:
        yield
    except (AppraisalError, SQLAlchemyError, sqlite3.Error, OSError) as error:
        log.warning("the files were not rewritten or not copied after %s: %s", occasion, type(error).__name__)
