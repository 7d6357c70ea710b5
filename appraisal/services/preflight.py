"""Look at everything a meeting stands on before people sit down: each with its reason and its cure."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from ..domain.errors import AppraisalError
from ..domain.phrase import Phrase, phrase
from ..domain.review import Severity
from ..storage import audit, queries, schema
from ..storage.database import Database
from ..storage.models import Round
from . import checking, probing

BURST = 300  # connections; a full hall
SLOW = 2.0  # seconds; a voter begins to tap again
GIGABYTE = 1024**3
LEAST_DISK = 1 * GIGABYTE
CHINA = timedelta(hours=8)
LOCAL = ("//127.", "//localhost", "//[::1]")


class Light(StrEnum):
    """What a check says: go on, look at it, stop."""

    OK = "ok"
    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True)
class Check:
    """One thing looked at, what was found, and what to do where it is not in order."""

    key: str
    light: Light
    name: Phrase
    found: Phrase
    cure: Phrase | None = None


@dataclass(frozen=True)
class Site:
    """Where the server stands: its database, its data folder, the address on the slips, the time of day."""

    database: Database
    data: Path
    public_url: str
    now: datetime


def checks(session: Session, *, round_id: int, site: Site) -> tuple[Check, ...]:
    """Look at everything that can be looked at without disturbing anybody."""
    voting_round = queries.round_by_id(session, round_id)
    return tuple(look(session, voting_round, site) for look in LOOKS)


def burst(public_url: str, count: int = BURST) -> Check:
    """Knock at the own address as a full hall does, and tell how long the slowest waited."""
    name = phrase("同时连接")
    waited = probing.burst(public_url, count)
    answered = [seconds for seconds in waited if seconds is not None]
    if len(answered) < count:
        text = phrase("%(count)s 次连接，只有 %(n)s 次得到应答", count=count, n=len(answered))
        cure = phrase("核对服务是否在运行、地址和防火墙；用自带的服务命令启动，不要用调试方式")
        return Check("burst", Light.STOP, name, text, cure)
    tenths = round(max(answered) * 10) / 10
    text = phrase("%(count)s 次连接都得到应答，最慢 %(seconds)s 秒", count=count, seconds=tenths)
    if max(answered) > SLOW:
        return Check("burst", Light.ASK, name, text, phrase("关掉这台电脑上别的程序，再试一次"))
    return Check("burst", Light.OK, name, text)


def _address(_: Session, __: Round, site: Site) -> Check:
    name = phrase("投票地址")
    if any(mark in site.public_url for mark in LOCAL):
        cure = phrase("把 APPRAISAL_PUBLIC_URL 设为会场网络里的地址，重启服务，再印选票条")
        return Check(
            "address", Light.STOP, name, phrase("%(url)s 只有这台电脑自己打得开", url=site.public_url), cure
        )
    text = phrase("%(url)s，请用手机扫码核对", url=site.public_url)
    if site.public_url.startswith("http:"):
        return Check("address", Light.ASK, name, text, phrase("手机会提示“不安全”，请在会上说一声"))
    return Check("address", Light.OK, name, text)


def _clock(session: Session, _: Round, site: Site) -> Check:
    name, entries = phrase("时钟"), list(audit.entries(session))
    local = site.now.astimezone()
    text = phrase("本机时间 %(time)s", time=local.strftime("%Y-%m-%d %H:%M"))
    last = datetime.fromisoformat(entries[-1].at) if entries else site.now
    if site.now < last.replace(tzinfo=UTC) - timedelta(minutes=1):
        cure = phrase("操作记录里已有更晚的时间，请先把本机时钟拨准")
        return Check("clock", Light.STOP, name, text, cure)
    if local.utcoffset() != CHINA:
        return Check("clock", Light.ASK, name, text, phrase("本机时区不是北京时间，请核对"))
    return Check("clock", Light.OK, name, text)


def _disk(_: Session, __: Round, site: Site) -> Check:
    free = shutil.disk_usage(site.data).free
    text = phrase("剩余 %(free)s GB", free=f"{free / GIGABYTE:.1f}")
    if free < LEAST_DISK:
        return Check("disk", Light.STOP, phrase("磁盘"), text, phrase("至少腾出 1 GB，再开始投票"))
    return Check("disk", Light.OK, phrase("磁盘"), text)


def _tables(_: Session, __: Round, site: Site) -> Check:
    if schema.current(site.database) == schema.head():
        return Check("tables", Light.OK, phrase("数据库结构"), phrase("与本程序一致"))
    cure = phrase("请先运行：flask db upgrade")
    return Check("tables", Light.STOP, phrase("数据库结构"), phrase("与本程序不一致"), cure)


def _durable(_: Session, __: Round, site: Site) -> Check:
    name = phrase("断电不丢票")
    try:
        site.database.require_durable()
    except AppraisalError as refusal:
        return Check("durable", Light.STOP, name, refusal.phrase, phrase("改好数据库设置，重启服务"))
    return Check("durable", Light.OK, name, phrase("每张票写入磁盘后才给回执"))


def _keys(_: Session, voting_round: Round, __: Site) -> Check:
    name = phrase("钥匙卡")
    if voting_round.public_key is None:
        cure = phrase("两位持卡人各做各的卡，再一起试开票箱")
        return Check("keys", Light.STOP, name, phrase("两张卡还没有试开过票箱"), cure)
    return Check("keys", Light.OK, name, phrase("两张卡已试开过票箱"))


def _slips(session: Session, voting_round: Round, _: Site) -> Check:
    plan, name = voting_round.plan, phrase("选票条")
    expected = [group.issued + plan.rule.spares(group.issued) for group in plan.classes]
    turnout = queries.turnout(session, voting_round)
    printed = [line.printed - line.void for line in turnout]
    if not sum(printed):
        return Check("slips", Light.STOP, name, phrase("还没有印制"), phrase("在主持台印制选票条"))
    text = phrase("应有 %(expected)s 条，现有 %(printed)s 条", expected=sum(expected), printed=sum(printed))
    if any(have < want for have, want in zip(printed, expected, strict=True)):
        return Check("slips", Light.ASK, name, text, phrase("核对是否有意作废；不够就作废重印"))
    return Check("slips", Light.OK, name, text)


def _box(session: Session, voting_round: Round, _: Site) -> Check:
    held = sum(queries.ballots_per_class(session, voting_round))
    if held:
        text = phrase("票箱里已有 %(n)s 张票", n=held)
        return Check("box", Light.ASK, phrase("票箱"), text, phrase("投票开始前票箱应是空的"))
    return Check("box", Light.OK, phrase("票箱"), phrase("空的"))


def _plan(_: Session, voting_round: Round, __: Site) -> Check:
    found = [finding.severity for finding in checking.findings(voting_round.plan)]
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
    text = phrase("阻止 %(errors)s 条，提醒 %(warnings)s 条", errors=errors, warnings=warnings)
    light = Light.STOP if errors else Light.ASK if warnings else Light.OK
    cure = phrase("在草稿页“规则检查”里逐条看过") if errors or warnings else None
    return Check("plan", light, phrase("规则检查"), text, cure)


LOOKS: tuple[Callable[[Session, Round, Site], Check], ...] = (
    _address,
    _slips,
    _keys,
    _plan,
    _box,
    _clock,
    _disk,
    _tables,
    _durable,
)


def worst_first(found: tuple[Check, ...]) -> Iterator[Check]:
    """Order checks by what must be looked at first."""
    for light in (Light.STOP, Light.ASK, Light.OK):
        yield from (check for check in found if check.light is light)
