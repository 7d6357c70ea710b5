"""The ranking of a meeting as an office files it: places, class scores, totals, remarks."""

from __future__ import annotations

import re

from ...domain.phrase import N_
from ..json import fingerprint
from ..table import ResultTable, Row
from . import heads
from .heads import Translate
from .model import Chart, Column, Grid, OfficePaper, Value, widest

WIDEST_NAME = 240  # pixels; longer names run over several lines
WEIGHT = re.compile(r"(?=（)| (?=\()")  # what stands before the weight of a class in its heading


def ranking(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up the ranking of all subjects."""
    name = table.name.render(translate)
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58 if table.has_groups else heads.TITLE_ROOM),
        lines=heads.occasion(table, translate),
        blocks=(
            Grid(
                _columns(table, translate),
                tuple(_values(table, row, translate) for row in table.rows),
                tied=tied(table),
            ),
            heads.remarks(table, translate, *heads.dash(table)),
            *heads.worked(table, translate),
        ),
        signatures=heads.signatures(translate),
        mark=fingerprint(table, translate),
        charts=(_chart(table, translate),),
    )


def _chart(table: ResultTable, translate: Translate) -> Chart:
    place = (3 if table.has_groups else 2) + len(table.columns)
    total = table.total_name.render(translate)
    return Chart(translate(N_("得分图")), f"{table.meeting.title}　{total}", 1, (place,), ((total, "1"),))


def tied(table: ResultTable) -> frozenset[int]:
    """Find the rows that share the place of the one before."""
    pairs = enumerate(zip(table.rows, table.rows[1:], strict=False), start=1)
    return frozenset(n for n, (above, row) in pairs if row.rank is not None and row.rank == above.rank)


def name_width(table: ResultTable) -> int:
    """Return the width of the column of subjects."""
    return widest([row.subject for row in table.rows], 96, WIDEST_NAME)


def _columns(table: ResultTable, translate: Translate) -> tuple[Column, ...]:
    groups = [row.group for row in table.rows]
    notes = [row.note.render(translate) for row in table.rows]
    return (
        Column(translate(N_("名次")), 48),
        Column(translate(table.subject_word), name_width(table)),
        *([Column(translate(N_("分组")), widest(groups, 64, 120))] if table.has_groups else ()),
        *(Column(folded(column.heading.render(translate)), 84) for column in table.columns),
        Column(table.total_name.render(translate), 76),
        *([Column(translate(N_("组内名次")), 76)] if table.has_groups else ()),
        Column(translate(N_("备注")), widest(notes, 120, 160)),
    )


def _values(table: ResultTable, row: Row, translate: Translate) -> tuple[Value, ...]:
    return (
        row.rank,
        row.subject,
        *([row.group] if table.has_groups else ()),
        *row.class_scores,
        row.total,
        *([row.group_rank] if table.has_groups else ()),
        row.note.render(translate),
    )


def folded(heading: str) -> str:
    """Put the weight of a class under its letter."""
    return WEIGHT.sub("\n", heading, count=1)
