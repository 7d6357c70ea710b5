"""Acts of two: one proposes, the other confirms in the own login and with the own password."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.encoding import canonical_json
from ..domain.errors import NeedsTwo, ProposalGone, ProposalWaiting, SamePerson
from ..domain.lifecycle import ACT_NAME, Act
from ..domain.phrase import Phrase
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Account, Proposal, Round, table
from ..storage.quick import Rows
from . import accounts, people

WAIT_SECONDS = 600
PENDING = (
    select(table(Proposal), table(Account).c.name)
    .join(table(Account), table(Account).c.id == table(Proposal).c.account_id)
    .where(table(Proposal).c.round_id == bindparam("round_id"))
)


@dataclass(frozen=True)
class Pending:
    """What waits for the second person."""

    act: Act
    account_id: int
    name: str
    detail: dict[str, Any]
    seconds_left: int

    @property
    def is_over(self) -> bool:
        """Nobody confirmed in time."""
        return self.seconds_left <= 0


@dataclass(frozen=True)
class Agreed:
    """What two people agreed on."""

    act: Act
    detail: dict[str, Any]
    actor: Actor


def propose(
    session: Session,
    *,
    round_id: int,
    act: Act,
    account_id: int,
    now: int,
    detail: dict[str, Any] | None = None,
) -> None:
    """Ask the other person for an act; `now` is in seconds since 1970, `detail` holds no secret.

    Raises
    ------
    ProposalWaiting
        If another act waits already.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    actor = people.acting(session, round_id=round_id, account_id=account_id)
    _require_possible(voting_round, act, actor)
    waiting = pending(session, round_id=round_id, now=now)
    if waiting and not waiting.is_over and waiting.act != act:
        raise ProposalWaiting(act=Phrase(ACT_NAME[waiting.act]))
    voting_round.proposal = None
    session.flush()
    voting_round.proposal = Proposal(
        act=act, account_id=account_id, detail=canonical_json(detail or {}), made_at=now
    )
    audit.record(session, actor=actor, act="propose", detail={"round": round_id, "proposed": act})


def pending(session: Rows, *, round_id: int, now: int) -> Pending | None:
    """Return what waits for confirmation, also when it has waited too long; None where nothing does."""
    found = session.execute(PENDING, {"round_id": round_id}).first()
    if found is None:
        return None
    left = found.made_at + WAIT_SECONDS - now
    return Pending(Act(found.act), found.account_id, found.name, json.loads(found.detail), left)


def confirm(
    session: Session, *, round_id: int, account_id: int, password: str, now: int, seen: str = ""
) -> Agreed:
    """Agree to what the other person proposed; the proposal is used up.

    `seen` is the last act of the log that stood on the page of whoever agrees: it is kept with the consent.

    Raises
    ------
    ProposalGone, SamePerson, LoginRefused
        Nothing was agreed on.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    waiting = pending(session, round_id=round_id, now=now)
    if waiting is None or waiting.is_over:
        raise ProposalGone
    if waiting.account_id == account_id:
        raise SamePerson
    first = people.acting(session, round_id=round_id, account_id=waiting.account_id)
    second = people.acting(session, round_id=round_id, account_id=account_id)
    accounts.require_password(session, account_id=account_id, password=password)
    actor = Actor((*first.names, *second.names), (*first.roles, *second.roles))
    if not actor.is_two:
        raise NeedsTwo(act=Phrase(ACT_NAME[waiting.act]))
    voting_round.proposal = None
    detail = {"round": round_id, "proposed": waiting.act, "seen": seen}
    audit.record(session, actor=second, act="confirm", detail=detail)
    return Agreed(waiting.act, waiting.detail, actor)


def go_alone(session: Session, *, round_id: int, account_id: int, now: int) -> Agreed:
    """Go on without the other person, who was asked and did not answer; only where an act allows that."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    waiting = pending(session, round_id=round_id, now=now)
    if waiting is None or not waiting.is_over or waiting.account_id != account_id:
        raise ProposalGone
    alone = people.acting(session, round_id=round_id, account_id=account_id)
    actor = Actor(alone.names, alone.roles, has_waited=True)
    lifecycle.require(waiting.act, actor)
    voting_round.proposal = None
    session.flush()
    return Agreed(waiting.act, waiting.detail, actor)


def withdraw(session: Session, *, round_id: int, account_id: int) -> None:
    """Take a proposal back, or turn it down; either of the two may."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    actor = people.acting(session, round_id=round_id, account_id=account_id)
    if voting_round.proposal is None or actor.role not in lifecycle.BOTH:
        raise ProposalGone
    detail = {"round": round_id, "proposed": voting_round.proposal.act}
    voting_round.proposal = None
    audit.record(session, actor=actor, act="withdraw", detail=detail)


def two(session: Session, *, round_id: int, names: tuple[str, str], passwords: tuple[str, str]) -> Actor:
    """Return two people who both gave their passwords at one terminal."""
    actors = [
        people.acting(
            session,
            round_id=round_id,
            account_id=accounts.log_in(session, name=name, password=password).id,
        )
        for name, password in zip(names, passwords, strict=True)
    ]
    if names[0] == names[1]:
        raise SamePerson
    return Actor(
        tuple(name for actor in actors for name in actor.names),
        tuple(role for actor in actors for role in actor.roles),
    )


def _require_possible(voting_round: Round, act: Act, actor: Actor) -> None:
    lifecycle.after(voting_round.state, act, rehearsal=voting_round.rehearsal)
    try:
        lifecycle.require(act, actor, rehearsal=voting_round.rehearsal)
    except NeedsTwo:
        return  # that is why it is proposed
