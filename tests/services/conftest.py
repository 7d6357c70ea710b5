"""A real database file and a round that is open for voting."""

import pytest

from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.factories import OpenRound


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'appraisal.db'}")
    schema.upgrade(database)
    yield database
    database.engine.dispose()


@pytest.fixture
def open_round(database):
    """Make a round, open it, and return it with its slips and its card."""

    def make(plan=None):
        with database.transaction() as session:
            return OpenRound(session, plan)

    return make
