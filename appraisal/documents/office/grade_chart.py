"""The answers about every subject as bars on paper: told apart without colour."""

from __future__ import annotations

from types import MappingProxyType

from ...domain.phrase import N_, Phrase, phrase
from ..bars import Bar, bars, legend
from ..chart import stack_on_paper
from ..json import fingerprint
from ..paper import text_width
from ..table import EMPTY, ResultTable, Row
from . import heads
from .grades import COUNT_WIDTH, answers_of, cells_of, graded
from .heads import Translate
from .model import Column, Drawing, Grid, Note, OfficePaper, Value, widest
from .ranking import name_width

LOOKS = MappingProxyType(
    {
        "1": N_("深灰"),
        "2": N_("灰"),
        "3": N_("浅灰"),
        "4": N_("圆点"),
        "5": N_("中灰"),
        "6": N_("斜线"),
        "abstained": N_("白"),
    }
)


def grade_chart(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up a bar for every subject and criterion, by rank, its counts beside it."""
    name = translate(N_("等次分布图"))
    many = len(table.criteria) > 1
    drawn, cells = bars(table), cells_of(table)
    rows = tuple(
        _row(row, bar, answers_of(cells[None, row.subject, bar.criterion], len(table.grades)), many=many)
        for row in table.rows
        for bar in drawn[row.subject]
    )
    first = 4 if many else 3
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58),
        lines=heads.returned(table, translate),
        blocks=(
            Grid(_columns(table, translate, many=many), rows),
            Note(translate(N_("说明")), heads.numbered((_key(table), *heads.dash(table)), translate)),
        ),
        mark=fingerprint(table, translate),
        charts=() if many else (graded(table, translate, first),),
    )


def _row(row: Row, bar: Bar, counts: tuple[int | None, ...], *, many: bool) -> tuple[Value, ...]:
    drawing = Drawing(stack_on_paper(bar.pieces, bar.words), bar.words) if bar.pieces else EMPTY
    return (row.rank, row.subject, *([bar.criterion] if many else ()), row.total, *counts, drawing)


def _columns(table: ResultTable, translate: Translate, *, many: bool) -> tuple[Column, ...]:
    criteria = [name for name, _ in table.criteria]
    return (
        Column(translate(N_("名次")), 48),
        Column(translate(table.subject_word), name_width(table)),
        *([Column(translate(N_("指标")), widest(criteria, 80, 110))] if many else ()),
        Column(table.total_name.render(translate), 64),
        *(
            Column(answer, max(COUNT_WIDTH, text_width(answer) + 6))
            for answer in (*table.grades, table.abstention)
        ),
        Column(translate(N_("图示")), 380),
    )


def _key(table: ResultTable) -> Phrase:
    looks = tuple(
        phrase("%(grade)s（%(look)s）", grade=word, look=Phrase(LOOKS[fill]))
        for word, fill, _ in legend(table)
    )
    return phrase("图示自左至右：%(looks)s。全长是应评票数，格内是票数。", looks=looks)
