"""What waits for the second person, as both of them see it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from ...domain import lifecycle
from ...domain.lifecycle import ACT_NAME, State
from ...domain.phrase import Phrase
from ...domain.roles import Role
from ...services import consent, watching
from ...transaction import Rows, glancing
from .. import alarms
from ..roles import actor, may
from . import watched
from .confirm import ConfirmForm
from .door import bp


@dataclass(frozen=True)
class Waiting:
    """A proposal: `is_own` to the one who made it, to be confirmed by the other."""

    act: Phrase
    name: str
    minutes: int
    is_own: bool
    is_over: bool
    may_go_alone: bool
    form: ConfirmForm


def pending(session: Session, round_id: int) -> Waiting | None:
    """Return what waits; to an observer nothing does."""
    found = consent.pending(session, round_id=round_id, now=int(time.time()))
    if found is None or actor().role not in lifecycle.BOTH:
        return None
    is_own = found.account_id == current_user.account_id
    may_wait = lifecycle.edge(found.act).may_wait
    if found.is_over and not (is_own and may_wait):
        return None
    return Waiting(
        act=Phrase(ACT_NAME[found.act]),
        name=found.name,
        minutes=-(-found.seconds_left // 60),
        is_own=is_own,
        is_over=found.is_over,
        may_go_alone=found.is_over,
        form=ConfirmForm(),
    )


@bp.get("/<int:round_id>/waiting")
@may(*Role)
def waiting(round_id: int) -> ResponseReturnValue:
    """Say what state a round is in and what waits, for pages that watch."""
    with glancing() as database:
        return watched.answer(told(database, round_id))


def told(database: Rows, round_id: int) -> dict[str, object]:
    """Return what a page of a round watches."""
    found = watching.glimpse(database, round_id)
    proposed = consent.pending(database, round_id=round_id, now=int(time.time()))
    return {
        "state": found.state,
        "drilled": found.drilled,
        "counted": [found.issued, found.present, found.reconciliation],
        "ready": watching.ready(database, round_id),
        "ends_at": found.ends_at,
        "alarms": [each.key for each in alarms.ringing()] if found.state == State.OPEN else [],
        "waits": proposed and [proposed.act, proposed.account_id, proposed.is_over],
    }
