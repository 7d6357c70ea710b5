"""The files of a counted round: each alone, all in one archive, a sheet for every unit."""

from __future__ import annotations

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from ...documents import filing
from ...documents.office.annex import annex, bands
from ...documents.office.shelf import offered
from ...domain.errors import EvidenceMissing, NotFound
from ...domain.phrase import phrase
from ...domain.roles import Role
from ..language import said, translate
from ..roles import may
from .counted import counted
from .door import bp
from .filing import MIMETYPES, ZIP, handed_out
from .so_far import DOCUMENTS, UNITS, telling


@bp.get("/<int:round_id>/documents")
@may(*Role)
def documents(round_id: int) -> ResponseReturnValue:
    """List the papers an office files, each in every format."""
    about, table, beside = counted(round_id)
    return render_template(
        "desk/documents.html",
        summary=about,
        table=table,
        shelf=offered(table),
        kinds=tuple(filing.PAPERS),
        has_evidence=beside is not None,
    )


@bp.get("/<int:round_id>/documents/<key>.<any(xlsx, docx, pdf):ending>")
@may(*Role)
def document(round_id: int, key: str, ending: str) -> ResponseReturnValue:
    """Hand out one paper in one format."""
    _, table, _ = counted(round_id)
    shelf = offered(table)
    if key not in shelf:
        raise NotFound
    filed = shelf[key]
    called = said(table.name if key == "ranking" else filed.name)
    name = filing.file_name(table.meeting, f"{filed.number:02}_{called}", ending)
    write = filing.paper(key, ending, table, translate)
    return handed_out(write, MIMETYPES[ending], name, plain=f"{key}-{round_id}.{ending}")


@bp.get("/<int:round_id>/annex.<any(xlsx, docx, pdf):ending>")
@may(*Role)
def annex_file(round_id: int, ending: str) -> ResponseReturnValue:
    """Hand out how sure the places are; it is asked for, and never part of what is filed."""
    _, table, beside = counted(round_id)
    if beside is None:
        raise EvidenceMissing
    write = partial(filing.PAPERS[ending], (annex(table, beside, translate),), translate=translate)
    name = filing.file_name(table.meeting, said(phrase("名次旁证")), ending)
    return handed_out(write, MIMETYPES[ending], name, plain=f"annex-{round_id}.{ending}")


@bp.get("/<int:round_id>/documents.zip")
@may(*Role)
def all_documents(round_id: int) -> ResponseReturnValue:
    """Hand out everything that is filed in one archive."""
    _, table, _ = counted(round_id)
    name = filing.file_name(table.meeting, said(phrase("全部文件")), "zip")
    with telling(round_id, DOCUMENTS) as told:
        write = partial(filing.bundle, filing.every_file(table, translate), progress=told)
        return handed_out(write, ZIP, name, plain=f"documents-{round_id}.zip")


@bp.get("/<int:round_id>/units.zip")
@may(*Role)
def unit_sheets(round_id: int) -> ResponseReturnValue:
    """Hand out a sheet for the envelope of every unit, in one archive."""
    _, table, beside = counted(round_id)
    name = filing.file_name(table.meeting, said(phrase("反馈单")), "zip")
    with telling(round_id, UNITS) as told:
        write = partial(filing.bundle, filing.every_unit(table, translate, bands(beside)), progress=told)
        return handed_out(write, ZIP, name, plain=f"units-{round_id}.zip")
