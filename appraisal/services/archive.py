"""Everything a published round leaves to whoever wants to check it, as one file."""

from __future__ import annotations

import json
from typing import BinaryIO

from sqlalchemy.orm import Session

from ..ballotbox import box
from ..documents import archive
from ..documents.archive_readme import TEXT
from ..domain.encoding import canonical_json, tagged_hash
from ..domain.errors import NotArchivable, NotPublished
from ..domain.lifecycle import Act
from ..storage import audit, queries
from ..storage.models import Round
from . import board, conduct

PUBLIC, FULL = "public", "full"


def write(session: Session, out: BinaryIO, *, round_id: int, full: bool = False) -> None:
    """Write the archive of a round, the public one or, for the two key holders, the full one.

    The same round gives the same bytes, whenever it is written: later acts are not in it.

    Raises
    ------
    NotPublished
        The archive belongs to a published result.
    NotArchivable
        The round was closed by a program that kept no board.
    """
    voting_round = queries.round_by_id(session, round_id)
    acts = _acts(session, round_id)
    if voting_round.form is None or voting_round.board_fingerprint is None:
        raise NotArchivable
    files = {
        "README.txt": TEXT,
        "audit.jsonl": b"".join(line + b"\n" for line in acts),
        "board.json": board.document(voting_round),
        "round.json": voting_round.form,
        **conduct.documents(session, voting_round),
    }
    if full:
        files["sealed.jsonl"] = _sealed(session, voting_round)
    facts = {
        "audit": _head(acts),
        "kind": FULL if full else PUBLIC,
        "mode": voting_round.mode,
        "round": voting_round.uid.hex(),
    }
    archive.write(files, facts, out)


def _acts(session: Session, round_id: int) -> list[bytes]:
    """The log from its beginning to the publishing of this round."""
    acts = audit.lines(session)
    for place, line in enumerate(acts):
        entry = json.loads(line)
        if entry["act"] == Act.PUBLISH and entry["detail"].get("round") == round_id:
            return acts[: place + 1]
    raise NotPublished


def _head(acts: list[bytes]) -> str:
    prev = audit.ORIGIN
    for line in acts:
        prev = tagged_hash("audit", prev, line)
    return prev.hex()


def _sealed(session: Session, voting_round: Round) -> bytes:
    """The locked key and the sealed ballots in the order of the board, one a line."""
    lock = {
        "keyset_id": (voting_round.keyset_id or b"").hex(),
        "public_key": (voting_round.public_key or b"").hex(),
        "wraps": {wrap.pair: wrap.wrapped.hex() for wrap in voting_round.wraps},
    }
    ballots = (
        {"class": voter_class, "id": ballot_id.hex(), "sealed": sealed.hex()}
        for voter_class, ballot_id, sealed in box.on_the_board(session, voting_round)
    )
    return b"".join(canonical_json(line) + b"\n" for line in (lock, *ballots))
