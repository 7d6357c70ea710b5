"""How sure the places are, on paper: for those who ask, never part of the filed table."""

from __future__ import annotations

from ...domain.phrase import N_, phrase
from ..chart import Axis, line, on_paper, score_axis
from ..evidence import Estimate, Evidence, places_text
from ..json import fingerprint
from ..table import EMPTY, Number, ResultTable
from . import heads
from .heads import Translate
from .model import Column, Drawing, Grid, Note, OfficePaper, Value
from .ranking import name_width

NEAR = "≈"


def annex(table: ResultTable, evidence: Evidence, translate: Translate) -> OfficePaper:
    """Draw up scores with their ranges, and the places that are likely."""
    name = translate(N_("名次旁证"))
    axis = score_axis([float(n.shown) for row in evidence.estimates for n in _ends(row) if not n.is_empty])
    said = (
        phrase("旁证，不是正式结果，不改变名次。"),
        evidence.verdict,
        evidence.sayable,
        evidence.unsayable,
        phrase(
            "范围：按票种从收回的选票里重抽%(n)s次，每次重新计分、排名，95%%落在的地方；几乎人人都投了票，"
            "所以这不是抽样误差。",
            n=evidence.replicates,
        ),
        phrase("“%(sign)s”：与上一名的先后不稳定。", sign=NEAR),
    )
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58),
        lines=heads.returned(table, translate),
        blocks=(
            Grid(_columns(table, translate), tuple(_values(table, row, axis) for row in evidence.estimates)),
            Note(translate(N_("说明")), heads.numbered(said, translate)),
        ),
        mark=fingerprint(table, translate),
    )


def bands(evidence: Evidence | None) -> dict[str, str]:
    """Return the likely places of every subject, in words."""
    if evidence is None:
        return {}
    return {row.subject: places_text(row.likely) for row in evidence.estimates}


def _ends(row: Estimate) -> tuple[Number, ...]:
    return row.low, row.total, row.high


def _columns(table: ResultTable, translate: Translate) -> tuple[Column, ...]:
    return (
        Column(translate(N_("名次")), 48),
        Column(translate(table.subject_word), name_width(table)),
        Column("", 30),
        Column(table.total_name.render(translate), 64),
        Column(translate(N_("波动范围")), 104),
        Column(translate(N_("得分（点）与波动范围（横线）")), 240),
        Column(translate(N_("多半在")), 64),
        Column(table.beside_rank_name.render(translate), 76),
    )


def _values(table: ResultTable, row: Estimate, axis: Axis) -> tuple[Value, ...]:
    reach = None if row.low.is_empty else (float(row.low.shown), float(row.high.shown))
    value = None if row.total.is_empty else float(row.total.shown)
    span = EMPTY if reach is None else f"{row.low.shown}–{row.high.shown}"
    beside = next(each.beside_rank for each in table.rows if each.subject == row.subject)
    return (
        row.rank,
        row.subject,
        NEAR if row.is_unsettled else "",
        row.total,
        span,
        Drawing(on_paper(line(axis, value, reach)), f"{row.total.shown}（{span}）"),
        places_text(row.likely),
        beside,
    )
