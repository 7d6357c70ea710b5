"""Paper ballots: so many set aside, handed out for slips, in the box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.errors import PaperUsedUp
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Credential
from ..storage.queries import ClassTurnout
from . import issuing


@dataclass(frozen=True)
class PaperTurnout:
    """Paper ballots of a round: how many there can be, were handed out for slips, and are in the box."""

    reserve: int = 0
    out: int = 0
    entered: int = 0

    @property
    def waiting(self) -> int:
        """Handed out and not entered yet."""
        return self.out - self.entered


def turnout(session: Session, *, round_id: int) -> PaperTurnout:
    """Count the paper ballots of all classes together."""
    voting_round = queries.round_by_id(session, round_id)
    return counted(voting_round.plan, queries.turnout(session, voting_round))


def counted(plan: Plan, lines: Sequence[ClassTurnout]) -> PaperTurnout:
    """Sum the paper ballots of the classes up."""
    return PaperTurnout(
        reserve=sum(group.paper for group in plan.classes),
        out=sum(line.paper_out for line in lines),
        entered=sum(line.paper_spent for line in lines),
    )


def hand_out(session: Session, *, round_id: int, digest: bytes, actor: Actor) -> str:
    """Take a slip back and hand a paper ballot of its class out; return the letter of the class.

    The code dies and a credential of paper comes alive: there are never more ballots than slips handed out.

    Raises
    ------
    SlipNotReplaceable
        If the code was used, cancelled, or is of no slip of this round.
    PaperUsedUp
        If no more paper ballots of this class were set aside.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.HAND_OUT_PAPER, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.HAND_OUT_PAPER, actor, rehearsal=voting_round.rehearsal)
    slip = issuing.cancel(session, voting_round, digest)
    letter = voting_round.plan.classes[slip.voter_class].letter
    spare = session.scalars(
        select(Credential)
        .where(Credential.round_id == round_id, Credential.voter_class == slip.voter_class)
        .where(Credential.paper, Credential.void, ~Credential.spent)
        .order_by(Credential.digest)
    ).first()
    if spare is None:
        raise PaperUsedUp(voter_class=letter)
    spare.void, spare.recused_subject = False, slip.recused_subject
    audit.record(session, actor=actor, act=Act.HAND_OUT_PAPER, detail={"round": round_id, "count": 1})
    return letter
