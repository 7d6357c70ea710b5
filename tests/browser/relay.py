"""A wire between phone and server that can be cut, as a hall's network does with connections at rest."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from threading import Thread

from appraisal.demo.server import HOST

AT_ONCE = struct.pack("ii", 1, 0)  # close without a farewell: the other side finds out when it sends


class Relay:
    """Passes bytes on to a server's port, from a port of its own."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listener = socket.create_server((HOST, 0))
        self._ends: list[socket.socket] = []
        self.heard: list[bytearray] = []  # what phones sent, by connection
        self.port: int = self._listener.getsockname()[1]
        self._answering = Thread(target=self._answer)
        self._answering.start()

    def cut(self) -> int:
        """End every connection there is; return how many ends they had."""
        count = 0
        while self._ends:
            end = self._ends.pop()
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RD)
            end.close()
            count += 1
        return count

    def close(self) -> None:
        """Take no new connection either."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._answering.join()
        self._listener.close()
        self.cut()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                self._ends.append(phone)
                server = socket.create_connection((HOST, self._server))
                self._ends.append(server)
                self.heard.append(bytearray())
                Thread(target=_pass_on, args=(phone, server, self.heard[-1]), daemon=True).start()
                Thread(target=_pass_on, args=(server, phone, bytearray()), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, heard: bytearray) -> None:
    with suppress(OSError):
        while received := source.recv(65536):
            heard += received
            target.sendall(received)
        target.shutdown(socket.SHUT_WR)
