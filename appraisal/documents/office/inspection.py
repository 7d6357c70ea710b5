"""What the rounds of an inspection come to, on paper: the composite, its parts, and the projects."""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.phrase import N_, phrase
from ..activity_json import fingerprint
from ..activity_table import ActivityTable, UnitTable
from . import heads
from .heads import Translate
from .model import Column, Grid, Note, OfficePaper, widest
from .tour import Visited, toured


def joined(table: ActivityTable, translate: Translate) -> tuple[OfficePaper, ...]:
    """Draw up the composite first, then what it is made of, the figures as handed in, and the projects."""
    mark = fingerprint(table, translate)
    units = (table.composite, table.on_site, table.indicators)
    papers = [_units(table, each, translate, mark) for each in units if each is not None]
    if table.indicator_columns:
        papers.append(_figures(table, translate, mark))
    if table.projects:
        papers.append(_projects(table, translate, mark))
    return tuple(papers)


def _units(table: ActivityTable, units: UnitTable, translate: Translate, mark: str) -> OfficePaper:
    name = units.name.render(translate)
    has_groups = any(row.group for row in units.rows)
    heads_of_parts = [column.render(translate) for column in units.columns]
    columns = (
        Column(translate(N_("名次")), 48),
        Column(translate(N_("单位")), widest([row.subject for row in units.rows], 96, 200)),
        *([Column(translate(N_("分组")), 72)] if has_groups else ()),
        *(Column(head, 92) for head in heads_of_parts),
        Column(translate(N_("得分")), 76),
        *([Column(translate(N_("组内名次")), 76)] if has_groups else ()),
    )
    rows = tuple(
        (
            row.rank,
            row.subject,
            *([row.group] if has_groups else ()),
            *row.parts,
            row.total,
            *([row.group_rank] if has_groups else ()),
        )
        for row in units.rows
    )
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name),
        lines=(),
        blocks=(Grid(columns, rows), *_notes(units, translate)),
        signatures=heads.signatures(translate),
        mark=mark,
    )


def _notes(units: UnitTable, translate: Translate) -> Iterator[Note]:
    yield Note(translate(N_("说明")), heads.numbered(units.formula, translate))
    if units.worked is not None:
        yield Note(translate(N_("算例")), units.worked.render(translate))


def _figures(table: ActivityTable, translate: Translate, mark: str) -> OfficePaper:
    """Draw up the figures before conversion, with their units and directions."""
    name = translate(N_("客观指标数值"))
    found = table.indicator_columns
    units = tuple(found[0].figures)
    heads_of_figures = [
        phrase(
            "%(name)s（%(unit)s，%(direction)s）", name=each.name, unit=each.unit, direction=each.direction
        )
        for each in found
    ]
    columns = (
        Column(translate(N_("单位")), widest(units, 96, 200)),
        *(Column(head.render(translate), 110) for head in heads_of_figures),
    )
    alike = tuple(each.name for each in found if each.is_constant)
    notes = [phrase("“%(name)s”换算：%(how)s。", name=each.name, how=each.conversion) for each in found]
    if alike:
        notes.append(phrase("%(names)s各单位相同，不分高低。", names=alike))
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name),
        lines=(),
        blocks=(
            Grid(columns, tuple((unit, *(each.figures[unit] for each in found)) for unit in units)),
            Note(translate(N_("说明")), heads.numbered(tuple(notes), translate)),
        ),
        signatures=heads.signatures(translate),
        mark=mark,
    )


def _projects(table: ActivityTable, translate: Translate, mark: str) -> OfficePaper:
    lines = [Visited(row.rank, row.unit, row.total, row.subject, row.kind) for row in table.projects]
    good = phrase("好项目：%(names)s。", names=table.top_projects)
    formula = phrase("得分按现场观摩的计分办法计算，见“现场观摩”的备注。")
    return toured(
        table.meeting,
        lines,
        translate,
        name=phrase("观摩项目得分"),
        formula=formula,
        worked=good if table.top_projects else None,
        mark=mark,
    )
