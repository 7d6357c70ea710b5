"""The count report: a form with returns, the statement of validity, the result, and room for a seal."""

from __future__ import annotations

from ...domain.phrase import N_, phrase
from ..json import fingerprint
from ..table import ResultTable, ReturnsLine
from . import heads
from .heads import Translate
from .model import Column, Grid, OfficePaper, Saying, Value, widest
from .sayings import announcement

SPLIT_ABOVE = 12  # rows; longer lists stand in two halves side by side
COUNTS = (N_("发出"), N_("收回"), N_("有效"), N_("无效"), N_("弃权"))
PAPER = N_("其中纸质")  # of the ballots that came back
SIGNED_BY = (N_("总监票人签字："), N_("监票人签字："), N_("计票人签字："), N_("年　　月　　日"))


def count_report(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up the form that is signed and sealed."""
    name = translate(N_("计票报告单"))
    people = ((phrase("应到人数"), table.returns.expected), (phrase("实到人数"), table.returns.present))
    known = tuple((label, str(count)) for label, count in people if count is not None)
    lines = (
        heads.labelled((*table.facts, *known), translate),
        *(w.render(translate) for w in table.warnings),
    )
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name),
        lines=tuple(line for line in lines if line),
        blocks=(
            _returns(table, translate),
            Saying(announcement(table).render(translate)),
            _result(table, translate),
            heads.remarks(table, translate, *heads.dash(table)),
        ),
        signatures=tuple(translate(label) for label in SIGNED_BY),
        mark=fingerprint(table, translate),
        is_sealed=True,
    )


def _returns(table: ResultTable, translate: Translate) -> Grid:
    names = [
        phrase("%(letter)s票　%(name)s", letter=column.letter, name=column.name).render(translate)
        for column in table.columns
    ]
    lines = (
        *zip(names, table.returns.by_class, strict=True),
        (translate(N_("合计")), table.returns.total),
    )
    return Grid(
        (
            Column(translate(N_("票种")), widest(names, 180, 260)),
            *(Column(translate(word), 64) for word in COUNTS),
            *((Column(translate(PAPER), 64),) if table.returns.has_paper else ()),
        ),
        tuple((name, *_counts(line, has_paper=table.returns.has_paper)) for name, line in lines),
        has_total=True,
    )


def _counts(line: ReturnsLine, *, has_paper: bool) -> tuple[int | None, ...]:
    counts = (line.issued, line.returned, line.valid, line.void, line.abstained)
    return (*counts, line.paper) if has_paper else counts


def _result(table: ResultTable, translate: Translate) -> Grid:
    rows: list[tuple[Value, ...]] = [(row.rank, row.subject, row.total) for row in table.rows]
    columns = (
        Column(translate(N_("名次")), 52),
        Column(translate(table.subject_word), widest([row.subject for row in table.rows], 120, 240)),
        Column(table.total_name.render(translate), 66),
    )
    if len(rows) <= SPLIT_ABOVE:
        return Grid(columns, tuple(rows))
    half = (len(rows) + 1) // 2
    right = [*rows[half:], *((("", "", ""),) if len(rows) % 2 else ())]
    return Grid(columns * 2, tuple((*a, *b) for a, b in zip(rows[:half], right, strict=True)))
