"""Open the box: the fingerprint first, then the cards of two holders."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...domain import lifecycle
from ...domain.errors import CardRefused
from ...domain.lifecycle import BOTH, Act
from ...domain.phrase import Phrase, phrase
from ...services import board, conduct
from ...services import opening as box
from ...transaction import reading
from .. import board as board_page
from .. import refusals
from ..roles import actor, may
from .agreement import attempt
from .card_form import OpeningForm, SingleCardForm
from .door import bp
from .lamps import done, waiting
from .so_far import OPENING, telling
from .step import strip
from .summary import summary

WANTED = (phrase("当场读出票箱指纹"), phrase("两位持卡人输入钥匙卡"))
REHEARSED = (phrase("输入演练的钥匙卡"),)


@bp.get("/<int:round_id>/opening")
@may(*BOTH)
def opening(round_id: int) -> ResponseReturnValue:
    """Show the fingerprint and ask for the cards."""
    return _page(round_id, _form(round_id))


@bp.post("/<int:round_id>/opening")
@may(*BOTH)
def open_box(round_id: int) -> ResponseReturnValue:
    """Open the box and count; cards that do not fit may be tried again."""
    form = _form(round_id)
    if not form.validate():
        return _page(round_id, form), 422
    opened = partial(box.open_box, round_id=round_id, cards=form.cards, actor=actor())
    try:
        with telling(round_id, OPENING) as told:
            attempt(round_id, Act.COUNT, lambda session: opened(session, progress=told))
    except CardRefused as refusal:
        return _page(round_id, form, refusal.phrase), refusals.status_of(refusal)
    return redirect(url_for("desk.results", round_id=round_id), code=303)


def _form(round_id: int) -> OpeningForm | SingleCardForm:
    with reading() as session:
        rehearsal = conduct.find(session, round_id).rehearsal
    return SingleCardForm() if rehearsal else OpeningForm()


def _page(round_id: int, form: OpeningForm | SingleCardForm, refusal: Phrase | None = None) -> str:
    with reading() as session:
        found = conduct.find(session, round_id)
        lifecycle.after(found.state, Act.COUNT, rehearsal=found.rehearsal)
        conduct.require_balance(session, found, conduct.issued_per_class(found))
        turnout = conduct.turnout(session, round_id=round_id)
        fingerprint = board.fingerprint(found)
        about = summary(found)
    form.forget()
    counts = {"returned": turnout.returned, "issued": turnout.issued}
    return render_template(
        "desk/opening.html",
        form=form,
        refusal=refusal,
        summary=about,
        strip=strip(about),
        fingerprint=fingerprint,
        symbol=board_page.symbol(round_id, fingerprint),
        lamps=(
            done(phrase("收回 %(returned)s 张，发出 %(issued)s 张", **counts)),
            done(phrase("没用过的选票条不能再用")),
            *map(waiting, REHEARSED if about.rehearsal else WANTED),
        ),
    )
