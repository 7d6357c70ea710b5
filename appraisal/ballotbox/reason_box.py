"""The sealed reasons of a round as they lie in the box: fixed at closing, all opened at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage.models import Round, SealedReason
from . import board, box
from .reason_seal import SealedRow, leaf, unseal
from .seal import Form, Unopenable, opener

CHUNK = 4096  # rows held at once


@dataclass(frozen=True)
class OpenedReasons:
    """What was written, by subject and in no meaningful order; and what is wrong with the rows.

    `faults` counts rows that are missing, too many, and not to be opened, by those words; an empty one means
    that every ballot has exactly its rows. "changed" is 1 where the rows are not those of the closing.
    """

    texts: dict[int, list[str]] = field(repr=False)
    faults: dict[str, int]


def root(session: Session, voting_round: Round) -> bytes:
    """Return the root over all rows; whatever is put in, taken out or exchanged, it is another."""
    return board.root([leaf(voting_round.uid, row) for row in _rows(session, voting_round)])


def open_all(session: Session, voting_round: Round, form: Form, key: bytes) -> OpenedReasons:
    """Open every row with the round's private key; what cannot be opened is counted and stops nothing."""
    ready, texts = opener(key), dict[int, list[str]]()
    found, unopenable = Counter[int](), 0
    for row in _rows(session, voting_round):
        try:
            opened = unseal(row, form, ready)
        except Unopenable:
            unopenable += 1
            continue
        found[opened.subject] += 1
        if opened.text:
            texts.setdefault(opened.subject, []).append(opened.text)
    ballots = box.count(session, voting_round)
    off = [found[subject] - ballots for subject in range(form.subjects)]
    counted = {
        "missing": -sum(n for n in off if n < 0),
        "surplus": sum(n for n in off if n > 0),
        "unopenable": unopenable,
        "changed": int(root(session, voting_round) != voting_round.reason_root),
    }
    return OpenedReasons(texts, {what: n for what, n in counted.items() if n})


def _rows(session: Session, voting_round: Round) -> Iterator[SealedRow]:
    query = select(SealedReason.id, SealedReason.sealed).where(SealedReason.round_id == voting_round.id)
    rows = session.execute(query.order_by(SealedReason.id).execution_options(yield_per=CHUNK))
    return (SealedRow(*row) for row in rows)
