"""A gunicorn worker whose loop answers what waits for nobody; its threads never wait for a slow phone."""

from __future__ import annotations

import re
import selectors
import socket
import struct
import time
from collections.abc import Callable
from concurrent.futures import Future
from email.utils import formatdate
from functools import lru_cache, partial

from gunicorn import SERVER
from gunicorn.workers.gthread import TConn, ThreadWorker

from . import plain
from .web.front import EXTENSION, Answer, Front

SECONDS = 20  # in which a request has to arrive
READ_SECONDS = 10  # in which the next piece of a large upload has to
SEND_SECONDS = 30  # in which the next piece of an answer has to be taken
LEAVE_SECONDS = 2  # in which the other side hears that a connection ends
LOOKED_AT = 64 * 1024  # bytes: a voter's request is far smaller
TAKEN = 64  # new connections at a time: those that are there wait for an answer
END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)


def is_whole(seen: bytes) -> bool:
    """Say whether a request can be worked on: its head, and its body where that is small, have arrived.

    Of a large one the head is enough: it is refused by its length, or it is an organizer's upload.
    """
    head, end, body = seen.partition(END)
    if not end:
        return len(seen) >= LOOKED_AT  # longer than any head may be: the parser refuses it
    found = LENGTH.search(head + b"\r\n")
    length = int(found[1]) if found else 0
    return len(body) >= length or len(head) + len(end) + length > LOOKED_AT // 2


class Connection(TConn):  # type: ignore[misc]
    """A phone's connection: what has arrived of its next request, and what is being done about that."""

    seen = b""
    deed: Callable[[], Answer | bytes | None] | None = None
    rest = b""  # what had arrived behind the request that is being worked on
    data_ready = True


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Waits for all phones at once, in the loop that costs nothing, and closes those that take too long.

    What the application's front door can answer without waiting is answered in that loop. Everything else
    gets a thread: what waits for the disk, and what is not plain, which gunicorn reads and Flask answers.
    """

    def init_process(self) -> None:
        """Begin with no connections; those that send, rest or leave are kept in the order they end."""
        self._sending: dict[Connection, None] = {}
        self._resting: dict[Connection, None] = {}
        self._leaving: dict[Connection, None] = {}
        super().init_process()

    def load_wsgi(self) -> None:
        """Find the front door of the application, if it has one."""
        super().load_wsgi()
        self._front: Front | None = getattr(self.wsgi, "extensions", {}).get(EXTENSION)

    def accept(self, listener: socket.socket) -> None:
        """Take new connections in; most have sent their request already."""
        for _ in range(TAKEN):
            try:
                client, address = listener.accept()
            except OSError:  # nobody is there, has gone again, or there is no file left: never die of it
                return
            self.nr_conns += 1
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", READ_SECONDS, 0))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
            conn = Connection(self.cfg, client, address, listener.getsockname())
            conn.timeout = time.monotonic() + SECONDS
            self._sending[conn] = None
            self._watch(conn)
            self._take(conn, client)

    def _watch(self, conn: Connection) -> None:
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._take, conn))

    def _take(self, conn: Connection, client: socket.socket) -> None:
        """Take what has arrived, and work on it once it is a whole request."""
        try:
            piece = client.recv(LOOKED_AT)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._end(conn)
            return
        conn.seen += piece
        self._work_on(conn)

    def _work_on(self, conn: Connection) -> None:
        """Answer what can be answered at once; give the rest to a thread, or wait for more of it."""
        while conn.seen:
            found = self._found(conn)
            if not isinstance(found, Answer):
                break
            self.nr += 1
            conn.seen = conn.rest
            if not self._sent(conn, written(found)):
                return
        if not conn.seen:
            self._rest(conn)
        elif conn.deed or is_whole(conn.seen):
            self._stop_watching(conn)
            self.enqueue_req(conn)
        elif conn not in self._sending:  # the next request begins
            self._resting.pop(conn, None)
            conn.timeout = time.monotonic() + SECONDS
            self._sending[conn] = None

    def _found(self, conn: Connection) -> Answer | None:
        """Ask the front door; what it has still to do for an answer is the connection's deed."""
        read = plain.read(conn.seen) if self.alive else None
        if read is None or self._front is None:
            return None
        environ, length = read
        found = self._front.begin(environ)
        conn.rest = conn.seen[length:]
        if isinstance(found, Answer):
            return found
        conn.deed = found
        return None

    def _sent(self, conn: Connection, answer: bytes) -> bool:
        """Send an answer; a phone that does not take all of it at once gets the rest from a thread."""
        try:
            sent = conn.sock.send(answer)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._end(conn)
            return False
        if sent == len(answer):
            return True
        unsent = answer[sent:]
        conn.deed = lambda: unsent
        self._stop_watching(conn)
        self.enqueue_req(conn)
        return False

    def handle(self, conn: Connection) -> bool:
        """Do in a thread what waits; return whether the connection can be used again."""
        deed, conn.deed = conn.deed, None
        conn.sock.setblocking(True)
        answer = deed() if deed else None
        if answer is not None:
            conn.sock.sendall(written(answer) if isinstance(answer, Answer) else answer)
            conn.seen = conn.rest
            return True
        conn.init()
        conn.parser.unreader.unread(conn.seen)
        conn.seen = b""
        return bool(super().handle(conn))

    def finish_request(self, conn: Connection, done: Future[bool]) -> None:
        """Wait for the next request of a connection that a thread is through with, or end it."""
        if done.cancelled() or done.exception():
            self._close(conn)
        elif not done.result():
            self._leave(conn)
        else:
            if conn.parser:
                conn.seen += conn.parser.unreader.take_buffered()
            conn.sock.setblocking(False)
            self._watch(conn)
            self._work_on(conn)

    def _leave(self, conn: Connection) -> None:
        """Say that a connection ends, and throw away what still arrives: a reset would take the answer along.

        gunicorn waits for the other side in this loop, and everybody with it.
        """
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # the other side has left before
            self._close(conn)
            return
        conn.timeout = time.monotonic() + LEAVE_SECONDS
        self._leaving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        try:
            piece = client.recv(LOOKED_AT)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._end(conn)

    def _rest(self, conn: Connection) -> None:
        """Keep a connection open for the next request."""
        self._sending.pop(conn, None)
        self._resting.pop(conn, None)  # the newest is the last
        conn.set_timeout()
        self._resting[conn] = None

    def _stop_watching(self, conn: Connection) -> None:
        for waiting in (self._sending, self._resting, self._leaving):
            waiting.pop(conn, None)
        self.poller.unregister(conn.sock)

    def _end(self, conn: Connection) -> None:
        self._stop_watching(conn)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()

    def murder_keepalived(self, force: bool = False) -> None:
        """Close what has rested, been sending or been leaving for too long, or everything."""
        now = time.monotonic()
        for waiting in (self._sending, self._resting, self._leaving):
            while waiting and (force or next(iter(waiting)).timeout <= now):
                self._end(next(iter(waiting)))

    def _cap_keepalive(self, deadline: float) -> None:
        """Let connections rest, or take their time, no longer than this; their order stays."""
        for conn in (*self._sending, *self._resting, *self._leaving):
            conn.timeout = min(conn.timeout, deadline)


def written(answer: Answer) -> bytes:
    """Write an answer as it goes over the wire, as gunicorn writes one."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in answer.headers])
    head = f"HTTP/1.1 {answer.status}\r\nServer: {SERVER}\r\nDate: {_date(int(time.time()))}\r\n"
    return f"{head}Connection: keep-alive\r\n{lines}\r\n".encode("latin-1") + answer.body


@lru_cache(maxsize=1)
def _date(now: int) -> str:
    return formatdate(now, usegmt=True)
