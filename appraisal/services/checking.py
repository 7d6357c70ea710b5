"""The rule checker over a round: what it finds, and which of its warnings a person has read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from ..documents import font
from ..domain import lifecycle
from ..domain.errors import FindingOutOfDate
from ..domain.lifecycle import Act
from ..domain.plan import Plan
from ..domain.review import Finding, Severity, review, review_activity
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import Round
from . import activities


def findings(plan: Plan) -> tuple[Finding, ...]:
    """Return every finding, the gravest first, with the names the printed papers cannot show."""
    return review(plan, font.draws)


def of_round(voting_round: Round) -> tuple[Finding, ...]:
    """Return every finding about a round; the first of an activity has those about what joins them too."""
    return (*of_activity(voting_round, at=0), *findings(voting_round.plan))


def of_activity(voting_round: Round, *, at: int | None = None) -> tuple[Finding, ...]:
    """Return the findings about what joins the rounds, for every round or the one `at` a position."""
    if voting_round.appraisal.joining is None or at not in (None, voting_round.position):
        return ()
    return review_activity(activities.assembled(voting_round.appraisal))


def readers(voting_round: Round) -> dict[str, str]:
    """Return who has read a warning, by its mark."""
    return voting_round.acknowledged or {}


def unread(voting_round: Round) -> tuple[Finding, ...]:
    """Return the warnings nobody has read; another number in a sentence makes it another warning."""
    read = readers(voting_round)
    return tuple(found for found in _warnings(voting_round) if found.mark not in read)


def acknowledge(
    session: Session, *, round_id: int, marks: Collection[str], actor: Actor
) -> tuple[Finding, ...]:
    """Write down that somebody has read these warnings and leaves the plan as it is.

    Raises
    ------
    FindingOutOfDate
        If one of them is none of the plan as it now stands.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.ACKNOWLEDGE, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.ACKNOWLEDGE, actor)
    known = {found.mark: found for found in _warnings(voting_round)}
    if not known.keys() >= set(marks):
        raise FindingOutOfDate
    read = readers(voting_round)
    new = {mark: str(actor) for mark in known if mark in marks and mark not in read}
    if new:
        voting_round.acknowledged = {**read, **new}
        detail = {"round": round_id, "warnings": [known[mark].key for mark in new]}
        audit.record(session, actor=actor, act=Act.ACKNOWLEDGE, detail=detail)
    return tuple(known[mark] for mark in new)


def _warnings(voting_round: Round) -> tuple[Finding, ...]:
    return tuple(found for found in of_round(voting_round) if found.severity is Severity.WARNING)
