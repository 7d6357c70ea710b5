"""The README keeps its word."""

import json
import re
from pathlib import Path

import pytest

from appraisal.demo.scenario import TIANMEN
from tests.test_architecture import MAY_IMPORT
from tests.test_docs import said

ROOT = Path(__file__).parents[1]
BOTH = [ROOT / "README.md", ROOT / "README.en.md"]
NAMES = ["zh", "en"]
FOLDERS = [ROOT / "docs" / "pictures" / name for name in ("phone", "desk", "tour")]
LARGEST_PICTURE = 80_000  # bytes


@pytest.mark.parametrize("path", BOTH, ids=NAMES)
def test_two_commands_are_enough(path):
    assert said(path)[:2] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize("path", BOTH, ids=NAMES)
def test_the_winner_is_the_one_of_the_demo(path):
    first = json.loads((TIANMEN / "expected.json").read_text(encoding="utf-8"))["official"][0]

    text = path.read_text(encoding="utf-8")

    assert first["subject"] in text
    assert first["total"]["shown"] in text


@pytest.mark.parametrize("path", BOTH, ids=NAMES)
def test_a_meeting_is_told_from_workbook_to_files(path):
    acts = [" ".join(words[1:3]) for words in said(path) if words[0] == "flask"]

    assert acts == [
        "appraisal template",
        "appraisal import",
        "account create",
        "appraisal scrutineer",
        "keys make",
        "keys make",
        "keys drill",
        "appraisal acknowledge",
        "round seal",
        "slips issue",
        "round open",
        "round status",
        "round close",
        "round count",
        "round export",
        "score meeting.xlsx",
    ]


def test_the_arrows_name_every_room():
    text = BOTH[0].read_text(encoding="utf-8")

    assert [room for room in MAY_IMPORT if room not in text] == []


def test_the_glossary_speaks_of_things_that_exist():
    table = re.findall(r"^\| [^|]+ \| ([^|]+) \|", BOTH[0].read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for cell in table for name in cell.split(", ")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "appraisal").rglob("*.py"))

    assert {name for name in names if name not in ("代码", "---") and name not in code} == set()


def test_every_picture_is_there_and_small_enough_for_a_page():
    taken = [path for folder in FOLDERS for path in sorted(folder.iterdir())]
    pictures = [ROOT / "docs" / "pictures" / "overview.png", *taken]

    assert {path.read_bytes()[:8] for path in pictures} == {b"\x89PNG\r\n\x1a\n"}
    assert [path.name for path in pictures[1:] if path.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_page_is_shown_in_both_languages(folder):
    names = [path.stem.rpartition("-") for path in folder.iterdir()]

    assert {page for page, _, language in names if language == "zh"} == {
        page for page, _, language in names if language == "en"
    }
