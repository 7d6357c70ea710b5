"""A real database file and a round that is open for voting."""

import pytest

from tests.factories import OpenRound


@pytest.fixture
def database(database_file):
    return database_file


@pytest.fixture
def open_round(database):
    """Make a round, open it, and return it with its slips and its card."""

    def make(plan=None):
        with database.transaction() as session:
            return OpenRound(session, plan)

    return make
