"""Open the sealed box with its card and keep nothing but aggregates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..ballotbox import board, box
from ..domain import lifecycle
from ..domain.errors import BoxDiffers, NotFound
from ..domain.lifecycle import Act
from ..domain.progress import Progress, silent
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Result, Round
from . import conduct, counting, examining, keys, releasing
from .findings import Findings
from .outcome import Outcome
from .unsealing import unsealed


def open_box(
    session: Session, *, round_id: int, cards: Sequence[str], actor: Actor, progress: Progress = silent
) -> Outcome:
    """Open every ballot in memory, count, store the tally and the report; the plain ballots are gone with it.

    Reasons that may be read are released; whatever is wrong with them is told and stops no count.
    `progress` is told how many ballots are open, of how many.

    Raises
    ------
    CardRefused
        The box stays closed and may be tried again.
    ReturnsOutOfBalance
        If more ballots came back than were handed out: the issued numbers must be put right first.
    BoxDiffers
        If a ballot was added, removed or changed since closing.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.COUNT, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.COUNT, actor, rehearsal=voting_round.rehearsal)
    conduct.require_balance(session, voting_round, conduct.issued_per_class(voting_round))
    if board.root(box.leaves(session, voting_round)) != voting_round.board_root:
        raise BoxDiffers
    key = keys.unlock(voting_round, cards)
    outcome, findings = _count(session, voting_round, key, progress)
    wrong = releasing.release(session, voting_round, key)
    faults = {"reasons": wrong} if wrong else {}
    report = None if findings is None else findings.dump()
    session.add(Result(round_id=round_id, document=outcome.dump(), report=report))
    voting_round.state = reached
    audit.record(session, actor=actor, act=Act.COUNT, detail={"round": round_id, **faults})
    return outcome


def outcome(session: Session, *, round_id: int) -> Outcome:
    """Return what the count left behind; `NotFound` before the box was opened."""
    stored = session.get(Result, round_id)
    if stored is None:
        raise NotFound
    return Outcome.load(stored.document)


def findings(session: Session, *, round_id: int) -> Findings | None:
    """Return how sure the count is; None where it was made without that."""
    stored = session.get(Result, round_id)
    if stored is None:
        raise NotFound
    return None if stored.report is None else Findings.load(stored.report)


def _count(
    session: Session, voting_round: Round, key: bytes, progress: Progress
) -> tuple[Outcome, Findings | None]:
    plan = voting_round.plan
    held = unsealed(session, voting_round, key, progress)
    counted = counting.count(plan, held.answers, held.classes, unopenable=held.unopenable, paper=held.paper)
    return counted, examining.examine(plan, held.answers, held.classes)
