"""How often every grade was given: over all classes, and per class where that may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.phrase import N_, phrase
from ..fills import fills
from ..json import fingerprint
from ..paper import text_width
from ..table import Cell, ResultTable, Row
from . import heads
from .heads import Translate
from .model import Chart, Column, Grid, OfficePaper, Value, widest
from .ranking import name_width, tied

COUNT_WIDTH = 34


def grades(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up the counts of every subject and criterion, by rank."""
    name = translate(N_("等次分布"))
    many = len(table.criteria) > 1
    lines = [(row, criterion) for row in table.rows for criterion, _ in table.criteria]
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58),
        lines=heads.returned(table, translate),
        blocks=(
            Grid(
                _columns(table, translate, many=many),
                tuple(
                    (row.rank, row.subject, *([criterion] if many else ()), *counts)
                    for (row, criterion), counts in zip(lines, _counts(table, lines), strict=True)
                ),
                tied=frozenset() if many else tied(table),
            ),
            heads.remarks(table, translate, *heads.dash(table)),
        ),
        signatures=heads.signatures(translate),
        mark=fingerprint(table, translate),
        charts=() if many else (graded(table, translate, 2),),
    )


def graded(table: ResultTable, translate: Translate, first: int) -> Chart:
    """Describe a stacked bar for every row, for a format that draws by itself; `first` has the best grade."""
    answers = (*table.grades, table.abstention)
    return Chart(
        name=translate(N_("等次图")),
        title=f"{table.meeting.title}　{translate(N_('等次分布'))}",
        names=1,
        columns=tuple(range(first, first + len(answers))),
        series=tuple(zip(answers, fills(len(table.grades)), strict=True)),
        is_stacked=True,
    )


def _columns(table: ResultTable, translate: Translate, *, many: bool) -> tuple[Column, ...]:
    answers = (*table.grades, table.abstention)
    letters = [phrase("%(letter)s票", letter=column.letter) for column in table.columns]
    shared = [head.render(translate) for head in (phrase("全部票"), *letters)]
    criteria = [name for name, _ in table.criteria]
    return (
        Column(translate(N_("名次")), 48),
        Column(translate(table.subject_word), name_width(table)),
        *([Column(translate(N_("指标")), widest(criteria, 80, 110))] if many else ()),
        *(
            Column(answer, max(COUNT_WIDTH, text_width(answer) + 6), head)
            for head in shared
            for answer in answers
        ),
    )


def _counts(table: ResultTable, lines: Sequence[tuple[Row, str]]) -> list[tuple[Value, ...]]:
    found = cells_of(table)
    letters = (None, *(column.letter for column in table.columns))
    return [
        tuple(
            count
            for letter in letters
            for count in answers_of(found[letter, row.subject, criterion], len(table.grades))
        )
        for row, criterion in lines
    ]


def cells_of(table: ResultTable) -> dict[tuple[str | None, str, str], Cell]:
    """Return the cells by class (None for all), subject and criterion."""
    return {
        (cell.voter_class, cell.subject, cell.criterion): cell for cell in (*table.distribution, *table.cells)
    }


def answers_of(cell: Cell, grades: int) -> tuple[int | None, ...]:
    """Return how often every grade was given, best first, and the abstentions; None where withheld."""
    return (None,) * (grades + 1) if cell.counts is None else (*cell.counts, cell.abstained)
