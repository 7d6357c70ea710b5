"""``flask check-config``: the settings and the machine, looked at before a server starts."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from ..config import Settings
from ..domain.errors import AppraisalError
from ..domain.phrase import N_, phrase
from ..notices import notices
from ..services import machine
from ..services.lamp import Check, Light
from ..services.machine import Machine
from ..services.preflight import Site
from ..transaction import settings
from ..upkeep import unready
from .command import Verb
from .looking import lit


@click.command("check-config", cls=Verb, help=N_("启动前检查设置和这台机器；有“停”时退出码为 1。"))
@click.pass_context
@with_appcontext
def check_config(ctx: click.Context) -> None:
    """Look at everything a server stands on; exit code 1 if anything stops it."""
    found = settings()
    database = unready()
    site = Site(database, found.data, found.public_url, found.voting_url, datetime.now(UTC))
    own = Machine(found.host, found.port, found.pepper, found.receipt_key, found.processes)
    checks = (*machine.checks(site, own), *_counts(found))
    database.engine.dispose()
    lit(ctx, checks, fine=phrase("可以启动。"))


def _counts(found: Settings) -> tuple[Check, ...]:
    if not found.redis_url:
        return ()
    text = phrase("%(n)s 个进程，Redis", n=found.processes)
    try:
        notices().require_common()
    except AppraisalError as refusal:
        return (Check("counts", Light.STOP, text, refusal.phrase),)
    return (Check("counts", Light.OK, text),)
