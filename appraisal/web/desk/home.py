"""The first page of the desk: all appraisals, and a workbook as the way to a new one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from ...documents import activity_template, intake, workbook
from ...domain.errors import FileRefused, WorkbookRefused
from ...domain.lifecycle import TOLD, State
from ...domain.phrase import Phrase
from ...services import conduct, people
from ...transaction import reading
from .. import refusals
from ..roles import any_account
from . import archive, understood
from .door import bp
from .filing import SHEET, handed_out
from .step import GO, STANDING
from .summary import Summary, summary

# what a meeting is waiting for comes first
URGENCY = (State.OPEN, State.CLOSED, State.OPENED, State.REHEARSAL, State.SEALED, State.DRAFT)
MANY = 10  # meetings; from here on the list can be narrowed to one state
TAGS = {State.DRAFT: "", State.SEALED: "", State.PUBLISHED: "done", State.SHREDDED: "done"}


class WorkbookForm(FlaskForm):
    """One file."""

    workbook = FileField(lazy_gettext("填好的表格"), [FileRequired(lazy_gettext("请先选择一个表格文件。"))])


@dataclass(frozen=True)
class Line:
    """One appraisal in the list."""

    summary: Summary
    standing: Phrase
    go: Phrase
    endpoint: str
    tag: str
    in_activity: bool = False

    @property
    def is_archived(self) -> bool:
        """Whether the meeting waits for nothing any more."""
        return self.summary.state not in URGENCY


@bp.get("/")
@any_account
def home() -> ResponseReturnValue:
    """List all appraisals, the newest first."""
    return _page(WorkbookForm())


@bp.post("/")
@any_account
def upload() -> ResponseReturnValue:
    """Show what a workbook says, or fault by fault what is wrong with it; nothing is stored yet."""
    form = WorkbookForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        grids = intake.read(form.workbook.data.read())
        read = workbook.activity_of(grids)
    except (FileRefused, WorkbookRefused) as refusal:
        return faults_page(form, refusal, url_for("desk.upload"))
    if read.is_plain:
        return understood.page(read.rounds[0].plan, action=url_for("desk.create"), back=url_for("desk.home"))
    action = url_for("desk.create_activity")
    return understood.activity_page(read, grids, action=action, back=url_for("desk.home"))


@bp.get("/template.xlsx")
@any_account
def empty_workbook() -> ResponseReturnValue:
    """Hand out the empty workbook."""
    name = gettext("民主评议表格模板") + ".xlsx"
    return handed_out(workbook.write_template, SHEET, name, plain="meeting.xlsx")


@bp.get("/activity-template.xlsx")
@any_account
def empty_activity() -> ResponseReturnValue:
    """Hand out the empty workbook of an activity of several rounds."""
    name = gettext("整项活动表格模板") + ".xlsx"
    return handed_out(activity_template.write_activity_template, SHEET, name, plain="activity.xlsx")


def faults_page(
    form: WorkbookForm, refusal: FileRefused | WorkbookRefused, action: str
) -> ResponseReturnValue:
    """Show everything that is wrong in a workbook: sheet, cell, what was found, what was expected."""
    page = render_template(
        "desk/faults.html",
        form=form,
        action=action,
        is_new=action == url_for("desk.upload"),
        refusal=refusal.phrase,
        faults=getattr(refusal, "faults", ()),
    )
    return page, refusals.status_of(refusal)


def _page(form: WorkbookForm) -> str:
    with reading() as session:
        own = people.rounds_of(session, account_id=current_user.account_id)
        lines = tuple(
            _line(
                summary(found),
                in_activity=appraisal.joining is not None and {each.id for each in appraisal.rounds} <= own,
            )
            for appraisal in conduct.appraisals(session)
            for found in appraisal.rounds
            if found.id in own
        )
    search = archive.chosen(*(request.args.get(name, "") for name in ("q", "show", "state")))
    found = [line for line in lines if search.finds(line.summary)]
    waiting = sorted((line for line in lines if line.summary.state in URGENCY), key=_urgency)
    return render_template(
        "desk/home.html",
        form=form,
        lines=lines,
        shown=[line for line in found if search.shows(line.is_archived)],
        shelves=search.shelves(line.is_archived for line in found),
        search=search,
        states=archive.states(line.summary.state for line in lines) if len(lines) >= MANY else (),
        first=waiting[0] if waiting and not (search.words or search.state) else None,
    )


def _line(found: Summary, *, in_activity: bool) -> Line:
    state = found.state
    endpoint = "desk.results" if state in TOLD else "desk.round"
    return Line(
        found, Phrase(STANDING[state]), Phrase(GO[state]), endpoint, TAGS.get(state, "now"), in_activity
    )


def _urgency(line: Line) -> int:
    return URGENCY.index(line.summary.state)
