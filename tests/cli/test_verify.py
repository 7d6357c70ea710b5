"""``flask verify`` and its exit codes."""

import random

import pytest

from appraisal.verifying.verify import verify
from tests.archives import make_archive
from tests.factories import make_class, make_plan
from tests.verifying.damage import flipped


@pytest.fixture
def filed(tmp_path):
    """An archive on the disk."""
    plan = make_plan(classes=(make_class("A", 100, 20),))
    path = tmp_path / "meeting.zip"
    path.write_bytes(make_archive(plan, [[3, 2, place % 4] for place in range(20)], [0] * 20))
    return path


def test_a_valid_archive_gives_0_and_says_so(flask, filed):
    run = flask("verify", filed, "--board", verify(filed.read_bytes()).fingerprint[:16])

    assert run.exit_code == 0
    assert "核对通过" in run.output
    assert run.output.count("✓ 通过") == 12


def test_without_a_fingerprint_it_gives_3_and_the_groups_to_compare(flask, filed):
    run = flask("verify", filed)

    mark = verify(filed.read_bytes()).fingerprint
    assert run.exit_code == 3
    assert f"{mark[:4]} {mark[4:8]} {mark[8:12]} {mark[12:16]}" in run.output


def test_a_changed_archive_gives_1_and_what_is_wrong(flask, filed):
    filed.write_bytes(filed.read_bytes().replace(b'"rank":1', b'"rank":2', 1))

    run = flask("verify", filed)

    assert run.exit_code == 1
    assert "result.json 与清单不符" in run.output


@pytest.mark.parametrize("content", [b"", b"x" * 99])
def test_what_is_no_archive_gives_2(flask, filed, content):
    filed.write_bytes(content)

    run = flask("verify", filed)

    assert (run.exit_code, run.output) == (2, "这不是归档文件，或已损坏得读不出来\n读不出来。\n")


def test_a_file_that_is_not_there_is_refused_in_words(flask, tmp_path):
    run = flask("verify", tmp_path / "nothing.zip")

    assert run.exit_code == 1
    assert "nothing.zip" in run.stderr


def test_a_damaged_older_archive_is_named(flask, filed, tmp_path):
    old = tmp_path / "old.zip"
    old.write_bytes(flipped(filed.read_bytes(), random.Random(1)))

    run = flask("verify", filed, "--old", old)

    assert run.exit_code == 1
    assert "V15" in run.output


def test_a_public_archive_has_nothing_to_open_again(flask, filed):
    run = flask("verify", filed, "--reopen")

    assert (run.exit_code, "没有密封的选票" in run.stderr) == (1, True)
