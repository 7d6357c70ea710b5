"""Before people sit down: one page of lamps, a code to scan, a page to print, a rush to withstand."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...documents import qr, slips
from ...domain.lifecycle import BOTH
from ...domain.phrase import phrase
from ...services import conduct, preflight
from ...services.preflight import Check, Light, Site
from ...transaction import database, reading, settings
from ..roles import may
from .confirm import ConfirmForm
from .door import bp
from .lamps import Lamp
from .summary import summary

WORDS = {Light.OK: phrase("正常"), Light.ASK: phrase("注意"), Light.STOP: phrase("停")}


@bp.get("/<int:round_id>/preflight")
@may(*BOTH)
def preflight_page(round_id: int) -> ResponseReturnValue:
    """Look at everything that can be looked at without disturbing anybody."""
    return _page(round_id)


@bp.post("/<int:round_id>/preflight")
@may(*BOTH)
def rush(round_id: int) -> ResponseReturnValue:
    """Knock at the own address as a full hall does."""
    return _page(round_id, preflight.burst(settings().public_url))


@bp.get("/<int:round_id>/preflight/paper")
@may(*BOTH)
def test_paper(round_id: int) -> ResponseReturnValue:
    """Show a page that tells a good printer from a bad one."""
    with reading() as session:
        plan = conduct.find(session, round_id).plan
    pages = slips.samples(plan=plan, voting_url=settings().voting_url, word=gettext("样张 不能投票"))
    back = url_for("desk.preflight_page", round_id=round_id)
    return render_template("desk/test_paper.html", pages=pages, back=back)


def _page(round_id: int, *more: Check) -> str:
    site = Site(database(), settings().data, settings().public_url, datetime.now(UTC))
    with reading() as session:
        found = conduct.find(session, round_id)
        seen = preflight.checks(session, round_id=round_id, site=site)
    ordered = tuple(preflight.worst_first((*seen, *more)))
    return render_template(
        "desk/preflight.html",
        summary=summary(round_id, found.state, found.plan),
        checks=tuple((Lamp(check.light, WORDS[check.light], check.found), check) for check in ordered),
        stops=sum(check.light is Light.STOP for check in ordered),
        form=ConfirmForm(),
        symbol=qr.draw(settings().voting_url),
        address=settings().voting_url,
        burst=preflight.BURST,
    )
