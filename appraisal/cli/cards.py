"""Key cards at the terminal: asked for one after the other, never shown."""

from __future__ import annotations

from ..domain.phrase import N_
from ..services import keys
from .terminal import secret

ASKED = (
    N_("请输入第一张钥匙卡的十组字符（输入时不显示）："),
    N_("请输入第二张钥匙卡（演练只有一张，直接按回车）："),
)


def two_cards() -> tuple[str, ...]:
    """Ask for two cards; a mistyped one is refused before the next holder types."""
    return tuple(_card(place) for place in range(len(ASKED)))


def _card(place: int) -> str:
    typed = secret(ASKED[place])
    keys.require_typed(typed, place=place)
    return typed
