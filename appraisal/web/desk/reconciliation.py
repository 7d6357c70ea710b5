"""The paper after voting: slips counted by hand, slips looked up, the record of destruction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import FieldList, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from ...documents.filing import PAPERS
from ...documents.office.slip_count import NAME, PaperCount, SlipCount, slip_count
from ...domain.errors import CodeIsReceipt, CodeMistyped, NotFound, SlipsOutOfBalance
from ...domain.lifecycle import Act, State
from ...domain.phrase import Phrase, phrase
from ...domain.roles import Role
from ...services import board, conduct, logbook, reconciling
from ...services.reconciling import SlipState
from ...transaction import reading, settings
from .. import refusals
from ..language import translate
from ..roles import actor, may
from .agreement import attempt
from .door import bp
from .filing import MIMETYPES, file_name, handed_out
from .lamps import Lamp
from .summary import Summary, summary

COUNT = [InputRequired(), NumberRange(min=0)]
FOUND = {
    SlipState.UNUSED: ("ok", phrase("没用过"), phrase("%(letter)s票，没有投过票。")),
    SlipState.USED: (
        "stop",
        phrase("已投票"),
        phrase("%(letter)s票，这个票码已经投过票，不应还在手里。请记下并核对。"),
    ),
    SlipState.SPOILED: ("ask", phrase("已作废"), phrase("%(letter)s票，补发或换发纸质票时作废的旧条。")),
    SlipState.UNKNOWN: ("stop", phrase("不认识"), phrase("不是本轮的选票条。请记下并核对。")),
}


class CountForm(FlaskForm):
    """Slips in hand, per class: left over, and spoiled; a public channel has none, and no fields."""

    unused = FieldList(IntegerField(lazy_gettext("剩余"), COUNT))
    spoiled = FieldList(IntegerField(lazy_gettext("写坏、作废"), COUNT))


class SlipForm(FlaskForm):
    """One slip brought back."""

    code = StringField(lazy_gettext("收回的选票条上的票码"), [InputRequired(), Length(max=60)])


@bp.get("/<int:round_id>/reconciliation")
@may(*Role)
def reconciliation(round_id: int) -> ResponseReturnValue:
    """Show the count of the paper, for the screen and for signatures."""
    return _page(round_id)


@bp.get("/<int:round_id>/reconciliation.<any(xlsx, docx, pdf):ending>")
@may(*Role)
def reconciliation_file(round_id: int, ending: str) -> ResponseReturnValue:
    """Hand the count of the paper out as a file, for signatures and the folder."""
    with reading() as session:
        found = _closed(session, round_id)
        lines, mark = reconciling.sheet(session, round_id=round_id), " ".join(board.fingerprint(found))
        batches, plan = reconciling.cancelled(session, round_id=round_id), found.plan
    counts = [
        SlipCount(
            line.printed,
            line.cast,
            line.unused,
            line.spoiled,
            line.not_returned,
            PaperCount(line.paper_out, line.paper_cast) if plan.has_paper else None,
            line.replaced,
        )
        for line in lines
    ]
    papers = (slip_count(plan, counts, translate, mark=mark, cancelled=batches),)
    name = file_name(plan.meeting, translate(NAME), ending)
    write = partial(PAPERS[ending], papers, translate=translate)
    return handed_out(write, MIMETYPES[ending], name, plain=f"slips-{round_id}.{ending}")


@bp.post("/<int:round_id>/reconciliation")
@may(Role.SCRUTINEER, Role.ORGANIZER)
def reconcile(round_id: int) -> ResponseReturnValue:
    """Write down the slips in hand."""
    form = CountForm()
    if not form.validate():
        return _page(round_id, form), 422
    pairs = zip(form.unused.data, form.spoiled.data, strict=False)
    counts = [{"unused": unused, "spoiled": spoiled} for unused, spoiled in pairs]
    try:
        attempt(
            round_id,
            Act.RECONCILE,
            lambda session: reconciling.reconcile(
                session, round_id=round_id, counts=_in_places(session, round_id, counts), actor=actor()
            ),
        )
    except SlipsOutOfBalance as refusal:
        return _page(round_id, form, refusal=refusal.phrase), refusals.status_of(refusal)
    return redirect(url_for("desk.reconciliation", round_id=round_id), code=303)


@bp.post("/<int:round_id>/check-slip")
@may(Role.SCRUTINEER)
def check_slip(round_id: int) -> ResponseReturnValue:
    """Say what a slip brought back is; the code is looked at and forgotten."""
    form = SlipForm()
    if not form.validate():
        return _page(round_id, slip_form=form), 422
    try:
        with reading() as session:
            state, letter = reconciling.check_slip(
                session, round_id=round_id, typed=form.code.data or "", pepper=settings().pepper
            )
    except (CodeMistyped, CodeIsReceipt) as refusal:
        return _page(round_id, slip_form=form, slip_refusal=refusal.phrase), refusals.status_of(refusal)
    kind, word, sentence = FOUND[state]
    lamp = Lamp(kind, word, Phrase(sentence.text, {"letter": letter}))
    return _page(round_id, slip_form=SlipForm(formdata=None), slip=lamp)


@bp.get("/<int:round_id>/shredding")
@may(*Role)
def shredding_record(round_id: int) -> ResponseReturnValue:
    """Print the record of destruction, for both holders to sign."""
    with reading() as session:
        found = conduct.find(session, round_id)
        about = summary(found)
        if found.state != State.SHREDDED:
            raise NotFound
        entries = [entry for entry in logbook.entries(session) if entry.detail.get("round") == round_id]
        turnout = conduct.turnout(session, round_id=round_id)
        fingerprint = board.fingerprint(found)
    last = next(entry for entry in reversed(entries) if entry.act in (Act.SHRED, Act.ABANDON))
    return render_template(
        "desk/shredding.html",
        summary=about,
        entry=last,
        turnout=turnout,
        fingerprint=fingerprint,
        today=date.today(),
    )


def _page(
    round_id: int,
    form: CountForm | None = None,
    slip_form: SlipForm | None = None,
    refusal: Phrase | None = None,
    slip_refusal: Phrase | None = None,
    slip: Lamp | None = None,
) -> str:
    about, lines, batches = _counted(round_id)
    in_hand = [line for line in lines if not line.voter_class.is_public]
    counts = {
        "unused": [line.unused for line in in_hand],
        "spoiled": [line.spoiled for line in in_hand],
    }
    form = form or CountForm(formdata=None, data=counts)
    fields = iter(zip(form.unused, form.spoiled, strict=False))
    return render_template(
        "desk/reconciliation.html",
        summary=about,
        rows=[(line, () if line.voter_class.is_public else next(fields, ())) for line in lines],
        batches=batches,
        is_counted=refusal is None and any(line.unused is not None for line in in_hand),
        has_replaced=any(line.replaced for line in lines),
        has_paper=any(line.voter_class.paper for line in lines),
        form=form,
        slip_form=slip_form or SlipForm(formdata=None),
        refusal=refusal,
        slip_refusal=slip_refusal,
        slip=slip,
        can_count=about.state in (State.CLOSED, State.OPENED) and actor().role == Role.SCRUTINEER,
        today=date.today(),
    )


def _in_places(
    session: Session, round_id: int, counts: Sequence[dict[str, int]]
) -> tuple[dict[str, int], ...]:
    plan = conduct.find(session, round_id).plan
    return plan.in_places(counts, [{"unused": 0, "spoiled": 0}] * len(plan.classes))


def _counted(round_id: int) -> tuple[Summary, tuple[reconciling.Line, ...], tuple[int, ...]]:
    with reading() as session:
        found = _closed(session, round_id)
        lines = reconciling.sheet(session, round_id=round_id)
        about = summary(found)
        return about, lines, reconciling.cancelled(session, round_id=round_id)


def _closed(session: Session, round_id: int) -> Any:
    """Return a round whose ballots lie on the board; `NotFound` before that."""
    found = conduct.find(session, round_id)
    if found.board_root is None:
        raise NotFound
    return found
