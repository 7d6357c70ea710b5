"""What goes wrong in the hall while people vote: counted over the last minute, never by whom."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from time import monotonic

from flask import Flask, Response, g, request
from limits import parse

from ..domain.phrase import Phrase, phrase
from ..notices import notices
from ..services.preflight import LEAST_DISK
from ..transaction import database, settings
from .security import is_voters

WITHIN = parse("1000/minute")  # as many as are counted: enough to be alarmed by
WRONG_CODES, SLOW_ANSWERS = "wrong codes", "slow answers"
MANY_CODES = 20  # unknown codes a minute: a hall mistypes a few, somebody who guesses does not stop
SLOW = 2.0  # seconds; a voter begins to tap again
MANY_SLOW = 5  # slow answers a minute: one may be a phone at the edge of the Wi-Fi


@dataclass(frozen=True)
class Alarm:
    """What is wrong, and what to do about it."""

    key: str
    what: Phrase
    cure: Phrase


def register(app: Flask) -> None:
    """Begin to watch; only participants' pages are timed, for other pages may take their time."""
    app.before_request(_begin)
    app.after_request(_end)


def note_wrong_code() -> None:
    """Note that somebody gave a code that is none."""
    notices().hit(WITHIN, WRONG_CODES)


def note_time(began: float) -> None:
    """Note an answer to a participant if it took long."""
    if monotonic() - began > SLOW:
        notices().hit(WITHIN, SLOW_ANSWERS)


def ringing() -> tuple[Alarm, ...]:
    """Return what is wrong now, the gravest first."""
    codes, slow = notices().count(WITHIN, WRONG_CODES), notices().count(WITHIN, SLOW_ANSWERS)
    free = shutil.disk_usage(settings().data).free
    found = (
        (database().has_failed, REFUSING),
        (free < LEAST_DISK, DISK),
        (codes >= MANY_CODES, CODES),
        (slow >= MANY_SLOW, SLOWLY),
        (notices().is_apart, APART),
    )
    return tuple(alarm for is_so, alarm in found if is_so)


REFUSING = Alarm(
    "database",
    phrase("数据库拒绝写入。"),
    phrase("已给回执的票都在；没有回执的请稍后重交。检查磁盘，请管理员到场，不要重启电脑。"),
)
DISK = Alarm("disk", phrase("磁盘剩余不到 1 GB。"), phrase("请马上腾出空间，写满后不能再收票。"))
CODES = Alarm(
    "codes",
    phrase("一分钟里有 %(n)s 次以上票码不对。", n=MANY_CODES),
    phrase("可能有人在试码，也可能发错了条。请监票人看看会场，拿一张条试扫；猜中一个码几乎不可能。"),
)
SLOWLY = Alarm(
    "slow",
    phrase("服务变慢，手机要等 2 秒以上。"),
    phrase("关掉这台电脑上别的程序，请大家分批提交。选票不会丢，手机会自己重试。"),
)
APART = Alarm(
    "apart",
    phrase("Redis 没有应答。"),
    phrase("投票不受影响；几个进程暂时各数各的，输错票码的提醒可能来得晚。请管理员看看 Redis。"),
)


def _begin() -> None:
    g.began = monotonic()


def _end(response: Response) -> Response:
    if is_voters(request.path) and "began" in g:
        note_time(g.began)
    return response
