"""Mint the codes of a round: shown once, stored only as keyed digests."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, insert, select, update
from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.code import Code
from ..domain.errors import CodesAlreadyIssued, SlipNotReplaceable
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Credential, Round

shuffle = secrets.SystemRandom().shuffle
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Slip:
    """One strip of paper: its code in clear lives only as long as the answer that prints it."""

    voter_class: int
    code: Code
    recused: int | None = None


def issue(
    session: Session, *, round_id: int, pepper: bytes, actor: Actor, address: str = ""
) -> tuple[Slip, ...]:
    """Mint all codes of a round, spares included, and return the slips, shuffled within each class.

    `address` is what is printed on them, kept in the log: before opening it must still be the same.

    Raises
    ------
    CodesAlreadyIssued
        If valid codes exist: they cannot be shown again, only cancelled.
    """
    voting_round = ready_for_slips(session, round_id=round_id, actor=actor)
    plan = voting_round.plan
    slips = [slip for place in range(len(plan.classes)) for slip in _mint(plan, place)]
    by_digest = {slip.code.digest(pepper): slip for slip in slips}
    session.execute(
        insert(Credential),
        [_row(round_id, digest, by_digest[digest]) for digest in sorted(by_digest)],  # no order to learn from
    )
    issued(session, voting_round, count=len(slips), actor=actor, address=address)
    return tuple(slips)


def ready_for_slips(session: Session, *, round_id: int, actor: Actor) -> Round:
    """Return a round that may get its codes now, held until the transaction ends."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.ISSUE_SLIPS, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ISSUE_SLIPS, actor, rehearsal=voting_round.rehearsal)
    if _valid_codes(session, voting_round):
        raise CodesAlreadyIssued
    return voting_round


def issued(session: Session, voting_round: Round, *, count: int, actor: Actor, address: str) -> None:
    """Set the paper ballots of a round aside beside its codes, and write down how many slips there are."""
    plan = voting_round.plan
    if plan.has_paper:
        session.execute(insert(Credential), _paper_rows(voting_round.id, plan))
    detail = {"round": voting_round.id, "count": count, **({"address": address} if address else {})}
    audit.record(session, actor=actor, act=Act.ISSUE_SLIPS, detail=detail)


def digest_in(session: Session, *, round_id: int, code: Code, pepper: bytes) -> bytes:
    """Return the digest a round keeps of a code: one bound to it, where the code is good for several."""
    bound = code.digest(pepper, queries.round_by_id(session, round_id).uid)
    return code.digest(pepper) if session.get(Credential, bound) is None else bound


def void(session: Session, *, round_id: int, actor: Actor) -> int:
    """Cancel every code of a sealed round, so that new slips can be printed; return how many."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.VOID_SLIPS, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.VOID_SLIPS, actor, rehearsal=voting_round.rehearsal)
    count = cancel_all(session, voting_round)
    audit.record(session, actor=actor, act=Act.VOID_SLIPS, detail={"round": round_id, "count": count})
    return count


def replace(session: Session, *, round_id: int, digest: bytes, pepper: bytes, actor: Actor) -> Slip:
    """Exchange a spoiled slip while voting runs: its code is cancelled, a new one of its class is minted.

    Raises
    ------
    SlipNotReplaceable
        If the code was used, cancelled, or is of no slip of this round.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.REPLACE_SLIP, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.REPLACE_SLIP, actor, rehearsal=voting_round.rehearsal)
    spoiled = cancel(session, voting_round, digest)
    slip = Slip(spoiled.voter_class, Code.draw(), spoiled.recused_subject)
    session.execute(insert(Credential), [_row(round_id, slip.code.digest(pepper), slip)])
    letter = voting_round.plan.classes[slip.voter_class].letter
    audit.record(session, actor=actor, act=Act.REPLACE_SLIP, detail={"round": round_id, "class": letter})
    return slip


def cancel(session: Session, voting_round: Round, digest: bytes) -> Credential:
    """Take the code of one slip out of use and return its credential.

    Raises
    ------
    SlipNotReplaceable
        If the code was used, cancelled, or is of no slip of this round.
    """
    found = session.get(Credential, digest)
    unused = (
        update(Credential)
        .where(Credential.digest == digest, Credential.round_id == voting_round.id)
        .where(~Credential.spent, ~Credential.void)
    )
    cancelled = cast(CursorResult[Any], session.execute(unused.values(void=True)))
    if found is None or cancelled.rowcount != 1:
        raise SlipNotReplaceable
    return found


def cancel_all(session: Session, voting_round: Round) -> int:
    """Take all codes of a round out of use.

    Before voting they are deleted: a slip of a cancelled batch is then as unknown as an invented one.
    """
    count = _valid_codes(session, voting_round)
    session.execute(delete(Credential).where(Credential.round_id == voting_round.id))
    return count


def _mint(plan: Plan, place: int) -> list[Slip]:
    """Slips of one class, none of a public channel; spares of a class with recusals name no unit."""
    if plan.classes[place].is_public:
        return []
    spares = (None,) * plan.rule.spares(plan.classes[place].issued)
    slips = [Slip(place, Code.draw(), recused) for recused in (*plan.recusals(place), *spares)]
    shuffle(slips)
    return slips


def _paper_rows(round_id: int, plan: Plan) -> list[dict[str, object]]:
    """Make the credentials of paper ballots: no code leads to one, void until it is handed out."""
    places = [place for place, group in enumerate(plan.classes) for _ in range(group.paper)]
    shuffle(places)
    digests = sorted(secrets.token_bytes(DIGEST_BYTES) for _ in places)
    return [
        {"digest": digest, "round_id": round_id, "voter_class": place, "void": True, "paper": True}
        for digest, place in zip(digests, places, strict=True)
    ]


def _row(round_id: int, digest: bytes, slip: Slip) -> dict[str, object]:
    return {
        "digest": digest,
        "round_id": round_id,
        "voter_class": slip.voter_class,
        "recused_subject": slip.recused,
    }


def _valid_codes(session: Session, voting_round: Round) -> int:
    query = select(func.count()).select_from(Credential)
    return session.scalar(query.where(Credential.round_id == voting_round.id, ~Credential.void)) or 0
