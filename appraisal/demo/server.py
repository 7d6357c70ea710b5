"""Start the real server on a free port of this machine, and end it."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..domain.errors import RehearsalFailed
from ..domain.phrase import phrase

APP = Path(__file__).parents[2] / "app.py"
HOST = "127.0.0.1"
PORTS = range(20_000, 32_000)  # no system gives these to connections that go out
START_SECONDS = 300  # a cold disk and one slow core that others use as well
STOP_SECONDS = 60  # the server itself waits half as long for the last answers
ANSWER_SECONDS = 30
BEAT = 0.05


def free_port() -> int:
    """Return a port nobody listens on just now, and that no connection takes before we listen there."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


@contextmanager
def running(environment: Mapping[str, str], port: int, log: Path) -> Iterator[None]:
    """Run ``flask serve`` with these settings until the block ends."""
    command = [sys.executable, "-m", "flask", "--app", str(APP), "serve"]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, env={**os.environ, **environment}, stdout=out, stderr=out
        )
        try:
            wait(process, port, log)
            yield
        finally:
            process.terminate()
            _end(process)


def wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until a started server answers; `RehearsalFailed`, with its log, if it ends or never does."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            why = log.read_text(encoding="utf-8", errors="replace").strip()
            raise RehearsalFailed(why=phrase("服务没有启动。%(why)s", why=why))
        time.sleep(BEAT)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(port: int, path: str = "/readyz") -> bool:
    """Say whether a server answers as it should."""
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
