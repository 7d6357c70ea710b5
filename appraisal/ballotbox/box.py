"""The only door to ballots: drop one in, or open them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, text, update
from sqlalchemy.orm import Session

from ..domain.encoding import tagged_hash
from ..domain.errors import CodeAlreadyUsed, CodeUnknown, NonceTaken, RoundClosed, RoundNotOpen, StalePage
from ..domain.lifecycle import State
from ..storage.models import Ballot, Credential, Round
from . import board
from .seal import BallotPlace, Form, Opened, Unopenable, unseal


@dataclass(frozen=True)
class SealedBallot:
    """A ballot ready to be dropped."""

    round_id: int
    place: BallotPlace
    form_hash: bytes
    sealed: bytes


@dataclass(frozen=True)
class OpenedBox:
    """All ballots of a round in memory, in no meaningful order, and the ids of those that are none."""

    ballots: tuple[tuple[int, Opened], ...]
    unopenable: tuple[bytes, ...]


def drop(session: Session, ballot: SealedBallot, *, round_uid: bytes, digest: bytes) -> board.Receipt:
    """Spend the credential and store the ballot, both or neither.

    The same page sent again gives the same receipt, also after closing.

    Raises
    ------
    NonceTaken
        Another credential already used this page: nobody may lose a ballot, so the voter gets a fresh page.
    CodeAlreadyUsed, RoundClosed, RoundNotOpen, StalePage, CodeUnknown
        Nothing was spent.
    """
    hold_open(session, round_uid)
    if receipt := _earlier(session, ballot, round_uid, digest):
        return receipt
    _require_open(session, ballot, digest)
    spend = (
        update(Credential)
        .where(
            Credential.digest == digest,
            Credential.round_id == ballot.round_id,
            ~Credential.spent,
            ~Credential.void,
        )
        .values(spent=True)
    )
    if cast(CursorResult[Any], session.execute(spend)).rowcount != 1:
        # a twin request may have won between the two statements
        if receipt := _earlier(session, ballot, round_uid, digest):
            return receipt
        raise CodeAlreadyUsed if _is_spent(session, digest) else CodeUnknown
    place = ballot.place
    session.execute(
        insert(Ballot).values(
            id=place.ballot_id,
            round_id=ballot.round_id,
            voter_class=place.voter_class,
            sealed=ballot.sealed,
        )
    )
    return board.Receipt(board.leaf(round_uid, place.voter_class, place.ballot_id, ballot.sealed))


def hold_open(session: Session, round_uid: bytes, *, exclusively: bool = False) -> None:
    """Queue with the other ballots of the round, or, to close it, behind all of them.

    SQLite has one writer and needs nothing. On PostgreSQL an advisory lock is fair; row locks are not:
    a steady stream of ballots would starve the close.
    """
    if session.get_bind().dialect.name == "postgresql":
        function = "pg_advisory_xact_lock" if exclusively else "pg_advisory_xact_lock_shared"
        key = int.from_bytes(tagged_hash("lock", round_uid)[:8], "big", signed=True)
        session.execute(text(f"SELECT {function}(:key)"), {"key": key})


def leaves(session: Session, voting_round: Round) -> list[bytes]:
    """The sorted leaves of the board."""
    rows = session.execute(
        select(Ballot.voter_class, Ballot.id, Ballot.sealed).where(Ballot.round_id == voting_round.id)
    )
    return sorted(board.leaf(voting_round.uid, *row) for row in rows)


def open_all(session: Session, voting_round: Round, form: Form, key: bytes) -> OpenedBox:
    """Open every ballot with the round's private key; ids are random, so their order means nothing."""
    opened: list[tuple[int, Opened]] = []
    unopenable: list[bytes] = []
    for place, sealed in _sealed(session, voting_round):
        try:
            opened.append((place.voter_class, unseal(sealed, place, form, key)))
        except Unopenable:
            unopenable.append(place.ballot_id)
    return OpenedBox(tuple(opened), tuple(unopenable))


def _sealed(session: Session, voting_round: Round) -> Iterator[tuple[BallotPlace, bytes]]:
    rows: Sequence[Ballot] = session.scalars(
        select(Ballot).where(Ballot.round_id == voting_round.id).order_by(Ballot.id)
    ).all()
    for row in rows:
        yield BallotPlace(row.voter_class, row.id), row.sealed


def _earlier(session: Session, ballot: SealedBallot, round_uid: bytes, digest: bytes) -> board.Receipt | None:
    """The receipt of this very page, if it was taken before."""
    stored = session.execute(
        select(Ballot.voter_class, Ballot.id, Ballot.sealed).where(Ballot.id == ballot.place.ballot_id)
    ).first()
    if stored is None:
        return None
    if not _is_spent(session, digest):
        raise NonceTaken
    return board.Receipt(board.leaf(round_uid, *stored))


def _is_spent(session: Session, digest: bytes) -> bool:
    return bool(session.scalar(select(Credential.spent).where(Credential.digest == digest)))


def _require_open(session: Session, ballot: SealedBallot, digest: bytes) -> None:
    state, form_hash = session.execute(
        select(Round.state, Round.form_hash).where(Round.id == ballot.round_id)
    ).one()
    if state == State.DRAFT:
        raise RoundNotOpen
    if state != State.OPEN:
        raise CodeAlreadyUsed if _is_spent(session, digest) else RoundClosed
    if form_hash != ballot.form_hash:
        raise StalePage
