"""The workbook an office files, as spreadsheet programs see it."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from appraisal.documents import csv as csv_file
from appraisal.documents import filing
from appraisal.documents.json import fingerprint
from appraisal.domain.rule import Normalisation
from appraisal.services.counting import count
from appraisal.services.results import table
from tests import tianmen
from tests.factories import make_class, make_plan

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,,,,false,true,true,false,false,-1"


def written(made):
    out = io.BytesIO()
    filing.workbook(made, out)
    return out.getvalue()


def sheet(document, name):
    return CalamineWorkbook.from_filelike(io.BytesIO(document)).get_sheet_by_name(name).to_python()


def part(document, name):
    return zipfile.ZipFile(io.BytesIO(document)).read(name).decode()


def body_of(rows, made):
    start = next(place for place, row in enumerate(rows) if row[0] == "名次") + 1
    return rows[start : start + len(made.rows)]


def shown(row):
    """A row of the table as the ranking sheet shows it."""
    scores = [score.shown for score in row.class_scores]
    return [
        str(row.rank),
        row.subject,
        row.group,
        *scores,
        row.total.shown,
        str(row.group_rank),
        str(row.note),
    ]


def test_the_sheets_are_the_ranking_and_the_grades_each_with_its_chart():
    names = CalamineWorkbook.from_filelike(io.BytesIO(written(tianmen.table()))).sheet_names

    assert names == ["分票种汇总表", "得分图", "等次分布", "等次图"]


def test_numbers_are_numbers_and_equal_what_the_table_shows():
    made = tianmen.table()

    body = body_of(sheet(written(made), "分票种汇总表"), made)

    assert [[row[0], row[1], *row[3:7]] for row in body] == [
        [
            float(row.rank),
            row.subject,
            *(float(score.shown) for score in row.class_scores),
            float(row.total.shown),
        ]
        for row in made.rows
    ]


def office():
    """LibreOffice, or the word how to get it: a test that is left out proves nothing."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is missing: apt-get install libreoffice-calc-nogui (make test does it)")
    return program


def test_a_spreadsheet_program_shows_every_cell_as_the_table_and_the_csv_do(tmp_path):
    made, profile = tianmen.table(), (tmp_path / "profile").as_uri()
    (tmp_path / "result.xlsx").write_bytes(written(made))
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", EVERY_SHEET]

    subprocess.run([*command, "result.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)

    read = {
        path.stem.removeprefix("result-"): list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        for path in tmp_path.glob("result-*.csv")
    }
    out = io.BytesIO()
    csv_file.write(made, out)
    own = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))[1:]
    assert (
        body_of(read["分票种汇总表"], made) == [shown(row) for row in made.rows] == [row[:9] for row in own]
    )


def test_the_grades_are_counted_per_class_and_in_all():
    made = tianmen.table()

    rows = sheet(written(made), "等次分布")

    first = next(row for row in rows if row[1] == "竟陵街道")
    assert [int(count) for count in first[2:]] == [
        61,
        39,
        9,
        1,
        5,
        18,
        7,
        1,
        0,
        2,
        12,
        11,
        3,
        0,
        1,
        31,
        21,
        5,
        1,
        2,
    ]


def test_a_small_class_is_a_dash_on_every_sheet():
    classes = (make_class("A", 40, 4), make_class("B", 30, 20), make_class("C", 30, 20))
    plan = make_plan(subjects=2, classes=classes)
    made = table(plan, count(plan, [[0, 3]] + [[3, 2]] * 9 + [[2, 2]] * 12, [0] + [1] * 9 + [2] * 12))

    document = written(made)

    # where one mark lies at an end of the scale, the total and one class would tell the two others
    scores = [row[3:6] for row in body_of(sheet(document, "分票种汇总表"), made)]
    assert scores == [["—"] * 3, ["—", "—", 80.0]]
    counts = next(row for row in sheet(document, "等次分布") if row[1] == "侨乡街道")[7:]
    assert counts == ["—"] * 15


def test_remarks_worked_line_and_signatures_stand_under_the_table():
    made = tianmen.table()

    rows = sheet(written(made), "分票种汇总表")[-4:]

    assert [row[0] for row in rows] == ["备注", "算例", "", "总监票人："]
    assert rows[0][1] == "".join(
        f"{n}. {said}" for n, said in enumerate([*made.remarks, made.returns.quorum.sentence], start=1)
    )
    assert [cell for cell in rows[3] if cell] == ["总监票人：", "监票人：", "计票人：", "年　　月　　日"]


def test_names_never_become_formulas_or_links():
    canaries = ["=1+1", "{=1+1}", "+1", "@A1", "http://example.org", "12"]
    made = tianmen.table()
    named = [replace(row, subject=name, group=name) for row, name in zip(made.rows, canaries, strict=False)]
    known = {row.subject: name for row, name in zip(made.rows, canaries, strict=False)}
    cells = [
        [replace(cell, subject=known.get(cell.subject, cell.subject)) for cell in group]
        for group in (made.cells, made.distribution)
    ]
    meeting = replace(made.meeting, title="=1+1", topic="{=2+2}")
    rows = (*named, *made.rows[len(named) :])

    document = written(
        replace(made, meeting=meeting, rows=rows, cells=tuple(cells[0]), distribution=tuple(cells[1]))
    )

    sheets = [part(document, f"xl/worksheets/sheet{number}.xml") for number in (1, 2, 3, 4)]
    assert [("<f>" in text, "<f " in text, "hyperlink" in text) for text in sheets] == [(False,) * 3] * 4
    assert {row[1] for row in sheet(document, "分票种汇总表")} >= set(canaries)


def test_the_page_is_a4_with_the_margins_of_official_papers():
    page = part(written(tianmen.table()), "xl/worksheets/sheet1.xml")

    margins = dict(re.findall(r'(left|right|top|bottom)="([\d.]+)"', re.search("<pageMargins.*?>", page)[0]))
    millimetres = {side: round(float(width) * 25.4) for side, width in margins.items()}
    assert millimetres == {"left": 35, "right": 37, "top": 28, "bottom": 26}  # the portrait page, turned
    assert 'paperSize="9" orientation="landscape"' in re.sub(r' fitToHeight="0"', "", page)


def test_the_head_is_repeated_and_frozen_and_the_footer_counts_pages():
    made = tianmen.table()
    document = written(made)

    book, page = part(document, "xl/workbook.xml"), part(document, "xl/worksheets/sheet1.xml")

    names = re.findall(r'name="_xlnm.(\w+)" localSheetId="0">([^<]*)<', book)
    assert names == [("Print_Area", "分票种汇总表!$A$1:$I$40"), ("Print_Titles", "分票种汇总表!$7:$7")]
    assert re.findall(r'ySplit="(\d+)"[^>]*state="(\w+)"', page) == [("7", "frozen")]
    footer = re.search("<oddFooter>(.*?)</oddFooter>", page)[1]
    assert (fingerprint(made) in footer, footer.endswith("第 &amp;P 页　共 &amp;N 页")) == (True, True)


def test_the_same_table_gives_the_same_bytes():
    assert written(tianmen.table()) == written(tianmen.table())


def test_a_long_name_runs_over_lines_in_a_higher_row():
    made = tianmen.table()
    long = replace(made.rows[0], subject="湖北省天门市人民政府驻外招商引资项目建设推进工作办公室")
    cells = (replace(cell, subject=long.subject) for cell in (*made.cells, *made.distribution))
    everywhere = {(cell.voter_class, cell.criterion): cell for cell in cells}.values()
    known = (*made.distribution, *everywhere)

    page = part(
        written(replace(made, rows=(long, *made.rows[1:]), distribution=known)), "xl/worksheets/sheet1.xml"
    )

    heights = {
        int(row): float(height) for row, height in re.findall(r'<row r="(\d+)" [^>]*? ht="([\d.]+)"', page)
    }
    assert (heights[8] > heights[9], heights[9] == heights[10]) == (True, True)


@pytest.mark.parametrize("method", list(Normalisation)[1:])
def test_a_normalised_result_is_filed_by_its_own_totals(method):
    plan = tianmen.plan()
    agreed = replace(plan, rule=replace(plan.rule, normalisation=method))
    made = table(agreed, tianmen.count(agreed))

    document = written(made)

    totals = [row[6] for row in body_of(sheet(document, "分票种汇总表"), made)]
    assert totals == [float(row.total.shown) for row in made.rows] == sorted(totals, reverse=True)


def test_the_charts_are_drawn_from_the_cells_of_the_table():
    document = written(tianmen.table())

    charts = [part(document, f"xl/charts/chart{number}.xml") for number in (1, 2)]

    assert [re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", chart) for chart in charts] == [
        ["分票种汇总表!$G$8:$G$35"],
        [f"等次分布!${column}$7:${column}$34" for column in "CDEFG"],
    ]
