"""Names as bad as they come: every file stays right, or says in words why it cannot."""

import io
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from appraisal.documents import filing
from appraisal.documents.office.shelf import SHELF
from appraisal.domain.direction import TURNING
from appraisal.domain.errors import GlyphMissing
from appraisal.domain.exact import rounded
from appraisal.domain.naming import objection
from appraisal.services.counting import count
from appraisal.services.results import table
from tests.documents.reading import csv_rows, docx_rows, pdf_text, written, xlsx_rows
from tests.factories import make_class, make_plan

BAD = [
    '<b>&amp;"单位"</b>',
    "#evil [x] $1^2$ @ref",
    "=HYPERLINK(1)",
    "%(name)s 100%",
    "赟垱垸圮喆镇",
    "长" * 80,
    "A*very/long:name?of\\a|unit",
]
CLASSES = (make_class("A", 40, 10), make_class("B", 60, 10))


def named(names, votes=((3, 2, 1), (2, 3, 1))):
    """A counted meeting of ten voters in each class, whose units have these names."""
    plan = make_plan(subjects=len(names), classes=CLASSES)
    subjects = tuple(replace(subject, name=name) for subject, name in zip(plan.subjects, names, strict=True))
    answers = [[votes[k % 2][s % 3] for s in range(len(names))] for k in range(20)]
    classes = [0] * 10 + [1] * 10
    counted = replace(table(plan, count(plan, answers, classes)))
    known = dict(zip((subject.name for subject in plan.subjects), (s.name for s in subjects), strict=True))
    return replace(
        counted,
        rows=tuple(replace(row, subject=known[row.subject]) for row in counted.rows),
        cells=tuple(replace(cell, subject=known[cell.subject]) for cell in counted.cells),
        distribution=tuple(replace(cell, subject=known[cell.subject]) for cell in counted.distribution),
    )


def tabled(plan, answers, classes):
    return table(plan, count(plan, answers, classes))


HALVES = [0] * 10 + [1] * 10
FEW = (make_class("A", 40, 4), make_class("B", 30, 20), make_class("C", 30, 20))
ODD_BALLOTS = {  # meetings at the edge of what may happen, by what is odd about them
    "unrated": (make_plan(subjects=3, classes=CLASSES), [[3, -1, 2]] * 20, HALVES),
    "withheld": (
        make_plan(subjects=2, classes=FEW),
        [[0, 3]] + [[3, 2]] * 9 + [[2, 2]] * 12,
        [0] + [1] * 9 + [2] * 12,
    ),
    "tied": (make_plan(subjects=3, classes=CLASSES), [[2, 2, 2]] * 20, HALVES),
    "alone": (make_plan(subjects=1, classes=CLASSES), [[3]] * 12 + [[1]] * 8, HALVES),
}
ODD = {"names": named(BAD)} | {odd: tabled(*ballots) for odd, ballots in ODD_BALLOTS.items()}


def paper(made, key, kind):
    return written(filing.paper(key, kind, made))


def test_every_name_is_printed_as_it_is_typed(tmp_path):
    made = named(BAD)

    word = {row[1] for row in docx_rows(paper(made, "ranking", "docx"))}
    excel = {
        row[1] for row in xlsx_rows(paper(made, "ranking", "xlsx"), "分票种汇总表", [None] * 3) if row[1:]
    }
    printed = re.sub(r"\s", "", pdf_text(paper(made, "ranking", "pdf"), tmp_path))

    assert (set(BAD) - word, set(BAD) - excel) == (set(), set())
    assert [name for name in BAD if "长" not in name and re.sub(r"\s", "", name) not in printed] == []
    assert printed.count("长") == 80


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("key", SHELF)
@pytest.mark.parametrize("kind", filing.PAPERS)
def test_every_paper_of_an_odd_meeting_names_every_unit(odd, key, kind, tmp_path):
    read = {"xlsx": _texts_of_xlsx, "docx": _texts_of_docx, "pdf": lambda made: pdf_text(made, tmp_path)}

    said = re.sub(r"\s", "", read[kind](paper(ODD[odd], key, kind)))

    missing = [row.subject for row in ODD[odd].rows if re.sub(r"\s", "", row.subject) not in said]
    assert [name for name in missing if not (kind == "pdf" and len(name) > 60)] == []  # it is laid in lines


def _texts_of_xlsx(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(str(cell) for row in rows for cell in row)


def _texts_of_docx(made):
    return "\n".join(Document(io.BytesIO(made)).element.body.itertext())


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_meeting_has_a_sheet_for_every_unit(odd, tmp_path):
    texts = [pdf_text(written(write), tmp_path) for _, write in filing.every_unit(ODD[odd])]

    assert [text.count("\f") for text in texts] == [1] * len(ODD[odd].rows)


def test_a_sign_the_font_cannot_draw_stops_the_pdf_and_is_named():
    made = named(["竟陵街道", "𠮷市镇"])

    with pytest.raises(GlyphMissing) as refused:
        paper(made, "ranking", "pdf")

    assert str(refused.value.phrase).startswith("PDF 的字库里没有 𠮷（U+20BB7）")
    assert "𠮷市镇" in {row[1] for row in docx_rows(paper(made, "ranking", "docx"))}


def test_names_in_an_archive_are_ones_that_every_system_takes():
    names = [name for name, _ in filing.every_unit(named(BAD))]

    assert [name for name in names if re.search(r'[\\/:*?"<>|]', name)] == []
    assert (len(set(names)), max(map(len, names)) <= filing.LONGEST + 10) == (len(BAD), True)


def test_a_formula_stays_a_text_in_the_data_too():
    out = io.BytesIO()
    filing.TABLES["csv"](named(BAD), out)

    assert "'=HYPERLINK(1)" in {row[1] for row in csv_rows(out.getvalue())}


def test_a_unit_nobody_rated_is_last_and_has_dashes(tmp_path):
    plan = make_plan(subjects=3, classes=CLASSES)
    made = table(plan, count(plan, [[3, -1, 2]] * 20, [0] * 10 + [1] * 10))

    rows = docx_rows(paper(made, "ranking", "docx"))

    assert rows[-1] == ["—", "侨乡街道", "街道", "—", "—", "—", "—", "未评议"]
    assert "未评议" in pdf_text(paper(made, "sayings", "pdf"), tmp_path)


def test_a_withheld_class_is_a_dash_in_every_paper(tmp_path):
    few = (make_class("A", 40, 4), make_class("B", 30, 20), make_class("C", 30, 20))
    plan = make_plan(subjects=2, classes=few)
    made = table(plan, count(plan, [[0, 3]] + [[3, 2]] * 9 + [[2, 2]] * 12, [0] + [1] * 9 + [2] * 12))

    scores = [row[3:6] for row in docx_rows(paper(made, "ranking", "docx"))[1:]]
    sheet = docx_rows(paper(made, "units", "docx"))

    assert scores == [["—"] * 3, ["—", "—", "80.00"]]
    assert {tuple(row[3:8]) for row in sheet if row[0] in ("A票", "B票")} == {("—",) * 5}


def test_all_tied_share_the_first_place_on_paper():
    plan = make_plan(subjects=3, classes=CLASSES)
    made = table(plan, count(plan, [[2, 2, 2]] * 20, [0] * 10 + [1] * 10))

    rows = docx_rows(paper(made, "ranking", "docx"))[1:]

    assert [(row[0], row[-1]) for row in rows] == [("1", "并列")] * 3


def test_few_units_get_no_median_that_would_tell_on_the_others(tmp_path):
    made = named(["甲镇", "乙镇"])

    (_, write), *_ = filing.every_unit(made)

    text = "".join(pdf_text(written(write), tmp_path).split())
    assert ("单位太少，不列中间值。" in text, "乙镇" in text and "甲镇" in text) == (True, False)


def test_percentages_round_a_half_away_from_zero():
    found = [rounded(Fraction(n, 1000), 2) for n in (5, -5, 4, -4, 1005, 1995)]

    assert found == ["0.01", "-0.01", "0.00", "0.00", "1.01", "2.00"]


def test_marks_that_turn_the_line_are_refused_now_and_left_out_of_every_file(tmp_path):
    turned = named([f"竟{TURNING}陵街道", f"侨乡街道{TURNING}"])
    read = {"xlsx": _texts_of_xlsx, "docx": _texts_of_docx, "pdf": lambda made: pdf_text(made, tmp_path)}

    files = {name: written(write) for name, write in filing.every_file(turned)}
    said = {
        name: read.get(name.rpartition(".")[2], bytes.decode)(made)
        for name, made in files.items()
        if not name.endswith("json")  # data are what was voted on
    }

    assert [objection(f"竟{mark}陵街道") is None for mark in TURNING] == [False] * len(TURNING)
    assert {name for name, text in said.items() if "竟陵街道" not in text or "侨乡街道" not in text} == set()
    assert {name for name, text in said.items() if set(TURNING) & set(text)} == set()
