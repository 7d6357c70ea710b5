"""Read the log of organizers' acts and check that its chain is whole."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.errors import LogBroken
from ..domain.lifecycle import Act
from ..domain.roles import Actor
from ..storage import audit
from ..storage.audit import Entry

SHOWN = 16  # hex digits of the last hash: what the foot of a printed page has room for


def entries(session: Session) -> tuple[Entry, ...]:
    """Return every act from the first to the last."""
    return tuple(audit.entries(session))


def head(session: Session) -> str:
    """Return the fingerprint of the last act, as it stands in the foot of every page of the desk."""
    return audit.head(session).hex()[:SHOWN]


def reason_alone(session: Session, *, round_id: int) -> str:
    """Return why the organizer closed a round without the scrutineer; empty where both closed it."""
    return _told(session, Act.CLOSE, "alone", round_id)


def reason_of_surplus(session: Session, *, round_id: int) -> str:
    """Return why two people published more ballots than people were present; empty where they did not."""
    return _told(session, Act.PUBLISH, "reason", round_id)


def verify(session: Session) -> tuple[int, str]:
    """Return how many acts there are and the fingerprint of the last.

    Raises
    ------
    LogBroken
        If an act was changed, removed or put in between.
    """
    broken = audit.first_break(session)
    if broken is not None:
        raise LogBroken(entry=broken)
    return len(entries(session)), head(session)


def refused(session: Session, *, round_id: int, act: str, actor: Actor, why: str) -> None:
    """Write down that somebody asked for an act and was refused; `why` names the refusal, never a secret."""
    audit.record(
        session, actor=actor, act="refused", detail={"round": round_id, "asked": act, "refusal": why}
    )


def _told(session: Session, act: Act, what: str, round_id: int) -> str:
    found = audit.last(session, act, round_id)
    return str(found.detail.get(what, "")) if found else ""
