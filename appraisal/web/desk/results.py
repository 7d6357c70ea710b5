"""The ranking: on the page, and as the files an office keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...documents import chart, filing
from ...domain.errors import NotFound
from ...domain.lifecycle import BOTH, TOLD, State
from ...domain.roles import Role
from ...services import conduct
from ...transaction import reading
from ..bars import legend
from ..language import said, translate
from ..roles import actor, may
from .counted import counted
from .door import bp
from .filing import MIMETYPES, handed_out
from .ranking import BY_RANK, ranking, score_axis, verdict

WRITERS: dict[str, Callable[..., None]] = {"xlsx": filing.workbook, **filing.TABLES}


@bp.get("/<int:round_id>/results")
@may(*Role)
def results(round_id: int) -> ResponseReturnValue:
    """Show the ranking, of all or of one group; there is none before the box was opened."""
    about, table, beside = counted(round_id)
    groups = tuple(dict.fromkeys(row.group for row in table.rows if row.group))
    chosen = request.args.get("group", "")
    if chosen and chosen not in groups:
        raise NotFound
    with reading() as session:
        found = conduct.find(session, round_id)
        may_publish = found.state == State.OPENED and found.reconciliation is not None
    order = request.args.get("sort", BY_RANK)
    by_rank = order == BY_RANK and not chosen
    quorum = table.returns.quorum
    rows = ranking(table, beside, chosen, order)
    return render_template(
        "desk/results.html",
        summary=about,
        table=table,
        rows=rows,
        has_notes=any(each.row.notes for each in rows),
        has_near=any(row.is_near for row in rows),
        order=order,
        scale=Markup(chart.scale(score_axis(beside))),  # noqa: S704 - made of numbers alone
        has_evidence=beside is not None,
        legend=legend(table) if any(bar.drawing for each in rows for bar in each.bars) else (),
        verdict=(verdict(table), *((beside.neighbours,) if by_rank and beside is not None else ())),
        remarks=(*table.remarks, *((quorum.sentence,) if quorum is not None and quorum.met else ())),
        groups=groups if len(groups) > 1 else (),
        chosen=chosen,
        is_published=about.state in TOLD,
        may_publish=may_publish and actor().role in BOTH and not about.rehearsal,
    )


@bp.get("/<int:round_id>/results.<any(xlsx, csv, json):kind>")
@may(*Role)
def export(round_id: int, kind: str) -> ResponseReturnValue:
    """Hand the table out as one file."""
    _, table, _ = counted(round_id)
    name = filing.file_name(table.meeting, said(table.name), kind)
    write = partial(WRITERS[kind], table, translate=translate)
    return handed_out(write, MIMETYPES[kind], name, plain=f"results-{round_id}.{kind}")
