"""The locks fit the ranges of pyproject.toml; checked without a network."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", re.MULTILINE)


def wanted(*, dev: bool) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    return [Requirement(text) for text in ranges]


def locked(name: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(("name", "dev"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_every_range_is_locked_within_itself(name, dev):
    versions = locked(name)

    stale = [
        str(range_)
        for range_ in wanted(dev=dev)
        if not range_.specifier.contains(versions.get(range_.name.lower(), "0"))
    ]

    assert stale == [], "run: make lock"


def test_both_locks_agree():
    runtime, dev = locked("requirements.txt"), locked("requirements-dev.txt")

    assert {name: version for name, version in runtime.items() if dev.get(name) != version} == {}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_version_has_its_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z])", text)

    assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_both_systems_are_locked():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert re.findall(r"^(gunicorn|waitress)==\S+ ; (.*?) \\", text, re.MULTILINE) == [
        ("gunicorn", "sys_platform != 'win32'"),
        ("waitress", "sys_platform == 'win32'"),
    ]


def test_the_bill_of_materials_holds_every_locked_package_with_its_hashes(tmp_path):
    for name in ("one", "two"):
        subprocess.run([sys.executable, ROOT / "deploy" / "sbom.py", tmp_path / name], check=True)
    bill = json.loads((tmp_path / "one").read_text(encoding="utf-8"))

    listed = {part["name"]: part["version"] for part in bill["components"]}

    assert (listed, (tmp_path / "one").read_bytes()) == (
        locked("requirements.txt"),
        (tmp_path / "two").read_bytes(),
    )
    assert [part["name"] for part in bill["components"] if not part["hashes"]] == []
