"""One table in every format: the same cells, the same bytes again, nothing lost on the way."""

import io
import subprocess
import zipfile
from copy import deepcopy

import pytest

from appraisal.documents import filing, pdf, xlsx
from appraisal.documents.chart import bar
from appraisal.documents.office.model import Drawing
from appraisal.documents.office.shelf import SHELF
from appraisal.domain.phrase import unchanged
from tests import tianmen
from tests.documents.reading import csv_rows, docx_rows, json_rows, pdf_rows, pdf_text, written, xlsx_rows

PLACES = [0, None, None, 2, 2, 2, 2, 0]  # decimals of the columns of the ranking


def shown():
    """The ranking as the table shows it, note aside."""
    return [
        [
            str(row.rank),
            row.subject,
            row.group,
            *(score.shown for score in row.class_scores),
            row.total.shown,
            str(row.group_rank),
        ]
        for row in tianmen.table().rows
    ]


def paper(key, kind):
    return written(filing.paper(key, kind, tianmen.table()))


def body(rows):
    """The rows of the ranking among all that was read."""
    return [row[:8] for row in rows if len(row) >= 8 and row[0].isdigit()]


def test_the_ranking_is_the_same_in_every_format_cell_by_cell(tmp_path):
    data = {
        kind: written(lambda out, kind=kind: filing.TABLES[kind](tianmen.table(), out))
        for kind in filing.TABLES
    }

    read = {
        "xlsx": body(xlsx_rows(paper("ranking", "xlsx"), "分票种汇总表", PLACES)),
        "docx": body(docx_rows(paper("ranking", "docx"))),
        "pdf": body(pdf_rows(paper("ranking", "pdf"), tmp_path)),
        "csv": body(csv_rows(data["csv"])),
        "json": list(json_rows(data["json"])),
    }

    assert read == dict.fromkeys(read, shown())


def test_the_ranking_is_the_one_expected_of_the_meeting():
    expected = [
        [str(row["rank"]), row["subject"], row["total"]["shown"], str(row["group_rank"])]
        for row in tianmen.expected()["official"]
    ]

    assert [[row[0], row[1], row[6], row[7]] for row in shown()] == expected


def test_the_grades_are_the_same_in_every_format(tmp_path):
    cells = {cell.subject: [*cell.counts, cell.abstained] for cell in tianmen.table().distribution}
    expected = {name: list(map(str, counts)) for name, counts in cells.items()}

    read = {
        "xlsx": xlsx_rows(paper("grades", "xlsx"), "等次分布", [0] * 7),
        "docx": docx_rows(paper("grades", "docx")),
        "pdf": pdf_rows(paper("grades", "pdf"), tmp_path),
    }

    found = {kind: {row[1]: row[2:7] for row in rows if row[0].isdigit()} for kind, rows in read.items()}
    assert found == dict.fromkeys(read, expected)


@pytest.mark.parametrize("key", SHELF)
@pytest.mark.parametrize("kind", filing.PAPERS)
def test_equal_tables_give_equal_bytes(key, kind):
    assert paper(key, kind) == paper(key, kind)


def test_the_report_form_stands_on_one_page_with_its_form_of_words(tmp_path):
    text = pdf_text(paper("count-report", "pdf"), tmp_path)

    said = "发出选票116张，收回116张，收回票数等于发出票数，收回率100.00%，达到2/3。本次测评有效。"
    assert said in "".join(text.split())
    assert (text.count("\f"), text.count("（盖章）"), "第1页共1页" in "".join(text.split())) == (1, 1, True)


def test_the_head_is_repeated_and_the_first_and_last_rows_are_printed(tmp_path):
    first, second, _ = pdf_text(paper("ranking", "pdf"), tmp_path).split("\f")

    assert [("组内名次" in page, "A票得分" in page) for page in (first, second)] == [(True, True)] * 2
    assert ("竟陵街道" in first, "多祥镇" in second, "（续）" in first, "（续）" in second) == (
        True,
        True,
        False,
        True,
    )


def test_rows_that_share_a_place_stay_on_one_page(tmp_path):
    pages = pdf_text(paper("ranking", "pdf"), tmp_path).split("\f")

    rows = [page for page in pages for name in ("马湾镇", "小板镇") if name in page]
    assert len(set(rows)) == 1


def test_the_pdf_is_for_the_archive_and_carries_its_font(tmp_path):
    document = paper("ranking", "pdf")
    (tmp_path / "read.pdf").write_bytes(document)

    fonts = subprocess.run(["pdffonts", "read.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True)

    embedded = [line.split()[-5] for line in fonts.stdout.splitlines()[2:]]
    assert (b"<pdfaid:part>2</pdfaid:part>" in document, set(embedded)) == (True, {"yes"})


def test_the_page_has_ink_where_the_head_and_the_rows_are(tmp_path):
    (tmp_path / "read.pdf").write_bytes(paper("ranking", "pdf"))

    subprocess.run(["pdftoppm", "-r", "40", "-gray", "read.pdf", "page"], cwd=tmp_path, check=True)

    image = (tmp_path / "page-1.pgm").read_bytes()
    width, height = map(int, image.split(b"\n")[1].split())
    pixels = image[-width * height :]
    dark = [y for y in range(height) if min(pixels[y * width : (y + 1) * width]) < 100]
    millimetres = 297 * 210 / 297 / height
    assert 26 <= dark[0] * millimetres <= 36  # the title begins under the upper margin
    assert 184 <= dark[-1] * millimetres <= 200  # the foot stands in the lower margin


def test_the_archive_holds_every_file_in_the_order_of_its_names():
    document = written(lambda out: filing.bundle(filing.every_file(tianmen.table()), out))

    archive = zipfile.ZipFile(io.BytesIO(document))
    names = archive.namelist()
    assert (len(names), names == sorted(names, key=lambda name: name.rpartition("_")[0])) == (23, True)
    assert archive.read(next(name for name in names if name.endswith("02_分票种汇总表.pdf"))) == paper(
        "ranking", "pdf"
    )


def test_a_unit_sheet_names_no_other_unit_and_shows_its_own_numbers(tmp_path):
    names = [row.subject for row in tianmen.table().rows]

    texts = {name: pdf_text(written(write), tmp_path) for name, write in filing.every_unit(tianmen.table())}

    found = {name: [other for other in names if other in text] for name, text in texts.items()}
    assert found == {name: [name.split("_")[1]] for name in texts}
    sheet = next(text for name, text in texts.items() if "皂市镇" in name)
    lines = [" ".join(line.split()) for line in sheet.splitlines()]
    told = (
        "皂市镇 85.78 83.21 10 7",
        "优秀 37 32.17% 27.83%",
        "合计 115 100.00% — 黑条是本单位，竖线是中间值",
    )
    assert [line in lines for line in told] == [True] * 3
    assert [line.split()[2] for line in lines if line.startswith(("A票", "B票", "C票"))] == ["27", "27", "58"]
    assert {text.count("\f") for text in texts.values()} == {1}


def test_drawings_become_pictures_where_svg_is_not_read():

    pictures = pdf.pictures([Drawing(bar(0.3, 0.2, 0.6), "优秀"), Drawing(bar(0.1, None, 0.6), "一般")], 120)

    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2


def test_the_first_workbook_of_a_process_equals_the_next():
    given = deepcopy(xlsx.OPTIONS)

    paper("ranking", "xlsx")

    assert given == xlsx.OPTIONS


def test_long_papers_are_set_apart_to_the_same_bytes(monkeypatch):
    sheets = SHELF["units"].draw(tianmen.table(), unchanged)
    long = sheets + sheets[: pdf.MOST_HERE + 1 - len(sheets)]

    apart = written(lambda out: pdf.write(long, out))
    monkeypatch.setattr(pdf, "MOST_HERE", len(long))

    assert (len(long) > 40, apart) == (True, written(lambda out: pdf.write(long, out)))
