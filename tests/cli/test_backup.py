"""Backups from the terminal, and those that are made by themselves."""

import re

from sqlalchemy import text

from appraisal.storage.database import Database
from appraisal.transaction import database
from tests.cli.test_installation import in_a_process


def test_a_backup_is_made_and_put_back(flask, app, open_round, tmp_path):
    flask("round", "close", open_round.id)
    made = flask("backup", tmp_path / "hall.backup")
    with app.app_context():
        database().engine.dispose()

    restored = flask("restore", tmp_path / "hall.backup")

    assert (made.exit_code, restored.exit_code, restored.stderr) == (0, 0, "")
    assert re.search(r"校验值 SHA-256  [0-9a-f]{64}\n", made.output)
    assert re.search(r"原来的数据库留作 .*/appraisal-\d{8}-\d{6}\.db。\n", restored.output)


def test_no_whole_backup_is_made_while_people_vote(flask, open_round, tmp_path):
    refused = flask("backup", tmp_path / "hall.backup")
    sealed = flask("backup", tmp_path / "hall.backup", "--sealed-only")

    assert (refused.exit_code, "--sealed-only" in refused.output) == (1, True)
    assert (sealed.exit_code, "不含票码" in sealed.output) == (0, True)


def test_closing_keeps_a_copy_by_itself(flask, open_round, tmp_path):
    flask("round", "close", open_round.id)

    kept = [path.name for path in (tmp_path / "data" / "backups").iterdir()]
    assert [re.sub(r"\d", "0", name) for name in kept] == ["closed-00000000-000000.backup"]


def test_an_upgrade_keeps_a_copy_of_what_was_before(tmp_path):
    in_a_process(tmp_path, "db", "upgrade")
    in_a_process(tmp_path, "db", "downgrade", "--", "-1")

    in_a_process(tmp_path, "db", "upgrade")
    in_a_process(tmp_path, "db", "upgrade")

    kept = [path.name for path in (tmp_path / "data" / "backups").iterdir()]
    assert [re.sub(r"\d", "0", name) for name in kept] == ["before-upgrade-00000000-000000.backup"]


def test_a_database_of_a_newer_program_is_left_alone(tmp_path):
    in_a_process(tmp_path, "db", "upgrade")
    newer = Database(f"sqlite:///{tmp_path / 'data' / 'appraisal.db'}")
    with newer.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    newer.engine.dispose()

    served, upgraded = in_a_process(tmp_path, "appraisal", "list"), in_a_process(tmp_path, "db", "upgrade")

    sentence = "这个数据库来自更新的程序，或不是本系统的，没有动它。请先更新程序。\n"
    assert [(run.returncode, run.stderr) for run in (served, upgraded)] == [(1, sentence)] * 2
