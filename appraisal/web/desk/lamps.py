"""Lamps: what must be in order, each with its reason and its cure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from ...config import LOCAL_HOSTS
from ...domain.phrase import Phrase, phrase
from .step import Readiness


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


def ready_lamps(ready: Readiness, *, has_reserve: bool, voting_url: str) -> tuple[Lamp, ...]:
    """Say what voting still waits for."""
    return (
        _lamp(ready.has_scrutineer, phrase("监票人已加入"), phrase("还没有安排监票人")),
        _lamp(
            ready.has_cards,
            phrase("两张钥匙卡已制作"),
            phrase("两位持卡人的钥匙卡还没有齐，没有它们票箱打不开"),
        ),
        _reserve_lamp(has_reserve),
        _lamp(ready.is_drilled, phrase("两张卡已试开过票箱"), phrase("两张卡还没有试开票箱")),
        _lamp(
            bool(ready.printed),
            phrase("选票条已印 %(count)s 条", count=ready.printed),
            phrase("还没有印制选票条，封箱后才能印"),
        ),
        address_lamp(voting_url),
    )


def _lamp(is_done: bool, yes: Phrase, no: Phrase) -> Lamp:
    return done(yes) if is_done else waiting(no)


def _reserve_lamp(has_reserve: bool) -> Lamp:
    if has_reserve:
        return done(phrase("备用卡已制作，请封存在保险柜"))
    note = phrase("没有备用卡：两张卡丢一张，票箱就打不开。可请一位观察员做一张封存")
    return Lamp("ask", phrase("注意"), note)


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
