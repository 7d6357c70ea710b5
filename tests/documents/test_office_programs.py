"""A spreadsheet and a word program open every paper, and print its head, its first and its last row."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from appraisal.documents import filing
from appraisal.documents.office.shelf import SHELF
from appraisal.documents.page_breaks import LEAST_WITH_TAIL
from appraisal.domain.phrase import phrase, unchanged
from tests import tianmen
from tests.documents.reading import pdf_rows, pdf_text, written
from tests.documents.scenarios import counted
from tests.documents.test_bad_names import ODD
from tests.documents.test_formats import body, shown
from tests.documents.test_xlsx import office

FIRST, LAST = "竟陵街道", "多祥镇"
KINDS = ("xlsx", "docx")
PROJECTS, PLACES = (each.table for each in counted("tour-2020").rounds)
LONG = ("ranking", "count-report")  # 38 projects: rows end where remarks and signatures have no room
LONGER = replace(PROJECTS, warnings=(phrase("有一张选票打不开，没有计入；监票人已当场核对并签字。"),) * 4)
WITH_ROWS = ("ranking", "grades", "rates", "chart")
DOTS_PER_INCH, DARK = 72, 120  # a dot is a point of the page
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Page:
    """A printed page: its words with where they stand, and its picture as rows of grey dots."""

    words: tuple[tuple[str, tuple[int, int, int, int]], ...]
    picture: tuple[bytes, ...]

    def holds(self, text: str) -> bool:
        """The text is printed, and there is ink where it stands."""
        boxes = [box for word, box in self.words if text in word]
        return any(self._has_ink(box) for box in boxes)

    def _has_ink(self, box: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = box
        return min(min(row[left : right + 1]) for row in self.picture[top : bottom + 1]) < DARK


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every paper as a PDF that an office program made of it, and papers of other meetings."""
    folder = tmp_path_factory.mktemp("office")
    papers = {key: (key, tianmen.table()) for key in SHELF} | {odd: ("ranking", ODD[odd]) for odd in ODD}
    papers |= {"form of places": ("count-report", PLACES), "many to name": ("sayings", PROJECTS)}
    papers |= {f"long {key}": (key, PROJECTS) for key in LONG}
    papers |= {f"longer {key}": (key, LONGER) for key in LONG}
    for kind in KINDS:
        (folder / kind).mkdir()
        for name, (key, table) in papers.items():
            (folder / kind / f"{name}.{kind}").write_bytes(written(filing.paper(key, kind, table)))
        command = [office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        files = [f"{name}.{kind}" for name in papers]
        options = {"check": True, "capture_output": True, "timeout": 300}
        subprocess.run([*command, "--convert-to", "pdf", *files], cwd=folder / kind, **options)
    return {(name, kind): folder / kind / f"{name}.pdf" for name in papers for kind in KINDS}


def pages(document: Path, folder: Path) -> list[Page]:
    """Look at the pages: their words, and their pictures, which are laid into an empty folder."""
    command = ["pdftotext", "-bbox", document, "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True)
    command = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), document, folder / "page"]
    subprocess.run(command, check=True)
    parts = boxes.stdout.split("<page ")[1:]
    return [
        Page(_words(part), _dots(picture))
        for part, picture in zip(parts, sorted(folder.iterdir()), strict=True)
    ]


def _words(part: str) -> tuple[tuple[str, tuple[int, int, int, int]], ...]:
    found = WORD.findall(part)
    return tuple((word, tuple(int(float(edge)) for edge in edges)) for *edges, word in found)


def _dots(picture: Path) -> tuple[bytes, ...]:
    image = picture.read_bytes()
    width, height = map(int, image.split(b"\n")[1].split())
    dots = image[-width * height :]
    return tuple(dots[y * width : (y + 1) * width] for y in range(height))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", SHELF)
def test_first_and_last_row_are_printed(printed, key, kind, tmp_path):
    found = pages(printed[key, kind], tmp_path)

    assert (found[0].holds(FIRST), any(page.holds(LAST) for page in found)) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", WITH_ROWS)
def test_the_head_stands_above_the_rows_of_every_page(printed, key, kind, tmp_path):
    names = [row.subject for row in tianmen.table().rows]
    own_charts = sum(len(paper.charts) for paper in SHELF[key].draw(tianmen.table(), unchanged))
    looked_at = pages(printed[key, kind], tmp_path)

    tables = looked_at[: len(looked_at) - own_charts] if kind == "xlsx" else looked_at
    found = [page for page in tables if any(map(page.holds, names))]

    assert (len(found) > 1, [page.holds("单位") for page in found]) == (True, [True] * len(found))


@pytest.mark.parametrize("kind", [*KINDS, "pdf"])
@pytest.mark.parametrize(
    ("length", "table"), [("long", PROJECTS), ("longer", LONGER)], ids=["long", "longer"]
)
@pytest.mark.parametrize("key", LONG)
def test_remarks_and_signatures_never_stand_on_a_page_without_rows(
    printed, key, length, table, kind, tmp_path
):
    names = [row.subject for row in table.rows]
    own = written(filing.paper(key, "pdf", table))
    document = own if kind == "pdf" else printed[f"{length} {key}", kind].read_bytes()

    sheets = [sheet for sheet in pdf_text(document, tmp_path).split("\f") if "第" in sheet]
    signed = [sum(name in sheet for name in names) for sheet in sheets if "计票人" in sheet]

    assert (len(signed), min(signed) >= LEAST_WITH_TAIL) == (1, True)


def test_places_to_read_out_begin_under_their_heading_and_say_why_one_is_missing(tmp_path):
    many, (few,) = PROJECTS, (each.table for each in counted("satisfaction-2021").rounds)
    first, second = (
        pdf_text(written(filing.paper("sayings", "pdf", table)), tmp_path).split("\f")[0]
        for table in (many, few)
    )

    assert ["第1名" in first, "卫生院（样本不足，不排名）" in second] == [True, True]


@pytest.mark.parametrize("kind", KINDS)
def test_the_ranking_reads_as_the_table_does(printed, kind, tmp_path):
    read = body(pdf_rows(printed["ranking", kind].read_bytes(), tmp_path))

    assert read[:28] == shown()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["count-report", "form of places"])
def test_the_form_has_all_its_signatures_on_one_page(printed, form, kind, tmp_path):
    (page,) = pages(printed[form, kind], tmp_path)

    labels = ("总监票人签字：", "监票人签字：", "计票人签字：", "（盖章）")
    assert [page.holds(label) for label in labels] == [True] * 4


@pytest.mark.parametrize("key", LONG)
def test_projects_are_not_called_units(key, tmp_path):
    heads = [
        pdf_text(written(filing.paper(key, "pdf", table)), tmp_path).split(name)[0]
        for table, name in ((PROJECTS, PROJECTS.rows[0].subject), (PLACES, PLACES.rows[0].subject))
    ]

    assert [[word in head.split() for word in ("项目", "单位")] for head in heads] == [
        [True, False],
        [False, True],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_sentence_names_everybody(printed, kind, tmp_path):
    said = "".join(pdf_text(printed["many to name", kind].read_bytes(), tmp_path).split())

    assert [row.subject for row in PROJECTS.rows if row.subject not in said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_has_a_page_of_its_own(printed, kind, tmp_path):
    found = pages(printed["units", kind], tmp_path)

    names = [row.subject for row in tianmen.table().rows]
    assert [page.holds(name) for page, name in zip(found, names, strict=True)] == [True] * 28


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_meetings_are_printed_whole(printed, odd, kind, tmp_path):
    said = re.sub(r"\s", "", pdf_text(printed[odd, kind].read_bytes(), tmp_path))

    names = [re.sub(r"\s", "", row.subject) for row in ODD[odd].rows]
    in_one_line = [name for name in names if len(name) < 8]
    times = {"xlsx": 2, "docx": 1}[kind]  # the chart of a workbook names every unit once more
    assert [name for name in in_one_line if name not in said] == []
    assert said.count("长") == times * "".join(names).count("长")
