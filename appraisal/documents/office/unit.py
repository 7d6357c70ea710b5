"""One subject on one sheet: what it was given on every criterion, as counts and in percent, and its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...domain.phrase import N_, phrase
from ..json import fingerprint
from ..table import Cell, Number, ResultTable, Row
from . import heads
from .grades import answers_of, cells_of
from .heads import Translate
from .model import Column, Grid, OfficePaper, Value, rate, widest

SUMMED = 2  # the best grades, as practice adds them up
Line = tuple[Value, ...]
Cells = dict[tuple[str | None, str, str], Cell]


def units(table: ResultTable, translate: Translate) -> tuple[OfficePaper, ...]:
    """Draw up a sheet for every subject, by rank."""
    cells, alike = cells_of(table), _alike(table, translate)
    (note,) = alike.blocks
    return tuple(
        replace(
            alike,
            name=row.subject,
            lines=(phrase("单位：%(subject)s", subject=row.subject).render(translate), *alike.lines),
            blocks=(_grid(table, row, cells, translate), note),
        )
        for row in table.rows
    )


def _alike(table: ResultTable, translate: Translate) -> OfficePaper:
    """Draw up once what every sheet says."""
    name = translate(N_("单个对象测评表"))
    legend = phrase(
        "比例以应评票数（含%(word)s）为分母，因四舍五入，合计可能不等于100%%。", word=table.abstention
    )
    return OfficePaper(
        name=name,
        title=heads.titles(table.meeting.title, name, room=58),
        lines=heads.returned(table, translate),
        blocks=(heads.remarks(table, translate, legend, *heads.dash(table)),),
        signatures=heads.signatures(translate),
        mark=fingerprint(table, translate),
    )


def _grid(table: ResultTable, row: Row, cells: Cells, translate: Translate) -> Grid:
    letters = (None, *(column.letter for column in table.columns))
    lines = [line for letter in letters for line in _lines(table, row, cells, letter, translate)]
    names = [str(line[0]) for line in lines]
    sums = ("".join(table.grades[:SUMMED]),) if len(table.grades) > SUMMED else ()
    return Grid(
        (
            Column(translate(N_("票种")), 64),
            Column(translate(N_("测评项目")), widest(names, 110, 180)),
            Column("", 76),
            *(Column(answer, 60) for answer in (*table.grades, table.abstention)),
            *(Column(phrase("%(grades)s\n合计", grades=each).render(translate), 76) for each in sums),
            Column(translate(N_("得分")), 66),
        ),
        tuple(lines),
        tied=frozenset(range(1, len(lines), 2)),
    )


def _lines(
    table: ResultTable, row: Row, cells: Cells, letter: str | None, translate: Translate
) -> Iterator[Line]:
    who = phrase("%(letter)s票", letter=letter) if letter else phrase("全部票")
    for criterion, _ in table.criteria:
        cell = cells[letter, row.subject, criterion]
        score = cell.score
        if letter is None and len(table.criteria) == 1:
            score = row.total
        yield from _pair(table, cell, (who.render(translate), criterion), score, translate)


def _pair(
    table: ResultTable, cell: Cell, start: tuple[str, str], score: Number, translate: Translate
) -> Iterator[Line]:
    counts = answers_of(cell, len(table.grades))
    if len(table.grades) > SUMMED:
        best = None if cell.counts is None else sum(cell.counts[:SUMMED])
        counts = (*counts, best)
    yield (*start, translate(N_("总票数")), *counts, score)
    yield (*start, translate(N_("百分比")), *(rate(count, cell.asked) for count in counts), "")
