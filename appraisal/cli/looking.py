"""The lamps of a round, as the terminal sees them; what was tried in the hall, only the server knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from ..domain.phrase import N_, Phrase, phrase
from ..services import preflight
from ..services.lamp import WORDS, Check, Light
from ..services.preflight import Site
from ..transaction import database, settings
from .command import REFUSED
from .terminal import said, say, show, table


def looked(session: Session, round_id: int) -> tuple[Check, ...]:
    """Look at everything that can be looked at from here."""
    site = Site(database(), settings().data, settings().public_url, settings().voting_url, datetime.now(UTC))
    return preflight.checks(session, round_id=round_id, site=site)


def lit(ctx: click.Context, found: Iterable[Check], *, fine: Phrase) -> None:
    """Show lamps; exit code 1 if one of them stops everything."""
    found = tuple(found)
    rows = [(said(WORDS[each.light]), said(each.name), said(each.found), _cure(each.cure)) for each in found]
    show(table((N_("结果"), N_("检查项"), N_("看到"), N_("怎么办")), rows))
    stops = sum(each.light is Light.STOP for each in found)
    if stops:
        say(phrase("有 %(n)s 项要先解决。", n=stops))
        ctx.exit(REFUSED)
    say(fine)


def _cure(cure: Phrase | None) -> str:
    return said(cure) if cure else ""
