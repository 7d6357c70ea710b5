"""The public board: what the box held at closing, and whether a receipt is among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ..ballotbox import board, box
from ..ballotbox.board import Receipt
from ..domain.encoding import grouped
from ..domain.lifecycle import State
from ..domain.meeting import VoterClass
from ..storage import queries
from ..storage.models import Round

FINGERPRINT_DIGITS = 16


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
    ballots: tuple[tuple[VoterClass, int], ...] = ()
    receipts: tuple[str, ...] = ()
    is_intact: bool = True

    @property
    def is_up(self) -> bool:
        """Voting is over, and the board hangs."""
        return bool(self.fingerprint)


def show(session: Session, *, round_id: int) -> Board:
    """Draw up the board of a round; receipts stand in the order of their characters, never of time."""
    voting_round = queries.round_by_id(session, round_id)
    meeting = voting_round.plan.meeting
    if voting_round.board_root is None:
        return Board(meeting.title, meeting.held_on, voting_round.state)
    leaves = box.leaves(session, voting_round)
    classes = voting_round.plan.classes
    counts = queries.ballots_per_class(session, round_id, classes)
    return Board(
        title=meeting.title,
        held_on=meeting.held_on,
        state=voting_round.state,
        fingerprint=fingerprint(voting_round),
        ballots=tuple(zip(classes, counts, strict=True)),
        receipts=tuple(Receipt(leaf).text for leaf in leaves),
        is_intact=board.root(leaves) == voting_round.board_root,
    )


def find(session: Session, *, round_id: int, typed: str) -> str | None:
    """Return the receipt on the board that was meant, however it was typed; None if it is not there."""
    voting_round = queries.round_by_id(session, round_id)
    if voting_round.board_root is None:
        return None
    leaf = board.find(typed, box.leaves(session, voting_round))
    return None if leaf is None else Receipt(leaf).text


def fingerprint(voting_round: Round) -> tuple[str, ...]:
    """Cut the first digits of the closed box's root into four groups for reading aloud; empty before."""
    if voting_round.board_root is None:
        return ()
    return tuple(grouped(voting_round.board_root.hex()[:FINGERPRINT_DIGITS]).split("-"))
