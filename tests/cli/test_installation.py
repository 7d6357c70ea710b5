"""Accounts, the log of acts, the tables: what an administrator does."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.domain.errors import LoginRefused
from appraisal.services import accounts
from appraisal.storage import schema
from appraisal.transaction import reading

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"


def in_a_process(folder, *words, **environment):
    """Run a command as a terminal does: nothing is loaded before."""
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), *map(str, words)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("APPRAISAL_")}
    settings = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_LANG": "zh", **environment}
    return subprocess.run(command, env=clean | settings, capture_output=True, text=True, cwd=folder)


def test_a_new_account_can_log_in(flask, app):
    made = flask("account", "create", "张三", input=f"{PASSWORD}\n")

    with app.app_context(), reading() as session:
        account = accounts.log_in(session, name="张三", password=PASSWORD)
        assert (made.output, account.name) == ("已建立账户“张三”。\n", "张三")


def test_a_forgotten_password_is_replaced(flask, app):
    changed = flask("account", "password", "organizer", input=f"{PASSWORD}\n")

    with app.app_context(), reading() as session:
        assert accounts.log_in(session, name="organizer", password=PASSWORD).session_version == 1
        with pytest.raises(LoginRefused):
            accounts.log_in(session, name="organizer", password="something else")
    assert changed.exit_code == 0


def test_a_weak_password_is_refused_and_not_echoed(flask):
    refused = flask("account", "create", "张三", input="short\n")

    assert (refused.exit_code, refused.output) == (1, "密码至少 12 个字符，并且不能是常见密码。\n")


def test_the_log_tells_every_act(flask, workbook):
    flask("appraisal", "import", workbook)
    flask("keys", "make", 1)

    listed, verified = flask("audit", "list"), flask("audit", "verify")

    acts = [line.split("│")[4].strip() for line in listed.output.splitlines() if line.startswith("│")]
    assert acts == ["create-account", "create", "make-card"]
    assert verified.output.startswith("共 3 条记录，首尾相连，未被改动。")


def test_a_changed_log_is_found_out(flask, workbook, tmp_path):
    flask("appraisal", "import", workbook)
    change = "UPDATE audit_entry SET entry = CAST(replace(entry, 'create', 'forget') AS BLOB) WHERE seq = 2"
    with sqlite3.connect(tmp_path / "data" / "appraisal.db") as connection:
        connection.execute(change)
    connection.close()

    broken = flask("audit", "verify")

    assert (broken.exit_code, broken.stderr) == (
        1,
        "操作记录从第 2 条起对不上，可能被改动过。请保护现场并联系管理员。\n",
    )


def test_an_old_database_is_reached_and_mended(tmp_path):
    in_a_process(tmp_path, "db", "upgrade")
    in_a_process(tmp_path, "db", "downgrade", "base")

    refused = in_a_process(tmp_path, "appraisal", "list")
    current = in_a_process(tmp_path, "db", "current")
    upgraded = in_a_process(tmp_path, "db", "upgrade")

    assert (refused.returncode, "flask db upgrade" in refused.stderr) == (1, True)
    assert current.stdout.splitlines()[0] == f"数据库 —，本程序 {schema.head()}。"
    assert upgraded.stdout == f"表结构已是版本 {schema.head()}。\n"


def test_a_new_database_is_private_from_its_first_byte(tmp_path):
    in_a_process(tmp_path, "db", "upgrade")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert modes == dict.fromkeys(("appraisal.db", "pepper", "receipt_key", "secret_key"), 0o600)


def test_what_needs_no_database_makes_none(tmp_path):
    written = in_a_process(tmp_path, "appraisal", "template", "empty.xlsx")

    assert (written.returncode, written.stderr) == (0, "")
    assert not (tmp_path / "data" / "appraisal.db").exists()


def test_a_second_server_at_the_same_address_is_refused_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = in_a_process(tmp_path, "serve", APPRAISAL_PORT=str(port))

    assert refused.returncode == 1
    assert f"127.0.0.1 的 {port} 端口已被占用" in refused.stderr
    assert "服务即将启动" not in refused.stdout


def test_a_start_that_is_refused_says_why_in_one_line(tmp_path):
    refused = in_a_process(tmp_path, "serve", APPRAISAL_PORT="http")

    assert (refused.returncode, refused.stderr) == (
        1,
        "不能启动：APPRAISAL_PORT 应为 1 到 65535 的整数，现为 http\n",
    )
