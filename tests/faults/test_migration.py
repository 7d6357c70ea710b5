"""The program dies in the middle of an upgrade; the next one finds all ballots and ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from appraisal import config, startup
from appraisal.domain.errors import ConfigurationRefused, DatabaseNewer
from appraisal.domain.rule import Reasons
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.factories import OpenRound, make_class, make_plan
from tests.faults.conftest import THOROUGH
from tests.faults.hall import booths, cast, on_the_board, stored

VOTERS = 5
OLD = "20261129_1205"  # before reasons were asked for: the steps after it make tables and change others
DEATHS = 200 if THOROUGH else 6  # spread over all statements of the upgrade
forked = multiprocessing.get_context("fork")


class Old:
    """A database with ballots that an older program left behind."""

    def __init__(self, database: Database) -> None:
        self.url = database.url.render_as_string(hide_password=False)
        with database.transaction() as session:
            plan = make_plan(classes=(make_class("A", 100, VOTERS),), spare_share=0, reasons=Reasons.OFF)
            made = OpenRound(session, plan)
        self.receipts = {cast(database, booth) for booth in booths(database, made.codes("A"))}
        self.round = made.id
        schema.downgrade(database, OLD)
        database.engine.dispose()

    def upgrade(self, *, dies_at: int | None = None, commits_each: bool = False) -> int:
        """Upgrade in a process of its own, which may die before a statement; return how many there were."""
        counted = forked.Value("i", 0)
        child = forked.Process(target=_upgrade, args=(self.url, counted, dies_at, commits_each))
        child.start()
        child.join()
        assert child.exitcode == (0 if dies_at is None else -signal.SIGKILL)
        return counted.value


def _upgrade(url: str, counted, dies_at: int | None, commits_each: bool) -> None:
    database = Database(url)

    @event.listens_for(database.engine, "before_cursor_execute")
    def step(connection, cursor, *_):
        counted.value += 1
        if counted.value == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if commits_each and connection.connection.dbapi_connection.in_transaction:
            cursor.execute("COMMIT")
            cursor.execute("BEGIN IMMEDIATE")

    schema.upgrade(database)
    os._exit(0)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request):
    return Old(request.getfixturevalue(request.param))


def test_an_upgrade_that_dies_anywhere_is_ended_by_the_next(old, tmp_path):
    settings = config.read({"APPRAISAL_DATA": tmp_path / "data"})
    steps = _steps(old)
    refused = 0
    for death in sorted({1 + steps * place // DEATHS for place in range(DEATHS)}):
        database = Database(old.url)
        schema.downgrade(database, OLD)
        database.engine.dispose()
        old.upgrade(dies_at=death)
        if schema.current(database) != schema.head():
            with pytest.raises(ConfigurationRefused, match="flask db upgrade"):
                startup.make_ready(database, settings)
            refused += 1
        database.engine.dispose()
        old.upgrade()

        assert (on_the_board(database, old.round), stored(database)) == (old.receipts, (VOTERS, VOTERS))
        database.engine.dispose()
    assert refused >= 1


def _steps(old: Old) -> int:
    return old.upgrade()


def test_an_upgrade_that_commits_step_by_step_would_be_caught(sqlite):
    old = Old(sqlite)
    database = Database(old.url)
    steps = _steps(old)
    broken = 0
    for death in range(steps // 3, steps, max(1, steps // 9)):
        schema.downgrade(database, OLD)
        database.engine.dispose()
        old.upgrade(dies_at=death, commits_each=True)
        try:
            schema.upgrade(database)
        except (SQLAlchemyError, sqlite3.Error):
            broken += 1
            break

    database.engine.dispose()
    assert broken == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_program_older_than_its_database_does_not_start_and_touches_nothing(request, kind, tmp_path):
    database = request.getfixturevalue(kind)
    settings = config.read({"APPRAISAL_DATA": tmp_path / "data"})
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'ffffffffffff'")

    with pytest.raises(DatabaseNewer):
        startup.make_ready(database, settings)

    with database.reading() as session:
        run = session.connection().exec_driver_sql
        rows = [run(f"SELECT count(*) FROM {table}").scalar_one() for table in ("account", "installation")]
    assert rows == [0, 0]
