"""Key cards: made by each holder, shown once, drilled before the box is sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ...documents.key_card import card_sheet
from ...domain import lifecycle
from ...domain.errors import CardRefused, KeysAlreadyMade, NotReady
from ...domain.lifecycle import BOTH, Act
from ...domain.meeting import Meeting
from ...domain.phrase import Phrase, phrase
from ...domain.roles import Role
from ...services import conduct, keys, rehearsing
from ...transaction import reading
from .. import refusals
from ..roles import actor, may
from .agreement import attempt
from .card_form import TwoCardsForm
from .confirm import Question, ask
from .door import bp
from .questions import QUESTIONS
from .summary import summary

MAKE = Question(
    phrase("制作您的钥匙卡"),
    phrase("钥匙卡只显示这一次。"),
    phrase("下一页就是卡片，请立即打印，对折封好，自己保管。系统里没有副本，也不要让另一位持卡人看到。"),
    phrase("制作并显示"),
    phrase("先不制作"),
)
REPLACE = Question(
    phrase("换一张钥匙卡"),
    phrase("您原来的钥匙卡立即作废。"),
    phrase("新卡只显示一次，请先接好打印机。换卡后两张卡要重新试开票箱。"),
    phrase("作废旧卡，制作新卡"),
    phrase("不换"),
)


@bp.get("/<int:round_id>/card")
@may(*Role)
def card(round_id: int) -> ResponseReturnValue:
    """Ask before the own card is made."""
    return _question(round_id, MAKE, needs_card=False)


@bp.post("/<int:round_id>/card")
@may(*Role)
def make_card(round_id: int) -> ResponseReturnValue:
    """Make the own card and show it, this once."""
    return _shown_once(round_id, Act.MAKE_CARD, keys.make_card)


@bp.get("/<int:round_id>/card/replace")
@may(*Role)
def new_card(round_id: int) -> ResponseReturnValue:
    """Ask before the own card is replaced."""
    return _question(round_id, REPLACE, needs_card=True)


@bp.post("/<int:round_id>/card/replace")
@may(*Role)
def replace_card(round_id: int) -> ResponseReturnValue:
    """Make another card and show it, this once."""
    return _shown_once(round_id, Act.MAKE_CARD, keys.replace_card)


@bp.get("/<int:round_id>/drill")
@may(*BOTH)
def drill(round_id: int) -> ResponseReturnValue:
    """Ask both holders for their cards, to open a test ballot."""
    return _drill_page(round_id, TwoCardsForm())


@bp.post("/<int:round_id>/drill")
@may(*BOTH)
def do_drill(round_id: int) -> ResponseReturnValue:
    """Open a test ballot with two cards; what was typed is forgotten."""
    form = TwoCardsForm()
    if not form.validate():
        return _drill_page(round_id, form), 422
    try:
        attempt(
            round_id,
            Act.DRILL,
            lambda session: keys.drill(session, round_id=round_id, cards=form.cards, actor=actor()),
        )
    except CardRefused as refusal:
        return _drill_page(round_id, form, refusal.phrase), refusals.status_of(refusal)
    return redirect(url_for("desk.round", round_id=round_id), code=303)


@bp.get("/<int:round_id>/rehearse")
@may(Role.ORGANIZER)
def rehearse(round_id: int) -> ResponseReturnValue:
    """Ask before a rehearsal."""
    with reading() as session:
        found = conduct.find(session, round_id)
    lifecycle.after(found.state, Act.REHEARSE, rehearsal=found.rehearsal)
    return ask(QUESTIONS[Act.REHEARSE], summary(found), ())


@bp.post("/<int:round_id>/rehearse")
@may(Role.ORGANIZER)
def do_rehearse(round_id: int) -> ResponseReturnValue:
    """Begin a rehearsal and show its one card."""
    return _shown_once(round_id, Act.REHEARSE, rehearsing.begin)


def _question(round_id: int, question: Question, *, needs_card: bool) -> ResponseReturnValue:
    with reading() as session:
        found = conduct.find(session, round_id)
        has_card = keys.has_card(found, actor().role)
        about = summary(found)
    lifecycle.after(found.state, Act.MAKE_CARD, rehearsal=found.rehearsal)
    if has_card and not needs_card:
        raise KeysAlreadyMade
    if needs_card and not has_card:
        raise NotReady(missing=phrase("制作钥匙卡"))
    return ask(question, about, ())


def _shown_once(round_id: int, asked: Act, make: Callable[..., Any]) -> ResponseReturnValue:
    def do(session: Session) -> tuple[Any, Meeting]:
        made = make(session, round_id=round_id, actor=actor())
        return made, conduct.find(session, round_id).plan.meeting

    made, meeting = attempt(round_id, asked, do)
    sheet = card_sheet(
        meeting, role=made.role, printed=made.printed, qr_text=made.qr_text, keyset_id=made.keyset_id
    )
    return render_template("desk/card.html", card=sheet, back=url_for("desk.round", round_id=round_id))


def _drill_page(round_id: int, form: TwoCardsForm, refusal: Phrase | None = None) -> str:
    with reading() as session:
        found = conduct.find(session, round_id)
        about = summary(found)
    lifecycle.after(found.state, Act.DRILL, rehearsal=found.rehearsal)
    form.forget()
    return render_template("desk/drill.html", form=form, refusal=refusal, summary=about)
