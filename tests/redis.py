"""A Redis server of the tests' own: started, killed, thrown away."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from typing import Self

from appraisal.demo.server import HOST, free_port

MISSING = "Redis is missing: apt-get install redis-server (make test does it where it may)"
PATIENCE = 120  # seconds; a busy machine is slow, not wrong


class RedisServer:
    """Redis on a free port of this machine, in memory alone."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it listens."""
        program = shutil.which("redis-server")
        if program is None:
            raise FileNotFoundError(MISSING)
        command = [program, "--port", str(self.port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return
            time.sleep(0.02)
        raise TimeoutError("redis-server does not listen")

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
