"""The files of a whole activity: each alone, and everything of all rounds in one archive."""

from __future__ import annotations

from functools import partial

from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...documents import filing
from ...documents.activity_table import ActivityTable
from ...documents.office.inspection import on_shelf
from ...domain.errors import NotFound
from ...domain.phrase import phrase
from ...domain.roles import Role
from ...services import activities, finished
from ...transaction import reading
from ..language import said, translate
from ..roles import may
from .door import bp
from .filing import MIMETYPES, ZIP, handed_out


@bp.get("/<int:round_id>/activity/<key>.<any(xlsx, docx, pdf):ending>")
@may(*Role)
def activity_document(round_id: int, key: str, ending: str) -> ResponseReturnValue:
    """Hand out one paper in one format."""
    table = counted_activity(round_id)
    shelf = on_shelf(table)
    if key not in shelf:
        raise NotFound
    name = filing.file_name(table.meeting, said(shelf[key].name), ending)
    papers = (shelf[key].draw(table, translate),)
    write = partial(filing.PAPERS[ending], papers, translate=translate)
    return handed_out(write, MIMETYPES[ending], name, plain=f"{key}-{round_id}.{ending}")


@bp.get("/<int:round_id>/activity/data.<any(csv, json):kind>")
@may(*Role)
def activity_data(round_id: int, kind: str) -> ResponseReturnValue:
    """Hand out the numbers for other programs."""
    table = counted_activity(round_id)
    name = filing.file_name(table.meeting, said(phrase("综合结果")), kind)
    write = partial(filing.JOINED[kind], table, translate=translate)
    return handed_out(write, MIMETYPES[kind], name, plain=f"activity-{round_id}.{kind}")


@bp.get("/<int:round_id>/activity/documents.zip")
@may(*Role)
def activity_documents(round_id: int) -> ResponseReturnValue:
    """Hand out everything of all rounds in one archive."""
    table = counted_activity(round_id)
    name = filing.file_name(table.meeting, said(phrase("全部文件")), "zip")
    write = partial(filing.bundle, filing.every_inspection_file(table, translate))
    return handed_out(write, ZIP, name, plain=f"activity-{round_id}.zip")


def counted_activity(round_id: int) -> ActivityTable:
    """Read what the rounds come to; `NotFound` before every box was opened."""
    with reading() as session:
        found = activities.of_round(session, round_id, account_id=current_user.account_id)
        table = finished.joined(session, found)
    if table is None:
        raise NotFound
    return table
