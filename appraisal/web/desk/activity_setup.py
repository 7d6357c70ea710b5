"""An activity from one workbook: shown as it was understood, then stored, or corrected while that may be."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...documents import intake, workbook
from ...documents.activity_template import write_activity
from ...documents.workbook_form import grids_sent
from ...domain.activity import Activity
from ...domain.errors import FileRefused, WorkbookRefused
from ...domain.roles import Role
from ...services import activities
from ...transaction import reading, transaction
from ..roles import any_account, may
from . import understood
from .door import bp
from .filing import SHEET, file_name, handed_out
from .home import faults_page
from .plan import CorrectedForm
from .understood import PlanForm


@bp.post("/new/activity")
@any_account
def create_activity() -> ResponseReturnValue:
    """Store an activity that was shown; its cells come back from the page that showed it."""
    read = workbook.activity_of(grids_sent(request.form.items()))
    with transaction() as session:
        made = activities.create(session, activity=read, account_id=current_user.account_id)
        first = made.rounds[0].id
    return redirect(url_for("desk.activity", round_id=first), code=303)


@bp.get("/<int:round_id>/activity/workbook")
@may(Role.ORGANIZER)
def activity_workbook(round_id: int) -> ResponseReturnValue:
    """Ask for the corrected workbook."""
    return _page(round_id, CorrectedForm(formdata=None))


@bp.get("/<int:round_id>/activity/plan.xlsx")
@may(*Role)
def activity_plan(round_id: int) -> ResponseReturnValue:
    """Hand the whole activity out as one workbook that can be changed and imported again."""
    _, read = _stored(round_id)
    write, name = partial(write_activity, read), file_name(read.meeting, "", "xlsx")
    return handed_out(write, SHEET, name, plain=f"activity-{round_id}.xlsx")


@bp.post("/<int:round_id>/activity/workbook")
@may(Role.ORGANIZER)
def replace_activity(round_id: int) -> ResponseReturnValue:
    """Show what a corrected workbook says; nothing is stored yet."""
    form = CorrectedForm()
    if not form.validate():
        return _page(round_id, form), 422
    try:
        grids = intake.read(form.workbook.data.read())
        read = workbook.activity_of(grids)
    except (FileRefused, WorkbookRefused) as refusal:
        return faults_page(form, refusal, url_for("desk.replace_activity", round_id=round_id))
    action, back = (url_for(page, round_id=round_id) for page in ("desk.save_activity", "desk.activity"))
    return understood.activity_page(read, grids, action=action, back=back, seen=form.seen.data)


@bp.post("/<int:round_id>/activity/save")
@may(Role.ORGANIZER)
def save_activity(round_id: int) -> ResponseReturnValue:
    """Put the corrected workbook in the place of the old one, as far as the boxes still allow."""
    read, form = workbook.activity_of(grids_sent(request.form.items())), PlanForm()
    with transaction() as session:
        activities.replace_all(
            session,
            round_id=round_id,
            activity=read,
            account_id=current_user.account_id,
            seen=form.seen.data or None,
        )
    return redirect(url_for("desk.activity", round_id=round_id), code=303)


def _page(round_id: int, form: CorrectedForm) -> str:
    found, read = _stored(round_id)
    form.seen.data = form.seen.data or activities.version(found)
    return render_template(
        "desk/activity_workbook.html",
        form=form,
        title=read.meeting.title,
        is_whole=activities.may_replace(found),
        action=url_for("desk.replace_activity", round_id=round_id),
        back=url_for("desk.activity", round_id=round_id),
        current=url_for("desk.activity_plan", round_id=round_id),
    )


def _stored(round_id: int) -> tuple[Any, Activity]:
    with reading() as session:
        found = activities.of_round(session, round_id, account_id=current_user.account_id)
        return found, activities.assembled(found)
