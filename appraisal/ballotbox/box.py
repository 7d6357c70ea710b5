"""The only door to ballots: drop one in, or open them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Result, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from ..domain.encoding import tagged_hash
from ..domain.errors import CodeAlreadyUsed, CodeUnknown, NonceTaken, RoundClosed, RoundNotOpen, StalePage
from ..domain.lifecycle import BEFORE_VOTING, State
from ..storage.models import Ballot, Credential, Round, SealedReason, table
from ..storage.quick import Writer
from . import board
from .reason_seal import SealedRow
from .seal import BallotPlace, Form, Opened, Unopenable, opener, unseal

CHUNK = 4096  # ballots in the clear at once: a large box needs no more memory than a small one

# put together once, not for each ballot
BALLOT, CREDENTIAL, ROUND = (table(model) for model in (Ballot, Credential, Round))
STORED = select(BALLOT.c.voter_class, BALLOT.c.id, BALLOT.c.sealed).where(
    BALLOT.c.id == bindparam("ballot_id")
)
IS_SPENT = select(CREDENTIAL.c.spent).where(CREDENTIAL.c.digest == bindparam("digest"))
STANDING = select(ROUND.c.state, ROUND.c.form_hash).where(ROUND.c.id == bindparam("round_id"))
PUT_IN = insert(BALLOT)
PUT_REASONS_IN = insert(table(SealedReason))
SPEND = (
    update(CREDENTIAL)
    .where(
        CREDENTIAL.c.digest == bindparam("spent_digest"),
        CREDENTIAL.c.round_id == bindparam("of_round"),
        ~CREDENTIAL.c.spent,
        ~CREDENTIAL.c.void,
    )
    .values(spent=True)
)


@dataclass(frozen=True)
class SealedBallot:
    """A ballot ready to be dropped."""

    round_id: int
    place: BallotPlace
    form_hash: bytes
    sealed: bytes
    reasons: tuple[SealedRow, ...] = ()


@dataclass(frozen=True)
class OpenedChunk:
    """Some ballots in memory, class and answers, in no meaningful order; class and id of what is none."""

    ballots: tuple[tuple[int, Opened], ...]
    unopenable: tuple[tuple[int, bytes], ...]


def drop(session: Writer, ballot: SealedBallot, *, round_uid: bytes, digest: bytes) -> board.Receipt:
    """Spend the credential and store the ballot with its reasons, all or nothing.

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
    if not _spend(session, ballot, digest):
        # a twin request may have won between the two statements
        if receipt := _earlier(session, ballot, round_uid, digest):
            return receipt
        raise CodeAlreadyUsed if _is_spent(session, digest) else CodeUnknown
    _put_in(session, ballot)
    place = ballot.place
    return board.Receipt(board.leaf(round_uid, place.voter_class, place.ballot_id, ballot.sealed))


def hold_open(session: Writer, round_uid: bytes, *, exclusively: bool = False) -> None:
    """Queue with the other ballots of the round, or, to close it, behind all of them.

    SQLite has one writer and needs nothing. On PostgreSQL an advisory lock is fair; row locks are not:
    a steady stream of ballots would starve the close.
    """
    if session.connection().dialect.name == "postgresql":
        function = "pg_advisory_xact_lock" if exclusively else "pg_advisory_xact_lock_shared"
        key = int.from_bytes(tagged_hash("lock", round_uid)[:8], "big", signed=True)
        session.connection().execute(text(f"SELECT {function}(:key)"), {"key": key})


def holds(session: Session, ballot_id: bytes) -> bool:
    """Say whether a ballot is in the box already."""
    return session.connection().execute(STORED, {"ballot_id": ballot_id}).first() is not None


def leaves(session: Session, voting_round: Round) -> list[bytes]:
    """The sorted leaves of the ballots in the box."""
    return sorted(
        board.leaf(voting_round.uid, voter_class, ballot_id, sealed)
        for voter_class, ballot_id, sealed in _sealed(session, voting_round)
    )


def count(session: Session, voting_round: Round) -> int:
    """Count the ballots in the box."""
    return session.scalar(select(func.count()).where(Ballot.round_id == voting_round.id)) or 0


def on_the_board(session: Session, voting_round: Round) -> list[tuple[int, bytes, bytes]]:
    """Class, id and sealed bytes of every ballot, in the order of the leaves."""
    rows = [(place, ballot_id, sealed) for place, ballot_id, sealed in _sealed(session, voting_round)]
    return sorted(rows, key=lambda row: board.leaf(voting_round.uid, *row))


def open_all(session: Session, voting_round: Round, form: Form, key: bytes) -> Iterator[OpenedChunk]:
    """Open every ballot with the round's private key, chunk by chunk; ids are random, so is their order."""
    ready = opener(key)
    for rows in _sealed(session, voting_round).partitions():
        opened: list[tuple[int, Opened]] = []
        unopenable: list[tuple[int, bytes]] = []
        for voter_class, ballot_id, sealed in rows:
            try:
                ballot = unseal(sealed, BallotPlace(voter_class, ballot_id), form, ready)
            except Unopenable:
                unopenable.append((voter_class, ballot_id))
            else:
                opened.append((voter_class, ballot))
        yield OpenedChunk(tuple(opened), tuple(unopenable))


def _sealed(session: Session, voting_round: Round) -> Result[int, bytes, bytes]:
    """Read the box from its file as it is asked for, never as a whole."""
    query = select(Ballot.voter_class, Ballot.id, Ballot.sealed).where(Ballot.round_id == voting_round.id)
    return session.execute(query.order_by(Ballot.id).execution_options(yield_per=CHUNK))


def _spend(session: Writer, ballot: SealedBallot, digest: bytes) -> bool:
    """Spend the credential if nobody has; say whether it was us."""
    spent = session.connection().execute(SPEND, {"spent_digest": digest, "of_round": ballot.round_id})
    return spent.rowcount == 1


def _put_in(session: Writer, ballot: SealedBallot) -> None:
    place = ballot.place
    row = {"id": place.ballot_id, "round_id": ballot.round_id, "voter_class": place.voter_class}
    session.connection().execute(PUT_IN, {**row, "sealed": ballot.sealed})
    if ballot.reasons:
        rows = [{"id": row.id, "round_id": ballot.round_id, "sealed": row.sealed} for row in ballot.reasons]
        session.connection().execute(PUT_REASONS_IN, rows)


def _earlier(session: Writer, ballot: SealedBallot, round_uid: bytes, digest: bytes) -> board.Receipt | None:
    """The receipt of this very page, if it was taken before."""
    stored = session.connection().execute(STORED, {"ballot_id": ballot.place.ballot_id}).first()
    if stored is None:
        return None
    if not _is_spent(session, digest):
        raise NonceTaken
    return board.Receipt(board.leaf(round_uid, *stored))


def _is_spent(session: Writer, digest: bytes) -> bool:
    return bool(session.connection().execute(IS_SPENT, {"digest": digest}).scalar())


def _require_open(session: Writer, ballot: SealedBallot, digest: bytes) -> None:
    state, form_hash = session.connection().execute(STANDING, {"round_id": ballot.round_id}).one()
    if state in BEFORE_VOTING:
        raise RoundNotOpen
    if state != State.OPEN:
        raise CodeAlreadyUsed if _is_spent(session, digest) else RoundClosed
    if form_hash != ballot.form_hash:
        raise StalePage
