"""Small writings that share a transaction, and with it one wait for the disk."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, Generic, TypeVar

from ..domain.errors import Busy
from .quick import Quick

MOST = 64  # writings in one transaction: the first must not wait long for the last

Result = TypeVar("Result")


class Writing(Generic[Result]):
    """One piece of work, and what came of it; known only after the commit that holds it."""

    def __init__(self, work: Callable[[Quick], Result]) -> None:
        self._work = work
        self._result: Result
        self._refusal: BaseException | None = None
        self._called = Lock()
        self._called.acquire()
        self.is_over = False
        self.is_leading = False

    def wait(self, seconds: float = -1) -> bool:
        """Wait to be called; say whether that happened in time."""
        return self._called.acquire(timeout=seconds)

    def call(self) -> None:
        """Wake whoever waits: it is over, or it is their turn to lead."""
        self._called.release()

    def attempt(self, quick: Quick) -> None:
        """Do the work; what refuses or fails leaves no trace, and does not touch the others."""
        quick.raw.execute("SAVEPOINT writing")
        try:
            self._result = self._work(quick)
        except sqlite3.IntegrityError:
            self._refusal = Busy()  # the driver's message may quote what was to be stored
        except sqlite3.OperationalError:
            raise  # the database itself is in trouble, and with it all who share the commit
        except Exception as refusal:
            self._refusal = refusal
        if self._refusal is not None:
            quick.raw.execute("ROLLBACK TO writing")
        quick.raw.execute("RELEASE writing")

    def fail(self, failure: BaseException) -> None:
        """Note that nothing of it was committed."""
        self._refusal = type(failure)() if isinstance(failure, Busy) else failure

    def outcome(self) -> Result:
        """Return what the work returned, or raise what it raised."""
        if self._refusal is not None:
            raise self._refusal
        return self._result


class Together:
    """A queue of writings; whoever comes first does the work of all who wait behind, then calls the next.

    Each is woken once, by name: where all queued for one lock, those who were over stood in the way of the
    next commit, and some of them waited for many.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Quick]], seconds: float) -> None:
        self._transaction, self._seconds = transaction, seconds
        self._waiting: deque[Writing[Any]] = deque()
        self._is_led = False
        self._queue = Lock()  # held for a moment, never while anything is written

    def run(self, work: Callable[[Quick], Result]) -> Result:
        """Do the work and return its result once it is committed.

        Raises
        ------
        Busy
            If its turn did not come in time, or the commit failed: nothing was written.
        """
        writing = Writing(work)
        if not self._leads(writing) and not writing.wait(self._seconds):
            if self._withdrawn(writing):
                raise Busy
            writing.wait()  # somebody is at it just now
        if not writing.is_over:
            self._lead()
        return writing.outcome()

    def run_all(self, works: Sequence[Callable[[Quick], Result]]) -> list[Writing[Result]]:
        """Do the work of several who do not wait here, with one commit; return what came of each."""
        batch = [Writing(work) for work in works]
        self._write(batch)
        return batch

    def _leads(self, writing: Writing[Any]) -> bool:
        """Queue up; say whether nobody is leading, so that it is our turn."""
        with self._queue:
            self._waiting.append(writing)
            writing.is_leading, self._is_led = not self._is_led, True
            return writing.is_leading

    def _withdrawn(self, writing: Writing[Any]) -> bool:
        with self._queue:
            if writing.is_leading or writing not in self._waiting:
                return False
            self._waiting.remove(writing)
            return True

    def _lead(self) -> None:
        """Write for the first who wait; all of them are over afterwards, one way or the other."""
        with self._queue:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._write(batch)
        finally:
            for writing in batch:
                writing.is_over = True
            for writing in (*self._next(), *batch):
                writing.call()

    def _write(self, batch: Sequence[Writing[Any]]) -> None:
        """Do the work of several with one commit; each knows afterwards what came of its own."""
        try:
            with self._transaction() as quick:
                for writing in batch:
                    writing.attempt(quick)
        except BaseException as failure:
            for writing in batch:
                writing.fail(failure)
            if not isinstance(failure, Exception):
                raise

    def _next(self) -> list[Writing[Any]]:
        """Give the lead to the first who waits; an empty list where nobody does."""
        with self._queue:
            following = [self._waiting[0]] if self._waiting else []
            self._is_led = bool(following)
            for writing in following:
                writing.is_leading = True
            return following
