"""One round as far as it could be read, with its contradictions noted at their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..domain.flaw import Flaw
from ..domain.flaws import flaws
from ..domain.meeting import Meeting, VoterClass
from ..domain.phrase import phrase
from ..domain.plan import Plan
from ..domain.rule import ScoringRule
from ..domain.scale import Scale
from ..domain.sheet import Criterion, Subject
from .grid import Listing, address
from .layout import MEETING_ITEMS, TABLES, TITLES, VALUE
from .rule_items import BY_FIELD
from .worksheets import Worksheets

Rows = Mapping[str, Sequence[int]]  # of each table, where its entries stand on their sheet


@dataclass(frozen=True)
class Draft:
    """The parts of a plan; they need not fit together yet."""

    name: str
    meeting: Meeting
    subjects: tuple[Subject, ...]
    classes: tuple[VoterClass, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    rule: ScoringRule

    def plan(self) -> Plan:
        """Return the plan; `PlanRefused` where the parts contradict each other."""
        return Plan(self.meeting, self.subjects, self.classes, self.criteria, self.scale, self.rule)


def note_flaws(sheets: Worksheets, draft: Draft, rows: Rows, tables: Mapping[str, str] | None = None) -> None:
    """Note every contradiction at its cell; `tables` names the sheets, where they are not the usual ones."""
    parts = (draft.meeting, draft.subjects, draft.classes, draft.criteria, draft.scale.grades)
    for flaw in flaws(*parts, draft.rule, draft.scale.kind):
        _note(sheets, flaw, rows.get(flaw.table, []), {**TABLES, **(tables or {})}[flaw.table])


def _note(sheets: Worksheets, flaw: Flaw, rows: Sequence[int], sheet: str) -> None:
    """Note a contradiction at its cell; sheets that could not be read have been noted already."""
    found = sheets.listing(sheet) if sheets.has(sheet) else None
    if found is None:
        return
    if flaw.table in ("meeting", "rule"):
        _note_setting(sheets, found, flaw)
    elif flaw.row is not None and flaw.row < len(rows):
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
