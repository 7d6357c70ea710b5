"""Count the paper: printed = in the box + unused in hand + spoiled + not returned, for every class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from ..domain import lifecycle
from ..domain.code import Code
from ..domain.errors import NotReady, SlipsOutOfBalance, StateRefused
from ..domain.lifecycle import ACT_NAME, STATE_NAME, Act, State
from ..domain.meeting import VoterClass
from ..domain.phrase import Phrase, phrase
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Credential, Round

CANCELLING = {Act.VOID_SLIPS.value: "count", Act.UNSEAL.value: "slips"}  # where an act tells how many


class SlipState(StrEnum):
    """What a slip brought back turns out to be."""

    UNUSED = "unused"
    USED = "used"
    SPOILED = "spoiled"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Line:
    """The slips of one class; `unused` and `spoiled` are None until the scrutineer counted them.

    A public channel has none to count: what it was allowed and nobody cast is unused.

    `replaced` slips were cancelled for new ones by two people: so many at least must lie among the spoiled.

    `cast` is in the box, by phone and on paper. A slip given back for a paper ballot is neither unused nor
    spoiled: the paper ballot stands for it.
    """

    voter_class: VoterClass
    printed: int
    cast: int
    unused: int | None
    spoiled: int | None
    paper_out: int = 0
    paper_cast: int = 0
    replaced: int = 0

    @property
    def phone_cast(self) -> int:
        """Ballots that came from phones."""
        return self.cast - self.paper_cast

    @property
    def not_returned(self) -> int | None:
        """Slips, and paper ballots handed out for slips, that are neither in the box nor in hand."""
        if self.unused is None or self.spoiled is None:
            return None
        return self.printed - self.cast - self.unused - self.spoiled


def sheet(session: Session, *, round_id: int) -> tuple[Line, ...]:
    """Return the slips of every class, as counted so far."""
    return _lines(session, queries.round_by_id(session, round_id))


def cancelled(session: Session, *, round_id: int) -> tuple[int, ...]:
    """Return how many slips each batch had that two people cancelled before voting; rehearsals apart."""
    batches: list[int] = []
    for entry in audit.entries(session):
        if entry.detail.get("round") != round_id:
            continue
        if entry.act == Act.WIPE:
            batches.clear()
        batches.append(int(entry.detail.get(CANCELLING.get(entry.act, ""), 0)))
    return tuple(filter(None, batches))


def counted(session: Session, voting_round: Round) -> list[dict[str, int]] | None:
    """Return the count as an archive tells it, whose parts add up to what was printed; None before it."""
    if voting_round.reconciliation is None:
        return None
    return [
        {
            "not_returned": line.not_returned or 0,
            "printed": line.printed,
            "spoiled": line.spoiled or 0,
            "unused": line.unused or 0,
        }
        for line in _lines(session, voting_round)
    ]


def require_counted(voting_round: Round) -> None:
    """Refuse to go on before the slips were counted by hand."""
    if voting_round.reconciliation is None:
        raise NotReady(missing=phrase("监票人登记选票条清点"))


def reconcile(
    session: Session, *, round_id: int, counts: Sequence[dict[str, int]], actor: Actor
) -> tuple[Line, ...]:
    """Write down the slips in hand per class, `unused` and `spoiled`; only the scrutineer does.

    Raises
    ------
    SlipsOutOfBalance
        If more slips are in the box and in hand than were ever printed.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.RECONCILE, rehearsal=voting_round.rehearsal)
    if not actor.is_two:
        lifecycle.require(Act.RECONCILE, actor)
    voting_round.reconciliation = [{"unused": line["unused"], "spoiled": line["spoiled"]} for line in counts]
    lines = _lines(session, voting_round)
    for line in lines:
        if (line.not_returned or 0) < 0:
            found = (line.unused or 0) + (line.spoiled or 0)
            raise SlipsOutOfBalance(
                voter_class=line.voter_class.letter, printed=line.printed, cast=line.cast, found=found
            )
    detail = {"round": round_id, "counts": voting_round.reconciliation}
    audit.record(session, actor=actor, act=Act.RECONCILE, detail=detail)
    return lines


def check_slip(session: Session, *, round_id: int, typed: str, pepper: bytes) -> tuple[SlipState, str]:
    """Say what a slip brought back is, and the letter of its class; only once voting is over.

    A slip that is unspent when voting is over can never be used; one that was cancelled before is spoiled.
    """
    voting_round = queries.round_by_id(session, round_id)
    _require_over(voting_round)
    found = session.get(Credential, Code.parse(typed).digest(pepper))
    if found is None or found.round_id != round_id:
        return SlipState.UNKNOWN, ""
    letter = voting_round.plan.classes[found.voter_class].letter
    state = SlipState.USED if found.spent else SlipState.SPOILED if found.void else SlipState.UNUSED
    return state, letter


def _lines(session: Session, voting_round: Round) -> tuple[Line, ...]:
    counted = voting_round.reconciliation or [{}] * len(voting_round.plan.classes)
    return tuple(
        Line(
            group,
            line.printed,
            line.spent,
            line.printed - line.spent if group.is_public else counts.get("unused"),
            0 if group.is_public else counts.get("spoiled"),
            line.paper_out,
            line.paper_spent,
            max(line.void - line.paper_out, 0),
        )
        for group, line, counts in zip(
            voting_round.plan.classes, queries.turnout(session, voting_round), counted, strict=True
        )
    )


def _require_over(voting_round: Round) -> None:
    over = (State.CLOSED, State.OPENED, State.PUBLISHED)
    if voting_round.state not in over:
        raise StateRefused(
            act=Phrase(ACT_NAME[Act.RECONCILE]),
            needed=Phrase(STATE_NAME[State.CLOSED]),
            state=Phrase(STATE_NAME[voting_round.state]),
        )
