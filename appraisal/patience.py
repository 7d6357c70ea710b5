"""A gunicorn worker whose loop answers what waits for nobody; its threads never wait for a slow phone."""

from __future__ import annotations

import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from gunicorn.workers.gthread import ThreadWorker

from .box_thread import BoxThread
from .connection import LOOKED_AT, Connection, Outlet, Waiting, to_come
from .web.front import EXTENSION, Answer, Dropping, Front

SECONDS = 20  # in which a request has to arrive
UPLOAD_SECONDS = 120  # in which a large one has to
SEND_SECONDS = 30  # in which the next piece of an answer has to be taken
LEAVE_SECONDS = 2  # in which the other side hears that a connection ends
TAKEN = 64  # new connections at a time: those that are there wait for an answer
UPLOADS = 4  # threads that may wait for the rest of a request; all others have theirs before they begin


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Waits for all phones at once, in the loop that costs nothing, and closes those that take too long.

    What the application's front door can answer without waiting is answered in that loop. Ballots are got
    ready there, and one thread takes all that are ready to the box. Everything else gets a thread of its
    own: what is not plain, which gunicorn reads and Flask answers. What is too large to be waited for here
    gets one of a few threads.
    """

    def init_process(self) -> None:
        """Begin with no connections; those in each state are kept in the order they end."""
        self._waiting = (Waiting(), Waiting(), Waiting(), Waiting())
        self._leaving, self._resting, self._sending, self._taking = self._waiting
        self._uploading = Waiting()
        self._uploads = ThreadPoolExecutor(UPLOADS)
        super().init_process()

    def load_wsgi(self) -> None:
        """Find the front door of the application, if it has one."""
        super().load_wsgi()
        self._front: Front | None = getattr(self.wsgi, "extensions", {}).get(EXTENSION)
        if self._front:
            self._box = BoxThread(self._front, self.method_queue.defer, self._answer)

    def accept(self, listener: socket.socket) -> None:
        """Take new connections in; most have sent their request already."""
        for _ in range(TAKEN):
            try:
                accepted, address = listener.accept()
            except OSError:  # nobody is there, has gone again, or there is no file left: never die of it
                return
            self.nr_conns += 1
            client = Outlet(accepted)
            conn = Connection(self.cfg, client, address, listener.getsockname())
            self._sending.add(conn, SECONDS)
            self._watch(conn)
            self._take(conn, client)

    def _watch(self, conn: Connection) -> None:
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._take, conn))

    def _take(self, conn: Connection, client: Outlet) -> None:
        """Take what has arrived, and work on it once it is a whole request."""
        piece = client.arrived()
        if piece:
            conn.seen += piece
            self._work_on(conn)
        elif piece is not None:
            self._end(conn)

    def _work_on(self, conn: Connection) -> None:
        """Answer what can be answered at once; give the rest to a thread, or wait for more of it.

        One request at a time: whoever sends many at once queues for the threads with everybody else.
        """
        found = conn.ask(self._front) if self._front and self.alive else None
        if isinstance(found, Dropping):
            self._stop_watching(conn)
            self._box.bring(conn, found)
            return
        if not isinstance(found, Answer):
            conn.deed = found
        elif not self._is_sent(conn, found):
            return
        missing = to_come(conn.seen)
        if not conn.seen:
            self._rest(conn)
        elif conn.deed or not missing or len(conn.seen) + missing > LOOKED_AT:
            self._stop_watching(conn)
            self._hand_over(conn, self._uploads if missing and not conn.deed else self.tpool)
        elif conn not in self._sending:  # the next request begins
            self._resting.pop(conn, None)
            self._sending.add(conn, SECONDS)

    def _hand_over(self, conn: Connection, pool: ThreadPoolExecutor) -> None:
        if pool is self._uploads:
            self._uploading.add(conn, UPLOAD_SECONDS)
        done = pool.submit(self.handle, conn)
        done.add_done_callback(partial(self.method_queue.defer, self.finish_request, conn))

    def _answer(self, conn: Connection, answer: Answer | None) -> None:
        """Answer a ballot; what was in its way is told by Flask's pages."""
        if answer is None:
            self._hand_over(conn, self.tpool)
            return
        self.nr += 1
        try:
            conn.send(answer)
        except OSError:
            self._close(conn)
            return
        self._follow(conn)

    def _is_sent(self, conn: Connection, answer: Answer) -> bool:
        """Send an answer; say whether the phone took all of it."""
        self.nr += 1
        try:
            conn.send(answer)
        except OSError:
            self._end(conn)
            return False
        if conn.sock.unsent:
            self._stop_watching(conn)
            self._wait_until_taken(conn)
        return not conn.sock.unsent

    def handle(self, conn: Connection) -> bool:
        """Do in a thread what waits; return whether the connection can be used again."""
        deed, conn.deed = conn.deed, None
        conn.sock.setblocking(True)
        answer = deed() if deed else None
        if answer is not None:
            conn.send(answer)
            return True
        conn.init()
        conn.parser.unreader.unread(conn.seen)
        conn.seen = b""
        return bool(super().handle(conn))

    def finish_request(self, conn: Connection, done: Future[bool]) -> None:
        """Go on with a connection that a thread is through with."""
        self._uploading.pop(conn, None)
        if done.cancelled() or done.exception() or conn.sock.fileno() < 0:  # closed in the middle
            self._close(conn)
            return
        conn.stays = done.result()
        conn.sock.setblocking(False)
        self._follow(conn)

    def _follow(self, conn: Connection) -> None:
        """See to it that an answer is taken whole, and go on."""
        if conn.sock.unsent:
            self._wait_until_taken(conn)
        else:
            self._go_on(conn)

    def _wait_until_taken(self, conn: Connection) -> None:
        self._taking.add(conn, SEND_SECONDS)
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._send_on, conn))

    def _send_on(self, conn: Connection, client: Outlet) -> None:
        """Send more of an answer, and go on once all of it is taken."""
        try:
            client.send_on()
        except OSError:
            self._end(conn)
            return
        self._stop_watching(conn)
        self._follow(conn)

    def _go_on(self, conn: Connection) -> None:
        """Wait for the next request of a connection, or end it."""
        if not conn.stays:
            self._leave(conn)
            return
        if conn.parser:
            conn.seen += conn.parser.unreader.take_buffered()
        self._watch(conn)
        self._work_on(conn)

    def _leave(self, conn: Connection) -> None:
        """Say that a connection ends, and throw away what still arrives: a reset would take the answer along.

        gunicorn waits for the other side in this loop, and everybody with it.
        """
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # the other side has left before
            self._close(conn)
            return
        self._leaving.add(conn, LEAVE_SECONDS)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Connection, client: Outlet) -> None:
        if client.arrived() == b"":
            self._end(conn)

    def _rest(self, conn: Connection) -> None:
        """Keep a connection open for the next request."""
        self._sending.pop(conn, None)
        self._resting.add(conn, self.cfg.keepalive)

    def _stop_watching(self, conn: Connection) -> None:
        for waiting in self._waiting:
            waiting.pop(conn, None)
        self.poller.unregister(conn.sock)

    def _end(self, conn: Connection) -> None:
        self._stop_watching(conn)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()

    def murder_keepalived(self, force: bool = False) -> None:
        """Close what has waited for too long, or everything; where it gets full, what has waited longest."""
        now = time.monotonic()
        for waiting in self._waiting:
            while waiting and (force or self._is_full() or next(iter(waiting)).timeout <= now):
                self._end(next(iter(waiting)))
        while late := self._uploading.over(now):
            self._hurry(late)

    def _is_full(self) -> bool:
        """Whether there is hardly room for those who come next."""
        return bool(self.nr_conns > self.worker_connections - TAKEN)

    def _hurry(self, conn: Connection) -> None:
        """Tell the thread that reads an upload that nothing more comes."""
        self._uploading.pop(conn)
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_RD)

    def _cap_keepalive(self, deadline: float) -> None:
        """Let connections rest, or take their time, no longer than this; their order stays."""
        for waiting in (*self._waiting, self._uploading):
            for conn in waiting:
                conn.timeout = min(conn.timeout, deadline)
