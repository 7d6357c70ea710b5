"""``flask archive``: write what a published round leaves to whoever wants to check it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from ..documents.fresh import ORDINARY, SECRET, fresh
from ..domain.phrase import N_, phrase
from ..services import archive as archives
from ..transaction import reading
from .command import Verb
from .terminal import say

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("archive", cls=Verb, help=N_("归档：把公布了的一轮写成一个文件，任何人都能核对。"))
@click.argument("number", metavar="ID", type=int)
@click.option("--out", "path", required=True, type=FILE, help=N_("写到哪个文件。"))
@click.option("--full", is_flag=True, help=N_("连同密封的选票；只给两位持钥人，机密，到期销毁。"))
@with_appcontext
def archive(number: int, path: Path, full: bool) -> None:
    """Write the public archive, or the full one for the key holders' eyes alone."""
    mode = SECRET if full else ORDINARY
    with fresh(path, mode) as reserved, reserved.open("wb") as out, reading() as session:
        archives.write(session, out, round_id=number, full=full)
    say(phrase("已写出 %(path)s", path=path))
    if full:
        say(phrase("完整归档含密封的选票：只给两位持钥人各一份，与钥匙卡同时销毁。"))
    say(phrase("核对：flask verify %(path)s --board 现场记下的四组字符", path=path))
