"""A corrected workbook in the place of the old one, and the plan back as a workbook."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from ...documents import workbook
from ...domain import lifecycle
from ...domain.errors import FileRefused, WorkbookRefused
from ...domain.lifecycle import Act
from ...domain.roles import Role
from ...services import conduct, setup
from ...transaction import reading
from ..roles import may
from . import understood
from .door import bp
from .filing import SHEET, file_name, handed_out
from .home import WorkbookForm, faults_page
from .summary import summary


class CorrectedForm(WorkbookForm):
    """A file, and the version of the plan it is to take the place of."""

    seen = HiddenField()


@bp.get("/<int:round_id>/plan")
@may(Role.ORGANIZER)
def plan(round_id: int) -> ResponseReturnValue:
    """Ask for the corrected workbook."""
    return _page(round_id, CorrectedForm(formdata=None))


@bp.post("/<int:round_id>/plan")
@may(Role.ORGANIZER)
def replace_plan(round_id: int) -> ResponseReturnValue:
    """Show what a corrected workbook says; it takes the place of the plan once that is stored."""
    form = CorrectedForm()
    _draft(round_id)
    if not form.validate():
        return _page(round_id, form), 422
    try:
        corrected = workbook.read_plan(form.workbook.data.read())
    except (FileRefused, WorkbookRefused) as refusal:
        return faults_page(form, refusal, url_for("desk.replace_plan", round_id=round_id))
    action, back = url_for("desk.save_plan", round_id=round_id), url_for("desk.round", round_id=round_id)
    return understood.page(corrected, action=action, back=back, seen=form.seen.data)


@bp.get("/<int:round_id>/plan.xlsx")
@may(*Role)
def plan_workbook(round_id: int) -> ResponseReturnValue:
    """Hand the plan out as a workbook that can be changed and imported again."""
    with reading() as session:
        found = conduct.find(session, round_id).plan
    name = file_name(found.meeting, "", "xlsx")
    return handed_out(partial(workbook.write_plan, found), SHEET, name, plain=f"meeting-{round_id}.xlsx")


def _page(round_id: int, form: CorrectedForm) -> str:
    found = _draft(round_id)
    form.seen.data = form.seen.data or setup.version(found)
    about = summary(found)
    action = url_for("desk.replace_plan", round_id=round_id)
    return render_template("desk/plan.html", form=form, summary=about, action=action)


def _draft(round_id: int) -> Any:
    """Return a round whose plan may still be replaced."""
    with reading() as session:
        found = conduct.find(session, round_id)
    lifecycle.after(found.state, Act.REPLACE_PLAN, rehearsal=found.rehearsal)
    return found
