"""A gunicorn worker whose loop answers what waits for nobody; its threads never wait for a slow phone."""

from __future__ import annotations

import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from gunicorn.workers.gthread import ThreadWorker

from . import plain
from .connection import LOOKED_AT, Connection, Outlet, to_come, written
from .web.front import EXTENSION, Answer, Front

SECONDS = 20  # in which a request has to arrive
UPLOAD_SECONDS = 120  # in which a large one has to
SEND_SECONDS = 30  # in which the next piece of an answer has to be taken
LEAVE_SECONDS = 2  # in which the other side hears that a connection ends
TAKEN = 64  # new connections at a time: those that are there wait for an answer
UPLOADS = 4  # threads that may wait for the rest of a request; all others have theirs before they begin


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Waits for all phones at once, in the loop that costs nothing, and closes those that take too long.

    What the application's front door can answer without waiting is answered in that loop. Everything else
    gets a thread: what waits for the disk, and what is not plain, which gunicorn reads and Flask answers.
    What is too large to be waited for here gets one of a few threads of its own.
    """

    def init_process(self) -> None:
        """Begin with no connections; those in each state are kept in the order they end."""
        self._leaving: dict[Connection, None] = {}
        self._resting: dict[Connection, None] = {}
        self._sending: dict[Connection, None] = {}
        self._taking: dict[Connection, None] = {}
        self._waiting = (self._leaving, self._resting, self._sending, self._taking)
        self._uploading: dict[Connection, None] = {}
        self._uploads = ThreadPoolExecutor(UPLOADS)
        super().init_process()

    def load_wsgi(self) -> None:
        """Find the front door of the application, if it has one."""
        super().load_wsgi()
        self._front: Front | None = getattr(self.wsgi, "extensions", {}).get(EXTENSION)

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
            conn.timeout = time.monotonic() + SECONDS
            self._sending[conn] = None
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
        found = self._found(conn)
        if isinstance(found, Answer):
            self.nr += 1
            conn.seen = conn.rest
            if not self._is_sent(conn, written(found)):
                return
        missing = to_come(conn.seen)
        if not conn.seen:
            self._rest(conn)
        elif conn.deed or not missing or len(conn.seen) + missing > LOOKED_AT:
            self._stop_watching(conn)
            self._hand_over(conn, self._uploads if missing and not conn.deed else self.tpool)
        elif conn not in self._sending:  # the next request begins
            self._resting.pop(conn, None)
            conn.timeout = time.monotonic() + SECONDS
            self._sending[conn] = None

    def _hand_over(self, conn: Connection, pool: ThreadPoolExecutor) -> None:
        if pool is self._uploads:
            conn.timeout = time.monotonic() + UPLOAD_SECONDS
            self._uploading[conn] = None
        done = pool.submit(self.handle, conn)
        done.add_done_callback(partial(self.method_queue.defer, self.finish_request, conn))

    def _found(self, conn: Connection) -> Answer | None:
        """Ask the front door; what it has still to do for an answer is the connection's deed."""
        read = plain.read(conn.seen, by_front=conn.by_front) if self.alive else None
        if read is None or self._front is None:
            return None
        environ, length = read
        found = self._front.begin(environ)
        conn.rest = conn.seen[length:]
        if isinstance(found, Answer):
            return found
        conn.deed = found
        return None

    def _is_sent(self, conn: Connection, answer: bytes) -> bool:
        """Send an answer; say whether the phone took all of it."""
        try:
            conn.sock.sendall(answer)
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
            conn.sock.sendall(written(answer))
            conn.seen = conn.rest
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
        if conn.sock.unsent:
            self._wait_until_taken(conn)
        else:
            self._go_on(conn)

    def _wait_until_taken(self, conn: Connection) -> None:
        conn.timeout = time.monotonic() + SEND_SECONDS
        self._taking[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._send_on, conn))

    def _send_on(self, conn: Connection, client: Outlet) -> None:
        """Send more of an answer, and go on once all of it is taken."""
        try:
            client.send_on()
        except OSError:
            self._end(conn)
            return
        self._stop_watching(conn)
        if client.unsent:
            self._wait_until_taken(conn)
        else:
            self._go_on(conn)

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
        conn.timeout = time.monotonic() + LEAVE_SECONDS
        self._leaving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Connection, client: Outlet) -> None:
        if client.arrived() == b"":
            self._end(conn)

    def _rest(self, conn: Connection) -> None:
        """Keep a connection open for the next request."""
        self._sending.pop(conn, None)
        self._resting.pop(conn, None)  # the newest is the last
        conn.set_timeout()
        self._resting[conn] = None

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
        while self._uploading and next(iter(self._uploading)).timeout <= now:
            self._hurry(next(iter(self._uploading)))

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
