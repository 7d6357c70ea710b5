"""The real application on a data folder of its own, phones, and a look into the box."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from appraisal import create_app
from appraisal.ballotbox import box
from appraisal.services import conduct
from appraisal.services.voting import form_of
from tests.factories import BOTH, OpenRound
from tests.phone import Phone


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A data folder as the first start leaves it."""
    folder = tmp_path_factory.mktemp("installation")
    create_app({"APPRAISAL_DATA": folder}).extensions["appraisal"].database.engine.dispose()
    return folder


@pytest.fixture
def app(migrated, tmp_path):
    folder = shutil.copytree(migrated, tmp_path / "data")
    app = create_app({"APPRAISAL_DATA": folder, "TESTING": True})
    yield app
    app.extensions["appraisal"].database.engine.dispose()


@pytest.fixture
def database(app):
    return app.extensions["appraisal"].database


@pytest.fixture
def open_round(app, database):
    """Make a round, open it, and return it with its slips and its card."""

    def make(plan=None):
        with database.transaction() as session:
            return OpenRound(session, plan, pepper=app.extensions["appraisal"].settings.pepper)

    return make


@pytest.fixture
def close(database):
    def close(made):
        with database.transaction() as session:
            conduct.close(session, round_id=made.id, actor=BOTH)

    return close


@pytest.fixture
def phone(app):
    return Phone(app)


@pytest.fixture
def held(database):
    """How many ballots are in the box, and how many codes are spent."""

    def held():
        with sqlite3.connect(database.path) as connection:
            count = "SELECT (SELECT count(*) FROM ballot), (SELECT count(*) FROM credential WHERE spent)"
            return connection.execute(count).fetchone()

    return held


@pytest.fixture
def in_the_box(database):
    """The answers of all ballots of a round, opened with its card."""

    def opened(made):
        with database.reading() as session:
            found = conduct.find(session, made.id)
            form = form_of(found.plan, found.uid, found.form_hash)
            chunks = box.open_all(session, found, form, made.key(session))
            return sorted(ballot.answers for chunk in chunks for _, ballot in chunk.ballots)

    return opened
