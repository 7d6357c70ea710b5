"""``flask score`` on whole inspections: every expected number, exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import appraisal
from appraisal.cli.score import score

DEMO = Path(appraisal.__file__).parent / "demo"
TOUR, SATISFACTION = DEMO / "tour-2020", DEMO / "satisfaction-2021"
TOUR_FILES = (TOUR / "ballots-rank.csv", TOUR / "ballots-tour.csv")
NOT_OF_THE_FILES = {"scenario", "fictional", "verdict_checks", "verdict_lint"}  # about other rules or ballots


def run(*arguments: object) -> Result:
    return CliRunner().invoke(score, [str(argument) for argument in arguments], env={"APPRAISAL_LANG": "zh"})


def expected(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for row in found.get("verdicts", ()):
        del row["original_rule_matches"]  # of a table that is not in the workbook
    found.get("rank_ballot", {}).pop("small_check", None)  # three units of another place
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, dict[str, Any]]:
    """What is written for each of the two, read back."""
    results = {}
    for folder, ballots in ((TOUR, TOUR_FILES), (SATISFACTION, (SATISFACTION / "ballots.csv",))):
        out = tmp_path_factory.mktemp(folder.name)
        run(folder / "meeting.xlsx", *ballots, "--out", out)
        results[folder] = json.loads((out / "result.json").read_text(encoding="utf-8"))
    return results


@pytest.mark.parametrize(
    ("folder", "part"),
    [(folder, part) for folder in (TOUR, SATISFACTION) for part in expected(folder)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_part_is_as_expected(found: dict[Path, dict[str, Any]], folder: Path, part: str) -> None:
    if part in NOT_OF_THE_FILES:
        assert part not in found[folder]
        return

    number = found[folder][part]

    assert number == expected(folder)[part]


def test_the_tables_that_join_the_rounds_are_printed(tmp_path: Path) -> None:
    done = run(TOUR / "meeting.xlsx", *TOUR_FILES, "--out", tmp_path)

    rows = [[part.strip() for part in line.split("│")[1:-1]] for line in done.output.splitlines()]
    first = [row for row in rows if row and row[0] == "1" and row[1] == "皂市镇"]
    assert first == [
        ["1", "皂市镇", "镇", "91.31", "90.94", "90.64", "91.05"],
        ["1", "皂市镇", "镇", "91.05", "96.52", "78.58", "88.40"],
    ]


def test_a_round_without_ballots_is_named(tmp_path: Path) -> None:
    done = run(TOUR / "meeting.xlsx", TOUR / "ballots-tour.csv", "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr.strip(), (tmp_path / "out").exists()) == (
        1,
        "没有这些轮次的选票文件：会议排名票。请在命令后面一并列出。",
        False,
    )


def test_two_files_for_one_round_are_refused(tmp_path: Path) -> None:
    again = TOUR / "ballots-rank.csv"

    done = run(TOUR / "meeting.xlsx", again, again, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr.strip()) == (
        1,
        "ballots-rank.csv 也是“会议排名票”的选票。每个轮次只用一个选票文件。",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "cell", "reason"),
    [
        (
            "ballots-rank.csv",
            "A,A001,16,9,10,4",
            "A,A001,16,9,16,4",
            "E2",
            "第 16 名给了 2 个单位，只能给一个",
        ),
        ("ballots-rank.csv", "A,A001,16", "A,A001,18", "C2", "渔薪镇：应为 1 到 17 的名次"),
        (
            "ballots-tour.csv",
            "A,A001,85",
            "A,A001,85.5",
            "C2",
            "渔薪镇纺织服装产业园一期项目：应为 0 到 100 的分数",
        ),
    ],
)
def test_a_mark_off_the_scale_is_named_by_its_cell(
    tmp_path: Path, file: str, old: str, new: str, cell: str, reason: str
) -> None:
    text = (TOUR / file).read_text(encoding="utf-8-sig")
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    others = [path for path in TOUR_FILES if path.name != file]

    done = run(TOUR / "meeting.xlsx", tmp_path / file, *others, "--out", tmp_path / "out")

    told = "".join(mark for mark in done.stderr if mark not in "\n │")
    assert (done.exit_code, cell in told, reason.replace(" ", "") in told) == (1, True, True)
