"""Append-only, hash-chained log of organizers' acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.encoding import canonical_json, tagged_hash
from ..domain.roles import Actor
from .models import AuditEntry

ORIGIN = bytes(32)  # what the first entry follows


@dataclass(frozen=True)
class Entry:
    """One act as it is read back."""

    seq: int
    at: str
    actor: str
    act: str
    detail: dict[str, Any]
    hash: bytes


def record(session: Session, *, actor: Actor | str, act: str, detail: dict[str, Any] | None = None) -> None:
    """Append one act. Never a voter's act, a code, an address or a moment of voting."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    seq, prev = (last.seq + 1, last.hash) if last else (1, ORIGIN)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")  # to the minute: finer would help to link
    fields = {
        "seq": seq,
        "at": at,
        "actor": str(actor),
        "role": "+".join(actor.roles) if isinstance(actor, Actor) else "",
        "act": act,
        "detail": detail or {},
        "prev": prev.hex(),
    }
    entry = canonical_json(fields)
    session.add(AuditEntry(seq=seq, entry=entry, prev=prev, hash=tagged_hash("audit", prev, entry)))
    session.flush()


def head(session: Session) -> bytes:
    """Return the hash of the last act; whoever wrote it down notices if anything before it is changed."""
    last = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1))
    return last or ORIGIN


def entries(session: Session) -> Iterator[Entry]:
    """Read the log from its beginning."""
    for row in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
        fields = json.loads(row.entry)
        yield Entry(row.seq, fields["at"], fields["actor"], fields["act"], fields["detail"], row.hash)


def last(session: Session, act: str, round_id: int) -> Entry | None:
    """Return the last time an act was done to a round."""
    done = (each for each in entries(session) if each.act == act and each.detail.get("round") == round_id)
    return max(done, key=lambda each: each.seq, default=None)


def lines(session: Session) -> list[bytes]:
    """Return every act as it was written, from the beginning."""
    return list(session.scalars(select(AuditEntry.entry).order_by(AuditEntry.seq)))


def first_break(session: Session) -> int | None:
    """Return the number of the first entry that does not fit the chain, or None."""
    prev = ORIGIN
    for place, row in enumerate(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)), start=1):
        is_ours = (
            row.seq == place and row.prev == prev and isinstance(row.entry, bytes)
        )  # SQLite takes any type
        if not is_ours or row.hash != tagged_hash("audit", prev, row.entry):
            return place
        prev = row.hash
    return None
