"""Public channels: whoever comes draws a ballot of a class without slips."""

from __future__ import annotations

import secrets

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ..domain.errors import NotFound, PublicUsedUp, RoundClosed, RoundNotOpen
from ..domain.lifecycle import BEFORE_VOTING, State
from ..storage import queries
from ..storage.models import Credential, Round
from .issuing import DIGEST_BYTES


def find(session: Session, *, round_id: int, place: int) -> Round:
    """Return the round of a public channel, by the position of its class.

    Raises
    ------
    NotFound
        If the round has no such channel.
    """
    voting_round = queries.round_by_id(session, round_id)
    classes = voting_round.plan.classes
    if not (0 <= place < len(classes) and classes[place].is_public):
        raise NotFound
    return voting_round


def draw(session: Session, *, round_id: int, place: int) -> bytes:
    """Make a credential for whoever asks for one, and return its digest: no code leads to it.

    Nothing is known of who drew it or when, and nothing is counted but the rows themselves.

    Raises
    ------
    RoundNotOpen, RoundClosed
        As the round stands.
    PublicUsedUp
        If as many were drawn as there may be ballots.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    most = find(session, round_id=round_id, place=place).plan.classes[place].issued
    if voting_round.state in BEFORE_VOTING:
        raise RoundNotOpen
    if voting_round.state != State.OPEN:
        raise RoundClosed
    of_channel = (Credential.round_id == round_id, Credential.voter_class == place)
    if (session.scalar(select(func.count()).where(*of_channel)) or 0) >= most:
        raise PublicUsedUp
    digest = secrets.token_bytes(DIGEST_BYTES)
    session.execute(insert(Credential).values(digest=digest, round_id=round_id, voter_class=place))
    return digest


def issued(session: Session, voting_round: Round) -> list[int] | None:
    """Set what counts as handed out at closing: of a public channel what was cast, a look is no ballot."""
    plan = voting_round.plan
    if not plan.has_public:
        return voting_round.issued
    counted = queries.turnout(session, voting_round)
    return [
        line.spent if group.is_public else group.issued
        for group, line in zip(plan.classes, counted, strict=True)
    ]
