"""What several rooms' tests stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from appraisal.demo import server
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.postgres import cluster

# An example that takes its time tells of the machine, not of the program.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# A port is chosen some time before somebody listens there: each worker of a run chooses among its own.
WORKER, MOST_WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]), 32
server.PORTS = server.PORTS[WORKER % MOST_WORKERS :: MOST_WORKERS]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a database on a server of our own."""
    with cluster() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """The address of an empty PostgreSQL database."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgresql_server


@pytest.fixture
def database_file(tmp_path: Path) -> Iterator[Database]:
    """A real database file, migrated to head."""
    database = Database(f"sqlite:///{tmp_path / 'appraisal.db'}")
    schema.upgrade(database)
    yield database
    database.engine.dispose()
