"""``flask preflight``: what a meeting stands on, looked at from the terminal."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from ..domain.phrase import N_, phrase
from ..services import trials
from ..transaction import reading, settings
from .command import Verb
from .looking import lit, looked


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
    lit(ctx, found, fine=phrase("可以开会。"))
