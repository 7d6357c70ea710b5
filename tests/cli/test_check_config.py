"""Settings and machine, looked at before a server starts."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from appraisal import create_app
from appraisal.services import machine
from appraisal.storage import schema
from appraisal.storage.database import Database
from tests.redis import RedisServer

REACHABLE = {"APPRAISAL_PUBLIC_URL": "https://vote.example.cn", "APPRAISAL_LANG": "zh"}


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Run the command under some settings; return its exit code and the lines that are not in order."""
    for name in [name for name in os.environ if name.startswith("APPRAISAL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(machine, "SWAPS", tmp_path / "swaps")
    (tmp_path / "swaps").write_text("Filename Type Size Used Priority\n")

    def run(**given):
        for name, value in ({"APPRAISAL_DATA": str(tmp_path / "data")} | REACHABLE | given).items():
            monkeypatch.setenv(name, value)
        with click.Context(click.Command("flask")):  # as the command finds it: no database is made ready
            app = create_app()
        answer = app.test_cli_runner().invoke(args=["check-config"])
        lines = [line for line in answer.output.splitlines() if line.startswith("│")]
        cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
        return answer.exit_code, {row[1]: row[0] for row in cells if row[0] in ("注意", "停")}, answer.output

    return run


def make(folder: Path) -> None:
    create_app({"APPRAISAL_DATA": folder}).extensions["appraisal"].database.engine.dispose()


def test_a_new_machine_may_start_and_nothing_was_made(check, tmp_path):
    code, wrong, told = check()

    assert (code, wrong) == (0, {})
    assert told.endswith("可以启动。\n")
    assert not (tmp_path / "data" / "appraisal.db").exists()


def test_an_installation_in_order_may_start(check, tmp_path):
    make(tmp_path / "data")

    assert check()[:2] == (0, {})


def test_whatever_stops_a_start_is_told_at_once_with_its_cure(check, tmp_path):
    make(tmp_path / "data")
    old = Database(f"sqlite:///{tmp_path / 'data' / 'appraisal.db'}")
    schema.downgrade(old, "-1")
    old.engine.dispose()
    (tmp_path / "data" / "pepper").unlink()
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "swaps").write_text("Filename Type Size Used Priority\n/dev/sda2 partition 8388604 0 -2\n")

    code, wrong, told = check(APPRAISAL_PUBLIC_URL="http://127.0.0.1:8000")

    stops = ("数据文件夹", "投票地址", "数据库结构", "密钥")
    assert (code, wrong) == (1, dict.fromkeys(stops, "停") | {"内存交换": "注意"})
    for cure in ("chmod 700", "APPRAISAL_PUBLIC_URL", "flask db upgrade", "pepper", "swapoff -a"):
        assert cure in told


def test_a_database_and_a_redis_that_do_not_answer_stop_it_and_no_password_is_shown(check):
    code, wrong, told = check(
        APPRAISAL_DATABASE_URL="postgresql://a:geheim@127.0.0.1:9/a",
        APPRAISAL_REDIS_URL="redis://:geheim@127.0.0.1:9/0",
    )

    assert (code, wrong, "geheim" in told) == (1, {"数据库": "停", "共用计数": "停"}, False)


def test_a_server_of_tables_and_one_of_counts_are_asked(check, postgresql_url):
    with RedisServer() as redis:
        given = {"APPRAISAL_DATABASE_URL": postgresql_url, "APPRAISAL_REDIS_URL": redis.url}
        empty = check(**given, APPRAISAL_PROCESSES="2")
        database = Database(postgresql_url)
        schema.upgrade(database)
        database.engine.dispose()
        made = check(**given, APPRAISAL_PROCESSES="2")
        many = check(**given, APPRAISAL_PROCESSES="32")

    assert (empty[:2], made[:2]) == ((0, {}), (0, {"数据库": "注意"}))
    assert (many[0], many[1]["数据库连接"]) == (1, "停")
    assert "log_min_error_statement=error → panic" in made[2]


def test_a_taken_port_and_too_few_files_are_worth_a_look(check, monkeypatch):
    import resource
    import socket

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 1024))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        code, wrong, _ = check(APPRAISAL_PORT=str(taken.getsockname()[1]))

    assert (code, wrong) == (0, {"端口": "注意", "连接数上限": "注意"})
