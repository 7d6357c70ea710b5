"""The public board: what the box held at closing, and whether a receipt is among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ..ballotbox import board, box
from ..ballotbox.board import Receipt, Seals
from ..domain.encoding import canonical_json, grouped
from ..domain.lifecycle import State
from ..domain.meeting import VoterClass
from ..storage import queries
from ..storage.models import Round

FORMAT = "appraisal-board"
VERSION = 1
FINGERPRINT_DIGITS = 16
LEAF_BYTES = 32


@dataclass(frozen=True)
class Found:
    """A receipt that hangs on the board, and how anybody gets from it to the root.

    `place` counts from 1 in the order of the leaves; a step is the side of the other hash and that hash.
    """

    receipt: str
    leaf: str
    place: int
    steps: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Board:
    """What everybody may see of a round.

    Before closing there is no fingerprint, no count and no receipt. `is_intact` says that the box still
    holds exactly what it held at closing.
    """

    title: str
    held_on: date | None
    state: State
    fingerprint: tuple[str, ...] = ()
    whole_fingerprint: str = ""
    root: str = ""
    ballots: tuple[tuple[VoterClass, int], ...] = ()
    receipts: tuple[str, ...] = ()
    is_intact: bool = True

    @property
    def is_up(self) -> bool:
        """Voting is over, and the board hangs."""
        return bool(self.fingerprint)


def hang(session: Session, voting_round: Round) -> None:
    """Fix the board when voting closes: its leaves, their root, and the fingerprint that is read out."""
    leaves = box.leaves(session, voting_round)
    ballots = queries.ballots_per_class(session, voting_round)
    voting_round.board_leaves = b"".join(leaves)
    voting_round.board_ballots = list(ballots)
    voting_round.board_root = board.root(leaves)
    voting_round.board_fingerprint = board.fingerprint(
        Seals(
            voting_round.uid,
            voting_round.form_hash or b"",
            voting_round.keyset_fingerprint or b"",
            voting_round.code_root or b"",
            ballots,
        ),
        voting_round.board_root,
    )


def leaves(voting_round: Round) -> tuple[bytes, ...]:
    """The leaves as they hung at closing, in order; they stay when the ballots are gone."""
    whole = voting_round.board_leaves or b""
    return tuple(whole[start : start + LEAF_BYTES] for start in range(0, len(whole), LEAF_BYTES))


def show(session: Session, *, round_id: int) -> Board:
    """Draw up the board of a round; receipts stand in the order of their characters, never of time."""
    voting_round = queries.round_by_id(session, round_id)
    meeting = voting_round.plan.meeting
    if voting_round.board_root is None:
        return Board(meeting.title, meeting.held_on, voting_round.state)
    return Board(
        title=meeting.title,
        held_on=meeting.held_on,
        state=voting_round.state,
        fingerprint=fingerprint(voting_round),
        whole_fingerprint=(voting_round.board_fingerprint or b"").hex(),
        root=voting_round.board_root.hex(),
        ballots=tuple(zip(voting_round.plan.classes, voting_round.board_ballots or (), strict=True)),
        receipts=tuple(Receipt(leaf).text for leaf in leaves(voting_round)),
        is_intact=voting_round.state == State.SHREDDED
        or board.root(box.leaves(session, voting_round)) == voting_round.board_root,
    )


def document(voting_round: Round) -> bytes:
    """Write the board as canonical JSON: what anybody needs to work its fingerprint out again."""
    return canonical_json(
        {
            "ballots": voting_round.board_ballots or [],
            "fingerprint": (voting_round.board_fingerprint or b"").hex(),
            "form_hash": (voting_round.form_hash or b"").hex(),
            "format": FORMAT,
            "leaves": [leaf.hex() for leaf in leaves(voting_round)],
            "root": (voting_round.board_root or b"").hex(),
            "version": VERSION,
        }
    )


def find(session: Session, *, round_id: int, typed: str) -> Found | None:
    """Return the receipt on the board that was meant, however it was typed; None if it is not there."""
    voting_round = queries.round_by_id(session, round_id)
    hung = leaves(voting_round)
    leaf = board.find(typed, hung)
    if leaf is None:
        return None
    return Found(
        receipt=Receipt(leaf).text,
        leaf=leaf.hex(),
        place=hung.index(leaf) + 1,
        steps=tuple((step.is_left, step.beside.hex()) for step in board.proof(leaf, hung)),
    )


def fingerprint(voting_round: Round) -> tuple[str, ...]:
    """Cut the first digits of the board's fingerprint into four groups for reading aloud; empty before."""
    if voting_round.board_fingerprint is None:
        return ()
    return tuple(grouped(voting_round.board_fingerprint.hex()[:FINGERPRINT_DIGITS]).split("-"))
