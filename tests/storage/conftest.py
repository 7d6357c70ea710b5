"""The tables on a real file."""

import pytest


@pytest.fixture
def database(database_file):
    return database_file
