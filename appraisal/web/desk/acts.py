"""Acts that move a round: asked first, agreed on by two, done once, told plainly."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from ...documents import slips as paper
from ...domain import lifecycle
from ...domain.code import Code
from ...domain.errors import LoginRefused, NotReady, ProposalGone
from ...domain.lifecycle import BOTH, Act
from ...domain.phrase import Phrase
from ...domain.plan import Plan
from ...services import conduct, consent, issuing
from ...services.consent import Agreed, Pending
from ...services.head_count import held, surplus
from ...services.issuing import Slip
from ...services.lamp import named, unlit
from ...transaction import reading, settings
from .. import refusals, throttle
from ..roles import actor, may
from .act_forms import AloneForm, ConsentForm, OpenForm, PublishForm, WaiveForm, detail_of, form_of
from .agreement import DEEDS, attempt, carry_out, finish
from .confirm import ConfirmForm, ask
from .door import bp
from .looking import looked
from .questions import QUESTIONS, facts
from .slips import hall_network
from .summary import Summary, summary

ACTS = f"any({', '.join(repr(each.value) for each in DEEDS)})"


@bp.get(f"/<int:round_id>/<{ACTS}:name>")
@may(*BOTH)
def act(round_id: int, name: str) -> ResponseReturnValue:
    """Ask before an act."""
    return _question(round_id, Act(name), _form(round_id, Act(name)))


@bp.post(f"/<int:round_id>/<{ACTS}:name>")
@may(*BOTH)
def do_act(round_id: int, name: str) -> ResponseReturnValue:
    """Do an act of one person; propose an act of two to the other."""
    asked, form = Act(name), _form(round_id, Act(name))
    if not form.validate():
        return _question(round_id, asked, form), 422
    detail = detail_of(asked, form, partial(_digest, round_id))
    with reading() as session:
        rehearsal = conduct.find(session, round_id).rehearsal
    if lifecycle.edge(asked, rehearsal=rehearsal).two:
        _propose(round_id, asked, detail)
    else:
        agreed = Agreed(asked, detail, actor())
        attempt(round_id, asked, lambda session: carry_out(session, round_id, agreed))
        finish(asked, rehearsal=rehearsal)
    return _back(round_id)


@bp.get("/<int:round_id>/confirm")
@may(*BOTH)
def confirm(round_id: int) -> ResponseReturnValue:
    """Show what the other person proposed, and ask for the own password."""
    return _confirm_page(round_id, ConsentForm())


@bp.post("/<int:round_id>/confirm")
@may(*BOTH)
def do_confirm(round_id: int) -> ResponseReturnValue:
    """Agree to what the other person proposed, and do it."""
    form = ConsentForm()
    if not form.validate():
        return _confirm_page(round_id, form), 422
    throttle.require_patience(current_user.name)
    try:
        agreed, done = attempt(round_id, "confirm", lambda session: _agree(session, round_id, form))
    except LoginRefused as refusal:
        throttle.count_wrong_password(current_user.name)
        return _confirm_page(round_id, form, refusal.phrase), refusals.status_of(refusal)
    finish(agreed.act)
    return _slip_page(round_id, done) if isinstance(done, Slip) else _back(round_id)


@bp.post("/<int:round_id>/withdraw")
@may(*BOTH)
def withdraw(round_id: int) -> ResponseReturnValue:
    """Take a proposal back, or turn the other's down."""
    attempt(
        round_id,
        "withdraw",
        lambda session: consent.withdraw(session, round_id=round_id, account_id=current_user.account_id),
    )
    return _back(round_id)


@bp.route("/<int:round_id>/alone", methods=("GET", "POST"))
@may(*BOTH)
def alone(round_id: int) -> ResponseReturnValue:
    """Close without the scrutineer, who was asked and did not answer; the reason is printed."""
    form = AloneForm()
    if not form.validate_on_submit():
        return _question(round_id, Act.CLOSE, form), 422 if form.is_submitted() else 200
    agreed = attempt(round_id, Act.CLOSE, lambda session: _go_alone(session, round_id, form))
    finish(agreed.act)
    return _back(round_id)


def _form(round_id: int, asked: Act) -> ConfirmForm:
    """Make the form of an act; opening looks at the lamps first, a rehearsal at none, publishing at heads."""
    form = form_of(asked)
    if isinstance(form, OpenForm):
        with reading() as session:
            if not conduct.find(session, round_id).rehearsal:
                form.unlit = unlit(looked(session, round_id))
    if isinstance(form, PublishForm):
        with reading() as session:
            plan, turnout = (
                _held(conduct.find(session, round_id)),
                conduct.turnout(session, round_id=round_id),
            )
        form.expect(surplus(plan, turnout.returned))
    return form


def _digest(round_id: int, code: Code) -> bytes:
    with reading() as session:
        return issuing.digest_in(session, round_id=round_id, code=code, pepper=settings().pepper)


def _propose(round_id: int, asked: Act, detail: dict[str, object]) -> None:
    attempt(
        round_id,
        asked,
        lambda session: consent.propose(
            session,
            round_id=round_id,
            act=asked,
            account_id=current_user.account_id,
            now=int(time.time()),
            detail=detail,
        ),
    )


def _agree(session: Session, round_id: int, form: ConsentForm) -> tuple[Agreed, object]:
    agreed = consent.confirm(
        session,
        round_id=round_id,
        account_id=current_user.account_id,
        password=form.password.data or "",
        now=int(time.time()),
        seen=form.seen.data or "",
    )
    return agreed, carry_out(session, round_id, agreed)


def _go_alone(session: Session, round_id: int, form: AloneForm) -> Agreed:
    agreed = consent.go_alone(
        session, round_id=round_id, account_id=current_user.account_id, now=int(time.time())
    )
    alone = Agreed(agreed.act, {**agreed.detail, "reason": form.reason.data}, agreed.actor)
    carry_out(session, round_id, alone)
    return alone


def _question(round_id: int, asked: Act, form: ConfirmForm) -> str:
    about, plan, turnout, needs_two = _standing(round_id, asked)
    if isinstance(form, WaiveForm):
        form.show(plan)
    return ask(
        QUESTIONS[asked],
        about,
        facts(asked, plan, turnout),
        form,
        page="desk/confirm_act.html",
        unlit=named(getattr(form, "unlit", ())),
        surplus=getattr(form, "surplus", None),
        needs_two=needs_two and not isinstance(form, AloneForm),
    )


def _standing(round_id: int, asked: Act) -> tuple[Summary, Plan, conduct.Turnout, bool]:
    with reading() as session:
        found = conduct.find(session, round_id)
        lifecycle.after(found.state, asked, rehearsal=found.rehearsal)
        if asked in (Act.SEAL, Act.OPEN) and (missing := conduct.missing(session, found)):
            raise NotReady(missing=missing)
        turnout = conduct.turnout(session, round_id=round_id)
        needs_two = lifecycle.edge(asked, rehearsal=found.rehearsal).two
        return (
            summary(found),
            _held(found),
            turnout,
            needs_two,
        )


def _held(found: Any) -> Plan:
    """Return the plan of a round with the people who were counted."""
    return held(found.plan, found.present)


def _confirm_page(round_id: int, form: ConsentForm, refusal: Phrase | None = None) -> str:
    waiting = _waiting(round_id)
    about, plan, turnout, _ = _standing(round_id, waiting.act)
    return ask(
        QUESTIONS[waiting.act],
        about,
        facts(waiting.act, plan, turnout),
        form,
        page="desk/consent.html",
        proposer=waiting.name,
        detail=waiting.detail,
        unlit=named(waiting.detail.get("unlit", ())),
        surplus=surplus(plan, turnout.returned) if waiting.act is Act.PUBLISH else None,
        is_own=waiting.account_id == current_user.account_id,
        refusal=refusal,
    )


def _waiting(round_id: int) -> Pending:
    with reading() as session:
        waiting = consent.pending(session, round_id=round_id, now=int(time.time()))
    if waiting is None or waiting.is_over:
        raise ProposalGone
    return waiting


def _slip_page(round_id: int, slip: Slip) -> str:
    with reading() as session:
        plan = conduct.find(session, round_id).plan
    pages = paper.pages(
        (slip,), face=paper.face_of(plan), voting_url=settings().voting_url, wifi=hall_network()
    )
    return render_template(
        "desk/slips.html", pages=pages, count=1, back=url_for("desk.round", round_id=round_id)
    )


def _back(round_id: int) -> ResponseReturnValue:
    return redirect(url_for("desk.round", round_id=round_id), code=303)
