"""Key cards, one for each holder, and the lock that any two of them open."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from ..ballotbox import keycards
from ..ballotbox.keycards import KeyCard
from ..domain import lifecycle
from ..domain.errors import (
    KEY_CARD,
    CardOfAnotherRound,
    CardOfRehearsal,
    CardReplaced,
    CardsAlike,
    CardsMissing,
    KeysAlreadyMade,
    NotReady,
)
from ..domain.lifecycle import Act
from ..domain.phrase import Phrase, phrase
from ..domain.roles import Actor, Role
from ..storage import audit, queries
from ..storage.models import Card, KeyWrap, Round

HOLDERS: Mapping[Role, keycards.Role] = {
    Role.ORGANIZER: keycards.Role.ORGANIZER,
    Role.SCRUTINEER: keycards.Role.SCRUTINEER,
    Role.OBSERVER: keycards.Role.RESERVE,  # so that neither key holder ever sees a second card
}
NEEDED = (keycards.Role.ORGANIZER, keycards.Role.SCRUTINEER)
FIRST_PAIR = "OS"
NAMES = (phrase("第一张钥匙卡"), phrase("第二张钥匙卡"))


def make_card(session: Session, *, round_id: int, actor: Actor) -> KeyCard:
    """Make the actor's own card and return it, shown once and kept nowhere; only its public half is stored.

    Raises
    ------
    KeysAlreadyMade
        If this holder has a card: it can be replaced, never shown again.
    """
    voting_round = _draft(session, round_id, actor)
    holder = HOLDERS[actor.role]
    if holder in _holders(voting_round):
        raise KeysAlreadyMade
    return _make(session, voting_round, holder, actor)


def replace_card(session: Session, *, round_id: int, actor: Actor) -> KeyCard:
    """Make another card for a lost one; the drill must be held again."""
    voting_round = _draft(session, round_id, actor)
    discard_card(session, voting_round, actor.role)
    return _make(session, voting_round, HOLDERS[actor.role], actor)


def discard_card(session: Session, voting_round: Round, role: Role) -> None:
    """Forget the card of one holder and the lock that was made for it."""
    voting_round.cards = [card for card in voting_round.cards if card.role != HOLDERS[role]]
    discard_lock(voting_round)
    session.flush()


def discard_lock(voting_round: Round) -> None:
    """Forget the lock: what it was made for has changed."""
    voting_round.wraps = []
    voting_round.public_key = voting_round.keyset_fingerprint = None
    voting_round.drilled = ""


def drill(session: Session, *, round_id: int, cards: Sequence[str], actor: Actor) -> str:
    """Open a test ballot with two cards, and return the name of the pair; the lock is made the first time.

    Raises
    ------
    CardRefused
        The drill may be tried again.
    NotReady
        If organizer or scrutineer has no card yet.
    """
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.DRILL, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.DRILL, actor)
    if not set(NEEDED) <= _holders(voting_round):
        raise NotReady(missing=phrase("组织者和监票人各自制作钥匙卡"))
    given = read_cards(voting_round, cards)
    if voting_round.public_key is None:
        _set_lock(voting_round, {keycards.Role(card.role): card.public_key for card in voting_round.cards})
    _open_test_ballot(voting_round, given)
    pair = next(name for name, roles in keycards.PAIRS.items() if set(roles) == set(given))
    voting_round.drilled = ",".join(sorted({*filter(None, voting_round.drilled.split(",")), pair}))
    audit.record(session, actor=actor, act=Act.DRILL, detail={"round": round_id, "pair": pair})
    return pair


def make_single(session: Session, voting_round: Round, actor: Actor) -> KeyCard:
    """Make the one card of a rehearsal; real cards made before are worth nothing afterwards."""
    voting_round.cards = []
    voting_round.keyset_id = keycards.new_keyset_id(voting_round.uid)
    session.flush()
    card = KeyCard.draw(keycards.Role.SINGLE, voting_round.keyset_id)
    _set_lock(voting_round, {card.role: card.public_key})
    audit.record(session, actor=actor, act=Act.MAKE_CARD, detail={"round": voting_round.id, "single": True})
    return card


def unlock(voting_round: Round, typed: Sequence[str]) -> bytes:
    """Return the round's private key for two cards, in a rehearsal for its one."""
    cards = read_cards(voting_round, typed)
    wraps = {wrap.pair: wrap.wrapped for wrap in voting_round.wraps}
    return keycards.unlock(voting_round.keyset_id or b"", wraps, cards)


def read_cards(voting_round: Round, typed: Sequence[str]) -> dict[keycards.Role, KeyCard]:
    """Read the cards that were typed and say exactly what is wrong with which of them."""
    given = [(text, name) for text, name in zip(typed, _names(typed), strict=True) if text.strip()]
    cards = [_of_this_round(voting_round, KeyCard.parse(text, name), name) for text, name in given]
    by_holder = {card.role: card for card in cards}
    if len(by_holder) < len(cards):
        raise CardsAlike
    if len(cards) < (1 if voting_round.rehearsal else 2):
        raise CardsMissing
    return by_holder


def require_typed(typed: str, *, place: int) -> None:
    """Refuse a card that is mistyped before the next one is asked for; `place` counts from 0."""
    if typed.strip():
        KeyCard.parse(typed, NAMES[place])


def missing(voting_round: Round) -> tuple[Phrase, ...]:
    """Say what the lock still waits for before the box can be sealed."""
    holders = _holders(voting_round)
    found = [phrase("制作钥匙卡")] if not set(NEEDED) <= holders else []
    drilled = voting_round.drilled.split(",")
    if FIRST_PAIR not in drilled:
        found.append(phrase("两张钥匙卡试开票箱"))
    if keycards.Role.RESERVE in holders and not {"OR", "SR"} & set(drilled):
        found.append(phrase("备用卡和另一张卡试开票箱"))
    return tuple(found)


def has_card(voting_round: Round, role: Role) -> bool:
    """Say whether the holder in this role has made the own card."""
    return HOLDERS[role] in _holders(voting_round)


def _draft(session: Session, round_id: int, actor: Actor) -> Round:
    voting_round = queries.round_by_id(session, round_id, lock=True)
    lifecycle.after(voting_round.state, Act.MAKE_CARD, rehearsal=voting_round.rehearsal)
    lifecycle.require(Act.MAKE_CARD, actor)
    return voting_round


def _make(session: Session, voting_round: Round, holder: keycards.Role, actor: Actor) -> KeyCard:
    if not voting_round.cards or voting_round.keyset_id is None:
        voting_round.keyset_id = keycards.new_keyset_id(voting_round.uid)
    card = KeyCard.draw(holder, voting_round.keyset_id)
    discard_lock(voting_round)
    voting_round.cards.append(Card(role=holder, public_key=card.public_key))
    session.flush()
    detail = {"round": voting_round.id, "holder": holder.name.lower()}
    audit.record(session, actor=actor, act=Act.MAKE_CARD, detail=detail)
    return card


def _set_lock(voting_round: Round, cards: Mapping[keycards.Role, bytes]) -> None:
    lock = keycards.make_lock(voting_round.keyset_id or b"", cards)
    voting_round.public_key = lock.public_key
    voting_round.keyset_fingerprint = keycards.fingerprint(voting_round.uid, lock, cards)
    voting_round.wraps = [KeyWrap(pair=pair, wrapped=wrapped) for pair, wrapped in lock.wraps.items()]


def _open_test_ballot(voting_round: Round, cards: Mapping[keycards.Role, KeyCard]) -> None:
    """What was sealed for the box must come out again as it went in."""
    wraps = {wrap.pair: wrap.wrapped for wrap in voting_round.wraps}
    key = keycards.unlock(voting_round.keyset_id or b"", wraps, cards)
    if not keycards.fits(voting_round.public_key or b"", key):
        raise CardOfAnotherRound


def _names(typed: Sequence[str]) -> Sequence[Phrase]:
    """Name the cards by the order they were given in; a single one needs no number."""
    return NAMES if len(typed) == len(NAMES) else [KEY_CARD] * len(typed)


def _of_this_round(voting_round: Round, card: KeyCard, name: Phrase) -> KeyCard:
    """A card is of the round when the round knows its public half; a rehearsal's lock tells by itself."""
    if card.keyset_id != voting_round.keyset_id:
        is_single = card.role is keycards.Role.SINGLE and not voting_round.rehearsal
        raise (CardOfRehearsal if is_single else CardOfAnotherRound)(name)
    known = {each.role: each.public_key for each in voting_round.cards}
    if not voting_round.rehearsal and not hmac.compare_digest(known.get(card.role, b""), card.public_key):
        raise CardReplaced(name)
    return card


def _holders(voting_round: Round) -> set[keycards.Role]:
    return {keycards.Role(card.role) for card in voting_round.cards}
