"""Paper ballots at the desk: print them, hand them out for slips, type them in by two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import Session

from ...documents import ballot_paper
from ...domain import lifecycle
from ...domain.errors import (
    BallotRefused,
    ClerkRefused,
    EntriesDiffer,
    LoginRefused,
    NoPaper,
    SameClerk,
)
from ...domain.lifecycle import BOTH, Act, State
from ...domain.phrase import Phrase, phrase
from ...domain.plan import Plan
from ...domain.roles import Actor, Role
from ...domain.scale import ScaleKind
from ...services import conduct, entering, paper
from ...services.paper import PaperTurnout
from ...transaction import reading, settings
from .. import refusals, throttle
from ..language import translate
from ..roles import actor, may
from .agreement import attempt
from .door import bp
from .filing import file_name, handed_out
from .paper_form import (
    CELL,
    EntryForm,
    SecondForm,
    empty_cells,
    entry,
    entry_form,
    legend,
    new_sheet,
    problems,
    unread_cells,
)
from .summary import Summary, summary

VOID_INSTEAD = phrase("纸质票不能改：请在“有效或无效”里选无效的原因，或对照纸面再看一遍。")


@dataclass(frozen=True)
class Standing:
    """What the page of paper ballots is about."""

    about: Summary
    plan: Plan
    turnout: PaperTurnout


@dataclass(frozen=True)
class Cell:
    """One field of the sheet; `label` names it for those who do not see the table."""

    name: str
    label: Phrase | str
    text: str
    is_wrong: bool


@dataclass(frozen=True)
class Line:
    """One subject of the sheet; `group` where a new group begins."""

    number: int
    subject: str
    group: str
    cells: tuple[Cell, ...]


@bp.get("/<int:round_id>/paper")
@may(*Role)
def paper_ballots(round_id: int) -> ResponseReturnValue:
    """Show where the paper ballots stand; while voting is open, also an empty sheet."""
    found = _standing(round_id)
    if found.about.state != State.OPEN:
        return render_template("desk/paper.html", summary=found.about, paper=found.turnout, role=actor().role)
    return _first_page(found, entry_form(found.plan, formdata=None, sheet=new_sheet()))


@bp.post("/<int:round_id>/paper")
@may(*Role)
def enter_paper(round_id: int) -> ResponseReturnValue:
    """Take what the first clerk typed, and ask the second; nothing is stored."""
    found = _open(round_id)
    form = entry_form(found.plan)
    if not _is_whole(form):
        return _first_page(found, form, tuple(problems(form))), 422
    typed = entry(form)
    try:
        entering.require_sound(found.plan, typed)
    except BallotRefused as refusal:
        return _first_page(found, form, (refusal.phrase, VOID_INSTEAD)), refusals.status_of(refusal)
    with reading() as session:
        carried = entering.carry(session, typed, **_bound(round_id, form))
    return _second_page(
        found, entry_form(found.plan, SecondForm, formdata=None, sheet=form.sheet.data, first=carried)
    )


@bp.post("/<int:round_id>/paper/second")
@may(*Role)
def enter_paper_again(round_id: int) -> ResponseReturnValue:
    """Compare what two clerks typed: alike, it goes into the box; else both type again."""
    found = _open(round_id)
    form = entry_form(found.plan, SecondForm)
    if not _is_whole(form):
        return _second_page(found, form, tuple(problems(form))), 422
    throttle.require_patience(form.name.data)
    try:
        two = _clerks(round_id, form)
    except (LoginRefused, SameClerk, ClerkRefused) as refusal:
        if isinstance(refusal, LoginRefused):
            throttle.count_wrong_password(form.name.data)
        return _second_page(found, form, (refusal.phrase,)), refusals.status_of(refusal)
    try:
        attempt(round_id, Act.ENTER_PAPER, lambda session: _enter(session, round_id, form, two))
    except EntriesDiffer as refusal:
        anew = entry_form(found.plan, formdata=None, sheet=new_sheet())
        return _first_page(found, anew, differing=refusal.places), refusals.status_of(refusal)
    return redirect(url_for("desk.paper_ballots", round_id=round_id), code=303)


@bp.get("/<int:round_id>/paper.pdf")
@may(*BOTH)
def paper_pdf(round_id: int) -> Response:
    """Hand out the paper twin of the sheet, one ballot of every class to be copied."""
    plan = _standing(round_id).plan
    write = partial(ballot_paper.write, plan, translate=translate)
    name = file_name(plan.meeting, gettext("纸质票"), "pdf")
    return handed_out(write, "application/pdf", name, plain=f"paper-{round_id}.pdf")


def _clerks(round_id: int, form: SecondForm) -> Actor:
    """Know the second clerk before anything is written: a password takes a while."""
    with reading() as session:
        return entering.clerks(
            session,
            round_id=round_id,
            account_id=current_user.account_id,
            name=form.name.data or "",
            password=form.password.data or "",
        )


def _enter(session: Session, round_id: int, form: SecondForm, two: Actor) -> None:
    bound = _bound(round_id, form)
    first = entering.carried(session, form.first.data or "", **bound)
    pair = (first, entry(form))
    entering.enter(session, round_id=round_id, entries=pair, sheet=bound["sheet"], actor=two)


def _bound(round_id: int, form: EntryForm) -> dict[str, Any]:
    """Return what the first entry is bound to: the round, the sheet, the clerk, this server."""
    return {
        "round_id": round_id,
        "account_id": current_user.account_id,
        "sheet": bytes.fromhex(form.sheet.data or ""),
        "secret": settings().secret_key,
    }


def _is_whole(form: EntryForm) -> bool:
    """Say whether there is something to compare; what is missing is told by `problems`."""
    return form.validate() and not any(problems(form))


def _standing(round_id: int) -> Standing:
    with reading() as session:
        found = conduct.find(session, round_id)
        if not found.plan.has_paper:
            raise NoPaper
        about = summary(found)
        return Standing(about, found.plan, paper.turnout(session, round_id=round_id))


def _open(round_id: int) -> Standing:
    """Return where a round stands; `StateRefused` where nothing can be entered."""
    found = _standing(round_id)
    lifecycle.after(found.about.state, Act.ENTER_PAPER, rehearsal=found.about.rehearsal)
    return found


def _first_page(
    found: Standing,
    form: EntryForm,
    refused: tuple[Phrase, ...] = (),
    differing: tuple[Phrase | str, ...] = (),
) -> str:
    return _page(found, form, refused, differing=differing, is_first=True)


def _second_page(found: Standing, form: SecondForm, refused: tuple[Phrase, ...] = ()) -> str:
    form.password.data = ""
    return _page(found, form, refused, is_first=False)


def _page(found: Standing, form: EntryForm, refused: tuple[Phrase, ...], **more: Any) -> str:
    plan = found.plan
    return render_template(
        "desk/paper.html",
        summary=found.about,
        paper=found.turnout,
        role=actor().role,
        form=form,
        refused=refused,
        keys=legend(plan.scale),
        criteria=tuple(criterion.name for criterion in plan.criteria),
        lines=tuple(_lines(form, is_refused=bool(refused))),
        digits=len(plan.scale.grades) if plan.scale.kind is ScaleKind.GRADES else None,
        has_own=any(group.paper and group.recuses_own for group in plan.classes),
        clerk=current_user.name,
        **more,
    )


def _lines(form: EntryForm, *, is_refused: bool) -> Iterator[Line]:
    plan, columns = form.plan, len(form.plan.criteria)
    wrong = empty_cells(form) | unread_cells(form) if is_refused and not form.void.data else ()
    group = ""
    for s, subject in enumerate(plan.subjects):
        heading, group = subject.group if subject.group != group else "", subject.group
        cells = (
            Cell(
                f"{CELL}{cell}",
                entering.place_of(plan, *divmod(cell, columns)),
                form.cells.data[cell],
                cell in wrong,
            )
            for cell in range(s * columns, (s + 1) * columns)
        )
        yield Line(s + 1, subject.name, heading, tuple(cells))
