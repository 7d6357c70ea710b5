"""Every file of a result: what it is called, what it holds, and all of them in one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import BinaryIO

from ..domain.meeting import Meeting
from ..domain.phrase import N_, unchanged
from ..domain.progress import Progress, silent
from . import activity_csv, activity_json, csv, docx, json, pdf, xlsx
from .activity_table import ActivityTable
from .making import Write, made
from .office.count_report import count_report
from .office.feedback import feedbacks
from .office.grades import grades
from .office.inspection import joined
from .office.model import OfficePaper
from .office.ranking import ranking
from .office.satisfaction import concluded
from .office.shelf import offered
from .table import ResultTable

FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))  # some system refuses each of these in a name
LONGEST = 60  # signs of the meeting's title or of a unit; longer names are cut by old archives
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a file tells no time of its making
PACKED = ("xlsx", "docx")  # packed once more they get no smaller

Translate = Callable[[str], str]

PAPERS: Mapping[str, Callable[..., None]] = MappingProxyType(
    {"xlsx": xlsx.write, "docx": docx.write, "pdf": pdf.write}
)
TABLES: Mapping[str, Callable[..., None]] = MappingProxyType({"csv": csv.write, "json": json.write})
JOINED: Mapping[str, Callable[..., None]] = MappingProxyType(
    {"csv": activity_csv.write, "json": activity_json.write}
)


def workbook(table: ResultTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the ranking and the grades behind it as one workbook, and the verdicts where there are any."""
    xlsx.write(_of_round(table, translate), out, translate)


def inspection(table: ActivityTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write everything of an inspection as one workbook: what the parts add up to, then every round."""
    papers = list(joined(table, translate))
    for each in table.rounds:
        first, *others = _of_round(each.table, translate)
        papers += (replace(first, name=translate(each.name)), *others)
    xlsx.write(papers, out, translate)


def _of_round(table: ResultTable, translate: Translate) -> list[OfficePaper]:
    papers = [ranking(table, translate)]
    if table.shows_grades:
        papers.append(grades(table, translate))
    if table.verdicts:
        papers.append(concluded(table, translate))
    return papers


def form(table: ResultTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the count report that is signed and sealed."""
    docx.write((count_report(table, translate),), out, translate)


def paper(key: str, kind: str, table: ResultTable, translate: Translate = unchanged) -> Write:
    """Return what writes one document of the shelf in one format."""
    papers = offered(table)[key].draw(table, translate)
    return lambda out: PAPERS[kind](papers, out, translate)


def file_name(meeting: Meeting, table: str, kind: str) -> str:
    """Name a file: ``2020_招商引资项目建设推进会_分票种汇总表.xlsx``."""
    year = str(meeting.held_on.year) if meeting.held_on else ""
    title = fit_for_a_name(meeting.title).removeprefix(f"{year}年")
    return "_".join(part for part in (year, title, table) if part) + f".{kind}"


def fit_for_a_name(text: str) -> str:
    """Leave out what some system refuses in the name of a file."""
    plain = "".join(sign for sign in text.translate(FORBIDDEN) if sign.isprintable())
    return " ".join(plain.split())[:LONGEST].strip(". ") or "_"


def every_file(table: ResultTable, translate: Translate = unchanged) -> Iterator[tuple[str, Write]]:
    """Yield each document in each format, and the table as data; names sort as the shelf does."""
    papers_of = offered(table)
    for key, filed in papers_of.items():
        name = table.name if key == "ranking" else filed.name
        titled = f"{filed.number:02}_{name.render(translate)}"
        papers = filed.draw(table, translate)
        for kind, write in PAPERS.items():
            yield file_name(table.meeting, titled, kind), partial(write, papers, translate=translate)
    data = f"{max(filed.number for filed in papers_of.values()) + 1:02}_{translate(N_('数据'))}"
    for kind, write in TABLES.items():
        yield file_name(table.meeting, data, kind), partial(write, table, translate=translate)


def every_inspection_file(
    table: ActivityTable, translate: Translate = unchanged
) -> Iterator[tuple[str, Write]]:
    """Yield what the rounds add up to in each format, and every file of each round in its own folder."""
    papers = joined(table, translate)
    name = file_name(table.meeting, f"00_{translate(N_('综合结果'))}", "")
    for kind, write in PAPERS.items() if papers else ():
        yield f"{name}{kind}", partial(write, papers, translate=translate)
    for kind, write in JOINED.items() if papers else ():
        yield f"{name}{kind}", partial(write, table, translate=translate)
    for each in table.rounds:
        folder = fit_for_a_name(each.name)
        for file, write in every_file(each.table, translate):
            yield f"{folder}/{file}", write


def every_unit(
    table: ResultTable, translate: Translate = unchanged, bands: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Write]]:
    """Yield a sheet for each unit's own envelope; no sheet names another unit."""
    order = len(str(len(table.rows)))
    sheets = sorted(feedbacks(table, translate, bands), key=lambda sheet: sheet.name)
    for number, sheet in enumerate(sheets, start=1):
        name = f"{number:0{order}}_{fit_for_a_name(sheet.name)}_{translate(N_('反馈单'))}.pdf"
        yield name, partial(pdf.write, (sheet,), translate=translate)


def bundle(files: Iterable[tuple[str, Write]], out: BinaryIO, progress: Progress = silent) -> None:
    """Write files into one archive; the same files give the same bytes."""
    wanted = tuple(files)
    progress(0, len(wanted))
    with zipfile.ZipFile(out, "w") as archive:
        for done, (name, content) in enumerate(made(wanted), start=1):
            packing = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), content, packing)
            progress(done, len(wanted))
