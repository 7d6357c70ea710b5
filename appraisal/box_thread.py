"""The one thread that goes to the box: it takes all ballots that are there, and waits for the disk once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import cast

from .connection import Connection
from .web.front import Answer, Dropping, Front, Outcome

MOST = 64  # ballots with one commit: the first must not wait long for the last


class BoxThread:
    """Ballots on their way into the box; what comes of each is told in the worker's loop."""

    def __init__(
        self, front: Front, defer: Callable[..., None], tell: Callable[[Connection, Answer | None], None]
    ) -> None:
        self._front, self._defer, self._tell = front, defer, tell
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[tuple[Connection, Dropping]] = deque()
        self._is_away = False

    def bring(self, conn: Connection, dropping: Dropping) -> None:
        """Bring a ballot; it goes with all others that are brought before the thread is back."""
        self._waiting.append((conn, dropping))
        if not self._is_away:
            self._go()

    def _go(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        self._is_away = bool(batch)
        if batch:
            done = self._thread.submit(self._front.drop_all, [dropping for _, dropping in batch])
            done.add_done_callback(partial(self._defer, self._come_back, batch))

    def _come_back(self, batch: list[tuple[Connection, Dropping]], done: Future[list[Outcome]]) -> None:
        """Go again at once, then tell; a batch that could not even be tried is told so one by one."""
        self._go()
        outcomes = [cast(Outcome, done.result)] * len(batch) if done.exception() else done.result()
        for (conn, dropping), outcome in zip(batch, outcomes, strict=True):
            answer = dropping.finish(outcome)
            conn.deed = self._front.refusing()
            self._tell(conn, answer)
