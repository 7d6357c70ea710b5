"""``flask backup`` and ``flask restore``: a copy of everything in one file, and back again."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import safekeeping, upkeep
from ..domain.phrase import N_, phrase
from ..transaction import database, settings
from .command import Verb
from .terminal import say

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup", cls=Verb, help=N_("把整个数据库备份成一个文件。"))
@click.argument("file", type=FILE)
@click.option("--sealed-only", is_flag=True, help=N_("投票进行中也可用：只保住密封的选票和票数，不含票码。"))
@with_appcontext
def backup(file: Path, sealed_only: bool) -> None:
    """Copy the database into a new file and say how to know it again."""
    note = safekeeping.backup(database(), file, sealed_only=sealed_only)
    say(phrase("已备份到 %(path)s，表结构版本 %(revision)s。", path=file, revision=note.revision))
    say(phrase("  校验值 SHA-256  %(sha256)s", sha256=note.sha256))
    if sealed_only:
        say(phrase("  不含票码：恢复以后可以截止、开箱，但不能再投票。"))
    say(phrase("  pepper 文件不在备份里，请另外保存；少了它，没用过的票码全部失效。"))


@click.command("restore", cls=Verb, help=N_("用备份文件恢复数据库；原来的数据库留着。"))
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Put a backup in the place of the database."""
    restored = safekeeping.restore(upkeep.unready(), file, settings())
    say(phrase("已恢复 %(at)s 的备份，表结构已是最新版本。", at=restored.note.at))
    if restored.old:
        say(phrase("原来的数据库留作 %(old)s。", old=restored.old))
