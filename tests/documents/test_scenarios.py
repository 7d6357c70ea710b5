"""All documents of the three meetings are written, and hold the numbers that were worked out apart."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from appraisal.documents import filing
from tests.documents.reading import pdf_rows, pdf_text, written
from tests.documents.scenarios import BALLOTS, counted, expected

PRINTED = ("xlsx", "docx", "pdf")
TIANMEN, TOUR, SATISFACTION = BALLOTS


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, bytes]]:
    """Every file of every meeting by its name."""
    return {
        scenario: {name: written(write) for name, write in filing.every_inspection_file(counted(scenario))}
        for scenario in BALLOTS
    }


@pytest.mark.parametrize(
    ("scenario", "documents", "tables"), [(TIANMEN, 7, 1), (TOUR, 1 + 3 + 3, 1 + 1 + 1), (SATISFACTION, 8, 1)]
)
def test_every_document_is_written_in_every_format(files, scenario, documents, tables):
    endings = Counter(name.rpartition(".")[2] for name in files[scenario])

    assert endings == dict.fromkeys(PRINTED, documents) | dict.fromkeys(("csv", "json"), tables)


@pytest.mark.parametrize("kind", PRINTED)
@pytest.mark.parametrize("paper", ["02_分票种汇总表", "03_等次分布.", "05_单个对象测评表"])
def test_the_papers_of_tianmen_hold_the_expected_numbers(files, kind, paper, tmp_path):
    wanted = {
        "02_分票种汇总表": [
            _texts(row["rank"], row["subject"], *_shown(row["class_scores"]), row["total"], row["group_rank"])
            for row in expected(TIANMEN)["official"]
        ],
        "03_等次分布.": [_texts(row["subject"], *_grades(row["subject"])) for row in _official()],
        "05_单个对象测评表": [
            _texts("总票数", *_grades(row["subject"]), row["total"]) for row in _official()
        ],
    }[paper]

    assert held(_rows(files, TIANMEN, paper, kind, tmp_path), wanted) == wanted


@pytest.mark.parametrize("kind", PRINTED)
@pytest.mark.parametrize(
    ("part", "pieces"),
    [("composite", "parts"), ("units_on_site", "class_scores"), ("indicators", "indicators")],
)
def test_the_units_of_the_tour_add_up_on_paper(files, kind, part, pieces, tmp_path):
    wanted = [
        _texts(row["rank"], row["subject"], *_shown(row[pieces]), row["total"], row["group_rank"])
        for row in expected(TOUR)[part]
    ]

    assert held(_rows(files, TOUR, "00_综合结果", kind, tmp_path), wanted) == wanted


@pytest.mark.parametrize("kind", PRINTED)
def test_the_projects_of_the_tour_stand_by_rank(files, kind, tmp_path):
    wanted = [
        _texts(row["rank"], row["subject"], row["unit"], row["kind"], row["total"])
        for row in expected(TOUR)["projects"]
    ]

    assert held(_rows(files, TOUR, "00_综合结果", kind, tmp_path), wanted) == wanted


@pytest.mark.parametrize("kind", PRINTED)
def test_the_rank_ballot_of_the_tour_has_its_own_papers(files, kind, tmp_path):
    wanted = [
        _texts(row["rank"], row["subject"], row["total"]) for row in expected(TOUR)["rank_ballot"]["results"]
    ]

    assert (
        held(_rows(files, TOUR, "会议排名票/2020_招商引资项目建设拉练检查评议_02", kind, tmp_path), wanted)
        == wanted
    )


def test_no_line_to_sign_stands_on_a_page_without_rows(files, tmp_path):
    made = next(content for name, content in files[TOUR].items() if name.endswith("00_综合结果.pdf"))

    pages = pdf_text(made, tmp_path).split("\f")[:-1]

    units = [row["subject"] for row in expected(TOUR)["composite"]]
    tables = [re.split("说明|算例", page)[0] for page in pages]
    assert [any(name in table for name in units) for table in tables] == [True] * len(pages)


@pytest.mark.parametrize("kind", PRINTED)
def test_verdicts_stand_beside_counts_and_rates(files, kind, tmp_path):
    found = expected(SATISFACTION)
    verdicts = {row["subject"]: row for row in found["verdicts"]}
    order = [row["subject"] for row in (*found["official"], found["not_ranked"][0])]
    wanted = [
        _texts(
            name,
            *verdicts[name]["counts"].values(),
            *(f"{share}%" for share in _shown(verdicts[name]["rates_with_abstentions"])),
            verdicts[name].get("verdict") or "样本不足",
        )
        for name in order
    ]

    assert held(_rows(files, SATISFACTION, "08_满意度测评结果", kind, tmp_path), wanted) == wanted


@pytest.mark.parametrize(("scenario", "key"), [(TIANMEN, "official"), (SATISFACTION, "official")])
def test_the_data_hold_the_same(files, scenario, key):
    wanted = [_texts(row["rank"], row["subject"], row["total"]) for row in expected(scenario)[key]]
    data = {name.rpartition(".")[2]: content for name, content in files[scenario].items()}

    lines = csv.reader(io.StringIO(data["csv"].decode("utf-8-sig")))
    entries = [[row["rank"], row["subject"], row["total"]] for row in json.loads(data["json"])["official"]]

    assert held([set(line) for line in lines], wanted) == wanted
    assert held([_texts(*entry) for entry in entries if entry[0]], wanted) == wanted


def test_the_sentence_for_the_news_is_the_expected_one(files, tmp_path):
    rows = _rows(files, SATISFACTION, "06_宣布用语", "pdf", tmp_path)

    said = "".join("".join(sorted(row)) for row in rows if len(row) == 1).replace(" ", "")
    counts = expected(SATISFACTION)["returns"]["all"]
    assert (
        f"发出测评票{counts['issued']}张，收回{counts['returned']}张，其中有效票{counts['valid']}张" in said
    )


def held(rows: Sequence[set[str]], wanted: Sequence[set[str]]) -> list[set[str]]:
    """Return what is wanted and held by a row, in the order of the rows."""
    left = iter(rows)
    return [each for each in wanted if any(each <= row for row in left)]


def _official() -> list[dict]:
    return expected(TIANMEN)["official"]


def _grades(subject: str) -> list[int]:
    cells = [cell for cell in expected(TIANMEN)["cells"] if cell["subject"] == subject]
    counts = [[*cell["counts"].values(), cell["abstained"]] for cell in cells]
    return [sum(column) for column in zip(*counts, strict=True)]


def _shown(numbers: dict) -> Iterator[str]:
    return (number["shown"] for number in numbers.values())


def _texts(*values: object) -> set[str]:
    return {str(value["shown"] if isinstance(value, dict) else value) for value in values}


def _rows(files, scenario, paper, kind, folder) -> list[set[str]]:
    """Read a paper as rows, each the set of what stands in it."""
    content = next(text for name, text in files[scenario].items() if paper in name and name.endswith(kind))
    if kind == "pdf":
        return [set(row) for row in pdf_rows(content, folder)]
    if kind == "docx":
        tables = Document(io.BytesIO(content)).tables
        return [{cell.text for cell in row.cells} for table in tables for row in table.rows]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names if "图" not in name)
    return [{text for cell in row for text in _readings(cell)} for sheet in sheets for row in sheet]


def _readings(cell: object) -> tuple[str, ...]:
    """Return how a number may be meant: a count, a score, a share."""
    if not isinstance(cell, float):
        return (str(cell),)
    return f"{cell:.0f}" if cell.is_integer() else "", f"{cell:.2f}", f"{100 * cell:.2f}%"
