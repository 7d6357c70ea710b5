"""A real database file."""

import pytest

from appraisal.storage import schema
from appraisal.storage.database import Database


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'appraisal.db'}")
    schema.upgrade(database)
    yield database
    database.engine.dispose()
