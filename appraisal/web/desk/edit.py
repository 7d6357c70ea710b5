"""The plan in a page: typed, pasted, moved about, saved whole or sent back with every fault at its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from sqlalchemy.orm import Session

from ...documents import workbook
from ...documents.grid import Grid
from ...documents.layout import GRADES, SUBJECTS, VERDICTS
from ...documents.scale_sets import SCALES
from ...documents.workbook_edits import edited
from ...documents.workbook_form import FormSheet, empty_grids, form_sheets, grids_of, grids_sent
from ...domain import lifecycle
from ...domain.errors import AppraisalError, Fault, PlanChangedMeanwhile, WorkbookRefused
from ...domain.lifecycle import Act
from ...domain.phrase import Phrase
from ...domain.plan import Plan
from ...domain.roles import Role
from ...services import conduct, people, setup
from ...transaction import reading, transaction
from .. import refusals
from ..address import number
from ..roles import actor, any_account, may
from .door import bp
from .understood import PlanForm

SAVE = "save"


@dataclass(frozen=True)
class Editor:
    """One page of the editor: what it edits, where it is sent, where it leads back."""

    title: object
    action: str
    back: str
    sheets: tuple[FormSheet, ...]
    is_changed: bool = False
    refusal: Phrase | None = None
    is_outdated: bool = False
    told: Phrase | None = None
    scales: tuple[str, ...] = tuple(SCALES)

    @property
    def has_grades(self) -> bool:
        """Whether answers are words; else they are points or places."""
        return any(sheet.name == GRADES for sheet in self.sheets)

    @property
    def may_have_verdicts(self) -> bool:
        """Whether a table of verdicts can be added."""
        return self.has_grades and not any(sheet.name == VERDICTS for sheet in self.sheets)


@bp.get("/<int:round_id>/edit")
@may(Role.ORGANIZER)
def edit(round_id: int) -> ResponseReturnValue:
    """Show a draft as it stands."""
    with reading() as session:
        found = conduct.find(session, round_id)
    lifecycle.after(found.state, Act.REPLACE_PLAN, rehearsal=found.rehearsal)
    form = PlanForm(formdata=None, seen=setup.version(found))
    return _page(_of_draft(round_id, grids_of(found.plan)), form)


@bp.post("/<int:round_id>/edit")
@may(Role.ORGANIZER)
def save_plan(round_id: int) -> ResponseReturnValue:
    """Save a changed draft whole, or nothing; what a button does to a list is not saved yet."""
    form = PlanForm()

    def save(session: Session, plan: Plan) -> int:
        changed = setup.replace_plan(
            session, round_id=round_id, plan=plan, actor=actor(), seen=form.seen.data
        )
        return changed.id

    return _sent(_of_draft(round_id, ()), form, save)


@bp.get("/new")
@any_account
def new() -> ResponseReturnValue:
    """Show an empty plan, or an earlier one as the beginning of another."""
    like = request.args.get("like", type=number)
    if like is None:
        return _page(_of_new(empty_grids()), PlanForm(formdata=None))
    with reading() as session:
        people.acting(session, round_id=like, account_id=current_user.account_id)
        found = conduct.find(session, like).plan
    fresh = replace(found, meeting=replace(found.meeting, held_on=None, expected=None, present=None))
    return _page(_of_new(grids_of(fresh)), PlanForm(formdata=None))


@bp.post("/new")
@any_account
def create() -> ResponseReturnValue:
    """Set an appraisal up from the page."""

    def save(session: Session, plan: Plan) -> int:
        made = setup.create(session, plan=plan, actor=current_user.name)
        people.found(session, round_id=made.id, account_id=current_user.account_id)
        return made.id

    return _sent(_of_new(()), PlanForm(), save)


def _sent(editor: Editor, form: PlanForm, save: Callable[[Session, Plan], int]) -> ResponseReturnValue:
    grids = grids_sent(request.form.items())
    act = request.form.get("do", SAVE)
    if act != SAVE:
        done = edited(grids, act, paste=request.form.get("paste", ""), scale=request.form.get("scale", ""))
        sheets = form_sheets(done.grids, _faults_of_list(done.grids) if done.told else ())
        return _page(replace(editor, sheets=sheets, is_changed=True, told=done.told), form)
    try:
        plan = workbook.plan_of(grids)
        with transaction() as session:
            round_id = save(session, plan)
    except (WorkbookRefused, PlanChangedMeanwhile) as refusal:
        return _refused(editor, form, grids, refusal)
    return redirect(url_for("desk.round", round_id=round_id), code=303)


def _faults_of_list(grids: Sequence[Grid]) -> tuple[Fault, ...]:
    """Say at once what is wrong in a list that was pasted; the rest of the page may be unfinished."""
    try:
        workbook.plan_of(grids)
    except WorkbookRefused as refusal:
        return tuple(fault for fault in refusal.faults if fault.sheet == SUBJECTS)
    return ()


def _refused(
    editor: Editor, form: PlanForm, grids: Sequence[Grid], refusal: AppraisalError
) -> ResponseReturnValue:
    """Show what was typed again, with the faults at their fields: nothing typed is lost."""
    faults: tuple[Fault, ...] = getattr(refusal, "faults", ())
    again = replace(
        editor,
        sheets=form_sheets(grids, faults),
        is_changed=True,
        refusal=refusal.phrase,
        is_outdated=isinstance(refusal, PlanChangedMeanwhile),
    )
    return _page(again, form), refusals.status_of(refusal)


def _of_draft(round_id: int, grids: Sequence[Grid]) -> Editor:
    return Editor(
        lazy_gettext("修改方案"),
        url_for("desk.save_plan", round_id=round_id),
        url_for("desk.round", round_id=round_id),
        form_sheets(grids),
    )


def _of_new(grids: Sequence[Grid]) -> Editor:
    return Editor(
        lazy_gettext("新建一次评议"), url_for("desk.create"), url_for("desk.home"), form_sheets(grids)
    )


def _page(editor: Editor, form: PlanForm) -> str:
    return render_template("desk/edit.html", editor=editor, form=form)
