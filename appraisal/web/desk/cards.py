"""The key card: made, shown once, replaced while nothing is in the box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...documents.key_card import card_sheet
from ...domain import lifecycle
from ...domain.errors import KeysAlreadyMade, NotReady
from ...domain.lifecycle import Act
from ...domain.phrase import phrase
from ...services import conduct, keys
from ...transaction import reading, transaction
from .confirm import Question, ask
from .door import bp
from .summary import summary

MAKE = Question(
    phrase("制作钥匙卡"),
    phrase("钥匙卡只显示这一次。"),
    phrase("下一页就是卡片，请立即打印，对折封好，交持卡人保管。系统里没有副本。"),
    phrase("制作并显示"),
    phrase("先不制作"),
)
REPLACE = Question(
    phrase("换一张钥匙卡"),
    phrase("原来的钥匙卡立即作废。"),
    phrase("新卡只显示一次，请先接好打印机。投票开始后就不能再换。"),
    phrase("作废旧卡，制作新卡"),
    phrase("不换"),
)


@bp.get("/<int:round_id>/card")
def card(round_id: int) -> ResponseReturnValue:
    """Ask before the card is made."""
    return _question(round_id, MAKE, needs_card=False)


@bp.post("/<int:round_id>/card")
def make_card(round_id: int) -> ResponseReturnValue:
    """Make the card and show it, this once."""
    return _shown_once(keys.make_card, round_id)


@bp.get("/<int:round_id>/card/replace")
def new_card(round_id: int) -> ResponseReturnValue:
    """Ask before a lost card is replaced."""
    return _question(round_id, REPLACE, needs_card=True)


@bp.post("/<int:round_id>/card/replace")
def replace_card(round_id: int) -> ResponseReturnValue:
    """Make another lock and show its card, this once."""
    return _shown_once(keys.replace_card, round_id)


def _question(round_id: int, question: Question, *, needs_card: bool) -> ResponseReturnValue:
    with reading() as session:
        found = conduct.find(session, round_id)
    lifecycle.after(found.state, Act.MAKE_KEYS)
    if found.public_key is not None and not needs_card:
        raise KeysAlreadyMade
    if found.public_key is None and needs_card:
        raise NotReady(missing=phrase("制作钥匙卡"))
    return ask(question, summary(round_id, found.state, found.plan), ())


def _shown_once(make: Callable[..., Any], round_id: int) -> ResponseReturnValue:
    with transaction() as session:
        made = make(session, round_id=round_id, actor=current_user.name)
        meeting = conduct.find(session, round_id).plan.meeting
    sheet = card_sheet(
        meeting, role=made.role, printed=made.printed, qr_text=made.qr_text, keyset_id=made.keyset_id
    )
    return render_template("desk/card.html", card=sheet, back=url_for("desk.round", round_id=round_id))
