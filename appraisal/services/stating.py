"""What the hall was like, written down once voting is over: who was there, what was handed out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.errors import NumbersChangedMeanwhile
from ..domain.lifecycle import Act
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Round
from . import conduct, head_count


def version(voting_round: Round) -> str:
    """Name the numbers that are written down; others have another name."""
    return f"{voting_round.present} {voting_round.issued}"


def state_issued(
    session: Session,
    *,
    round_id: int,
    issued: Sequence[int],
    actor: Actor,
    present: int | None = None,
    seen: str | None = None,
) -> Round:
    """Write down how many slips of each class were really handed out, and the people counted in the hall.

    `present` is None where nobody counted: the number of the plan stands then. `seen` is the version of the
    numbers that stood on the page they come from.

    Raises
    ------
    NumbersChangedMeanwhile
        If `seen` is no longer what is written down.
    ReturnsOutOfBalance, IssuedMoreThanPrinted
        If a class gave back more ballots than were handed out, or was given more than were printed.
    PlanRefused
        If more people are present than were expected.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.STATE_ISSUED, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.STATE_ISSUED, actor, rehearsal=voting_round.rehearsal)
    if seen is not None and seen != version(voting_round):
        raise NumbersChangedMeanwhile
    conduct.require_balance(session, voting_round, issued)
    heads = head_count.held(voting_round.plan, present).meeting.present
    voting_round.issued = list(issued)
    voting_round.present = None if heads == voting_round.plan.meeting.present else heads
    detail = {"round": round_id, "issued": list(issued), "present": heads}
    audit.record(session, actor=actor, act=Act.STATE_ISSUED, detail=detail)
    return voting_round
