"""A gunicorn worker whose threads never wait for a slow phone: a request is theirs once it is all there."""

from __future__ import annotations

import re
import selectors
import socket
import struct
import time
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

SECONDS = 20  # in which a request has to arrive
READ_SECONDS = 10  # in which the next piece of a large upload has to
LOOKED_AT = 64 * 1024  # bytes: a voter's request is far smaller, and the kernel holds no more of it
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


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Waits for all phones at once, in the loop that costs nothing, and closes those that take too long."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection in and wait for its request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", READ_SECONDS, 0))
        self._await(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Take the next request of a connection that was kept, or wait for the rest of it."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        seen = self._peek(client)
        if seen is not None and is_whole(seen):  # as nearly always: not once more around the loop
            conn.data_ready = True
            self.enqueue_req(conn)
        else:
            self._await(conn)

    def on_pending_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Look at what has arrived; hand it to a thread once it is whole."""
        seen = self._peek(client)
        if seen is not None and not is_whole(seen):
            client.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(seen) + 1
            )  # look again when there is more
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        if seen is None:
            self.nr_conns -= 1
            conn.close()
            return
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        conn.data_ready = True
        self.enqueue_req(conn)

    def _await(self, conn: TConn) -> None:
        conn.timeout = time.monotonic() + SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _peek(self, client: socket.socket) -> bytes | None:
        """Return what has arrived without taking it; None when the other side is gone."""
        try:
            return client.recv(LOOKED_AT, socket.MSG_PEEK) or None
        except BlockingIOError:
            return b""
        except OSError:
            return None
