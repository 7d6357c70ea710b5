"""Office papers as a workbook: text that is never a formula, numbers that are numbers, native charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from xlsxwriter import Workbook

from ..domain.phrase import N_, unchanged
from .columns import laid_out
from .looks import TEXT_FONT, Looks
from .office.model import Drawing, Grid, Heading, Note, OfficePaper, Saying
from .office.straightened import straightened
from .paper import Paper
from .printed_sheet import PrintedSheet
from .xlsx_chart import draw

OPTIONS = {
    "in_memory": True,
    # Columns are measured in digits of the default font: Verdana's are as wide as those of the font that
    # stands in where it is missing, so that the table is as wide everywhere. No cell is set in it.
    "default_format_properties": {"font_name": "Verdana", "font_size": 10},
    "default_column_width": 72,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
UNDATED = datetime(2000, 1, 1)  # a file tells no time of its making: equal tables, equal bytes
LONGEST_NAME = 31  # signs in the name of a worksheet
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Translate = Callable[[str], str]


def write(papers: Sequence[OfficePaper], out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write one worksheet per paper, and its charts on one of their own."""
    papers = straightened(papers)
    book = Workbook(out, deepcopy(OPTIONS))  # the library writes into what it is given
    book.set_properties({"title": "".join(papers[0].title), "created": UNDATED})
    names: set[str] = set()
    looks = Looks(book)
    for paper in papers:
        name = _name(paper.name, names)
        sheet = _sheet(looks, paper, name, translate)
        for chart in paper.charts:
            draw(book, _name(chart.name, names), name, chart, sheet.body)
    book.close()


def _sheet(looks: Looks, paper: OfficePaper, name: str, translate: Translate) -> PrintedSheet:
    page = Paper(paper.is_landscape)
    grids = tuple(_without_drawings(grid) for grid in paper.grids)
    widths, spans = laid_out(grids, page.width)
    sheet = PrintedSheet(looks, name, widths, page)
    for line in paper.title:
        sheet.title(line)
    for line in paper.laid_lines:
        sheet.line(line, align="center")
    left = iter(zip(grids, spans, strict=True))
    for block in paper.blocks:
        if isinstance(block, Grid):
            sheet.gap(4)
            sheet.table(*next(left))
            sheet.gap(4)
        elif isinstance(block, Heading):
            sheet.heading(block.text)
        elif isinstance(block, Saying):
            sheet.saying(block.text)
        elif isinstance(block, Note):
            sheet.paragraph(block.label, block.text)
    if paper.is_sealed:
        sheet.sealed(paper.signatures, translate(N_("（盖章）")))
    elif paper.signatures:
        sheet.signatures(paper.signatures)
    sheet.finish(_footer(paper.mark, translate))
    return sheet


def _footer(mark: str, translate: Translate) -> str:
    left = translate(N_("指纹")) + f" {mark}"
    right = translate(N_("第 %(page)s 页　共 %(pages)s 页")) % {"page": "&P", "pages": "&N"}
    font = f'&"{TEXT_FONT}"&10 '
    return f"&L{font}{left}&C{font}— &P —&R{font}{right}"


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name that a worksheet may have and no other has."""
    start = wanted.translate(NOT_IN_A_NAME).strip()[:LONGEST_NAME] or "—"
    found, number = start, 2
    while found.casefold() in taken:
        found = f"{start[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        number += 1
    taken.add(found.casefold())
    return found


def _without_drawings(grid: Grid) -> Grid:
    """Leave out the columns of pictures: the numbers stand beside them, and charts are native here."""
    drawn = {place for row in grid.rows for place, value in enumerate(row) if isinstance(value, Drawing)}
    columns = tuple(column for place, column in enumerate(grid.columns) if place not in drawn)
    rows = tuple(tuple(v for place, v in enumerate(row) if place not in drawn) for row in grid.rows)
    return replace(grid, columns=columns, rows=rows)
