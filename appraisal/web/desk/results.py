"""The ranking: on the page, and as the files an office keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...documents import filing
from ...domain.errors import NotFound
from ...domain.lifecycle import State
from ..language import said, translate
from .bars import legend
from .counted import counted
from .door import bp
from .filing import MIMETYPES, handed_out
from .ranking import meaning, ranking, unsettled, verdict

WRITERS: dict[str, Callable[..., None]] = {"xlsx": filing.workbook, **filing.TABLES}


@bp.get("/<int:round_id>/results")
def results(round_id: int) -> ResponseReturnValue:
    """Show the ranking, of all or of one group; there is none before the box was opened."""
    about, table, beside = counted(round_id)
    groups = tuple(dict.fromkeys(row.group for row in table.rows if row.group))
    chosen = request.args.get("group", "")
    if chosen and chosen not in groups:
        raise NotFound
    return render_template(
        "desk/results.html",
        summary=about,
        table=table,
        rows=ranking(table, chosen, () if chosen or beside is None else unsettled(beside)),
        neighbours=None if chosen or beside is None else beside.neighbours,
        has_evidence=beside is not None,
        legend=legend(table),
        verdict=verdict(table),
        meaning=meaning(table),
        groups=groups if len(groups) > 1 else (),
        chosen=chosen,
        is_published=about.state == State.PUBLISHED,
    )


@bp.get("/<int:round_id>/results.<any(xlsx, csv, json):kind>")
def export(round_id: int, kind: str) -> ResponseReturnValue:
    """Hand the table out as one file."""
    _, table, _ = counted(round_id)
    name = filing.file_name(table.meeting, said(table.name), kind)
    write = partial(WRITERS[kind], table, translate=translate)
    return handed_out(write, MIMETYPES[kind], name, plain=f"results-{round_id}.{kind}")
