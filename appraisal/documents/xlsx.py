"""The result table as the workbook an office files: the ranking, the grades given, the evidence beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from typing import BinaryIO

from xlsxwriter import Workbook

from ..domain.phrase import N_, Phrase, phrase, unchanged
from .json import fingerprint
from .paper import text_width
from .printed_sheet import TEXT_FONT, Column, PrintedSheet, Value
from .table import Cell, ResultTable, Row

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
WIDEST_NAME = 240  # pixels; longer names run over several lines
COUNT_WIDTH = 34
WEIGHT = re.compile(r"(?=（)| (?=\()")  # what stands before the weight of a class in its heading
SIGNED_BY = (N_("总监票人："), N_("监票人："), N_("计票人："), N_("年　　月　　日"))

Translate = Callable[[str], str]


def write(table: ResultTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the workbook; text never becomes a formula or a link, numbers are what the table shows."""
    book = Workbook(out, OPTIONS)
    held_on = table.meeting.held_on
    created = UNDATED if held_on is None else datetime.combine(held_on, time())
    book.set_properties({"title": table.title.render(translate), "created": created})
    footer = _footer(fingerprint(table, translate), translate)
    for sheet in (_ranking, _distribution, _comparison):
        sheet(book, table, translate).finish(footer)
    book.close()


def _footer(mark: str, translate: Translate) -> str:
    left = translate(N_("指纹")) + f" {mark}"
    right = translate(N_("第 %(page)s 页　共 %(pages)s 页")) % {"page": "&P", "pages": "&N"}
    font = f'&"{TEXT_FONT}"&10 '
    return f"&L{font}{left}&C{font}— &P —&R{font}{right}"


def _ranking(book: Workbook, table: ResultTable, translate: Translate) -> PrintedSheet:
    columns = [
        Column(translate(N_("名次")), 48),
        Column(translate(N_("单位")), _name_width(table)),
        *([Column(translate(N_("分组")), 64)] if table.has_groups else ()),
        *(Column(_folded(column.heading.render(translate)), 84) for column in table.columns),
        Column(table.total_name.render(translate), 76),
        *([Column(translate(N_("组内名次")), 76)] if table.has_groups else ()),
        Column(translate(N_("备注")), 120),
    ]
    sheet = PrintedSheet(book, table.name.render(translate), columns, decimals=table.decimals)
    sheet.title(table.meeting.title)
    sheet.title(table.name.render(translate))
    _returns(sheet, table, translate)
    sheet.head()
    for row, is_tied, is_last in _with_neighbours(table.rows):
        sheet.row(_ranking_row(table, row, translate), is_tied=is_tied, is_last=is_last)
    sheet.gap(4)
    sheet.paragraph(translate(N_("备注")), _numbered(_all_remarks(table), translate))
    if table.worked is not None:
        sheet.paragraph(translate(N_("算例")), table.worked.render(translate))
    sheet.signatures([translate(label) for label in SIGNED_BY])
    return sheet


def _returns(sheet: PrintedSheet, table: ResultTable, translate: Translate) -> None:
    """Add who met when, where the ballots went, and what the reader is warned of."""
    sheet.line(_labelled(table.facts, translate), align="center")
    sheet.line(_labelled(table.returns.line, translate), align="center")
    sheet.line(
        translate(N_("；")).join(line.render(translate) for line in table.class_returns), align="center"
    )
    for warning in table.warnings:
        sheet.line(warning.render(translate), align="center")
    sheet.gap(4)


def _ranking_row(table: ResultTable, row: Row, translate: Translate) -> list[Value]:
    return [
        row.rank,
        row.subject,
        *([row.group] if table.has_groups else ()),
        *row.class_scores,
        row.total,
        *([row.group_rank] if table.has_groups else ()),
        row.note.render(translate),
    ]


def _distribution(book: Workbook, table: ResultTable, translate: Translate) -> PrintedSheet:
    """List how often every grade was given, over all classes and per class where that may be shown."""
    name = translate(N_("等次分布"))
    has_criteria = len(table.criteria) > 1
    answers = (*table.grades, table.abstention)
    classes = [phrase("%(letter)s票", letter=column.letter) for column in table.columns]
    heads = [head.render(translate) for head in (phrase("全部票"), *classes)]
    columns = [
        Column(translate(N_("名次")), 48),
        Column(translate(N_("单位")), _name_width(table)),
        *([Column(translate(N_("指标")), 110)] if has_criteria else ()),
        *(
            Column(answer, max(COUNT_WIDTH, text_width(answer) + 6), head)
            for head in heads
            for answer in answers
        ),
    ]
    sheet = PrintedSheet(book, name, columns, decimals=table.decimals)
    sheet.title(table.meeting.title)
    sheet.title(name)
    sheet.line(_labelled(table.returns.line, translate), align="center")
    for warning in table.warnings:
        sheet.line(warning.render(translate), align="center")
    sheet.gap(4)
    sheet.head()
    found = {
        (cell.voter_class, cell.subject, cell.criterion): cell for cell in (*table.distribution, *table.cells)
    }
    lines = [(row, criterion) for row in table.rows for criterion, _ in table.criteria]
    for position, (row, criterion) in enumerate(lines):
        cells = [
            found[letter, row.subject, criterion] for letter in (None, *(c.letter for c in table.columns))
        ]
        start: list[Value] = [row.rank, row.subject, *([criterion] if has_criteria else ())]
        counts = [count for cell in cells for count in _counts(cell, len(answers))]
        sheet.row([*start, *counts], is_last=position == len(lines) - 1)
    return sheet


def _counts(cell: Cell, answers: int) -> Sequence[int | None]:
    return (None,) * answers if cell.counts is None else (*cell.counts, cell.abstained)


def _comparison(book: Workbook, table: ResultTable, translate: Translate) -> PrintedSheet:
    """Put the official standing and the one beside it side by side."""
    name = phrase("%(name)s对照", name=table.beside_name).render(translate)
    official = translate(N_("正式结果"))
    beside = translate(N_("旁证，不是正式结果"))
    columns = [
        Column(translate(N_("单位")), _name_width(table)),
        Column(translate(N_("名次")), 80, official),
        Column(table.total_name.render(translate), 100, official),
        Column(translate(N_("名次")), 80, beside),
        Column(table.beside_name.render(translate), 100, beside),
    ]
    sheet = PrintedSheet(book, name, columns, decimals=table.decimals)
    sheet.title(table.meeting.title)
    sheet.title(name)
    sheet.line(table.beside_note.render(translate), align="left")
    sheet.gap(4)
    sheet.head()
    for row, is_tied, is_last in _with_neighbours(table.rows):
        values = (row.subject, row.rank, row.total, row.beside_rank, row.beside)
        sheet.row(values, is_tied=is_tied, is_last=is_last)
    return sheet


def _with_neighbours(rows: Sequence[Row]) -> Iterator[tuple[Row, bool, bool]]:
    """Yield each row, whether it shares its rank with the one before, whether it is the last."""
    for position, row in enumerate(rows):
        is_tied = position > 0 and row.rank is not None and rows[position - 1].rank == row.rank
        yield row, is_tied, position == len(rows) - 1


def _name_width(table: ResultTable) -> int:
    return min(WIDEST_NAME, max(96, *(text_width(row.subject) + 12 for row in table.rows)))


def _folded(heading: str) -> str:
    """Put the weight of a class under its letter."""
    return WEIGHT.sub("\n", heading, count=1)


def _labelled(pairs: Sequence[tuple[Phrase, Phrase | str]], translate: Translate) -> str:
    return "　".join(
        phrase("%(label)s：%(value)s", label=label, value=value).render(translate) for label, value in pairs
    )


def _all_remarks(table: ResultTable) -> tuple[Phrase, ...]:
    quorum = table.returns.quorum
    return table.remarks if quorum is None else (*table.remarks, quorum.sentence)


def _numbered(sentences: Sequence[Phrase], translate: Translate) -> str:
    numbered = (
        phrase("%(n)s. %(sentence)s", n=n, sentence=each) for n, each in enumerate(sentences, start=1)
    )
    return "".join(each.render(translate) for each in numbered).rstrip()
