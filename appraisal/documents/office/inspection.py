"""What the rounds of an inspection come to, on paper: the composite, its parts, and the projects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ...domain.errors import NotFound
from ...domain.phrase import N_, Phrase, phrase
from ..activity_json import fingerprint
from ..activity_table import ActivityTable, UnitTable
from . import heads
from .heads import Translate
from .model import Column, Grid, Note, OfficePaper, widest
from .tour import Visited, toured


def joined(table: ActivityTable, translate: Translate) -> tuple[OfficePaper, ...]:
    """Draw up the composite first, then what it is made of, the figures as handed in, and the projects."""
    return tuple(filed.draw(table, translate) for filed in on_shelf(table).values())


@dataclass(frozen=True)
class Filed:
    """One document of an inspection: what it is called, what it is for, what draws it up."""

    name: Phrase
    purpose: Phrase
    draw: Callable[[ActivityTable, Translate], OfficePaper]


def on_shelf(table: ActivityTable) -> Mapping[str, Filed]:
    """Return the documents there are of an inspection, in the order of the folder."""
    units = {"composite": table.composite, "on-site": table.on_site, "indicators": table.indicators}
    there = {key for key, each in units.items() if each is not None}
    there |= {"result"} if table.composite is not None else set()
    there |= {"figures"} if table.indicator_columns else set()
    there |= {"projects"} if table.projects else set()
    return {key: filed for key, filed in SHELF.items() if key in there}


def _paper_of(which: str) -> Callable[[ActivityTable, Translate], OfficePaper]:
    return lambda table, translate: _units(table, getattr(table, which), translate)


def _units(table: ActivityTable, units: UnitTable, translate: Translate) -> OfficePaper:
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
        mark=fingerprint(table, translate),
    )


def _notes(units: UnitTable, translate: Translate) -> Iterator[Note]:
    yield Note(translate(N_("说明")), heads.numbered(units.formula, translate))
    if units.worked is not None:
        yield Note(translate(N_("算例")), units.worked.render(translate))


def _figures(table: ActivityTable, translate: Translate) -> OfficePaper:
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
            Note(translate(N_("算例")), _worked(table, translate)),
        ),
        signatures=heads.signatures(translate),
        mark=fingerprint(table, translate),
    )


def _worked(table: ActivityTable, translate: Translate) -> str:
    """Write out how the figures of the unit that comes first become points."""
    first = (
        table.indicators.rows[0].subject
        if table.indicators
        else next(iter(table.indicator_columns[0].figures))
    )
    lines = tuple(each.worked[first] for each in table.indicator_columns)
    return phrase("%(unit)s：%(lines)s。", unit=first, lines=lines).render(translate)


def _result(table: ActivityTable, translate: Translate) -> OfficePaper:
    """Draw up the places and results alone, as they are hung out and signed by the secretariat."""
    composite = table.composite
    if composite is None:
        raise NotFound
    return toured(
        table.meeting,
        [Visited(row.rank, row.subject, row.total) for row in composite.rows],
        translate,
        name=phrase("评比结果"),
        formula=composite.formula[0],
        worked=composite.worked,
        mark=fingerprint(table, translate),
    )


def _projects(table: ActivityTable, translate: Translate) -> OfficePaper:
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
        mark=fingerprint(table, translate),
    )


SHELF = MappingProxyType(
    {
        "result": Filed(phrase("评比结果"), phrase("名次和综合得分，签字、张贴"), _result),
        "composite": Filed(phrase("综合结果"), phrase("每个组成部分的得分"), _paper_of("composite")),
        "on-site": Filed(phrase("单位现场得分"), phrase("项目得分怎样合成单位得分"), _paper_of("on_site")),
        "indicators": Filed(phrase("客观指标得分"), phrase("换算以后的指标"), _paper_of("indicators")),
        "figures": Filed(phrase("客观指标数值"), phrase("换算以前的指标和换算办法"), _figures),
        "projects": Filed(phrase("观摩项目得分"), phrase("全部项目的名次和好项目"), _projects),
    }
)
