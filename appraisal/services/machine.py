"""Look at the machine and its settings before a server starts: each with its reason and its cure."""

from __future__ import annotations

import hmac
import os
import socket
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ..ballotbox import receipts
from ..domain.encoding import tagged_hash
from ..domain.errors import AppraisalError
from ..domain.phrase import Phrase, phrase
from ..storage import place, schema
from ..storage.database import SERVER_CONNECTIONS
from ..storage.models import Installation
from . import preflight
from .lamp import Check, Light
from .preflight import Site

FILES = 2_500  # open at once: 2000 phones, the database, the program's own
SWAPS = Path("/proc/swaps")


@dataclass(frozen=True)
class Machine:
    """Where a server is to listen, and the secrets it brings along."""

    host: str
    port: int
    pepper: bytes = field(repr=False)
    receipt_key: bytes = field(repr=False)
    processes: int = 1

    def fits(self, known: Installation) -> bool:
        """Say whether codes and receipts of a database are of these secrets."""
        pepper_id = tagged_hash("pepper-id", self.pepper)[:8]
        public = receipts.public_key(self.receipt_key)
        return hmac.compare_digest(known.pepper_id, pepper_id) and (
            known.receipt_key is None or hmac.compare_digest(known.receipt_key, public)
        )


def checks(site: Site, machine: Machine) -> tuple[Check, ...]:
    """Look at everything that can be looked at without serving, and without changing anything."""
    own = (_folder(site), preflight.disk(site), preflight.address(site))
    return (*own, *_tables(site, machine), *(look(machine) for look in LOOKS))


def _folder(site: Site) -> Check:
    text = Phrase("%(path)s", {"path": site.data})
    if os.name == "posix" and stat.S_IMODE(site.data.stat().st_mode) & 0o077:
        cure = phrase("别人也能读，请运行：chmod 700 %(path)s", path=site.data)
        return Check("folder", Light.STOP, text, cure)
    if remote := place.network(site.data):
        cure = phrase("换到本机的磁盘：网络文件夹（%(kind)s）断线时会丢票", kind=remote)
        return Check("folder", Light.STOP, text, cure)
    return Check("folder", Light.OK, text)


def _tables(site: Site, machine: Machine) -> tuple[Check, ...]:
    """Look into the database where there is one; a new installation makes its own at the first start."""
    database = site.database
    if database.path is not None and not database.path.exists():
        return (Check("database", Light.OK, phrase("还没有，第一次启动时建立")),)
    shown = database.url.render_as_string(hide_password=True)
    try:
        database.ping()
        if schema.is_empty(database):
            text = phrase("%(url)s 是空的，第一次启动时建表", url=shown)
            return (Check("database", Light.OK, text), preflight.durable(site))
        found = (preflight.durable(site), *_connections(site, machine), preflight.tables(site))
        told = _secrets(site, machine)
    except (AppraisalError, SQLAlchemyError):
        cure = phrase("核对 APPRAISAL_DATABASE_URL，启动数据库")
        return (Check("database", Light.STOP, phrase("%(url)s 没有应答", url=shown), cure),)
    return (_told(database.talkative(), shown), *found, told)


def _connections(site: Site, machine: Machine) -> tuple[Check, ...]:
    """Compare what all processes may want with what a server has; a file has no such limit."""
    free, wanted = site.database.free_connections(), machine.processes * SERVER_CONNECTIONS
    if free is None:
        return ()
    text = phrase("数据库服务器给 %(free)s 个，本机最多用 %(wanted)s 个", free=free, wanted=wanted)
    if wanted > free:
        cure = phrase("把 PostgreSQL 的 max_connections 调到各台机器之和以上，或减少 APPRAISAL_PROCESSES")
        return (Check("connections", Light.STOP, text, cure),)
    return (Check("connections", Light.OK, text),)


def _told(talk: list[str], shown: str) -> Check:
    text = phrase("%(url)s 有应答", url=shown)
    if talk:
        cure = phrase("数据库服务器会另外留下记录：%(setting)s", setting=tuple(talk))
        return Check("database", Light.ASK, text, cure)
    return Check("database", Light.OK, text)


def _secrets(site: Site, machine: Machine) -> Check:
    try:
        with site.database.reading() as session:
            known = session.get(Installation, 1)
    except SQLAlchemyError:
        known = None  # tables of an older program
    if known is None:
        return Check("secrets", Light.OK, phrase("第一次启动时记下"))
    if machine.fits(known):
        return Check("secrets", Light.OK, phrase("与数据库是一套"))
    cure = phrase("放回原来的 pepper 和 receipt_key，否则票码和回执全部失效")
    return Check("secrets", Light.STOP, phrase("与数据库不是一套"), cure)


def _port(machine: Machine) -> Check:
    where = f"{machine.host}:{machine.port}"
    if is_free(machine.host, machine.port):
        return Check("port", Light.OK, phrase("%(where)s 空着", where=where))
    cure = phrase("如果不是本服务正在运行，请关掉占用它的程序，或换 APPRAISAL_PORT")
    return Check("port", Light.ASK, phrase("%(where)s 有程序在用", where=where), cure)


def is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are just ending
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _files(_: Machine) -> Check:
    if sys.platform == "win32":
        cure = phrase("人多请用 Linux")
        return Check("files", Light.ASK, phrase("Windows 上约 480 个连接封顶"), cure)
    import resource  # not on Windows

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    text = phrase("最多同时打开 %(n)s 个", n=most)
    if most != resource.RLIM_INFINITY and most < FILES:
        cure = phrase("请系统管理员放宽到 %(n)s 以上（ulimit -Hn，LimitNOFILE）", n=FILES)
        return Check("files", Light.ASK, text, cure)
    return Check("files", Light.OK, phrase("够一个会场用") if most < 0 else text)


def _swap(_: Machine) -> Check:
    try:
        used = SWAPS.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return Check("swap", Light.ASK, phrase("这个系统上看不出来"), phrase("投票期间请关掉内存交换和休眠"))
    if used:
        cure = phrase("选票在内存里有一瞬间是明文，请运行：swapoff -a")
        return Check("swap", Light.ASK, phrase("开着"), cure)
    return Check("swap", Light.OK, phrase("关着"))


LOOKS: tuple[Callable[[Machine], Check], ...] = (_port, _files, _swap)
