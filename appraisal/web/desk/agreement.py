"""Acts of two: what each does once organizer and scrutineer agree."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from ...domain.errors import AppraisalError, Busy
from ...domain.lifecycle import Act
from ...domain.roles import Actor
from ...services import conduct, issuing, logbook, paper, rehearsing, sealing, shredding, waiving
from ...services.consent import Agreed
from ...services.issuing import Slip
from ...transaction import forget, scrub, settings, transaction
from ..roles import actor

Done = TypeVar("Done")
Detail = Mapping[str, Any]
Deed = Callable[[Session, int, Actor, Detail], object]

DESTROYS = frozenset({Act.WIPE, Act.SHRED, Act.ABANDON})


def attempt(round_id: int, asked: str, do: Callable[[Session], Done]) -> Done:
    """Do something to a round in a transaction of its own; a refusal is written into the log of acts."""
    try:
        with transaction() as session:
            return do(session)
    except Busy:
        raise
    except AppraisalError as refusal:
        with transaction() as session:
            logbook.refused(session, round_id=round_id, act=asked, actor=actor(), why=type(refusal).__name__)
        raise


def carry_out(session: Session, round_id: int, agreed: Agreed) -> object:
    """Do what was agreed on; a replaced slip is returned, to be shown once."""
    return DEEDS[agreed.act](session, round_id, agreed.actor, agreed.detail)


def finish(act: Act, *, rehearsal: bool = False) -> None:
    """Rewrite the files where the act leaves something that they must not remember; after the commit."""
    if act in DESTROYS:
        forget()
    elif act is Act.CLOSE:
        scrub(rehearsal=rehearsal)


def _publish(session: Session, round_id: int, actor: Actor, detail: Detail) -> object:
    until = date.today() + timedelta(days=int(detail["days"]))
    reason = detail.get("reason", "")
    return conduct.publish(session, round_id=round_id, actor=actor, objections_until=until, reason=reason)


def _replace(session: Session, round_id: int, actor: Actor, detail: Detail) -> Slip:
    digest = bytes.fromhex(detail["digest"])
    return issuing.replace(session, round_id=round_id, digest=digest, pepper=settings().pepper, actor=actor)


def _announce(session: Session, round_id: int, actor: Actor, detail: Detail) -> object:
    minutes, now = int(detail["minutes"]), int(time.time())
    return conduct.announce(session, round_id=round_id, minutes=minutes, now=now, actor=actor)


def _hand_out(session: Session, round_id: int, actor: Actor, detail: Detail) -> object:
    return paper.hand_out(session, round_id=round_id, digest=bytes.fromhex(detail["digest"]), actor=actor)


def _waive(session: Session, round_id: int, actor: Actor, detail: Detail) -> object:
    least, recusal = int(detail["least"]), bool(detail["recusal"])
    return waiving.waive(session, round_id=round_id, least=least, recusal=recusal, actor=actor)


DEEDS: Mapping[Act, Deed] = {
    Act.WAIVE: _waive,
    Act.SEAL: lambda session, round_id, actor, _: sealing.seal(session, round_id=round_id, actor=actor),
    Act.UNSEAL: lambda session, round_id, actor, _: sealing.unseal(session, round_id=round_id, actor=actor),
    Act.VOID_SLIPS: lambda session, round_id, actor, _: issuing.void(session, round_id=round_id, actor=actor),
    Act.OPEN: lambda session, round_id, actor, detail: conduct.open_voting(
        session,
        round_id=round_id,
        actor=actor,
        unlit=detail.get("unlit", ()),
        reason=detail.get("reason", ""),
    ),
    Act.ANNOUNCE: _announce,
    Act.REPLACE_SLIP: _replace,
    Act.HAND_OUT_PAPER: _hand_out,
    Act.CLOSE: lambda session, round_id, actor, detail: conduct.close(
        session, round_id=round_id, actor=actor, reason=detail.get("reason", "")
    ),
    Act.PUBLISH: _publish,
    Act.WIPE: lambda session, round_id, actor, _: rehearsing.wipe(session, round_id=round_id, actor=actor),
    Act.SHRED: lambda session, round_id, actor, _: shredding.shred(
        session, round_id=round_id, actor=actor, today=date.today()
    ),
    Act.ABANDON: lambda session, round_id, actor, detail: shredding.abandon(
        session, round_id=round_id, actor=actor, reason=detail["reason"]
    ),
}
