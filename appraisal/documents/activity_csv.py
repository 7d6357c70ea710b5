"""What the rounds of an activity come to as CSV for other programs: a line per unit with every component."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from ..domain.phrase import N_, unchanged
from .activity_table import ActivityTable, UnitRow, UnitTable
from .csv import Translate, guarded
from .table import count_text


def write(table: ActivityTable, out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write the units by rank: the composite and its parts, then the parts of each part.

    UTF-8 with a byte order mark, never a formula; a number that is withheld is a dash.
    """
    tables = [each for each in (table.composite, table.on_site, table.indicators) if each is not None]
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([guarded(heading) for heading in _headings(tables, translate)])
    lines.writerows(_line(row, tables) for row in (tables[0].rows if tables else ()))
    out.write(text.getvalue().encode("utf-8-sig"))


def _headings(tables: Sequence[UnitTable], translate: Translate) -> list[str]:
    found = [translate(N_("单位")), translate(N_("分组"))]
    for each in tables:
        name = each.name.render(translate)
        words = (translate(word) for word in (N_("得分"), N_("名次"), N_("组内名次")))
        found += [f"{name} {word}" for word in (*words, *(head.render(translate) for head in each.columns))]
    return found


def _line(first: UnitRow, tables: Sequence[UnitTable]) -> list[str]:
    cells = [guarded(first.subject), guarded(first.group)]
    for each in tables:
        row = next(row for row in each.rows if row.subject == first.subject)
        cells += [row.total.shown, count_text(row.rank), count_text(row.group_rank)]
        cells += [part.shown for part in row.parts]
    return cells
