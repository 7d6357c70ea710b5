"""What starts the program elsewhere: its settings and commands exist, and it takes along all it needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
STARTS = [DEPLOY / name for name in ("Containerfile", "compose.yaml", "appraisal.service")] + [
    ROOT / "run.bat"
]
SETTING = re.compile(r"APPRAISAL_[A-Z_]+")
FLASK = re.compile(r"flask\"?,? \"?--app\"?,? \"?app\"?,? ([a-z\", -]+)")
OF_COMPOSE = {"APPRAISAL_DB_PASSWORD"}  # read by the file itself


def settings():
    read = (ROOT / "appraisal" / "config.py").read_text(encoding="utf-8")
    return {f"APPRAISAL_{name.upper()}" for name in re.findall(r'\bget\("(\w+)"\)', read)}


@pytest.mark.parametrize("path", STARTS, ids=lambda path: path.name)
def test_every_setting_that_a_start_names_exists(path):
    named = set(SETTING.findall(path.read_text(encoding="utf-8")))

    assert (named - settings() - OF_COMPOSE, bool(named)) == (set(), True)


def test_a_container_takes_along_all_that_the_program_needs(tmp_path):
    home = tmp_path / "opt"
    home.mkdir()
    for line in re.findall(r"^COPY (.+) (\S+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE):
        source, place = ROOT / line[0], home / line[1]
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, home if line[1] in (".", "./") else place)
    own = {"APPRAISAL_DATA": str(tmp_path / "data"), "APPRAISAL_PUBLIC_URL": "https://vote.example.cn"}

    for words in (("db", "upgrade"), ("check-config",), ("account", "create", "--help")):
        command = [sys.executable, "-m", "flask", "--app", "app", *words]
        run = subprocess.run(command, cwd=home, env=os.environ | own, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
    assert (home / "requirements-redis.txt").exists()


def test_the_unit_starts_from_where_the_guide_puts_the_program():
    unit = dict(
        line.split("=", 1)
        for line in (DEPLOY / "appraisal.service").read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )

    assert unit["ExecStart"] == f"{unit['WorkingDirectory']}/.venv/bin/flask --app app serve"
    assert (unit["LimitCORE"], unit["MemorySwapMax"], unit["NoNewPrivileges"]) == ("0", "0", "yes")
    assert int(unit["LimitNOFILE"]) >= 2_500


def test_every_start_ends_in_a_server_that_was_made_ready():
    told = {path.name: FLASK.findall(path.read_text(encoding="utf-8")) for path in STARTS}

    words = {name: [re.sub(r'["\],]', "", text).strip() for text in found] for name, found in told.items()}
    assert words == {
        "Containerfile": ["serve"],
        "compose.yaml": [],
        "appraisal.service": ["serve"],
        "run.bat": ["db upgrade", "demo --serve"],
    }
