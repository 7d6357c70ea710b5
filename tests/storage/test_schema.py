"""Migrations, and the promises the schema makes."""

import pytest
from alembic import command
from sqlalchemy import inspect

from appraisal.domain.errors import ConfigurationRefused
from appraisal.domain.rule import Reasons
from appraisal.services import voting
from appraisal.storage import schema
from appraisal.storage.database import Database
from appraisal.storage.models import Model
from tests.factories import PEPPER, OpenRound, all_marked, make_plan

SECRET_TABLES = {
    "credential": {"digest", "round_id", "voter_class", "recused_subject", "spent", "void", "paper"},
    "ballot": {"id", "round_id", "voter_class", "sealed"},
    "sealed_reason": {"id", "round_id", "sealed"},
}


def definitions(database):
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index', 'trigger')"
    with database.reading() as session:
        found = session.connection().exec_driver_sql(query).all()
    # a table made anew lists its constraints in any order
    return {name: sql and sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in found}


def test_the_migrations_lead_to_the_models(database):
    command.check(schema.config(database))  # raises when a migration is missing

    assert schema.current(database) == schema.head()


def test_up_down_and_up_again_gives_the_same_tables(database):
    before = definitions(database)

    schema.downgrade(database, "base")
    emptied = set(inspect(database.engine).get_table_names())
    schema.upgrade(database)

    assert (emptied, definitions(database)) == ({"alembic_version"}, before)


def test_every_constraint_has_a_name():
    nameless = [
        constraint
        for table in Model.metadata.tables.values()
        for constraint in table.constraints
        if not constraint.name
    ]

    assert nameless == []


@pytest.mark.parametrize(("table", "columns"), SECRET_TABLES.items())
def test_credentials_ballots_and_reasons_hold_these_columns_and_no_other(database, table, columns):
    found = {column["name"] for column in inspect(database.engine).get_columns(table)}

    assert found == columns


@pytest.mark.parametrize("table", SECRET_TABLES)
def test_rows_are_kept_in_the_order_of_random_keys(database, table):
    sql = definitions(database)[table]

    assert "WITHOUT ROWID" in sql
    assert inspect(database.engine).get_indexes(table) == []


def test_nothing_points_from_a_ballot_to_a_credential_or_a_reason(database):
    referred = {
        (table, key["referred_table"])
        for table in SECRET_TABLES
        for key in inspect(database.engine).get_foreign_keys(table)
    }

    assert referred == {("credential", "round"), ("ballot", "round"), ("sealed_reason", "round")}


def test_going_back_before_reasons_keeps_the_rounds_and_their_ballots(database):
    with database.transaction() as session:
        made = OpenRound(session, make_plan(reasons=Reasons.REQUIRED))
        booth = voting.enter(session, typed=made.codes("A")[0], pepper=PEPPER)
        voting.cast(session, booth=booth, marks=all_marked(booth.sheet), nonce=bytes(16))
        made.close(session)
    before = rows(database, "round", "ballot", "sealed_reason")

    schema.downgrade(database, "20261129_1205")
    without = rows(database, "round", "ballot")
    schema.upgrade(database)

    assert (before, without) == ([1, 1, 3], [1, 1])
    assert rows(database, "round", "ballot", "sealed_reason") == [1, 1, 0]


def rows(database, *tables):
    with database.reading() as session:
        run = session.connection().exec_driver_sql
        return [run(f"SELECT count(*) FROM {table}").scalar() for table in tables]


def test_no_table_counts_its_rows(database):
    assert "sqlite_sequence" not in definitions(database)


def test_an_older_database_is_refused_with_the_command_that_mends_it(database):
    schema.downgrade(database, "base")

    with pytest.raises(ConfigurationRefused, match="flask db upgrade"):
        schema.require_head(database)


def test_a_new_file_is_known_to_be_empty(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")

    assert schema.is_empty(database)
