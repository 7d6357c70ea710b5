"""Destroy what could still be opened or read: ballots, reasons, codes, keys. All that is public stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..ballotbox import box
from ..domain import lifecycle
from ..domain.errors import TooEarlyToShred
from ..domain.lifecycle import Act
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Ballot, Credential, ReleasedReason, Round, SealedReason


def shred(session: Session, *, round_id: int, actor: Actor, today: date) -> Round:
    """Destroy ballots and keys once the period for objections is over.

    The caller rewrites the files afterwards. What is promised is that nothing can be opened any more, not
    that a disk or a backup forgot: both holders destroy their cards as well.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.SHRED, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.SHRED, actor)
    if voting_round.objections_until is None or today <= voting_round.objections_until:
        raise TooEarlyToShred(until=voting_round.objections_until or today)
    counts = _destroy(session, voting_round)
    voting_round.state = reached
    audit.record(session, actor=actor, act=Act.SHRED, detail={"round": round_id, **counts})
    return voting_round


def abandon(session: Session, *, round_id: int, actor: Actor, reason: str) -> Round:
    """Give a round up before its box was opened: there will never be a result."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    box.hold_open(session, voting_round.uid, exclusively=True)
    session.refresh(voting_round)
    reached = lifecycle.after(voting_round.state, Act.ABANDON, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ABANDON, actor)
    counts = _destroy(session, voting_round)
    voting_round.state = reached
    audit.record(
        session, actor=actor, act=Act.ABANDON, detail={"round": round_id, "reason": reason, **counts}
    )
    return voting_round


def _destroy(session: Session, voting_round: Round) -> dict[str, int]:
    turnout = queries.turnout(session, voting_round)
    voting_round.slips = [line.counts for line in turnout]
    session.flush()
    for table in (Ballot, SealedReason, ReleasedReason, Credential):
        session.execute(delete(table).where(table.round_id == voting_round.id))
    wraps = len(voting_round.wraps)
    voting_round.wraps, voting_round.cards, voting_round.public_key = [], [], None
    voting_round.scrubbed = False
    keys_and_ballots = {"ballots": sum(line.spent for line in turnout), "wraps": wraps}
    return {**keys_and_ballots, "slips": sum(line.printed for line in turnout)}
