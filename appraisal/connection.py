"""A phone's connection: what has arrived of its next request, and what it has not taken of an answer."""

from __future__ import annotations

import re
import socket
import struct
import time
from email.utils import formatdate
from functools import cached_property, lru_cache
from typing import Any

from gunicorn import SERVER
from gunicorn.http2.negotiation import peer_trusted_for_h2c as is_a_front  # one list of them for all
from gunicorn.workers.gthread import TConn

from . import plain
from .web.front import Answer, Deed, Dropping, Front

LOOKED_AT = 80 * 1024  # bytes: the largest form a phone may send, and its head
END = b"\r\n\r\n"
ENDING = re.compile(rb"\r\n(content-length|transfer-encoding):[ \t]*([^\r]*)", re.IGNORECASE)
MOST_DIGITS = 12
READ_SECONDS = 10  # in which the next piece of a large upload has to arrive


def to_come(seen: bytes) -> int:
    """Say how many bytes of a request have still to arrive.

    Returns
    -------
    int
        1 while the head is not there; more than are ever looked at where it does not say plainly.
    """
    head, end, body = seen.partition(END)
    if not end:
        return 1
    said = ENDING.findall(head)
    if not said:
        return 0
    (name, length), *more = said
    length = length.rstrip(b" \t")
    if more or len(name) != len("content-length") or not length.isdigit() or len(length) > MOST_DIGITS:
        return LOOKED_AT
    return max(0, int(length) - len(body))


class Outlet(socket.socket):
    """A socket that keeps what the phone does not take at once, so that no thread waits until it does."""

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(accepted.family, accepted.type, accepted.proto, accepted.detach())
        self.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", READ_SECONDS, 0))
        self.unsent = bytearray()

    def arrived(self) -> bytes | None:
        """Take what has arrived: nothing where the other side has left, None where it was a false alarm."""
        try:
            return self.recv(LOOKED_AT)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def sendall(self, content: Any, flags: int = 0) -> None:
        """Send what is taken at once, and keep the rest."""
        self.unsent += content
        self.send_on()

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a file; the largest of ours fits into memory."""
        file.seek(offset)
        content = file.read(-1 if count is None else count)
        self.sendall(content)
        return len(content)

    def send_on(self) -> None:
        """Send of what was kept as much as is taken now."""
        while self.unsent:
            try:
                sent = self.send(self.unsent, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            del self.unsent[:sent]


class Connection(TConn):  # type: ignore[misc]
    """What has arrived of the next request, and what is being done about that."""

    sock: Outlet
    seen = b""
    deed: Deed | None = None
    rest = b""  # what had arrived behind the request that is being worked on
    stays = True  # whether another request may follow
    data_ready = True

    @cached_property
    def by_front(self) -> bool:
        """Whether the other side is a front whose word on https counts."""
        return bool(is_a_front(self.cfg, self.client))

    def ask(self, front: Front) -> Answer | Dropping | Deed | None:
        """Ask the front door about what has arrived; what is not plain, or not all there, is not for it."""
        read = plain.read(self.seen, by_front=self.by_front)
        if read is None:
            return None
        environ, length = read
        self.rest = self.seen[length:]
        return front.begin(environ)

    def send(self, answer: Answer) -> None:
        """Answer the request that was asked about, and go on with what had arrived behind it."""
        self.sock.sendall(written(answer))
        self.seen = self.rest


class Waiting(dict[Connection, None]):
    """Connections that wait for the same, in the order in which their time is over."""

    def add(self, conn: Connection, seconds: float) -> None:
        """Let a connection wait, from now on; the newest is the last."""
        self.pop(conn, None)
        conn.timeout = time.monotonic() + seconds
        self[conn] = None

    def over(self, now: float) -> Connection | None:
        """Return the connection that has waited longest, if its time is over."""
        first = next(iter(self), None)
        return first if first and first.timeout <= now else None


def written(answer: Answer) -> bytes:
    """Write an answer as it goes over the wire, as gunicorn writes one."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in answer.headers])
    head = f"HTTP/1.1 {answer.status}\r\nServer: {SERVER}\r\nDate: {_date(int(time.time()))}\r\n"
    return f"{head}Connection: keep-alive\r\n{lines}\r\n".encode("latin-1") + answer.body


@lru_cache(maxsize=1)
def _date(now: int) -> str:
    return formatdate(now, usegmt=True)
