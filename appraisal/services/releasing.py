"""Reasons after the opening: which may be read, what was wrong with their box, what came of each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..ballotbox import reason_box
from ..ballotbox.reason_seal import ID_BYTES
from ..domain import lifecycle
from ..domain.errors import NotFound
from ..domain.lifecycle import COUNTED, Act
from ..domain.reason import LEAST_RELEASED, FollowUp
from ..domain.roles import Actor
from ..storage import audit, queries
from ..storage.models import ReleasedReason, Round
from .voting import form_of


@dataclass(frozen=True)
class Reason:
    """One reason that may be read: its random id, its text, what came of it."""

    id: str
    text: str = field(repr=False)
    state: FollowUp


@dataclass(frozen=True)
class Released:
    """The reasons of a round by the position of their subject; `faults` as `reason_box` counted them."""

    reasons: Mapping[int, tuple[Reason, ...]]
    faults: Mapping[str, int]


def release(session: Session, voting_round: Round, key: bytes) -> dict[str, int]:
    """Open the reasons and keep those that may be read; return what was wrong with them.

    Each gets a random id, by which they are shown: nothing is left of the order they lay in. Of a subject
    with fewer than `LEAST_RELEASED` neither a text nor a number leaves this function.
    """
    form = form_of(voting_round.plan, voting_round.uid, voting_round.form_hash or b"")
    if not form.reason_length:
        return {}
    opened = reason_box.open_all(session, voting_round, form, key)
    for subject, texts in opened.texts.items():
        if len(texts) >= LEAST_RELEASED:
            session.add_all(_row(voting_round, subject, text) for text in texts)
    voting_round.reason_faults = opened.faults
    return opened.faults


def released(session: Session, *, round_id: int) -> Released:
    """Return what may be read; `NotFound` where nothing was asked, or before the box was opened."""
    voting_round = queries.round_by_id(session, round_id)
    if not voting_round.plan.rule.asks_reasons or voting_round.state not in COUNTED:
        raise NotFound
    found: dict[int, list[Reason]] = {}
    for row in _rows(session, round_id):
        found.setdefault(row.subject, []).append(Reason(row.id.hex(), row.text, row.state))
    by_subject = {subject: tuple(found[subject]) for subject in sorted(found)}
    return Released(by_subject, voting_round.reason_faults or {})


def follow_up(session: Session, *, round_id: int, states: Mapping[str, FollowUp], actor: Actor) -> None:
    """Write down what came of reasons, by their ids; the log says that it was done, and no word of them.

    Raises
    ------
    NotFound
        If an id is none of this round's.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.FOLLOW_UP, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.FOLLOW_UP, actor, rehearsal=voting_round.rehearsal)
    rows = {row.id.hex(): row for row in _rows(session, round_id)}
    if not states.keys() <= rows.keys():
        raise NotFound
    for reason_id, state in states.items():
        rows[reason_id].state = state
    audit.record(session, actor=actor, act=Act.FOLLOW_UP, detail={"round": round_id})


def _row(voting_round: Round, subject: int, text: str) -> ReleasedReason:
    row_id = secrets.token_bytes(ID_BYTES)
    return ReleasedReason(id=row_id, round_id=voting_round.id, subject=subject, text=text)


def _rows(session: Session, round_id: int) -> tuple[ReleasedReason, ...]:
    query = select(ReleasedReason).where(ReleasedReason.round_id == round_id).order_by(ReleasedReason.id)
    return tuple(session.scalars(query))
