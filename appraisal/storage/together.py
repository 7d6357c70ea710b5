"""Small writings that share a transaction, and with it one wait for the disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from ..domain.errors import Busy

MOST = 64  # writings in one transaction: the first must not wait long for the last

Result = TypeVar("Result")


class Writing(Generic[Result]):
    """One piece of work, and what came of it; known only after the commit that holds it."""

    def __init__(self, work: Callable[[Session], Result]) -> None:
        self._work = work
        self._result: Result
        self._refusal: BaseException | None = None
        self.is_over = False

    def attempt(self, session: Session) -> None:
        """Do the work; what refuses or fails leaves no trace, and does not touch the others."""
        connection = session.connection()
        connection.exec_driver_sql("SAVEPOINT writing")
        try:
            self._result = self._work(session)
        except IntegrityError:
            self._refusal = Busy()  # the driver's message may quote what was to be stored
        except OperationalError:
            raise  # the database itself is in trouble, and with it all who share the commit
        except Exception as refusal:
            self._refusal = refusal
        if self._refusal is not None:
            connection.exec_driver_sql("ROLLBACK TO writing")
        connection.exec_driver_sql("RELEASE writing")

    def fail(self, failure: BaseException) -> None:
        """Note that nothing of it was committed."""
        self._refusal = type(failure)() if isinstance(failure, Busy) else failure

    def outcome(self) -> Result:
        """Return what the work returned, or raise what it raised."""
        if self._refusal is not None:
            raise self._refusal
        return self._result


class Together:
    """A queue of writings; whoever comes first does the work of all who wait behind."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Session]], seconds: float) -> None:
        self._transaction, self._seconds = transaction, seconds
        self._waiting: deque[Writing[object]] = deque()
        self._leading = Lock()

    def run(self, work: Callable[[Session], Result]) -> Result:
        """Do the work and return its result once it is committed.

        Raises
        ------
        Busy
            If its turn did not come in time, or the commit failed: nothing was written.
        """
        writing = Writing(work)
        self._waiting.append(writing)  # type: ignore[arg-type]
        if not self._leading.acquire(timeout=self._seconds):
            if self._withdrawn(writing):
                raise Busy
            self._leading.acquire()  # somebody is at it just now
        try:
            while not writing.is_over:
                self._lead()
        finally:
            self._leading.release()
        return writing.outcome()

    def _withdrawn(self, writing: Writing[Result]) -> bool:
        try:
            self._waiting.remove(writing)  # type: ignore[arg-type]
        except ValueError:
            return False
        return True

    def _lead(self) -> None:
        """Write for the first who wait; all of them are over afterwards, one way or the other."""
        batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            with self._transaction() as session:
                for writing in batch:
                    writing.attempt(session)
        except BaseException as failure:
            for writing in batch:
                writing.fail(failure)
            if not isinstance(failure, Exception):
                raise
        finally:
            for writing in batch:
                writing.is_over = True
