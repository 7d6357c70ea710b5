"""The ranking, as a terminal shows it: the cells of the one result table."""

from __future__ import annotations

import click

from ..documents.activity_table import ActivityTable, UnitTable
from ..documents.table import EMPTY, ResultTable, count_text
from ..domain.phrase import N_, phrase
from .terminal import said, say, show, table


def show_ranking(result: ResultTable) -> None:
    """Draw the ranking with the returns above it and the remarks below."""
    say(result.title)
    click.echo("　".join(f"{said(label)} {text}" for label, text in result.returns.line))
    for warning in result.warnings:
        say(phrase("注意：%(warning)s", warning=warning))
    heads = (N_("名次"), N_("单位"), N_("分组"), *(said(column.heading) for column in result.columns))
    verdict = (N_("结论"),) if result.verdicts else ()
    heads = (*heads, said(result.total_name), *verdict, N_("备注"))
    show(table(heads, _rows(result), right=_numbers(result)))


def _rows(result: ResultTable) -> list[tuple[str, ...]]:
    verdicts = {row.subject: row.verdict or EMPTY for row in result.verdicts}
    return [
        (
            count_text(row.rank),
            row.subject,
            row.group,
            *(score.shown for score in row.class_scores),
            row.total.shown,
            *([verdicts[row.subject]] if verdicts else ()),
            said(row.note),
        )
        for row in result.rows
    ]


def _numbers(result: ResultTable) -> tuple[int, ...]:
    return (0, *range(3, 4 + len(result.columns)))


def show_activity(result: ActivityTable) -> None:
    """Draw the tables that join the rounds: units on site, indicators and the composite."""
    for table_ in (result.on_site, result.indicators, result.composite):
        if table_ is not None:
            _show_units(table_)


def _show_units(units: UnitTable) -> None:
    say(units.name)
    heads = (N_("名次"), N_("单位"), N_("分组"), *map(said, units.columns), N_("得分"))
    rows = [
        (count_text(row.rank), row.subject, row.group, *(part.shown for part in row.parts), row.total.shown)
        for row in units.rows
    ]
    show(table(heads, rows, right=(0, *range(3, len(heads)))))
    for sentence in units.formula:
        say(sentence)
