"""Make the lock of a round and the card that opens it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..ballotbox import keycards
from ..ballotbox.keycards import KeyCard, Role
from ..domain import lifecycle
from ..domain.errors import KeysAlreadyMade
from ..domain.lifecycle import Act
from ..storage import audit, queries
from ..storage.models import KeyWrap


def make_card(session: Session, *, round_id: int, actor: str) -> KeyCard:
    """Make the round's lock and return its one card, shown once and kept nowhere."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.MAKE_KEYS)
    if voting_round.public_key is not None:
        raise KeysAlreadyMade
    keyset_id = keycards.new_keyset_id(voting_round.uid)
    card = KeyCard.draw(Role.SINGLE, keyset_id)
    cards = {card.role: card.public_key}
    lock = keycards.make_lock(keyset_id, cards)
    voting_round.keyset_id = keyset_id
    voting_round.public_key = lock.public_key
    voting_round.keyset_fingerprint = keycards.fingerprint(voting_round.uid, lock, cards)
    voting_round.wraps = [KeyWrap(pair=pair, wrapped=wrapped) for pair, wrapped in lock.wraps.items()]
    audit.record(session, actor=actor, act=Act.MAKE_KEYS, detail={"round": round_id, "cards": len(cards)})
    return card


def replace_card(session: Session, *, round_id: int, actor: str) -> KeyCard:
    """Make another lock for a lost card; only before voting, when the box is certainly empty."""
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.MAKE_KEYS)
    voting_round.wraps = []
    voting_round.public_key = None
    session.flush()
    return make_card(session, round_id=round_id, actor=actor)
