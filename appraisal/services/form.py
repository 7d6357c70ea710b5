"""What freezes when voting opens: one document that holds everything the count will depend on."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..ballotbox import board
from ..domain.encoding import canonical_json, tagged_hash
from ..domain.plan import Plan
from ..storage import queries
from ..storage.models import Credential, Installation, Round
from ..version import VERSION as RELEASE
from ..version import checksum
from .disclosure import LEAST_DISTRIBUTION

FORMAT = "appraisal-round"
VERSION = 1


def freeze(session: Session, voting_round: Round) -> None:
    """Write down the form and its hash; whoever changes a word of it later has another hash."""
    voting_round.code_root = _code_root(session, voting_round)
    voting_round.form = _document(session, voting_round)
    voting_round.form_hash = tagged_hash("form", voting_round.form)


def _document(session: Session, voting_round: Round) -> bytes:
    turnout = queries.turnout(session, voting_round)
    installation = session.get(Installation, 1)
    return canonical_json(
        {
            "code_root": (voting_round.code_root or b"").hex(),
            "format": FORMAT,
            "keyset": (voting_round.keyset_fingerprint or b"").hex(),
            "limits": {"distribution": LEAST_DISTRIBUTION, "shown": voting_round.plan.waiver.least_shown},
            "mode": voting_round.mode,
            **_paper(voting_round.plan),
            "printed": [
                group.issued if group.is_public else line.printed - line.void
                for group, line in zip(voting_round.plan.classes, turnout, strict=True)
            ],
            "receipt_key": ((installation and installation.receipt_key) or b"").hex(),
            "release": {"checksum": checksum(), "version": RELEASE},
            "round": voting_round.uid.hex(),
            "settings": json.loads(voting_round.settings),
            "version": VERSION,
        }
    )


def _paper(plan: Plan) -> dict[str, list[int]]:
    """Freeze how many paper ballots of each class there can be; without any nothing is said."""
    return {"paper": [group.paper for group in plan.classes]} if plan.has_paper else {}


def _code_root(session: Session, voting_round: Round) -> bytes:
    digests: list[list[bytes]] = [[] for _ in voting_round.plan.classes]
    rows = select(Credential.voter_class, Credential.digest).where(
        Credential.round_id == voting_round.id, Credential.paper | ~Credential.void
    )
    for voter_class, digest in session.execute(rows):
        digests[voter_class].append(digest)
    return board.code_root(digests)
