"""The result table as CSV."""

import csv
import io

import pytest

from appraisal.documents import csv as csv_file
from appraisal.documents.csv import guarded
from tests import tianmen


def lines(made):
    out = io.BytesIO()
    csv_file.write(made, out)
    return out.getvalue(), list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def test_the_body_is_written_cell_by_cell_as_the_table_shows_it():
    made = tianmen.table()

    _, (headings, *body) = lines(made)

    assert headings[:3] + headings[6:] == [
        "名次",
        "单位",
        "分组",
        "总得分",
        "组内名次",
        "备注",
        "标准分",
        "标准分名次",
    ]
    assert body == [
        [
            str(row.rank),
            row.subject,
            row.group,
            *(score.shown for score in row.class_scores),
            row.total.shown,
            str(row.group_rank),
            str(row.note),
            row.beside.shown,
            str(row.beside_rank),
        ]
        for row in made.rows
    ]


def test_a_byte_order_mark_tells_spreadsheets_the_encoding():
    document, _ = lines(tianmen.table())

    assert document[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r1",
        "\n1",
        " =1",
        "\u3000=1",
        "\u200b=1",
        "＝1",
        "'=1",
        '"=1',
        "\u201c=1",
        "﹢1",
    ],
)
def test_what_a_spreadsheet_might_take_for_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["竟陵街道", "A=B", "—", "", "3-1", "(=1)"])
def test_ordinary_text_is_left_alone(text):
    assert guarded(text) == text
