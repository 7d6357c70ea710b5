"""``flask score``: files in, files out, no database."""

import json

import pytest
from click.testing import CliRunner

from appraisal.cli.score import score
from tests import tianmen

SMALL_CLASS = 4
FIRST_ROW = ["1", "竟陵街道", "乡街", "93.08", "86.92", "88.28", "89.79"]


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("APPRAISAL_LANG", "zh")

    def run(*arguments):
        return CliRunner().invoke(score, [str(argument) for argument in arguments])

    return run


def few_of_class_a(folder):
    """The ballots file with four ballots of class A left."""
    heading, *lines = tianmen.BALLOTS.read_text(encoding="utf-8-sig").splitlines()
    of_a = [line for line in lines if line.startswith("A,")][:SMALL_CLASS]
    path = folder / "few.csv"
    path.write_text(
        "\n".join([heading, *of_a, *(line for line in lines if line[0] != "A")]), encoding="utf-8"
    )
    return path


def result(folder):
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", ["returns", "weights", "official", "cells"])
def test_the_tianmen_files_give_the_expected_numbers(run, tmp_path, part):
    done = run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path)

    assert (done.exit_code, result(tmp_path)[part]) == (0, tianmen.expected()[part])


def test_the_ranking_and_the_place_of_the_files_are_printed(run, tmp_path):
    done = run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path / "new")

    first = next(line for line in done.output.splitlines() if "竟陵街道" in line)
    assert [part.strip() for part in first.split("│")][1:8] == FIRST_ROW
    assert [line for line in done.output.splitlines() if line.startswith("已写出")] == [
        f"已写出 {tmp_path / 'new' / name}"
        for name in ("result.xlsx", "result.docx", "result.csv", "result.json")
    ]


def test_the_same_files_give_the_same_bytes_again(run, tmp_path):
    run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    done = run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path)

    assert (done.exit_code, {path.name: path.read_bytes() for path in tmp_path.iterdir()}) == (0, first)


def test_ballots_over_the_quota_are_all_listed_and_nothing_is_written(run, tmp_path):
    done = run(tianmen.FOLDER / "meeting-quota.xlsx", tianmen.BALLOTS, "--out", tmp_path / "out")

    over = tianmen.expected()["quota_30_percent"]
    listed = [line for line in done.stderr.splitlines() if "优秀 × " in line]
    assert (done.exit_code, len(listed), (tmp_path / "out").exists()) == (
        1,
        over["ballots_over_limit"],
        False,
    )


def test_a_file_of_the_wrong_kind_is_refused_in_words(run, tmp_path):
    done = run(tianmen.BALLOTS, tianmen.BALLOTS, "--out", tmp_path)

    assert (done.exit_code, done.stderr.startswith("这个文件不能读取")) == (1, True)


def test_a_small_class_is_withheld_from_every_file(run, tmp_path):
    run(tianmen.MEETING, few_of_class_a(tmp_path), "--out", tmp_path)

    found = result(tmp_path)
    assert [row["class_scores"]["A"] for row in found["official"]] == [None] * 28
    assert [row["total"]["exact"] for row in found["official"]] == [None] * 28
    assert {cell["counts"] is None for cell in found["cells"] if cell["class"] == "A"} == {True}


def test_full_gives_an_analyst_everything_and_leaves_the_filed_table_alone(run, tmp_path):
    few = few_of_class_a(tmp_path)
    run(tianmen.MEETING, few, "--out", tmp_path / "filed")

    run(tianmen.MEETING, few, "--out", tmp_path / "whole", "--full")

    cells = [cell for cell in result(tmp_path / "whole")["cells"] if cell["class"] == "A"]
    assert {sum(cell["counts"].values()) + cell["abstained"] for cell in cells} == {SMALL_CLASS}
    for name in ("result.csv", "result.docx", "result.xlsx"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "filed" / name).read_bytes()


def test_how_sure_the_ranking_is_goes_into_a_file_of_its_own(run, tmp_path):
    report = tmp_path / "new" / "report.json"

    first = run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path, "--report", report)
    bytes_then = report.read_bytes()
    run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path, "--report", report)

    document = json.loads(bytes_then)
    assert (first.exit_code, report.read_bytes() == bytes_then) == (0, True)
    assert (document["schema"], document["subjects"][0]["rank_set"]) == (1, [1, 14])
    assert f"旁证，不是正式结果：{document['verdict']}" in first.output.splitlines()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "result.csv",
        "result.docx",
        "result.json",
        "result.xlsx",
    ]


def test_the_summary_shows_the_first_places_under_other_rules(run, tmp_path):
    done = run(tianmen.MEETING, tianmen.BALLOTS, "--out", tmp_path, "--report", tmp_path / "report.json")

    rows = [[part.strip() for part in line.split("│")[1:-1]] for line in done.output.splitlines()]
    assert [row[:4] for row in rows if len(row) == 11] == [
        ["竟陵街道", "1", "1", "1"],
        ["张港镇", "2", "5 ↓3", "2"],
        ["渔薪镇", "3", "4 ↓1", "4 ↓1"],
        ["卢市镇", "4", "2 ↑2", "3 ↑1"],
        ["佛子山镇", "5", "7 ↓2", "5"],
    ]


def test_a_small_class_is_left_out_of_the_report_unless_an_analyst_asks(run, tmp_path):
    few, path = few_of_class_a(tmp_path), tmp_path / "report.json"

    run(tianmen.MEETING, few, "--out", tmp_path, "--report", path, "--full")
    canary = json.loads(path.read_bytes())
    run(tianmen.MEETING, few, "--out", tmp_path, "--report", path)

    found = json.loads(path.read_bytes())
    assert ("without class A" in canary["methods"], "without class A" in found["methods"]) == (True, False)
    assert (canary["classes"] is None, found["classes"]) == (False, None)
