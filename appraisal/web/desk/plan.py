"""A corrected workbook in the place of the old one, and the plan back as a workbook."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...documents import workbook
from ...domain import lifecycle
from ...domain.errors import FileRefused, WorkbookRefused
from ...domain.lifecycle import Act
from ...domain.roles import Role
from ...services import conduct, setup
from ...transaction import reading, transaction
from ..roles import actor, may
from .door import bp
from .filing import SHEET, file_name, handed_out
from .home import WorkbookForm, faults_page
from .summary import summary


@bp.get("/<int:round_id>/plan")
@may(Role.ORGANIZER)
def plan(round_id: int) -> ResponseReturnValue:
    """Ask for the corrected workbook."""
    return _page(round_id, WorkbookForm())


@bp.post("/<int:round_id>/plan")
@may(Role.ORGANIZER)
def replace_plan(round_id: int) -> ResponseReturnValue:
    """Put a corrected workbook in; a faulty one changes nothing."""
    form = WorkbookForm()
    if not form.validate():
        return _page(round_id, form), 422
    try:
        corrected = workbook.read_plan(form.workbook.data.read())
    except (FileRefused, WorkbookRefused) as refusal:
        return faults_page(form, refusal, url_for("desk.replace_plan", round_id=round_id))
    with transaction() as session:
        setup.replace_plan(session, round_id=round_id, plan=corrected, actor=actor())
    return redirect(url_for("desk.round", round_id=round_id), code=303)


@bp.get("/<int:round_id>/plan.xlsx")
@may(*Role)
def plan_workbook(round_id: int) -> ResponseReturnValue:
    """Hand the plan out as a workbook that can be changed and imported again."""
    with reading() as session:
        found = conduct.find(session, round_id).plan
    name = file_name(found.meeting, "", "xlsx")
    return handed_out(partial(workbook.write_plan, found), SHEET, name, plain=f"meeting-{round_id}.xlsx")


def _page(round_id: int, form: WorkbookForm) -> str:
    with reading() as session:
        found = conduct.find(session, round_id)
    lifecycle.after(found.state, Act.REPLACE_PLAN, rehearsal=found.rehearsal)
    about = summary(round_id, found.state, found.plan, rehearsal=found.rehearsal)
    action = url_for("desk.replace_plan", round_id=round_id)
    return render_template("desk/plan.html", form=form, summary=about, action=action)
