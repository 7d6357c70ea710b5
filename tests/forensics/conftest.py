"""Real databases: files of their own, and a server of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.postgres import new_database


@pytest.fixture
def sqlite(database_file: Database) -> Database:
    return database_file


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[Database]:
    database = Database(new_database(postgresql_server))
    schema.upgrade(database)
    yield database
    database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """The same promises on both."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str | None:
    """Where an installation keeps its tables; None stands for a file in its data folder."""
    return _address(request)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_address(request: pytest.FixtureRequest) -> str | None:
    """The same for an installation that many tests share."""
    return _address(request)


def _address(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    return new_database(request.getfixturevalue("postgresql_server"))
