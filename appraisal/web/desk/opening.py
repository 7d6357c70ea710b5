"""Open the box: the fingerprint first, then the card."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from ...domain import lifecycle
from ...domain.errors import CardMistyped, CardOfAnotherRound
from ...domain.lifecycle import Act
from ...domain.phrase import Phrase, phrase
from ...services import board, conduct
from ...services import opening as box
from ...transaction import reading, transaction
from .. import refusals
from .door import bp
from .lamps import done, waiting
from .step import strip
from .summary import summary


class CardForm(FlaskForm):
    """Forty symbols in any spelling; they are never sent back to the page."""

    card = TextAreaField(
        lazy_gettext("钥匙卡上的 40 个字符"),
        [InputRequired(lazy_gettext("请输入钥匙卡上的 40 个字符。")), Length(max=200)],
    )


@bp.get("/<int:round_id>/opening")
def opening(round_id: int) -> ResponseReturnValue:
    """Show the fingerprint and ask for the card."""
    return _page(round_id, CardForm())


@bp.post("/<int:round_id>/opening")
def open_box(round_id: int) -> ResponseReturnValue:
    """Open the box and count; a card that does not fit may be tried again."""
    form = CardForm()
    if not form.validate():
        return _page(round_id, form), 422
    try:
        with transaction() as session:
            box.open_box(session, round_id=round_id, cards=[form.card.data], actor=current_user.name)
    except (CardMistyped, CardOfAnotherRound) as refusal:
        return _page(round_id, form, refusal.phrase), refusals.status_of(refusal)
    return redirect(url_for("desk.results", round_id=round_id), code=303)


def _page(round_id: int, form: CardForm, refusal: Phrase | None = None) -> str:
    with reading() as session:
        found = conduct.find(session, round_id)
        lifecycle.after(found.state, Act.COUNT)
        conduct.require_balance(session, found, conduct.issued_per_class(found))
        turnout = conduct.turnout(session, round_id=round_id)
        fingerprint = board.fingerprint(found)
    form.card.data = None
    counts = {"returned": turnout.returned, "issued": turnout.issued}
    return render_template(
        "desk/opening.html",
        form=form,
        refusal=refusal,
        summary=summary(round_id, found.state, found.plan),
        strip=strip(found.state),
        fingerprint=fingerprint,
        lamps=(
            done(phrase("收回 %(returned)s 张，发出 %(issued)s 张", **counts)),
            done(phrase("没用过的选票条已全部作废")),
            waiting(phrase("当场读出票箱指纹")),
            waiting(phrase("输入钥匙卡")),
        ),
    )
