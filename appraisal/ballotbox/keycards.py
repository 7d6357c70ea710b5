"""Key cards: make, print, read back, and the locks they open."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ..domain.encoding import POSITION, b32_decode, b32_encode, grouped, normalise, tagged_hash
from ..domain.errors import KEY_CARD, CardHalfTyped, CardMistyped, CardOfAnotherRound, CardTooLong
from ..domain.phrase import Phrase

VERSION = b"\1"
MODE = b"\1"
CARD_SYMBOLS = 40
CARD_BYTES = 25
SECRET_BYTES = 16
CHECK_BYTES = 3
PREFIX = "APPRAISAL-CARD-1:"
SCANNED = normalise(PREFIX)  # as it reads once what was typed is brought into one spelling


class Role(IntEnum):
    """Whose card it is; `SINGLE` opens a box alone, the others only two by two."""

    ORGANIZER = 1
    SCRUTINEER = 2
    RESERVE = 3
    SINGLE = 4


# which cards open which wrap, in the order of nesting
PAIRS: Mapping[str, tuple[Role, ...]] = {
    "11": (Role.SINGLE,),
    "OS": (Role.ORGANIZER, Role.SCRUTINEER),
    "OR": (Role.ORGANIZER, Role.RESERVE),
    "SR": (Role.SCRUTINEER, Role.RESERVE),
}


@dataclass(frozen=True)
class KeyCard:
    """A printed share of the lock; its secret is never printed by accident."""

    role: Role
    keyset_id: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def draw(cls, role: Role, keyset_id: bytes) -> KeyCard:
        """Make a new card."""
        return cls(role, keyset_id, secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def parse(cls, typed: str, name: Phrase = KEY_CARD) -> KeyCard:
        """Read a card as it was typed or scanned.

        Raises
        ------
        CardHalfTyped, CardTooLong, CardMistyped
            Says of the card by its `name` that it is mistyped, never where.
        """
        symbols = normalise(typed).removeprefix(SCANNED)
        if len(symbols) != CARD_SYMBOLS:
            refusal = CardHalfTyped if len(symbols) < CARD_SYMBOLS else CardTooLong
            raise refusal(name, found=len(symbols), whole=CARD_SYMBOLS)
        content = _checked(symbols)
        if content is None:
            raise CardMistyped(name)
        return cls(Role(content[1]), content[2:6], content[6:])

    @property
    def symbols(self) -> str:
        """The forty symbols of the card."""
        content = VERSION + bytes([self.role]) + self.keyset_id + self.secret
        body = content + tagged_hash("card", content)[:CHECK_BYTES]
        return b32_encode(int.from_bytes(body, "big"), CARD_SYMBOLS)

    @property
    def printed(self) -> str:
        """Ten groups of four."""
        return grouped(self.symbols)

    @property
    def qr_text(self) -> str:
        """What the card's QR says: no address, so that scanning it opens nothing."""
        return f"{PREFIX}{self.symbols}"

    @property
    def private_key(self) -> PrivateKey:
        """The card's own key; only its public half is ever given away."""
        return PrivateKey(tagged_hash("card-key", self.secret))

    @property
    def public_key(self) -> bytes:
        """The half that the lock is made for."""
        return bytes(self.private_key.public_key)


@dataclass(frozen=True)
class Lock:
    """A round's public key and, per pair of cards, its wrapped private key."""

    public_key: bytes
    wraps: Mapping[str, bytes]


def new_keyset_id(round_uid: bytes) -> bytes:
    """Name a set of cards, so that a card of another set is told apart."""
    return tagged_hash("keyset-draft", round_uid, secrets.token_bytes(16))[:4]


def make_lock(keyset_id: bytes, cards: Mapping[Role, bytes]) -> Lock:
    """Make the round's key pair and wrap its private half for every pair of the cards' public keys."""
    private = PrivateKey.generate()
    pairs = {pair: roles for pair, roles in PAIRS.items() if set(roles) <= set(cards)}
    wraps = {
        pair: _wrap(_plain(pair, keyset_id, bytes(private)), [cards[role] for role in roles])
        for pair, roles in pairs.items()
    }
    return Lock(bytes(private.public_key), wraps)


def unlock(keyset_id: bytes, wraps: Mapping[str, bytes], cards: Mapping[Role, KeyCard]) -> bytes:
    """Return the round's private key; `CardOfAnotherRound` when the cards do not open it."""
    for pair, wrapped in wraps.items():
        roles = PAIRS[pair]
        if set(roles) <= set(cards):
            return _unwrap(pair, keyset_id, wrapped, [cards[role] for role in roles])
    raise CardOfAnotherRound


def fits(public_key: bytes, private_key: bytes) -> bool:
    """Say whether what is sealed for a box comes out again as it went in, on a ballot made for the test."""
    test = secrets.token_bytes(32)
    sealed = SealedBox(PublicKey(public_key)).encrypt(test)
    try:
        return hmac.compare_digest(SealedBox(PrivateKey(private_key)).decrypt(sealed), test)
    except CryptoError:
        return False


def fingerprint(round_uid: bytes, lock: Lock, cards: Mapping[Role, bytes]) -> bytes:
    """Bind the lock to the form: other cards or wraps give another fingerprint."""
    keys = [cards[role] for role in sorted(cards)]
    return tagged_hash(
        "keyset", round_uid, lock.public_key, *keys, *(lock.wraps[pair] for pair in lock.wraps)
    )


def _checked(symbols: str) -> bytes | None:
    """Return what forty symbols say; None unless they are the symbols of a card."""
    if any(symbol not in POSITION for symbol in symbols):
        return None
    body = b32_decode(symbols).to_bytes(CARD_BYTES, "big")
    content, check = body[:-CHECK_BYTES], body[-CHECK_BYTES:]
    is_whole = hmac.compare_digest(tagged_hash("card", content)[:CHECK_BYTES], check)
    is_known = content[:1] == VERSION and content[1] in set(Role)
    return content if is_whole and is_known else None


def _plain(pair: str, keyset_id: bytes, private: bytes) -> bytes:
    return VERSION + MODE + pair.encode() + keyset_id + private


def _wrap(plain: bytes, keys: list[bytes]) -> bytes:
    """Seal from the last holder to the first, so that the first card opens the outer box."""
    return reduce(lambda inner, key: SealedBox(PublicKey(key)).encrypt(inner), reversed(keys), plain)


def _unwrap(pair: str, keyset_id: bytes, wrapped: bytes, cards: list[KeyCard]) -> bytes:
    try:
        plain = reduce(lambda outer, card: SealedBox(card.private_key).decrypt(outer), cards, wrapped)
    except CryptoError:
        raise CardOfAnotherRound from None
    expected = _plain(pair, keyset_id, b"")
    if plain[: len(expected)] != expected:
        raise CardOfAnotherRound
    return plain[len(expected) :]
