"""The ranking: on the page, and as the files an office keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...documents import csv, json, xlsx
from ...documents.evidence import Evidence
from ...documents.table import ResultTable
from ...domain.errors import NotFound
from ...domain.lifecycle import State
from ...services import conduct, evidence, opening
from ...services import results as services
from ...transaction import reading
from ..language import said, translate
from .bars import legend
from .door import bp
from .filing import SHEET, file_name, handed_out
from .ranking import meaning, ranking, unsettled, verdict
from .summary import Summary, summary

WRITERS: dict[str, tuple[Callable[..., None], str]] = {
    "xlsx": (xlsx.write, SHEET),
    "csv": (csv.write, "text/csv"),
    "json": (json.write, "application/json"),
}


@bp.get("/<int:round_id>/results")
def results(round_id: int) -> ResponseReturnValue:
    """Show the ranking, of all or of one group; there is none before the box was opened."""
    about, table, beside = _counted(round_id)
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
    _, table, _ = _counted(round_id)
    write, mimetype = WRITERS[kind]
    name = file_name(table.meeting, said(table.name), kind)
    return handed_out(
        partial(write, table, translate=translate), mimetype, name, plain=f"results-{round_id}.{kind}"
    )


def _counted(round_id: int) -> tuple[Summary, ResultTable, Evidence | None]:
    with reading() as session:
        found = conduct.find(session, round_id)
        outcome = opening.outcome(session, round_id=round_id)
        plan, issued = found.plan, conduct.issued_per_class(found)
        beside = evidence.evidence(plan, outcome, opening.findings(session, round_id=round_id))
    return summary(round_id, found.state, plan), services.table(plan, outcome, issued=issued), beside
