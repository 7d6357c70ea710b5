"""Whole inspections over HTTP with sealed boxes: every number as it was worked out apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal.demo.comparison import differences_of_rounds
from appraisal.demo.scenario import NAMED

ROOT = Path(__file__).parents[2]


def held(scenario: str, folder: Path) -> subprocess.CompletedProcess[str]:
    out = str(folder / "out")
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "demo"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("APPRAISAL_")}
    environment = clean | {"APPRAISAL_DATA": str(folder / "data"), "APPRAISAL_LANG": "zh"}
    return subprocess.run(
        [*command, "--scenario", scenario, "--out", out],
        env=environment,
        capture_output=True,
        text=True,
        cwd=folder,
    )


@pytest.mark.parametrize(
    ("scenario", "said", "files"),
    [
        (
            "tour",
            ["全部数字与预期一致；3 格票数太少，不公布分布。"],
            [
                "2020_【演示】2020年招商引资项目建设拉练检查评议_00_综合结果.csv",
                "2020_【演示】2020年招商引资项目建设拉练检查评议_00_综合结果.docx",
                "2020_【演示】2020年招商引资项目建设拉练检查评议_00_综合结果.json",
                "2020_【演示】2020年招商引资项目建设拉练检查评议_00_综合结果.pdf",
                "2020_【演示】2020年招商引资项目建设拉练检查评议_00_综合结果.xlsx",
                "archive-会议排名票.zip",
                "archive-现场观摩.zip",
                "result.json",
                "result.xlsx",
                "会议排名票",
                "现场观摩",
            ],
        ),
        (
            "satisfaction",
            [
                "有 4 个对象的理由满 5 条，共 52 条，打乱后与写的一致；其余的没有留下。",
                "全部数字与预期一致；0 格票数太少，不公布分布。",
                "归档通过核对：票箱指纹、票数、得分、名次都能从文件重新算出。",
            ],
            ["archive-会议评议.zip", "result.json", "result.xlsx", "会议评议"],
        ),
    ],
)
def test_an_inspection_comes_out_as_expected(
    tmp_path: Path, scenario: str, said: list[str], files: list[str]
) -> None:
    run = held(scenario, tmp_path)

    lines = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (0, "")
    assert [line for line in said if line in lines] == said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files


def test_a_number_that_differs_fails_the_rehearsal() -> None:

    expected = json.loads((NAMED["satisfaction"] / "expected.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(expected))
    found["verdicts"][3]["verdict"] = "满意"

    wrong, withheld = differences_of_rounds(found, expected)

    assert ([(each.found, each.expected) for each in wrong], withheld) == ([("满意", "基本满意")], 0)
