"""The key card as a sheet of paper: the role outside, the secret inside the fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from ..domain.meeting import Meeting
from ..domain.phrase import Phrase, phrase
from . import qr

ALONE = 4  # the role of a card that opens the box by itself
ROLES = MappingProxyType(
    {1: phrase("组织者卡"), 2: phrase("监票人卡"), 3: phrase("备用卡"), ALONE: phrase("开箱钥匙卡")}
)


@dataclass(frozen=True)
class CardSheet:
    """Everything printed on one card; its groups are the secret."""

    title: str
    held_on: date | None
    venue: str
    role: Phrase
    opens_alone: bool
    groups: tuple[str, ...] = field(repr=False)
    symbol: qr.Symbol = field(repr=False)
    keyset: str = ""


def card_sheet(meeting: Meeting, *, role: int, printed: str, qr_text: str, keyset_id: bytes) -> CardSheet:
    """Lay a card out.

    Parameters
    ----------
    meeting : Meeting
        What the card opens.
    role : int
        1 organizer, 2 scrutineer, 3 reserve, 4 a card that opens the box alone.
    printed : str
        Ten groups of four symbols, joined by hyphens.
    qr_text : str
        What the opening page reads from the card.
    keyset_id : bytes
        Tells cards of one set apart from those of another.
    """
    number = keyset_id.hex().upper()
    return CardSheet(
        title=meeting.title,
        held_on=meeting.held_on,
        venue=meeting.venue,
        role=ROLES[role],
        opens_alone=role == ALONE,
        groups=tuple(printed.split("-")),
        symbol=qr.draw(qr_text),
        keyset=f"{number[:4]} {number[4:]}",
    )
