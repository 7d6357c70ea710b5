"""A PostgreSQL cluster of its own for the tests: made, used and thrown away."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "postgres"
PROGRAMS = Path("/usr/lib/postgresql")
_numbers = itertools.count(1)
MISSING = "PostgreSQL is missing: apt-get install postgresql (make test does it where it may)"


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on a free port of this machine; yield the address of its empty database."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="appraisal-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data, port = folder / "data", _free_port()
    _run(programs, "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    _run(programs, "pg_ctl", "start", "-D", data, "-l", folder / "log", "-w", "-o", options)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        _run(programs, "pg_ctl", "stop", "-D", data, "-m", "immediate")
        shutil.rmtree(folder)


def new_database(server: str) -> str:
    """Make one more empty database on a running cluster; return its address."""
    name = f"meeting_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def _programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError(MISSING)
    return found[-1].parent


def _run(programs: Path, program: str, *arguments: object) -> None:
    """Run a program of PostgreSQL, as its own user where root would be refused."""
    command: Sequence[str] = [str(programs / program), *map(str, arguments)]
    identity = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)  # type: ignore[call-overload]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
