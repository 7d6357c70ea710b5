"""Real databases: a file of its own, and a server of its own."""

import os

import pytest

from appraisal.storage import schema
from appraisal.storage.database import Database

THOROUGH = "THOROUGH" in os.environ  # make faults: the long runs before a release


@pytest.fixture
def sqlite(database_file):
    return database_file


@pytest.fixture
def postgresql(postgresql_url):
    database = Database(postgresql_url)
    schema.upgrade(database)
    yield database
    database.engine.dispose()
