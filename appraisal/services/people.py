"""Who is what to a round: organizer, scrutineer, observers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.errors import NotFound, RoleTaken, SeatTaken
from ..domain.lifecycle import Act
from ..domain.phrase import Phrase
from ..domain.roles import ROLE_NAME, Actor, Role
from ..storage import audit, queries
from ..storage.models import Account, Member, Round, table
from ..storage.quick import Rows
from . import accounts, keys

SINGLE_SEATS = (Role.ORGANIZER, Role.SCRUTINEER)
ACCOUNT, MEMBER = table(Account), table(Member)
ACTING = (
    select(ACCOUNT.c.name, MEMBER.c.role)
    .join(MEMBER, MEMBER.c.account_id == ACCOUNT.c.id)
    .where(MEMBER.c.round_id == bindparam("round_id"), MEMBER.c.account_id == bindparam("account_id"))
)


def found(session: Session, *, round_id: int, account_id: int) -> Actor:
    """Make the one who sets a round up its organizer."""
    account = session.get_one(Account, account_id)
    session.add(Member(round_id=round_id, account_id=account_id, role=Role.ORGANIZER))
    session.flush()
    return Actor((account.name,), (Role.ORGANIZER,))


def acting(session: Rows, *, round_id: int, account_id: int) -> Actor:
    """Return an account in its role; to somebody who has none, the round does not exist."""
    found = session.execute(ACTING, {"round_id": round_id, "account_id": account_id}).first()
    if found is None:
        raise NotFound
    return Actor((found.name,), (found.role,))


def members(session: Session, *, round_id: int) -> Sequence[Member]:
    """Return who takes part: the organizer first, then the scrutineer, then observers."""
    everybody = session.scalars(select(Member).where(Member.round_id == round_id)).all()
    order = list(Role)
    return sorted(everybody, key=lambda member: (order.index(member.role), member.account.name))


def rounds_of(session: Session, *, account_id: int) -> frozenset[int]:
    """Return the rounds an account takes part in."""
    return frozenset(session.scalars(select(Member.round_id).where(Member.account_id == account_id)))


def assign(session: Session, *, round_id: int, name: str, role: Role, actor: Actor) -> Member:
    """Give an account a role in a draft.

    Raises
    ------
    AccountUnknown, RoleTaken, SeatTaken
        Nothing was changed.
    """
    voting_round = _draft(session, round_id, actor)
    account = accounts.by_name(session, name)
    for member in members(session, round_id=round_id):
        if member.account_id == account.id:
            raise RoleTaken(name=account.name, role=Phrase(ROLE_NAME[member.role]))
        if member.role == role and role in SINGLE_SEATS:
            raise SeatTaken(role=Phrase(ROLE_NAME[role]), name=member.account.name)
    made = Member(round_id=voting_round.id, account=account, role=role)
    session.add(made)
    _record(session, actor, made, "joined")
    return made


def dismiss(session: Session, *, round_id: int, account_id: int, actor: Actor) -> None:
    """Take an account out of a draft; the card it made is worth nothing from then on."""
    voting_round = _draft(session, round_id, actor)
    member = session.get(Member, (round_id, account_id))
    if member is None or member.role == Role.ORGANIZER:
        raise NotFound
    keys.discard_card(session, voting_round, member.role)
    session.delete(member)
    _record(session, actor, member, "left")


def _draft(session: Session, round_id: int, actor: Actor) -> Round:
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.ASSIGN, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ASSIGN, actor)
    return voting_round


def _record(session: Session, actor: Actor, member: Member, what: str) -> None:
    detail = {"round": member.round_id, what: member.account.name, "as": member.role}
    audit.record(session, actor=actor, act=Act.ASSIGN, detail=detail)
