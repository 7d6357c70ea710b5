"""Run the meeting: open voting, watch the turnout, close, publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from ..ballotbox import box, reason_box
from ..domain import lifecycle
from ..domain.errors import IssuedMoreThanPrinted, LampsNotGreen, NotReady, ReturnsOutOfBalance
from ..domain.lifecycle import Act, State
from ..domain.phrase import Phrase, phrase
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Appraisal, Result, Round
from ..storage.queries import Glimpse
from ..storage.quick import Rows
from . import board, filed, form, head_count, paper, public, reconciling, sealing, watched
from .lamp import named
from .outcome import Outcome
from .paper import PaperTurnout
from .watched import ClassLine

LONGEST_NOTICE = 240  # minutes; a meeting does not last longer
NO_PAPER = PaperTurnout()


@dataclass(frozen=True)
class Turnout:
    """How many ballots are in the box, and never anything about what is on them."""

    issued: int
    returned: int
    rounded: bool
    classes: tuple[ClassLine, ...]
    paper: PaperTurnout = NO_PAPER


@dataclass(frozen=True)
class Totals:
    """How much there is in all: rounds by state, and ballots, rounded down while any round is open."""

    rounds: Mapping[str, int]
    ballots: int


def totals(session: Session) -> Totals:
    """Count rounds and ballots for whoever watches the machine."""
    rounds, ballots = queries.totals(session)
    return Totals(rounds, watched.stepped(ballots, bool(rounds.get(State.OPEN))))


def appraisals(session: Session) -> Sequence[Appraisal]:
    """Return all appraisals, the newest first."""
    return queries.appraisals(session)


def find(session: Session, round_id: int) -> Round:
    """Return one round."""
    return queries.round_by_id(session, round_id)


def missing(session: Session, voting_round: Round) -> tuple[Phrase, ...]:
    """Say what must be done before the next state: before the box is sealed, or before voting opens."""
    if voting_round.state == State.DRAFT:
        return sealing.missing(voting_round)
    turnout = queries.turnout(session, voting_round)
    return () if sum(line.printed - line.void for line in turnout) else (phrase("印制选票条"),)


def open_voting(
    session: Session, *, round_id: int, actor: Actor, unlit: Sequence[str] = (), reason: str = ""
) -> Round:
    """Freeze the settings and open voting.

    `unlit` names the lamps that are not green, `reason` says why voting opens all the same; both are logged.

    Raises
    ------
    LampsNotGreen
        If there is a lamp that is not green, and no reason.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.OPEN, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.OPEN, actor, rehearsal=voting_round.rehearsal)
    if needed := missing(session, voting_round):
        raise NotReady(missing=needed)
    if unlit and not reason.strip():
        raise LampsNotGreen(lamps=named(unlit))
    form.freeze(session, voting_round)
    voting_round.state = reached
    despite = {"despite": list(unlit), "reason": reason} if unlit else {}
    audit.record(session, actor=actor, act=Act.OPEN, detail={**_detail(voting_round), **despite})
    return voting_round


def announce(session: Session, *, round_id: int, minutes: int, now: int, actor: Actor) -> Round:
    """Announce that voting ends in so many minutes, or with 0 that no end is announced any more.

    It is told on the screen and at the desk, and can be put off; people close voting, never the clock.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.ANNOUNCE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ANNOUNCE, actor, rehearsal=voting_round.rehearsal)
    voting_round.ends_at = now + minutes * 60 if minutes else None
    audit.record(session, actor=actor, act=Act.ANNOUNCE, detail={"round": round_id, "minutes": minutes})
    return voting_round


def opened_at(session: Session, *, round_id: int) -> datetime | None:
    """Return the minute in which voting was opened, as the log tells it."""
    opened = audit.last(session, Act.OPEN, round_id)
    return datetime.fromisoformat(opened.at) if opened else None


def turnout(session: Session, *, round_id: int) -> Turnout:
    """Count the ballots in the box: rounded down while voting runs, exact when all are in or it is over."""
    return turnout_of(session, queries.round_by_id(session, round_id))


def turnout_of(session: Rows, voting_round: Round | Glimpse) -> Turnout:
    """Count the ballots in the box of a round that is at hand."""
    plan = voting_round.plan
    counted = queries.turnout(session, voting_round)
    is_open = voting_round.state == State.OPEN
    issued = plan.in_hall(issued_per_class(voting_round))
    returned = plan.in_hall(line.spent for line in counted)
    rounded = is_open and returned < issued
    lines = watched.lines(plan, counted, rounded=rounded, is_open=is_open)
    on_paper = paper.counted(plan, counted)
    return Turnout(issued, watched.stepped(returned, rounded), rounded, lines, on_paper)


def close(session: Session, *, round_id: int, actor: Actor, reason: str = "") -> Round:
    """Close voting: from here on no ballot is accepted, and the board is fixed.

    `reason` says why the organizer closed alone.
    """
    voting_round = queries.round_by_id(session, round_id)
    box.hold_open(session, voting_round.uid, exclusively=True)
    session.refresh(voting_round)
    reached = lifecycle.after(voting_round.state, Act.CLOSE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.CLOSE, actor, rehearsal=voting_round.rehearsal)
    voting_round.state = reached
    board.hang(session, voting_round)
    voting_round.issued = public.issued(session, voting_round)
    if voting_round.plan.rule.asks_reasons:
        voting_round.reason_root = reason_box.root(session, voting_round)
    alone = {"alone": reason} if actor.has_waited else {}
    audit.record(session, actor=actor, act=Act.CLOSE, detail={**_detail(voting_round), **alone})
    return voting_round


def publish(
    session: Session, *, round_id: int, actor: Actor, objections_until: date, reason: str = ""
) -> Round:
    """Publish the result, once the returns balance, the slips are counted, and a surplus has its `reason`."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    reached = lifecycle.after(voting_round.state, Act.PUBLISH, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.PUBLISH, actor)
    require_balance(session, voting_round, issued_per_class(voting_round))
    reconciling.require_counted(voting_round)
    told = head_count.explained(session, voting_round, reason)
    voting_round.state, voting_round.objections_until = reached, objections_until
    told |= {"scope": voting_round.plan.meeting.scope, "objections_until": objections_until.isoformat()}
    told |= filed.seals(documents(session, voting_round))
    audit.record(session, actor=actor, act=Act.PUBLISH, detail={"round": round_id, **told})
    return voting_round


def documents(session: Session, voting_round: Round) -> dict[str, bytes]:
    """Write what a count comes to as the documents of an archive; publishing seals these very bytes."""
    outcome = Outcome.load(session.get_one(Result, voting_round.id).document)
    return filed.documents(
        voting_round.plan,
        outcome,
        issued=issued_per_class(voting_round),
        present=voting_round.present,
        slips=reconciling.counted(session, voting_round),
    )


def issued_per_class(voting_round: Round | Glimpse) -> tuple[int, ...]:
    """Slips handed out: as written down after closing, else as planned."""
    return tuple(voting_round.issued or [group.slips for group in voting_round.plan.classes])


def require_balance(session: Session, voting_round: Round, issued: Sequence[int]) -> None:
    """Refuse counts that contradict each other: 收回 ≤ 发出 ≤ 印制 for every class."""
    counted = queries.turnout(session, voting_round)
    for group, line, handed_out in zip(voting_round.plan.classes, counted, issued, strict=True):
        if line.spent > handed_out:
            raise ReturnsOutOfBalance(voter_class=group.letter, returned=line.spent, issued=handed_out)
        if handed_out > line.printed:
            raise IssuedMoreThanPrinted(voter_class=group.letter, printed=line.printed, issued=handed_out)


def _detail(voting_round: Round) -> dict[str, object]:
    fingerprint, reasons = voting_round.board_fingerprint, voting_round.reason_root
    return {
        "round": voting_round.id,
        "form": (voting_round.form_hash or b"").hex(),
        **({"board": fingerprint.hex()} if fingerprint else {}),
        **({"reasons": reasons.hex()} if reasons else {}),
    }
