"""``flask preflight``: what a meeting stands on, looked at from the terminal."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from ..domain.phrase import N_, Phrase, phrase
from ..services import trials
from ..services.lamp import WORDS, Light
from ..transaction import reading, settings
from .command import REFUSED, Verb
from .looking import looked
from .terminal import said, say, show, table


@click.command(
    "preflight", cls=Verb, help=N_("会前检查：地址、选票条、钥匙、时钟、磁盘、数据库；有“停”时退出码为 1。")
)
@click.argument("number", metavar="ID", type=int)
@click.option("--burst", is_flag=True, help=N_("另外同时连接 300 次，看服务撑不撑得住。"))
@click.pass_context
@with_appcontext
def command(ctx: click.Context, number: int, burst: bool) -> None:
    """Look at everything a meeting stands on; exit code 1 if anything stops it."""
    with reading() as session:
        found = looked(session, number)
    if burst:
        found = (*found, trials.burst(settings().public_url))
    rows = [(said(WORDS[each.light]), said(each.name), said(each.found), _cure(each.cure)) for each in found]
    show(table((N_("结果"), N_("项目"), N_("看到"), N_("怎么办")), rows))
    stops = sum(each.light is Light.STOP for each in found)
    if stops:
        say(phrase("有 %(n)s 项要先解决。", n=stops))
        ctx.exit(REFUSED)
    say(phrase("可以开会。"))


def _cure(cure: Phrase | None) -> str:
    return said(cure) if cure else ""
