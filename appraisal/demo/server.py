"""Start the real server on a free port of this machine, and end it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..domain.errors import RehearsalFailed
from ..domain.phrase import phrase

APP = Path(__file__).parents[2] / "app.py"
HOST = "127.0.0.1"
START_SECONDS = 60  # a cold disk and one slow core
STOP_SECONDS = 30
BEAT = 0.05


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(environment: Mapping[str, str], port: int, log: Path) -> Iterator[None]:
    """Run ``flask serve`` with these settings until the block ends."""
    command = [sys.executable, "-m", "flask", "--app", str(APP), "serve"]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, env={**os.environ, **environment}, stdout=out, stderr=out
        )
        try:
            _wait(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            why = log.read_text(encoding="utf-8", errors="replace").strip()
            raise RehearsalFailed(why=phrase("服务没有启动。%(why)s", why=why))
        time.sleep(BEAT)


def answers(port: int, path: str = "/readyz") -> bool:
    """Say whether a server answers as it should."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
