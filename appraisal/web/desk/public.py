"""The addresses of the public channels of a round, to be put up where people come by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ...documents import qr
from ...domain.errors import NotFound
from ...domain.exact import shown
from ...domain.meeting import VoterClass
from ...domain.roles import Role
from ...services import conduct
from ...transaction import reading, settings
from ..roles import may
from .door import bp
from .summary import summary


@dataclass(frozen=True)
class Channel:
    """One public channel: its class, its address, its symbol."""

    voter_class: VoterClass
    weight: str
    address: str
    symbol: qr.Symbol


@bp.get("/<int:round_id>/public")
@may(*Role)
def public_channels(round_id: int) -> ResponseReturnValue:
    """Show every public channel with its symbol, for print."""
    with reading() as session:
        found = conduct.find(session, round_id)
        about = summary(found)
        classes = found.plan.classes
    channels = tuple(
        _channel(round_id, place, group) for place, group in enumerate(classes) if group.is_public
    )
    if not channels:
        raise NotFound
    return render_template("desk/public.html", summary=about, channels=channels)


def _channel(round_id: int, place: int, group: VoterClass) -> Channel:
    path = url_for("public.channel", round_id=round_id, place=place)
    address = settings().public_url + path
    return Channel(group, shown(group.weight or Fraction(0)), address, qr.draw(address))
