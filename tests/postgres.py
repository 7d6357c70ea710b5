"""A PostgreSQL cluster of its own for the tests: made, used and thrown away."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import psycopg

from appraisal.demo.server import free_port

USER = "postgres"
PROGRAMS = Path("/usr/lib/postgresql")
PATIENCE = 120  # seconds; a busy machine is slow, not wrong
_numbers = itertools.count(1)
MISSING = "PostgreSQL is missing: apt-get install postgresql (make test does it where it may)"


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on a free port of this machine; yield the address of its empty database."""
    with Cluster() as started:
        yield started.url


class Cluster:
    """A cluster on a free port of this machine, with an empty database."""

    def __init__(self) -> None:
        self._programs, self._port = _programs(), free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="appraisal-pg-"))
        self.url = f"postgresql://{USER}@127.0.0.1:{self._port}/postgres"
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER)

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._port}"

    def cpu(self) -> float:
        """Seconds of CPU that the server has used since it was started, those that have ended included."""
        parent, spent = int((self._data / "postmaster.pid").read_text().split()[0]), 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it ended meanwhile
                head, _, tail = path.read_text().rpartition(")")
                fields = tail.split()
                if int(head.split(" ", 1)[0]) == parent:
                    spent += sum(map(int, fields[11:15]))
                elif int(fields[1]) == parent:
                    spent += sum(map(int, fields[11:13]))
        return spent / os.sysconf("SC_CLK_TCK")

    def remove(self) -> None:
        """Stop at once and throw everything away."""
        self.stop_at_once()
        shutil.rmtree(self._folder)

    def __enter__(self) -> Self:
        options = ("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self._run("initdb", "-D", self._data, *options)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_connections=100"
        self._run(
            "pg_ctl",
            "start",
            "-D",
            self._data,
            "-l",
            self._folder / "log",
            "-w",
            "-t",
            PATIENCE,
            "-o",
            options,
        )

    def stop_at_once(self) -> None:
        """Stop as a crash does: nothing is written down any more; fine if it is stopped already."""
        if not (self._data / "postmaster.pid").exists():
            return
        self._run("pg_ctl", "stop", "-D", self._data, "-t", PATIENCE, "-m", "immediate")

    def follow(self, server: Cluster) -> None:
        """Become a standby of a running server instead of a cluster of its own, and start."""
        where = ("-h", "127.0.0.1", "-p", server._port, "-U", USER)
        self._run("pg_basebackup", *where, "-D", self._data, "-R", "-X", "stream", "-c", "fast", "-N")
        self.start()

    def take_over(self) -> None:
        """Stop following, and take writes."""
        self._run("pg_ctl", "promote", "-D", self._data, "-w", "-t", PATIENCE)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: object) -> None:
        """Run a program of PostgreSQL, as its own user where root would be refused."""
        command: Sequence[str] = [str(self._programs / program), *map(str, arguments)]
        identity = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)  # type: ignore[call-overload]


def new_database(server: str) -> str:
    """Make one more empty database on a running cluster; return its address."""
    name = f"meeting_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def copied_database(address: str) -> str:
    """Copy a database that nobody is connected to; return the address of the copy."""
    server, _, original = address.rpartition("/")
    name = f"meeting_{next(_numbers)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {original}")
    return f"{server}/{name}"


def _programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError(MISSING)
    return found[-1].parent
