"""Lamps: what must be in order, each with its reason and its cure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ...config import LOCAL_HOSTS
from ...domain.phrase import Phrase, phrase


@dataclass(frozen=True)
class Lamp:
    """One thing looked at: shape, word and colour say the same."""

    kind: str
    word: Phrase
    sentence: Phrase

    @property
    def sign(self) -> str:
        """The shape, for eyes and printers without colour."""
        return {"ok": "●", "ask": "▲", "stop": "■"}[self.kind]


def done(sentence: Phrase) -> Lamp:
    """Make a lamp for what is in order."""
    return Lamp("ok", phrase("齐了"), sentence)


def waiting(sentence: Phrase) -> Lamp:
    """Make a lamp for what is still to do."""
    return Lamp("ask", phrase("等待"), sentence)


def ready_lamps(*, has_card: bool, printed: int, voting_url: str) -> tuple[Lamp, ...]:
    """Say what voting still waits for."""
    card = done(phrase("钥匙卡已制作")) if has_card else waiting(phrase("钥匙卡还没有制作，没有它票箱打不开"))
    slips = (
        done(phrase("选票条已印 %(count)s 条", count=printed))
        if printed
        else waiting(phrase("还没有印制选票条"))
    )
    return card, slips, address_lamp(voting_url)


def address_lamp(voting_url: str) -> Lamp:
    """Say whether phones reach the address on the slips."""
    parts = urlsplit(voting_url)
    if parts.hostname in LOCAL_HOSTS:
        cure = phrase(
            "手机打不开 %(address)s。请设 APPRAISAL_PUBLIC_URL 为会场网络里的地址，再印选票条",
            address=voting_url,
        )
        return Lamp("stop", phrase("停"), cure)
    if parts.scheme == "http":
        note = phrase("投票地址 %(address)s 是 http，手机会提示“不安全”，请在会上说一声", address=voting_url)
        return Lamp("ask", phrase("注意"), note)
    return done(phrase("投票地址 %(address)s", address=voting_url))
