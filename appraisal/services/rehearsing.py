"""A rehearsal: the whole day with its own codes and one card, then wiped to the last row."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from ..ballotbox.keycards import KeyCard
from ..domain import lifecycle
from ..domain.lifecycle import Act
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Ballot, Credential, ReleasedReason, Result, SealedReason
from . import keys

TRACES = (
    "form",
    "form_hash",
    "code_root",
    "keyset_id",
    "issued",
    "present",
    "ends_at",
    "reconciliation",
    "board_root",
    "board_fingerprint",
    "board_leaves",
    "board_ballots",
    "reason_root",
    "reason_faults",
)
WIPED = (Ballot, SealedReason, ReleasedReason, Credential, Result)


def begin(session: Session, *, round_id: int, actor: Actor) -> KeyCard:
    """Begin a rehearsal and return its one card; nothing of it counts."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.REHEARSE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.REHEARSE, actor)
    voting_round.state, voting_round.rehearsal = reached, True
    audit.record(session, actor=actor, act=Act.REHEARSE, detail={"round": round_id})
    return keys.make_single(session, voting_round, actor)


def wipe(session: Session, *, round_id: int, actor: Actor) -> dict[str, int]:
    """End a rehearsal and return how many rows of each table went; the plan and the people stay.

    The caller rewrites the files afterwards, so that no freed page remembers them.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.WIPE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.WIPE, actor, rehearsal=True)
    counts = {}
    for table in WIPED:
        gone = cast(CursorResult[Any], session.execute(delete(table).where(table.round_id == round_id)))
        counts[table.__tablename__] = gone.rowcount
    keys.discard_lock(voting_round)
    for trace in TRACES:
        setattr(voting_round, trace, None)
    voting_round.state, voting_round.rehearsal, voting_round.scrubbed = reached, False, False
    audit.record(session, actor=actor, act=Act.WIPE, detail={"round": round_id, "rows": counts})
    return counts
