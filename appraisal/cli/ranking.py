"""The ranking, as a terminal shows it: the cells of the one result table."""

from __future__ import annotations

import click

from ..documents.table import ResultTable, count_text
from ..domain.phrase import N_, phrase
from .terminal import said, say, show, table


def show_ranking(result: ResultTable) -> None:
    """Draw the ranking with the returns above it and the remarks below."""
    say(result.title)
    click.echo("　".join(f"{said(label)} {text}" for label, text in result.returns.line))
    for warning in result.warnings:
        say(phrase("注意：%(warning)s", warning=warning))
    heads = (N_("名次"), N_("单位"), N_("分组"), *(said(column.heading) for column in result.columns))
    show(table((*heads, said(result.total_name), N_("备注")), _rows(result), right=_numbers(result)))


def _rows(result: ResultTable) -> list[tuple[str, ...]]:
    return [
        (
            count_text(row.rank),
            row.subject,
            row.group,
            *(score.shown for score in row.class_scores),
            row.total.shown,
            said(row.note),
        )
        for row in result.rows
    ]


def _numbers(result: ResultTable) -> tuple[int, ...]:
    return (0, *range(3, 4 + len(result.columns)))
