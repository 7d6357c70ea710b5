"""Read the log of organizers' acts and check that its chain is whole."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..domain.errors import LogBroken
from ..domain.roles import Actor
from ..storage import audit
from ..storage.audit import Entry

SHOWN = 16  # hex digits of the last hash: what the foot of a printed page has room for


def entries(session: Session) -> tuple[Entry, ...]:
    """Return every act from the first to the last."""
    return tuple(audit.entries(session))


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
    found = entries(session)
    return len(found), found[-1].hash.hex()[:SHOWN] if found else ""


def refused(session: Session, *, round_id: int, act: str, actor: Actor, why: str) -> None:
    """Write down that somebody asked for an act and was refused; `why` names the refusal, never a secret."""
    audit.record(
        session, actor=actor, act="refused", detail={"round": round_id, "asked": act, "refusal": why}
    )
