"""The demo is the proof: a whole meeting over HTTP, every number as it was worked out apart."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.demo.scenario import TIANMEN
from appraisal.verifying.report import Verdict
from appraisal.verifying.verify import Asked, verify

ROOT = Path(__file__).parents[2]


def demo(folder, *words):
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "demo", *map(str, words)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("APPRAISAL_")}
    settings = {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_LANG": "zh"}
    return subprocess.run(command, env=clean | settings, capture_output=True, text=True, cwd=folder)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """The demo, run once, and the folder it ran in."""
    folder = tmp_path_factory.mktemp("demo")
    return demo(folder, "--out", folder / "out"), folder


def test_the_tianmen_meeting_gives_the_expected_ranking(held):
    run, folder = held

    expected = json.loads((TIANMEN / "expected.json").read_text(encoding="utf-8"))
    result = json.loads((folder / "out" / "result.json").read_text(encoding="utf-8"))
    assert (run.returncode, run.stderr) == (0, "")
    assert result["official"] == expected["official"]
    assert "全部数字与预期一致" in run.stdout


def test_whoever_votes_twice_is_told_so(held):
    run, _ = held

    tried = [
        [part.strip() for part in line.split("│")[1:3]] for line in run.stdout.splitlines() if "│" in line
    ]
    assert tried[:3] == [
        ["同一张选票提交两次：只收一张，回执相同", "200"],
        ["用过的票码再投一次", "409"],
        ["编造一个票码", "403"],
    ]


def test_it_leaves_nothing_but_the_files_it_names(held):
    run, folder = held

    named = [line.removeprefix("已写出 ") for line in run.stdout.splitlines() if line.startswith("已写出")]
    files = ("result.xlsx", "result.docx", "result.csv", "result.json", "archive.zip")
    assert named == [str(folder / "out" / name) for name in files]
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "archive.zip",
        "result.csv",
        "result.docx",
        "result.json",
        "result.xlsx",
    ]
    assert not (folder / "data" / "appraisal.db").exists()


def test_one_other_number_is_found_and_named(tmp_path):
    scenario = tmp_path / "scenario"
    shutil.copytree(TIANMEN, scenario)
    expected = json.loads((scenario / "expected.json").read_text(encoding="utf-8"))
    expected["official"][0]["total"]["shown"] = "89.78"
    (scenario / "expected.json").write_text(json.dumps(expected), encoding="utf-8")

    run = demo(tmp_path, "--scenario", scenario, "--out", tmp_path / "out")

    named = [line for line in run.stdout.splitlines() if "official 竟陵街道 total shown" in line]
    assert run.returncode == 1
    assert [part.strip() for part in named[0].split("│")[1:4]] == [
        "official 竟陵街道 total shown",
        "89.79",
        "89.78",
    ]
    assert run.stderr == "演示没有完成：有 1 个数字与预期不同\n"


def test_it_says_how_sure_the_ranking_is(held):
    run, _ = held

    verdict = next(line for line in run.stdout.splitlines() if line.startswith("旁证，不是正式结果："))
    doubt = [[part.strip() for part in line.split("│")[1:-1]] for line in run.stdout.splitlines()]
    assert verdict.endswith("第 2–5 名随弃权处理而变。")
    assert [row for row in doubt if len(row) == 6 and row[0].isdigit()][:4] == [
        ["1", "竟陵街道", "89.79", "1.33", "1–6", "1–14"],
        ["2", "张港镇", "89.27", "1.37", "1–7", "1–15"],
        ["3", "渔薪镇", "88.99", "1.46", "1–8", "1–18"],
        ["4", "卢市镇", "88.62", "1.32", "1–9", "1–18"],
    ]


def test_its_archive_convinces_a_checker_who_saw_the_hall(held):
    run, folder = held

    content = (folder / "out" / "archive.zip").read_bytes()
    report = verify(content, Asked(board=verify(content).fingerprint))

    assert "归档通过核对" in run.stdout
    assert report.verdict is Verdict.VALID
