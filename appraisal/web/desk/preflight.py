"""Before people sit down: one page of lamps, a code to scan, a page to print, a rush to withstand."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...documents import qr, slips
from ...domain.lifecycle import BOTH
from ...services import conduct
from ...services.lamp import WORDS, Light
from ...services.trials import BURST
from ...transaction import reading, settings
from .. import reach, screen, trials
from ..roles import may
from . import watched
from .confirm import ConfirmForm
from .door import bp
from .lamps import Lamp
from .looking import looked, measure
from .summary import summary


@bp.get("/<int:round_id>/preflight")
@may(*BOTH)
def preflight_page(round_id: int) -> ResponseReturnValue:
    """Look at everything that can be looked at without disturbing anybody."""
    with reading() as session:
        found = conduct.find(session, round_id)
        seen = looked(session, round_id)
    scanned = reach.address(round_id)
    return render_template(
        "desk/preflight.html",
        summary=summary(found),
        checks=tuple((Lamp(check.light, WORDS[check.light], check.found), check) for check in seen),
        stops=sum(check.light is Light.STOP for check in seen),
        unlit=sum(check.light is not Light.OK for check in seen),
        form=ConfirmForm(),
        symbol=qr.draw(scanned),
        address=settings().voting_url,
        screen_url=screen.address(round_id),
        burst=BURST,
        tag=watched.tag_of(_told(round_id)),
    )


@bp.post("/<int:round_id>/preflight")
@may(*BOTH)
def rush(round_id: int) -> ResponseReturnValue:
    """Try what the server can try by itself."""
    measure(round_id)
    return _back(round_id)


@bp.get("/<int:round_id>/preflight/tried")
@may(*BOTH)
def tried(round_id: int) -> ResponseReturnValue:
    """Say what was tried, for a page that watches."""
    return watched.answer(_told(round_id))


@bp.get("/<int:round_id>/preflight/paper")
@may(*BOTH)
def test_paper(round_id: int) -> ResponseReturnValue:
    """Show a page that tells a good printer from a bad one."""
    with reading() as session:
        plan = conduct.find(session, round_id).plan
    pages = slips.samples(
        face=slips.face_of(plan), voting_url=settings().voting_url, word=gettext("样张 不能投票")
    )
    back = url_for("desk.preflight_page", round_id=round_id)
    return render_template("desk/test_paper.html", pages=pages, back=back, form=ConfirmForm())


@bp.post("/<int:round_id>/preflight/paper")
@may(*BOTH)
def printed_well(round_id: int) -> ResponseReturnValue:
    """Note that somebody held the printed page in hand and found it good."""
    trials.printed(round_id)
    return _back(round_id)


def _told(round_id: int) -> dict[str, object]:
    return {check.key: check.light for check in trials.checks(round_id)}


def _back(round_id: int) -> ResponseReturnValue:
    return redirect(url_for("desk.preflight_page", round_id=round_id), code=303)
