"""Key cards as they are typed: forty symbols each in any spelling, never sent back to the page."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

MOST = 200  # characters; a card has forty, and people type what stands around them
MISSING = lazy_gettext("请输入钥匙卡上的 40 个字符。")


class TwoCardsForm(FlaskForm):
    """The cards of two holders."""

    card = TextAreaField(lazy_gettext("第一张钥匙卡"), [InputRequired(MISSING), Length(max=MOST)])
    second = TextAreaField(lazy_gettext("第二张钥匙卡"), [InputRequired(MISSING), Length(max=MOST)])

    @property
    def cards(self) -> tuple[str, ...]:
        """What was typed."""
        return (self.card.data or "", self.second.data or "")

    def forget(self) -> None:
        """Keep nothing of it for the page."""
        self.card.data = self.second.data = None


class OpeningForm(TwoCardsForm):
    """Two cards, and the word of both holders that the fingerprint was read out."""

    read_out = BooleanField(
        lazy_gettext("票箱指纹已经当场读出，并与大屏核对一致"),
        [InputRequired(lazy_gettext("请先当场读出票箱指纹，再勾选。"))],
    )


class SingleCardForm(FlaskForm):
    """The one card of a rehearsal."""

    card = TextAreaField(lazy_gettext("演练的钥匙卡"), [InputRequired(MISSING), Length(max=MOST)])
    second = None
    read_out = None

    @property
    def cards(self) -> tuple[str, ...]:
        """What was typed."""
        return (self.card.data or "",)

    def forget(self) -> None:
        """Keep nothing of it for the page."""
        self.card.data = None
