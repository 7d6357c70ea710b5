"""The organizer's workbook: read into a plan or refused with every fault, and written from a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..domain.errors import WorkbookRefused
from ..domain.flaws import Flaw, flaws
from ..domain.phrase import phrase
from ..domain.plan import Plan
from ..domain.scale import Scale
from . import intake
from .grid import Grid, Listing, address
from .layout import GRADES, MEETING_ITEMS, TABLES, TITLES, VALUE, VERDICTS
from .meeting_sheet import read_meeting
from .plan_sheets import read_classes, read_criteria, read_grades, read_subjects
from .rule_items import BY_FIELD
from .rule_sheet import offers_grades, read_rule
from .template import write_plan, write_template
from .worksheets import Worksheets

__all__ = ["plan_of", "read_plan", "write_plan", "write_template"]


def read_plan(file: Path | str | bytes) -> Plan:
    """Read an .xlsx, .xls or .ods into a plan.

    Raises
    ------
    FileRefused
        If it is no spreadsheet, or unsafe to read.
    WorkbookRefused
        With every fault, in the order of sheets, rows and columns.
    """
    return plan_of(intake.read(file))


def plan_of(grids: Iterable[Grid]) -> Plan:
    """Read the sheets of a workbook into a plan; `WorkbookRefused` as in `read_plan`."""
    sheets = Worksheets(grids)
    meeting = read_meeting(sheets)
    subjects, classes, criteria = read_subjects(sheets), read_classes(sheets), read_criteria(sheets)
    grades = read_grades(sheets) if offers_grades(sheets) or sheets.has(GRADES) else {}
    letters = [group.letter for group in classes.values()]
    rule, abstention = read_rule(sheets, letters, [grade.name for grade in grades.values()])
    _refuse_verdicts(sheets)
    lists = tuple(subjects.values()), tuple(classes.values()), tuple(criteria.values())
    scale = Scale(tuple(grades.values()), abstention)
    rows = {"subjects": [*subjects], "classes": [*classes], "criteria": [*criteria], "grades": [*grades]}
    for flaw in flaws(meeting, *lists, scale.grades, rule):
        _note(sheets, flaw, rows.get(flaw.table, []))
    if faults := sheets.log.in_order():
        raise WorkbookRefused(faults)
    return Plan(meeting, *lists, scale, rule)


def _refuse_verdicts(sheets: Worksheets) -> None:
    for found, row in sheets.rows(VERDICTS) if sheets.has(VERDICTS) else ():
        sheets.fault(found, row, "结论", phrase("本版本尚不支持结论，请删去这张工作表的内容"))


def _note(sheets: Worksheets, flaw: Flaw, rows: Sequence[int]) -> None:
    """Note a contradiction at its cell; sheets that could not be read have been noted already."""
    sheet = TABLES[flaw.table]
    found = sheets.listing(sheet) if sheets.has(sheet) else None
    if found is None:
        return
    if flaw.table in ("meeting", "rule"):
        _note_setting(sheets, found, flaw)
    elif flaw.row is not None:
        sheets.fault(found, rows[flaw.row], TITLES[flaw.field], flaw.phrase)
    else:
        _note_column(sheets, found, rows, flaw)


def _note_setting(sheets: Worksheets, found: Listing, flaw: Flaw) -> None:
    item = MEETING_ITEMS[flaw.field] if flaw.table == "meeting" else BY_FIELD[flaw.field].name
    row = sheets.settings(found.grid.name).get(item)
    if row is None:
        expected = phrase("%(item)s：%(expected)s", item=item, expected=flaw.phrase)
        sheets.log.add(found.grid.name, found.header, found.column(VALUE), "", expected)
    else:
        sheets.fault(found, row, VALUE, flaw.phrase)


def _note_column(sheets: Worksheets, found: Listing, rows: Sequence[int], flaw: Flaw) -> None:
    title = TITLES[flaw.field]
    column = found.column(title)
    if any(sheets.log.has(found.grid.name, row, column) for row in rows):
        return  # the sum of a column is unknown while one of its cells is
    cell = address(found.header, column)
    if rows:
        cell = f"{address(min(rows), column)}:{address(max(rows), column)}"
    texts = "、".join(found.cell(row, title) for row in rows)
    sheets.log.add(found.grid.name, found.header, column, texts, flaw.phrase, cell)
