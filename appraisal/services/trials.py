"""What only a trial in the hall tells: a phone, a printer, a projector, a rush, a copy put back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.phrase import Phrase, phrase
from . import probing
from .lamp import Check, Light

BURST = 300  # connections; a full hall
SLOW = 2.0  # seconds; a voter begins to tap again
ALIVE = 10  # seconds; a projector that asks every two is dead by then
MEASURED = ("served", "burst", "copy")


@dataclass(frozen=True)
class Trials:
    """What was tried for one round; of the phone nothing is known but that there was one."""

    is_reached: bool = False
    is_printed: bool = False
    is_watched: bool = False
    measured: tuple[Check, ...] = ()

    def checks(self) -> tuple[Check, ...]:
        """Return a lamp for everything that can be tried."""
        measured = {check.key: check for check in self.measured}
        return (
            _phone(self.is_reached),
            _printer(self.is_printed),
            _projector(self.is_watched),
            *(measured.get(key) or Check(key, Light.ASK, UNTRIED, MEASURE) for key in MEASURED),
        )


UNTRIED = phrase("还没有试过")
MEASURE = phrase("按本页的“开始实测”")
NO_COPY = phrase("核对磁盘和数据文件夹的权限，再测一遍")


def served(public_url: str, answers: Mapping[str, str]) -> Check:
    """Say whether the address on the slips leads to this very server: `answers` are its own, by question."""
    question = next(iter(answers))
    if probing.echo(public_url, question) == answers[question]:
        return Check("served", Light.OK, phrase("%(url)s 由本机应答", url=public_url))
    cure = phrase("核对 APPRAISAL_PUBLIC_URL：这个地址没有通到本机，或通到了别的机器")
    return Check("served", Light.STOP, phrase("%(url)s 没有由本机应答", url=public_url), cure)


def question() -> str:
    """Draw a question that no other server can have heard."""
    return secrets.token_hex(16)


def burst(public_url: str, count: int = BURST) -> Check:
    """Knock at the own address as a full hall does, and tell how long the slowest waited."""
    waited = probing.burst(public_url, count)
    answered = [seconds for seconds in waited if seconds is not None]
    if len(answered) < count:
        text = phrase("%(count)s 次连接，只有 %(n)s 次得到应答", count=count, n=len(answered))
        cure = phrase("核对服务是否在运行、地址和防火墙；用自带的服务命令启动，不要用调试方式")
        return Check("burst", Light.STOP, text, cure)
    tenths = round(max(answered) * 10) / 10
    text = phrase("%(count)s 次连接都得到应答，最慢 %(seconds)s 秒", count=count, seconds=tenths)
    if max(answered) > SLOW:
        return Check("burst", Light.ASK, text, phrase("关掉这台电脑上别的程序，再试一次"))
    return Check("burst", Light.OK, text)


def copied(refusal: Phrase | None) -> Check:
    """Say whether a copy of the database was written and read back."""
    if refusal is not None:
        return Check("copy", Light.STOP, refusal, NO_COPY)
    return Check("copy", Light.OK, phrase("写出一份，读回核对无误"))


def _phone(is_reached: bool) -> Check:
    if is_reached:
        return Check("phone", Light.OK, phrase("有手机打开过试连页"))
    return Check(
        "phone", Light.ASK, phrase("还没有手机打开过试连页"), phrase("用手机扫本页的码，这盏灯随即变绿")
    )


def _printer(is_printed: bool) -> Check:
    if is_printed:
        return Check("printer", Light.OK, phrase("试印页看过，合用"))
    return Check("printer", Light.ASK, UNTRIED, phrase("打开试印页，印出来看过，按“印得清楚，打印机合用”"))


def _projector(is_alive: bool) -> Check:
    if is_alive:
        return Check("projector", Light.OK, phrase("大屏页开着"))
    return Check(
        "projector", Light.ASK, phrase("大屏页没有开着"), phrase("在接投影的电脑上打开大屏页，按 F 全屏")
    )
