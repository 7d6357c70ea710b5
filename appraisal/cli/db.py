"""``flask db``: bring the tables of an old database to this program's revision."""

from __future__ import annotations

import click

from .. import upkeep
from ..domain.phrase import N_, phrase
from .command import Noun
from .terminal import say

group = Noun("db", help=N_("数据库：升级、退回、查看表结构版本。"))


@group.command("upgrade", help=N_("把表结构升级到本程序的版本（会先自动备份）。"))
def upgrade() -> None:
    """Bring the tables to the newest revision; does nothing when they are there."""
    say(phrase("表结构已是版本 %(revision)s。", revision=upkeep.upgrade()))


@group.command("downgrade", help=N_("把表结构退回到某个版本。"))
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to a revision, for the program that knew no newer one."""
    say(phrase("表结构已是版本 %(revision)s。", revision=upkeep.downgrade(revision) or "base"))


@group.command("current", help=N_("显示表结构的版本。"))
def current() -> None:
    """Say where the tables stand and where this program wants them."""
    found, wanted = upkeep.current()
    say(phrase("数据库 %(found)s，本程序 %(wanted)s。", found=found or "—", wanted=wanted))
    if found != wanted:
        say(phrase("请运行：flask db upgrade"))
