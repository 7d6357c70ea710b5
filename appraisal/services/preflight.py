"""Look at everything a meeting stands on before people sit down: each with its reason and its cure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from ..documents import font
from ..domain.errors import AppraisalError
from ..domain.lifecycle import Act
from ..domain.phrase import phrase
from ..domain.review import Severity
from ..storage import audit, queries, schema
from ..storage.database import Database
from ..storage.models import Round
from . import checking
from .lamp import Check, Light

GIGABYTE = 1024**3
LEAST_DISK = 1 * GIGABYTE
CHINA = timedelta(hours=8)
LOCAL = ("//127.", "//localhost", "//[::1]")


@dataclass(frozen=True)
class Site:
    """Where the server stands: its database, its data folder, the address on the slips, the time of day."""

    database: Database
    data: Path
    public_url: str
    voting_url: str
    now: datetime


def checks(session: Session, *, round_id: int, site: Site) -> tuple[Check, ...]:
    """Look at everything that can be looked at without disturbing anybody."""
    voting_round = queries.round_by_id(session, round_id)
    of_round = (look(session, voting_round, site) for look in LOOKS)
    return (address(site), *of_round, disk(site), tables(site), durable(site))


def address(site: Site) -> Check:
    """Look at the address on the slips."""
    if any(mark in site.public_url for mark in LOCAL):
        cure = phrase("把 APPRAISAL_PUBLIC_URL 设为会场网络里的地址，重启服务，再印选票条")
        text = phrase("%(url)s 只有这台电脑自己打得开", url=site.public_url)
        return Check("address", Light.STOP, text, cure)
    text = phrase("%(url)s，请用手机扫码核对", url=site.public_url)
    if site.public_url.startswith("http:"):
        return Check("address", Light.ASK, text, phrase("手机会提示“不安全”，请在会上说一声"))
    return Check("address", Light.OK, text)


def _clock(session: Session, _: Round, site: Site) -> Check:
    entries = list(audit.entries(session))
    local = site.now.astimezone()
    text = phrase("本机时间 %(time)s", time=local.strftime("%Y-%m-%d %H:%M"))
    last = datetime.fromisoformat(entries[-1].at) if entries else site.now
    if site.now < last.replace(tzinfo=UTC) - timedelta(minutes=1):
        cure = phrase("操作记录里已有更晚的时间，请先把本机时钟拨准")
        return Check("clock", Light.STOP, text, cure)
    if local.utcoffset() != CHINA:
        return Check("clock", Light.ASK, text, phrase("本机时区不是北京时间，请核对"))
    return Check("clock", Light.OK, text)


def disk(site: Site) -> Check:
    """Look for room."""
    free = shutil.disk_usage(site.data).free
    text = phrase("剩余 %(free)s GB", free=f"{free / GIGABYTE:.1f}")
    if free < LEAST_DISK:
        return Check("disk", Light.STOP, text, phrase("至少腾出 1 GB，再开始投票"))
    return Check("disk", Light.OK, text)


def tables(site: Site) -> Check:
    """Look whether tables and program fit."""
    if schema.current(site.database) == schema.head():
        return Check("tables", Light.OK, phrase("与本程序一致"))
    cure = phrase("请先运行：flask db upgrade")
    return Check("tables", Light.STOP, phrase("与本程序不一致"), cure)


def durable(site: Site) -> Check:
    """Look whether a receipt means that the ballot is on the disk."""
    try:
        site.database.require_durable()
    except AppraisalError as refusal:
        return Check("durable", Light.STOP, refusal.phrase, phrase("改好数据库设置，重启服务"))
    return Check("durable", Light.OK, phrase("每张票写入磁盘后才给回执"))


def _keys(_: Session, voting_round: Round, __: Site) -> Check:
    if voting_round.public_key is None:
        cure = phrase("两位持卡人各做各的卡，再一起试开票箱")
        return Check("keys", Light.STOP, phrase("两张卡还没有试开过票箱"), cure)
    return Check("keys", Light.OK, phrase("两张卡已试开过票箱"))


def _slips(session: Session, voting_round: Round, _: Site) -> Check:
    plan = voting_round.plan
    expected = [group.slips + plan.rule.spares(group.slips) for group in plan.classes]
    turnout = queries.turnout(session, voting_round)
    printed = [line.printed - line.void for line in turnout]
    if not sum(printed):
        return Check("slips", Light.STOP, phrase("还没有印制"), phrase("在主持台印制选票条"))
    text = phrase("应有 %(expected)s 条，现有 %(printed)s 条", expected=sum(expected), printed=sum(printed))
    if any(have < want for have, want in zip(printed, expected, strict=True)):
        return Check("slips", Light.ASK, text, phrase("核对是否有意作废；不够就作废重印"))
    return Check("slips", Light.OK, text)


def _printed(session: Session, voting_round: Round, site: Site) -> Check:
    """Compare the address on the slips with where voters are served now."""
    issued = audit.last(session, Act.ISSUE_SLIPS, voting_round.id)
    if issued is None:
        return Check("printed", Light.ASK, phrase("还没有印制"), phrase("印好选票条再看一遍"))
    old = issued.detail.get("address")
    if old is None:
        return Check("printed", Light.ASK, phrase("这一批没有记下地址"), phrase("拿一张条，用手机扫一下核对"))
    if old != site.voting_url:
        cure = phrase("两人同意作废这一批，照现在的地址重印；或把 APPRAISAL_PUBLIC_URL 改回去")
        text = phrase("条上印的是 %(old)s，现在是 %(new)s", old=old, new=site.voting_url)
        return Check("printed", Light.STOP, text, cure)
    return Check("printed", Light.OK, phrase("与现在的投票地址相同"))


def _font(_: Session, voting_round: Round, __: Site) -> Check:
    """Look for a sign of the plan that would come out of the printer as an empty box."""
    plan = voting_round.plan
    try:
        font.require_glyphs(
            (
                *(plan.meeting.title, plan.meeting.host, plan.meeting.venue),
                *(subject.name for subject in plan.subjects),
                *(criterion.name for criterion in plan.criteria),
                *(group.name for group in plan.classes),
                *(grade.name for grade in plan.scale.grades),
            )
        )
    except (AppraisalError, OSError) as fault:
        text = fault.phrase if isinstance(fault, AppraisalError) else phrase("自带的字体文件读不出来")
        return Check("font", Light.STOP, text, phrase("换成字体里有的字，或重新安装本程序"))
    return Check("font", Light.OK, phrase("自带字体在，名单里的字都印得出"))


def _box(session: Session, voting_round: Round, _: Site) -> Check:
    held = sum(queries.ballots_per_class(session, voting_round))
    if held:
        text = phrase("票箱里已有 %(n)s 张票", n=held)
        return Check("box", Light.ASK, text, phrase("投票开始前票箱应是空的"))
    return Check("box", Light.OK, phrase("空的"))


def _plan(_: Session, voting_round: Round, __: Site) -> Check:
    errors = [each for each in checking.findings(voting_round.plan) if each.severity is Severity.ERROR]
    unread = checking.unread(voting_round)
    if errors or unread:
        text = phrase(
            "阻止 %(errors)s 条，没看过的提醒 %(warnings)s 条", errors=len(errors), warnings=len(unread)
        )
        cure = phrase("在草稿页“规则检查”里逐条看过")
        return Check("plan", Light.STOP if errors else Light.ASK, text, cure)
    return Check("plan", Light.OK, phrase("没有阻止，提醒都看过"))


LOOKS: tuple[Callable[[Session, Round, Site], Check], ...] = (
    _slips,
    _printed,
    _keys,
    _plan,
    _font,
    _box,
    _clock,
)
